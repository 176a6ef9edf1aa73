"""What communique puts around a text in a feed is taken off again."""

from __future__ import annotations

from datetime import UTC, datetime

from communique.importing.items import Item
from communique.importing.own import Around, take_around
from communique.intake.richtext import RichText
from communique.markup import sanitise
from communique.model import Revision
from communique.words import load_words

PUBLISHED = datetime(2023, 10, 3, 12, tzinfo=UTC)
CORRECTED = "Corrected on {}. This text differs from the one published first: {}"


def take(html: str, title: str = "T", updated: datetime | None = None) -> tuple[Around, str]:
    """Take off what stands around a text; give that and the text."""
    rich = RichText(html, "https://a.example/")
    item = Item(place="", title=title, published=PUBLISHED, updated=updated)
    around = take_around(rich, item, load_words("en"), UTC)
    return around, rich.write({}, sanitise)


def test_corrections_are_revisions_again() -> None:
    """The newest stands first and has the moment of the last change; the others their day."""
    notices = [CORRECTED.format("2023-10-06", "B."), CORRECTED.format("2023-10-03", "A.")]
    html = "".join(f"<p><strong>{notice}</strong></p>" for notice in notices)
    updated = datetime(2023, 10, 6, 9, 30, tzinfo=UTC)
    around, text = take(f"{html}<p>Text.</p>", updated=updated)
    assert text == "Text.\n"
    assert around.revisions == (
        Revision(date=PUBLISHED, kind="correction", note="A."),
        Revision(date=updated, kind="correction", note="B."),
    )


def test_a_date_that_cannot_be_read_is_that_of_the_last_change() -> None:
    """Whatever form the day has in a notice, the revision is kept."""
    html = f"<p><strong>{CORRECTED.format('3 October', 'A.')}</strong></p>"
    updated = datetime(2023, 10, 5, tzinfo=UTC)
    assert take(html, updated=updated)[0].revisions[0].date == updated
    assert take(html)[0].revisions[0].date == PUBLISHED


def test_what_somebody_wrote_in_bold_stays() -> None:
    """A bold paragraph that is no notice of ours is part of the text."""
    around, text = take("<p><strong>Our demands</strong></p><p>One.</p>")
    assert (around, text) == (Around(title="T"), "**Our demands**\n\nOne.\n")


def test_all_that_comes_after_goes() -> None:
    """Files, source and languages are known by their words; a text may be nothing else."""
    html = (
        "<p>Attachments:</p><ul><li><a href='https://a.example/x.pdf'>x.pdf</a></li></ul>"
        "<p>The authoritative text stands at <a href='https://b.example/'>https://b.example/</a></p>"
        "<p>Also in: <a href='https://a.example/be/'>Belarusian</a></p>"
    )
    around, text = take(html)
    assert text == ""
    assert (around.source, around.files) == ("https://b.example/", ("https://a.example/x.pdf",))
    assert take("<ul><li>a</li></ul>")[1] == "- a\n"


def test_a_withdrawal_is_one_again() -> None:
    """The title loses what was put before it; the notice is all that is left of the text."""
    notice = "Withdrawn on 2023-10-05. The statement that stood here no longer holds: Forged."
    around, text = take(f"<p><strong>{notice}</strong></p>", "Withdrawn: Our title")
    assert around.title == "Our title"
    assert [(r.kind, r.note) for r in around.revisions] == [("withdrawal", "Forged.")]
    assert text == f"**{notice}**\n"
