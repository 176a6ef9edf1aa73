"""Films and sounds in the Markdown of a post."""

from __future__ import annotations

import re
from time import perf_counter

import pytest

from communique.importing.frames import link_frames
from communique.markup import render_markdown

FILM = "https://v.example/1?a=1&b=2"
LINK = f'<a href="{FILM.replace("&", "&amp;")}">{FILM.replace("&", "&amp;")}</a>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'a <iframe width="1" src="{FILM}"></iframe> b', f"a {LINK} b"),
        ("<IFRAME SRC='//v.example/1?a=1&amp;b=2'></IFRAME>", LINK),
        (
            f'<div>\n<iframe\nsrc="{FILM}"\nallowfullscreen>\n</iframe>\n</div>',
            f"<div>\n{LINK}\n</div>",
        ),
        (f'<video controls><source src="{FILM}"><p>No.</p></video>', LINK),
        (f'<object data="{FILM}"/>', LINK),
        (f'<embed src="{FILM}"> <embed src="{FILM}">', f"{LINK} {LINK}"),
        (f'`<iframe src="{FILM}">`', None),
        (f'```html\n<iframe src="{FILM}"></iframe>\n```', None),
        (f'~~~\n<iframe src="{FILM}"></iframe>', None),
        ("<video></video> <audiox src='a'>", None),
        ("a < b", None),
    ],
)
def test_what_stands_elsewhere_becomes_a_link(text: str, expected: str | None) -> None:
    """As in HTML; in code it is what the text is about, and stays."""
    found, notes = link_frames(text)
    assert found == (text if expected is None else expected)
    assert sum(note.endswith(f"became a link: “{FILM}”") for note in notes) == found.count("<a ")
    assert len(re.findall("<a ", render_markdown(found, "").html)) == found.count("<a ")


def test_what_has_no_address_is_named() -> None:
    """No page shows it."""
    assert link_frames("<video></video>")[1] == ["<video> without an address is shown nowhere"]


def test_frames_without_an_end_take_no_time() -> None:
    """What is opened a hundred thousand times and never closed is read as it stands."""
    start = perf_counter()
    link_frames("<iframe>x" * 100_000 + "`" * 99_999)
    assert perf_counter() - start < 5
