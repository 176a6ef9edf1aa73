"""What a text refers to, as its page and its feeds need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from communique.markup import render_markdown
from communique.memory import Memory
from communique.references import Place, References

if TYPE_CHECKING:
    from communique.errors import SourceError
    from tests.publication import Folder

BASE = "https://a.example/"
PAGES = {"entries/2023-10-03-a.md": "2023/a/", "entries/old/2022-10-03-b.be.md": "be/2022/b/"}


def make_place(text: str) -> Place:
    """Say where the entry stands that refers to something."""
    page = "2023/a/"
    return Place(path="entries/2023-10-03-a.md", read=lambda: text, page=page, is_new=bool)


def resolve(folder: Folder, text: str) -> tuple[str, str, list[str]]:
    """Give the HTML of the page, that of the feeds, and the faults."""
    faults: list[SourceError] = []
    place = make_place(f"---\n---\n{text}")
    references = References(place, folder.path, PAGES, faults, Memory())
    markup = render_markdown(text, "x")
    references.resolve(markup.references)
    relative, absolute = references.relative(markup.html), references.absolute(markup.html, BASE)
    assert all(fault.hint for fault in faults)
    return relative.strip(), absolute.strip(), [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("reference", "relative", "absolute"),
    [
        ("photo.png", "photo.png", "https://a.example/2023/a/photo.png"),
        ("<фота 1.png>", "%D1%84%D0%BE%D1%82%D0%B0%201.png", "https://a.example/2023/a/"),
        ("2023-10-03-a.md#x", "#x", "https://a.example/2023/a/#x"),
        ("old/2022-10-03-b.be.md", "../../be/2022/b/", "https://a.example/be/2022/b/"),
        ("old/../old/2022-10-03-b.be.md?c=1&copy=2", "../../be/2022/b/?c=1&amp;copy=2", ""),
        ("/subscribe/", "../../subscribe/", "https://a.example/subscribe/"),
        ("#note", "#note-note", "https://a.example/2023/a/#note-note"),
        ("https://b.example/", "https://b.example/", "https://b.example/"),
    ],
)
def test_a_reference_is_relative_in_pages_and_absolute_in_feeds(
    folder: Folder, reference: str, relative: str, absolute: str
) -> None:
    """Files beside the entry, other entries, places in the site and in the page."""
    folder.write("photo.png", b"x")
    folder.write("фота 1.png", b"x")
    page, feed, faults = resolve(folder, f"[a]({reference})")
    assert (f'<p><a href="{relative}">a</a></p>', []) == (page, faults)
    assert f'"{absolute}' in feed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.png\n\n[a](a.png)", "5: the link 'a.png': there is no file a.png beside the entry"),
        ("[фота](фота.png)", "3: the link 'фота.png': there is no file фота.png beside the entry"),
        ("\n[a]: b.png\n\n[a]", "4: the link 'b.png': there is no file b.png beside the entry"),
        ('<a href="a&amp;b.png">c</a>', "3: the link 'a&b.png': there is no file a&b.png beside"),
        ("[a]()", "3: the link '': it leads nowhere"),
        ("[a](?b)", "3: the link '?b': it leads nowhere"),
        ("[a](c.md)", "3: the link 'c.md': there is no published entry entries/c.md"),
        ("[a](/../b)", "3: the link '/../b': expected a file beside the entry, got '/../b'"),
        ("[a](\\\\\\\\b)", "3: the link '\\\\\\\\b': expected a file beside the entry, got"),
        ('<a href="b&#9;//[">c</a>', " the link 'b\\t//[': there is no file b//[ beside the"),
        ('<a href="/&#9;/[">c</a>', " the link '/\\t/[': expected the name of a file or an addr"),
        ("[a](%00)", "3: the link '\\x00': expected a file beside the entry, got '\\x00'"),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_fault(
    folder: Folder, text: str, expected: str
) -> None:
    """At its line where that can be told, in the words of the writer."""
    _, _, faults = resolve(folder, text)
    assert [f"entries/2023-10-03-a.md:{expected}"] == [
        fault[: len(expected) + len("entries/2023-10-03-a.md:")] for fault in faults
    ]


def test_a_file_is_taken_once(folder: Folder) -> None:
    """However often and by whatever spelling it is named; twice in the front matter is a fault."""
    folder.write("a.pdf", b"x")
    faults: list[SourceError] = []
    place = make_place("")
    references = References(place, folder.path, PAGES, faults, Memory())
    references.attach("a.pdf", 3)
    references.resolve(("./a.pdf", "a.pdf"))
    references.attach("./a.pdf", 4)
    references.attach("b.pdf", 5)
    expected = [
        "entries/2023-10-03-a.md:4: attachments: ./a.pdf stands here twice",
        "entries/2023-10-03-a.md:5: attachments: there is no file b.pdf beside the entry",
    ]
    assert expected == [str(fault) for fault in faults]
    assert [(file.name, file.announced) for file in references.files] == [("a.pdf", True)]
