"""The index follows the vault (behaviour 14.2)."""

from __future__ import annotations

import os
import sqlite3
import sys
import time

import pytest

from studytui.markdown import Legend
from studytui.search.engine import open_engine
from studytui.search.index import workers, writer
from studytui.vault import UnreadableNoteError
from studytui.vault.disk import Disk
from studytui.vault.encoding import beginning

YELLOW = '<span style="background:rgba(240, 200, 0, 0.2)">{}</span>'
RED = '<mark style="background:#ff5582a6">{}</mark>'


def test_only_what_is_new_changed_or_gone_is_done(searched) -> None:
    searched.open({"A": "alpha", "B": "beta", "C": "gamma"})
    assert searched.counts(searched.refresh()) == (3, 0, 0, 0)
    (searched.root / "C.md").unlink()
    assert searched.counts(searched.refresh({"A": "delta, and longer", "D": "epsilon"})) == (3, 1, 1, 1)
    assert searched.notes("alpha") == []
    assert searched.notes("gamma") == []
    assert searched.notes("delta") == ["A"]
    assert searched.notes("epsilon") == ["D"]
    assert searched.notes("beta") == ["B"]


def test_a_change_that_keeps_size_and_time_is_seen(searched) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no time that such a change moves")
    searched.open({"A": "alpha"})
    file = searched.root / "A.md"
    before = file.stat()
    time.sleep(0.02)
    file.write_text("delta", encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert searched.counts(searched.refresh()) == (1, 0, 1, 0)
    assert searched.notes("delta") == ["A"]


def test_a_touched_note_with_the_same_content_is_not_a_change(searched) -> None:
    searched.open({"A": "alpha"})
    os.utime(searched.root / "A.md", ns=(1, 1))
    assert searched.counts(searched.refresh()) == (1, 0, 0, 0)
    assert searched.notes("alpha") == ["A"]


def test_an_engine_is_usable_before_its_index_is(searched) -> None:
    searched.write({"Folder/Stroke": "riluzole"})
    engine = open_engine(searched.vault(), folder=searched.folder)
    results = engine.search("stroke")
    assert [hit.note for hit in results.hits] == ["Folder/Stroke.md"]
    assert not results.complete
    engine.close()


def test_the_next_start_has_everything_at_once(searched) -> None:
    searched.open({"A": "---\ntitle: Other name\naliases: [alias]\n---\nalpha [[B|shown]]", "B": "beta"})
    searched.close()
    engine = open_engine(searched.vault(), folder=searched.folder)
    for query, note in {"alpha": "A.md", "other": "A.md", "alias": "A.md", "shown": "B.md"}.items():
        assert engine.search(query).hits[0].note == note
    engine.close()


def test_a_note_that_cannot_be_read_is_found_by_its_name(searched, monkeypatch: pytest.MonkeyPatch) -> None:
    from studytui.vault import UnreadableNoteError
    from studytui.vault.disk import Disk

    def refuse(self: Disk, path: str, limit: int = 0) -> bytes:
        raise UnreadableNoteError(path, "permission denied")

    monkeypatch.setattr(Disk, "read", refuse)
    searched.open({"Locked": "alpha"})
    assert searched.notes("locked") == ["Locked"]
    facts = searched.engine.facts("Locked.md")
    assert facts is not None
    assert facts.error == "permission denied"


def test_a_path_that_is_no_text_is_indexed(searched) -> None:
    try:
        (searched.root / os.fsdecode(b"caf\xe9.md")).write_text("alpha", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has only names that are texts")
    searched.open()
    assert searched.notes("alpha") == [os.fsdecode(b"caf\xe9")]
    assert searched.counts(searched.refresh()) == (1, 0, 0, 0)


def test_a_rebuild_reads_everything_again(searched) -> None:
    searched.open({"A": "alpha", "B": "beta"})
    assert searched.counts(searched.refresh(rebuild=True)) == (2, 2, 0, 0)
    assert searched.notes("alpha") == ["A"]


def test_a_cancelled_refresh_keeps_what_it_has_and_goes_on_later(searched) -> None:
    searched.write({f"Note {number:02}": "alpha" for number in range(40)})
    engine = open_engine(searched.vault(), folder=searched.folder)
    searched.engine = engine
    asked = iter(range(1000))
    report = engine.refresh(cancelled=lambda: next(asked) >= 3)
    assert not report.complete
    assert 0 < report.added < 40
    assert searched.counts(engine.refresh()) == (40, 40 - report.added, 0, 0)
    assert len(searched.notes("alpha", limit=100)) == 40


def test_progress_counts_the_notes_that_are_read(searched) -> None:
    seen: list[tuple[int, int]] = []
    searched.write({f"Note {number}": "alpha" for number in range(12)})
    searched.engine = open_engine(searched.vault(), folder=searched.folder)
    searched.engine.refresh(progress=lambda done, total: seen.append((done, total)))
    assert seen == [(5, 12), (10, 12), (12, 12)]


def test_many_changes_do_not_leave_many_segments(searched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MANY_SMALL", 3)
    searched.open({f"Note {number}": f"alpha word{number}" for number in range(60)})
    for number in range(12):
        searched.refresh({"Note 5": f"alpha turn{number}"})
    with sqlite3.connect(searched.folder / "index.sqlite3") as connection:
        assert connection.execute("SELECT count(*) FROM segment").fetchone()[0] <= 5
    connection.close()
    assert searched.notes("turn11") == ["Note 5"]
    assert searched.notes("turn10", limit=5) != ["Note 5"] or searched.hits("turn10")[0].kind == "similar"
    assert len(searched.notes("alpha", limit=100)) == 60


def test_many_notes_are_read_by_workers_with_the_same_result(searched, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = {
        f"Note {number:03}": f"# Heading {number}\n\nalpha {YELLOW.format(f'word{number}')}" for number in range(90)
    }
    searched.write(notes)
    (alone := open_engine(searched.vault(), folder=searched.folder)).refresh()
    monkeypatch.setattr(workers, "NOTES_A_WORKER", 50)
    monkeypatch.setattr(workers, "BATCH", 8)
    (helped := open_engine(searched.vault(), folder=searched.folder.with_name("helped"))).refresh()
    for query in ("alpha", "word7", "heading 44", "hy:word13", "wrod8"):
        assert alone.search(query) == helped.search(query)
    alone.close()
    helped.close()


def test_facts_are_those_of_the_note(searched) -> None:
    searched.open(
        {
            "A": f"---\ntags: [One]\naliases: [x]\n---\n# H\n\n{YELLOW.format('a')} {RED.format('b')}\n\n"
            f"{RED.format('c')} #two [[B#H|shown]] ![[B]]"
        }
    )
    facts = searched.engine.facts("A.md")
    assert facts is not None
    assert facts.tags == ("One", "two")
    assert facts.aliases == ("x",)
    assert facts.headings == ((1, "H", 5),)
    assert [(link.target, link.text, link.embed) for link in facts.links] == [("B#H", "shown", False), ("B", "B", True)]
    assert facts.marks.buckets == {"yellow": 1, "red": 2}
    assert facts.marks.lines == {"red+yellow": 1, "red": 1}
    assert searched.engine.facts("None.md") is None


def test_high_yield_is_counted_under_any_legend(searched) -> None:
    searched.open({"A": f"{YELLOW.format('a')} {RED.format('b')}\n\n{RED.format('c')}", "B": "plain"})
    assert searched.engine.high_yields() == {"A.md": (1, 1)}
    assert searched.engine.high_yields(Legend({"red": "high-yield"})) == {"A.md": (2, 2)}
    assert searched.engine.high_yields(Legend({"red": "high-yield", "yellow": "high-yield"})) == {"A.md": (3, 2)}
    assert searched.engine.high_yields(Legend({})) == {}


def test_counts_agree_with_the_vault(searched) -> None:
    searched.open({"A": f"{YELLOW.format('a')} ==b== ==c==\n\n- ==d==\n\n==e\nf==", "B": "plain"})
    vault = searched.vault()
    high_yield = vault.high_yield("A.md")
    assert searched.engine.high_yields()["A.md"] == (high_yield.marks, high_yield.lines)


def test_tags_and_the_notes_that_have_them(searched) -> None:
    searched.open({"A": "---\ntags: [One]\n---\n#two", "B": "text #one #two/three"})
    assert searched.engine.tags() == {"One": ["A.md", "B.md"], "two": ["A.md"], "two/three": ["B.md"]}


def test_notes_that_may_link_to_a_note(searched) -> None:
    searched.open(
        {"A": "text", "B": "[[A]]", "C": "[x](A.md)", "D": "[[Folder/A#H|x]]", "E": "![[A]]", "F": "[[Other]]"}
    )
    assert searched.engine.linking("A.md") == ["B.md", "C.md", "D.md", "E.md"]


def test_the_vault_is_never_written(searched) -> None:
    searched.write({"A": "alpha", "F/B": "beta"})
    before = {path: path.stat().st_mtime_ns for path in searched.root.rglob("*")}
    searched.open()
    searched.notes("alpha")
    assert {path: path.stat().st_mtime_ns for path in searched.root.rglob("*")} == before


def test_a_note_that_could_not_be_read_is_tried_again_though_its_file_is_as_it_was(
    searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Disk.read

    def failing(self: Disk, path: str, *rest: int) -> bytes:
        if path == "Away.md":
            raise UnreadableNoteError(path, "input/output error")
        return read(self, path, *rest)

    monkeypatch.setattr(Disk, "read", failing)
    searched.open({"Here": "alpha", "Away": "riluzole"})
    assert searched.notes("riluzole") == []
    assert searched.counts(searched.refresh()) == (2, 0, 0, 0)
    monkeypatch.undo()
    searched.refresh()
    assert searched.notes("riluzole") == ["Away"]


def test_a_very_long_note_is_found_by_its_beginning_and_says_so(searched, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("studytui.vault.encoding", "studytui.vault.vault"):
        monkeypatch.setattr(sys.modules[module], "LONGEST_NOTE", 1_000)
    monkeypatch.setattr(beginning, "__defaults__", (1_000,))
    searched.open({"Long": "alpha\n" + "filler words\n" * 100 + "omega\n"})
    assert (searched.notes("alpha"), searched.notes("omega")) == (["Long"], [])
    vault = searched.vault()
    assert "only its first" in (vault.cut_short("Long.md") or "")
    assert "omega" not in vault.text("Long.md")
    assert "omega" in vault.text("Long.md", whole=True)


def test_an_index_tells_the_names_that_notes_give_themselves_as_they_are_read(searched) -> None:
    searched.write(
        {
            "Plain": "alpha",
            "Titled": '---\n{"title":"Other","aliases":["a","b"],"permalink":"/x/y/","dg-permalink":"z"}\n---\nalpha',
            "Home": "---\ndg-home: true\ntags: gardenEntry\n---\n",
            "Together": '---\n{"dg-note-properties":{"title":"T","aliases":"c","permalink":"no"}}\n---\n',
            "Broken": "---\n{: [\n---\n",
        }
    )
    engine, vault = searched.open(), searched.vault()
    vault.load_names()
    assert engine.namings() == {path: (note.stamp, vault._caches.naming[path][1]) for path, note in vault.notes.items()}
