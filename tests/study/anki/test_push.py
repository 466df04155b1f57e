from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from study.anki import anki_connect

from studytui import paths
from studytui.cli import main

NOTES = {
    "USMLE/Neurology/ALS.md": (
        "---\ntags: [t1]\n---\n# Features\n- ==Progression==: starts in one arm, then the ==other side==\n"
        "- ==Bulbar signs come early & late==\n# Treatment\n- ==Riluzole== slows it\n\n![[scan.png]] ==lesion== here\n"
    ),
    "USMLE/MSK/Gout.md": "#flashcards\n\nCrystals:::needles\n\n==tophus== there\n",
    "scan.png": b"picture",
}
ALS = "USMLE/Neurology/ALS.md"


@pytest.fixture
def vault(write_files) -> Path:
    return write_files(NOTES)


@pytest.fixture
def server(anki):
    with anki_connect.running(anki_connect.Server(anki.col)) as server:
        settings(f"anki_port = {server.port}\n")
        yield server


def settings(text: str) -> None:
    file = paths.config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.fixture
def push(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Pushes a vault; what was said."""

    def run(vault: Path, *more: str, status: int = 0) -> str:
        capsys.readouterr()
        got = main(["push", *more, "--vault", str(vault)])
        captured = capsys.readouterr()
        assert got == status, captured.err
        return captured.out + captured.err

    return run


def edit(vault: Path, old: str, new: str, note: str = ALS) -> None:
    text = (vault / note).read_text()
    assert old in text
    (vault / note).write_text(text.replace(old, new))


def test_a_push_brings_notes_with_decks_tags_and_pictures_and_a_second_sends_nothing(anki, server, push, vault):
    assert push(vault) == "6 notes added, 0 changed, 0 as they were\n"
    assert anki.decks() == {"USMLE::MSK": 3, "USMLE::Neurology": 5}
    note = anki.note("Text:*Progression*")
    assert set(note.tags) == {"USMLE::Neurology", "t1"}
    assert re.fullmatch(r"[0-9a-f]{16}", note["studytui"])
    name = re.search(r'src="([^"]+)"', anki.note("Text:*lesion*")["Text"])[1]
    assert Path(anki.col.media.dir(), name).read_bytes() == b"picture"
    assert [file.name for file in Path(anki.col.media.dir()).iterdir()] == [name]
    server.asked.clear()
    assert push(vault) == "0 notes added, 0 changed, 6 as they were\n"
    assert server.asked == {"version": 1, "findNotes": 1}


def test_presets_of_decks_and_looks_of_note_types_stay_as_they_are_in_anki(anki, server, push, vault):
    default = anki.col.decks.get_config(1)
    default["new"]["perDay"] = 7
    anki.col.decks.update_config(default)
    mine = anki.col.decks.add_config("mine")
    deck = anki.col.decks.get(anki.col.decks.id("USMLE::MSK"))
    deck["conf"] = mine["id"]
    anki.col.decks.save(deck)
    push(vault)
    assert anki.decks() == {"USMLE::MSK": 3, "USMLE::Neurology": 5}
    assert anki.col.decks.get_config(1)["new"]["perDay"] == 7
    assert anki.col.decks.by_name("USMLE::MSK")["conf"] == mine["id"]
    model = anki.col.models.by_name("studytui Cloze")
    model["css"] = ".card { color: green }"
    anki.col.models.update_dict(model)
    (vault / "new.md").write_text("one ==more== line\n")
    assert "1 note added" in push(vault)
    assert anki.col.models.by_name("studytui Cloze")["css"] == ".card { color: green }"


def test_only_what_changed_is_sent(anki, server, push, vault):
    push(vault)
    before = {note.id: note.mod for note in anki.notes()}
    edit(vault, "slows it", "slows it a little")
    server.asked.clear()
    assert push(vault) == "0 notes added, 1 changed, 5 as they were\n"
    assert anki.note("Text:*Riluzole*")["Text"].endswith("slows it a little")
    assert (server.asked["updateNoteFields"], server.asked["storeMediaFile"], server.asked["notes"]) == (1, 0, 2)
    changed = anki.note("Text:*Riluzole*").id
    assert {note.id: note.mod for note in anki.notes() if note.id != changed} == {
        number: mod for number, mod in before.items() if number != changed
    }


def test_a_field_edited_in_anki_stays_unless_its_line_changed_which_is_said(anki, server, push, vault):
    push(vault)
    for query in ("Text:*Progression*", "Text:*Riluzole*"):
        note = anki.note(query)
        anki.edit(note, "Text", note["Text"] + " (mine)")
        anki.edit(note, "Place", "my place")
    assert push(vault) == "0 notes added, 0 changed, 6 as they were\n"
    edit(vault, "slows it", "slows it a little")
    said = push(vault)
    assert "0 notes added, 1 changed, 5 as they were\n" in said
    assert "edited in Anki, and overwritten since the line changed:\n  USMLE/Neurology/ALS.md:8:" in said
    assert "edited in Anki, and left as it is there:\n  USMLE/Neurology/ALS.md:8:" in said
    riluzole = anki.note("Text:*Riluzole*")
    assert (riluzole["Text"].endswith("a little"), riluzole["Place"]) == (True, "my place")
    assert anki.note("Text:*Progression*")["Text"].endswith("(mine)")


def test_push_then_package_then_push_brings_no_note_twice(anki, server, push, export, vault):
    push(vault)
    file, _ = export(vault)
    assert anki.take_in(file) == {"duplicate": 6}
    assert push(vault) == "0 notes added, 0 changed, 6 as they were\n"
    assert (anki.col.note_count(), len(anki.col.models.all_names_and_ids())) == (6, 8)
    assert {note.guid for note in anki.notes()} == {f"studytui-{note['studytui']}" for note in anki.notes()}


def test_package_then_push_finds_what_is_there(anki, server, push, export, vault):
    anki.take_in(export(vault)[0])
    assert push(vault) == "0 notes added, 0 changed, 6 as they were\n"
    edit(vault, "slows it", "slows it a little")
    assert push(vault) == "0 notes added, 1 changed, 5 as they were\n"
    assert anki.col.note_count() == 6


def test_what_was_edited_in_anki_before_the_first_push_stays(anki, server, push, export, vault, monkeypatch):
    anki.take_in(export(vault)[0])
    note = anki.note("Text:*Progression*")
    anki.edit(note, "Text", note["Text"] + " (mine)")
    said = push(vault)
    assert "0 notes added, 0 changed, 6 as they were\nedited in Anki, and left as it is there:\n" in said
    assert anki.note("Text:*Progression*")["Text"].endswith("(mine)")


def test_a_state_that_was_lost_leads_to_no_second_note(anki, server, push, vault, home, monkeypatch):
    push(vault)
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "other"))
    assert push(vault) == "0 notes added, 0 changed, 6 as they were\n"
    assert anki.col.note_count() == 6


def test_answers_in_anki_outlive_a_push(anki, server, push, vault):
    push(vault)
    card = anki.note("Text:*Progression*").cards()[1]
    anki.answer(card)
    edit(vault, "in one arm", "in one leg")
    assert "1 changed" in push(vault)
    assert anki.col.get_card(card.id).reps == 1


def test_what_is_gone_from_the_notes_is_listed_and_never_deleted(anki, server, push, vault):
    push(vault)
    edit(vault, "- ==Riluzole== slows it\n", "")
    edit(vault, "then the ==other side==", "then the other side")
    (vault / "USMLE/MSK/Gout.md").unlink()
    said = push(vault)
    assert "0 notes added, 1 changed, 2 as they were\n" in said
    gone = said.split("in Anki, though the line is gone from the notes:\n")[1].split("in Anki, though the mark")[0]
    assert gone.splitlines() == [
        "  ALS › Treatment: […] slows it",
        "  Gout: Crystals",
        "  Gout: […] there",
    ]
    assert "in Anki, though the mark is gone (Tools › Empty Cards removes the card):\n" in said
    assert said.endswith("then the other side: card 2\n")
    assert (anki.col.note_count(), anki.col.card_count()) == (6, 8)


def test_a_topic_alone_is_pushed_and_others_are_not_gone(anki, server, push, vault):
    assert push(vault, "USMLE/MSK") == "2 notes added, 0 changed, 0 as they were\n"
    assert push(vault, "USMLE/Neurology") == "4 notes added, 0 changed, 0 as they were\n"
    assert push(vault, "USMLE/MSK") == "0 notes added, 0 changed, 2 as they were\n"


def test_what_was_deleted_in_anki_stays_deleted_unless_wanted_again(anki, server, push, vault):
    push(vault)
    anki.col.remove_notes([anki.note("Text:*Riluzole*").id])
    said = push(vault)
    assert "0 notes added, 0 changed, 5 as they were\ndeleted in Anki, and not added again (--again does):\n" in said
    assert push(vault, "--again") == "1 note added, 0 changed, 5 as they were\n"
    assert anki.col.note_count() == 6


def test_tags_that_the_reader_gave_in_anki_stay(anki, server, push, vault):
    push(vault)
    anki.col.tags.bulk_add([note.id for note in anki.notes()], "mine")
    edit(vault, "tags: [t1]", "tags: [t2]")
    assert "4 changed" in push(vault)
    assert set(anki.note("Text:*Riluzole*").tags) == {"USMLE::Neurology", "t2", "mine"}


def test_a_dry_run_changes_nothing_anywhere(anki, server, push, vault):
    said = push(vault, "--dry-run")
    assert said.count("add     USMLE/") == 6
    assert said.endswith("would add 6 notes and change 0; 0 as they are\n")
    assert anki.col.note_count() == 0
    assert not paths.state_dir(vault).exists()
    push(vault)
    edit(vault, "slows it", "slows it a little")
    assert push(vault, "--dry-run") == (
        "change  USMLE/Neurology/ALS.md:8: ALS › Treatment: […] slows it a little  (Text)\n"
        "would add 0 notes and change 1; 5 as they are\n"
    )
    assert not anki.notes("Text:*little*")
    assert "1 changed" in push(vault)


def test_a_change_that_anki_lost_is_said_and_sent_again(anki, server, push, vault):
    push(vault)
    edit(vault, "slows it", "slows it a little")
    server.open_in_browser.add(anki.note("Text:*Riluzole*").id)
    said = push(vault, status=2)
    assert "0 notes added, 0 changed, 5 as they were\n" in said
    assert "is it open in Anki's browser?" in said
    server.open_in_browser.clear()
    assert push(vault) == "0 notes added, 1 changed, 5 as they were\n"


def test_what_the_notes_say_anki_has_is_not_sent(anki, server, push, write_files):
    vault = write_files({"a.md": "a ==b== c\n\nd ==e== f\n<!--ID: 1700000000000-->\n"})
    assert "1 note added" in push(vault)


def test_a_thousand_notes_are_pushed_at_once(anki, server, push, write_files):
    vault = write_files({f"n{number}.md": f"line {number} is ==marked {number}== so\n" for number in range(1_000)})
    assert push(vault) == "1000 notes added, 0 changed, 0 as they were\n"
    assert server.asked["importPackage"] == 1
    server.asked.clear()
    assert push(vault) == "0 notes added, 0 changed, 1000 as they were\n"
    assert server.asked == {"version": 1, "findNotes": 1}


def test_a_key_is_sent_and_a_wrong_one_is_said(anki, server, push, vault):
    server.key = "secret"
    assert push(vault, status=2) == (
        "studytui: AnkiConnect wants a key: set anki_key to the `apiKey` of its configuration\n"
    )
    settings(f'anki_port = {server.port}\nanki_key = "other"\n')
    assert "AnkiConnect wants another key than `anki_key` in the settings" in push(vault, status=2)
    settings(f'anki_port = {server.port}\nanki_key = "secret"\n')
    assert "6 notes added" in push(vault)
    edit(vault, "slows it", "slows it a little")
    assert "1 changed" in push(vault)


def test_an_old_version_is_said(server, push, vault):
    server.api_version = 5
    assert push(vault, status=2) == (
        "studytui: AnkiConnect speaks version 5, and version 6 is needed: update the add-on\n"
    )


def test_an_anki_that_does_not_run_is_said(push, vault):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        settings(f"anki_port = {port}\n")
        assert push(vault, status=1) == (
            "studytui: Anki is not running, or lacks its add-on AnkiConnect (2055492159): "
            f"nothing answers on 127.0.0.1:{port}\n"
        )
