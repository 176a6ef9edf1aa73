"""
Measure an import of 1,000 items without media: time, and memory at its peak.

    python tests/bench/import_speed.py [--items 1000] [--paragraphs 8]

The feed is RSS with full text as WordPress writes it; the publication is empty before each round.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

from tests.publication import SETTINGS, Folder

PARAGRAPH = (
    "<p>The council <strong>demands</strong> the release of all <em>prisoners</em> &amp; asks for "
    'an answer, as it <a href="https://old.example/{0}/">said</a> before. Рада патрабуе.</p>'
)
LIST = '<h2>Demands</h2><ul><li>One</li><li>Two</li></ul><img src="https://old.example/{0}.jpg">'

MEASURED = """
import resource, sys
from communique.cli import main
try:
    main(sys.argv[1:])
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB", file=sys.stderr)
"""


def write_feed(file: Path, items: int, paragraphs: int) -> None:
    """Write the feed."""
    start = datetime(2015, 1, 1, 12, tzinfo=UTC)
    parts = []
    for number in range(items):
        date = (start + timedelta(hours=30 * number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
        text = PARAGRAPH.format(number) * paragraphs + LIST.format(number)
        parts.append(
            f"<item><title>Statement {number}</title><link>https://old.example/{number}-a/</link>"
            f'<guid isPermaLink="false">https://old.example/?p={number}</guid>'
            f"<pubDate>{date}</pubDate><description>{escape(text[:200])}</description>"
            f"<content:encoded>{escape(text)}</content:encoded></item>"
        )
    file.write_text(
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/'
        f'content/"><channel><title>Old</title>{"".join(parts)}</channel></rss>',
        "utf-8",
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--paragraphs", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        feed = Path(place) / "feed.xml"
        write_feed(feed, arguments.items, arguments.paragraphs)
        print(f"{arguments.items} items, {feed.stat().st_size / 1e6:.1f} MB")
        for number in range(arguments.rounds):
            folder = Folder(Path(place) / f"publication-{number}")
            folder.write("feed.yaml", SETTINGS)
            options = ["-C", str(folder.path), "import", str(feed), "--no-media"]
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", MEASURED, *options],
                check=True,
                capture_output=True,
                text=True,
            )
            taken = time.perf_counter() - start
            print(f"{taken:.1f} s; {done.stderr.splitlines()[-1]}; {done.stderr.splitlines()[-3]}")
            shutil.rmtree(folder.path)


if __name__ == "__main__":
    main()
