"""Which feeds changed since they were last seen, or a hub accepted news of them; pure."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from communique.channels import list_channels, list_moved
from communique.hosting import FEED_TYPES, is_feed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.events import Ledger
    from communique.model import Publication


def list_topic_urls(publication: Publication, sums: Mapping[str, str]) -> Mapping[str, str]:
    """
    List the address of every feed.

    Args:
        publication: Whose channels they are.
        sums: The SHA-256 of every file of the site, by its path.

    Returns:
        Topic URL, which is rel=self, to path; the main channel first. Last stand the addresses that
        topics had before: whoever subscribed there is told as well.
    """
    channels = list_channels(publication)
    folders = [*(channel.path for channel in channels), *list_moved(publication, channels)]
    paths = [folder + name for folder in folders for name in FEED_TYPES]
    return {publication.url(path): path for path in paths if path in sums}


def hash_feeds(sums: Mapping[str, str]) -> str:
    """Give one hash for all feeds of a site, of whose files *sums* gives the SHA-256."""
    lines = [f"{sums[path]}  {path}" for path in sorted(filter(is_feed, sums))]
    return sha256("\n".join(lines).encode()).hexdigest()


def list_news(
    publication: Publication, ledger: Ledger, sums: Mapping[str, str]
) -> Mapping[str, Mapping[str, str]]:
    """
    List what each hub has not accepted yet.

    Args:
        publication: Its hubs and channels.
        ledger: What was accepted.
        sums: The SHA-256 of every file of the site, by its path.

    Returns:
        Hub to topic URL to SHA-256; a hub for which there is nothing new is left out.
    """
    current = {url: sums[path] for url, path in list_topic_urls(publication, sums).items()}
    news = {
        hub: {u: s for u, s in current.items() if ledger.accepted.get((hub, u)) != s}
        for hub in publication.hubs
    }
    return {hub: urls for hub, urls in news.items() if urls}
