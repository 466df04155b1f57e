"""A worker process: what it answers, and how it ends."""

from __future__ import annotations

import io
import json
import pickle
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studytui import processes
from studytui.search.index import workers
from studytui.search.index.record import Stamp
from studytui.search.index.workers import Task, Worker, WorkerDiedError, do

NOTES = {"a.md": "# One\n==high-yield== words\n", "b/c.md": "[[a]] and $\\alpha$\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in NOTES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def tasks(*names: str) -> list[Task]:
    return [Task(number, name, Stamp(30, 1, 1), None) for number, name in enumerate(names or NOTES)]


@pytest.fixture
def worker(root: Path) -> Iterator[Worker]:
    worker = Worker(root)
    yield worker
    worker.stop()


def test_a_worker_answers_what_this_process_would(root: Path, worker: Worker) -> None:
    for asked in (tasks(), tasks("a.md"), tasks("gone.md")):
        assert worker.do(asked) == do(root, asked)


def test_a_worker_that_is_gone_is_said_to_have_died(worker: Worker) -> None:
    worker.stop()
    with pytest.raises(WorkerDiedError):
        worker.do(tasks())


def started() -> subprocess.Popen[bytes]:
    return processes.start(processes.python_command("studytui.search.index.workers"))


def test_a_worker_ends_by_itself_when_nobody_can_ask_any_more(root: Path) -> None:
    process = started()
    try:
        output, _ = process.communicate(pickle.dumps((root, tasks())), timeout=30)
        assert process.returncode == 0
        assert pickle.loads(output) == do(root, tasks())
    finally:
        processes.end(process)


def test_what_is_printed_in_a_worker_is_no_answer(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printing = processes._START.replace(
        "from {module} import serve; serve()",
        "import {module} as module; do = module.do; "
        "module.do = lambda *asked: (print('printed', flush=True), do(*asked))[1]; module.serve()",
    )
    monkeypatch.setattr(processes, "_START", printing)
    process = started()
    try:
        output, _ = process.communicate(pickle.dumps((root, tasks())), timeout=30)
        answers = io.BytesIO(output)
        assert pickle.load(answers) == do(root, tasks())
        assert answers.read() == b""
    finally:
        processes.end(process)


def test_a_process_that_was_ended_is_gone_and_ending_all_ends_the_others() -> None:
    one, other = started(), started()
    processes.end(one)
    assert one.returncode is not None
    processes.end_all()
    assert other.wait(10) != 0
    processes.end(other)


def test_where_no_process_can_be_had_this_one_reads_the_notes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(command: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(processes, "start", refuses)
    monkeypatch.setattr(workers, "NOTES_A_WORKER", 1)
    assert list(workers.batches(root, tasks())) == [do(root, tasks())]


def test_closing_the_answers_ends_the_workers_at_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "NOTES_A_WORKER", 1)
    monkeypatch.setattr(workers, "BATCH", 1)
    before = set(processes._children)
    answers = workers.batches(root, tasks() * 50)
    assert next(answers) == do(root, tasks()[:1])
    start = time.monotonic()
    answers.close()  # type: ignore[attr-defined]  # a generator
    assert time.monotonic() - start < 5
    assert set(processes._children) == before


def test_properties_that_hold_links_are_text_and_lead_to_the_notes_that_they_link_to(searched) -> None:
    head = '---\nup: "[[Arthritis|joints]]"\nother: words\nlist:\n  - "[[Gout]] of toes"\n---\nbody\n'
    engine = searched.open({"s": head, "Arthritis": "", "Gout": "", "e": '---\n{"x":"[[Gout\\\\|\\ud800]]"}\n---\n'})
    found = [(hit.note, hit.line, hit.snippet) for hit in searched.hits("toes")]
    assert found == [("s.md", 5, "list: Gout of toes")]
    assert searched.notes("joints") == ["Arthritis", "s"]
    assert searched.notes("line:(list gout)") == ["s"]
    assert engine.linking("Gout.md") == ["e.md", "s.md"]


def test_a_row_of_a_table_is_read_with_its_columns_names_that_are_found_in_the_header_alone(searched) -> None:
    searched.open({"t": "| Drug | Usual dose |\n|-|-|\n| bumetanide | ==1 mg== |\n| | 2 mg |\n"})
    assert [hit.snippet for hit in searched.hits("bumetanide")] == ["Drug: bumetanide · Usual dose: 1 mg"]
    assert [(hit.line, hit.snippet) for hit in searched.hits("usual")] == [(1, "Drug · Usual dose")]
    assert [(hit.line, hit.kind) for hit in searched.hits('"bumetanide 1 mg"')] == [(3, "text")]
    (hit,) = searched.hits("hy:mg")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["mg"]


def test_a_canvas_is_found_by_its_names_and_by_the_texts_of_its_cards(searched) -> None:
    cards = [
        {"type": "text", "text": "# Alpha\nvertigo", "x": 0, "y": 0},
        {"type": "text", "text": "the ==tinnitus== of [[s|the note]]", "x": 0, "y": 9},
        {"type": "file", "file": "s.md", "x": 0, "y": 20},
    ]
    edges = [{"fromNode": "1", "toNode": "2", "label": "leads"}]
    (searched.root / "Inner ear.canvas").write_text(json.dumps({"nodes": cards, "edges": edges}), encoding="utf-8")
    (searched.root / "Broken.canvas").write_text("{", encoding="utf-8")
    engine = searched.open({"s": "text"})
    (hit,) = searched.hits("tinnitus")
    assert (hit.note, hit.title, hit.line, hit.heading, hit.kind) == (
        "Inner ear.canvas",
        "Inner ear",
        3,
        (),
        "high-yield",
    )
    assert next((hit.note, hit.kind) for hit in searched.hits("inner ear")) == ("Inner ear.canvas", "title")
    assert [(hit.line, hit.heading) for hit in searched.hits("vertigo")] == [(2, ())]
    assert [hit.note for hit in searched.hits("broken")] == ["Broken.canvas"]
    assert engine.linking("s.md") == ["Inner ear.canvas"]
    assert searched.notes('"the note"') == ["Inner ear.canvas"]
