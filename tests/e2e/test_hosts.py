"""What `init --host` writes, tried out: nginx for real, workflows as shell, YAML by its schema."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import yaml

from communique.cli.hosts import GUARD, HOSTS
from tests.e2e.servers import Asked, Reply, serve, serve_script
from tests.e2e.stores import BUCKET, ENVIRONMENT, choose_port, run_store
from tests.publication import SETTINGS, Folder, Run, publish, write_everything
from tests.tools import find_tool, git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORKFLOW = ".github/workflows/publish.yml"
FILES = {
    "github": [WORKFLOW],
    "gitlab": [".gitlab-ci.yml"],
    "netlify": [WORKFLOW],
    "cloudflare": [WORKFLOW],
    "nginx": ["nginx.conf"],
    "s3": [WORKFLOW, "s3-policy.json"],
}


@pytest.mark.parametrize("host", HOSTS)
def test_each_host_gets_its_files(folder: Folder, run: Run, host: str) -> None:
    """They are named, and a second time nothing is overwritten."""
    result = run("init", "--host", host)
    assert result.exit_code == 0
    assert FILES[host] == result.stdout.splitlines()
    texts = [(folder.path / name).read_text("utf-8") for name in FILES[host]]
    assert not any("%%" in text for text in texts)
    again = run("init", "--host", host)
    assert again.exit_code == 1
    assert f"{FILES[host][0]}: there is such a file already" in again.stderr


def test_a_new_publication_gets_them_too(tmp_path: Path, run: Run) -> None:
    """One command starts a publication and equips it."""
    shutil.rmtree(tmp_path / "entries")
    result = run("init", "--host", "github", "--base-url", "https://statements.example.net/")
    assert result.exit_code == 0
    assert "entries/feed.yaml" in result.stdout
    assert WORKFLOW in result.stdout


def test_faults_of_the_settings_come_first(folder: Folder, run: Run) -> None:
    """What a host wants depends on the settings, so they have to be right."""
    folder.write("feed.yaml", "titel: x\n")
    result = run("init", "--host", "nginx")
    assert result.exit_code == 1
    assert "entries/feed.yaml:1: titel: there is no such field" in result.stderr
    assert not (folder.path / "nginx.conf").exists()


@pytest.mark.parametrize(
    ("host", "schema"),
    [(host, "vendor.gitlab-ci" if host == "gitlab" else "vendor.github-workflows")
     for host in HOSTS if host != "nginx"],
)  # fmt: skip
def test_the_workflow_keeps_its_schema(folder: Folder, run: Run, host: str, schema: str) -> None:
    """The published schema of the host finds no fault, and late schedules are warned of."""
    run("init", "--host", host)
    file = folder.path / FILES[host][0]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "chedules are late" in file.read_text("utf-8")


def test_the_rights_of_a_bucket_are_few(folder: Folder, run: Run) -> None:
    """Whoever delivers needs no right beyond one bucket."""
    folder.write("feed.yaml", f"{SETTINGS}deploy: s3://council/site\n")
    run("init", "--host", "s3")
    policy = json.loads((folder.path / "s3-policy.json").read_text("utf-8"))
    assert {row["Resource"] for row in policy["Statement"]} == {
        "arn:aws:s3:::council",
        "arn:aws:s3:::council/*",
    }
    assert "--to s3://council/site" in (folder.path / WORKFLOW).read_text("utf-8")


def list_steps(folder: Folder, host: str) -> list[tuple[str, str]]:
    """List the shell of each step of a workflow; what is an action of the host has none."""
    text = yaml.safe_load((folder.path / FILES[host][0]).read_text("utf-8"))
    if host == "gitlab":
        before = text["default"]["before_script"]
        jobs = [text[name]["script"] for name in ("pages", "notify")]
        return [(f"{n}", "\n".join(flatten([before, job]))) for n, job in enumerate(jobs)]
    steps: list[dict[str, Any]] = text["jobs"]["publish"]["steps"]
    return [(step.get("name", ""), step.get("run", "")) for step in steps]


def flatten(lines: list[Any]) -> list[str]:
    """Flatten what YAML anchors nest."""
    return [x for line in lines for x in ([line] if isinstance(line, str) else flatten(line))]


def read_environment(file: Path) -> dict[str, str]:
    """Read what the steps of a workflow left for those after them."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    parts = [line.partition("=") for line in lines]
    return {name: value for name, _, value in parts}


