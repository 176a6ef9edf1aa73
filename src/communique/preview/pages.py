"""Our words around a page: what is not public, what is wrong, and the script that reloads."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from communique.render.content import render_content, write_title

if TYPE_CHECKING:
    from communique.model import Entry, Publication
    from communique.preview.view import View

OWN = "/_communique/"
"""Begins every address that is not one of the site."""

_BODY = re.compile("<body[^>]*>")

ASSETS = ("reload.js", "preview.css")
"""Files that our own pages and the bar need; below ``OWN``."""


def read_asset(name: str) -> bytes:
    """Read one of ``ASSETS``."""
    return (Path(__file__).parent / "assets" / name).read_bytes()


def dress_page(page: bytes, view: View, path: str) -> bytes:
    """
    Put the bar of the preview around a page of the site.

    Args:
        page: As it was rendered: HTML.
        view: What it belongs to.
        path: The folder of the page in the site.
    """
    parts = ["<strong>Preview</strong>"]
    if path in view.withheld:
        parts = [f'<strong class="withheld">{escape(_say_why(view.withheld[path]))}</strong>']
    if path in view.pages:
        parts.append(f'<a href="{OWN}reader/{quote(path)}">as a feed reader shows it</a>')
    others = [view.pages[folder] for folder in view.withheld if folder != path]
    if others:
        parts.append(_list_withheld(others, view))
    if view.refusals:
        count = len(view.refusals)
        summary = f'<summary class="withheld">build would refuse: {count}</summary>'
        parts.append(f"<details open>{summary}<ul>{_list_faults(view.refusals)}</ul></details>")
    ours = _write_bar(parts) + _write_script(view)
    return _BODY.sub(lambda start: f"{start[0]}\n{ours}", page.decode(), count=1).encode()


def _say_why(why: str) -> str:
    return "Draft: not public" if why == "draft" else f"Scheduled: not public before {why}"


def _list_withheld(entries: list[Entry], view: View) -> str:
    items = "".join(
        f'<li lang="{entry.language}"><a href="/{quote(entry.path)}">{escape(entry.title)}</a>'
        f' <span lang="en">({escape(view.withheld[entry.path])})</span></li>'
        for entry in entries
    )
    return f"<details><summary>not public: {len(entries)}</summary><ul>{items}</ul></details>"


def _write_bar(parts: list[str]) -> str:
    return (
        f'<link rel="stylesheet" href="{OWN}preview.css">'
        f'<aside class="communique-preview" lang="en" dir="ltr" aria-label="Preview">'
        f"{' · '.join(parts)}</aside>\n"
    )


def _write_script(view: View) -> str:
    return f'<script src="{OWN}reload.js" data-seen="{view.version}" defer></script>\n'


def write_faults(view: View) -> bytes:
    """Write the page that stands in the place of every other while there is a fault."""
    count = len(view.faults)
    title = "1 fault" if count == 1 else f"{count} faults"
    text = "Until this is mended no page can be shown, and build writes nothing."
    return _write_page(
        title,
        f"<h1>{title}</h1>\n<p>{text}</p>\n<ul>\n{_list_faults(view.faults)}</ul>",
        view,
        "en",
    )


def _list_faults(faults: tuple[tuple[str, str], ...]) -> str:
    return "".join(
        f"<li>{escape(problem)}{f'<pre>{escape(hint)}</pre>' if hint else ''}</li>\n"
        for problem, hint in faults
    )


def write_reader(publication: Publication, entry: Entry, view: View) -> bytes:
    """Write an entry as a feed reader shows it: title, date and what stands in the feed."""
    title = escape(write_title(publication, entry))
    content = render_content(publication, entry)
    # Files that are only here yet have to be seen here.
    content = content.replace(f'"{publication.base_url}', '"/')
    body = (
        f'<p><a href="/{quote(entry.path)}">Back to the page</a></p>\n'
        f'<article lang="{entry.language}" dir="auto">\n<h1>{title}</h1>\n'
        f"<p>{entry.published.date()}</p>\n{content}</article>"
    )
    return _write_page(title, body, view, entry.language)


def write_missing(view: View) -> bytes:
    """Write that there is no such page; it comes once the entry does."""
    body = '<h1>There is no such page</h1>\n<p><a href="/">To the start</a></p>'
    return _write_page("There is no such page", body, view, "en")


def _write_page(title: str, body: str, view: View, language: str) -> bytes:
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title}</title>\n<link rel="stylesheet" href="{OWN}preview.css">\n'
        f"{_write_script(view)}</head>\n"
        f'<body class="communique-own">\n{body}\n</body>\n</html>\n'
    ).encode()
