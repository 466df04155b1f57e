"""The commands `search` and `index` (behaviour 11.5, 12.2)."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from studytui.cli import main


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / "Neuro").mkdir(parents=True)
    (root / "Neuro" / "Palsy.md").write_text(
        "---\naliases: [Facial weakness]\n---\n# Treatment\n\n- ==Prednisone== early\n", encoding="utf-8"
    )
    (root / "Gout.md").write_text("Colchicine, prednisone.\n", encoding="utf-8")
    return root


def run(vault: Path, *arguments: str) -> int:
    return main([arguments[0], "--vault", str(vault), *arguments[1:]])


def test_hits_are_a_json_array_best_first(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(vault, "search", "--json", "prednisone") == 0
    first, second = json.loads(capsys.readouterr().out)
    assert first == {
        "note": "Neuro/Palsy.md",
        "title": "Palsy",
        "heading": ["Treatment"],
        "line": 6,
        "kind": "high-yield",
        "snippet": "Prednisone early",
        "marks": [[0, 10]],
        "score": first["score"],
        "high_yield": True,
        "reason": None,
        "without": [],
        "also": [],
    }
    assert (second["note"], second["kind"], second["line"]) == ("Gout.md", "text", 1)
    assert first["score"] >= second["score"]


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studytui.cli.search.on_terminal", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.usefixtures("on_terminal")
def test_hits_on_a_terminal_are_two_rows(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(vault, "search", "prednisone", "-colchicine") == 0
    assert capsys.readouterr().out == ("Palsy › Treatment  (Neuro/Palsy.md:6)  [high-yield]\n    Prednisone early\n")


def test_hits_in_a_pipe_are_places_that_editors_jump_to(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(vault, "search", "prednisone") == 0
    assert capsys.readouterr().out == "Neuro/Palsy.md:6: Prednisone early\nGout.md:1: Colchicine, prednisone.\n"
    assert run(vault, "search", "palsy") == 0
    assert capsys.readouterr().out.splitlines()[0] == "Neuro/Palsy.md:1: Palsy"


def test_files_are_paths_alone_each_once(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(vault, "search", "--files", "prednisone", "OR", "treatment") == 0
    assert sorted(capsys.readouterr().out.splitlines()) == ["Gout.md", "Neuro/Palsy.md"]
    assert run(vault, "search", "--files", "qqqqq") == 1


@pytest.mark.usefixtures("on_terminal")
def test_rows_with_most_of_the_words_say_what_they_lack(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(vault, "search", "colchicine", "prednisone", "joint") == 0
    assert "[most of the words, without: joint]" in capsys.readouterr().out
    assert run(vault, "search", "--json", "colchicine", "prednisone", "joint") == 0
    (hit, *_) = json.loads(capsys.readouterr().out)
    assert (hit["kind"], hit["without"], hit["reason"]) == ("partial", ["joint"], None)


def test_names_alone(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(vault, "search", "--titles", "--json", "weakness") == 0
    (hit,) = json.loads(capsys.readouterr().out)
    assert (hit["note"], hit["kind"], hit["reason"]) == ("Neuro/Palsy.md", "alias", "alias: Facial weakness")
    assert run(vault, "search", "--titles", "colchicine") == 1


def test_the_limit_counts_hits(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(vault, "search", "--json", "--limit", "1", "prednisone") == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_standard_input_is_answered_line_by_line(
    vault: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("gout\n(gout\n\nprednisone\n"))
    assert run(vault, "search", "--stdin") == 0
    streams = capsys.readouterr()
    answers: list[list[dict[str, Any]]] = [json.loads(line) for line in streams.out.splitlines()]
    assert [[hit["note"] for hit in answer] for answer in answers] == [
        ["Gout.md"],
        [],
        [],
        ["Neuro/Palsy.md", "Gout.md"],
    ]
    assert streams.err == "studytui: (gout: a ( is not closed\n"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["search", "(gout"], 2, "a ( is not closed"),
        (["search", "qqqqq"], 1, "nothing found for qqqqq"),
        (["search"], 2, "search needs a QUERY, or --stdin"),
        (["search", "--stdin", "x"], 2, "search takes a QUERY or --stdin, not both"),
        (["search", "--files", "--json", "x"], 2, "--files prints paths; it goes with neither --json nor --stdin"),
        (["search", "--limit", "0", "x"], 2, "0 is no number above 0"),
    ],
)
def test_what_is_wrong_is_one_line(
    vault: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, message: str
) -> None:
    assert run(vault, *arguments) == status
    streams = capsys.readouterr()
    assert streams.out == ""
    assert message in streams.err
    assert streams.err.count("\n") == 1


def test_nothing_found_is_an_empty_array(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(vault, "search", "--json", "qqqqq") == 1
    assert json.loads(capsys.readouterr().out) == []


def test_the_index_says_what_it_did(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def index(*arguments: str) -> dict[str, Any]:
        assert run(vault, "index", "--json", *arguments) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert list(answer) == ["notes", "added", "changed", "removed", "bytes", "seconds"]
        return answer

    assert (index()["added"], index()["added"], index("--rebuild")["added"]) == (2, 0, 2)
    (vault / "Gout.md").unlink()
    assert index()["removed"] == 1
    assert run(vault, "index") == 0
    assert capsys.readouterr().out.startswith("1 note: 0 added, 0 changed, 0 removed; ")
