"""A served feed, looked at by ``communique validate URL``: healthy, and with faults one by one."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from click.testing import CliRunner, Result

from communique.cli import main
from communique.deliver import live
from communique.deliver.addresses import read_peer
from communique.deliver.answers import Fetched, Limits, Stop
from communique.deliver.live import fetch_feed
from communique.deliver.rules import read_rules
from communique.validate.inputs import Refusal
from tests.e2e.servers import Asked, Reply, serve_script
from tests.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path

Fault = Callable[[Asked, Reply], Reply]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask no DNS server for a host that does not exist; use no proxy."""
    known = socket.getaddrinfo

    def resolve(host: str | bytes, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as the original
        name = host.decode() if isinstance(host, bytes) else host
        if not name.endswith(".invalid"):
            return known(host, *rest, **more)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setenv("NO_PROXY", "*")


DATE = "Tue, 03 Oct 2023 11:30:00 GMT"
CHALLENGE = (
    b"<!doctype html><html><head><title>Just a moment...</title></head><body>%s</body></html>"
)
CLOUDFLARE = CHALLENGE % b'<script src="/cdn-cgi/challenge-platform/h/b"></script>'


def write_feed(base: str, *, entries: int = 3, hub: str = "", padding: int = 9000) -> bytes:
    """Write a valid Atom feed that is served at ``atom.xml``."""
    link = f'<link rel="hub" href="{hub}"/>' if hub else ""
    items = "".join(
        f"<entry><id>tag:example.org,2023:{n}</id><title>Title {n}</title>"
        f'<link rel="alternate" href="https://example.org/{n}/"/>'
        f"<updated>2023-10-0{n + 1}T11:30:00Z</updated><content>Text {'x' * padding}</content>"
        "</entry>"
        for n in range(entries)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="en"><id>tag:example.org,2023:feed</id><title>Statements</title>'
        f"<updated>2023-10-03T11:30:00Z</updated><author><name>Council</name></author>{link}"
        f'<link rel="self" type="application/atom+xml" href="{base}atom.xml"/>'
        f'<link rel="alternate" type="text/html" href="{base}"/>{items}</feed>\n'
    ).encode()


def answer_well(asked: Asked, body: bytes) -> Reply:
    """Answer as a good host does: type, validators, 304, gzip, HEAD."""
    etag = f'"{sha256(body).hexdigest()[:16]}"'
    headers = {
        "Content-Type": "application/atom+xml; charset=utf-8",
        "ETag": etag,
        "Last-Modified": DATE,
        "Cache-Control": "max-age=300",
        "Vary": "Accept-Encoding",
    }
    if asked.headers.get("if-none-match") == etag:
        return Reply(status=304, headers=headers)
    if "if-none-match" not in asked.headers and asked.headers.get("if-modified-since") == DATE:
        return Reply(status=304, headers=headers)
    if "gzip" in asked.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, mtime=0)
    return Reply(headers=headers, body=body)


class Host:
    """A host with one feed, at ``atom.xml``, and at most one fault."""

    def __init__(self, fault: Fault | None = None, *, entries: int = 3, hub: str = "") -> None:
        self.fault = fault
        self.entries = entries
        self.hub = hub
        self.base = "http://127.0.0.1/"
        self.body = b""

    def __call__(self, asked: Asked) -> Reply:
        """Answer well, then spoil it."""
        reply = answer_well(asked, self.body)
        return self.fault(asked, reply) if self.fault else reply

    def validate(self, *arguments: str, folder: str = ".", path: str = "atom.xml") -> Result:
        """Run the command against this host."""
        with serve_script(self) as base:
            self.base = base
            self.body = write_feed(base, entries=self.entries, hub=self.hub)
            return CliRunner().invoke(main, ["-C", folder, "validate", *arguments, f"{base}{path}"])


def set_header(name: str, value: str) -> Fault:
    """Send a header with another value; with none, leave it out."""

    def fault(_: Asked, reply: Reply) -> Reply:
        headers = {key: each for key, each in reply.headers.items() if key != name}
        return replace(reply, headers=headers | ({name: value} if value else {}))

    return fault


def instead(reply: Reply) -> Fault:
    """Send the same whatever is asked."""
    return lambda *_: reply


def redirect(status: int, to: str) -> Fault:
    """Redirect ``old.xml``."""
    return lambda asked, reply: (
        Reply(status=status, headers={"Location": to}) if asked.path == "/old.xml" else reply
    )


def plain(asked: Asked, reply: Reply) -> Reply:
    """Never pack."""
    if not reply.body:
        return reply
    headers = {k: v for k, v in reply.headers.items() if k != "Content-Encoding"}
    del asked
    return replace(reply, headers=headers, body=gzip.decompress(reply.body))