@contextmanager
def stand_ins(folder: Path, www: Path) -> Iterator[Path]:
    """Stand in for the programs that reach beyond this machine."""
    folder.mkdir()
    copy = f'cp -R site/. "{www}"'
    scripts = {
        "pip": "exit 0",
        "npx": copy,
        "communique": f'exec "{sys.executable}" -m communique "$@"',
        "deploy-pages": copy,
    }
    for name, text in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        (folder / name).chmod(0o755)
    yield folder


@pytest.mark.skipif(sys.platform == "win32", reason="the steps are for a Unix shell")
@pytest.mark.parametrize("host", [host for host in HOSTS if host != "nginx"])
def test_the_steps_publish_and_keep_the_record(
    folder: Folder, run: Run, tmp_path_factory: pytest.TempPathFactory, host: str
) -> None:
    """Run as shell in a clone, they record, deliver, tell the hub, and push the ledger."""
    outside = tmp_path_factory.mktemp("outside")
    www, remote, clone, said = (outside / n for n in ("www", "remote.git", "clone", "said"))
    www.mkdir()
    pings: list[bytes] = []

    def listen(asked: Asked) -> Reply:
        pings.append(asked.body)
        return Reply()

    with ExitStack() as stack:
        hub = stack.enter_context(serve_script(listen))
        environment = {
            **os.environ,
            "NO_PROXY": "*",
            "CI_DEFAULT_BRANCH": "main",
            "CI_SERVER_HOST": "gitlab.example.org",
            "CI_SERVER_PROTOCOL": "https",
            "CI_PROJECT_PATH": "council/statements",
            "PUBLISH_TOKEN": "token",
            "GITHUB_ENV": str(said),
        }
        if host == "s3":
            store = stack.enter_context(run_store("moto", outside))
            base = f"{store.url}/{BUCKET}/site/"
            environment |= {**ENVIRONMENT, "AWS_ENDPOINT_URL": store.url}
        else:
            base = stack.enter_context(serve(www))
        bin_folder = stack.enter_context(stand_ins(outside / "bin", www))
        environment["PATH"] = f"{bin_folder}:{environment['PATH']}"
        settings = SETTINGS.replace("https://statements.example.org/", base)
        folder.write("feed.yaml", f"{settings}hubs: ['{hub}']\ndeploy: s3://{BUCKET}/site\n")
        folder.entry("2023-10-03-one.md", "title: One\n")
        (folder.path / ".gitignore").write_text(".communique/\n", "utf-8")
        run("init", "--host", host)
        git(outside, "init", "--quiet", "--bare", "--initial-branch=main", str(remote))
        git(remote, "config", "receive.advertisePushOptions", "true")
        git(folder.path, "init", "--quiet", "--initial-branch=main")
        git(folder.path, "config", "user.name", "x")
        git(folder.path, "config", "user.email", "x@example.org")
        git(folder.path, "add", "--all")
        git(folder.path, "commit", "--quiet", "--message", "Start")
        git(folder.path, "push", "--quiet", str(remote), "main")
        git(outside, "clone", "--quiet", str(remote), str(clone))
        pushed = "https://oauth2:token@gitlab.example.org/council/statements.git"
        git(clone, "config", f"url.{remote}.insteadOf", pushed)
        for number, (name, script) in enumerate(list_steps(folder, host)):
            shell = script or ("deploy-pages" if name == "Deliver the site" else "")
            done = subprocess.run(
                ["bash", "-e", "-o", "pipefail", "-c", shell],
                cwd=clone,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, (name, done.stderr)
            environment |= read_environment(said)
            if host == "gitlab" and number == 0:  # the host delivers what the job left
                assert (
                    gzip.decompress((clone / "site/atom.xml.gz").read_bytes())
                    == (clone / "site/atom.xml").read_bytes()
                )
                shutil.copytree(clone / "site", www, dirs_exist_ok=True)
    ledger = git(remote, "show", "main:entries/ledger.jsonl")
    kinds = [json.loads(line)["event"] for line in ledger.splitlines()]
    assert kinds == ["published", "notified", "delivered"]
    assert len(pings) == 9
    start = git(remote, "show", "communique-published:entries/ledger.jsonl")
    assert start.splitlines() == ledger.splitlines()[:1]
    assert "site/atom.xml" in git(remote, "ls-tree", "-r", "--name-only", "main").splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="the steps are for a Unix shell")
