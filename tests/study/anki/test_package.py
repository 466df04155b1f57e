from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import studytui

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
NOTES = {
    "USMLE/Neurology/ALS.md": (
        "---\ntags: [t1, t2/acute]\n---\n# Features\n- ==Progression==: starts in one arm, then the ==other side==\n"
        "- ==Bulbar signs come early & late==\n# Treatment\n- ==Riluzole== slows it\n\n![[scan.png]] ==lesion== here\n"
    ),
    "USMLE/MSK/Gout.md": "#flashcards\n\nCrystals:::needles\n\nAcute drug::colchicine\n\n![[MSK/scan.png]] ==tophus== there\n",
    "Top.md": "a ==b== c\n",
    "USMLE/Neurology/scan.png": PNG,
    "USMLE/MSK/scan.png": PNG + b"another",
}


@pytest.fixture
def vault(write_files) -> Path:
    return write_files(NOTES)


def later(path: Path, old: str, new: str) -> None:
    """Edits a note as somebody does a minute after the last export."""
    path.write_text(path.read_text().replace(old, new))


@pytest.fixture
def clock(monkeypatch):
    """Lets time pass: Anki compares whole seconds."""
    ahead = [0.0]
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + ahead[0])

    def pass_by(seconds: float = 60.0) -> None:
        ahead[0] += seconds

    return pass_by


def test_notes_cards_decks_tags_and_media_arrive_in_anki(anki, export, vault):
    file, said = export(vault)
    assert said == f"studytui: {file}: 10 cards in 8 notes, 2 pictures\n"
    assert anki.take_in(file) == {"new": 8}
    assert anki.decks() == {"USMLE::MSK": 4, "USMLE::Neurology": 5, "vault": 1}
    progression = anki.note("Text:*Progression*")
    assert [card.ord for card in progression.cards()] == [0, 1]
    assert set(progression.tags) == {"USMLE::Neurology", "t1", "t2::acute"}
    assert progression["Place"] == "ALS › Features"
    assert progression["Source"].startswith(
        '<a href="obsidian://open?vault=vault&amp;file=USMLE%2FNeurology%2FALS%23Features">'
    )
    assert anki.note("Front:*follows*")["Back"] == '<span class="mark yellow">Bulbar signs come early &amp; late</span>'
    crystals = anki.note("Back:needles")
    assert [card.template()["name"] for card in crystals.cards()] == ["Forward", "Backward"]
    assert (crystals["Front"], crystals["Place"]) == ("Crystals", "Gout")


def test_pictures_of_one_name_in_two_folders_are_two(anki, export, vault):
    anki.take_in(export(vault)[0])
    names = [re.search(r'src="([^"]+)"', note["Text"])[1] for note in anki.notes("Text:*img*")]
    held = {Path(anki.col.media.dir(), name).read_bytes() for name in names}
    assert held == {PNG, PNG + b"another"}
    assert all(re.fullmatch(r"scan-[0-9a-f]{10}\.png", name) for name in names)


def test_a_second_export_is_nothing_new_and_a_changed_line_is_one_updated_note(anki, export, vault, clock):
    first = export(vault)[0].read_bytes()
    assert anki.take_in(export(vault)[0]) == {"new": 8}
    clock()
    again = export(vault)[0]
    assert again.read_bytes() == first
    assert anki.take_in(again) == {"duplicate": 8}
    clock()
    later(vault / "USMLE/Neurology/ALS.md", "slows it", "slows it a little")
    assert anki.take_in(export(vault)[0]) == {"updated": 1, "duplicate": 7}
    assert "a little" in anki.note("Text:*Riluzole*")["Text"]


def test_an_answer_and_a_field_edited_in_anki_outlive_a_further_export(anki, export, vault, clock):
    anki.take_in(export(vault)[0])
    edited = anki.note("Text:*Progression*")
    anki.edit(edited, "Text", edited["Text"] + " (mine)")
    card = edited.cards()[0]
    anki.answer(card)
    clock()
    later(vault / "USMLE/Neurology/ALS.md", "slows it", "slows it a little")
    assert anki.take_in(export(vault)[0]) == {"updated": 1, "duplicate": 7}
    assert anki.note("Text:*Progression*")["Text"].endswith("(mine)")
    again = anki.col.get_card(card.id)
    assert (again.reps, again.type) == (1, card.load() or 1)


