"""Crawls a simulated web of agency sites beside the project and scores what was found.

``python -m tests.world --seed 1`` (or ``make world``); ``--help`` says more.
"""
