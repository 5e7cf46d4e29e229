"""The pictures of the guide, taken of the demo province."""
