"""Plain text of a feed as HTML."""

from __future__ import annotations

import re
from html import escape


def mark_up(text: str) -> str:
    """Make a paragraph of what stands between empty lines, and keep the breaks of its lines."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    paragraphs = (part.strip("\n") for part in re.split(r"\n{2,}", escape(lines, quote=False)))
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in paragraphs if part)