def never_304(_: Asked, reply: Reply) -> Reply:
    """Answer with a page where 304 was due."""
    return replace(reply, status=200) if reply.status == 304 else reply


def stray_304(_: Asked, reply: Reply) -> Reply:
    """Send a body after 304."""
    return replace(reply, stray=b"<feed/>") if reply.status == 304 else reply


def no_validators(asked: Asked, reply: Reply) -> Reply:
    """Send neither ETag nor Last-Modified."""
    return set_header("ETag", "")(asked, set_header("Last-Modified", "")(asked, reply))


def only_known_readers(asked: Asked, reply: Reply) -> Reply:
    """Refuse programs that are not known."""
    return reply if "Miniflux" in asked.headers["user-agent"] else Reply(status=403)


def head_not_allowed(asked: Asked, reply: Reply) -> Reply:
    """Refuse HEAD."""
    return Reply(status=405) if asked.method == "HEAD" else reply


def dead_conditional(asked: Asked, reply: Reply) -> Reply:
    """Break off when asked with an ETag."""
    return replace(reply, raw=b"\x00") if "if-none-match" in asked.headers else reply


FAULTS: dict[str, tuple[Fault, str]] = {
    "not found": (instead(Reply(status=404)), "live-status"),
    "gone": (instead(Reply(status=410)), "live-status"),
    "server error": (instead(Reply(status=500)), "live-status"),
    "cloudflare": (instead(Reply(status=403, body=CLOUDFLARE)), "live-challenge"),
    "consent": (
        instead(Reply(body=b"<html><head><title>Cookie consent</title></head></html>")),
        "live-challenge",
    ),
    "page type": (set_header("Content-Type", "text/html"), "live-type"),
    "download type": (set_header("Content-Type", "application/octet-stream"), "live-type"),
    "type of RSS": (set_header("Content-Type", "application/rss+xml"), "live-type-other"),
    "general type": (set_header("Content-Type", "application/xml"), "live-type-generic"),
    "no type": (set_header("Content-Type", ""), "live-type-missing"),
    "charset": (
        set_header("Content-Type", "application/atom+xml; charset=iso-8859-1"),
        "live-charset",
    ),
    "no validator": (no_validators, "live-no-validator"),
    "never 304": (never_304, "live-no-304"),
    "body after 304": (stray_304, "live-304-body"),
    "wrong date": (set_header("Last-Modified", "yesterday"), "live-date"),
    "future date": (set_header("Last-Modified", "Tue, 03 Oct 2090 11:30:00 GMT"), "live-future"),
    "not packed": (plain, "live-not-packed"),
    "no-store": (set_header("Cache-Control", "no-store"), "live-no-store"),
    "private": (set_header("Cache-Control", "private"), "live-not-shared"),
    "a week": (set_header("Cache-Control", "max-age=604800"), "live-cached-long"),
    "vary by cookie": (set_header("Vary", "Cookie"), "live-vary"),
    "no vary": (set_header("Vary", ""), "live-vary-missing"),
    "another self": (
        set_header("Link", '<https://else.example/atom.xml>; rel="self"'),
        "live-link-self",
    ),
    "another hub": (set_header("Link", "<https://other.example/>; rel=hub"), "live-link-hub"),
    "only known readers": (only_known_readers, "live-user-agent"),
    "no HEAD": (head_not_allowed, "live-head"),
    "breaks off": (dead_conditional, "live-unsteady"),
    "empty": (instead(Reply(headers={"Content-Type": "application/xml"})), "live-empty"),
}


def list_codes(result: Result) -> list[str]:
    """List the codes of the live findings, each once."""
    [report] = json.loads(result.stdout)
    codes = (message["code"] for message in report["messages"])
    return [code for code in dict.fromkeys(codes) if code.startswith("live-")]


def test_healthy_feed_is_silent() -> None:
    """A well-served feed gives no finding of any kind."""
    result = Host().validate()
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 feed, valid\n")


def test_healthy_feed_with_link_headers_is_silent() -> None:
    """Hub and self may stand in header and document, if they agree."""

    def link(asked: Asked, reply: Reply) -> Reply:
        value = f'<https://hub.example/>; rel="hub", <{host.base}atom.xml>; rel="self"'
        return set_header("Link", value)(asked, reply)

    host = Host(link, hub="https://hub.example/")
    assert host.validate().stdout == ""


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_found(name: str) -> None:
    """Each fault is reported under its code, which decides the exit status."""
    fault, code = FAULTS[name]
    result = Host(fault, hub="https://hub.example/").validate("--format", "json")
    assert code in list_codes(result)
    if read_rules()[code].severity == "error":
        assert result.exit_code == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [(301, "live-moved"), (308, "live-moved"), (302, "live-moved-for-now")],
)
def test_redirect_is_followed_and_reported(status: int, code: str) -> None:
    """A hop is reported; a redirect on the host that was typed needs no permission."""
    result = Host(redirect(status, "/atom.xml")).validate("--format", "json", path="old.xml")
    assert list_codes(result) == [code]


