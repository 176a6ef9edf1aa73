"""Files that come into a site: what is attached, how it looks, what was rendered. Values only."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - the cache reads the types of the fields
from typing import TYPE_CHECKING, NamedTuple

from communique.values import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping


class Attachment(Struct, frozen=True, kw_only=True):
    """
    Name a file that is copied into the site: one of an entry, or one of the theme.

    Args:
        name: Its path in the folder of the entry's page, or in the site; forward slashes.
        source: Where it is read from.
        media_type: As in a Content-Type header.
        length: Bytes.
        sha256: Of its bytes, 64 hexadecimal digits.
        announced: True for an attachment of the front matter, which feeds offer for download;
            False for a picture or file that only the text refers to.
    """

    name: str
    source: Path
    media_type: str
    length: int
    sha256: str
    announced: bool


class Stored(NamedTuple):
    """
    Name a file of the site that was rendered and is on the disk.

    Args:
        sha256: Of its bytes, in hexadecimal.
        source: Where it lies until it is moved to its place.
    """

    sha256: str
    source: str


class Theme(Struct, frozen=True, kw_only=True):
    """
    Hold what a publication changes in the look of its pages.

    Args:
        accent: Its colour, ``#rrggbb``; empty for ours.
        logo: The path in the site of its logo; empty for none.
        templates: File name to source: what stands in the place of our templates.
        assets: Files for the site, ``name`` being their path in it.
    """

    accent: str = ""
    logo: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)
    assets: tuple[Attachment, ...] = ()
