"""A file that grows by records."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from communique.cache.records import HEAD, bind, part, read_records, seal, skim

BODIES = st.lists(st.binary(max_size=40), max_size=4)


def write(bodies: list[bytes]) -> bytes:
    """Write records."""
    return b"".join(seal(body) + body for body in bodies)


@given(BODIES)
def test_reads_back_what_was_written(bodies: list[bytes]) -> None:
    """Each record comes back, with the line before it."""
    found = list(read_records(write(bodies)))
    assert [bytes(body) for _, body in found] == bodies
    assert [head for head, _ in found] == [seal(body) for body in bodies]


@given(BODIES, st.data())
def test_what_is_not_whole_is_not_there(bodies: list[bytes], data: st.DataObject) -> None:
    """A file that was cut anywhere has the records before that; what follows one is no harm."""
    whole = write(bodies)
    place = data.draw(st.integers(0, len(whole)))
    found = [bytes(body) for _, body in read_records(whole[:place])]
    assert found == bodies[: len(found)]
    assert len(write(found)) <= place < len(write(bodies[: len(found) + 1])) or found == bodies
    tail = data.draw(st.binary(max_size=2 * HEAD))
    assert [bytes(body) for _, body in read_records(whole + tail)][: len(bodies)] == bodies


@given(BODIES, st.data())
def test_a_changed_byte_ends_it(bodies: list[bytes], data: st.DataObject) -> None:
    """No record that was changed is read."""
    whole = bytearray(write([*bodies, b"last"]))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    found = [bytes(body) for _, body in read_records(bytes(whole))]
    assert found == bodies[: len(found)]
    assert len(write(found)) <= place


@given(st.binary(), st.binary())
def test_each_part_can_be_read_alone(first: bytes, rest: bytes) -> None:
    """Both parts of a record come back."""
    assert [bytes(each) for each in part(memoryview(bind(first, rest)))] == [first, rest]


@given(st.binary(max_size=14))
def test_what_has_no_parts_has_empty_ones(body: bytes) -> None:
    """No bytes make the reader fail."""
    first, rest = part(memoryview(body))
    assert len(first) + len(rest) <= len(body)


@given(st.lists(st.tuples(st.binary(max_size=9), st.binary(max_size=9), st.binary(max_size=9))))
def test_the_first_parts_are_read_alone(parts: list[tuple[bytes, bytes, bytes]]) -> None:
    """Of each record comes the part that is asked for, with the same line as when all is read."""
    whole = write([bind(first, bind(second, rest)) for first, second, rest in parts])
    heads = [head for head, _ in read_records(whole)]
    for depth in (0, 1):
        expected = [(head, each[depth]) for head, each in zip(heads, parts, strict=True)]
        assert list(skim(io.BytesIO(whole), depth)) == expected


@given(st.binary(max_size=90), BODIES, st.integers(0, 1))
def test_skims_whatever_is_there(tail: bytes, bodies: list[bytes], depth: int) -> None:
    """No bytes make it fail: each whole record comes, whatever it holds and whatever follows."""
    found = [head for head, _ in skim(io.BytesIO(write(bodies) + tail), depth)]
    assert found[: len(bodies)] == [seal(body) for body in bodies]
