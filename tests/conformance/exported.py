"""What `show` and `links` say of a note, against what another program made of the same note."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from browser_page import page, words_of
from pages import CODE, RULE, TABLE, Row
from shown_rows import is_label, is_of_a_note, shown_rows

from studytui.cli import main

Show = Callable[[Path], dict[str, list[str]]]
Links = Callable[[Path, str], list[str]]

_PLACEHOLDER = re.compile(r"\[\w+: (.*?)(?:, not in this vault)?\](?=\s|$)")


class Change(NamedTuple):
    """Neighbouring words of the other program in whose place `show` has others; either may be none."""

    theirs: str
    ours: str


class Disagreement(NamedTuple):
    """Why a note is shown in other words than the other program has, and in which."""

    reason: str
    changes: tuple[Change, ...]


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Show:
    """The words of every note of a vault, by its path."""

    def run(vault: Path) -> dict[str, list[str]]:
        assert main(["show", "--all", "--format", "json", "--width", "400", "--vault", str(vault)]) == 0
        found = map(json.loads, capsys.readouterr().out.splitlines())
        return {note["note"]: [word for row in _rows(note) for word in _words(row)] for note in found}

    return run


@pytest.fixture
def links(capsys: pytest.CaptureFixture[str]) -> Links:
    """The notes that the links in a note's text lead to, embeds and missing ones aside."""

    def run(vault: Path, note: str) -> list[str]:
        assert main(["links", f"./{note}" if note.startswith("-") else note, "--json", "--vault", str(vault)]) == 0
        found = json.loads(capsys.readouterr().out)["outgoing"]
        return [link["note"] for link in found if link["note"] and not link["embed"] and "property" not in link]

    return run


def _rows(note: Mapping[str, Any]) -> list[Row]:
    """The rows of a note, and of those embedded in it; the names of languages and of embedded notes are only ours."""
    lines: list[Mapping[str, Any]] = note["lines"]
    return shown_rows(
        [line for line in lines if is_of_a_note(line) and not is_label(line) and "↳ " not in line["text"]]
    )


def _words(row: Row) -> list[str]:
    """The words of a row; of a picture or an embed that is not shown, those of its name."""
    if row.text == RULE:
        return []
    texts = []
    for text, roles in row.runs:
        apart = any(role[0] in ("image", "embed") for role in roles)
        texts.append(" " + _PLACEHOLDER.sub(r"\1", text) + " " if apart else text)
    text = "".join(texts)
    return words_of(text if row.before.endswith(CODE) else text.replace(TABLE, " "))


def changes(markdown: str, shown: list[str]) -> tuple[Change, ...]:
    """Where the words of a page differ from those that are shown."""
    wanted = page(markdown.replace("\r\n", "\n")).words()
    matcher = SequenceMatcher(None, wanted, shown, autojunk=False)
    return tuple(
        Change(_brief(wanted[a:b]), _brief(shown[c:d])) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"
    )


def _brief(words: list[str]) -> str:
    """The words; of many, the first, how many, and the last."""
    return " ".join(words if len(words) <= 12 else [*words[:4], f"…{len(words)}…", *words[-2:]])


def check(found: Mapping[str, tuple[Change, ...]], documented: Mapping[str, Disagreement]) -> None:
    """Each note that differs is documented, with just these changes, and no other is."""
    known = {note: each.changes for note, each in documented.items() if note in found}
    assert {note: each for note, each in found.items() if each and each != known.get(note)} == {}
    assert {note for note in known if not found.get(note)} == set(), "agree now"
