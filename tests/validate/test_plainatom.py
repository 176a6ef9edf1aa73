"""A feed that is told quickly to be right is one in which nothing is found element by element."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.validate import validate_feed
from communique.validate.plainatom import LARGEST, SAMPLE, is_plain_atom
from communique.validate.xmlfeeds import judge_xml
from tests.publication import ROOT
from tests.validate.test_agreement import CASES, MANIFEST

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<?xml-stylesheet type="text/css" href="feed.css"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>tag:example.org,2026:/</id>
  <title type="text">Statements</title>
  <updated>2025-10-03T11:30:00Z</updated>
  <author>
    <name>Council</name>
  </author>
  <link rel="self" href="https://example.org/archive/2.xml" type="application/atom+xml"/>
  <link rel="prev-archive" href="https://example.org/archive/1.xml" type="application/atom+xml"/>
"""
LINK = '  <link rel="alternate" type="text/html" href="https://example.org/2025/a/"/>\n'
ENCLOSURE = (
    '  <link rel="enclosure" type="application/pdf" length="13" title="a.pdf"'
    ' href="https://example.org/a.pdf"/>\n'
)
CONTENT = '&lt;p&gt;A &lt;a href="https://example.org/?a&amp;amp;b"&gt;b&lt;/a&gt;&lt;/p&gt;\n'
ENTRY = f"""<entry xml:lang="en">
  <id>tag:example.org,2026:one</id>
  <title type="text">A &#x26; B</title>
{LINK}{ENCLOSURE}  <published>2025-10-02T11:30:00Z</published>
  <updated>2025-10-03T11:30:00Z</updated>
  <author>
    <name>Jan Žižka</name>
  </author>
  <category term="war" label="War &amp; peace"/>
  <summary type="text">Шта &gt; было</summary>
  <content type="html">{CONTENT}</content>
</entry>
""".replace(" &gt;", "")
SECOND = """<entry xml:lang="be">
  <id>urn:uuid:9b6f2f0e-5d0b-4f53-8d2c-0b7a4a1f6c10</id>
  <title type="text">Two</title>
  <link rel="alternate" type="text/html" href="https://example.org/2025/b/"/>
  <link rel="via" href="http://example.net/b?c=d&amp;e=f#g"/>
  <published>2025-10-02T11:30:00Z</published>
  <updated>2025-10-02T11:30:00Z</updated>
  <content type="html">Two</content>
</entry>
"""
SAME_ID = (
    "<entry><id>tag:example.org,2026:one</id><title>a</title>"
    "<updated>2025-10-01T00:00:00+00:00</updated><content>a</content></entry>\n"
)
DOCTYPE = '<!DOCTYPE feed [<!ATTLIST category scheme CDATA "a b">]>\n'
PLAIN = f"{HEAD}{ENTRY}{SECOND}</feed>\n"
FOUND = {
    "head": ("Statements</title>", "</title>"),
    "head twice": ("  <author>", "  <id>tag:example.org,2026:/</id>\n  <author>"),
    "no author": ("  <author>\n    <name>Council</name>\n  </author>\n", ""),
    "no namespace": (' xmlns="http://www.w3.org/2005/Atom"', ""),
    "declared otherwise": ("UTF-8", "ISO-8859-1"),
    "language": ('<entry xml:lang="en">', '<entry xml:lang="qqqq">'),
    "tag": ("tag:example.org,2026:one", "tag:example..org,2026:one"),
    "year of a tag": ("tag:example.org,2026:one", "tag:example.org,0000:one"),
    "empty title": ("A &#x26; B", " "),
    "invisible title": ("A &#x26; B", "\u2003"),
    "markup in a title": ("A &#x26; B", "A &amp;nbsp; B"),
    "markup in a name": ("Jan Žižka", "Jan &lt;jan@example.org&gt;"),
    "markup in a label": ("War &amp; peace", "War &amp;amp; peace"),
    "two alternates": (LINK, LINK + LINK),
    "link without a host": ("https://example.org/2025/a/", "https:///2025/a/"),
    "relation": ('rel="via"', 'rel="by-way-of"'),
    "length": ('length="13"', 'length="-13"'),
    "length of a number": ('length="13"', f'length="{"1" * 41}"'),
    "blank title of a file": ('title="a.pdf"', 'title=" "'),
    "day": ("<published>2025-10-02", "<published>2025-02-30"),
    "day of a change": ("<updated>2025-10-02", "<updated>2025-02-30"),
    "day of the feed": ("<updated>2025-10-03", "<updated>2025-02-30"),
    "future": ("<published>2025-10-02T11:30:00Z", "<published>2026-01-02T00:00:01Z"),
    "future of a change": ("<updated>2025-10-02T11:30:00Z", "<updated>2026-01-02T00:00:01Z"),
    "future of the feed": ("<updated>2025-10-03T11:30:00Z", "<updated>2026-01-02T00:00:01Z"),
    "past": ("<published>2025", "<published>1985"),
    "blank content": (">Two</content>", ">\n</content>"),
    "script": (CONTENT, CONTENT + "&lt;script&gt;a()&lt;/script&gt;"),
    "not closed": (CONTENT, CONTENT + "&lt;b&gt;"),
    "unknown entity": (CONTENT, CONTENT + "&nbsp;"),
    "reference to nothing": (CONTENT, CONTENT + "&amp;foo;"),
    "end of a section": (CONTENT, CONTENT + "]]>"),
    "attribute twice": (CONTENT, "&lt;p class=&quot;a&quot;class=&quot;b&quot;&gt;&lt;/p&gt;"),
    "content twice": ("Two</content>\n", 'Two</content>\n  <content type="html">b</content>\n'),
    "same id": ("urn:uuid:9b6f2f0e-5d0b-4f53-8d2c-0b7a4a1f6c10", "tag:example.org,2026:one"),
    "same date": ("2025-10-02T11:30:00Z</updated>", "2025-10-03T11:30:00Z</updated>"),
    "metadata last": ("</feed>", "  <rights>Nobody</rights>\n</feed>"),
    "no end": ("</feed>\n", ""),
    "another end": ("</feed>\n", "</food>\n"),
    "nothing but a start": (SECOND, "<entry "),
    "control character": ("Two</title>", "Two\x1f</title>"),
    "no character": ("Two</title>", "Two\uffff</title>"),
    "misread": ("Two</title>", "Two\u0092</title>"),
    "twice": ("Two</title>", "Two Ã©</title>"),
    "same id in another form": (ENTRY, SAME_ID + ENTRY),
    "comment around": (ENTRY, f"<!--\n{ENTRY}"),
    "attribute of nobody": ("<feed", f"{DOCTYPE}<feed"),
    "another document": ("<feed", '<a:feed xmlns:a="http://www.w3.org/2005/Atom"'),
}  # fmt: skip


