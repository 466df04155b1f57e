"""Measures the search box whole: does what a person types, slips and all, lead where it was meant to?

    python tests/benchmarks/bench_box.py FOLDER... [--descriptions FILE] [--per-kind 400] [--seed 1] [--tune]

The notes of all folders are joined in one vault. Queries are made by rule (`made_queries`), one half to tune on
(`--tune`), the other reported. FILE has a note's path (below the folder that holds the folders), a tab, and a
description in other words than its title's on each line; SQLite's FTS5 answers the same beside it.
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
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from made_queries import KINDS, MadeQuery, by_kind, halves, make

from studytui.markdown import logical_lines, parse
from studytui.search.engine import Engine, open_engine
from studytui.search.hits import Hit
from studytui.vault import Vault, open_vault

TARGETS = {
    "misspelt title": 0.99,
    "title and heading": 0.99,
    "title and heading, slip": 0.93,
    "plain question": 0.95,
}
DESCRIBED = {5: 0.60, 10: 0.70}
"""Share of described notes among so many first ones."""


def joined(folders: Sequence[Path], place: Path) -> Vault:
    """One vault of all folders, each under its own name."""
    for folder in folders:
        shutil.copytree(folder, place / folder.name, symlinks=True)
    return open_vault(place)


def is_right(query: MadeQuery, hits: Sequence[Hit]) -> bool:
    """True if the list leads where the query's maker wanted to land."""
    if query.kind == "plain question":
        return query.note in list(dict.fromkeys(hit.note for hit in hits))[:3]
    if not hits or hits[0].note != query.note:
        return False
    return query.heading is None or query.heading in (hits[0].snippet.strip("…"), *hits[0].heading)


def answers(engine: Engine, queries: Sequence[MadeQuery], show: int) -> tuple[float, list[float]]:
    right = 0
    times = []
    for query in queries:
        start = time.perf_counter()
        hits = engine.search(query.query, limit=20).hits
        times.append(time.perf_counter() - start)
        if is_right(query, hits):
            right += 1
        elif show > 0:
            show -= 1
            found = [f"{hit.note} [{hit.kind}] {' › '.join(hit.heading)} {hit.snippet[:40]!r}" for hit in hits[:3]]
            print(f"  missed {query.query!r} -> {query.note} {query.heading or ''}: {found}")
    return right / max(1, len(queries)), times


class Fts5:
    """Plain SQLite FTS5: OR of the words, BM25, porter stems, the title three times."""

    def __init__(self, vault: Vault) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE note USING fts5(path UNINDEXED, title, body, tokenize='porter unicode61')"
        )
        for path in vault.notes:
            lines = [line.text for block in parse(vault.text(path)).blocks for line in logical_lines(block)]
            row = (path, vault.title(path), "\n".join(lines))
            self._connection.execute("INSERT INTO note VALUES (?, ?, ?)", row)

    def search(self, query: str, limit: int) -> list[str]:
        words = re.findall(r"\w+", query)
        match = " OR ".join(f'"{word}"' for word in words)
        rows = self._connection.execute(
            "SELECT path FROM note WHERE note MATCH ? ORDER BY bm25(note, 0, 3.0, 1.0) LIMIT ?", (match, limit)
        )
        return [path for (path,) in rows]


def places(found: Sequence[Sequence[str]], wanted: Sequence[str]) -> list[int | None]:
    return [
        list(dict.fromkeys(paths)).index(note) + 1 if note in paths else None
        for paths, note in zip(found, wanted, strict=True)
    ]


def described(vault: Vault, engine: Engine, file: Path, *, tune: bool, show: int) -> bool:
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line]
    rows = [row for row in rows if row[0] in vault.notes][0 if tune else 1 :: 2]
    notes = [note for note, _ in rows]
    fts5 = Fts5(vault)
    times = []
    ours = []
    for _, query in rows:
        start = time.perf_counter()
        ours.append([hit.note for hit in engine.search(query, limit=40).hits])
        times.append(time.perf_counter() - start)
    ranks = {
        "studytui": places(ours, notes),
        "FTS5": places([fts5.search(query, 10) for _, query in rows], notes),
    }
    print(f"\ndescriptions, {len(rows)} ({_milliseconds(times)})")
    good = True
    for most, target in DESCRIBED.items():
        shares = {
            name: sum(rank is not None and rank <= most for rank in found) / max(1, len(rows))
            for name, found in ranks.items()
        }
        print(
            f"  first {most:2}: "
            + ", ".join(f"{name} {share:.2f}" for name, share in shares.items())
            + f" (target {target:.2f})"
        )
        good = good and shares["studytui"] >= target
    for (note, query), rank, other in zip(rows, ranks["studytui"], ranks["FTS5"], strict=True):
        if show and (rank is None or rank > 10):
            print(f"  missed {query!r} -> {note}: {rank}, FTS5 {other}")
    return good


def _milliseconds(times: Sequence[float]) -> str:
    ordered = sorted(time * 1000 for time in times)
    return (
        f"mean {statistics.mean(ordered):.1f} ms, p95 {ordered[int(0.95 * len(ordered))]:.1f} ms" if ordered else "none"
    )


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--descriptions", type=Path)
    parser.add_argument("--per-kind", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tune", action="store_true", help="the half to tune on, not the other")
    parser.add_argument("--show", type=int, default=0, help="how many missed queries of each kind to print")
    parser.add_argument("--kind", choices=KINDS, help="only this kind")
    options = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as folder:
        vault = joined(options.folders, Path(folder) / "vault")
        engine = open_engine(vault, folder=Path(folder) / "index")
        report = engine.refresh()
        engine.prepare()
        print(f"{report.notes} notes, indexed in {report.seconds:.1f} s, {report.bytes / 1e6:.1f} MB")
        queries = list(make(vault, 2 * options.per_kind, options.seed))
        print(f"{'kind':26}{'queries':>8}{'right':>8}{'target':>8}")
        for kind, made in by_kind(queries).items():
            if options.kind not in (None, kind):
                continue
            tuned, reported = halves(made)
            chosen = tuned if options.tune else reported
            share, times = answers(engine, chosen, options.show)
            good = good and share >= TARGETS[kind]
            print(f"{kind:26}{len(chosen):8}{share:8.3f}{TARGETS[kind]:8.2f}   {_milliseconds(times)}", flush=True)
        if options.descriptions is not None and options.kind is None:
            good = described(vault, engine, options.descriptions, tune=options.tune, show=options.show) and good
        engine.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
