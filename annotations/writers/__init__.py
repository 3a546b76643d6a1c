"""From annotations to a file format."""
