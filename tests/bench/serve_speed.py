"""
Measure the time from saving an entry to its page showing the change, in Chromium.

    python tests/bench/serve_speed.py [PUBLICATION] [--rounds 11]

Without PUBLICATION one of 1,000 entries is made. A copy is changed, never the original. The clock
starts before the file is written and stops when the open page holds the new title.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from tests.e2e.browser import open_browser
from tests.e2e.test_serve import serving
from tests.publication import SETTINGS, Folder

PARAGRAPH = "The council *demands* the release of [all prisoners](https://example.org/) today.\n\n"


def make_publication(path: Path, source: Path | None) -> Folder:
    """Copy a publication, or make one of 1,000 entries."""
    folder = Folder(path)
    if source:
        shutil.copytree(source / "entries", path / "entries", dirs_exist_ok=True)
        return folder
    folder.write("feed.yaml", SETTINGS)
    for number in range(1000):
        name = f"20{10 + number // 100}-0{number % 9 + 1}-05-statement-{number}.md"
        folder.entry(name, f"title: Number {number}\ntopics: [icc]\n", PARAGRAPH * 8)
    return folder


def measure(folder: Folder, rounds: int) -> list[float]:
    """Give the seconds of each round."""
    entry = sorted((folder.path / "entries").rglob("*.md"))[500]
    year, slug = entry.name[:4], entry.name[11:].partition(".")[0]
    text = entry.read_text("utf-8")
    taken = []
    with open_browser() as browser, serving(folder, "--port", "0") as (address, _):
        page = browser.new_page()
        page.goto(f"{address}{year}/{slug}/")
        for number in range(rounds):
            title = f"Changed {number}"
            lines = [
                f"title: {title}" if line.startswith("title:") else line
                for line in text.split("\n")
            ]
            start = time.perf_counter()
            entry.write_text("\n".join(lines), "utf-8")
            page.get_by_role("heading", level=1, name=title).wait_for()
            taken.append(time.perf_counter() - start)
    return taken


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("publication", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=11)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = make_publication(Path(place), arguments.publication)
        taken = measure(folder, arguments.rounds)
    shown = ", ".join(f"{1000 * seconds:.0f}" for seconds in taken)
    print(f"median {1000 * statistics.median(taken):.0f} ms of {shown}")


if __name__ == "__main__":
    main()
