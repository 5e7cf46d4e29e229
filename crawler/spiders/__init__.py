"""The one spider and what it is made of."""
