"""The Digital Garden plugin's own test vault against what the plugin publishes of it (its snapshot)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from corpora import corpus
from exported import Change, Disagreement, Links, Show, changes, check, links, show

__all__ = ["links", "show"]

VAULT = "obsidian-digital-garden/src/dg-testVault"
SNAPSHOT = "obsidian-digital-garden/src/test/snapshot/snapshot.md"

DISAGREEMENTS: dict[str, Disagreement] = {
    "0 QA hell/Break links + transclusions.md": Disagreement(
        "a title of its own is the frame's, and not compared; a heading that is not there is said not to be there, not replaced by the whole note",
        (
            Change("whitespace", ""),
            Change("i think i fixed this one earlier lol", ""),
            Change("This is above the …24… transclusion Cheese", "0 File with headers whodis no such heading there"),
        ),
    ),
    "005 Custom filters.md": Disagreement(
        "filters are a setting of the plugin, for publishing",
        (
            Change("🌞", "❄"),
            Change("🌞 🌞 🌞 🌞 …13… 🌞 🌞", "❄ ❄ ❄ ❄ …13… ❄ ❄"),
        ),
    ),
    "012 Callouts.md": Disagreement(
        "a callout without a title has that of its type; a query is shown as it is written: it is not run",
        (
            Change("", "Info"),
            Change("", "list from"),
        ),
    ),
    "012-B Callouts less broken.md": Disagreement(
        "a callout without a title has that of its type",
        (Change("", "Info"),),
    ),
    "015 Code blocks.md": Disagreement(
        "an embed in code stays as it is written (behaviour 3)",
        (
            Change("div class transclusion internal …13… link href", ""),
            Change("links aria label Open …135… div div", "Links"),
        ),
    ),
    "B Bases/B0 Cards with covers.md": Disagreement(
        "the snapshot is older than the note; a base is named, not shown",
        (
            Change("", "base queries are not run here"),
            Change("", "base queries are not run here"),
            Change("", "B4 Covers base queries …41… run here"),
            Change("properties note year displayName Year", ""),
            Change("cards", "table"),
            Change("Covers", "By author groupBy property Author direction ASC"),
            Change("year image note cover", "Author Editor"),
        ),
    ),
    "B Bases/Books/B1 Book with wikilink cover.md": Disagreement(
        "the snapshot is older than the note",
        (Change("", "The Editor target exists …38… a placeholder"),),
    ),
    "E Embeds/E07 Image with alt attributes.md": Disagreement(
        "words on where a picture stands are shown behind its name",
        (
            Change("", "center"),
            Change("", "left"),
        ),
    ),
    "E Embeds/Transclusions/T1 BaseFile.md": Disagreement(
        "a title of its own is the frame's, and not compared; a drawing is shown by its texts",
        (
            Change("Spice it up", ""),
            Change("", "Drawing 2023 09 23 22 41 09 beep boop bebop"),
        ),
    ),
    "E Embeds/Transclusions/T5 transclude custom filters.md": Disagreement(
        "filters are a setting of the plugin, for publishing",
        (
            Change("🌞", "❄"),
            Change("🌞 🌞 🌞 🌞 …13… 🌞 🌞", "❄ ❄ ❄ ❄ …13… ❄ ❄"),
        ),
    ),
    "E Embeds/Transclusions/T6 transclusion inside codeblock.md": Disagreement(
        "an embed in code stays as it is written (behaviour 3)",
        (
            Change("this plugin has custom …51… link href", ""),
            Change("custom", "Custom"),
            Change("aria label Open link …135… div div", "005 Custom filters"),
        ),
    ),
    "E Embeds/Transclusions/T7 Transcluded base views.md": Disagreement(
        "a base is named, not shown",
        (
            Change("filters and file inFolder …31… hasTag hardware", "B1 Lessons base queries are not run here"),
            Change("filters and file inFolder …15… cards name", "B1 Lessons base"),
            Change("filters and file hasTag hardware", "queries are not run here"),
            Change(
                "filters and file inFolder …31… hasTag hardware",
                "B1 Lessons base Does not exist queries are not run here",
            ),
        ),
    ),
    "P Plugins/PD Dataview/PD1 Dataview.md": Disagreement(
        "a query is shown as it is written: it is not run",
        (Change("PD0 note with summary …33… with image", "list from P Plugins"),),
    ),
    "P Plugins/PD Dataview/PD2 Inline queries.md": Disagreement(
        "a query is shown as it is written: it is not run",
        (
            Change("PD2 Inline queries", ""),
            Change("", "file name PD0"),
            Change("is about foo", "with summary summary"),
        ),
    ),
    "P Plugins/PD Dataview/PD3 Inline JS queries.md": Disagreement(
        "a query is shown as it is written: it is not run",
        (Change("3 124", "2 1 dv pages length dv pages length dv paragraph"),),
    ),
    "P Plugins/PD Dataview/PD4 DataviewJs queries.md": Disagreement(
        "a query is shown as it is written: it is not run",
        (
            Change("", "dv header 2"),
            Change("PD4 DataviewJs queries 005", "let pg dv current …21… name includes"),
            Change("filters 005 Custom filters …38… and permalink", "map p p file name p file link"),
        ),
    ),
    "P Plugins/PD Dataview/PD5.1 Dataview in transclusions.md": Disagreement(
        "a query is shown as it is written: it is not run",
        (Change("bar", "this foo"),),
    ),
    "P Plugins/PD Dataview/PD5.2 Dataview in transclusions.md": Disagreement(
        "a query is shown as it is written: it is not run",
        (Change("bar", "this foo"),),
    ),
    "P Plugins/PE Excalidraw/PE1 Transcluded excalidraw.md": Disagreement(
        "a drawing is shown by its texts",
        (Change("", "Drawing 2023 09 23 22 41 09 beep boop bebop"),),
    ),
    "P Plugins/PE Excalidraw/PE2 excalidraw with image.md": Disagreement(
        "a drawing is shown by its texts",
        (Change("", "with image tis an …18… travolta png"),),
    ),
}

_NOTE = re.compile(r"^={10}\n([^\n]+\.md)\n={10}\n(.*?)(?=^={10}\n(?:[^\n]+\n={10}\n|\Z)|\Z)", re.MULTILINE | re.DOTALL)
_PICTURES = re.compile(r"^,?/img/user/[^\n]*(?:\n,/img/user/[^\n]*)*\s*\Z", re.MULTILINE)
_WIKILINK = re.compile(r"(?<!!)\[\[([^\]|\\#]+)")


def published() -> dict[str, str]:
    """The published notes by their paths in the test vault, without the list of pictures that the snapshot adds."""
    text = corpus(SNAPSHOT).read_text("utf-8")
    return {match[1]: _PICTURES.sub("\n", match[2]) for match in _NOTE.finditer(text)}


def test_notes_are_shown_in_the_words_that_are_published(show: Show) -> None:
    vault = corpus(VAULT)
    shown = show(vault)
    check(
        {note: changes(text, shown[note]) for note, text in published().items()},
        DISAGREEMENTS,
    )


def test_links_lead_where_they_are_published_to(links: Links) -> None:
    vault = corpus(VAULT)
    for note, text in published().items():
        source = (vault / note).read_text("utf-8")
        if "![[" not in source and "```dataview" not in source:
            wanted = [f"{target.strip()}.md" for target in _WIKILINK.findall(text) if ".png" not in target]
            assert links(vault, note) == wanted


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("> [!info]\n> text", "Info text"),
        ("```dataview\nlist from #a\n```", "list from a"),
        ("`= this.foo` and `$= 1 + 1`", "this foo and 1 1"),
        ("`![[other]]`\n\n```\n![[other]]\n```", "other other"),
        ("![[pic.png|left]] ![[pic.png|left|100]] ![[pic.png|100]]", "pic png left pic png left pic png"),
        ("![pic.png\\|left\\|100](/img/user/pic.png)", "pic png"),
        ("%%no%% yes", "yes"),
        ("[[other#Part|name]] [[other \\| b]]", "name b"),
    ],
)
def test_our_side_of_each_disagreement(note: str, shown: str, show: Show, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(note, "utf-8")
    assert " ".join(show(tmp_path)["note.md"]) == shown
