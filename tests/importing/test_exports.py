"""What an export of WordPress notes beside its posts."""

from __future__ import annotations

import pytest

from communique.importing.exports import read_export

SLUG = "<wp:meta_key>_wp_old_slug</wp:meta_key>"
WIDE = " " * 50_000


@pytest.mark.parametrize(
    "text",
    [
        f"<wp:post_id>{WIDE}x",
        f"<wp:meta_key>{WIDE}x",
        f"{SLUG}{WIDE}x",
        f"{SLUG}<wp:meta_value>{WIDE}<x>",
        f"{SLUG}<wp:meta_value><![CDATA[{WIDE}<x>",
        f"{SLUG}<wp:meta_value><![CDATA[x]]>{WIDE}<x>",
    ],
)
def test_what_is_not_closed_is_read_in_time(text: str) -> None:
    """An export may come from anybody: no white space takes more than one walk."""
    assert read_export(text.encode(), []).notes == {}


def test_white_space_around_a_note_is_none_of_it() -> None:
    """Exporters write it in the element, or within what they mark."""
    text = (
        f"<wp:post_id> <![CDATA[12]]> </wp:post_id>{SLUG}\n"
        "<wp:meta_value>\n<![CDATA[ old-name ]]>\n</wp:meta_value>"
    )
    assert read_export(text.encode(), []).notes == {"12": {"_wp_old_slug": ["old-name"]}}
