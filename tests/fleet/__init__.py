"""A fleet on one machine, whose members are killed: ``python -m tests.fleet --help``."""
