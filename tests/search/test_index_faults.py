"""An index outlives whatever happens to its file, to the disk and to other copies (behaviour 14.2)."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import studytui
from studytui.cli import main
from studytui.search.engine import open_engine
from studytui.search.index import database, workers
from studytui.search.index.database import IndexFile
from studytui.search.index.reader import IndexReader
from studytui.search.index.record import pack_text, unpack_text
from studytui.search.index.update import IndexReport
from studytui.sqlite import DamagedError


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
