"""What communique itself puts around the text of an entry in a feed, taken off again."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING

from communique.dates import parse_day
from communique.errors import FieldError
from communique.model import Revision
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from communique.importing.items import Item
    from communique.intake.richtext import RichText


class Around(Struct, frozen=True, kw_only=True):
    """
    Hold what stood around a text.

    Args:
        title: Without what a withdrawal puts before it.
        revisions: Oldest first.
        source: Where the authoritative text stands; may be empty.
        files: Addresses of attachments.
        provisional: True for a provisional translation.
    """

    title: str
    revisions: tuple[Revision, ...] = ()
    source: str = ""
    files: tuple[str, ...] = ()
    provisional: bool = False


def take_around(text: RichText, item: Item, words: Mapping[str, str], zone: tzinfo) -> Around:
    """
    Take off the notices before the text, and the lists of files and languages after it.

    Args:
        text: Of *item*; loses them.
        item: One of ours, with a date.
        words: In which they are.
        zone: Of the days that the notices name.
    """
    blocks = text.soup.find_all(recursive=False)
    if [block.name for block in blocks] == ["div"]:  # says that a text runs from right to left
        blocks[0].unwrap()
    revisions, provisional = _take_notices(text, item, words, zone)
    withdrawn = _match(words["withdrawn_title"], item.title)
    source, files = "", []
    soup = text.soup
    while blocks := soup.find_all(recursive=False):
        last, before = blocks[-1], blocks[-2].get_text() if len(blocks) > 1 else ""
        said = last.get_text()
        if last.name == "ul" and before == f"{words['attachments']}:":
            files = [str(link["href"]) for link in last.select("a[href]")]
            blocks[-2].decompose()
        elif last.name == "p" and said.startswith(f"{words['source']} http"):
            source = str(last.select("a[href]")[-1]["href"])
        elif last.name != "p" or not said.startswith(f"{words['also_in']}: "):
            break
        last.decompose()
    return Around(
        title=withdrawn["title"] if withdrawn and revisions else item.title,
        revisions=tuple(reversed(revisions)),
        source=source,
        files=tuple(files),
        provisional=provisional,
    )


def _take_notices(
    text: RichText, item: Item, words: Mapping[str, str], zone: tzinfo
) -> tuple[list[Revision], bool]:
    revisions: list[Revision] = []
    provisional = False
    for notice in text.soup.find_all("p", recursive=False):
        said = notice.get_text()
        if notice.find("strong", recursive=False) is None:
            break
        revision = _read("correction", said, item, words, zone)
        revision = revision or _read("withdrawal", said, item, words, zone)
        known = [key for key in ("behind", "provisional") if _match(words[key], said)]
        if revision:
            revisions.append(revision)
        elif not known:
            break
        provisional = provisional or "provisional" in known
        if revision is None or revision.kind != "withdrawal":
            notice.decompose()  # that of a withdrawal is all that is left of a text
    return revisions, provisional


def _read(
    kind: str, said: str, item: Item, words: Mapping[str, str], zone: tzinfo
) -> Revision | None:
    """Read what a notice says of a revision; None where it is none of that kind."""
    found = _match(words[kind], said)
    if not found or item.published is None:
        return None
    try:
        moment = datetime.combine(parse_day(found["date"]), time(), zone)
    except FieldError:
        moment = item.updated or item.published
    # The last change of a text is that of its last revision.
    if item.updated and item.updated.astimezone(zone).date() == moment.date():
        moment = item.updated.astimezone(zone)
    return Revision(date=max(moment, item.published), kind=kind, note=found["note"])


def _match(template: str, said: str) -> re.Match[str] | None:
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(template))
    return re.fullmatch(pattern, said.strip(), re.DOTALL)