def find(data: bytes) -> Sequence[object]:
    """Judge a document element by element."""
    return judge_xml(data, NOW).findings


def is_right(data: bytes, now: datetime | None) -> bool:
    """Tell whether a document is a feed without fault."""
    return not judge_xml(data, now).findings


def is_plain(data: bytes) -> bool:
    """Tell whether a document is right beyond doubt."""
    return is_plain_atom(data, NOW, is_right)


def test_what_we_write_is_plain() -> None:
    """Every Atom document of the example publication is told to be right quickly."""
    paths = [*(ROOT / "site").rglob("atom.xml")]
    assert paths
    assert [path for path in paths if not is_plain(path.read_bytes())] == []


def test_every_part_of_a_plain_entry_is_known() -> None:
    """What our feeds can hold beside what those of the example do is plain as well."""
    assert find(PLAIN.encode()) == ()
    assert is_plain(PLAIN.encode())
    assert validate_feed(PLAIN.encode(), now=NOW).format == "Atom 1.0 feed"


def test_entries_end_the_document() -> None:
    """A feed without entries, or with more behind them, is judged element by element."""
    assert not is_plain(f"{HEAD}</feed>\n".encode())
    assert not is_plain(f"{PLAIN}\n".encode())
    assert not is_plain(PLAIN.encode("utf-16"))
    assert not is_plain(PLAIN.encode().replace(b"Two", b"T\xffo"))


def test_what_may_have_too_many_elements_is_counted() -> None:
    """A feed so large that it may have more elements than are read is judged element by element."""
    filled = PLAIN.replace(
        ">Two</content>", f">Two {' ' * (LARGEST - len(PLAIN.encode()) - 1)}</content>"
    )
    assert len(filled.encode()) == LARGEST
    assert is_plain(filled.encode())
    assert not is_plain(filled.replace("Two ", "Two  ", 1).encode())


