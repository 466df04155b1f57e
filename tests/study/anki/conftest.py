"""Anki's own library, where it is installed: tests of what Anki makes of a package need no other opinion."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from studytui.cli import main

NEEDED = os.environ.get("STUDYTUI_TESTS_NEED_ANKI") == "1"
"""Read before any test: none sees variables of studytui's."""
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


class Anki:
    """A collection of Anki's, as a person has one."""

    def __init__(self, folder: Path) -> None:
        from anki.collection import Collection

        folder.mkdir()
        self.col: Any = Collection(str(folder / "collection.anki2"))

    def take_in(self, file: Path) -> dict[str, int]:
        """Imports a package with Anki's defaults; how many notes were new, updated, left or in conflict."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        request = ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions())
        log = self.col.import_anki_package(request).log
        found = {name: len(getattr(log, name)) for name in ("new", "updated", "duplicate", "conflicting")}
        return {name: number for name, number in found.items() if number}

    def notes(self, query: str = "") -> list[Any]:
        return [self.col.get_note(number) for number in sorted(self.col.find_notes(query))]

    def note(self, query: str) -> Any:
        (found,) = self.notes(query)
        return found

    def decks(self) -> dict[str, int]:
        """The decks that hold cards, and how many."""
        every = {each.name: each.id for each in self.col.decks.all_names_and_ids()}
        counted = {
            name: self.col.db.scalar("select count() from cards where did = ?", did) for name, did in every.items()
        }
        return {name: number for name, number in counted.items() if number}

    def edit(self, note: Any, field: str, text: str) -> None:
        note[field] = text
        self.col.update_note(note)

    def answer(self, card: Any) -> None:
        from anki.scheduler.v3 import CardAnswer

        self.col.decks.set_current(card.did)
        card.start_timer()
        states = self.col._backend.get_scheduling_states(card.id)
        self.col.sched.answer_card(self.col.sched.build_answer(card=card, states=states, rating=CardAnswer.GOOD))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "div", "hr"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.parts.append("\n")


def read_html(html: str) -> str:
    """The text that a browser shows of some HTML."""
    parser = _Text()
    parser.feed(STYLE.sub("", html))
    parser.close()
    return "".join(parser.parts)


@pytest.fixture
def shown() -> Callable[[str], str]:
    return read_html


@pytest.fixture
def new_anki(tmp_path: Path) -> Iterator[Callable[[], Anki]]:
    """Makes empty collections; needs the extra `anki`."""
    if find_spec("anki") is None:
        if NEEDED:
            pytest.fail("anki is not installed, and STUDYTUI_TESTS_NEED_ANKI says that it should be")
        pytest.skip("needs the extra studytui[anki]")
    made: list[Anki] = []
    numbers = itertools.count()

    def make() -> Anki:
        made.append(Anki(tmp_path / f"anki-{next(numbers)}"))
        return made[-1]

    yield make
    for each in made:
        each.col.close()


@pytest.fixture
def anki(new_anki: Callable[[], Anki]) -> Anki:
    return new_anki()


@pytest.fixture
def export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[Path, str]]:
    """Exports a vault; the file, and what was said."""

    def run(vault: Path, name: str = "cards.apkg", *more: str) -> tuple[Path, str]:
        file = tmp_path / name
        capsys.readouterr()
        status = main(["export", str(file), *more, "--vault", str(vault)])
        captured = capsys.readouterr()
        assert (status, captured.out) == (0, ""), captured.err
        return file, captured.err

    return run
