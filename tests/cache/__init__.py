"""Tests of what one run leaves for the next."""
