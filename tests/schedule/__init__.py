"""A year of the schedule on a fast clock, with schedulers that are killed and that race."""
