"""Grids to figures: each statutory table found by its labels, each cell by its header."""
