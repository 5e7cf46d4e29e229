"""Measures the program beside its peers, on this machine, in one run; nothing here is asserted.

``python -m tests.benchmarks`` (or ``make bench``); ``--help`` says more.
"""
