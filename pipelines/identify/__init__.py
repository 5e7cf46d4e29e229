"""Whose report, of which year, and is it one at all."""
