"""
Tell of an Atom feed that is beyond doubt that it is; whatever else there is takes a `judge`.

Entries are most of an archive, and most are of one form. In that form an expression stands for the
rows of `shapes.atom` and the rules of `rules.atom` that such an entry could break. What has another
form is not wrong: it is judged element by element.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.validate.html.fragment import check_fragment
from communique.validate.rules.documents import SUSPICIOUS
from communique.validate.tree import MOST_ELEMENTS
from communique.validate.values.names import language
from communique.validate.values.uris import absolute_uri

if TYPE_CHECKING:
    from collections.abc import Callable

# In plain text a lone “&” is no markup to anybody; other references take more knowledge.
TEXT = r"\s*+[^<>&\s][^<>&]*+(?>(?:&(?:amp|\#x26);[ ][^<>&]*+)*)"
VALUE = r'[^"<>&\n]*+(?>(?:&amp;[ ][^"<>&\n]*+)*)'
DATE = r"(?:199[0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
ADDRESS = r"https?://[A-Za-z0-9.-]+(?>(?:[/?#](?:[A-Za-z0-9/?#:@!$'()*+,;=._~%-]++|&amp;)*)?)"
UUID = r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
MEDIA_TYPE = r"[a-z]+/[a-z0-9.+-]+"
ENTRY = re.compile(
    rf"""
    <entry[ ]xml:lang="(?P<language>[A-Za-z0-9-]+)">\n
    [ ]{{2}}<id>(?P<id>(?P<scheme>tag:[a-z0-9.-]+,[0-9]{{4}}:)[A-Za-z0-9/?:@=$._~-]*+|{UUID})</id>\n
    [ ]{{2}}<title[ ]type="text">{TEXT}</title>\n
    [ ]{{2}}<link[ ]rel="alternate"[ ]type="text/html"[ ]href="{ADDRESS}"/>\n
    (?>(?:[ ]{{2}}<link[ ]rel="via"[ ]href="{ADDRESS}"/>\n)?)
    (?>(?:[ ]{{2}}<link[ ]rel="enclosure"[ ]type="{MEDIA_TYPE}"[ ]length="[0-9]{{1,18}}"
        [ ]title="(?=[^"]*+(?<=[^"\s])){VALUE}"[ ]href="{ADDRESS}"/>\n)*)
    [ ]{{2}}<published>(?P<published>{DATE})</published>\n
    [ ]{{2}}<updated>(?P<updated>{DATE})</updated>\n
    (?>(?:[ ]{{2}}<author>\n[ ]{{4}}<name>{TEXT}</name>\n[ ]{{2}}</author>\n)*)
    (?>(?:[ ]{{2}}<category[ ]term="{VALUE}"[ ]label="{VALUE}"/>\n)*)
    (?>(?:[ ]{{2}}<summary[ ]type="text">{TEXT}</summary>\n)?)
    [ ]{{2}}<content[ ]type="html">(?P<content>[^<>]*+)</content>\n
    """,
    re.VERBOSE,
)
ENTRY_END = "</entry>\n"
START = b"\n<entry "
END = b"</feed>\n"
# A feed whose only entry this is has no fault that is not its own.
SAMPLE = b"""<entry xml:lang="en">
  <id>tag:example.org,2000:sample</id>
  <title>Sample</title>
  <updated>2000-01-01T00:00:00Z</updated>
  <content type="html">Sample</content>
</entry>
"""
# What tells the heads of the archive documents of one feed from each other.
MOMENT = re.compile(rf"(?<=<updated>){DATE}(?=</updated>)".encode())
NUMBER = re.compile(rb"(?<=/)[0-9]+(?=\.xml)")
CONTROLS = bytes({*range(0x20)} - {*b"\t\n"})
REFERENCE = re.compile("&(?!(?:amp|lt|gt|quot);)")
LARGEST = MOST_ELEMENTS * len("<a/>")
"""Bytes in which there cannot be more elements than are read."""
NEVER = "9999"
"""Later than every date that is written with four digits for the year."""


def is_plain_atom(
    data: bytes, now: datetime | None, judge: Callable[[bytes, datetime | None], bool]
) -> bool:
    """
    Tell whether a document is an Atom feed beyond doubt.

    Args:
        data: The bytes of the document.
        now: The clock, aware; None where dates in the future are not to be judged.
        judge: Tells of a feed, whatever its form, whether nothing is to be found in it.

    Returns:
        False where it cannot be told so quickly; then it may be right all the same.
    """
    start = data.find(START) + 1
    head = data[:start]
    # A document type could say what attributes an entry has that nobody wrote, and an entry of
    # another form have the id of one behind it.
    if not start or b"<!" in head or b"<entry" in head:
        return False
    if not data.endswith(END) or len(data) > LARGEST:
        return False
    if not _has_good_characters(data):
        return False
    latest = _format(now + timedelta(days=1)) if now else NEVER
    if not _has_good_entries(data[start : -len(END)].decode(), latest):
        return False
    moments = [moment.decode() for moment in MOMENT.findall(head)]
    return all(_is_date(moment) and moment <= latest for moment in moments) and _is_good_head(
        _make_equal(head), now, judge
    )


def _has_good_characters(data: bytes) -> bool:
    """Tell whether a document is UTF-8, and of characters that are rarely misread."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    # U+FFC0 and later hold all that XML forbids but control characters.
    return (
        len(data.translate(None, CONTROLS)) == len(data)
        and (b"\xef" not in data or b"\xef\xbf" not in data)  # the first is found much faster
        and not any(each.search(data) for each in SUSPICIOUS)
    )


def _has_good_entries(text: str, latest: str) -> bool:
    """Tell whether there are only entries beyond doubt, each with an id and a date of its own."""
    *entries, rest = text.split(ENTRY_END)
    ids: set[str] = set()
    dates: set[str] = set()
    for entry in entries:
        found = _read_entry(entry)
        if found is None:
            return False
        key, published, updated = found
        if published > latest or updated > latest or key in ids or updated in dates:
            return False
        ids.add(key)
        dates.add(updated)
    return not rest


@lru_cache(maxsize=256)  # an entry stands in several feeds of a site
def _read_entry(entry: str) -> tuple[str, str, str] | None:
    """Read the id and both dates of an entry; None where it is not beyond doubt."""
    match = ENTRY.fullmatch(entry)
    if match is None:
        return None
    tag, key, scheme, published, updated, content = match.groups()
    if (
        _is_language(tag)
        and (scheme is None or _is_tag(scheme))
        and _is_date(published)
        and _is_date(updated)
        and _is_good_html(content)
    ):
        return key, published, updated
    return None


def _is_date(text: str) -> bool:
    """Tell whether what has the form of a date is one."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_good_html(content: str) -> bool:
    """Tell whether the content of an entry, still escaped, is HTML without fault."""
    if REFERENCE.search(content):
        return False
    text = content.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    text = text.replace("&amp;", "&")
    return bool(text.strip()) and not check_fragment(text)


@lru_cache(maxsize=64)
def _is_language(tag: str) -> bool:
    return not language(tag)


@lru_cache(maxsize=64)
def _is_tag(text: str) -> bool:
    """Tell whether what an id starts with is a tag URI already."""
    return not absolute_uri(text)


def _make_equal(head: bytes) -> bytes:
    """Write heads that differ in numbers of documents and dates alone in one way."""
    numbers = sorted(set(NUMBER.findall(head)))
    equal = NUMBER.sub(lambda number: b"%d" % numbers.index(number[0]), head)
    return MOMENT.sub(b"2000-01-01T00:00:00Z", equal)


@lru_cache(maxsize=64)
def _is_good_head(
    head: bytes, now: datetime | None, judge: Callable[[bytes, datetime | None], bool]
) -> bool:
    return judge(head + SAMPLE + END, now)


def _format(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
