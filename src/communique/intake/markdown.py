"""Markdown stays as it is; its title and front matter are taken off."""

from __future__ import annotations

import json
import re
from html import unescape

from communique.intake.draft import Draft

_FRONT_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\n(.*?\n)?\1[ \t]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"^([A-Za-z][\w-]*)[ \t]*[:=][ \t]*(.*)$", re.MULTILINE)
_ATX_TITLE = re.compile(
    r"\s*^ {0,3}#{1,6}[ \t]+(.{1,999}?)(?:[ \t]+#+)?[ \t]*(?:\n|$)", re.MULTILINE
)
_SETEXT_TITLE = re.compile(
    r"\s*^ {0,3}(\S[^\n]{0,999}?)[ \t]*\n {0,3}=+[ \t]*(?:\n|$)", re.MULTILINE
)

# What nobody writes who does not mean Markdown by it.
_SIGNS = re.compile(
    r"\A\s*# \S"
    r"|^#{2,6} \S[^\n]*\n(?:\n|\Z)"
    r"|(?<!\\)\[[^\[\]\n]{1,300}\]\((?:https?://|mailto:)[^\s)]"
    r"|^\|?[ ]*:?-{3,}:?[ ]*\|[-:| ]*$"
    r"|^\[\^[^\]\s]+\]: ",
    re.MULTILINE,
)


def is_markdown(text: str) -> bool:
    """Tell whether *text* has something in it that is written only in Markdown."""
    front_matter = _FRONT_MATTER.match(text)
    return bool(front_matter and _KEY.search(front_matter[0])) or _SIGNS.search(text) is not None


def parse_markdown(text: str) -> Draft:
    """
    Take front matter and title off Markdown; the rest passes through unchanged.

    The title is that of the front matter, or else the heading that the text begins with.
    """
    title = ""
    dropped: tuple[str, ...] = ()
    front_matter = _FRONT_MATTER.match(text)
    if front_matter and (keys := dict(_KEY.findall(front_matter[0]))):
        title = _read_scalar(keys.pop("title", ""))
        text = text[front_matter.end() :]
        lines = front_matter[0].rstrip().count("\n") + 1
        rest = f": {', '.join(keys)}; put what is still needed into the new entry" if keys else ""
        dropped = (f"lines 1 to {lines}: the front matter{rest}",)
    heading = _ATX_TITLE.match(text) or _SETEXT_TITLE.match(text)
    if heading and (not title or title == strip_marks(heading[1])):
        title = strip_marks(heading[1])
        text = text[heading.end() :]
    body = text.strip("\n")
    return Draft(title=title, body=f"{body}\n" if body.strip() else "", dropped=dropped)


def strip_marks(markdown: str) -> str:
    """Read one line of Markdown as plain text."""
    text = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", markdown)
    text = re.sub(r"(?<!\\)(`+|\*{1,3})(?=\S)(.+?)(?<=\S)(?<!\\)\1", r"\2", text)
    text = re.sub(r"(?<![\w\\])(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    text = re.sub(r"<((?:https?|mailto):[^>\s]+|[^>\s@]+@[^>\s]+)>", r"\1", text)
    text = re.sub(r"</?[A-Za-z][^>]*>", "", text)
    return unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)).strip()


def _read_scalar(value: str) -> str:
    """Read the value of one line of YAML or TOML; empty where it goes on below."""
    value = value.strip()
    if value.startswith('"'):
        try:
            return str(json.loads(value))
        except ValueError:
            return value.strip('"')
    if value.startswith("'"):
        return value.strip("'").replace("''", "'")
    return "" if value[:1] in {"|", ">", "{", "["} else value
