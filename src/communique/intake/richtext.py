"""
The HTML of a feed's item to Markdown that loses nothing: what Markdown cannot say stays HTML.

Unlike a web page, an item has no furniture, and its pictures belong to it.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString

from communique.intake.characters import clean_characters
from communique.intake.draft import shorten
from communique.intake.elements import find_named, holds_block, refuse_depth
from communique.intake.htmlmarkdown import FOOTNOTE_CALL, render_text
from communique.intake.htmlshapes import (
    find_calls,
    get_text,
    name_blocks,
    remove_controls,
    settle_lists,
    take_definitions,
    take_footnotes,
)
from communique.intake.webpage import close_elements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_DROPPED = (
    *("script", "style", "noscript", "template", "link", "meta", "base", "title", "head"),
    *("button", "input", "select", "textarea", "canvas", "dialog", "svg"),
)
_FRAMES = ("iframe", "video", "audio", "embed", "object")
# Blocks that Markdown has no form for, and inline elements likewise; all are let through.
_BLOCKS = ("details", "dl", "figure", "table")
_INLINE = ("abbr", "bdi", "bdo", "del", "ins", "kbd", "mark", "q", "s", "strike", "sub", "sup", "u")
_SPANS = ("colspan", "rowspan")
_TRACKERS = re.compile(
    r"//(?:[\w-]+\.)*(?:pixel\.wp\.com|stats\.wordpress\.com|feeds\.wordpress\.com|doubleclick\.net"
    r"|google-analytics\.com|feedsportal\.com|feedburner\.com/~|feeds\.feedburner\.com/~"
    r"|medium\.com/_/stat|b\.scorecardresearch\.com)"
)
_PIXEL = re.compile(r"(?:width|height):[01]px|display:none")
_DATA = re.compile(
    r"data:(?P<type>image/[\w.+-]+)?(?:;[\w=.+-]+)*?(?P<base64>;base64)?,(?P<data>.*)", re.DOTALL
)
_BLOCK = "\x03{}\x03"
_OPEN, _CLOSE = "\x04{}\x05", "\x06{}\x05"
_MARK = re.compile("[\x04\x06](\\d+)\x05")


class RichText:
    """
    Hold the text of an item until its pictures and files have a place.

    Args:
        html: A fragment, or a whole document.
        base: Against which its addresses are read; may be empty.

    Raises:
        RecursionError: Its elements are nested too deeply; by ``write`` too.
    """

    def __init__(self, html: str, base: str) -> None:
        text, dropped = clean_characters(html)
        self.notes: list[str] = list(dropped)
        """What was lost or changed, one sentence each."""
        self.kept: list[tuple[str, str]] = []
        """What stayed HTML: a sentence, and the HTML as it stands in the Markdown."""
        self.pixels = 0
        """How many tracking pixels were dropped."""
        self.data: dict[str, tuple[str, bytes]] = {}
        """Pictures that stood in the text itself, by a made-up address: media type and bytes."""
        # What no text can hold is used for marks below.
        text = re.sub("[\x00-\x08]", "", text)
        # With a comment at its end nobody is warned that it could be the name of a file.
        self._soup = BeautifulSoup(f"{text}<!---->", "html.parser")
        remove_controls(self._soup)
        self._base = base
        self._drop()
        close_elements(self._soup)
        refuse_depth(self._soup)
        self._settle_addresses()

    @property
    def pictures(self) -> list[str]:
        """List the absolute address of each picture, each once, in order."""
        return list(dict.fromkeys(str(image["src"]) for image in find_named(self._soup, "img")))

    @property
    def links(self) -> list[str]:
        """List the absolute address of each link, each once, in order."""
        links = (link.get("href") for link in find_named(self._soup, "a"))
        return list(dict.fromkeys(str(address) for address in links if address is not None))

    @property
    def soup(self) -> BeautifulSoup:
        """Give the elements, for whoever knows more of them."""
        return self._soup

    def write(self, places: Mapping[str, str], sanitise: Callable[[str], str]) -> str:
        """
        Write the text as Markdown; only once.

        Args:
            places: Where files and other entries lie now, relative to the entry, by their address.
            sanitise: Makes HTML harmless.

        Returns:
            It ends with one newline, or is empty.
        """
        soup = self._soup
        for el in find_named(soup, "img", "a"):
            name = "src" if el.name == "img" else "href"
            address = str(el.get(name, ""))
            if address in places:
                el[name] = quote(places[address], safe="/#")
        footnotes = take_footnotes(soup) or take_definitions(soup)
        for link in find_calls(soup):
            link.unwrap()  # nothing else in a text has a name to lead to
        kept = self._keep_html(sanitise)
        settle_lists(soup, soup, [])
        name_blocks(soup)
        body = render_text(soup, footnotes)
        body = re.sub("\x03(\\d+)\x03", lambda found: kept[int(found[1])], body)
        body = _MARK.sub(lambda found: kept[int(found[1])], body)
        return f"{body}\n" if body else ""

    def _drop(self) -> None:
        for comment in [each for each in self._soup.descendants if isinstance(each, Comment)]:
            comment.extract()
        counts: dict[str, int] = {}
        for el in find_named(self._soup, *_DROPPED):
            if not el.decomposed:
                counts[el.name] = counts.get(el.name, 0) + 1
                el.decompose()
        self.notes += [f"<{n}> dropped{f', {c} times' if c > 1 else ''}" for n, c in counts.items()]
        frames = find_named(self._soup, *_FRAMES)
        for frame in [each for each in frames if each.find_parent(_FRAMES) is None]:
            self._link_frame(frame)

    def _link_frame(self, frame: Tag) -> None:
        """Put a link in the place of what would ask another site: an entry asks none."""
        inner = frame.select_one("[src]")
        source = frame.get("src") or frame.get("data") or (inner and inner.get("src")) or ""
        address = self._join(str(source))
        if not address:
            self.notes.append(f"<{frame.name}> without an address dropped")
            frame.decompose()
            return
        self.notes.append(f"<{frame.name}> became a link: {shorten(address)}")
        link = self._soup.new_tag("a", href=address)
        link.string = str(frame.get("title") or "") or address
        paragraph = self._soup.new_tag("p")
        paragraph.append(link)
        frame.replace_with(paragraph)

    def _settle_addresses(self) -> None:
        for image in find_named(self._soup, "img"):
            self._settle_picture(image)
        for link in find_named(self._soup, "a"):
            href = re.sub(r"[\t\n\r]", "", str(link.get("href", ""))).strip()
            if href.startswith("#") and len(href) > 1:
                continue
            address = self._join(href)
            if address and (get_text(link) or link.find("img")):
                link.attrs = {"href": address, **_keep_title(link)}
                continue
            if href and get_text(link):
                what = f"the link of {shorten(get_text(link))}: {shorten(href)}"
                self.notes.append(f"{what} leads nowhere; its text is kept")
            link.unwrap()

    def _settle_picture(self, image: Tag) -> None:
        source = str(image.get("src") or "").strip()
        lazy = str(image.get("data-src") or image.get("data-lazy-src") or "").strip()
        if lazy and (not source or source.startswith("data:")):
            source = lazy
        sizes = {str(image.get(name, "")).removesuffix("px") for name in ("width", "height")}
        style = re.sub(r"\s", "", str(image.get("style", "")))
        if sizes & {"0", "1"} or _TRACKERS.search(source) or _PIXEL.search(style):
            self.pixels += 1
            image.decompose()
            return
        address = self._take_data(source) if source.startswith("data:") else self._join(source)
        if not address:
            self.notes.append(f"a picture without an address dropped: {shorten(source)}")
            image.decompose()
            return
        alt = " ".join(str(image.get("alt") or "").split())
        image.attrs = {"src": address, "alt": alt, **_keep_title(image)}

    def _take_data(self, source: str) -> str:
        """Take a picture out of the text; give it an address to be known by."""
        found = _DATA.fullmatch(source)
        if not found:
            return ""
        try:
            data = unquote_to_bytes(found["data"])
            if found["base64"]:
                data = base64.b64decode(re.sub(rb"\s", b"", data) + b"==")
        except (ValueError, binascii.Error):
            return ""
        address = f"data:{len(self.data) + 1}"
        self.data[address] = (found["type"] or "", data)
        return address

    def _join(self, address: str) -> str:
        """Make an address absolute; empty where it leads nowhere."""
        try:
            whole = urljoin(self._base, address) if address else ""
            parts = urlsplit(whole)
        except ValueError:
            return ""
        if parts.scheme in {"mailto", "tel"}:
            return whole if parts.scheme == "mailto" else ""
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            return ""
        return quote(whole, safe="/:?#[]@!$&'*+,;=%~._-()")

    def _keep_html(self, sanitise: Callable[[str], str]) -> list[str]:
        """Put marks in the place of what Markdown cannot say; give what each stands for."""
        kept: list[str] = []
        for el in list(_find_blocks(self._soup)):
            fragment = sanitise(str(el))
            mark = self._soup.new_tag("p")
            mark.string = _BLOCK.format(len(kept))
            kept.append(_join_lines(fragment))
            self.kept.append((f"<{el.name}> kept as HTML: {shorten(get_text(el))}", kept[-1]))
            el.replace_with(mark)
        spans = find_named(self._soup, "span")
        # In another language than the rest.
        spoken = [el for el in spans if el.has_attr("lang") or el.has_attr("dir")]
        for el in [*find_named(self._soup, *_INLINE), *spoken]:
            if not get_text(el) or holds_block(el) or FOOTNOTE_CALL[0] in el.get_text():
                continue
            empty = self._soup.new_tag("s" if el.name == "strike" else el.name)
            empty.attrs = dict(el.attrs)
            empty.string = "|"
            opened, _, closed = sanitise(str(empty)).rpartition("|")
            el.insert_before(NavigableString(_OPEN.format(len(kept))))
            el.insert_after(NavigableString(_CLOSE.format(len(kept) + 1)))
            kept += [opened, closed]
            el.unwrap()
        return kept


def _keep_title(el: Tag) -> dict[str, str]:
    title = " ".join(str(el.get("title") or "").split())
    return {"title": title} if title else {}


def _find_blocks(soup: BeautifulSoup) -> Iterator[Tag]:
    """Find the outermost blocks that have to stay HTML."""
    for el in find_named(soup, *_BLOCKS):
        if el.parent is None or el.find_parent(_BLOCKS) or not _needs_html(el):
            continue
        yield el


def _needs_html(el: Tag) -> bool:
    if el.name == "figure":
        return el.find("figcaption") is not None and el.find("img") is not None
    if el.name != "table":
        return True
    rich = el.select_one("table, caption, ul, ol, p + p, blockquote, pre, h1, h2, h3, h4, h5, h6")
    spans = [str(cell.get(name, "1")) for cell in el.find_all(["td", "th"]) for name in _SPANS]
    return rich is not None or any(span != "1" for span in spans)


def _join_lines(fragment: str) -> str:
    """Write HTML on one line, so that no empty line ends it (CommonMark 0.31 §4.6)."""
    parts = re.split(r"(<pre>.*?</pre>)", fragment, flags=re.DOTALL)
    joined = [
        part.replace("\n", "&#10;") if part.startswith("<pre>") else re.sub(r"\s*\n\s*", " ", part)
        for part in parts
    ]
    return "".join(joined).strip()
