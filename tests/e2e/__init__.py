"""End to end: real programs read what communique made."""
