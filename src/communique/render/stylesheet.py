"""What makes a feed a page: a person who opens it in a browser reads it."""

from __future__ import annotations

from communique.render.styles import FEED_STYLE


def name_stylesheet(document: bytes, path: str, prefix: str) -> bytes:
    """
    Name the stylesheet of a feed, right after its XML declaration.

    Args:
        document: Begins with an XML declaration, as feedgen writes it.
        path: Of the feed in the site.
        prefix: The folder of its language, which holds the stylesheet.

    Source: Associating Style Sheets with XML documents 1.0, §2. The reference is relative, so that
    a mirror shows its feeds without asking the original.
    """
    href = "../" * path.count("/") + prefix + FEED_STYLE
    declaration, end, rest = document.partition(b"?>\n")
    instruction = f'<?xml-stylesheet type="text/css" href="{href}"?>\n'
    return b"".join([declaration, end, instruction.encode(), rest])
