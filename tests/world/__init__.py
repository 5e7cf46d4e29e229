"""Crawls a simulated web of agency sites beside the project and scores what was found.

``python -m tests.world --seed 1`` (or ``make world``); ``--help`` says more. ``python -m
tests.world.season --world DIR`` takes one database through all check days of a built world.
"""
