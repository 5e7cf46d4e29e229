"""As much of JavaScript as it takes to say which address a page's script would open."""
