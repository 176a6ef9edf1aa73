"""Where a former page stood, as a place in the site."""

from __future__ import annotations

import pytest

from communique.errors import FieldError
from communique.oldpages import find_old_page

BASE = "https://statements.example.org/"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://statements.example.org/post/slug", "post/slug/"),
        ("http://www.statements.example.org/post/slug/#top", "post/slug/"),
        ("https://statements.example.org/2020/01/slug.html", "2020/01/slug.html"),
        ("https://statements.example.org/2020/slug.HTM/", "2020/slug.HTM/"),
        ("https://statements.example.org/2020/slug/index.html", "2020/slug/"),
        ("https://statements.example.org/%D0%B7%D0%B0/", "за/"),
        ("https://statements.example.org/v1.2", "v1.2/"),
        ("https://statements.example.org/", ""),
        ("https://statements.example.org", ""),
        ("https://statements.example.org/index.html", ""),
        ("https://elsewhere.example/post/slug", ""),
        ("ftp://statements.example.org/post/slug", ""),
        ("feed.xml", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_finds_the_place(address: str, place: str) -> None:
    """A folder or a page of HTML; nothing for the start page and for other hosts."""
    assert place == find_old_page(address, BASE)


def test_only_what_is_below_the_site_is_in_it() -> None:
    """A site in a folder of its host has nothing beside that folder."""
    base = "https://statements.example.org/en/"
    assert find_old_page("https://statements.example.org/post/slug", base) == ""
    assert find_old_page("https://statements.example.org/en/post/slug", base) == "post/slug/"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("?p=12", "no file can answer at ?p=12"),
        ("post.php", "no page is served at an address that ends with .php"),
        ("a/../b", "no file can be called a/../b"),
        ("a//b", "no file can be called a//b"),
        ("a%00b", "no file can be called a\x00b"),
        ("a./b", "no file can be called a./b"),
        ("a/con/", "no file can be called a/con/"),
        ("%FF/", "no file can be called \ufffd/"),
        ("c:/b", "no file can be called c:/b"),
        ("x" * 201, f"no file can be called {'x' * 201}"),
    ],
)
def test_says_why_no_file_can_be_there(path: str, problem: str) -> None:
    """Whoever moves in has to know which addresses will be dead."""
    with pytest.raises(FieldError) as caught:
        find_old_page(BASE + path, BASE)
    assert caught.value.problem == problem
