"""What every bundled note keeps to: it is found, dated, linked, its marks select, its charts are drawn, its keys exist."""

from __future__ import annotations

import shutil
from itertools import chain
from pathlib import Path

import pytest

from studytui import paths
from studytui.cli import main
from studytui.layout import lay_out
from studytui.layout.code.diagrams import shared
from studytui.layout.protocols import NoDrawings
from studytui.layout.widths import width
from studytui.markdown import Code, Legend, Math, Paragraph, Table, Title, logical_lines, marked_lines, parse
from studytui.tui import keys
from studytui.vault import Vault, open_vault

NOTES = paths.bundled_notes()
OWN = Path(__file__).parents[1] / "fixtures" / "notes" / "Amyotrophic lateral sclerosis.md"
"""A note of a vault from before the bundled ones were renamed."""
OWN_PATH = "USMLE/Neurology/Amyotrophic lateral sclerosis.md"
LARGEST_PICTURE = 40_000
FEWEST, MOST = 0.15, 0.35
"""Share of a note's lines that are high-yield: fewer hide what is asked, more do not select."""


@pytest.fixture(scope="module")
def vault() -> Vault:
    return open_vault(NOTES)


def linked(vault: Vault, path: str) -> set[str]:
    """The other notes that a note links to."""
    found = {outgoing.resolution.note for outgoing in vault.outgoing(path)}
    return {note for note in found if note is not None and note != path}


def test_check_finds_nothing_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", "--vault", str(NOTES)]) == 0, capsys.readouterr().out


def test_every_note_is_two_steps_from_home(vault: Vault) -> None:
    home = vault.home()
    assert home is not None
    first = linked(vault, home)
    second = set(chain.from_iterable(linked(vault, path) for path in first))
    assert set(vault.notes) - {home} - first - second == set()


def test_every_system_has_a_map_that_home_links_to(vault: Vault) -> None:
    home = vault.home()
    assert home is not None
    systems = {path.split("/")[1] for path in vault.notes if path.startswith("USMLE/")}
    assert {f"USMLE/{system}/{system}.md" for system in systems} - linked(vault, home) == set()


def test_every_note_of_a_system_is_on_its_map(vault: Vault) -> None:
    missing = {
        path
        for path in vault.notes
        if path.startswith("USMLE/")
        and path != (own := f"USMLE/{path.split('/')[1]}/{path.split('/')[1]}.md")
        and path not in linked(vault, own)
    }
    assert missing == set()


def test_every_note_has_a_link_in_and_a_link_out(vault: Vault) -> None:
    leads = {path: linked(vault, path) for path in vault.notes}
    reached = set(chain.from_iterable(leads.values()))
    assert [path for path, others in leads.items() if not others] == []
    assert sorted(set(vault.notes) - reached) == []


def test_every_note_says_when_it_was_checked(vault: Vault) -> None:
    dated = [path for path in vault.notes if path.endswith(".md")]  # a canvas has no properties
    assert [path for path in dated if not vault.frontmatter(path).values.get("updated")] == []


def test_high_yield_lines_of_every_note_select(vault: Vault) -> None:
    shares = {path: share(vault.text(path)) for path in vault.notes if path.startswith("USMLE/")}
    assert {path: round(found, 2) for path, found in shares.items() if not FEWEST <= found <= MOST} == {}


def share(text: str) -> float:
    """High-yield lines among those that hold text: no headings, charts or pictures."""
    blocks = [block for block in parse(text).blocks if isinstance(block, Paragraph | Table | Math | Title)]
    lines = {line.line for block in blocks for line in logical_lines(block) if not _is_picture(line.text)}
    return len({marked.line for marked in marked_lines(blocks, Legend())} & lines) / len(lines)


def _is_picture(text: str) -> bool:
    return text.endswith(".png")


def test_every_chart_is_drawn_at_80_columns(vault: Vault) -> None:
    drawn = Drawn()
    for path in vault.notes:
        drawn.note = path
        lay_out(parse(vault.text(path)).blocks, 80, drawings=drawn)
    charts = sum(
        isinstance(block, Code) and block.info == "mermaid"
        for path in vault.notes
        for block in parse(vault.text(path)).blocks
    )
    assert (drawn.missing, drawn.count) == ([], charts)


class Drawn(NoDrawings):
    """Draws each chart, and keeps the names of the notes where one was not drawn or is too wide."""

    def __init__(self) -> None:
        self.note = ""
        self.count = 0
        self.missing: list[str] = []

    def diagram(self, language: str, source: str, room: int) -> tuple[str, ...] | None:
        rows = shared().draw((source, room, room))
        self.count += 1
        if not rows or max(map(width, rows)) > room:
            self.missing.append(self.note)
        return rows or None


def test_a_note_from_before_the_renaming_finds_every_note_that_it_links_to(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    shutil.copytree(NOTES, root)
    shutil.copy(OWN, root / OWN_PATH)
    vault = open_vault(root)
    links = vault.outgoing(OWN_PATH)
    assert [outgoing.link.target for outgoing in links if outgoing.status != "ok"] == []
    renamed = {outgoing.resolution.note for outgoing in links if "Neuroloy physioloy" in outgoing.link.target}
    assert renamed == {"USMLE/Neurology/Neurology physiology.md"}
    assert vault.resolve(OWN_PATH, "Neuroloy physioloy").note == "USMLE/Neurology/Neurology physiology.md"


def test_every_picture_is_small_and_shown_in_a_note(vault: Vault) -> None:
    pictures = set((NOTES / "appendix").glob("*.png"))
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []
    shown = {
        vault.resolve_link(path, occurrence.link).file for path in vault.notes for occurrence in vault.facts(path).links
    }
    assert {picture.name for picture in pictures} - {file.name for file in shown if file is not None} == set()


def test_the_guide_names_keys_that_there_are(vault: Vault) -> None:
    bound = {
        name for group in keys.groups() for binding in group.bindings for name in keys.display(binding.key).split()
    }
    tables = [block for block in parse(vault.text("Guide/Keys.md")).blocks if isinstance(block, Table)]
    named = [inline.text for table in tables for row in table.rows for inline in row.cells[0] if inline.kind == "code"]
    assert len(named) > 20
    assert [name for name in named if name not in bound] == []