def test_feed_without_entries_is_found() -> None:
    """An empty feed is reported, and that its self is elsewhere."""
    result = Host(entries=0).validate("--format", "json")
    assert list_codes(result) == ["live-no-entries"]


def test_feed_that_is_served_elsewhere_is_found() -> None:
    """The final address is compared with rel=self."""
    result = Host().validate("--format", "json", path="copy.xml")
    assert list_codes(result) == ["live-self"]


def test_loop_is_found() -> None:
    """Redirects that lead in a circle end, and leave with 1."""
    fault = redirect(301, "/old.xml?2")
    host = Host(lambda asked, reply: fault(replace(asked, path="/old.xml"), reply))
    result = host.validate("--format", "json", path="old.xml")
    assert (result.exit_code, list_codes(result)) == (1, ["live-moved", "live-redirect-loop"])


def test_endless_redirects_end() -> None:
    """A server that always knows another address is left after ten hops, or any other number."""
    asked_for: list[str] = []

    def wander(asked: Asked) -> Reply:
        asked_for.append(asked.path)
        return Reply(status=307, headers={"Location": f"/{len(asked_for)}"})

    with serve_script(wander) as base:
        fetched = fetch_feed(base, limits=Limits(hops=3))
    assert isinstance(fetched, Fetched)
    assert (fetched.stop, len(fetched.chain), len(asked_for)) == (Stop.MANY, 4, 4)


def refuse(reply: Reply, *, total: float = 2, read: float = 1, body: int = 64_000_000) -> Refusal:
    """Fetch what always answers the same, within narrow limits."""
    limits = Limits(connect=1, read=read, total=total, body=body)
    with serve_script(lambda _: reply) as base:
        refusal = fetch_feed(base, limits=limits)
    assert isinstance(refusal, Refusal)
    return refusal


def test_slow_drip_of_a_body_ends() -> None:
    """A byte now and then keeps no connection open for longer than the total."""
    refusal = refuse(Reply(body=b"x" * 900, pause=0.02), total=0.3)
    assert refusal.problem == "it was not there after 0.3 seconds"


def test_slow_drip_of_headers_ends() -> None:
    """The same holds before the body."""
    refusal = refuse(Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"x" * 900, pause=0.02), total=0.3)
    assert refusal.problem == "it was not there after 0.3 seconds"


def test_silence_ends() -> None:
    """A server that says nothing is left."""
    refusal = refuse(Reply(raw=b"H", pause=0.6), read=0.1)
    assert refusal.problem == "the server did not answer in time"


def test_large_body_ends() -> None:
    """A body larger than the limit is not read to its end."""
    assert "larger than 0.00954 MB" in refuse(Reply(body=b"x" * 20_000), body=10_000).problem


def test_compressed_bomb_ends() -> None:
    """A body that unpacks to more than the limit is never unpacked as a whole."""
    bomb = Reply(headers={"Content-Encoding": "gzip"}, body=gzip.compress(bytes(9_000_000)))
    assert "is larger than" in refuse(bomb, body=10_000).problem


def test_endless_tail_of_a_small_gzip_ends() -> None:
    """What follows the end of the packed body counts as well."""
    tail = Reply(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"x") + bytes(20_000))
    assert "is larger than" in refuse(tail, body=10_000).problem


@pytest.mark.parametrize(
    ("coding", "body", "problem"),
    [
        ("br", b"x", "it is sent in the coding “br”"),
        ("gzip, gzip", b"x", "it is sent in the coding “gzip, gzip”"),
        ("gzip", b"x" * 99, "it is sent as damaged gzip"),
        ("gzip", gzip.compress(b"x" * 99, mtime=0)[:-9], "it is sent as gzip that ends too early"),
        ("deflate", b"x" * 99, "it is sent as damaged deflate"),
    ],
)
def test_wrong_coding_is_refused(coding: str, body: bytes, problem: str) -> None:
    """What cannot be unpacked was not fetched."""
    refusal = refuse(Reply(headers={"Content-Encoding": coding}, body=body))
    assert refusal.problem.startswith(problem)


