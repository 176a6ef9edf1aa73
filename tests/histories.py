"""
Histories of publications, and what subscribers are told in each.

A step is a day on which the press officer changes something and publishes. It states what three
readers of one feed announce: ``told`` for all, ``by_link`` where the one that knows entries by
their address differs, ``forgetful`` where the one differs that forgets within a day. What it does
not state is nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.desk import (
    Desk,
    Edit,
    attach,
    change,
    configure,
    copy,
    delete,
    mint,
    rename,
    restore,
    revise,
    unrevise,
    write,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """
    Publish once.

    Args:
        day: When, in days; 0 is the first.
        edits: What is changed before.
        arguments: Of `publish`.
        told: What readers announce, parted by spaces, in any order.
        by_link: The same for the reader that knows entries by their address; None for ``told``.
        forgetful: The same for the reader with a memory of a day; None for ``told``.
        refused: Codes of the refusals, in the order of the alphabet; empty if it is done.
        crash: The function of `publish` at whose beginning the power fails; empty for none.
    """

    day: float
    edits: tuple[Edit, ...] = ()
    arguments: str = ""
    told: str = ""
    by_link: str | None = None
    forgetful: str | None = None
    refused: str = ""
    crash: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """What happens to a publication; ``feed`` is the folder of the feed that readers follow."""

    name: str
    steps: tuple[Step, ...]
    feed: str = ""


def history(name: str, *steps: Step, feed: str = "") -> History:
    """Name a history."""
    return History(name=name, steps=steps, feed=feed)


def on(
    day: float,
    *edits: Edit,
    publish: str = "",
    told: str = "",
    by_link: str | None = None,
    forgetful: str | None = None,
    refused: str = "",
    crash: str = "",
) -> Step:
    """Make a step."""
    return Step(
        day=day,
        edits=edits,
        arguments=publish,
        told=told,
        by_link=by_link,
        forgetful=forgetful,
        refused=refused,
        crash=crash,
    )


FIRST = on(0, write("one"), write("two"), told="one two")
"""Two statements, each with an id of its own."""

DERIVED = on(0, write("one", minted=False), write("two", minted=False), told="one two")
"""Two statements whose ids follow from the names of their files."""

SMALL = on(
    0,
    configure(feed_size="2"),
    *(write(name, day=-9) for name in ("one", "two", "three", "four", "five")),
    told="five four",
)
"""Five statements and a small feed: what no full archive document holds stays in it."""

TRANSLATED = on(
    0,
    configure(languages="[en, be]"),
    write("one", language="en"),
    write("one.be", language="be"),
    write("two.be", language="be"),
    told="one",
)
"""Two languages, each named in the names of the files."""

TOPICAL = on(
    0,
    write("one", topics="[icc]"),
    write("two", topics="[law]"),
    write("three"),
    told="one",
)
"""Two topics; readers follow the first."""

COURT = "topics/icc/"


def removed(name: str) -> str:
    """Write the arguments that remove an entry for good."""
    return f"--removed {mint(name)} --because Law"


def tear(desk: Desk) -> None:
    """Leave the beginning of a line at the end of the ledger."""
    with (desk.path / "entries" / "ledger.jsonl").open("ab") as stream:
        stream.write(b'{"at": "2024-01-0')


def lose(*parts: str) -> Edit:
    """Throw a file or folder away."""
    return lambda desk: desk.path.joinpath(*parts).rename(desk.path / f"lost-{parts[-1]}")


ORDINARY = (
    history(
        "one statement after the other",
        FIRST,
        on(2, write("three", 2), told="three"),
        on(4, write("four", 4), told="four"),
    ),
    history("nothing new", FIRST, on(1), on(9)),
    history(
        "a statement becomes due",
        on(0, write("one"), write("two", 3), told="one"),
        on(2),
        on(4, told="two"),
    ),
    history(
        "a draft is finished",
        on(0, write("one"), write("two", draft="true"), told="one"),
        on(3, change("two", draft=""), told="two"),
        on(9),
    ),
    history(
        "the window moves on",
        on(0, configure(feed_size="2"), write("one"), write("two"), told="one two"),
        on(2, write("three", 2), told="three"),
        on(4, write("four", 4), told="four"),
        on(6, write("five", 6), told="five"),
    ),
    history(
        "backdating",
        FIRST,
        on(3, write("old", -300), told="old"),
        on(6, write("three", 6), told="three"),
    ),
    history(
        "backdating behind a full feed",
        on(
            0,
            configure(feed_size="2"),
            *(write(name) for name in ("one", "two", "three", "four")),
            told="four one",
        ),
        on(3, write("old", -300), told="old"),
        on(6, write("five", 6), told="five"),
    ),
    history(
        "a flood",
        FIRST,
        on(2, *(write(f"new{n}", 2) for n in range(6)), refused="flood"),
        on(2, publish="--announce 5", refused="flood"),
        on(2, publish="--announce 6", told="new0 new1 new2 new3 new4 new5"),
    ),
    history(
        "more at once than a feed holds",
        on(0, configure(feed_size="1"), write("one"), told="one"),
        on(2, *(write(f"new{n}", 2) for n in range(4)), told="new0 new1 new2 new3"),
        on(2.5, write("next", 2), told="next"),
        on(9, write("last", 9), told="last"),
    ),
    history(
        "a higher flood limit",
        on(0, configure(flood_limit="6"), write("one"), told="one"),
        on(2, *(write(f"new{n}", 2) for n in range(6)), told="new0 new1 new2 new3 new4 new5"),
    ),
    history(
        "an imported statement with its corrections",
        on(
            0,
            write("one", -9),
            revise("one", "minor", -5),
            revise("one", "correction", -4),
            told="one",
        ),
        on(3),
        on(6, revise("one", "correction", 5)),
    ),
)

FILES = (
    history(
        "a file with an id is renamed",
        FIRST,
        on(2, rename("one", "uno")),
        on(4, write("three", 4), told="three"),
    ),
    history(
        "a file is renamed there and back",
        FIRST,
        on(2, rename("one", "uno")),
        on(4, rename("one", "one")),
    ),
    history(
        "a file is renamed twice", FIRST, on(2, rename("one", "uno")), on(4, rename("one", "eins"))
    ),
    history(
        "a file without an id is renamed",
        DERIVED,
        on(2, rename("one", "uno"), refused="id-changed"),
        on(3, change("one", id="tag:statements.example.org,2023:2024-01-01-one:en")),
    ),
    history("a file moves to a folder", FIRST, on(2, rename("one", folder="2024/")), on(4)),
    history(
        "two files swap names",
        FIRST,
        on(2, rename("one", "two"), rename("two", "one"), refused="address-taken address-taken"),
        on(3, rename("one", "one"), rename("two", "two")),
    ),
    history(
        "a new statement takes the address of one that moved",
        FIRST,
        on(2, rename("one", "uno")),
        on(4, write("three", 4), rename("three", "one"), refused="address-taken"),
        on(4, rename("three", "three"), told="three"),
    ),
    history(
        "a file is renamed to another day",
        FIRST,
        on(2, rename("one", day=-1), refused="date-changed"),
        on(3, rename("one", day=0)),
    ),
    history(
        "a statement is copied word for word",
        FIRST,
        on(2, copy("one", "uno"), refused="flood"),
        on(3, delete("uno")),
    ),
    history(
        "a statement is copied and revised",
        FIRST,
        on(2, copy("one", "uno"), revise("uno", "correction", 2), refused="flood"),
        on(3, delete("uno")),
    ),
    history(
        "a corrected statement is copied without its correction",
        FIRST,
        on(2, revise("one", "correction", 2), change("one", "Words of one, corrected.")),
        on(4, copy("one", "uno"), unrevise("uno"), refused="flood"),
        on(5, delete("uno")),
    ),
    history(
        "a statement is corrected and copied at once",
        FIRST,
        on(
            2,
            revise("one", "correction", 2),
            change("one", "Words of one, corrected."),
            copy("one", "uno"),
            unrevise("uno"),
            refused="flood",
        ),
        on(3, delete("uno")),
    ),
    history(
        "a new statement is there twice",
        FIRST,
        on(2, write("three", 2), copy("three", "tres"), refused="flood"),
        on(3, delete("tres"), told="three"),
    ),
    history(
        "a corrected statement is removed, and back without its correction and its attachment",
        FIRST,
        on(1, write("three", 1), attach("three", "a.pdf"), told="three"),
        on(2, revise("three", "correction", 2), change("three", "Words of three, corrected.")),
        on(3, delete("three"), publish=removed("three")),
        on(
            5,
            write("x", 5),
            change("x", "Words of three, corrected.", title="Title of three"),
            refused="entry-returned",
        ),
        on(6, delete("x")),
    ),
    history(
        "a removed statement is back, revised",
        FIRST,
        on(2, delete("one"), publish=removed("one")),
        on(
            5,
            restore("one"),
            change("one", id=mint("x")),
            rename("one", "uno"),
            revise("one", "minor", 4),
            refused="entry-returned",
        ),
        on(6, delete("one")),
    ),
    history(
        "a copy is meant", FIRST, on(2, copy("one", "uno"), publish="--announce 1", told="one")
    ),
    history(
        "the site is thrown away",
        FIRST,
        on(2, lose("site")),
        on(4, write("three", 4), told="three"),
    ),
    history(
        "the ledger is thrown away",
        FIRST,
        on(2, lose("entries", "ledger.jsonl"), refused="ledger-broken"),
        on(3, lose(".communique", "texts")),
        on(4, write("three", 4), told="three"),
    ),
)

RENAMED = configure(topics="{court: {en: The Court}, law: {en: Law}}")
FORMER = configure(former_topics="{icc: court}")

FEEDS = (
    history(
        "a topic is called otherwise",
        TOPICAL,
        on(2, RENAMED, change("one", topics="[court]"), refused="feed-vanished"),
        on(3, FORMER),
        on(5, write("five", 5, topics="[court]"), told="five"),
        on(7, revise("one", "correction", 7)),
        feed=COURT,
    ),
    history(
        "a topic is called otherwise, and no statement has it any more",
        TOPICAL,
        on(2, RENAMED, FORMER, change("one", topics="")),
        on(5, write("five", 5, topics="[court]"), told="five"),
        feed=COURT,
    ),
    history(
        "a topic becomes part of another",
        TOPICAL,
        on(
            2,
            configure(topics="{law: {en: Law}}", former_topics="{icc: law}"),
            change("one", topics="[law]"),
            told="two",
        ),
        on(4, write("four", 4, topics="[law]"), told="four"),
        feed=COURT,
    ),
    history(
        "a topic becomes part of another, and what left its feeds would come back",
        on(0, configure(feed_size="1"), write("one", topics="[icc]"), told="one"),
        on(2, write("two", 2, topics="[law]")),
        on(4, write("three", 4, topics="[icc]"), told="three"),
        on(6, write("four", 6, topics="[icc]"), told="four"),
        on(
            8,
            configure(topics="{law: {en: Law}}", former_topics="{icc: law}"),
            *(change(name, topics="[law]") for name in ("one", "three", "four")),
            refused="flood",
        ),
        on(9, publish="--announce 3", forgetful="one three"),
        feed=COURT,
    ),
    history(
        "a topic that no statement has any more becomes part of another",
        on(0, write("one", topics="[icc]"), told="one"),
        on(2, change("one", topics="[law]"), write("two", 2, topics="[law]")),
        on(4, write("three", 4)),
        on(
            6,
            configure(topics="{law: {en: Law}}", former_topics="{icc: law}"),
            refused="flood",
        ),
        on(6, publish="--announce 2", told="two", forgetful="one two"),
        on(8),
        feed=COURT,
    ),
    history(
        "a topic without statements is called otherwise, and another becomes part of it",
        on(0, write("one", topics="[icc, law]"), write("two", topics="[law]"), told="one"),
        on(2, change("one", topics="[law]")),
        on(4, RENAMED, FORMER),
        on(
            6,
            configure(topics="{court: {en: Court}}", former_topics="{icc: court, law: court}"),
            *(change(name, topics="[court]") for name in ("one", "two")),
            refused="flood",
        ),
        on(6, publish="--announce 2", told="two", forgetful="one two"),
        on(8),
        feed=COURT,
    ),
    history(
        "a topic is called otherwise, and another becomes part of it later",
        on(0, configure(feed_size="1"), write("one", topics="[icc]"), told="one"),
        on(2, write("two", 2, topics="[icc]"), write("three", 2, topics="[law]"), told="two"),
        on(4, write("four", 4, topics="[icc]"), told="four"),
        on(5, configure(feed_size="9")),
        on(
            6,
            RENAMED,
            FORMER,
            *(change(name, topics="[court]") for name in ("one", "two", "four")),
        ),
        on(
            8,
            configure(topics="{court: {en: Court}}", former_topics="{icc: court, law: court}"),
            change("three", topics="[court]"),
            told="three",
        ),
        on(10, write("five", 10, topics="[court]"), told="five"),
        feed=COURT,
    ),
    history(
        "a statement gets back a topic that is called otherwise now",
        on(0, write("one", topics="[icc]"), write("two", topics="[icc]"), told="one two"),
        on(2, change("one", topics="")),
        on(4, RENAMED, FORMER, change("two", topics="[court]")),
        on(6, change("one", topics="[court]"), refused="flood"),
        on(6, publish="--announce 1", forgetful="one"),
        feed=COURT,
    ),
    history(
        "a topic is called otherwise, and its feeds are larger now",
        on(0, configure(feed_size="1"), write("one", topics="[icc]"), told="one"),
        on(2, write("two", 2, topics="[icc]"), told="two"),
        on(4, write("three", 4, topics="[icc]"), told="three"),
        on(6, configure(feed_size="9")),
        on(
            8,
            RENAMED,
            FORMER,
            *(change(name, topics="[court]") for name in ("one", "two", "three")),
        ),
        on(9, write("four", 9, topics="[court]"), told="four"),
        feed=COURT,
    ),
    history(
        "the only statement of a topic is removed",
        TOPICAL,
        on(2, delete("one"), publish=removed("one")),
        on(4, write("four", 4, topics="[icc]"), told="four"),
        feed=COURT,
    ),
    history(
        "another language comes first, where the first one has said nothing",
        on(0, configure(languages="[en, be]"), write("one", language="be"), told="one"),
        on(2, configure(languages="[be, en]")),
        on(4, write("two", 4, language="be"), told="two"),
        feed="be/",
    ),
    history(
        "one of several languages is left",
        on(0, configure(languages="[en, be]"), write("one"), told="one"),
        on(2, configure(languages="[en]")),
        on(4, write("two", 4), told="two"),
        feed="all/",
    ),
    history(
        "a language comes and goes, and says nothing",
        on(0, write("one")),
        on(2, configure(languages="[en, be]"), told="one"),
        on(4, configure(languages="[en]")),
        on(6, write("two", 6), told="two"),
        feed="all/",
    ),
    history(
        "a language is given up",
        TRANSLATED,
        on(
            2,
            delete("one.be", "two.be"),
            configure(languages="[en]"),
            publish=f"--removed {mint('one.be')} --removed {mint('two.be')} --because Law",
            refused="feed-vanished",
        ),
        on(
            3,
            configure(languages="[en, be]"),
            publish=f"--removed {mint('one.be')} --removed {mint('two.be')} --because Law",
        ),
    ),
)

IDS = (
    history(
        "an id is edited",
        FIRST,
        on(2, change("one", id=mint("x")), refused="id-changed"),
        on(3, change("one", id=mint("one"))),
    ),
    history(
        "an id is deleted",
        FIRST,
        on(2, change("one", id=""), refused="id-changed"),
        on(3, change("one", id=mint("one"))),
    ),
    history(
        "an id is edited and the file renamed",
        FIRST,
        on(2, change("one", id=mint("x")), rename("one", "uno"), refused="id-changed"),
        on(3, change("one", id=mint("one"))),
    ),
    history(
        "everything of a statement is changed at once",
        FIRST,
        on(
            2,
            change("one", "Words of one, and more.", id=mint("x")),
            rename("one", "uno"),
            refused="entry-vanished",
        ),
        on(3, change("one", "Words of one.", id=mint("one"))),
    ),
    history(
        "two ids are swapped",
        FIRST,
        on(
            2,
            change("one", id=mint("two")),
            change("two", id=mint("one")),
            refused="unrecorded-change unrecorded-change",
        ),
        on(3, change("one", id=mint("one")), change("two", id=mint("two"))),
    ),
    history(
        "another statement in the same file",
        FIRST,
        on(2, change("one", "Words of three.", id=mint("x"), title="Other"), refused="id-changed"),
        on(3, change("one", "Words of one.", id=mint("one"), title="Title of one")),
    ),
    history(
        "another authority, ids of their own",
        FIRST,
        on(2, configure(authority="example.com,2024"), refused="authority-changed"),
        on(3, configure(authority="statements.example.org,2023")),
        on(4, write("three", 4, minted=False), told="three"),
    ),
    history(
        "another authority, ids from names",
        DERIVED,
        on(
            2,
            configure(authority="example.com,2024"),
            refused="authority-changed id-changed id-changed",
        ),
        on(3, configure(authority="statements.example.org,2023")),
    ),
)

ADDRESSES = (
    history(
        "another domain by accident",
        FIRST,
        on(2, configure(base_url="https://example.com/"), refused="address-moved"),
        on(3, configure(base_url="https://statements.example.org/")),
        on(4, write("three", 4), told="three"),
    ),
    history(
        "another domain on purpose",
        FIRST,
        on(2, configure(base_url="https://example.com/"), publish="--moved", by_link="one two"),
        on(4),
        on(6, write("three", 6), told="three"),
    ),
    history(
        "another domain and a new statement",
        FIRST,
        on(
            2,
            configure(base_url="https://example.com/"),
            write("three", 2),
            refused="address-moved",
        ),
        on(2, publish="--moved", told="three", by_link="one three two"),
        on(4),
    ),
    history(
        "another folder of the same domain",
        FIRST,
        on(2, configure(base_url="https://statements.example.org/news/"), refused="address-moved"),
        on(2, publish="--moved", by_link="one two"),
    ),
    history(
        "there and back",
        FIRST,
        on(2, configure(base_url="https://example.com/"), publish="--moved", by_link="one two"),
        on(4, configure(base_url="https://statements.example.org/"), refused="address-moved"),
    ),
)

TEXTS = (
    history(
        "a title is mended in silence",
        FIRST,
        on(2, change("one", title="Right title"), refused="unrecorded-change"),
        on(3, revise("one", "minor", 3)),
    ),
    history(
        "a text is changed in silence",
        FIRST,
        on(2, change("one", "Words of one, changed."), refused="unrecorded-change"),
        on(3, revise("one", "correction", 3)),
        on(5),
    ),
    history(
        "a summary is changed in silence",
        FIRST,
        on(2, change("one", summary="Something else."), refused="unrecorded-change"),
        on(3, change("one", summary="")),
    ),
    history(
        "two corrections",
        FIRST,
        on(2, revise("one", "correction", 2)),
        on(5, revise("one", "correction", 5)),
    ),
    history(
        "a correction of what left the feed",
        on(
            0,
            configure(feed_size="2"),
            *(write(n) for n in ("one", "two", "three", "four")),
            told="four one",
        ),
        on(3, write("five", 3), told="five"),
        on(6, revise("one", "correction", 6)),
        on(9),
    ),
    history(
        "a withdrawal",
        FIRST,
        on(2, revise("one", "withdrawal", 2)),
        on(5, write("three", 5), told="three"),
    ),
    history(
        "a withdrawal taken back",
        FIRST,
        on(2, revise("one", "withdrawal", 2)),
        on(5, unrevise("one"), refused="revision-vanished"),
        on(6, revise("one", "withdrawal", 2)),
    ),
    history(
        "a withdrawn text is changed",
        FIRST,
        on(2, revise("one", "withdrawal", 2)),
        on(5, change("one", "Words of one, again."), refused="unrecorded-change"),
        on(6, change("one", "Words of one.")),
    ),
    history(
        "a correction is deleted",
        FIRST,
        on(2, revise("one", "correction", 2)),
        on(5, unrevise("one"), refused="revision-vanished"),
        on(6, revise("one", "correction", 2)),
    ),
    history(
        "a date is changed",
        FIRST,
        on(2, change("one", date="2024-01-01T09:00Z"), refused="date-changed"),
        on(3, change("one", date="")),
    ),
    history(
        "another time zone",
        FIRST,
        on(2, configure(timezone="America/New_York"), refused="date-changed date-changed"),
        on(3, configure(timezone="Europe/Vilnius")),
    ),
    history(
        "a published statement is dated in the future",
        FIRST,
        on(
            2,
            change("one", date="2099-01-01T09:00Z"),
            rename("one", day=27394),
            refused="entry-vanished",
        ),
        on(3, change("one", date=""), rename("one", day=0)),
    ),
)

GONE = (
    history(
        "a statement is deleted",
        FIRST,
        on(2, delete("one"), refused="entry-vanished"),
        on(5, restore("one")),
    ),
    history(
        "a published statement becomes a draft",
        FIRST,
        on(2, change("one", draft="true"), refused="entry-vanished"),
        on(5, change("one", draft="")),
    ),
    history(
        "a statement is removed for good",
        on(
            0,
            configure(feed_size="2"),
            *(write(n) for n in ("one", "two", "three", "four")),
            told="four one",
        ),
        on(3, delete("four"), publish=removed("four")),
        on(6, write("five", 6), told="five"),
        on(9),
    ),
    history(
        "a removed statement returns",
        FIRST,
        on(2, delete("one"), publish=removed("one")),
        on(5, restore("one"), refused="entry-returned"),
        on(6, delete("one")),
    ),
    history(
        "a removed statement returns under another id",
        FIRST,
        on(2, delete("one"), publish=removed("one")),
        on(
            5,
            restore("one"),
            change("one", id=mint("x")),
            rename("one", "uno"),
            refused="entry-returned",
        ),
        on(6, delete("one")),
    ),
    history(
        "a removed statement returns as it was before a correction, without its attachment",
        FIRST,
        on(1, write("three", 1), attach("three", "a.pdf"), told="three"),
        on(2, revise("three", "correction", 2), change("three", "Words of three, corrected.")),
        on(3, delete("three"), publish=removed("three")),
        on(
            5,
            write("x", 5),
            change("x", "Words of three.", title="Title of three"),
            refused="entry-returned",
        ),
        on(6, delete("x")),
    ),
    history(
        "a new statement takes the name that a removed one had before",
        FIRST,
        on(1, rename("one", "uno")),
        on(2, delete("one"), publish=removed("one")),
        on(5, write("x"), rename("x", "one"), refused="address-taken"),
        on(6, rename("x", "x"), told="x"),
    ),
    history(
        "a removed statement returns in another language",
        on(0, configure(languages="[en, be]"), write("one"), write("two"), told="one two"),
        on(2, delete("one"), publish=removed("one")),
        on(
            5,
            restore("one"),
            change("one", id=mint("x")),
            rename("one", "uno", language="be"),
            refused="flood",
        ),
        on(6, publish="--announce 1", told="one"),
        feed="all/",
    ),
    history(
        "what is there is said to be removed",
        FIRST,
        on(2, publish=removed("one"), refused="not-removed"),
    ),
    history(
        "another id is said to be removed",
        FIRST,
        on(2, delete("one"), publish=removed("x"), refused="entry-vanished not-removed"),
    ),
    history(
        "everything is removed as the site moves",
        on(0, write("one"), told="one"),
        on(
            2,
            delete("one"),
            configure(base_url="https://example.com/"),
            publish=removed("one"),
            refused="address-moved",
        ),
        on(3, publish=f"{removed('one')} --moved"),
        on(6, write("two", 6), told="two"),
    ),
    history(
        "everything is removed, and the site moves",
        on(0, write("one"), told="one"),
        on(2, delete("one"), publish=removed("one")),
        on(4, configure(base_url="https://example.com/")),
        on(6, write("two", 6), refused="address-moved"),
        on(6, publish="--moved", told="two"),
        on(8),
    ),
    history(
        "everything is removed but a draft",
        FIRST,
        on(
            2,
            write("three", draft="true"),
            delete("one", "two"),
            publish=f"{removed('one')} --removed {mint('two')}",
        ),
        on(4, configure(feed_size="3")),
        on(6, change("three", draft=""), told="three"),
    ),
)

SIZES = (
    history(
        "a larger feed",
        SMALL,
        on(2, write("six", 2), write("seven", 2), told="seven six"),
        on(5, configure(feed_size="9")),
        on(8, write("eight", 8), told="eight"),
    ),
    history(
        "a smaller feed", SMALL, on(2, configure(feed_size="1")), on(5, write("six", 5), told="six")
    ),
    history(
        "a smaller feed, and a larger one again",
        SMALL,
        on(2, configure(feed_size="1")),
        on(5, configure(feed_size="9")),
        on(8, write("six", 8), told="six"),
    ),
    history(
        "a smaller feed, a removal, a larger feed",
        SMALL,
        on(2, configure(feed_size="1"), delete("two"), publish=removed("two")),
        on(5, configure(feed_size="9")),
    ),
    history(
        "another title, publisher and look",
        FIRST,
        on(2, configure(title="Declarations", publisher="{name: Another}", rights="CC0")),
    ),
    history(
        "the clock is set back a day",
        FIRST,
        on(4, write("three", 2), told="three"),
        on(3, write("four", 3), told="four"),
        on(6),
    ),
    history(
        "the clock is set back behind everything",
        FIRST,
        on(-2, refused="entry-vanished entry-vanished"),
        on(4, write("three", 4), told="three"),
    ),
)

LANGUAGES = (
    history(
        "a translation comes later",
        on(0, configure(languages="[en, be]"), write("one"), told="one"),
        on(2, write("one.be", language="be")),
        on(4, write("three", 4), told="three"),
    ),
    history(
        "a translation, in its own feed",
        on(
            0,
            configure(languages="[en, be]"),
            write("one"),
            write("two.be", language="be"),
            told="two.be",
        ),
        on(2, write("one.be", language="be"), told="one.be"),
        feed="be/",
    ),
    history(
        "every language in one feed",
        on(0, configure(languages="[en, be]"), write("one"), told="one"),
        on(2, write("one.be", language="be"), told="one.be"),
        on(4, change("one", "New words."), revise("one", "correction", 4)),
        feed="all/",
    ),
    history(
        "a language is added",
        FIRST,
        on(2, configure(languages="[en, be]")),
        on(4, write("three", 4), told="three"),
    ),
    history(
        "the order of languages is swapped",
        TRANSLATED,
        on(2, configure(languages="[be, en]"), refused="address-taken flood"),
        on(3, configure(languages="[en, be]")),
    ),
    history(
        "the order of languages is swapped where files name none",
        on(
            0,
            configure(languages="[en, be]"),
            write("one"),
            write("two.be", language="be"),
            told="one",
        ),
        on(2, configure(languages="[be, en]"), refused="flood language-changed"),
        on(3, configure(languages="[en, be]")),
    ),
    history(
        "the order of languages is swapped on purpose",
        on(
            0,
            configure(languages="[en, be]"),
            write("one", language="en"),
            write("two.be", language="be"),
            told="one",
        ),
        on(2, configure(languages="[be, en]"), refused="flood"),
        on(2, publish="--announce 1", told="two.be"),
    ),
    history(
        "a translation is renamed to another language",
        on(
            0,
            configure(languages="[en, be, uk]"),
            write("one"),
            write("two.be", language="be"),
            told="one",
        ),
        on(2, rename("two.be", language="uk"), refused="language-changed"),
        on(3, rename("two.be", language="be")),
    ),
    history(
        "a file without an id changes its language",
        on(0, configure(languages="[en, be]"), write("one", minted=False), told="one"),
        on(2, change("one", lang="be"), refused="language-changed"),
        on(3, change("one", lang="en")),
    ),
)

TOPICS = (
    history(
        "two topics",
        TOPICAL,
        on(2, write("four", 2, topics="[icc, law]"), told="four"),
        on(4, write("five", 4, topics="[law]")),
        feed=COURT,
    ),
    history(
        "a topic is given to an old statement",
        TOPICAL,
        on(2, change("two", topics="[law, icc]"), told="two"),
        on(5),
        feed=COURT,
    ),
    history(
        "a topic is given to an old statement, as the main feed shows it",
        on(0, write("one", topics="[icc]"), write("two"), told="one two"),
        on(2, change("two", topics="[icc]")),
    ),
    history(
        "a topic is given to many old statements",
        on(0, write("one", topics="[icc]"), *(write(f"old{n}") for n in range(4)), told="one"),
        on(2, *(write(f"new{n}", 2) for n in range(4))),
        on(
            4,
            *(change(f"{w}{n}", topics="[icc]") for w in ("old", "new") for n in range(3)),
            refused="flood",
        ),
        on(4, publish="--announce 6", told="new0 new1 new2 old0 old1 old2"),
        feed=COURT,
    ),
    history(
        "a topic is taken away, and given again",
        TOPICAL,
        on(2, write("four", 2, topics="[icc]"), told="four"),
        on(4, change("one", topics="")),
        on(7, change("one", topics="[icc]"), refused="flood"),
        on(7, publish="--announce 1", forgetful="one"),
        feed=COURT,
    ),
    history(
        "a topic is taken away: nothing older comes back",
        on(
            0,
            configure(feed_size="2"),
            *(write(n, topics="[icc]") for n in ("one", "two", "three", "four")),
            told="four one",
        ),
        on(3, write("five", 3, topics="[icc]"), told="five"),
        on(6, change("five", topics="")),
        on(9),
        feed=COURT,
    ),
    history(
        "a statement with a topic is removed",
        TOPICAL,
        on(2, write("four", 2, topics="[icc]"), told="four"),
        on(4, delete("four"), publish=removed("four")),
        on(6, write("five", 6, topics="[icc]"), told="five"),
        feed=COURT,
    ),
    history(
        "topics are put into another order",
        on(0, write("one", topics="[icc, law]"), told="one"),
        on(2, change("one", topics="[law, icc]")),
        feed=COURT,
    ),
)

CRASHES = (
    *(
        history(
            f"the power fails at {crash}",
            FIRST,
            on(2, write("three", 2), rename("one", "uno"), crash=crash),
            on(3, told="three"),
            on(6, write("four", 6), told="four"),
        )
        for crash in ("append_records", "apply_ledger", "put_site", "keep_texts")
    ),
    history(
        "the power fails in the middle of a line",
        FIRST,
        on(2, write("three", 2), crash="append_records"),
        on(3, tear, told="three"),
    ),
    history(
        "the power fails in a flood that was allowed",
        FIRST,
        on(2, *(write(f"new{n}", 2) for n in range(6)), publish="--announce 6", crash="put_site"),
        on(2, publish="--announce 6", told="new0 new1 new2 new3 new4 new5"),
    ),
    history(
        "the power fails in a removal",
        FIRST,
        on(2, delete("one"), publish=removed("one"), crash="put_site"),
        on(2, publish=removed("one")),
        on(4),
    ),
    history(
        "the power fails in a move",
        FIRST,
        on(2, configure(base_url="https://example.com/"), publish="--moved", crash="put_site"),
        on(2, publish="--moved", by_link="one two"),
        on(4),
    ),
)

HISTORIES = (
    *ORDINARY,
    *FILES,
    *FEEDS,
    *IDS,
    *ADDRESSES,
    *TEXTS,
    *GONE,
    *SIZES,
    *LANGUAGES,
    *TOPICS,
    *CRASHES,
)
