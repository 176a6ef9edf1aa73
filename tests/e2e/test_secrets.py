"""Credentials are used and never shown: in no message, no traceback, no file."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.servers import Reply, serve_script

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publication import Folder

PLANTED = "PLANTEDSECRET0123456789"
KEY = base64.b64encode(PLANTED.encode()).decode()


def write_account(folder: Path) -> str:
    """Write a service account of Google's whose key is none."""
    file = folder / "account.json"
    account = {
        "type": "service_account",
        "client_email": "x@example.org",
        "private_key_id": PLANTED,
        "private_key": f"-----BEGIN PRIVATE KEY-----\n{KEY}\n-----END PRIVATE KEY-----\n",
    }
    file.write_text(json.dumps(account), "utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("target", "environment"),
    [
        (
            "s3://statements/site",
            {
                "AWS_ACCESS_KEY_ID": f"{PLANTED}A",
                "AWS_SECRET_ACCESS_KEY": PLANTED,
                "AWS_SESSION_TOKEN": f"{PLANTED}T",
                "AWS_ENDPOINT_URL": "SERVER",
            },
        ),
        (
            "az://statements/site",
            {
                "AZURE_STORAGE_ACCOUNT_NAME": "council",
                "AZURE_STORAGE_ACCOUNT_KEY": KEY,
                "AZURE_STORAGE_ENDPOINT": "SERVER",
            },
        ),
        (
            "az://statements/site",
            {
                "AZURE_STORAGE_ACCOUNT_NAME": "council",
                "AZURE_STORAGE_SAS_TOKEN": f"sv=2024&sig={PLANTED}",
                "AZURE_STORAGE_ENDPOINT": "SERVER",
            },
        ),
        ("gs://statements/site", {"GOOGLE_APPLICATION_CREDENTIALS": "ACCOUNT"}),
        ("gs://statements/site", {"GOOGLE_SERVICE_ACCOUNT_KEY": f'{{"private_key": "{PLANTED}"}}'}),
    ],
)
@pytest.mark.parametrize("debug", [False, True])
def test_no_secret_is_shown(
    folder: Folder,
    tmp_path_factory: pytest.TempPathFactory,
    target: str,
    environment: dict[str, str],
    *,
    debug: bool,
) -> None:
    """A store that refuses is named, with status 3; what opens it is not, and there is no trace."""
    folder.entry("2023-10-03-one.md")
    outside = tmp_path_factory.mktemp("account")
    with serve_script(lambda _: Reply(status=403, body=b"<Error/>")) as base:
        known = {"SERVER": base.rstrip("/"), "ACCOUNT": write_account(outside)}
        planted = {name: known.get(value, value) for name, value in environment.items()}
        done = subprocess.run(
            [sys.executable, "-m", "communique", "publish", "--to", target],
            cwd=folder.path,
            env={**os.environ, **planted, **({"RUST_LOG": "trace"} if debug else {})},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 3, done.stderr
    assert f"{target}: " in done.stderr
    for said in (done.stdout, done.stderr):
        assert "Traceback" not in said
        assert PLANTED not in said
        assert KEY not in said
    for file in folder.path.rglob("*"):
        assert not file.is_file() or PLANTED.encode() not in file.read_bytes()
