"""What is on one page, told from its bytes alone: links, rows, forms, and whether it is content."""
