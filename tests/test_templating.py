"""Templates of a publication in the place of ours, and what can be wrong with them."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape

from communique.channels import list_channels
from communique.render.pagelist import PageList
from communique.render.views import (
    Card,
    Feed,
    File,
    Moment,
    Page,
    PublisherView,
    Site,
    Version,
    Year,
)
from communique.templating import EVERY_PAGE, VARIABLES, Templates, _CompiledOurs, _escape
from tests.publication import ROOT, Folder, read, write_everything

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.publication import Run


class Name(str):
    """A text of another type, which is to be escaped like any other."""

    __slots__ = ()


README = (ROOT / "README.md").read_text("utf-8")


def put(folder: Folder, name: str, text: str) -> None:
    """Write a template."""
    file = folder.path / "templates" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")


def test_one_block_of_ours_can_be_changed(folder: Folder, build: Run) -> None:
    """A template may build on ours of the same name; everything else stays, on every page."""
    write_everything(folder)
    assert build().exit_code == 0
    before = folder.site()
    put(
        folder,
        "base.html",
        '{% extends "communique/base.html" %}\n'
        "{% block footer %}<p>{{ publisher.name }}!</p>\n{% endblock %}\n",
    )
    assert build().exit_code == 0
    after = folder.site()
    assert before.keys() == after.keys()
    changed = [path for path in before if before[path] != after[path]]
    assert "2023/rich/index.html" in changed
    assert {"html"} == {path.rpartition(".")[2] for path in changed if path != "SHA256SUMS"}
    footer = re.compile(rb'(<footer class="site">).*?(</footer>)', re.DOTALL)
    page = "be/2023/rich/index.html"
    expected = "<p>Прыкладная рада!</p>\n".encode()
    assert footer.sub(rb"\1\n" + expected + rb"\2", before[page]) == after[page]


def test_a_page_can_be_quite_another(folder: Folder, build: Run) -> None:
    """A template that takes nothing of ours makes the whole page; text in it is escaped."""
    folder.entry("2023-01-01-one.md", "title: 'A <b> title'\n")
    put(folder, "statement.html", "<title>{{ statement.title }}</title>{{ text }}")
    assert build().exit_code == 0
    expected = b"<title>A &lt;b&gt; title</title><p>The text.</p>\n"
    assert expected == folder.site()["2023/one/index.html"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "base.html",
            "<p>\n{% if %}",
            "templates/base.html:2: Expected an expression, got 'end of statement block'",
        ),
        ("base.html", "a\n{{ pag.title }}", "templates/base.html:2: there is no variable 'pag'"),
        ("year.html", "{{ statement }}", "templates/year.html:1: there is no variable 'statement'"),
        (
            "statement.html",
            "\n\n{{ statement.titel }}",
            "templates/statement.html:3: there is no 'titel' here; did you mean title?",
        ),
        ("statement.html", "{{ w.xyz }}", "templates/statement.html:1: there is no 'xyz' here"),
        (
            "statement.html",
            "{{ 'text'.xyz }}",
            "templates/statement.html:1: 'str object' has no attribute 'xyz'",
        ),
        (
            "base.html",
            '{% include "x.html" %}',
            "templates/base.html:1: there is no template 'x.html'",
        ),
        ("base.html", "{{ 1 | nofilter }}", "templates/base.html:1: No filter named 'nofilter'"),
        ("base.html", "{{ [1] | random }}", "templates/base.html:1: No filter named 'random'"),
        ("base.html", "{{ lipsum() }}", "templates/base.html:1: there is no variable 'lipsum'"),
        ("base.html", "{{ 1 / 0 }}", "templates/base.html:1: division by zero"),
        ("base.html", "{{ page.link.__globals__ }}", "templates/base.html:1: access to attribute"),
        (
            "base.html",
            "{% for _ in range(10000000) %}{% endfor %}",
            "templates/base.html:1: Range too big",
        ),
    ],
)
def test_what_is_wrong_is_a_fault_with_its_line(
    folder: Folder, build: Run, name: str, text: str, expected: str
) -> None:
    """Never a traceback; nothing is written."""
    put(folder, name, text)
    folder.entry("2023-01-01-one.md")
    result = build()
    assert result.exit_code == 1
    assert not (folder.path / "site").exists()
    first, hint = result.stderr.splitlines()[:2]
    assert expected == first[: len(expected)]
    assert hint.startswith("  hint: ")


def test_faults_of_templates_stand_with_all_others(folder: Folder, build: Run) -> None:
    """One run tells of the templates and of the entries."""
    put(folder, "base.html", "{{ pag }}")
    put(folder, "404.html", "{% if %}")
    folder.entry("2023-01-01-one.md", "topics: [x]\n")
    lines = [line for line in build().stderr.splitlines() if not line.startswith(" ")]
    assert [line.partition(":")[0] for line in lines] == [
        "entries/2023-01-01-one.md",
        "templates/404.html",
        "templates/base.html",
    ]


def test_a_mistake_of_ours_is_no_fault_of_theirs() -> None:
    """What goes wrong in a template of ours is not blamed on the publication."""
    with pytest.raises(Exception, match="there is no 'page' here"):
        Templates({}).render("base.html", {})


def test_our_templates_are_the_documented_ones() -> None:
    """The list names every template, and the README every template and variable."""
    folder = files("communique.render") / "templates"
    assert sorted(VARIABLES) == sorted(file.name for file in folder.iterdir())
    for name, variables in VARIABLES.items():
        assert f"`{name}`" in README
        assert [v for v in (*EVERY_PAGE, *variables) if f"`{v}`" not in README] == []


@pytest.mark.parametrize(
    "view", [Card, Feed, File, Moment, Page, PublisherView, Site, Version, Year]
)
def test_every_field_of_a_variable_is_documented(view: type) -> None:
    """The README lists each field that a template may use."""
    fields: tuple[str, ...] = getattr(view, "_fields", ()) or view.__slots__  # type: ignore[attr-defined] # each has slots
    assert fields
    assert [field for field in fields if f"`{field}`" not in README] == []


def test_every_template_gets_the_variables_that_are_documented(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither more nor fewer."""
    given: dict[str, set[str]] = {}

    def record(_: Templates, name: str, values: Mapping[str, object]) -> bytes:
        given[name] = set(values)
        return b"\xef\xbf\xbd0\xef\xbf\xbd"

    write_everything(folder)

    publication = read(folder)
    monkeypatch.setattr(Templates, "render", record)
    for _, render in PageList(publication, list_channels(publication)).list_pages():
        render()
    assert {
        name: {*EVERY_PAGE, *variables}
        for name, variables in VARIABLES.items()
        if name not in {"base.html", "listing.html", "redirect.html"}
    } == given


