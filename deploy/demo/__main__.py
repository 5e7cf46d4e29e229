"""``python -m deploy.demo`` serves the demo province."""

from deploy.demo.server import main

main()
