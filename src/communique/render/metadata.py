"""What a page says to machines: JSON-LD of a statement, OpenGraph of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from communique.dates import format_rfc3339
from communique.render.content import write_atom_id, write_summary, write_title
from communique.values import write_json
from communique.words.languages import get_open_graph_locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.model import Entry, Publication, Revision
    from communique.render.views import Page

# Pictures that are no drawings: what is shared shows no other (OpenGraph protocol, og:image).
_PHOTOGRAPHS = (".jpg", ".jpeg", ".png", ".webp", ".gif")


def write_json_ld(publication: Publication, entry: Entry) -> str:
    """
    Describe a statement for machines.

    Returns:
        Text for a ``script`` element: nothing in it can end the element early.

    Source: schema.org, NewsArticle; HTML Standard §4.12.1.3.
    """
    organization = _describe_publisher(publication, entry.language)
    url = publication.url(entry.path)
    versions = {e.language: e for e in publication.siblings(entry)}
    source = versions.get(publication.authoritative)
    topics = [publication.topic_labels[key].get(entry.language) for key in entry.topics]
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": write_atom_id(publication, entry),
        "url": url,
        "mainEntityOfPage": url,
        "headline": write_title(publication, entry),
        "description": write_summary(publication, entry),
        "identifier": entry.reference,
        "inLanguage": entry.language,
        "keywords": topics,
        "datePublished": format_rfc3339(entry.published),
        "dateModified": format_rfc3339(entry.updated),
        "translationOfWork": source and _refer(publication, source),
        "workTranslation": [] if source else [_refer(publication, e) for e in versions.values()],
        "isBasedOn": "" if entry.withdrawal else entry.source,
        "correction": [_describe_correction(revision) for revision in entry.corrections],
        "publisher": organization,
        "author": [{"@type": "Person", "name": name} for name in entry.authors] or organization,
    }
    text = write_json({k: v for k, v in article.items() if v}, indent=0).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _describe_correction(revision: Revision) -> dict[str, str]:
    return {
        "@type": "CorrectionComment",
        "text": revision.note,
        "datePublished": format_rfc3339(revision.date),
    }


def _describe_publisher(publication: Publication, language: str) -> dict[str, str]:
    publisher = publication.publisher
    logo = publication.theme.logo
    organization = {
        "@type": publisher.kind,
        "name": publisher.name.get(language),
        "url": publisher.url,
        "email": publisher.email,
        "logo": publication.url(logo) if logo else "",
    }
    return {key: text for key, text in organization.items() if text}


def _refer(publication: Publication, entry: Entry) -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "@id": write_atom_id(publication, entry),
        "url": publication.url(entry.path),
        "inLanguage": entry.language,
    }


def list_open_graph(publication: Publication, page: Page) -> Iterator[tuple[str, str]]:
    """
    List what shows when somebody shares a page.

    Args:
        publication: Of the page.
        page: As it is but for these properties.

    Source: The Open Graph protocol.
    """
    yield "og:type", "article" if page.kind == "statement" else "website"
    yield "og:title", page.title
    if page.description:
        yield "og:description", page.description
    yield "og:url", page.url
    yield "og:site_name", publication.title.get(page.language)
    yield "og:locale", get_open_graph_locale(page.language)
    for version in page.versions:
        if version.language != page.language:
            yield "og:locale:alternate", get_open_graph_locale(version.language)
    if publication.theme.logo.lower().endswith(_PHOTOGRAPHS):
        yield "og:image", publication.url(publication.theme.logo)


def list_article_properties(
    published: str, modified: Iterable[str], topics: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """
    List what OpenGraph has for an article beside what it has for every page.

    Args:
        published: When that was, as RFC 3339 writes it.
        modified: The same, if it was.
        topics: Their names.
    """
    yield "article:published_time", published
    for moment in modified:
        yield "article:modified_time", moment
    for topic in topics:
        yield "article:tag", topic
