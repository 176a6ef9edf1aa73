"""
Judge mutated feeds and print every crash and every document that takes long.

    python tests/bench/validate_fuzz.py ../shared/feed-cases --seed 1 --documents 100000

The same seed makes the same documents. A document that crashes goes to the hostile ones of
`tests/validate/test_hostile.py`.
"""

from __future__ import annotations

import argparse
import random
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

from communique.validate import validate_feed

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SLOW = 0.5
"""From how many seconds on a document is too slow; the cases are a few kilobytes."""
NOISE = (
    b"<", b">", b"&", b'"', b"'", b"=", b"/", b"-", b":", b"%zz", b"\x00",
    b"\xff\xfe", b"\xed\xa0\x80", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?", b"&#x;",
    b"&#99999999999999;", b"&lt;", b"&lt;a ",
    b"&amp;#", b"&lt;/p&gt;", b"&lt;table&gt;&lt;td&gt;", b'style="', b'xmlns=""', b'xmlns:a="a b"',
    b'type="xhtml"', b'type="application/xml"', b'src=""', b"http://[", b"urn:", b"tag:",
    b"0000-00-00T00:00:00Z", b"9999-12-31T23:59:59+00:01", b"0001-01-01T00:00:00+23:59",
    b"31 Dec 9999 23:59:59 -2359", b"01 Jan 0001 00:00:00 +2359", b"99999999999999999999",
)  # fmt: skip
JSON = (
    b'{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"1","content_html":'
    b'"x","date_published":"2023-10-03T12:00:00Z","authors":[{"name":"a"}],"attachments":[{"url":'
    b'"https://a.org/","mime_type":"a/b"}]}]}'
)


def mutate(data: bytearray, seeds: list[bytes], dice: random.Random) -> None:
    """Change one place of a document: a byte, a deletion, noise, a piece of another, a value."""
    place = dice.randrange(len(data) + 1)
    kind = dice.randrange(6)
    if kind == 0:
        data[place : place + 1] = bytes([dice.randrange(256)])
    elif kind == 1:
        data[place:place] = dice.choice(NOISE)
    elif kind == 2:
        del data[place : place + dice.randrange(1, 30)]
    elif kind == 3:
        other = dice.choice(seeds)
        start = dice.randrange(len(other))
        data[place:place] = other[start : start + dice.randrange(1, 200)]
    else:
        opening, closing = (b">", b"</") if kind == 4 else (b'="', b'"')
        start = data.find(opening, place)
        end = data.find(closing, start + len(opening))
        if 0 < start < end:
            data[start + len(opening) : end] = dice.choice(NOISE)


def main() -> None:
    """Judge as many documents as asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=100_000)
    arguments = parser.parse_args()
    dice = random.Random(arguments.seed)  # noqa: S311 - documents, not secrets
    seeds = [path.read_bytes() for path in sorted(arguments.folder.rglob("*.xml"))] + [JSON] * 20
    crashes = slow = 0
    for _ in range(arguments.documents):
        data = bytearray(dice.choice(seeds))
        for _ in range(dice.choice((1, 1, 2, 3, 6))):
            mutate(data, seeds, dice)
        start = time.perf_counter()
        try:
            validate_feed(bytes(data), now=NOW)
        except Exception:  # noqa: BLE001 - any at all is what is looked for
            crashes += 1
            print(bytes(data), traceback.format_exc(), sep="\n")
        if time.perf_counter() - start > SLOW:
            slow += 1
            print("slow:", bytes(data))
    print(f"{arguments.documents:,} documents, {crashes} crashes, {slow} slow")


if __name__ == "__main__":
    main()
