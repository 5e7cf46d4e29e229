"""Tells people: what happened is decided once, and brought once to each channel that wants it."""
