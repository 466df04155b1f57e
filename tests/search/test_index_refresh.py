"""The index follows the vault, and outlives whatever happens to its file (behaviour 14.2)."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import studytui
from studytui.cli import main
from studytui.markdown import Legend
from studytui.search.engine import open_engine
from studytui.search.index import database, workers, writer
from studytui.search.index.database import IndexFile
from studytui.search.index.reader import IndexReader
from studytui.search.index.record import pack_text, unpack_text
from studytui.search.index.update import IndexReport
from studytui.sqlite import DamagedError
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


@pytest.mark.parametrize("stamp", ["[0]", None])
def test_the_index_of_another_version_is_built_anew(searched, stamp: str | None) -> None:
    searched.open({"A": "alpha"})
    searched.close()
    with sqlite3.connect(searched.folder / "index.sqlite3") as connection:
        if stamp is None:
            connection.execute("DROP TABLE meta")
        else:
            connection.execute("UPDATE meta SET value = ?", (stamp,))
    connection.close()
    engine = open_engine(searched.vault(), folder=searched.folder)
    assert searched.counts(engine.refresh()) == (1, 1, 0, 0)
    assert engine.search("alpha").hits
    engine.close()


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, b"SQLite format 3\0" + bytes(4000)])
def test_a_file_that_is_no_index_is_replaced(searched, content: bytes) -> None:
    searched.folder.mkdir()
    (searched.folder / "index.sqlite3").write_bytes(content)
    searched.open({"A": "alpha"})
    assert searched.notes("alpha") == ["A"]


def test_a_damaged_index_never_crashes_and_a_rebuild_heals_it(searched) -> None:
    searched.open({f"Note {number}": f"alpha ==beta== word{number}\n" * 9 for number in range(20)})
    searched.close()
    file = searched.folder / "index.sqlite3"
    whole = file.read_bytes()
    for seed in range(25):
        rng = random.Random(seed)
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 400)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        file.write_bytes(data[: rng.choice((len(data), rng.randrange(len(data))))])
        engine = open_engine(searched.vault(), folder=searched.folder)
        for query in ("alpha", "word7", "/al.ha/", "bet", "[x]", "color:yellow", "aplha"):
            assert engine.search(query).error is None
            assert engine.search(query, titles_only=True).error is None
        engine.tags()
        engine.facts("Note 1.md")
        engine.high_yields()
        engine.prepare()
        engine.refresh()
        assert engine.refresh(rebuild=True).complete
        assert engine.search("word7").hits[0].note == "Note 7.md"
        engine.close()


def test_a_full_disk_is_reported_and_what_is_there_is_still_found(searched, monkeypatch: pytest.MonkeyPatch) -> None:
    searched.open({"A": "alpha"})
    connect = IndexFile.connect

    def small(self: IndexFile, *, writing: bool = False) -> sqlite3.Connection:
        connection = connect(self, writing=writing)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 2}")
        return connection

    monkeypatch.setattr(IndexFile, "connect", small)
    text = "\n".join(f"beta{number} gamma{number * 7}" for number in range(9000))
    searched.write({"B": text})
    report = searched.engine.refresh(vault=searched.vault())
    assert not report.complete
    assert "full" in (report.problem or "")
    assert [hit.note for hit in searched.engine.search("alpha").hits] == ["A.md"]
    assert [hit.note for hit in searched.engine.search("b").hits] == ["B.md"]
    monkeypatch.undo()
    assert searched.counts(searched.refresh()) == (2, 1, 0, 0)
    assert searched.notes("beta77") == ["B"]


def test_without_a_place_for_it_the_index_is_temporary(searched, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    searched.write({"A": "alpha"})
    engine = open_engine(searched.vault(), folder=blocked / "index")
    report = engine.refresh()
    assert report.complete
    assert report.problem == "there is no place to keep the index"
    assert engine.search("alpha").hits
    engine.close()


def test_two_engines_share_one_index(searched) -> None:
    searched.open({"Anemia": "alpha"})
    other = open_engine(searched.vault(), folder=searched.folder)
    searched.refresh({"Botulism": "riluzole"})
    assert other.search("riluzole").hits == ()  # its vault has no such note yet
    report = other.refresh(vault=searched.vault())
    assert (report.added, report.complete) == (0, True)
    assert [hit.note for hit in other.search("riluzole").hits] == ["Botulism.md"]
    other.close()


def test_only_one_of_two_engines_builds_at_a_time(searched) -> None:
    searched.write({f"Note {number}": f"alpha {number}" for number in range(60)})
    engines = [open_engine(searched.vault(), folder=searched.folder) for _ in range(2)]
    reports: list[IndexReport] = []
    threads = [threading.Thread(target=lambda one=one: reports.append(one.refresh())) for one in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.added for report in reports) == [0, 60]
    assert all(report.complete for report in reports)
    for engine in engines:
        assert len(engine.search("alpha", limit=100).hits) == 60
        engine.close()


KILLED = """
import sys, pathlib
from studytui.search.index import update
from studytui.search.engine import open_engine
from studytui.vault import open_vault
update._FIRST_STEP = 0.0
update._STEP_GROWTH = 1.0
engine = open_engine(open_vault(pathlib.Path(sys.argv[1])), folder=pathlib.Path(sys.argv[2]))
engine.refresh(progress=lambda done, total: print(done, flush=True))
"""


def test_a_build_that_is_killed_goes_on_where_it_was(searched) -> None:
    searched.write({f"Note {number:03}": "alpha and beta\n" * 50 for number in range(140)})
    environment = {**os.environ, "PYTHONPATH": str(Path(studytui.__file__).parents[1])}
    command = [sys.executable, "-c", KILLED, str(searched.root), str(searched.folder)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 30:
            break
    process.kill()
    process.wait()
    process.stdout.close()
    searched.engine = open_engine(searched.vault(), folder=searched.folder)
    report = searched.engine.refresh()
    assert report.complete
    assert 0 < report.added < 140
    assert len(searched.notes("alpha", limit=200)) == 140


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


def test_a_note_that_kills_its_worker_is_reported_and_the_others_are_found(
    searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studytui import processes

    monkeypatch.setattr(workers, "NOTES_A_WORKER", 10)
    monkeypatch.setattr(workers, "BATCH", 4)
    poisoned = processes._START.replace("serve()", "_poison(); serve()").replace(
        "from {module}",
        "import os\n"
        "def _poison():\n"
        "    from studytui.search.index import extract\n"
        "    good = extract.extract_all\n"
        "    extract.extract_all = lambda all: os._exit(9) if any(n.path == 'Bad.md' for n in all) else good(all)\n"
        "from {module}",
    )
    monkeypatch.setattr(processes, "_START", poisoned.replace("; ", "\n"))
    searched.open({**{f"Note {number:02}": "alpha" for number in range(12)}, "Bad": "alpha"})
    assert len(searched.notes("alpha", limit=50)) == 12
    facts = searched.engine.facts("Bad.md")
    assert facts is not None
    assert facts.error == "reading it failed"


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


def test_the_layout_number_is_part_of_the_stamp() -> None:
    assert str(database.LAYOUT) in database.STAMP


def test_searching_and_refreshing_at_once_never_wait_for_each_other_for_ever(searched) -> None:
    searched.open({f"Note {number}": f"alpha word{number}" for number in range(20)})
    engine = searched.engine
    ended = threading.Event()
    problems: list[BaseException] = []

    def ask() -> None:
        try:
            while not ended.is_set():
                engine.search("alpha wrod3")
                engine.search("word1")
                engine.facts("Note 1.md")
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(8):
        searched.refresh({f"Note {number}": f"alpha turn{number}", f"New {number}": "beta"})
        engine.prepare()
    ended.set()
    for thread in threads:
        thread.join(timeout=20)
    assert not any(thread.is_alive() for thread in threads)
    assert problems == []
    assert searched.notes("turn7") == ["Note 7"]


DAMAGE = [
    "UPDATE posting SET ids = x'ffffffffffffffffffffffff', value = x'ffffffff'",
    "DROP TABLE posting",
    "UPDATE body SET text = x'00ff00', places = 'zz'",
    "UPDATE body SET folded = x'00'",
    "UPDATE note SET marks = '[' ",
    "DELETE FROM body",
]


def spoil(searched, damage: str) -> None:
    searched.close()
    with sqlite3.connect(searched.folder / "index.sqlite3") as connection:
        connection.execute(damage)
    connection.close()


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_that_only_a_search_meets_is_set_aside_and_the_index_is_built_anew(searched, damage: str) -> None:
    searched.open({"Note": "alpha beta\n\n==gamma==", "Other": "alpha"})
    spoil(searched, damage)
    engine = open_engine(searched.vault(), folder=searched.folder)
    engine.refresh()
    engine.search("gamma")
    engine.tags()
    engine.high_yields()
    assert engine.refresh().complete
    assert engine.damaged is None
    assert [hit.kind for hit in engine.search("gamma").hits] == ["high-yield"]
    engine.close()
    again = open_engine(searched.vault(), folder=searched.folder)
    assert (again.refresh().added, [hit.note for hit in again.search("beta").hits]) == (0, ["Note.md"])
    again.close()


def test_the_command_builds_a_damaged_index_anew_and_answers(searched, capsys: pytest.CaptureFixture[str]) -> None:
    searched.write({"Note": "alpha beta"})
    run = ["search", "beta", "--vault", str(searched.root)]
    assert main(run) == 0
    (file,) = Path(os.environ["XDG_CACHE_HOME"]).rglob("index.sqlite3")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE body SET text = x'00ff00', places = 'zz'")
    connection.close()
    capsys.readouterr()
    assert main(run) == 0
    said = capsys.readouterr()
    assert "Note.md:1" in said.out
    assert "the index was damaged" in said.err
    assert main(run) == 0
    assert capsys.readouterr().err == ""


def test_what_looks_damaged_again_and_again_is_not_built_for_ever(searched, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = searched.open({"Note": "alpha"})
    monkeypatch.setattr(IndexReader, "lines", lambda *_: (_ for _ in ()).throw(DamagedError("always")))
    for _ in range(6):
        assert engine.search("alpha").error is None
        if engine.damaged is not None:
            engine.refresh()
    assert any("cannot be read" in hint for hint in engine.search("alpha").hints)


@pytest.mark.parametrize("stands", ["folder", "garbage"])
def test_something_else_in_place_of_the_lock_does_not_keep_the_index_from_being_built(searched, stands: str) -> None:
    searched.folder.mkdir()
    lock = searched.folder / "building.lock"
    if stands == "folder":
        (lock / "inside").mkdir(parents=True)
    else:
        lock.write_bytes(b"no lock at all" * 100)
    searched.open({"Note": "alpha"})
    assert searched.notes("alpha") == ["Note"]


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


def test_a_path_that_is_no_text_is_found_under_the_key_of_an_older_index(searched) -> None:
    path, written = "caf\udce9.md", b"caf\xe9.md"
    try:
        searched.open({"caf\udce9": "riluzole"})
    except OSError:
        pytest.skip("this disk takes names only that are text")
    assert searched.engine.facts(path) is not None
    searched.close()
    with sqlite3.connect(searched.folder / "index.sqlite3") as connection:
        assert connection.execute("UPDATE note SET path = ?", (written,)).rowcount == 1
    searched.open()
    searched.refresh()
    assert searched.notes("riluzole") == ["caf\udce9"]
    assert searched.engine.facts(path) is not None
    assert searched.counts(searched.refresh()) == (1, 0, 0, 0)


@given(st.text(max_size=1500), st.integers(min_value=0), st.integers(1, 255))
def test_a_text_that_is_stored_comes_back_or_is_known_to_be_damaged(text: str, place: int, change: int) -> None:
    packed = pack_text(text)
    assert unpack_text(packed) == text
    damaged = bytearray(packed)
    damaged[place % len(damaged)] ^= change
    with suppress(ValueError):
        assert unpack_text(bytes(damaged)) == text


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
