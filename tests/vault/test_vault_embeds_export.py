"""Embeds against what obsidian-export makes of its own test vault, where that is at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studytui.layout import Line, lay_out
from studytui.markdown import parse
from studytui.vault import open_vault
from studytui.vault.embeds import Embedding

CORPUS = Path(os.environ.get("STUDYTUI_CORPORA", "/nowhere")) / "obsidian-export"
DIFFERENT = {
    "embeds.md": "an embed that is not there is named, where obsidian-export leaves it out",
}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora are not at hand")


def text(lines: list[Line]) -> list[str]:
    rows = [line.text.strip("║▎ ") for line in lines if "↳" not in line.text]
    return [row for row in rows if row]


@pytest.mark.parametrize("name", ["embeds-note-in-subdir.md", "embeds-partial-note.md", "embeds.md"])
def test_what_is_embedded_is_what_obsidian_export_writes(name: str) -> None:
    vault = open_vault(CORPUS / "input" / "main-samples")
    document = parse(vault.text(name))
    page = Embedding(vault, name, document.frontmatter)
    ours = text(lay_out((block for part in page.expand(document.blocks) for block in part), 100))
    theirs = text(lay_out(parse((CORPUS / "expected" / "main-samples" / name).read_text("utf-8")).blocks, 100))
    if name in DIFFERENT:
        ours = [row for row in ours if not row.startswith("[embed: non-existing note")]
        ours = [row.replace("[pdf: note.pdf]", "note.pdf") for row in ours]
    assert ours == theirs