def test_gzip_in_pieces_is_unpacked() -> None:
    """A body may be packed in several members (RFC 1952 §2.2)."""
    packed = gzip.compress(b"te") + gzip.compress(b"xt")
    with serve_script(lambda _: Reply(headers={"Content-Encoding": "gzip"}, body=packed)) as base:
        fetched = fetch_feed(base)
    assert isinstance(fetched, Fetched)
    assert fetched.last.body == b"text"


def test_deflate_is_unpacked() -> None:
    """The other packing of HTTP is understood as well."""
    reply = Reply(headers={"Content-Encoding": "deflate"}, body=zlib.compress(b"text"))
    with serve_script(lambda _: reply) as base:
        fetched = fetch_feed(base)
    assert isinstance(fetched, Fetched)
    assert fetched.last.body == b"text"


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("http://127.0.0.1:9/", "127.0.0.1 is no public address"),
        ("http://[::1]:9/", "::1 is no public address"),
        ("http://169.254.169.254/latest", "169.254.169.254 is no public address"),
        ("http://[::ffff:10.0.0.1]/", "is no public address"),
        ("http://localhost:9/", "is no public address"),
        ("http://no.such.host.invalid/", "there is no such host"),
        ("file:///etc/passwd", "it redirects to file:, which no feed reader follows"),
        ("http://a:port/", "the answer is not proper HTTP: Invalid URL"),
    ],
)
def test_redirect_into_a_private_network_is_refused(location: str, problem: str) -> None:
    """An address from the network is not followed into the network of who looks."""
    assert problem in refuse(Reply(status=302, headers={"Location": location})).problem


def test_redirect_into_a_private_network_is_followed_with_permission() -> None:
    """--allow-private is the permission."""
    with serve_script(lambda _: Reply(body=b"there")) as other:
        fault = redirect(302, other)
        host = Host(fault)
        refused = host.validate(path="old.xml")
        allowed = host.validate("--format", "json", "--allow-private", path="old.xml")
    assert (refused.exit_code, "--allow-private" in refused.stderr) == (3, True)
    assert "live-moved-for-now" in list_codes(allowed)


def test_public_redirect_is_connected_to_as_it_was_resolved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The name is sent, and the number that was judged is connected to."""
    hosts: list[str] = []

    def respond(asked: Asked) -> Reply:
        hosts.append(asked.headers["host"])
        if asked.path == "/":
            return Reply(status=301, headers={"Location": f"http://localhost:{port}/feed"})
        return Reply(body=b"x")

    monkeypatch.setattr(live, "is_public", lambda _: True)
    with serve_script(respond) as base:
        port = httpx.URL(base).port
        fetched = fetch_feed(base)
    if isinstance(fetched, Refusal):  # localhost is ::1 first
        assert fetched.problem == "nothing listens at this address"
    else:
        assert fetched.last.url == f"http://localhost:{port}/feed"
        assert hosts[:2] == [f"127.0.0.1:{port}", f"localhost:{port}"]


def test_nothing_listens_leaves_with_3() -> None:
    """What cannot be fetched at all is not a fault of the feed."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"http://user:secret@127.0.0.1:{port}/"
    result = CliRunner().invoke(main, ["validate", url])
    assert (result.exit_code, result.stderr.splitlines()[0], "secret" in result.output) == (
        3,
        f"http://127.0.0.1:{port}/: nothing listens at this address",
        False,
    )


@pytest.mark.parametrize("url", ["http://", "https:///feed", "http://example.org:port/"])
def test_no_address_leaves_with_3(url: str) -> None:
    """A typing mistake gets a message, not a traceback."""
    result = CliRunner().invoke(main, ["validate", url])
    assert (result.exit_code, "this" in result.stderr) == (3, True)


def test_unknown_host_is_named() -> None:
    """A typing mistake in the host is the likely cause."""
    refusal = fetch_feed("http://no.such.host.invalid/")
    assert isinstance(refusal, Refusal)
    assert refusal.problem == "there is no such host"


def test_https_without_tls_is_explained() -> None:
    """A server without TLS on the port of https gets a sentence."""
    with serve_script(lambda _: Reply(body=b"x")) as base:
        refusal = fetch_feed(base.replace("http:", "https:"))
    assert isinstance(refusal, Refusal)
    assert refusal.problem.startswith("no TLS connection could be made: ")


