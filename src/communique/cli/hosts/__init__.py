"""Files that a host of the site wants: a workflow, a configuration. Templates stand beside this."""

from __future__ import annotations

from pathlib import Path
from string import Template
from textwrap import indent
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import communique
from communique.attachments import MEDIA_TYPES
from communique.hosting import JSON_FEED_TYPE, choose_media_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from communique.settings import Settings

HOSTS: Final = ("github", "gitlab", "netlify", "cloudflare", "nginx", "s3")


class _Blank(Template):
    """A template whose blanks no shell, workflow or server takes for its own."""

    delimiter = "%%"


_KEEP = """\
        run: |
          git config user.name "communique"
          git config user.email "communique@users.noreply.github.com"
          git add entries/ledger.jsonl site
          git diff --cached --quiet || git commit --quiet --message "Publish"
          git push --quiet"""

_RECORD: Final = """\
run: |
          NOW=$(date -u +%Y-%m-%dT%H:%M:%SZ)
          echo "NOW=$NOW" >> "$GITHUB_ENV"
          communique publish --yes --no-deliver --now "$NOW\""""
"""What falls due until the site is delivered waits for the next run: its record is not kept yet."""

_TAG: Final = "communique-published"
"""Stands on what was published last: hosts of git take tags, and a push by force leaves them."""

GUARD: Final = f"""\
git fetch --quiet --prune origin '+refs/tags/{_TAG}*:refs/tags/{_TAG}*'
if kept=$(git rev-parse --quiet --verify refs/tags/{_TAG}:entries/ledger.jsonl); then
  size=$(git cat-file -s "$kept")
  there=$(head -c "$size" entries/ledger.jsonl | git hash-object --stdin)
  if [ "$kept" != "$there" ]; then
    echo "entries/ledger.jsonl: ledger-broken: knows no more what was published by the last run"
    echo "  hint: git revert what took it back, or: git pull origin tag {_TAG}"
    echo "        then, to take back a statement: communique revise FILE --withdraw NOTE"
    echo "        or, if nobody can have read it: git push origin :refs/tags/{_TAG}"
    exit 1
  fi
fi"""
"""What a run recorded was published: it stands at the beginning of the record for ever."""

_NOTIFY = """
      - name: See that readers get the new feeds, and tell the hubs
        run: communique notify --wait 600"""

_DELIVERIES: Final = {
    "github": """\
      - uses: actions/upload-pages-artifact@v3
        with:
          path: site
      - name: Deliver the site
        id: deployment
        uses: actions/deploy-pages@v4"""
    + _NOTIFY,
    "netlify": """\
      - name: Deliver the site
        run: npx --yes netlify-cli deploy --prod --dir site
        env:
          NETLIFY_AUTH_TOKEN: ${{ secrets.NETLIFY_AUTH_TOKEN }}
          NETLIFY_SITE_ID: ${{ secrets.NETLIFY_SITE_ID }}"""
    + _NOTIFY,
    "cloudflare": """\
      # A token with the right "Cloudflare Pages: Edit". Of the file _headers Pages takes 100 rules.
      - name: Deliver the site
        run: npx --yes wrangler pages deploy site --project-name %%project --branch main
        env:
          CLOUDFLARE_API_TOKEN: ${{ secrets.CLOUDFLARE_API_TOKEN }}
          CLOUDFLARE_ACCOUNT_ID: ${{ secrets.CLOUDFLARE_ACCOUNT_ID }}"""
    + _NOTIFY,
    "s3": """\
      # The rights that these credentials need stand in s3-policy.json.
      - name: Deliver the site, and tell the hubs once readers get the new feeds
        run: communique publish --yes --to %%target --now "$NOW"
        env:
          AWS_ACCESS_KEY_ID: ${{ secrets.AWS_ACCESS_KEY_ID }}
          AWS_SECRET_ACCESS_KEY: ${{ secrets.AWS_SECRET_ACCESS_KEY }}
          AWS_REGION: ${{ vars.AWS_REGION }}
          AWS_ENDPOINT_URL: ${{ vars.AWS_ENDPOINT_URL }}""",
}
"""The step of a workflow that brings the site to its host."""


