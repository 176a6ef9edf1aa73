"""A journalist follows the old feed; the organisation moves in; nobody is told again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.servers import Asked, Reply, serve_script
from tests.e2e.test_newsboat import Newsboat
from tests.importing.feeds import BASE, WORDPRESS, wrap_rss, write_item

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publication import Folder, Run

OLD_ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Old</title><id>x</id>'
    "<updated>2023-08-02T00:00:00Z</updated>"
    + "".join(
        f'<entry><id>{BASE}{n}</id><title>E {n}</title><link href="{BASE}{n}"/><updated>'
        f"2023-08-0{n}T00:00:00Z</updated><content>Text {n}</content></entry>"
        for n in (1, 2)
    )
    + "</feed>"
).encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (wrap_rss("".join(write_item(n) for n in range(1, 6))), "rss.xml"),
        (WORDPRESS, "rss.xml"),
        (OLD_ATOM, "atom.xml"),
    ],
    ids=["wix", "wordpress", "atom"],
)
def test_newsboat_shows_nothing_new(
    folder: Folder, run: Run, tmp_path: Path, old: bytes, new: str
) -> None:
    """Subscribed to the old feed, then to ours at the same address: no item is new to it."""
    served = {"feed": old}

    def respond(request: Asked) -> Reply:
        known = request.path == "/feed/"
        headers = {"Content-Type": "application/xml"}
        return Reply(headers=headers, body=served["feed"]) if known else Reply(status=404)

    with serve_script(respond) as address:
        newsboat = Newsboat(tmp_path / "home", f"{address}feed/")
        newsboat.reload()
        before = newsboat.items()
        assert before
        assert run("import", f"{address}feed/", "--no-media").exit_code == 0
        published = run("publish")
        assert published.exit_code == 0
        assert "0 new" in published.stderr
        served["feed"] = folder.site()[new]
        newsboat.reload()
    assert [item[0] for item in newsboat.items()] == [item[0] for item in before]
