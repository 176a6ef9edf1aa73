"""
Templates: ours, and those of a publication that stand in their place; the only importer of Jinja2.

A template of a publication is somebody's text like any other: it runs in a sandbox, and what is
wrong with it is a fault with its line.
"""

from __future__ import annotations

import re
import sys
import traceback
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FunctionLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    compiler,
    nodes,
)
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from communique.errors import SourceError, SourceErrors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jinja2.bccache import Bucket

EVERY_PAGE = ("page", "site", "publisher", "w", "t", "say")
"""The variables of every template; the README explains each."""

VARIABLES: Mapping[str, tuple[str, ...]] = {
    "404.html": ("parts",),
    "base.html": (),
    "channel.html": ("channel", "newest", "earlier", "lines", "continued", "years", "topics"),
    "listing.html": (),
    "redirect.html": ("target", "target_url"),
    "statement.html": (
        *("statement", "lead", "text", "notices", "history", "authors", "reference", "corrected"),
        *("attachments", "authoritative", "source", "citation", "newer", "older", "json_ld"),
    ),
    "subscribe.html": ("topic_feeds",),
    "year.html": ("year", "years", "count", "statements", "lines"),
}
"""Our templates by name, and the variables that each has besides those of every page."""

_PACKAGE = "communique.render"
_SPECIAL = re.compile("[&<>\"']").search


class _Missing(StrictUndefined):
    """Name what is missing, with the nearest name that exists."""

    @property
    def _undefined_message(self) -> str:
        wanted = self._undefined_name
        if self._undefined_hint or not wanted or isinstance(self._undefined_obj, str):
            return super()._undefined_message
        names = [name for name in dir(self._undefined_obj) if not name.startswith("_")]
        near = get_close_matches(str(wanted), names, n=1)
        question = f"; did you mean {near[0]}?" if near else ""
        return f"there is no {wanted!r} here{question}"


class _Compiled(BytecodeCache):
    """Keep what templates were compiled to: a preview renders one page of many publications."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


def _escape(escape: Callable[[object], str], value: object) -> str:
    """Escape what a page shows with *escape*, where that would change it."""
    if type(value) is str:
        return escape(value) if _SPECIAL(value) else value
    return value if isinstance(value, str) and hasattr(value, "__html__") else escape(value)


class _CodeGenerator(compiler.CodeGenerator):
    """
    Compile templates of ours, whose values have attributes and no items.

    What stands between two tags is one piece, and is escaped through ``_escape`` where it is not
    known to be HTML.
    """

    def visit_Output(  # noqa: N802 - Jinja2's name
        self, node: nodes.Output, frame: compiler.Frame
    ) -> None:
        if frame.buffer or frame.require_output_check:
            super().visit_Output(node, frame)
            return
        inner = frame.copy()
        inner.buffer = "pieces"
        self.writeline("pieces = []")
        super().visit_Output(node, inner)
        self.writeline("yield ''.join(pieces)")

    def visit_Getattr(  # noqa: N802 - Jinja2's name
        self, node: nodes.Getattr, frame: compiler.Frame
    ) -> None:
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(  # type: ignore[override] # noqa: N802 - Jinja2 wraps its own
        self, node: nodes.Call, frame: compiler.Frame, **caller: bool
    ) -> None:
        # Macros and blocks are called by those who know what else they are to be given.
        if node.kwargs or not isinstance(node.node, nodes.Getattr):
            super().visit_Call(node, frame, **caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, *_: object) -> None:  # nothing of ours is left unescaped
        self.write("(piece if type(piece := ")

    def _output_child_post(self, *_: object) -> None:
        self.write(") is Markup else environment.escape(escape, piece))")


class _Plain(Environment):
    """
    Render templates of ours alone.

    The sandbox doubles the time of a page, and they need none; escaping takes half of the rest.
    """

    code_generator_class = _CodeGenerator
    escape = staticmethod(_escape)


class _CompiledOurs(_Compiled):
    """
    Keep what our templates were compiled to beside what Python compiled our modules to.

    Whoever can write there can change the modules, too; a publication's folder is never asked.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._files = FileSystemBytecodeCache(str(folder), "%s.jinja")
        statuses = [Path(file).stat() for file in (__file__, compiler.__file__)]
        self._compilers = repr([(status.st_size, status.st_mtime_ns) for status in statuses])

    def get_source_checksum(self, source: str) -> str:
        """Give what differs once the template does, or what compiles it."""
        return super().get_source_checksum(source + self._compilers)

    def load_bytecode(self, bucket: Bucket) -> None:
        super().load_bytecode(bucket)
        if bucket.code is None:
            with suppress(Exception):  # a damaged one may raise anything
                self._files.load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        super().dump_bytecode(bucket)
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):  # a system's own library is often read-only
            self._folder.mkdir(exist_ok=True)
            self._files.dump_bytecode(bucket)


