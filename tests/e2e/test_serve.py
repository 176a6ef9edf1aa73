"""``communique serve`` as a press officer uses it: an editor here, a browser there."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import open_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.publication import Folder


@contextmanager
def serving(folder: Folder, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the command; give the address that it prints, and its process."""
    command = [sys.executable, "-m", "communique", "-C", str(folder.path), "serve", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for another process")
def test_a_page_follows_the_file(folder: Folder) -> None:
    """
    A change is in the open page at once; so is every fault, and its mend.

    Stopping leaves nothing behind, though the browser still listens.
    """
    entry = folder.entry("2023-10-03-one.md", "title: First title\n")
    draft = folder.entry("2023-10-04-two.md", "title: Not yet\ndraft: true\n")
    before = sorted(folder.path.rglob("*"))
    with open_browser() as browser, serving(folder, "--port", "0") as (address, process):
        page = browser.new_page()
        page.goto(f"{address}2023/one/")
        expect(page.get_by_role("heading", level=1)).to_have_text("First title")
        entry.write_text("---\ntitle: Second title\n---\nAnother text.\n", "utf-8")
        expect(page.get_by_role("heading", level=1)).to_have_text("Second title")
        expect(page.get_by_role("article")).to_contain_text("Another text.")

        entry.write_text("---\ntitle: Second title\ntopics: [x, y]\n---\nText.\n", "utf-8")
        draft.write_text("---\ntitle: Not yet\ndraft: perhaps\n---\n", "utf-8")
        expect(page.get_by_role("heading", level=1)).to_have_text("3 faults")
        expect(page.locator("body")).to_contain_text(
            "entries/2023-10-03-one.md:3: topics: there is no topic 'x'"
        )
        expect(page.locator("body")).to_contain_text("hint: add it to topics in entries/feed.yaml")
        folder.entry("2023-10-04-two.md", "title: Not yet\ndraft: true\n")
        expect(page.get_by_role("heading", level=1)).to_have_text("2 faults")
        folder.entry("2023-10-03-one.md", "title: Third title\n")
        expect(page.get_by_role("heading", level=1)).to_have_text("Third title")

        page.get_by_text("not public: 1").click()
        page.get_by_role("link", name="Not yet").click()
        expect(page.get_by_label("Preview")).to_contain_text("Draft: not public")
        page.get_by_role("link", name="as a feed reader shows it").click()
        expect(page.get_by_role("article")).to_contain_text("The text.")

        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out) == (0, "")
    assert re.search(r"there is no topic 'y'\n  hint: .*\n", err)
    assert err.endswith("No faults\n")
    assert before == sorted(folder.path.rglob("*"))
    with socket.create_server(("127.0.0.1", int(address.rpartition(":")[2][:-1]))):
        pass  # the port is free again
