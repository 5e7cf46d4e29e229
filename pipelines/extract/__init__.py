"""Bytes of any medium into one shape: paragraphs and grids of cells."""