def render_with(cache: _CompiledOurs) -> bytes:
    """Compile a template, or take what it was compiled to, and render it."""
    environment = Environment(
        loader=DictLoader({"a": "{{ word }}!"}), bytecode_cache=cache, autoescape=True
    )
    return environment.get_template("a").render(word="peace").encode()


def test_what_templates_are_compiled_to_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second run compiles nothing, unless what is kept is damaged."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    folder = tmp_path / "__pycache__"
    assert render_with(_CompiledOurs(folder)) == b"peace!"
    [kept] = folder.iterdir()
    written = kept.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Environment, "compile", None)
        patch.setattr(Environment, "_compile", None)
        patch.setattr(Environment, "_generate", None)
        assert render_with(_CompiledOurs(folder)) == b"peace!"
    for damaged in (b"", written[:20], written[:-5], b"\x80" + written, written[:12] + b"c"):
        kept.write_bytes(damaged)
        assert render_with(_CompiledOurs(folder)) == b"peace!"
        assert kept.read_bytes() == written


@pytest.mark.parametrize("wanted", [True, False])
def test_nothing_compiled_is_written_where_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, wanted: bool
) -> None:
    """A place that takes no file, and a Python told to write none, cost time and nothing else."""
    monkeypatch.setattr("sys.dont_write_bytecode", not wanted)
    folder = tmp_path / "__pycache__"
    if wanted:
        folder.write_bytes(b"")
    assert render_with(_CompiledOurs(folder)) == b"peace!"
    assert folder.is_file() == wanted
    assert folder.exists() == wanted


@given(st.one_of(st.text(), st.integers(), st.none(), st.text().map(Markup), st.text().map(Name)))
def test_our_templates_escape_as_markupsafe_does(value: object) -> None:
    """What needs no escaping is passed on, and everything else is escaped."""
    shown = _escape(escape, value)
    assert shown == escape(value)
    assert type(shown) in {str, Markup}
