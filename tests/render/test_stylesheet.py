"""The stylesheet of a feed."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from communique.hosting import is_feed
from communique.site import render_site
from tests.publication import get_bytes, read, write_everything

if TYPE_CHECKING:
    from tests.publication import Folder


def test_every_feed_names_the_stylesheet_of_its_language(folder: Folder) -> None:
    """The instruction stands before the root, and leads to a file of the site from anywhere."""
    write_everything(folder)
    site = render_site(read(folder))
    languages = {"be", "he"}
    feeds = [path for path in site if is_feed(path) and path.endswith(".xml")]
    assert len(feeds) > 10
    for path in feeds:
        content = get_bytes(site, path)
        instruction = etree.fromstring(content).getprevious()
        assert instruction.target == "xml-stylesheet"
        assert instruction.get("type") == "text/css"
        first = PurePosixPath(path).parts[0]
        expected = f"{first}/feed.css" if first in languages else "feed.css"
        assert f"/{expected}" == urljoin(f"/{path}", instruction.get("href"))
        assert expected in site


def test_it_is_nothing_but_one_line_more(folder: Folder) -> None:
    """The document after it is what it would be without."""
    folder.entry("2023-01-01-one.md")
    content = get_bytes(render_site(read(folder)), "atom.xml")
    declaration, instruction, rest = content.split(b"\n", 2)
    assert declaration == b"<?xml version='1.0' encoding='UTF-8'?>"
    assert instruction == b'<?xml-stylesheet type="text/css" href="feed.css"?>'
    assert rest.startswith(b"<feed xmlns=")
