"""Object stores: what obstore does is not tried again here, only what we make of it."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

import pytest
from obstore.store import LocalStore, MemoryStore

from communique.deliver import stores
from communique.deliver.manifest import ConflictError
from communique.deliver.stores import ObjectTarget
from communique.errors import TargetError
from tests.e2e.servers import Reply, serve_script

if TYPE_CHECKING:
    from pathlib import Path

    from obstore import PutResult


def test_two_publishers_are_told_apart() -> None:
    """Who rests on an older manifest, or on none, cannot write."""
    store = MemoryStore()
    one, two = ObjectTarget("one", store), ObjectTarget("two", store)
    assert one.read_manifest() == two.read_manifest() == b""
    one.write_manifest(b"1", conditional=True)
    with pytest.raises(ConflictError):
        two.write_manifest(b"2", conditional=True)
    assert two.read_manifest() == b"1"
    two.write_manifest(b"2", conditional=True)
    with pytest.raises(ConflictError):
        one.write_manifest(b"3", conditional=True)
    one.write_manifest(b"3", conditional=False)
    assert two.read_manifest() == b"3"


def test_reads_an_object() -> None:
    """One that is missing is empty."""
    store = MemoryStore()
    target = ObjectTarget("memory", store)
    assert target.read("a") == b""
    store.put("a", b"1")
    assert target.read("a") == b"1"


def test_a_store_that_refuses_is_found_out() -> None:
    """The probe leaves nothing behind."""
    target = ObjectTarget("memory", MemoryStore())
    assert target.probe()
    assert target.list_files([]) == {}


class Repeating(MemoryStore):
    """Writes twice, as the library does where the answer to the first try was lost on the way."""

    def put(self, *arguments: Any, **options: Any) -> PutResult:  # noqa: ANN401 - handed on
        """Write, and give what the second try gives."""
        super().put(*arguments, **options)
        return super().put(*arguments, **options)


def test_a_writing_whose_answer_was_lost_is_no_other_publisher() -> None:
    """What the second try meets was written by the first one."""
    target = ObjectTarget("memory", Repeating())
    assert target.probe()
    target.write_manifest(b"1", conditional=True)
    target.write_manifest(b"2", conditional=True)
    assert target.read_manifest() == b"2"


def test_a_store_without_conditions_is_found_out(tmp_path: Path) -> None:
    """One that says it cannot is believed."""
    assert not ObjectTarget("local", LocalStore(tmp_path)).probe()


def test_without_the_extra_there_is_only_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    """The module can be imported all the same."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "obstore", None)
        importlib.reload(stores)
        with pytest.raises(TargetError, match="delivering to an object store needs obstore"):
            stores.open_store("s3://bucket")
    importlib.reload(stores)


PAGE = b"<!DOCTYPE html><html><body><form><input type=password></form></body></html>"


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (Reply(body=PAGE), "a web page answers in the place of the store"),
        (Reply(status=511, body=PAGE), "the store answers 511 Network Authentication Required"),
    ],
)
def test_a_page_in_the_place_of_a_store_is_named(
    monkeypatch: pytest.MonkeyPatch, reply: Reply, problem: str
) -> None:
    """A network that wants a login first answers everything: no manifest is damaged."""
    with serve_script(lambda _: reply) as base:
        say_where(monkeypatch, base)
        with pytest.raises(TargetError) as caught:
            stores.open_store("s3://bucket").read_manifest()
    assert caught.value.problem == problem
    assert "this network may want a login" in caught.value.hint


def test_a_page_in_the_place_of_a_list_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no manifest is there yet, the list of what is there tells."""
    with serve_script(lambda _: Reply(body=PAGE)) as base:
        say_where(monkeypatch, base)
        with pytest.raises(TargetError) as caught:
            stores.open_store("s3://bucket").list_files([])
    assert "this network may want a login" in caught.value.hint


def say_where(monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    """Say where the store is, and who asks."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", base.rstrip("/"))
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
