"""
Measure the validator against feedparser on one feed, in turn, and its memory against the file.

    python tests/bench/validate_speed.py [FEED] [--rounds 7]

Without FEED, an Atom feed of 200 entries and about 1 MB is made. The ratio printed is the median of
paired runs: below 1, judging takes less time than feedparser takes to parse.
"""

from __future__ import annotations

import argparse
import statistics
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import feedparser

from communique.validate import validate_feed

if TYPE_CHECKING:
    from collections.abc import Callable

PARAGRAPH = (
    "<p>The council <strong>demands</strong> the release of all <em>political prisoners</em> &amp; "
    'asks for an answer. Рада патрабуе вызваліць усіх палітычных зняволеных. <a href="https://'
    'example.org/{0}/" title="appeal">Appeal {0}</a>, '
    '<a href="mailto:press@example.org">press</a>.</p>\n'
    "<ul><li>first point</li><li>second point</li></ul>\n"
)


def make_feed(entries: int = 200, paragraphs: int = 11) -> bytes:
    """Make an Atom feed with escaped HTML."""
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        'xml:lang="en"><title>Statements</title><id>tag:example.org,2023:feed</id>'
        "<updated>2024-01-01T00:00:00Z</updated><author><name>Council</name></author>"
        '<link rel="self" href="https://example.org/atom.xml"/>\n'
    )
    parts = [head]
    for number in range(entries):
        text = "".join(PARAGRAPH.format(number * 100 + each) for each in range(paragraphs))
        parts.append(
            f"<entry><title>Statement {number}</title><id>tag:example.org,2023:{number}</id>"
            f'<link href="https://example.org/{number}/"/>'
            f"<published>2023-10-{number % 28 + 1:02d}T09:00:00Z</published>"
            f"<updated>2023-10-{number % 28 + 1:02d}T09:{number // 28:02d}:00Z</updated>"
            f'<summary>Summary {number}</summary><content type="html">{escape(text)}</content>'
            "</entry>\n"
        )
    return "".join([*parts, "</feed>"]).encode()


def measure_memory(data: bytes) -> int:
    """Return the highest memory in bytes that judging takes, as Python's allocator counts it."""
    tracemalloc.start()
    validate_feed(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def clock(work: Callable[[bytes], object], data: bytes) -> float:
    """Return the seconds that *work* takes on *data*."""
    start = time.perf_counter()
    work(data)
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("feed", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    data = arguments.feed.read_bytes() if arguments.feed else make_feed()
    pairs = [
        (clock(validate_feed, data), clock(feedparser.parse, data)) for _ in range(arguments.rounds)
    ]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(mine / yours for mine, yours in pairs)
    memory = measure_memory(data)
    print(f"file {len(data):,} bytes, {len(validate_feed(data).findings)} findings")
    print(f"ours {ours * 1000:.0f} ms, feedparser {theirs * 1000:.0f} ms, paired ratio {ratio:.2f}")
    print(f"memory {memory:,} bytes, {memory / len(data):.1f} times the file")


if __name__ == "__main__":
    main()
