"""The house: which library is imported where, and what the inner rooms never ask for."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import import_module
from importlib.metadata import packages_distributions
from pkgutil import walk_packages

import pytest

import communique
from tests.publication import ROOT

PACKAGE = ROOT / "src" / "communique"

ESCAPE_OR_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
"""Of a regular expression: one character, whichever."""

IMPORTERS = {
    "anyascii": {"slugs"},
    "babel": {"words/languages"},
    "bs4": {"intake"},
    "click": {"cli"},
    "fasteners": {"locking"},
    "feedgen": {"render/xmlfeeds"},
    "feedparser": {"importing/feeds"},
    "httpx": {"deliver"},
    "jinja2": {"templating"},
    "lxml": {"render/xmlfeeds"},
    "mammoth": {"intake"},
    "markdownify": {"intake"},
    "markupsafe": {"render/phrases"},
    "msgspec": {"cache", "values"},
    "nh3": {"markup"},
    "obstore": {"deliver"},
    "pyromark": {"markup"},
    "starlette": {"preview"},
    "uvicorn": {"preview"},
    "watchfiles": {"preview"},
    "yaml": {"nodes"},
}
"""The one place that imports each library."""

WHOLE = ("cache", "cli", "deliver", "intake", "preview")
"""Packages that count as one place."""

PURE = (
    *(
        "channels",
        "history",
        "identity",
        "impact",
        "markup",
        "model",
        "past",
        "render",
        "site",
        "templating",
    ),
    "words",
)
"""The model and what renders it: no clock, no chance, no environment, no locale, no disk."""


def list_modules() -> dict[str, ast.Module]:
    """Parse every module, by its path without ending."""
    return {
        file.relative_to(PACKAGE).with_suffix("").as_posix(): ast.parse(file.read_text("utf-8"))
        for file in PACKAGE.rglob("*.py")
    }


def list_imports(tree: ast.Module) -> set[str]:
    """List the top-level packages that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_each_library_is_imported_in_one_place() -> None:
    """A library that has to be replaced is replaced in one place."""
    third_party: dict[str, set[str]] = {}
    for module, tree in list_modules().items():
        for name in list_imports(tree) - {"communique"} - sys.stdlib_module_names:
            package = module.partition("/")[0]
            third_party.setdefault(name, set()).add(package if package in WHOLE else module)
    assert third_party == IMPORTERS


def test_each_import_is_a_declared_dependency() -> None:
    """What is imported is named in pyproject.toml, and what is named there is imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    items = [*project["dependencies"], *project["optional-dependencies"]["deploy"]]
    declared = {item.split(">")[0].strip().lower() for item in items} - {"tzdata"}
    distributions = packages_distributions()
    imported = {distributions[name][0].lower() for name in IMPORTERS}
    assert imported == declared


FORBIDDEN = {
    "datetime": {"now", "today", "utcnow"},
    "time": {"time", "localtime"},
    "os": {"environ", "getenv"},
    "locale": {"setlocale", "getlocale"},
}


@pytest.mark.parametrize("module", [m for m in list_modules() if m.split("/")[0] in PURE])
def test_model_and_renderers_ask_the_world_nothing(module: str) -> None:
    """No clock, randomness, environment or locale inside the model and the renderers."""
    tree = list_modules()[module]
    assert not list_imports(tree) & {
        "random",
        "uuid",
        "secrets",
        "locale",
        "time",
        "os",
        "tempfile",
    }
    called = {
        (node.value.id, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert set() == {(name, word) for name, word in called if word in FORBIDDEN.get(name, ())}


def test_only_the_command_line_prints() -> None:
    """Nothing but cli/ writes to the terminal."""
    printing = {
        module
        for module, tree in list_modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (ast.unparse(node.func) == "print" or ast.unparse(node.func).startswith("click.echo"))
    }
    assert {"cli"} == {module.split("/")[0] for module in printing}


def test_no_group_repeats_possessively() -> None:
    """Python before 3.11.5 matches ``(?:…)*+`` wrongly; ``(?>(?:…)*)`` says the same."""
    names = [each.name for each in walk_packages(communique.__path__, "communique.")]
    patterns = {
        f"{name}.{key}": value.pattern if isinstance(value.pattern, str) else repr(value.pattern)
        for name in names
        if not name.endswith("__main__")
        for key, value in vars(import_module(name)).items()
        if isinstance(value, re.Pattern)
    }
    assert len(patterns) > 50
    bare = {key: ESCAPE_OR_CLASS.sub("x", pattern) for key, pattern in patterns.items()}
    assert [key for key, pattern in bare.items() if re.search(r"\)[*+?]\+", pattern)] == []


def test_no_module_is_a_drawer() -> None:
    """A name says what is in a module; these say nothing."""
    vague = {"utils", "util", "helpers", "core", "manager", "base", "common", "misc"}
    assert [module for module in list_modules() if module.split("/")[-1] in vague] == []
