"""The tests of the validator."""