def test_dates_count_wherever_the_clock_stands() -> None:
    """A date that is a day ahead, in whatever zone the clock is read, is plain; a later is not."""
    ahead = PLAIN.replace("<published>2025-10-02T11:30:00Z", "<published>2026-01-02T00:00:00Z")
    for hours in (-9, 0, 9):
        now = NOW.astimezone(timezone(timedelta(hours=hours)))
        assert is_plain_atom(ahead.encode(), now, is_right)
        assert not is_plain_atom(ahead.replace("00:00:00Z", "00:00:01Z").encode(), now, is_right)


def test_heads_that_differ_in_numbers_are_judged_once() -> None:
    """Archive documents of one feed have one head but for their numbers and dates."""
    asked = []

    def judge(data: bytes, _: datetime | None) -> bool:
        asked.append(data)
        return True

    for own, near, day in ((5, 4, "03"), (6, 5, "04"), (7, 6, "05")):
        document = PLAIN.replace("/2.xml", f"/{own}.xml").replace("/1.xml", f"/{near}.xml")
        assert is_plain_atom(document.replace("-03T", f"-{day}T").encode(), None, judge)
    assert len(asked) == 1
    assert SAMPLE in asked[0]


@pytest.mark.parametrize("change", FOUND)
def test_what_is_found_is_not_overlooked(change: str) -> None:
    """A fault in any part of a plain document is found, and where the judge finds it."""
    old, new = FOUND[change]
    assert old in PLAIN
    document = PLAIN.replace(old, new, 1).encode()
    found = judge_xml(document, NOW)
    assert found.findings
    assert validate_feed(document, now=NOW) == found


@pytest.mark.skipif(not MANIFEST, reason="the cases of the W3C validator are not beside the repo")
def test_no_case_is_told_to_be_right_too_soon() -> None:
    """Nothing is found in a case of the W3C validator that is plain."""
    documents = [(CASES / path).read_bytes() for path in MANIFEST]
    assert [find(document) for document in documents if is_plain(document) and find(document)] == []


PIECES = st.sampled_from(
    [
        "", " ", "a", "&", "&amp;", "&amp; ", "&lt;", "&lt;b&gt;", "&#x26;", "&#x26; ", "&quot;",
        "<", ">", "\n", "\t", "\x00", "\u00a0", "\u0085", "\ufffe", "é", "Ã©", "<!--", "]]>", ":",
        "%41", "#", "0", "9999", "2026-01-02T00:00:00Z", "1989-12-31T23:59:59Z", "--", "http:", "/",
        "&lt;/p&gt;", '&lt;p class="a"&gt;', '&lt;p onclick="a"&gt;', "&amp;copy;", "&amp;foo", '"',
        ' href=""', ' xml:base="http://a.org/"', "<author><name>a</name></author>", "tag:", LINK,
        ENCLOSURE, ENTRY, SECOND, "</entry>", "</feed>\n",
    ]
)  # fmt: skip


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=3))
def test_changed_documents_are_judged_the_same(edits: list[tuple[float, int, str]]) -> None:
    """However a plain document is changed, what is told quickly is what is found with care."""
    document = PLAIN
    for where, length, piece in edits:
        place = int(where * len(document))
        document = document[:place] + piece + document[place + length :]
    data = document.encode()
    assert validate_feed(data, now=NOW) == judge_xml(data, NOW)


def matching(pattern: str) -> st.SearchStrategy[str]:
    """Draw text of a form."""
    return st.from_regex(pattern, fullmatch=True)


DATE = "[12][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]Z"
HTML = st.text(alphabet='<>abp&;/ \n"=', max_size=12)
PARTS = st.fixed_dictionaries(
    {
        '"en"': st.sampled_from(["en", "be", "pt-BR", "x-a", "qqqq", "en-"]).map('"{}"'.format),
        "tag:example.org,2026:one": matching("tag:[a-z0-9.-]{1,9},2[0-9]{3}:[!-~]{0,9}"),
        "A &#x26; B": st.text(max_size=5),
        "https://example.org/2025/a/": matching("https?://[a-z0-9.-]{0,5}[!-~]{0,9}"),
        "2025-10-02T11:30:00Z": matching(DATE),
        "Jan Žižka": st.text(max_size=5),
        "War &amp; peace": st.text(max_size=5),
        CONTENT: HTML.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    }
)


@given(PARTS)
def test_other_values_are_judged_the_same(values: dict[str, str]) -> None:
    """Whatever stands in the places of a plain entry, what is told quickly is what is found."""
    entry = ENTRY
    for old, new in values.items():
        entry = entry.replace(old, new)
    data = f"{HEAD}{entry}</feed>\n".encode("utf-8", "replace")
    assert validate_feed(data, now=NOW) == judge_xml(data, NOW)