@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_the_steps_stop_where_git_took_the_record_back(
    folder: Folder, run: Run, tmp_path_factory: pytest.TempPathFactory, host: str
) -> None:
    """What the host published is recorded for ever: whoever did it, and however git forgets it."""
    run("init", "--host", host)
    shell = "\n".join(script for _, script in list_steps(folder, host))
    assert GUARD in shell.partition("communique publish")[0]
    remote = tmp_path_factory.mktemp("outside") / "remote.git"

    def look() -> tuple[int, str]:
        done = subprocess.run(
            ["bash", "-e", "-c", GUARD],
            cwd=folder.path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def commit(tag: str = "") -> None:
        git(folder.path, "add", "--all")
        git(folder.path, "commit", "--quiet", "--message", "x")
        if tag:
            git(folder.path, "push", "--quiet", "--force", "origin", f"HEAD:refs/tags/{tag}")

    git(folder.path, "init", "--quiet", "--initial-branch=main")
    git(folder.path, "remote", "add", "origin", str(remote))
    assert look()[0] != 0
    git(folder.path, "init", "--quiet", "--bare", str(remote))
    commit()
    assert look() == (0, "")
    for day, name in enumerate(("one", "two")):
        folder.entry(f"2023-10-03-{name}.md", f"title: {name}\n")
        publish(run, "--no-deliver", day=day)
        commit("communique-published")
        assert look() == (0, "")
    folder.entry("2023-10-03-three.md", "title: three\n")
    publish(run, "--no-deliver", day=2)
    commit()
    assert look() == (0, "")
    git(folder.path, "revert", "--no-edit", "HEAD")  # nobody has that one
    assert look() == (0, "")
    git(folder.path, "revert", "--no-edit", "HEAD~2")
    status, said = look()
    assert status == 1
    assert said.startswith("entries/ledger.jsonl: ledger-broken: ")
    git(folder.path, "revert", "--no-edit", "HEAD")
    assert look() == (0, "")
    (folder.path / "entries" / "ledger.jsonl").unlink()
    commit()
    assert look()[0] == 1
    git(folder.path, "reset", "--quiet", "--hard", "HEAD~6")  # as after a push by force
    assert look()[0] == 1
    git(folder.path, "pull", "--quiet", "origin", "tag", "communique-published")
    assert look() == (0, "")
    git(folder.path, "reset", "--quiet", "--hard", "HEAD~1")
    git(folder.path, "push", "--quiet", "origin", ":refs/tags/communique-published")
    assert look() == (0, "")


@contextmanager
def run_nginx(configuration: str, folder: Path, port: int) -> Iterator[None]:
    """Run nginx with what was generated for it, and nothing else of ours."""
    main = folder / "main.conf"
    (folder / "generated.conf").write_text(configuration, "utf-8")
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nuser root;\n"
        "events {}\n"
        f"http {{\naccess_log off;\n{paths}include {folder}/generated.conf;\n}}\n",
        "utf-8",
    )
    command = [find_tool("nginx"), "-p", str(folder), "-c", str(main)]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield
        finally:
            process.terminate()


