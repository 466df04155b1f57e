"""What is learned, on the command line: cards, export, import and stats."""

from __future__ import annotations

import json

import pytest

from studytui.cli.review import _scope
from studytui.vault import open_vault

NOTE = "USMLE/Neurology/Myelopathy.md"


def test_cards_have_the_shape_of_the_contract(run, garden):
    found = json.loads(run("cards", "Myelopathy", "--json", vault=garden).out)
    assert [card["front"] for card in found] == [
        "Myelopathy › Signs: […] below the lesion",
        "Myelopathy › Signs › Brisk reflexes below the lesion: […] and urgency",
        "Myelopathy › Signs › Brisk reflexes below the lesion: sensory level and […]",
    ]
    assert len({card["id"] for card in found}) == 3
    assert {card["group"] for card in found} == {found[0]["id"]}
    assert {**found[0], "id": "", "group": ""} == {
        "id": "",
        "group": "",
        "note": NOTE,
        "line": 12,
        "headings": ["Signs"],
        "front": "Myelopathy › Signs: […] below the lesion",
        "back": "Brisk reflexes",
        "hint": None,
        "kind": "cloze",
        "state": "new",
        "due": None,
        "known_as": None,
    }
    assert json.loads(run("cards", "Myelopathy", "--json").out) == found


def test_cards_as_text_end_with_how_many_there_are_and_are_known_elsewhere(run, garden):
    (garden / "k.md").write_text("# H\n==a==\n\nb ==c== d <!--SR:!2023-09-02,4,270-->\n")
    assert run("cards", "k", vault=garden).out.splitlines() == [
        "k",
        "  ? k › H … what follows?",
        "    a",
        "  ? k › H: b […] d  [Spaced Repetition]",
        "    c",
        "",
        "1 card · 1 known to Spaced Repetition",
    ]
    assert "  ? k: H?" in run("cards", "k", "--sections").out
    ran = run("cards", "Gout")
    assert (ran.status, ran.out, ran.err) == (0, "", "studytui: no cards in Gout\n")


def test_what_was_learned_is_exported_and_taken_in_elsewhere(run, garden, tmp_path, monkeypatch, home):
    from studytui.state import open_state
    from studytui.study.reviews import Reviews
    from studytui.study.schedule import Grade

    file = tmp_path / "out.jsonl"
    card = json.loads(run("cards", "Myelopathy", "--json", vault=garden).out)[0]["id"]
    state = open_state(garden)
    Reviews(state).answer(card, Grade.EASY)
    state.close()
    ran = run("export", str(file))
    assert (ran.status, ran.err) == (0, f"studytui: {file}: 1 answer\n")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "elsewhere"))
    ran = run("import", str(file))
    assert (ran.status, ran.out) == (0, "1 new answer about 1 card\n")
    assert run("import", str(file)).out == "0 new answers about 0 cards\n"


def test_an_export_of_cards_says_which_notes_cannot_be_read(run, write_files, tmp_path):
    vault = write_files({"a.md": "- ==one== of it\n", "x.canvas": "{broken"})
    ran = run("export", str(tmp_path / "x.tsv"), vault=vault)
    assert (ran.status, ran.err.splitlines()[0]) == (0, "studytui: x.canvas: cannot be read")


def test_what_was_exported_is_taken_in_also_after_an_editor_has_saved_it_in_its_way(run, write_files, tmp_path):
    vault = write_files({"a.md": "# H\n- ==one\u2028two== of it\n"})
    run("cards", vault=vault)
    file, other = tmp_path / "out.jsonl", tmp_path / "saved.jsonl"
    run("export", str(file), vault=vault)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]
    rows.append(
        {"kind": "card", "note": "a.md", "card": ["x", "line", 1, [], [], "a\u2028b", "a\u2028b", 0], "gone": None}
    )
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    other.write_text("\ufeff" + "\r\n".join([*lines, "", ""]), encoding="utf-8", newline="")
    ran = run("import", str(other), vault=vault)
    assert (ran.status, ran.out, ran.err) == (0, "0 new answers about 0 cards; 1 card not in this vault\n", "")


@pytest.mark.parametrize(
    ("argv", "status", "message"),
    [
        (("export", "x.txt"), 2, "x.txt should end in .apkg, .tsv, .md or .jsonl: that is what is known how to write"),
        (("export", "{garden}/x.jsonl"), 2, "{garden}/x.jsonl is inside the vault, into which nothing is ever written"),
        (("export", "no/where.jsonl"), 2, "cannot write no/where.jsonl: No such file or directory"),
        (("export", "x.jsonl", "USMLE"), 2, "what was learned is exported whole: name no topic"),
        (("export", "{garden}/x.apkg"), 2, "{garden}/x.apkg is inside the vault, into which nothing is ever written"),
        (
            ("export", "x.apkg", "Myelopaty"),
            1,
            "no note or folder is called Myelopaty; did you mean USMLE/Neurology/Myelopathy.md?",
        ),
        (("import", "nowhere.jsonl"), 1, "cannot read nowhere.jsonl: No such file or directory"),
        (("import", "{garden}/USMLE/MSK/Gout.md"), 1, "{garden}/USMLE/MSK/Gout.md: line 1 is no line of an exported"),
    ],
)
def test_what_is_no_place_or_no_state_is_said_in_one_line(run, garden, argv, status, message):
    ran = run(*(part.format(garden=garden) for part in argv), vault=garden)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith(f"studytui: {message.format(garden=garden)}")
    assert ran.err.count("\n") == 1


