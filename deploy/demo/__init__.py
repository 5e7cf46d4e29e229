"""A demo province: invented agencies, their sites and reports, served on this machine.

Everything is drawn from ``registry.csv``, ``province.yaml``, ``form.yaml`` and ``prose.yaml``; the
same data give the same bytes. ``python -m deploy.demo`` serves it, ``deploy.demo.expected`` says
what a crawl of it has to find.
"""
