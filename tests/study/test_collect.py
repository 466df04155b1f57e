from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from studytui.markdown import Legend
from studytui.study import workers
from studytui.study.collect import collect
from studytui.vault import find_vault, open_vault


def opened(root, legend=None):
    return open_vault(find_vault(root)[0], legend or Legend())


@pytest.fixture
def made(monkeypatch):
    """The notes whose cards are made, batch by batch."""
    seen = []
    do = workers.do
    monkeypatch.setattr(workers, "do", lambda request: seen.append(list(request.notes)) or do(request))
    return seen


def test_only_notes_that_changed_are_read_again(write_files, tmp_path, made):
    root = write_files({"a.md": "==a== b", "b.md": "c ==d==", "c.md": "none"})
    first = collect(opened(root), folder=tmp_path / "cache")
    assert {note: len(first.cards(note)) for note in first} == {"a.md": 1, "b.md": 1}
    (root / "a.md").write_text("==a== b and ==c==")
    (root / "b.md").unlink()
    again = collect(opened(root), folder=tmp_path / "cache")
    assert {note: len(again.cards(note)) for note in again} == {"a.md": 2}
    assert made == [["a.md", "b.md", "c.md"], ["a.md"]]
    assert first.digest("a.md") != again.digest("a.md")


def test_another_legend_makes_all_cards_anew(write_files, tmp_path, made):
    root = write_files({"a.md": '<mark style="background:#ff0000">a</mark> b'})
    assert len(collect(opened(root), folder=tmp_path / "cache")) == 0
    assert len(collect(opened(root, Legend({"red": "high-yield"})), folder=tmp_path / "cache")) == 1


def test_texts_of_a_canvas_give_cards_and_a_broken_one_is_named(write_files, tmp_path):
    text = '{"nodes":[{"id":"1","type":"text","x":0,"y":0,"width":1,"height":1,"text":"# Signs\\n- ptosis is ==fatigable=="}]}'
    root = write_files({"a.canvas": text, "b.canvas": "{broken", "c.md": "==a== b"})
    found = collect(opened(root), folder=tmp_path / "cache")
    assert {note: [card.back for card in found.cards(note)] for note in found} == {
        "a.canvas": ["fatigable"],
        "c.md": ["a"],
    }
    assert found.unread == ("b.canvas",)


def test_notes_that_the_vault_excludes_give_no_cards(write_files, tmp_path):
    root = write_files(
        {"a.md": "==a== b", "old/b.md": "==c== d", ".obsidian/app.json": '{"userIgnoreFilters":["old/"]}'}
    )
    assert list(collect(opened(root), folder=tmp_path / "cache")) == ["a.md"]


@pytest.mark.parametrize("harm", ["damaged", "a folder", "read-only"])
def test_a_cache_that_cannot_be_used_costs_time_alone(write_files, tmp_path, harm):
    root = write_files({"a.md": "==a== b"})
    cache = tmp_path / "cache"
    collect(opened(root), folder=cache)
    file = cache / "cards.db"
    if harm == "damaged":
        file.write_bytes(b"no database" * 1000)
    elif harm == "a folder":
        for each in cache.iterdir():
            each.unlink()
        file.mkdir()
    else:
        cache.chmod(0o500)
        file.chmod(0o400)
    assert len(collect(opened(root), folder=cache)) == 1
    assert len(collect(opened(root), folder=cache)) == 1
    cache.chmod(0o700)


def test_many_notes_are_read_by_worker_processes_as_few_are_here(write_files, tmp_path):
    root = write_files({f"{number}.md": f"# H\n- ==a {number}== b\n" for number in range(400)})
    progress = []
    found = collect(opened(root), folder=tmp_path / "cache", progress=lambda *step: progress.append(step))
    assert [found.cards(f"{number}.md")[0].back for number in range(400)] == [f"a {number}" for number in range(400)]
    assert progress[-1] == (400, 400)


def test_a_note_that_ends_its_worker_is_left_out_and_said(write_files, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "NOTES_A_WORKER", 1)
    root = write_files({f"{number}.md": "==a== b" for number in range(5)})
    start = subprocess.Popen

    def deadly(command, **options):
        code = "import os\nfrom studytui.study import workers\ndo = workers.do\n"
        code += "def die(request):\n    if '3.md' in request.notes: os._exit(1)\n    return do(request)\n"
        code += "workers.do = die\nworkers.serve()\n"
        environment = {**os.environ, "PYTHONPATH": str(Path(workers.__file__).parents[2])}
        return start([command[0], "-c", code], env=environment, **options)

    monkeypatch.setattr(subprocess, "Popen", deadly)
    found = collect(opened(root), folder=tmp_path / "cache")
    assert sorted(found) == ["0.md", "1.md", "2.md", "4.md"]
    assert found.unread == ("3.md",)


def test_a_note_that_cannot_be_read_is_told_and_tried_again(write_files, tmp_path):
    root = write_files({"a.md": "==a== b", "b.md": "==c== d"})
    vault = opened(root)
    (root / "a.md").unlink()
    found = collect(vault, folder=tmp_path / "cache")
    assert (list(found), found.unread) == (["b.md"], ("a.md",))
    (root / "a.md").write_text("==a== b")
    assert list(collect(opened(root), folder=tmp_path / "cache")) == ["a.md", "b.md"]


def test_collecting_stops_when_it_is_cancelled(write_files, tmp_path):
    root = write_files({f"{number}.md": "==a== b" for number in range(30)})
    assert collect(opened(root), folder=tmp_path / "cache", cancelled=lambda: True) is None
