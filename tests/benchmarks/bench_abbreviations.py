"""Measures abbreviations: does `ABBR heading` lead to the note that the long form names?

    python tests/benchmarks/bench_abbreviations.py FOLDER... [--show 20] [--apart] [--ignored]

The notes of each folder are a vault. Taken is every abbreviation that one note defines and another one uses, and of
which a note has the long form as its title or an alias; asked is the abbreviation with each heading of that note that
no other meaning of it has too. Counted is how often that note is first. Most such notes write the abbreviation
themselves; `--apart` takes it out of them, where another note defines it: what is then found is found by the definition
alone, as `--ignored` shows, which has the index forget them all.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from studytui.markdown import logical_lines, outline, parse, plain
from studytui.search.engine import open_engine
from studytui.search.text.abbreviations import Definition, definitions, long_key
from studytui.search.text.fold import fold
from studytui.vault import Vault, open_vault

TARGET = 0.95


class Case:
    """A query, and the notes that may be first."""

    def __init__(self, short: str, heading: str, notes: frozenset[str], long: str, definers: set[str]) -> None:
        self.query = f"{short} {heading}"
        self.short = short
        self.notes = notes
        self.long = long
        self.definers = definers


def cases(vault: Vault) -> Iterator[Case]:
    """Every query of a vault."""
    documents = {path: parse(vault.text(path)) for path in vault.notes}
    texts = {
        path: [plain(line.inlines) for block in document.blocks for line in logical_lines(block)]
        for path, document in documents.items()
    }
    defined: dict[str, list[tuple[str, Definition]]] = {}
    for path, lines in texts.items():
        for text in (vault.title(path), *lines):
            for definition in definitions(text):
                defined.setdefault(definition.short, []).append((path, definition))
    named: dict[str, set[str]] = {}
    for path, document in documents.items():
        for name in (vault.title(path), *document.frontmatter.aliases):
            named.setdefault(long_key(tuple(fold(name))), set()).add(path)
    for short, found in sorted(defined.items()):
        word = _word(short)
        users = {path for path, lines in texts.items() if any(map(word.search, lines))}
        meanings = {long_key(definition.words): definition.long for _, definition in found}
        leads = {key: frozenset(named[key]) for key in meanings if key in named}
        headed = {key: {h for note in notes for h in _headings(documents[note])} for key, notes in leads.items()}
        for key, notes in leads.items():
            definers = {path for path, definition in found if long_key(definition.words) == key}
            if users <= definers:
                continue  # used by those alone that define it
            others = set[str]().union(*(headings for other, headings in headed.items() if other != key))
            for heading in sorted(headed[key] - others):
                having = frozenset(note for note in notes if heading in _headings(documents[note]))
                yield Case(short, heading, having, meanings[key], definers)


def _word(short: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(short)}(?!\w)")


def _headings(document: object) -> set[str]:
    blocks = getattr(document, "blocks", ())
    return {plain(heading.inlines).strip() for heading in outline(blocks)} - {""}


def _forget_definitions(index: Path) -> None:
    with closing(sqlite3.connect(index / "index.sqlite3")) as connection, connection:
        connection.execute("DELETE FROM abbreviation")


def _without(vault: Vault, made: Sequence[Case]) -> list[Case]:
    """Takes each abbreviation out of the notes that its long form names; the cases that another note still defines."""
    left = [case for case in made if case.definers - case.notes]
    for case in left:
        for note in case.notes:
            file = vault.root / note
            file.write_text(_word(case.short).sub("", file.read_text(encoding="utf-8")), encoding="utf-8")
    return left


def _report(folder: Path, show: int, *, apart: bool, ignored: bool) -> tuple[list[tuple[Case, bool]], list[float]]:
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(folder, Path(place) / "vault", symlinks=True)
        vault = open_vault(Path(place) / "vault")
        made = list(cases(vault))
        if apart:
            made = _without(vault, made)
            vault = open_vault(vault.root)
        if not made:
            return [], []
        engine = open_engine(vault, folder=Path(place) / "index")
        engine.refresh()
        if ignored:
            engine.close()
            _forget_definitions(Path(place) / "index")
            engine = open_engine(vault, folder=Path(place) / "index")
        engine.prepare()
        outcomes, times = [], []
        for case in made:
            start = time.perf_counter()
            hits = engine.search(case.query, limit=20).hits
            times.append(time.perf_counter() - start)
            right = bool(hits) and hits[0].note in case.notes
            outcomes.append((case, right))
            if not right and show > 0:
                show -= 1
                found = [f"{hit.note} [{hit.kind}] {hit.reason}" for hit in hits[:3]]
                print(f"  missed {case.query!r} ({case.long}) -> {sorted(case.notes)}: {found}")
        engine.close()
    kinds = {case.long for case in made}
    print(f"{folder.name:28}{len(kinds):6} long forms, {_first(outcomes)}")
    return outcomes, times


def _first(outcomes: Sequence[tuple[Case, bool]]) -> str:
    right = sum(right for _, right in outcomes)
    return f"{right} of {len(outcomes)} first ({right / len(outcomes):.3f})"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--show", type=int, default=0, help="how many missed queries of each folder to print")
    parser.add_argument("--apart", action="store_true", help="as if no note wrote the abbreviation that means it")
    parser.add_argument("--ignored", action="store_true", help="as if no abbreviation were defined")
    options = parser.parse_args(arguments)
    outcomes: list[tuple[Case, bool]] = []
    times: list[float] = []
    for folder in options.folders:
        some, taken = _report(folder, options.show, apart=options.apart, ignored=options.ignored)
        outcomes += some
        times += taken
    if not outcomes:
        print("no such abbreviations")
        return 1
    print(f"all: {_first(outcomes)}; target {TARGET}, median {1000 * statistics.median(times):.1f} ms")
    return 0 if sum(right for _, right in outcomes) >= TARGET * len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