@pytest.mark.parametrize("feed_types", ["general", "exact"])
@pytest.mark.parametrize("prefix", ["", "council/"])
def test_nginx_serves_feeds_as_it_should(
    folder: Folder,
    run: Run,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    feed_types: str,
    prefix: str,
) -> None:
    """Our own live check has no warning: types, gzip, ETag, 304, HEAD, links to the hub."""
    monkeypatch.setenv("NO_PROXY", "*")
    outside = tmp_path_factory.mktemp("nginx")
    port = choose_port()
    base = f"http://127.0.0.1:{port}/{prefix}"
    write_everything(folder)
    settings = (folder.path / "entries" / "feed.yaml").read_text("utf-8")
    settings = settings.replace("https://statements.example.org/", base)
    www = outside / "www" / prefix
    folder.write("feed.yaml", f"{settings}deploy: {www}\nfeed_types: {feed_types}\n")
    (outside / "www").mkdir()
    assert run("init", "--host", "nginx").exit_code == 0
    done = run("publish", "--now", "2024-01-01", "--wait", "0", "--announce", "13")
    assert done.exit_code == 0, done.stderr
    configuration = (folder.path / "nginx.conf").read_text("utf-8")
    with run_nginx(configuration, outside, port):
        feeds = [f"{base}{p}" for p in ("atom.xml", "be/rss.xml", "feed.json", "archive/1.xml")]
        for feed in feeds:
            result = run("validate", "--format", "json", feed)
            report = json.loads(result.stdout)
            findings = [f for d in report for f in d["messages"] if f["severity"] != "info"]
            assert findings == []
        exact = "application/atom+xml; charset=utf-8"
        general = "application/xml; charset=utf-8"
        answer = httpx.get(f"{base}atom.xml")
        assert answer.headers["content-type"] == (exact if feed_types == "exact" else general)
        assert answer.headers["content-encoding"] == "gzip"
        hub = '<https://hub.example.org/>; rel="hub"'
        assert answer.headers["link"] == f'{hub}, <{base}atom.xml>; rel="self"'
        page = httpx.get(base)
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert page.headers["cache-control"] == "public, max-age=300"
        missing = httpx.get(f"{base}nothing")
        assert (missing.status_code, "<!doctype html>" in missing.text) == (404, True)
        assert httpx.get(f"{base}.communique/manifest.json").status_code == 404
        sums = httpx.get(f"{base}SHA256SUMS")
        assert sums.headers["content-type"] == "text/plain; charset=utf-8"


def test_nginx_takes_the_configuration_with_certificates(
    folder: Folder, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With https there is a redirect from http, and nginx finds no fault in either server."""
    outside = tmp_path_factory.mktemp("nginx")
    run("init", "--host", "nginx")
    text = (folder.path / "nginx.conf").read_text("utf-8")
    assert "root /srv/statements.example.org;" in text
    assert "return 301 https://statements.example.org$request_uri;" in text
    key, certificate = outside / "key.pem", outside / "cert.pem"
    openssl = [find_tool("openssl"), "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"]
    openssl += ["-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=statements.example.org"]
    subprocess.run(
        [*openssl, "-keyout", str(key), "-out", str(certificate)], capture_output=True, check=True
    )
    live = "/etc/letsencrypt/live/statements.example.org"
    text = text.replace(f"{live}/fullchain.pem", str(certificate))
    text = text.replace(f"{live}/privkey.pem", str(key))
    ports = choose_port(), choose_port()
    text = text.replace("listen 80;", f"listen 127.0.0.1:{ports[0]};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{ports[1]} ssl;")
    with run_nginx(text, outside, ports[0]):
        answer = httpx.get(f"http://127.0.0.1:{ports[0]}/x")
        assert answer.headers["location"] == "https://statements.example.org/x"
