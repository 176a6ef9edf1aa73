"""The text of a post in an export of WordPress, as WordPress shows it: paragraphs, shortcodes."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = "caption|wp_caption|gallery|embed|audio|video|playlist"
# None within another: what is not closed ends where the next begins.
_CAPTION = re.compile(
    r"(?<!\[)\[(?:wp_)?caption\b([^\[\]\n]*)\]((?:(?!\[(?:wp_)?caption\b|\[/(?:wp_)?caption\]).)*)"
    r"\[/(?:wp_)?caption\]",
    re.DOTALL,
)
_MEDIA = re.compile(
    r"(?<!\[)\[(audio|video|embed|gallery|playlist)\b([^\[\]\n]*)\](?:([^\[\]]*)\[/\1\])?"
)
_LEFT = re.compile(rf"(?<!\[)\[/?(?:{_NAMES})\b[^\[\]\n]*\]")
_QUOTED = re.compile(rf"\[(\[/?(?:{_NAMES})\b[^\[\]\n]*\])\]")
"""What shows a shortcode instead of using it."""
_OTHER = re.compile(r"(?<!\[)\[(/?)([a-z][\w-]*)([^\[\]\n]*)\]")
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))|(\S+)")
_PICTURE = re.compile(r"(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?", re.IGNORECASE)
_BLOCKS = "<!-- wp:"
"""What the block editor writes before each block: it has its paragraphs already."""
_ELSEWHERE = re.compile(r"<!-- wp:([\w/-]+) (?:\{(?:(?!<!--)[^\n])*\} )?/-->")
"""A block whose content is not in the post: one that several posts share, a form, a list."""
_EMBEDDED = re.compile(
    r"(<div\b[^<>]*wp-block-embed__wrapper[^<>]*>)\s*(https?://[^\s<]+)\s*</div>"
)
_TAG = re.compile(r"<[A-Za-z/][^<>]*>")
# Between these stand texts; those of the second line are texts; the rest stays as it is.
_HOLDERS = "div section article aside main header footer address blockquote center form fieldset"
_TEXTS = "p h1 h2 h3 h4 h5 h6"
_WHOLES = "pre script style table ul ol dl figure hr audio video iframe object details svg"
_BLOCK = re.compile(
    rf"<(/?)({'|'.join(f'{_HOLDERS} {_TEXTS} {_WHOLES}'.split())})\b[^<>]*>", re.IGNORECASE
)


def convert_text(text: str, files: Mapping[str, str]) -> tuple[str, list[str]]:
    """
    Make HTML of the text of a post.

    Args:
        text: As the export has it.
        files: The address of each file of the export, by its number.

    Returns:
        HTML; and what was lost, one sentence each.
    """
    notes: list[str] = []
    text = _CAPTION.sub(_write_caption, text.replace("\r\n", "\n"))
    text = _MEDIA.sub(lambda found: _write_media(found, files, notes), text)
    text = _QUOTED.sub(r"\1", _LEFT.sub("", text))
    names = dict.fromkeys(_ELSEWHERE.findall(text))
    notes += [f"the block “{name}” dropped: what it shows is not in the post" for name in names]
    if _BLOCKS in text:
        return _EMBEDDED.sub(lambda found: f"{found[1]}{_link(found[2])}</div>", text), notes
    return _make_paragraphs(_TAG.sub(lambda found: found[0].replace("\n", " "), text)), notes


def find_shortcodes(text: str) -> tuple[str, ...]:
    """Find the shortcodes of plugins, the first of each: what has an end, or attributes."""
    found: dict[str, str] = {}
    for each in _OTHER.finditer(text):
        if each[1] or "=" in each[3]:
            found.setdefault(each[2], each[0])
    return tuple(found.values())


def _write_caption(found: re.Match[str]) -> str:
    """Write a picture and what stands below it."""
    picture = _PICTURE.search(found[2])
    if picture is None:
        return found[2]
    words = found[2][picture.end() :].strip() or unescape(_read(found[1]).get("caption", ""))
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"<figure>{picture[0]}{caption}</figure>"


def _write_media(found: re.Match[str], files: Mapping[str, str], notes: list[str]) -> str:
    """Write the files of a shortcode; what has an address becomes a link in the end."""
    name, values = found[1], _read(found[2])
    numbers = re.findall(r"\d+", values.get("ids", "") or values.get("include", ""))
    values.pop("poster", None)
    addresses = [value for value in (*values.values(), found[3] or "") if _is_address(value)]
    if name in {"gallery", "playlist"} and not addresses:
        there = [files[number] for number in numbers if files.get(number)]
        if len(there) < len(numbers) or not numbers:
            what = f"the files {', '.join(numbers)}" if numbers else "all files of the post"
            notes.append(f"[{name}] of {what}: not all of them are in the export")
        return "\n\n".join(["", *(_show(name, address) for address in there), ""])
    if not addresses:
        notes.append(f"[{name}] without an address dropped")
    return f"\n\n{_link(unescape(addresses[0].strip()))}\n\n" if addresses else ""


def _read(attributes: str) -> dict[str, str]:
    """Read the attributes of a shortcode; those without a name are their own."""
    found = _ATTRIBUTE.findall(attributes)
    return {name or lone: a or b or c or lone for name, a, b, c, lone in found}


def _is_address(text: str) -> bool:
    return text.strip().startswith(("https://", "http://", "/"))


def _show(name: str, address: str) -> str:
    return f'<img src="{escape(address)}">' if name == "gallery" else _link(address)


def _link(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(address, quote=False)}</a>'


def _make_paragraphs(text: str) -> str:
    """Make paragraphs of what stands between empty lines and in no block."""
    parts: list[str] = []
    start, whole, depth, within = 0, "", 0, ""
    for tag in _BLOCK.finditer(text):
        name = tag[2].lower()
        if whole:
            depth += (-1 if tag[1] else 1) if name == whole else 0
            if depth:
                continue
            parts.append(f"{text[start : tag.end()]}\n")
            whole = ""
        else:
            parts.append(_part(text[start : tag.start()], within))
            within = name if name in _TEXTS.split() and not tag[1] else ""
            if name in _WHOLES.split() and not tag[1] and name != "hr":
                whole, depth, start = name, 1, tag.start()
                continue
            parts.append(f"{tag[0]}\n" if tag[1] else tag[0])
        start = tag.end()
    parts.append(text[start:] if whole else _part(text[start:], within))
    return "".join(parts).strip()


def _part(text: str, within: str) -> str:
    """Part a text; *within* is the element in which it stands, empty for none."""
    lines = "\n".join(line.strip() for line in text.split("\n"))
    found = [part.strip("\n") for part in re.split(r"\n{2,}", lines)]
    texts = [re.sub(r"(?:<br ?/?>)?\n", "<br>", part) for part in found if part]
    if within:
        return "</p>\n<p>".join(texts) if within == "p" else "<br>".join(texts)
    whole = (_link(unescape(t)) if re.fullmatch(r"https?://[^\s<]+", t) else t for t in texts)
    return "".join(f"<p>{text}</p>\n" for text in whole)
