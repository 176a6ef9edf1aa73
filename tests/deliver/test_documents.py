"""What a feed says of itself, as far as its delivery has to agree."""

from __future__ import annotations

import pytest

from communique.deliver.documents import Facts, read_facts

ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="a"/><link rel="hub" href="h"/>
<link href="x"/><link rel="hub"/><entry><id> i </id></entry><entry/></feed>
"""
RSS = """\
<?xml version="1.0" encoding="cp1251"?><rss xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<atom:link rel="self" href="a"/><item><guid>g</guid></item><item><link>l</link></item>
</channel></rss>
"""
RDF = """\
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel/><item/></r:RDF>
"""
JSON = """\
{"version": "https://jsonfeed.org/version/1.1", "feed_url": "f",
"hubs": [{"type": "WebSub", "url": "h"}, 5], "items": [{"id": 7}, {}]}
"""


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (ATOM, Facts(kind="Atom", selves=("a",), hubs=("h", ""), ids=("i", ""))),
        (
            '<entry xmlns="http://www.w3.org/2005/Atom"><id>i</id></entry>',
            Facts(kind="Atom", ids=("i",)),
        ),
        (RSS, Facts(kind="RSS", selves=("a",), ids=("g", "l"), encoding="cp1251")),
        ("<rss/>", Facts(kind="RSS")),
        (RDF, Facts(kind="RSS", ids=("",))),
        ("<opml/>", Facts(kind="OPML")),
        ("<other/>", Facts()),
        ("", Facts()),
        (
            JSON,
            Facts(kind="JSON Feed", selves=("f",), hubs=("h",), ids=("7", ""), encoding="utf-8"),
        ),
        (
            '{"version": "https://jsonfeed.org/version/1"}',
            Facts(kind="JSON Feed", encoding="utf-8"),
        ),
        ("{", Facts()),
        ("[]", Facts()),
        ('{"version": 1}', Facts()),
        ("[" * 100_000, Facts()),
    ],
    ids=range(14),
)
def test_facts_are_read(text: str, facts: Facts) -> None:
    """Kind, addresses, hubs, ids and encoding of each format; nothing of what is no feed."""
    assert read_facts(text.encode()) == facts


def test_charset_of_the_header_counts_where_nothing_is_said() -> None:
    """A document without a declaration is read as it was served."""
    text = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>ы</id></entry></feed>'
    facts = read_facts(text.encode("cp1251"), "windows-1251")
    assert facts == Facts(kind="Atom", ids=("ы",))


def test_byte_order_mark_names_the_encoding() -> None:
    """The first bytes count for more than the declaration."""
    assert read_facts("\ufeff<rss/>".encode("utf-16-le")).encoding == "utf-16"
