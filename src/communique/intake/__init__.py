"""
Turn what a press officer has into a draft: plain text, Markdown, HTML or .docx.

Nothing here writes a file or asks a server; a draft says what was left out of it.
"""

from communique.intake.draft import Draft
from communique.intake.reading import parse_draft, read_draft

__all__ = ["Draft", "parse_draft", "read_draft"]
