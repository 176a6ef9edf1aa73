"""A site with every kind of page, in three languages of which one runs from right to left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communique import values
from communique.disk import write_site
from communique.past import EarlierText
from communique.site import render_site
from tests.publication import NOW, Folder, read, write_everything

if TYPE_CHECKING:
    from pathlib import Path

PAGES = (
    *("", "be/", "he/", "all/", "2023/", "he/2023/", "topics/icc/", "be/topics/icc/"),
    *("2023/rich/", "be/2023/rich/", "he/2023/rich/", "2023/taken-back/", "2023/hard/"),
    *("subscribe/", "be/subscribe/", "he/subscribe/", "404.html"),
)
"""Every kind of page, in every language that makes a difference."""

KINDS = ("", "2023/", "topics/icc/", "2023/hard/", "he/2023/rich/", "subscribe/", "404.html")
"""Every kind of page."""

_HARD = """\
Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, and an address:
<https://example.org/a/very/long/path/that/has/no/place/to/break/at/all/and/goes/on/for/ever.html>

| a wide | table | of many | columns | that no | telephone | can show | at once |
|--------|-------|---------|---------|---------|-----------|----------|---------|
| one    | two   | three   | four    | five    | six       | seven    | eight   |

```
A line of code that is far too long for the screen of a telephone, and is not broken by anybody
```

> Somebody said this, and [somebody else](https://example.org/else) said that.
"""


def write_every_page(folder: Path) -> Path:
    """Write a site with every kind of page; give its folder."""
    publication = Folder(folder)
    write_everything(publication)
    publication.write(
        "feed.yaml",
        (folder / "entries" / "feed.yaml").read_text("utf-8")
        + "accent: '#ffcc00'\nlogo: logo.svg\n",
    )
    assets = folder / "assets"
    assets.mkdir()
    (assets / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
        '<circle cx="20" cy="20" r="18" fill="#c60"/></svg>\n',
        "utf-8",
    )
    title = "On the Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte"
    publication.entry("2023-11-15-hard.md", f"title: {title}\nsummary: In short.\n", _HARD)
    read_publication = read(publication)
    rich = next(e for e in read_publication.entries if e.path == "2023/rich/")
    earlier = EarlierText(title="Richer", sha256="0" * 64, until=NOW)
    history = values.replace(
        read_publication.history,
        redirects=(("2023/poor/", "2023/rich/"),),
        earlier={rich.id: (earlier,)},
    )
    site = folder / "site"
    write_site(render_site(replace(read_publication, history=history)), site)
    return site
