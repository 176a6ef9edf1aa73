"""The tests of the intake of drafts."""
