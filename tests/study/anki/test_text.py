from __future__ import annotations

import re
from pathlib import Path

from studytui.study.anki.text import HEADER

NOTES = {
    "USMLE/Neurology/ALS.md": (
        '---\ntags: [t1]\n---\n# Features\n- ==Progression==: "starts"\tin one < arm, ==other & side==\n'
        "- ==Bulbar signs=={1}\n\n==Whole line, $x^{2}$==\n\n![[scan.png]] ==lesion== here\n"
    ),
    "USMLE/MSK/Gout.md": "#flashcards\n\nCrystals:::needles\n\nDrug\nof choice\n?\ncolchicine\nor less\n",
    "scan.png": b"picture",
}


def taken_in(anki, file: Path) -> dict[str, int]:
    from anki.collection import ImportCsvRequest

    metadata = anki.col.get_csv_metadata(path=str(file), delimiter=None)
    log = anki.col.import_csv(ImportCsvRequest(path=str(file), metadata=metadata)).log
    names = ("new", "updated", "duplicate", "conflicting", "missing_notetype", "missing_deck", "empty_first_field")
    return {name: len(getattr(log, name)) for name in names if len(getattr(log, name))}


def test_a_text_import_gives_notes_with_decks_types_tags_and_guids(anki, export, write_files, shown):
    vault = write_files(NOTES)
    file, said = export(vault, "cards.tsv")
    assert said.splitlines() == [
        "studytui: 1 picture left out: only .apkg carries them",
        f"studytui: {file}: 8 cards in 6 notes",
    ]
    assert file.read_text(encoding="utf-8").splitlines()[: len(HEADER)] == list(HEADER)
    assert taken_in(anki, file) == {"new": 6}
    assert anki.decks() == {"USMLE::MSK": 3, "USMLE::Neurology": 5}
    note = anki.note('"Text:*Progression*"')
    assert re.sub(r"<[^>]+>", "", note["Text"]) == (
        'ALS › Features: {{c1::Progression}}: "starts" in one &lt; arm, {{c2::other &amp; side}}'
    )
    assert set(note.tags) == {"USMLE::Neurology", "t1"}
    assert "obsidian://open" in note["Back Extra"]
    assert shown(anki.note('"Back:*Whole*"')["Back"]).startswith(r"Whole line, \(x^{2}\)")
    assert shown(anki.note('"Front:*choice*"')["Front"]) == "Gout: Drug\nof choice"
    assert {each.note_type()["name"] for each in anki.notes("deck:USMLE::MSK")} == {
        "Basic",
        "Basic (and reversed card)",
    }


def test_a_second_text_import_adds_nothing(anki, export, write_files):
    vault = write_files(NOTES)
    file, _ = export(vault, "cards.tsv")
    taken_in(anki, file)
    (vault / "USMLE/Neurology/ALS.md").write_text(NOTES["USMLE/Neurology/ALS.md"].replace("lesion", "lesions"))
    file, _ = export(vault, "cards.tsv")
    taken_in(anki, file)
    assert (anki.col.note_count(), anki.note("Text:*lesions*")["Text"].count("{{c1::")) == (6, 1)