def test_what_is_joined_while_there_is_an_exam_comes_before_it(run, garden, tmp_path):
    from datetime import timedelta

    from studytui.state import open_state
    from studytui.study.exam import Exam, set_exam
    from studytui.study.reviews import Reviews
    from studytui.study.schedule import Grade

    run("cards", vault=garden)
    first = json.loads(run("cards", "Myelopathy", "--json", vault=garden).out)[0]["id"]
    state = open_state(garden)
    reviews = Reviews(state)
    now = reviews.clock()
    for reviews.clock in (lambda: now - 40 * 86_400, lambda: now):
        reviews.answer(first, Grade.EASY)
    exam = Exam(reviews.today + timedelta(days=20), ("USMLE",), 30)
    set_exam(state, exam, now)
    file = tmp_path / "learned.jsonl"
    run("export", str(file))
    state.write(("DELETE FROM answer", ()), ("DELETE FROM schedule", ()), ("DELETE FROM exam", ()))
    state.close()
    assert run("import", str(file)).out == "2 new answers about 1 card\n"
    (card,) = [card for card in json.loads(run("cards", "--json").out) if card["id"] == first]
    assert card["due"][:10] < exam.day.isoformat()


def test_what_is_studied_by_a_name_is_the_folder_also_where_its_home_note_is_called_so(run, write_files, tmp_path):
    line = "- ==one== thing\n"
    root = write_files(
        {"Renal/Renal.md": line, "Renal/Stones.md": line, "Lung.md": line, "A/X/n.md": line, "B/X/X.md": line}
    )

    def notes(name: str) -> set[str]:
        return {card["note"] for card in json.loads(run("cards", name, "--json", vault=root).out)}

    assert notes("renal") == notes("Renal/") == {"Renal/Renal.md", "Renal/Stones.md"}
    assert notes("Renal.md") == {"Renal/Renal.md"}
    assert (notes("Lung"), notes("X")) == ({"Lung.md"}, {"B/X/X.md"})
    assert json.loads(run("stats", "Renal", "--json", vault=root).out)["cards"] == 2
    assert run("export", str(tmp_path / "x.tsv"), "Renal", vault=root).err.endswith("2 notes\n")
    scope = _scope(open_vault(root), "Renal")
    assert (scope.kind, scope.name) == ("topic", "Renal")


def test_stats_say_what_was_learned_and_what_the_plan_is(run, garden):
    from datetime import date, timedelta

    from studytui.state import open_state
    from studytui.study.exam import Exam, set_exam
    from studytui.study.reviews import Reviews
    from studytui.study.schedule import Grade

    run("cards", vault=garden)
    first = json.loads(run("cards", "Myelopathy", "--json", vault=garden).out)[0]
    state = open_state(garden)
    reviews = Reviews(state)
    reviews.answer(first["id"], Grade.EASY)
    set_exam(state, Exam(reviews.today + timedelta(days=20), ("USMLE",), 30), 0.0)
    state.close()
    found = json.loads(run("stats", "--json", vault=garden).out)
    assert (found["notes"], found["cards"], found["seen"], found["new"], found["streak"]) == (3, 4, 1, 3, 1)
    assert (found["due"], sum(found["forecast"])) == (0, 1)
    assert [topic["topic"] for topic in found["topics"]] == ["USMLE/Neurology"]
    assert found["days"][0]["answers"] == 1
    assert date.fromisoformat(found["exam"]["day"]) > date.fromisoformat(found["days"][0]["day"])
    assert (found["exam"]["cards"], found["exam"]["unseen"], found["exam"]["seen"]) == (4, 4, 4)
    assert 0.5 < found["exam"]["known"] <= 1
    text = run("stats", "USMLE").out
    assert "\n1 answer on 1 day in the whole vault\n" in text
    assert "\n1 answer on 1 day\n" in run("stats").out
    assert len(text.splitlines()) == len(set(text.splitlines())) == text.count("\n")
    assert sum("answer" in line for line in text.splitlines()) == 1
    assert text.startswith("4 cards of 3 lines: 1 seen, 3 new\ndue today 0 · in the next seven days 0 · streak 1\n")
    assert "at 30 a day all 4 cards are seen in 20 days; 2 new today" in text
    (card,) = [card for card in json.loads(run("cards", "--json").out) if card["state"] != "new"]
    assert (card["id"], card["state"], card["due"][:2]) == (first["id"], "review", "20")


@pytest.mark.parametrize("name", ["x.apkg", "x.tsv", "x.md"])
def test_an_export_of_nothing_leaves_a_file_that_is_there_as_it_is(run, write_files, tmp_path, name):
    vault = write_files({"Plain.md": "**bold** is no mark\n"})
    file = tmp_path / name
    file.write_text("of another vault", encoding="utf-8")
    ran = run("export", str(file), vault=vault)
    assert (ran.status, ran.out) == (1, "")
    assert "in this vault: high-yield marks make them; " in ran.err
    assert file.read_text(encoding="utf-8") == "of another vault"
