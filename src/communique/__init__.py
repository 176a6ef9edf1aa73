"""Publish an organisation's statements: feeds, pages, and a site that is right."""

__version__ = "0.1.0"
