"""What one run leaves for the next, in ``.communique/``; it may be deleted at any time."""
