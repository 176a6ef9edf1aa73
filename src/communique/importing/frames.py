"""Films, sounds and pages of others in a Markdown text: links, as an entry asks no other site."""

from __future__ import annotations

import re
from html import escape, unescape

from communique.intake.draft import shorten

# What is shown as it is written: a block between fences, or a span of code.
_CODE = re.compile(
    r"(^(?:```|~~~).*?(?:^(?:```|~~~)[^\n]*$|\Z)|`[^`\n]+`)", re.DOTALL | re.MULTILINE
)
# None within another: what is not closed ends where the next begins.
_FRAME = re.compile(
    r"<(iframe|video|audio|embed|object)\b([^<>]*)>(?:((?:(?!<\1\b|</\1\b).)*)</\1\s*>)?",
    re.DOTALL | re.IGNORECASE,
)
_SOURCE = re.compile(r"\b(?:src|data)\s*=\s*(?:\"([^\"]+)\"|'([^']+)')", re.IGNORECASE)


def link_frames(text: str) -> tuple[str, list[str]]:
    """
    Put a link in the place of each element that shows what stands elsewhere.

    Args:
        text: Markdown.

    Returns:
        The text, and what became of it, one sentence each.
    """
    notes: list[str] = []

    def link(found: re.Match[str]) -> str:
        source = _SOURCE.search(found[2]) or _SOURCE.search(found[3] or "")
        if source is None:
            notes.append(f"<{found[1].lower()}> without an address is shown nowhere")
            return found[0]
        address = unescape(source[1] or source[2]).strip()
        address = f"https:{address}" if address.startswith("//") else address
        notes.append(f"<{found[1].lower()}> became a link: {shorten(address)}")
        return f'<a href="{escape(address)}">{escape(address, quote=False)}</a>'

    parts = _CODE.split(text) if "<" in text else [text]
    parts[::2] = [_FRAME.sub(link, part) for part in parts[::2]]
    return "".join(parts), notes
