"""What a post is, by its file, its front matter and its generator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from communique.importing.heads import get_value, list_values, list_words
from communique.importing.permalinks import Post, name_pelican
from communique.importing.sites import Tongue

if TYPE_CHECKING:
    from pathlib import Path

    from communique.importing.filenames import Named
    from communique.importing.heads import Values
    from communique.importing.sites import Site

_HIDING = {
    "hugo": {
        "headless": "true",
        **dict.fromkeys(["build.render", "_build.render"], "never|false|link"),
        **dict.fromkeys(["build.list", "_build.list"], "never|false|local"),
    },
    "jekyll": {"redirect_to": ".+"},
    "eleventy": {"eleventyexcludefromcollections": "true"},
}
"""What keeps a post from readers, or leads them elsewhere: a name, and a pattern of its value."""


def describe_post(file: Path, named: Named, values: Values, site: Site) -> Post:
    """Say what the address of a post was made of."""
    collection = name_collection(file, site)
    return Post(
        name=file.stem,
        stem=named.stem,
        slug=get_value(values, "slug"),
        title=get_value(values, "title"),
        permalink=get_value(values, "permalink") or get_value(values, "url"),
        folders="/".join(file.relative_to(site.root).parts[1:-1] if collection else named.folders),
        sections=collection if site.kind == "jekyll" else "/".join(named.sections),
        categories=_find_categories(file, named, values, site),
        tongue=named.tongue or _find_tongue(file, values, site),
    )


def _find_tongue(file: Path, values: Values, site: Site) -> Tongue | None:
    """Find the language of an article of Pelican; None where it is the first one of the site."""
    key = get_value(values, "lang") if site.kind == "pelican" else ""
    return Tongue(key=key, tag=key, folder=file.parent) if key not in {"", site.language} else None


def _find_categories(file: Path, named: Named, values: Values, site: Site) -> tuple[str, ...]:
    """Find the categories of a post; in Jekyll the folders above ``_posts`` are some as well."""
    if site.kind == "pelican" and "category" not in values and named.folders:
        return (file.parent.name,)
    if site.kind != "jekyll":
        return list_values(values, "categories", "category")
    above = file.relative_to(site.root).parent.parts
    above = above[: above.index("_posts")] if "_posts" in above else ()
    return tuple(dict.fromkeys([*above, *list_words(values, "categories", "category")]))


def name_collection(file: Path, site: Site) -> str:
    """Name the collection of Jekyll of which a file is a part; empty for posts and pages."""
    first = file.relative_to(site.root).parts[0]
    found = first[:1] == "_" and site.kind == "jekyll" and first[1:] in site.permalinks
    return first[1:] if found else ""


def find_state(values: Values, file: Path, site: Site) -> str:
    """Say why a post was not public; empty where it was."""
    status = get_value(values, "status").lower()
    if get_value(values, "draft").lower() == "true" or "_drafts" in file.parts:
        return "draft"
    if get_value(values, "published").lower() == "false":
        return "published: false"
    for key, hiding in _HIDING.get(site.kind, {}).items():
        value = " ".join(list_values(values, key))
        if re.fullmatch(hiding, value.lower()):
            return f"{key}: {value}"
    if site.kind == "eleventy" and get_value(values, "permalink") == "false":
        return "permalink: false"
    return status if status in {"draft", "hidden", "skip"} else ""


def name_work(named: Named, values: Values, post: Post, site: Site) -> str:
    """Name what the translations of a post have in common; empty where it has none."""
    if site.kind == "pelican":
        return name_pelican(post)
    return (get_value(values, "translationkey") or named.work) if named.tongue else ""


def name_title(named: Named, site: Site) -> str:
    """Make the title that Jekyll gives a post without one; empty for other generators."""
    words = named.stem.split("-") if site.kind == "jekyll" else []
    return " ".join(map(str.capitalize, words))


def list_topics(post: Post, values: Values, site: Site) -> tuple[str, ...]:
    """List its categories and tags, and what else its site sorts by."""
    tags = (list_words if site.kind == "jekyll" else list_values)(values, "tags", "tag", "topics")
    return tuple(dict.fromkeys([*post.categories, *tags, *list_values(values, *site.topics)]))
