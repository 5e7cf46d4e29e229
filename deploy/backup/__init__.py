"""Backup, restore, and a drill that proves the one by the other."""