def test_certificate_nobody_trusts_is_explained(tmp_path: Path) -> None:
    """A certificate that signs itself gets a sentence, and what to do."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [find_tool("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=accept_once, args=(server, context), daemon=True)
        thread.start()
        refusal = fetch_feed(f"https://127.0.0.1:{server.getsockname()[1]}/")
        thread.join()
    assert isinstance(refusal, Refusal)
    assert refusal.problem.startswith("its certificate is not trusted: self")


def accept_once(server: socket.socket, context: ssl.SSLContext) -> None:
    """Shake hands with one client, which will refuse."""
    connection, _ = server.accept()
    with connection, pytest.raises(OSError, match=r"."):
        context.wrap_socket(connection, server_side=True).recv(1)


def test_credentials_are_sent_and_never_shown() -> None:
    """A feed behind a password can be looked at; the password is in no output."""
    sent: list[str] = []

    def respond(asked: Asked) -> Reply:
        sent.append(asked.headers.get("authorization", ""))
        return Reply(status=401)

    with serve_script(respond) as base:
        url = base.replace("http://", "http://user:secret@")
        result = CliRunner().invoke(main, ["validate", url])
    assert (all(each.startswith("Basic ") for each in sent), "secret" in result.output) == (
        True,
        False,
    )
    assert result.stdout.startswith(f"{base}: error live-status: status 401: the server asks for")


def test_github_annotates_no_file() -> None:
    """An address is no file of a repository, so it stands in the message."""
    host = Host(set_header("Content-Type", "text/html"))
    result = host.validate("--format", "github")
    assert result.stdout.startswith(f"::error title=live-type::{host.base}atom.xml:1:1: the type")


def test_stale_copy_is_found_by_base_url(tmp_path: Path) -> None:
    """A URL below base_url is compared with site/, without being asked to."""
    host = Host()
    with serve_script(host) as base:
        (tmp_path / "entries").mkdir()
        settings = (
            "title: {en: T}\nbase_url: %s\nauthority: example.org,2023\n"
            "publisher: {name: {en: P}, url: https://example.org/, email: p@example.org}\n"
            "languages: [en]\ntimezone: Europe/Vilnius\n"
        )
        (tmp_path / "entries" / "feed.yaml").write_text(settings % base, "utf-8")
        (tmp_path / "site").mkdir()
        host.base, host.body = base, write_feed(base)
        file = tmp_path / "site" / "atom.xml"
        outcomes = []
        for local in (host.body, write_feed(base, entries=5), write_feed(base, padding=1)):
            file.write_bytes(local)
            command = ["-C", str(tmp_path), "validate", "--format", "json", f"{base}atom.xml"]
            outcomes.append(list_codes(CliRunner().invoke(main, command)))
        file.unlink()
        outcomes.append(list_codes(CliRunner().invoke(main, command)))
    assert outcomes == [[], ["live-stale"], ["live-differs"], []]


def test_against_names_the_folder(tmp_path: Path) -> None:
    """--against compares with any folder, and says so where the file is not in it."""
    host = Host()
    missing = host.validate("--against", str(tmp_path))
    (tmp_path / "atom.xml").write_bytes(write_feed("https://elsewhere.example/", entries=9))
    stale = host.validate("--against", str(tmp_path))
    assert (missing.exit_code, "no such file to compare with" in missing.stderr) == (3, True)
    assert (stale.exit_code, "6 entries of the local copy are not served" in stale.stdout) == (
        1,
        True,
    )


def test_against_stays_in_its_folder(tmp_path: Path) -> None:
    """No address leads out of the folder."""
    (tmp_path / "site").mkdir()
    (tmp_path / "atom.xml").write_bytes(b"outside")
    result = Host().validate("--against", str(tmp_path / "site"), path="%2e%2e/atom.xml")
    assert "no such file to compare with" in result.stderr


def test_live_rules_are_listed_and_explained() -> None:
    """--list and --explain know them."""
    listed = CliRunner().invoke(main, ["validate", "--list"]).stdout
    explained = CliRunner().invoke(main, ["validate", "--explain", "live-stale"]).stdout
    assert all(f"  {code} " in listed for code in read_rules())
    assert "An old copy is served." in explained


def test_peer_of_a_connection_that_is_gone_is_not_known() -> None:
    """Which address it was cannot be asked any more; behind a proxy there is none."""

    class Stream:
        def __init__(self, address: tuple[str, int] | None) -> None:
            self.address = address

        def get_extra_info(self, _: str) -> tuple[str, int] | None:
            if self.address == ("gone", 0):
                raise OSError
            return self.address

    streams = (Stream(None), Stream(("gone", 0)), Stream(("::1", 80)))
    assert [read_peer(stream) for stream in streams] == ["", "", "::1"]


def test_http_library_is_loaded_when_used() -> None:
    """Who judges a file does not wait for it."""
    code = "import sys, communique.cli.validate; sys.exit('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
