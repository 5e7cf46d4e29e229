"""The read-only site and the JSON API over the queries."""
