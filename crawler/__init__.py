"""FIND AND FETCH: the crawler decides when to look and where, and brings pages home."""
