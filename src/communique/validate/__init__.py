"""
Judge feeds as the W3C feed validator does, offline: bytes to findings with line and column.

This package is an independent witness: it imports nothing of what writes feeds.

    report = validate_feed(data)
    report.valid, report.format, report.findings
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.validate.findings import Finding, Report, Rule, Severity

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["Finding", "Report", "Rule", "Severity", "validate_feed"]

JSON_START = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*[\[{]")
HEAD = 1024
"""How many bytes are looked at for whether a document is JSON."""


def validate_feed(
    data: bytes, *, now: datetime | None = None, charset: str = "", address: str = ""
) -> Report:
    """
    Judge one document: Atom, RSS, JSON Feed or OPML, told apart by content.

    Args:
        data: The bytes of the document, not compressed.
        now: The clock, aware, for dates in the future; None leaves those alone.
        charset: What a server said of its encoding; counts where the document says nothing.
        address: Where it was found: the feeds that a page names may be relative to that.

    Returns:
        What the document is and what is wrong with it; never an exception.
    """
    # Imported here so that `import communique.validate` costs next to nothing.
    if JSON_START.match(data) or JSON_START.match(data[:HEAD].replace(b"\x00", b"")):
        from communique.validate.jsonfeed import validate_json  # noqa: PLC0415 - see above

        return validate_json(data, now)
    from communique.validate.xmlfeeds import validate_xml  # noqa: PLC0415 - see above

    return validate_xml(data, now, charset, address)
