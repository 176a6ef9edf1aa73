"""Pictures of the example publication for the README: ``python -m tests.screenshots``."""
