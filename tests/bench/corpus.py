"""
Make up statements: number k depends on k alone, so a corpus of 100 begins one of 10,000.

About 400 words each, every fifth in Russian; dated 13 hours apart from 2010 on.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START = datetime(2010, 1, 4, 8, 0, tzinfo=UTC)
STEP = timedelta(hours=13)
ZONES = [UTC, *(timezone(timedelta(hours=hours)) for hours in (2, 3, -5))]
TOPICS = [
    "water",
    "budget",
    "transport",
    "archives",
    "energy",
    "schools",
    "farming",
    "harbours",
    "housing",
    "health",
]

WHO = ["the association", "our members", "the board", "the working group", "the secretariat"]
DOES = ["welcomes", "questions", "supports", "has reviewed", "rejects", "takes note of", "regrets"]
WHAT = [
    "the revised water tariff",
    "a longer consultation period",
    "the new rules on open data",
    "the draft budget for schools",
    "the report on road safety",
    "the timetable for rural buses",
    "better access to archives",
    "the plan for flood defences",
    "the agreement on seasonal work",
]
HOW = [
    "in the coming quarter",
    "after talks with every district",
    "on the basis of figures from spring",
    "despite a narrow schedule",
    "in line with earlier commitments",
    "at the request of residents",
]
RUSSIAN = [
    "решение",
    "собрание",
    "вода",
    "дорога",
    "школа",
    "бюджет",
    "порт",
    "лес",
    "отчёт",
    "совет",
    "район",
    "закон",
    "мост",
]


class _Writer:
    """Write one statement."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.russian = number % 5 == 0
        self.chance = random.Random(number)  # noqa: S311 - repeatable on purpose

    def pick(self, words: list[str]) -> str:
        return self.chance.choice(words)

    def sentence(self) -> str:
        if self.russian:
            words = [self.pick(RUSSIAN) for _ in range(12)]
            return f"{' '.join(words).capitalize()}."
        text = f"{self.pick(WHO)} {self.pick(DOES)} {self.pick(WHAT)} {self.pick(HOW)}"
        return f"{text[0].upper()}{text[1:]}."

    def paragraph(self) -> str:
        sentences = [self.sentence() for _ in range(5)]
        address = f"https://example.org/papers/{self.number % 97}/?part={self.number % 7}&ref=1"
        dress = ["*{}*", "**{}**", "`{}`", f"[{{}}]({address})"]
        first, _, rest = sentences[0].partition(" ")
        sentences[0] = f"{self.pick(dress).format(first)} {rest}"
        return " ".join(sentences)

    def body(self) -> Iterator[str]:
        yield self.paragraph()
        yield "## What was decided"
        yield self.paragraph()
        yield "\n".join(f"- {self.pick(WHAT)}, {self.pick(HOW)}" for _ in range(5))
        yield "\n".join(f"> {self.sentence()}" for _ in range(2))
        yield self.paragraph()
        yield "## Next steps"
        yield "\n".join(f"{n}. {self.pick(WHAT)}, {self.pick(HOW)}" for n in range(1, 5))
        yield self.paragraph()


def make_statement(number: int, *, plain: bool = False) -> tuple[str, str]:
    """Make the statement of a number: the name of its file, and its text; topics unless *plain*."""
    writer = _Writer(number)
    date = (START + STEP * number).astimezone(writer.chance.choice(ZONES))
    topics = writer.chance.sample(TOPICS, writer.chance.randrange(1, 4))
    front = [
        f'title: "{"Заявление" if writer.russian else "On the matter"}: part {number}"',
        f"date: {date.isoformat()}",
        f"id: tag:example.org,2010:ps-{number:06d}",
        f'summary: "{writer.sentence()}"',
    ]
    if not plain:
        front += [f"lang: {'ru' if writer.russian else 'en'}", f"topics: [{', '.join(topics)}]"]
    text = "\n\n".join(writer.body())
    front_text = "\n".join(front)
    return f"{date:%Y-%m-%d}-statement-{number:06d}.md", f"---\n{front_text}\n---\n\n{text}\n"


def write_statement(number: int, folder: Path, *, plain: bool = False) -> Path:
    """Write the statement of a number into a folder."""
    name, text = make_statement(number, plain=plain)
    file = folder / name
    file.write_text(text, "utf-8")
    return file


SETTINGS = """\
base_url: https://example.org/
authority: example.org,2010
publisher: {name: Council}
timezone: UTC
flood_limit: 10000
"""


def write_publication(folder: Path, count: int, *, plain: bool = False) -> None:
    """Write a publication of so many statements: with every feature, or plain, in one channel."""
    entries = folder / "entries"
    entries.mkdir(parents=True)
    labels = ", ".join(f"{topic}: {{en: {topic.title()}}}" for topic in TOPICS)
    more = f"title: {{en: Statements, ru: Заявления}}\nlanguages: [en, ru]\ntopics: {{{labels}}}"
    if plain:
        more = "title: Statements\nlanguages: [en]"
    (entries / "feed.yaml").write_text(SETTINGS + more, "utf-8")
    for number in range(1, count + 1):
        write_statement(number, entries, plain=plain)
