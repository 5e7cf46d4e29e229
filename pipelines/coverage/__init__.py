"""Who owes which report by when, and what can honestly be said about one that is not there."""
