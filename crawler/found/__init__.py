"""A person's answer, "here it is": fetched, archived, read and judged like any other page."""
