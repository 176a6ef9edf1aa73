"""The tests of the renderers."""
