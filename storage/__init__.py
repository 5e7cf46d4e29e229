"""KEEP AND SHOW: the archive and the database; knows nothing of crawling or reading."""
