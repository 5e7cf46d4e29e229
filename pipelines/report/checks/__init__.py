"""The rules a report has to keep: its own arithmetic, its words, and the year before."""
