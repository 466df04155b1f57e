"""Measures abbreviations: does `ABBR heading` lead to the note that the long form names?

    python tests/benchmarks/bench_abbreviations.py FOLDER... [--show 20]

The notes of each folder are a vault. Taken is every abbreviation that one note defines and another one uses, and of
which a note has the long form as its title or an alias; asked is the abbreviation with each heading of that note that
no other meaning of it has too. Counted is how often that note is first.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
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

    def __init__(self, query: str, notes: frozenset[str], long: str) -> None:
        self.query = query
        self.notes = notes
        self.long = long


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
        word = re.compile(rf"(?<!\w){re.escape(short)}(?!\w)")
        users = {path for path, lines in texts.items() if any(map(word.search, lines))}
        meanings = {long_key(definition.words): definition.long for _, definition in found}
        leads = {key: frozenset(named[key]) for key in meanings if key in named}
        headed = {key: {h for note in notes for h in _headings(documents[note])} for key, notes in leads.items()}
        for key, notes in leads.items():
            if users <= {path for path, definition in found if long_key(definition.words) == key}:
                continue  # used by those alone that define it
            others = set[str]().union(*(headings for other, headings in headed.items() if other != key))
            for heading in sorted(headed[key] - others):
                having = frozenset(note for note in notes if heading in _headings(documents[note]))
                yield Case(f"{short} {heading}", having, meanings[key])


def _headings(document: object) -> set[str]:
    blocks = getattr(document, "blocks", ())
    return {plain(heading.inlines).strip() for heading in outline(blocks)} - {""}


def _report(folder: Path, show: int) -> tuple[int, int, list[float]]:
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(folder, Path(place) / "vault", symlinks=True)
        vault = open_vault(Path(place) / "vault")
        made = list(cases(vault))
        if not made:
            return 0, 0, []
        engine = open_engine(vault, folder=Path(place) / "index")
        engine.refresh()
        engine.prepare()
        right, times = 0, []
        for case in made:
            start = time.perf_counter()
            hits = engine.search(case.query, limit=20).hits
            times.append(time.perf_counter() - start)
            if hits and hits[0].note in case.notes:
                right += 1
            elif show > 0:
                show -= 1
                found = [f"{hit.note} [{hit.kind}] {hit.reason}" for hit in hits[:3]]
                print(f"  missed {case.query!r} ({case.long}) -> {sorted(case.notes)}: {found}")
        engine.close()
    kinds = Counter(case.long for case in made)
    print(f"{folder.name:28}{len(kinds):6} long forms {len(made):6} queries {right / len(made):7.3f} first")
    return right, len(made), times


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--show", type=int, default=0, help="how many missed queries of each folder to print")
    options = parser.parse_args(arguments)
    right = asked = 0
    times: list[float] = []
    for folder in options.folders:
        some, of_all, taken = _report(folder, options.show)
        right, asked = right + some, asked + of_all
        times += taken
    if not asked:
        print("no such abbreviations")
        return 1
    share = right / asked
    print(f"{right} of {asked} first: {share:.3f} (target {TARGET}), median {1000 * statistics.median(times):.1f} ms")
    return 0 if share >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
