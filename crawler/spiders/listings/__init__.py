"""Listing families: how each kind of content management system lays out a list of articles."""