def test_clozes_keep_their_numbers_when_marks_come_and_go(anki, export, vault, clock):
    anki.take_in(export(vault)[0])
    note = anki.note("Text:*Progression*")
    second = next(card for card in note.cards() if card.ord == 1)
    anki.answer(second)
    clock()
    later(vault / "USMLE/Neurology/ALS.md", "==Progression==: starts in one ==arm==", "")
    later(vault / "USMLE/Neurology/ALS.md", "==Progression==: starts in one arm", "Progression: ==starts== in one arm")
    anki.take_in(export(vault)[0])
    changed = anki.note("Text:*Progression*")
    assert changed.guid == note.guid
    assert re.sub(r"<[^>]+>", "", changed["Text"]) == (
        "Progression: {{c3::starts}} in one arm, then the {{c2::other side}}"
    )
    assert anki.col.get_card(second.id).reps == 1


def test_a_note_that_was_moved_and_edited_is_the_same_note(anki, export, vault, clock):
    anki.take_in(export(vault)[0])
    clock()
    (vault / "USMLE/Neuro").mkdir()
    (vault / "USMLE/Neurology/ALS.md").rename(vault / "USMLE/Neuro/ALS.md")
    assert anki.take_in(export(vault)[0]) == {"updated": 4, "duplicate": 4}
    assert anki.col.note_count() == 8


def test_a_line_cut_in_two_gives_its_note_to_one_of_them(anki, export, write_files, clock):
    vault = write_files({"a.md": "# H\n- ==one thing== and ==another thing== here\n"})
    anki.take_in(export(vault)[0])
    clock()
    (vault / "a.md").write_text("# H\n- ==one thing== and\n- so ==another thing== here\n")
    anki.take_in(export(vault)[0])
    assert len({note.guid for note in anki.notes()}) == anki.col.note_count() == 2


def test_what_the_notes_say_anki_has_is_left_out_unless_asked_for(export, write_files):
    vault = write_files(
        {"a.md": "a ==b== c\n\nd ==e== f\n<!--ID: 1700000000000-->\n\ng <!-- what? b:1700000000001 -->\n"}
    )
    _, said = export(vault)
    assert "2 cards left out that the notes say Anki has already (--known takes them along)" in said
    assert "1 card in 1 note" in said
    assert "3 cards in 3 notes" in export(vault, "cards.apkg", "--known")[1]


def test_texts_of_a_canvas_arrive_as_those_of_notes_do(anki, export, write_files):
    text = '{"nodes":[{"id":"1","type":"text","x":0,"y":0,"width":1,"height":1,"text":"- ptosis is ==fatigable=="}]}'
    root = write_files({"Signs.canvas": text})
    assert anki.take_in(export(root)[0]) == {"new": 1}
    (note,) = anki.notes()
    assert "fatigable" in " ".join(note.fields) and "Signs" in " ".join(note.fields)


def test_a_topic_alone_is_exported(anki, export, vault):
    anki.take_in(export(vault, "cards.apkg", "USMLE/MSK")[0])
    assert set(anki.decks()) == {"USMLE::MSK"}


def test_two_machines_make_the_same_package(anki, export, vault, home, monkeypatch):
    anki.take_in(export(vault)[0])
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "other"))
    assert anki.take_in(export(vault, "other.apkg")[0]) == {"duplicate": 8}


def test_colours_are_readable_by_day_and_by_night():
    from studytui.study.anki.models import COLORS, css

    def light(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        bright, dark = sorted((light(one), light(other)), reverse=True)
        return (bright + 0.05) / (dark + 0.05)

    assert {"#1b1b1f", "#f4f4f6", "#ffffff", "#202024"} <= set(re.findall(r"#[0-9a-f]{6}", css()))
    for name, (day, night, ink, ink_by_night) in COLORS.items():
        assert contrast("#1b1b1f", day) > 7, name
        assert contrast("#f4f4f6", night) > 7, name
        assert contrast(ink, "#ffffff") > 4.5, name
        assert contrast(ink_by_night, "#202024") > 4.5, name
    for text, ground in (
        ("#1f4fb0", "#ffffff"),
        ("#8fb8ff", "#202024"),
        ("#5a5f6a", "#ffffff"),
        ("#a8adb8", "#202024"),
    ):
        assert contrast(text, ground) > 4.5


def test_genanki_is_loaded_by_a_package_alone(vault):
    for name, loaded in (("x.jsonl", False), ("x.apkg", True)):
        ran = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "studytui", "export", str(vault.parent / name)],
            env={**os.environ, "STUDYTUI_VAULT": str(vault), "PYTHONPATH": str(Path(studytui.__file__).parents[1])},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert ("genanki.package" in ran.stderr) == loaded


def test_where_genanki_is_missing_that_is_said_and_no_file_is_left(vault, tmp_path, monkeypatch, capsys):
    from studytui.cli import main

    monkeypatch.setitem(sys.modules, "genanki", None)
    assert main(["export", str(tmp_path / "x.apkg"), "--vault", str(vault)]) == 2
    assert "packages need genanki: pip install genanki" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["vault"]