def list_host_files(host: str, settings: Settings) -> Iterator[tuple[str, str]]:
    """
    Write what a host wants.

    Args:
        host: One of ``HOSTS``.
        settings: Of the publication.

    Yields:
        Paths beside ``entries/``, each with its text.
    """
    name = urlsplit(settings.base_url).hostname or ""
    extra = "[deploy]" if host == "s3" else ""
    blanks = {
        "host": host,
        "requirement": f"communique{extra}~={communique.__version__.rpartition('.')[0]}",
        "project": name.replace(".", "-"),
        "tag": _TAG,
        "guard": indent(GUARD, "      " if host == "gitlab" else "          "),
        "target": settings.deploy if settings.deploy.startswith("s3://") else f"s3://{name}",
    }
    if host == "nginx":
        yield "nginx.conf", _fill("nginx.conf", _describe_server(settings))
    elif host == "gitlab":
        yield ".gitlab-ci.yml", _fill("gitlab-ci.yml", blanks)
    else:
        yield ".github/workflows/publish.yml", _fill("workflow.yml", _plan(host, blanks))
        if host == "s3":
            bucket = blanks["target"].removeprefix("s3://").partition("/")[0]
            yield "s3-policy.json", _fill("s3-policy.json", {"bucket": bucket})


def _fill(name: str, blanks: dict[str, str]) -> str:
    template = Path(__file__).with_name(name)
    return _Blank(template.read_text(encoding="utf-8")).substitute(blanks)


def _plan(host: str, blanks: dict[str, str]) -> dict[str, str]:
    """Fill in what the workflow of a host does and may do."""
    pages = host == "github"
    permissions = ["contents: write", *(["pages: write", "id-token: write"] if pages else [])]
    environment = """\
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}"""
    return {
        **blanks,
        "permissions": "\n".join(f"  {line}" for line in permissions),
        "environment": environment if pages else "    timeout-minutes: 60",
        "record": _RECORD if host == "s3" else "run: communique publish --yes --no-deliver",
        "keep": _KEEP,
        "deploy": _Blank(_DELIVERIES[host]).safe_substitute(blanks),
    }


def _describe_server(settings: Settings) -> dict[str, str]:
    """Fill in the addresses and types of a server."""
    parts = urlsplit(settings.base_url)
    name, base = parts.hostname or "", parts.path
    folder = settings.deploy if settings.deploy.startswith("/") else f"/srv/{name}{base}"
    listen, redirect = f"listen {parts.port or 80};", ""
    if parts.scheme == "https":
        certificate = f"/etc/letsencrypt/live/{name}"
        listen = (
            f"listen {parts.port or 443} ssl;\n    ssl_certificate {certificate}/fullchain.pem;\n"
            f"    ssl_certificate_key {certificate}/privkey.pem;"
        )
        redirect = (
            f"server {{\n    listen 80;\n    server_name {name};\n"
            f"    return 301 https://{parts.netloc}$request_uri;\n}}\n"
        )
    types = {**MEDIA_TYPES, ".svg": "image/svg+xml"}
    known = {".json", ".txt", ".xml"}
    return {
        "title": " ".join(settings.title.get(settings.authoritative).split()),
        "folder": folder.rstrip("/"),
        "root": folder.rstrip("/").removesuffix(base.rstrip("/")),
        "name": name,
        "base": base,
        "listen": listen,
        "redirect": redirect,
        "types": "\n".join(
            f"        {kind:<24} {suffix[1:]};"
            for suffix, kind in types.items()
            if suffix not in known
        ),
        "feeds": "\n".join(_describe_feeds(settings, f"{parts.scheme}://{parts.netloc}")),
    }


def _describe_feeds(settings: Settings, origin: str) -> Iterator[str]:
    """Give each kind of feed its type, and the links by which subscribers find hub and feed."""
    patterns = {
        r"atom\.xml": choose_media_type("atom.xml", settings.feed_types),
        r"archive/\d+\.xml": choose_media_type("archive/1.xml", settings.feed_types),
        r"rss\.xml": choose_media_type("rss.xml", settings.feed_types),
        r"feed\.json": JSON_FEED_TYPE,
    }
    hubs = "".join(f'<{hub}>; rel="hub", ' for hub in settings.hubs)
    for pattern, media_type in patterns.items():
        yield f"    location ~ /{pattern}$ {{"
        yield "        types {}"
        yield f"        default_type {media_type.partition(';')[0]};"
        if hubs and "archive" not in pattern:
            yield f"        add_header Link '{hubs}<{origin}$uri>; rel=\"self\"';"
        yield '        add_header Cache-Control "public, max-age=300";'
        yield "        add_header X-Content-Type-Options nosniff;"
        yield "    }"
