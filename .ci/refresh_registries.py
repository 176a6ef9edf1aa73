"""
Refresh the registries that the validator carries.

    python .ci/refresh_registries.py

Language subtags, regions and URI schemes come from the packages of the npm registry that mirror
IANA's files (`npm` has to be on the path). Link relations come from IANA's CSV file, which is
fetched, or given: `--link-relations link-relations-1.csv`. Only the names are kept.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import subprocess
import tarfile
import tempfile
import textwrap
import urllib.request
from pathlib import Path

DATA = Path(__file__).parent.parent / "src/communique/validate/registry"
LINK_RELATIONS = "https://www.iana.org/assignments/link-relations/link-relations-1.csv"


def main() -> None:
    """Write every data file anew."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--link-relations", type=Path, help="a downloaded link-relations-1.csv")
    parser.add_argument("--only-npm", action="store_true", help="leave the link relations alone")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _write_languages(_fetch_package("language-subtag-registry", Path(folder)))
        _write_schemes(_fetch_package("schemes", Path(folder)))
    if not arguments.only_npm:
        _write_link_relations(arguments.link_relations)


def _fetch_package(name: str, folder: Path) -> Path:
    """Fetch a package through npm and unpack it; return its folder."""
    packed = subprocess.run(
        ["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True
    )
    target = folder / name
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def _write_languages(package: Path) -> None:
    """Keep the primary language subtags and the two-letter regions."""
    registry = json.loads((package / "data/json/registry.json").read_text("utf-8"))
    date = json.loads((package / "data/json/meta.json").read_text("utf-8"))["File-Date"]
    origin = f"IANA language subtag registry of {date}, from npm {_version(package)}"
    for kind, file in (("language", "languages"), ("region", "regions")):
        names = [
            row["Subtag"] for row in registry if row["Type"] == kind and ".." not in row["Subtag"]
        ]
        if kind == "region":
            names = [name for name in names if len(name) == 2]
        _write(file, origin, names)


def _write_schemes(package: Path) -> None:
    """Keep the URI schemes of every status."""
    names = {
        row["scheme"].split()[0].lower()
        for status in ("permanent", "provisional", "historical")
        for row in json.loads((package / f"lib/iana-{status}.json").read_text("utf-8"))
    }
    _write("schemes", f"IANA URI schemes, from npm {_version(package)}", names)


def _write_link_relations(given: Path | None) -> None:
    """Keep the names of the link relations."""
    if given:
        text = given.read_text("utf-8")
    else:
        with urllib.request.urlopen(LINK_RELATIONS, timeout=30) as answer:
            text = answer.read().decode("utf-8")
    rows = csv.DictReader(io.StringIO(text))
    _write(
        "link-relations",
        f"IANA link relations, {LINK_RELATIONS}",
        {row["Relation Name"] for row in rows},
    )


def _version(package: Path) -> str:
    """Name a package and its version."""
    about = json.loads((package / "package.json").read_text("utf-8"))
    return f"{about['name']} {about['version']}"


def _write(name: str, origin: str, names: set[str] | list[str]) -> None:
    """Write one data file: where it is from, then the names, sorted."""
    lines = textwrap.wrap(" ".join(sorted(names)), 99, break_on_hyphens=False)
    text = "\n".join([f"# {origin}", "# python .ci/refresh_registries.py", *lines, ""])
    (DATA / f"{name}.txt").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
