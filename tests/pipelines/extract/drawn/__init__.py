"""Documents drawn for the tests: the same tables in every medium."""
