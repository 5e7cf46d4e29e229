"""What runs the program: the demo province, and how to deploy."""
