"""JSON Feed 1.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from communique.dates import format_rfc3339
from communique.render.content import (
    render_content,
    write_channel_title,
    write_summary,
    write_title,
)
from communique.values import write_json

if TYPE_CHECKING:
    from communique.channels import Channel
    from communique.model import Entry, Publication


def render_json_feed(publication: Publication, channel: Channel) -> bytes:
    """
    Render the JSON Feed of *channel*.

    Source: JSON Feed 1.1.
    """
    publisher = publication.publisher
    author = {"name": publisher.name.get(channel.language)}
    if publisher.url:
        author["url"] = publisher.url
    subtitle = publication.subtitle
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": write_channel_title(publication, channel),
        "description": subtitle.get(channel.language) if subtitle else None,
        "home_page_url": publication.url(channel.path),
        "feed_url": publication.url(f"{channel.path}feed.json"),
        "language": channel.language,
        "authors": [author],
        "hubs": [{"type": "WebSub", "url": hub} for hub in publication.hubs],
        "items": [_make_item(publication, entry) for entry in channel.window],
    }
    kept = {key: value for key, value in feed.items() if value or key == "items"}
    return write_json(kept, indent=1) + b"\n"


def _make_item(publication: Publication, entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": publication.announced_url(entry),
        "external_url": "" if entry.withdrawal else entry.source,
        "title": write_title(publication, entry),
        "language": entry.language,
        "authors": [{"name": name} for name in entry.authors],
        "date_published": format_rfc3339(entry.published),
        "date_modified": format_rfc3339(entry.updated),
        "tags": [publication.topic_labels[key].get(entry.language) for key in entry.topics],
        "summary": write_summary(publication, entry),
        "content_html": render_content(publication, entry),
        "attachments": [
            {
                "url": publication.url(entry.path + file.name),
                "mime_type": file.media_type,
                "title": file.name,
                "size_in_bytes": file.length,
            }
            for file in entry.announced
        ],
    }
    return {key: value for key, value in item.items() if value or key == "content_html"}
