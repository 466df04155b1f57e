"""Notes against the Markdown that obsidian-export makes of them: links resolved, embeds put in their place."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

import pytest
from corpora import corpus
from exported import Change, Disagreement, Links, Show, changes, check, links, show

__all__ = ["links", "show"]

VAULTS = ("filter-by-tags", "infinite-recursion", "main-samples", "non-ascii", "postprocessors", "same-filename-different-directories",
          "single-file", "start-at")  # fmt: skip

DISAGREEMENTS: dict[str, Disagreement] = {
    "infinite-recursion/Note A.md": Disagreement(
        "a cycle is a link that says so, not an arrow",
        (
            Change("→", ""),
            Change("", "embeds itself"),
        ),
    ),
    "main-samples/alert.md": Disagreement(
        "a callout without a title has that of its type",
        (
            Change("", "Note"),
            Change("", "Tip"),
            Change("", "Important"),
            Change("", "Warning"),
            Change("", "Caution"),
        ),
    ),
    "main-samples/embeds.md": Disagreement(
        "an embed of a note that is not there is named",
        (Change("", "non existing note"),),
    ),
    "main-samples/math.md": Disagreement(
        "a formula is shown in Unicode (behaviour 8.3)",
        (
            Change("sqrt", "√"),
            Change("sqrt", "√"),
            Change("2 pi", "2π"),
            Change("2 pi", "2π"),
        ),
    ),
    "main-samples/pure-markdown-examples.md": Disagreement(
        "the text of a footnote has its number",
        (Change("", "1"),),
    ),
    "postprocessors/Note.md": Disagreement(
        "the export ran a test's own program over the text",
        (
            Change("bar", "foo"),
            Change("bar", "foo"),
        ),
    ),
}

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+\.md)[^)]*\)")


def test_notes_are_shown_in_the_words_of_their_export(show: Show) -> None:
    found = {}
    for vault in VAULTS:
        folder = corpus(f"obsidian-export/expected/{vault}")
        source = corpus(f"obsidian-export/input/{vault}")
        for note, shown in show(source).items():
            if (folder / note).exists():
                found[f"{vault}/{note}"] = changes((folder / note).read_text("utf-8"), shown)
    check(found, DISAGREEMENTS)


@pytest.mark.parametrize(
    "note",
    ["main-samples/obsidian-wikilinks.md", "main-samples/section-ref-a.md", "main-samples/section-ref-b.md", "non-ascii/Link.md",
     "main-samples/wikilinks-with-formatting-symbols.md", "main-samples/issue-188-wikilinks-need-trimming.md",
     "same-filename-different-directories/Note.md"],
)  # fmt: skip
def test_links_lead_where_they_lead_in_the_export(note: str, links: Links) -> None:
    vault, _, name = note.partition("/")
    exported = corpus(f"obsidian-export/expected/{note}").read_text("utf-8")
    wanted = [
        posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(to))) for to in _LINK.findall(exported)
    ]
    assert links(corpus(f"obsidian-export/input/{vault}"), name) == wanted
