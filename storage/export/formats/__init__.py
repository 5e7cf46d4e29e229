"""How a table is written, a file for each format."""
