"""The statutory form: its sections, its tables, its cells and its checks."""