_PLAIN = _CompiledOurs(Path(__file__).parent / "render" / "__pycache__")
_SANDBOX = _Compiled()


class Templates:
    """
    Render pages from templates.

    Args:
        own: File name to source: the templates of the publication, free of the faults that
            ``find_template_faults`` finds.
    """

    def __init__(self, own: Mapping[str, str]) -> None:
        self._own = own
        self._environment = _make_environment(own)

    def render(self, name: str, values: Mapping[str, Any]) -> bytes:
        """
        Render a page.

        Args:
            name: One of ``VARIABLES``.
            values: What they and ``EVERY_PAGE`` stand for.

        Raises:
            SourceErrors: A template of the publication asks for what is not there.
        """
        try:
            return self._environment.get_template(name).render(values).encode()
        except Exception as error:
            place = _find_place(error, {_name_file(name) for name in self._own})
            if place is None:
                raise
            raise SourceErrors([_explain(error, *place)]) from None

    def find_macro(self, name: str, macro: str) -> Callable[..., str]:
        """Find a macro of a template of ours."""
        found: Callable[..., str] = getattr(self._environment.get_template(name).module, macro)
        return found


def find_template_faults(own: Mapping[str, str]) -> Iterator[SourceError]:
    """
    Find what is wrong with the templates of a publication, as far as it can be told unrendered.

    Args:
        own: File name to source.
    """
    environment = _make_environment(own)
    for name, source in own.items():
        try:
            environment.get_template(name)
            tree = environment.parse(source, name)
        except TemplateSyntaxError as error:
            yield _explain(error, _name_file(name), error.lineno)
            continue
        known = {*EVERY_PAGE, *VARIABLES[name], *environment.globals}
        unknown = find_undeclared_variables(tree) - known
        for node in tree.find_all(nodes.Name):
            if node.name in unknown:
                unknown.remove(node.name)
                near = get_close_matches(node.name, known, n=1)
                has = f"{name} has {', '.join((*EVERY_PAGE, *VARIABLES[name]))}"
                yield SourceError(
                    _name_file(name),
                    f"there is no variable {node.name!r}",
                    line=node.lineno,
                    hint=f"did you mean {near[0]}?" if near else has,
                )


def _make_environment(own: Mapping[str, str]) -> Environment:
    ours = PackageLoader(_PACKAGE)
    theirs = FunctionLoader(lambda n: (own[n], _name_file(n), None) if n in own else None)
    kind = ImmutableSandboxedEnvironment if own else _Plain
    made = kind(
        # communique/base.html is ours even where another base.html stands in its place.
        loader=ChoiceLoader([theirs, ours, PrefixLoader({"communique": ours})]),
        autoescape=True,
        undefined=_Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_SANDBOX if own else _PLAIN,
    )
    # The same entries are the same bytes, whenever they are built.
    del made.filters["random"], made.globals["lipsum"]
    return made


def _name_file(name: str) -> str:
    return f"templates/{name}"


def _find_place(error: Exception, names: set[str]) -> tuple[str, int] | None:
    """Find the innermost line of a template of the publication at which *error* arose."""
    frames = [(f.f_code.co_filename, line) for f, line in traceback.walk_tb(error.__traceback__)]
    return next((frame for frame in reversed(frames) if frame[0] in names), None)


def _explain(error: Exception, path: str, line: int) -> SourceError:
    problem = str(error).rstrip(".")
    hint = "the README lists what a template can use"
    if isinstance(error, TemplateNotFound):
        problem = f"there is no template {error.name!r}"
        hint = f"the templates are {', '.join(VARIABLES)}; communique/base.html is ours"
    elif isinstance(error, TemplateSyntaxError):
        hint = "the Jinja documentation explains the form of a template"
    return SourceError(path, problem, line=line, hint=hint)
