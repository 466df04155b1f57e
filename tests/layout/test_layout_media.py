"""Links to documents, sounds and films say what they are (behaviour 3)."""

from __future__ import annotations

import pytest

from studytui.layout import lay_out
from studytui.markdown import parse


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("[text](/img/user/a.pdf)", "▤ text"),
        ("[[a.pdf#page=2|text]]", "▤ text"),
        ('<iframe src="/img/user/x.pdf" width="100%"></iframe>', "▤ x.pdf"),
        ('<div class="youtube-embed"><iframe src="https://www.youtube.com/embed/1" title="a film"></iframe></div>', "► a film"),
        ("[song](a.mp3) and [**a** film](b.mp4)", "♪ song and ► a film"),
        ("[a note](a.md), [[b]], https://example.org/a.pdf", "a note, b, https://example.org/a.pdf"),
    ],
)  # fmt: skip
def test_a_link_to_a_file_that_is_no_note_has_an_icon(markdown: str, text: str) -> None:
    assert [line.text for line in lay_out(parse(markdown).blocks, 80)] == [text]


def test_the_icon_is_a_marker_beside_the_link_and_a_mark_goes_on_below_it() -> None:
    (line,) = lay_out(parse("==see [text](a.pdf)==").blocks, 80)
    assert [(span.role, line.text[span.start : span.end]) for span in line.spans][:2] == [
        ("high-yield", "see ▤ text"),
        ("marker", "▤"),
    ]
    assert ("link", "text") in [(span.role, line.text[span.start : span.end]) for span in line.spans]
