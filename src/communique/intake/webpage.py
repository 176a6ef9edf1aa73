"""HTML, of a page or a fragment of one, to Markdown; the only importer of Beautiful Soup."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import takewhile

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString

from communique.intake.draft import LONGEST_TITLE, Draft, Line, shorten
from communique.intake.elements import BLOCKS, find_named, holds_block, refuse_depth
from communique.intake.furniture import are_alike, drop_captions, drop_furniture, is_control
from communique.intake.htmlmarkdown import render_text
from communique.intake.htmlshapes import (
    Note,
    get_line,
    get_text,
    is_absolute,
    name_blocks,
    settle_links,
    settle_lists,
    shift_headings,
    take_footnotes,
)
from communique.intake.tables import settle_tables

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ENDS = {
    "p": {"p"},
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"tr", "td", "th"},
}
_SILENT = ("script", "style", "noscript", "template", "link", "meta", "base", "title")
_MACHINERY = (
    *("nav", "form", "button", "input", "select", "textarea", "iframe", "object", "embed"),
    *("video", "audio", "svg", "canvas", "dialog", "aside", "footer", "header"),
)
_HIDDEN = re.compile(r"display:none|visibility:hidden")


def parse_html(html: str, *, numbered: bool = True) -> Draft:
    """
    Make a draft of the main part of a page, or of all of a fragment.

    Args:
        html: Text that has gone through `clean_characters`.
        numbered: Its lines are those of a file that the user can look at.

    Raises:
        RecursionError: Its elements are nested too deeply.
    """
    soup = BeautifulSoup(html, "html.parser")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    close_elements(soup)
    refuse_depth(soup)
    notes: list[Note] = []
    base = _find_base(soup)
    page_title = _find_page_title(soup)
    root = _find_main_part(soup)
    title = _take_heading(soup, root, page_title)
    _drop_machinery(soup, root, notes)
    _drop_outside(soup, root, notes)
    _drop_pictures(root, notes)
    title = title or page_title or _take_first_line(root)
    _drop_lines(root, title, notes)
    footnotes = take_footnotes(root)
    settle_links([root, *footnotes], base, notes)
    settle_lists(soup, root, notes)
    settle_tables(soup, root)
    shift_headings(root)
    name_blocks(root)
    body = render_text(root, footnotes)
    return Draft(
        title=title,
        body=f"{body}\n" if body else "",
        dropped=tuple(
            f"line {note.line}: {note.what}" if numbered and note.line else note.what
            for note in sorted(dict.fromkeys(notes))
        ),
    )


def close_elements(soup: BeautifulSoup) -> None:
    """
    End each element where the next of its kind begins, which the parser leaves undone.

    Source: HTML Living Standard §13.1.2.4 (optional tags).
    """
    for el in find_named(soup, *_ENDS):
        while el.parent is not None and el.parent.name in _ENDS[el.name]:
            el.parent.insert_after(el)


def _find_base(soup: BeautifulSoup) -> str:
    """Find the address of the page itself, against which its links are read; it may be empty."""
    places = (("base[href]", "href"), ("link[rel=canonical]", "href"))
    for selector, attribute in (*places, ("meta[property='og:url']", "content")):
        if (el := soup.select_one(selector)) and is_absolute(address := str(el[attribute])):
            return address
    return ""


def _find_page_title(soup: BeautifulSoup) -> str:
    """Find the title that the head of a page gives; the name of the site may be part of it."""
    if (meta := soup.select_one("meta[property='og:title'][content]")) is not None:
        return " ".join(str(meta["content"]).split())
    return get_text(soup.title) if soup.title else ""


def _find_main_part(soup: BeautifulSoup) -> Tag:
    """Find the element with the text: of articles, that with a main heading, or the longest."""
    within = soup.select_one("main, [role=main]")
    articles = (within or soup).find_all("article")
    outer = [el for el in articles if el.find_parent("article") is None]
    if outer and (within is None or len(outer) == 1):
        return max(outer, key=lambda el: (el.find("h1") is not None, len(el.get_text())))
    return within or soup.body or soup


def _take_heading(soup: BeautifulSoup, root: Tag, page_title: str) -> str:
    """Take the heading of the text out of the page: none that text of its own stands above."""
    first = root.find(_HEADINGS)
    if first is not None and _has_paragraph_before(root, first):
        first = None
    main = root.find("h1")
    within = {id(el) for el in root.find_all("h1")}
    outside = next((el for el in soup.find_all("h1") if id(el) not in within), None)
    if main is not None and get_text(main) not in page_title and _has_text_before(root, main):
        first, main = None if first is main else first, None
    heading = main or first or outside
    if heading is None or not get_text(heading):
        return ""
    heading.extract()
    return get_text(heading)


def _has_text_before(root: Tag, heading: Tag) -> bool:
    """Tell whether a sentence stands above *heading*, which a letterhead or date is not."""
    lines: dict[int, str] = defaultdict(str)
    for node in takewhile(lambda node: node is not heading, root.descendants):
        if isinstance(node, NavigableString) and not node.find_parent([*_SILENT, *_MACHINERY]):
            lines[id(node.find_parent(list(BLOCKS)))] += node
    return any(_is_sentence(" ".join(line.split())) for line in lines.values())


def _is_sentence(line: str) -> bool:
    if len(line) > LONGEST_TITLE:
        return not is_control(line)
    ends = line.rstrip("\"'”’»)]").endswith((".", "!", "?", "…", ":"))  # noqa: RUF001 - quotes
    longest_date = 8 if any(map(str.isdigit, line)) else 2
    return ends and len(line.split()) > longest_date and not is_control(line)


def _has_paragraph_before(root: Tag, heading: Tag) -> bool:
    first = root.find(["p", *_HEADINGS])
    return first is not None and first is not heading


def _take_first_line(root: Tag) -> str:
    """Take the first paragraph out of *root* where it is short enough to be a title."""
    leaf = next((el for el in _find_leaves(root) if get_text(el)), None)
    if leaf is None or leaf.name not in {"p", "div"} or len(get_text(leaf)) > LONGEST_TITLE:
        return ""
    title = get_text(leaf)
    leaf.extract()
    return title


def _drop_machinery(soup: BeautifulSoup, root: Tag, notes: list[Note]) -> None:
    """Drop what is not text, what is not seen, and what is of the page and not of the text."""
    silent: dict[str, list[int]] = defaultdict(list)
    around = {id(el) for el in [root, *root.parents]}
    for el in soup.find_all(lambda _: True):
        if el.decomposed or id(el) in around:
            continue
        hidden = (
            el.has_attr("hidden")
            or el.get("aria-hidden") == "true"
            or _HIDDEN.search(re.sub(r"\s", "", str(el.get("style", "")))) is not None
        )
        if el.name in _SILENT:
            silent[el.name].append(get_line(el))
        elif hidden or (el.name in _MACHINERY and not _belongs_to_text(el, root)):
            text = " ".join(el.get_text(" ").split())
            what = f"a hidden <{el.name}>" if hidden else f"<{el.name}>"
            notes.append(Note(get_line(el), f"{what}: {shorten(text)}" if text else what))
        else:
            continue
        el.decompose()
    for name in ("script", "style", "noscript", "template"):
        if lines := silent[name]:
            times = "" if len(lines) == 1 else f", {len(lines)} times"
            notes.append(Note(lines[0], f"<{name}>{times}"))


def _belongs_to_text(el: Tag, root: Tag) -> bool:
    """Tell a header of the article, and the source of a quotation, from those of the page."""
    if el.name == "header":
        return root.name in {"article", "main"} and any(outer is root for outer in el.parents)
    if el.name == "form":
        # Some systems wrap the whole page in one form.
        return any(len(get_text(p)) > LONGEST_TITLE for p in el.find_all("p"))
    return el.name == "footer" and el.find_parent("blockquote") is not None


def _drop_outside(soup: BeautifulSoup, root: Tag, notes: list[Note]) -> None:
    """Report the text that stands outside *root*."""
    inside = root
    while inside is not soup and inside.parent is not None:
        around = [*inside.previous_siblings, *inside.next_siblings]
        notes += [
            Note(get_line(el), f"outside of the main part: {shorten(get_text(el))}")
            for el in around
            if isinstance(el, Tag) and get_text(el)
        ]
        inside = inside.parent


def _drop_pictures(root: Tag, notes: list[Note]) -> None:
    """Drop pictures, each with its caption: an entry asks no other site for anything."""
    for image in root.find_all("img"):
        if image.decomposed:
            continue
        line = get_line(image)
        sizes = {str(image.get("width", "")), str(image.get("height", ""))}
        if sizes & {"0", "1", "0px", "1px"}:
            notes.append(Note(line, "a tracking pixel"))
            image.decompose()
            continue
        figure = image.find_parent("figure")
        source = str(image.get("src", ""))
        name = str(image.get("alt") or ("" if source.startswith("data:") else source))
        caption = get_text(figure) if figure else ""
        what = f"a picture{f' {shorten(name)}' if name else ''}"
        what += f" with its caption {shorten(caption)}" if caption else ""
        notes.append(Note(line, f"{what}: save it as a file and list it under attachments"))
        (figure or image).decompose()


def _find_leaves(root: Tag) -> list[Tag]:
    """Find the blocks that hold no other block, in order."""
    return [el for el in root.find_all(list(BLOCKS)) if not holds_block(el)]


def _drop_lines(root: Tag, title: str, notes: list[Note]) -> None:
    """Drop the blocks that are page furniture, and the title where it stands once more."""
    leaves = [el for el in _find_leaves(root) if get_text(el)]
    while leaves and title and are_alike(get_text(leaves[0]), title):
        el = leaves.pop(0)
        notes.append(Note(get_line(el), f"the title once more: {shorten(title)}"))
        el.decompose()
    # Only paragraphs can be captions: two neighbouring cells or items may well be alike.
    ends = ["" if el.name in {"p", "div", "figcaption"} else "." for el in leaves]
    lines = [Line(get_line(el), get_text(el)) for el in leaves]
    kept, furniture = drop_furniture(lines)
    closed = [
        line._replace(text=line.text + end) if line.text else line
        for line, end in zip(kept, ends, strict=True)
    ]
    kept, captions = drop_captions(closed)
    notes += [Note(*found) for found in (*furniture, *captions)]
    for el, line in zip(leaves, kept, strict=True):
        if not line.text:
            el.decompose()
