"""
Markdown to safe HTML; the only importer of the Markdown library and of the sanitiser.

Whatever a person pastes into an entry comes out harmless: what the allow-list below does not name
is dropped, scripts and styles with their content.
"""

from __future__ import annotations

import html
import re
from contextvars import ContextVar
from typing import TYPE_CHECKING

import nh3
import pyromark

from communique.errors import SourceError
from communique.sources import find_forbidden
from communique.values import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

SUMMARY_LIMIT = 300
"""Characters of a summary derived from the text."""

_MARKDOWN = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES
)
_TAGS = frozenset(
    """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span
    strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
    """.split()  # noqa: SIM905 - sixty words read better without their quotes
)
_ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "hreflang", "rel", "target"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "div": {"class", "id"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed"},
    "q": {"cite"},
    "sup": {"class"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
}
_ADDRESSES = {"href", "src", "cite"}
_SCHEMES = {"http", "https", "mailto"}
# What hides the text after it until it is closed (HTML Standard §13.2.5).
_SWALLOWERS = (
    ("<!--", "-->"),
    ("<script", "</script"),
    ("<style", "</style"),
    ("<?", ">"),
    ("<!", ">"),
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What the Markdown library makes of most texts without HTML: this the sanitiser leaves as it is but
# for its spelling. The last label of such a host has letters only: no number is one.
_PLAIN = {
    f"<{end}{name}>"
    for name in ("p", "em", "strong", "code", "blockquote", "ul", "ol", "li", *_HEADINGS)
    for end in ("", "/")
} | {"</a>", "<br />", "<hr />", "&amp;", "&lt;", "&gt;", "&quot;"}
_PLAIN_LINK = re.compile(
    r'<a href="https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}'
    r'(?:/(?>(?:[A-Za-z0-9._~/?#=%-]++|&amp;)*))?">'
)
_ANY_TAG = re.compile(r"<[^>]*>")
_ANY_REFERENCE = re.compile(r"&[a-z]*;?")
_SPELLINGS = {"&quot;": '"', "<br />": "<br>", "<hr />": "<hr>"}
_NOTE_CLASSES = {"footnote-definition", "footnote-reference", "footnote-definition-label"}

# RFC 3986 §4.2: what starts with a scheme or with // is no relative-path reference.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+))")
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>')
_PARAGRAPH = re.compile(r"<p>((?>[^<]*(?:<(?!/p>)[^<]*+)*))</p>")
_NOTE_MARK = re.compile(r'<sup class="footnote-reference">.*?</sup>', re.DOTALL)


class Markup(Struct, frozen=True, kw_only=True):
    """
    Hold sanitised HTML.

    Args:
        html: A fragment without ``h1``; references that were relative still are.
        references: Those relative references, each once, in order: what has to lie beside the
            entry. References within the page (``#note``) are not among them.
    """

    html: str
    references: tuple[str, ...]


def render_markdown(text: str, path: str, *, line: int = 1) -> Markup:
    """
    Render Markdown as safe HTML.

    Args:
        text: CommonMark with tables and footnotes, free of what can stand in no feed.
        path: What to call its file in a fault.
        line: The line of *path* on which *text* begins.

    Raises:
        SourceError: A comment or script that is never closed would swallow the rest of the text; a
            character reference (``&#11;``) makes a character that no feed can hold.

    Source: CommonMark 0.31; HTML Standard §13.3 for the serialisation.
    """
    rendered = _MARKDOWN.html(text)
    _refuse_open(rendered, text, path, line)
    references: dict[str, None] = {}
    clean = None if "<" in text else _clean_plain(rendered)
    if clean is None:
        _REFERENCES.set(references)
        clean = _SANITISER.clean(rendered)
    if "<" in text:
        # What dropped tags had kept apart, such as <object>, may not stand in one another now.
        clean = relink(clean, lambda reference: reference)
    if "&#" in text and (fault := find_forbidden(clean, path)):
        start = next((m.start() for m in _REFERENCE.finditer(text) if _is_forbidden(m)), 0)
        raise SourceError(
            path,
            fault.problem,
            line=line + text.count("\n", 0, start),
            column=start - text.rfind("\n", 0, start),
            hint="delete the character reference &#…;",
        )
    return Markup(html=_shift_headings(clean), references=tuple(references))


def _clean_plain(rendered: str) -> str | None:
    """Give what the sanitiser would, in a third of the time; None where that is not sure."""
    tags = _ANY_TAG.findall(rendered)
    found = {*tags, *_ANY_REFERENCE.findall(rendered)}
    if len(tags) != rendered.count(">") or not all(map(_PLAIN_LINK.fullmatch, found - _PLAIN)):
        return None
    for spelling in found & _SPELLINGS.keys():
        rendered = rendered.replace(spelling, _SPELLINGS[spelling])
    return rendered.replace("\u00a0", "&nbsp;")


def relink(fragment: str, resolve: Callable[[str], str]) -> str:
    """
    Replace the relative references of sanitised HTML.

    Args:
        fragment: As ``render_markdown`` made it.
        resolve: Given each relative reference, ``#note`` included; its answer takes the place.
    """
    _RESOLVE.set(resolve)
    return _RELINKER.clean(fragment)


def sanitise(fragment: str) -> str:
    """Make HTML harmless that is going to stand in the Markdown of an entry."""
    return _HARMLESS.clean(fragment)


def summarise(fragment: str) -> str:
    """
    Take a plain-text summary from the first paragraph.

    Args:
        fragment: As ``render_markdown`` made it.

    Returns:
        At most 300 characters of one line, cut at a word and then ended by "…"; empty where the
        text has no words.
    """
    text = next(
        (plain for match in _PARAGRAPH.finditer(fragment) if (plain := strip_tags(match[1]))),
        "",
    ) or strip_tags(fragment)
    if len(text) <= SUMMARY_LIMIT:
        return text
    head = text[:SUMMARY_LIMIT]
    cut = head.rfind(" ")
    return (
        head[: cut if cut > SUMMARY_LIMIT // 2 else SUMMARY_LIMIT - 1].rstrip(" ,;:-\u2013\u2014")
        + "…"
    )


def strip_tags(fragment: str) -> str:
    """Turn sanitised HTML into one line of plain text, without the marks of footnotes."""
    if "<sup" in fragment:
        fragment = _NOTE_MARK.sub("", fragment)
    fragment = _TAG.sub(_space_around_blocks, fragment)
    return " ".join(html.unescape(fragment).split())


def _space_around_blocks(tag: re.Match[str]) -> str:
    return " " if tag[2] in {"p", "br", "li", "td", "th", "div", "tr"} else ""


def _make_sanitiser(keep: Callable[[str, str, str], str | None]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _note_attribute(tag: str, name: str, value: str) -> str | None:
    if name not in _ADDRESSES:
        return _keep_attribute(name, value)
    value = value.strip()
    # The sanitiser asks about the attributes of what it drops, too.
    stays = name in _ATTRIBUTES.get(tag, ())
    if stays and not value.startswith("#") and not _ABSOLUTE.match(value):
        _REFERENCES.get()[value] = None
    return _keep_attribute(name, value)


def _keep_attribute(name: str, value: str) -> str | None:
    """Let through the ids and classes of footnotes only, the ids under a prefix of their own."""
    if name == "id":
        return f"note-{value}"
    if name == "class":
        return value if value in _NOTE_CLASSES else None
    if name == "href" and value.startswith("#"):
        return f"#note-{value[1:]}"
    if name in _ADDRESSES and value.startswith("//"):
        return f"https:{value}"
    return value


def _relink_attribute(_: str, name: str, value: str) -> str:
    relative = name in _ADDRESSES and not _ABSOLUTE.match(value)
    return _RESOLVE.get()(value) if relative else value


def _drop_names(_: str, name: str, value: str) -> str | None:
    return None if name in {"id", "class"} else value


# To make one takes as long as to clean a text; what they find and ask is what the caller says.
_REFERENCES: ContextVar[dict[str, None]] = ContextVar("_REFERENCES")
_RESOLVE: ContextVar[Callable[[str], str]] = ContextVar("_RESOLVE")
_SANITISER = _make_sanitiser(_note_attribute)
_RELINKER = _make_sanitiser(_relink_attribute)
_HARMLESS = _make_sanitiser(_drop_names)


def _shift_headings(fragment: str) -> str:
    """Move every heading one level down if there is an h1: the page's title is the only one."""
    if "<h1" not in fragment:
        return fragment

    def shift(tag: re.Match[str]) -> str:
        name = tag[2]
        if len(name) == 2 and name[0] == "h" and name[1].isdigit():
            name = f"h{min(int(name[1]) + 1, 6)}"
        return f"<{tag[1]}{name}{tag[3]}>"

    return _TAG.sub(shift, fragment)


def _refuse_open(rendered: str, text: str, path: str, line: int) -> None:
    """Refuse what is opened and never closed: it would silently hide the rest of the text."""
    if "<" not in text:
        return
    low = rendered.lower()
    for opener, closer in _SWALLOWERS:
        if low.rfind(opener) > low.rfind(closer):
            start = max(text.lower().rfind(opener), 0)
            raise SourceError(
                path,
                f"{opener} is opened and never closed; it would hide the rest of the text",
                line=line + text.count("\n", 0, start),
                column=start - text.rfind("\n", 0, start),
                hint=f"write {closer} where it ends, or delete {opener}",
            )


def _is_forbidden(reference: re.Match[str]) -> bool:
    """Tell whether a character reference makes a character that no feed can hold."""
    code = int(reference[1], 16) if reference[1] else int(reference[2][-9:])
    # CommonMark 0.31 §2.5: NUL and what is no character become U+FFFD.
    return code == 0 or code > 0x10FFFF or find_forbidden(chr(code), "") is not None
