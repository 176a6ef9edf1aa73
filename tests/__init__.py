"""The tests of communique."""
