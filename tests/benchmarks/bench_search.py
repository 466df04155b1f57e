"""Measures search over the text of a vault: how fast, beside ripgrep, and how often the right note is found.

    python tests/benchmarks/bench_search.py VAULT [--sentences 200] [--seed 1] [--index FOLDER]

Relevance: sentences are drawn from notes; a query is three of the rarer words of one, in half of the cases with one of
them misspelt. Counted is how often the note (or another that holds the very same sentence) is first, and in the first
five. Speed: one to three words of a line, the last perhaps cut short; the same words are given to `rg -il`.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from studytui.markdown import logical_lines, parse
from studytui.search.engine import Engine, open_engine
from studytui.vault import Vault, open_vault

_WORD = re.compile(r"[^\W\d_]{4,}")
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Sentence:
    note: str
    text: str
    words: tuple[str, ...]


def sentences(vault: Vault) -> Iterator[Sentence]:
    """Every sentence of five words or more, in the rendered text of the notes."""
    for path in vault.notes:
        for block in parse(vault.text(path)).blocks:
            for line in logical_lines(block):
                if any(run.kind in ("code", "math") for run in line.inlines):
                    continue
                for text in _SENTENCE.split(line.text):
                    words = tuple(word.casefold() for word in _WORD.findall(text))
                    if len(set(words)) >= 5:
                        yield Sentence(path, text, words)


def misspelt(word: str, rng: random.Random) -> str:
    """The word with one letter lost, doubled, exchanged or swapped with the next; never the first."""
    place = rng.randrange(1, len(word) - 1)
    how = rng.choice(("lose", "add", "exchange", "swap"))
    if how == "lose":
        return word[:place] + word[place + 1 :]
    if how == "add":
        return word[:place] + rng.choice(_LETTERS) + word[place:]
    if how == "exchange":
        return word[:place] + rng.choice(_LETTERS.replace(word[place], "")) + word[place + 1 :]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def queries(
    drawn: Sequence[Sentence], counts: Counter[str], rng: random.Random
) -> Iterator[tuple[Sentence, str, bool]]:
    """A sentence, three of its rarer words, and whether one of them is misspelt (each second one is)."""
    for number, sentence in enumerate(drawn):
        rarer = sorted(set(sentence.words), key=lambda word: (counts[word], word))[
            : max(4, len(set(sentence.words)) // 2)
        ]
        chosen = rng.sample(rarer, 3)
        wrong = number % 2 == 1
        if wrong:
            place = rng.choice([at for at, word in enumerate(chosen) if len(word) == max(map(len, chosen))])
            chosen[place] = misspelt(chosen[place], rng)
        yield sentence, " ".join(chosen), wrong


def relevance(vault: Vault, engine: Engine, count: int, rng: random.Random, show: int) -> None:
    found = list(sentences(vault))
    if not found:
        print("no sentences")
        return
    counts: Counter[str] = Counter()
    notes: dict[str, set[str]] = {}
    for sentence in found:
        notes.setdefault(sentence.text, set()).add(sentence.note)
    for path in vault.notes:
        counts.update(set(_WORD.findall(vault.text(path).casefold())))
    drawn = [rng.choice(found) for _ in range(count)]
    tally: Counter[tuple[bool, str]] = Counter()
    missed = 0
    times = []
    for sentence, query, wrong in queries(drawn, counts, rng):
        start = time.perf_counter()
        results = engine.search(query)
        times.append(time.perf_counter() - start)
        hits = [hit.note for hit in results.hits[:5]]
        right = notes[sentence.text]
        tally[wrong, "all"] += 1
        tally[wrong, "first"] += bool(hits) and hits[0] in right
        tally[wrong, "five"] += not right.isdisjoint(hits)
        if right.isdisjoint(hits) and missed < show:
            missed += 1
            print(f"  missed: {query!r} of {sentence.text[:90]!r} in {sentence.note}: {hits[:2]}")
    for wrong in (False, True):
        every = tally[wrong, "all"]
        if every:
            first, five = tally[wrong, "first"] / every, tally[wrong, "five"] / every
            print(
                f"{'one word misspelt' if wrong else 'as written       '}: first {first:.3f}, in the first five {five:.3f}"
            )
    five = (tally[False, "five"] + tally[True, "five"]) / count
    print(f"all              : in the first five {five:.3f} of {count}, {_milliseconds(times)}")


def speed(vault: Vault, engine: Engine, count: int, rng: random.Random) -> None:
    paths = list(vault.notes)
    wanted = []
    while len(wanted) < count:
        words = _WORD.findall(vault.text(rng.choice(paths)).casefold())
        if len(words) > 20:
            place = rng.randrange(len(words) - 8)
            chosen = rng.sample(words[place : place + 8], rng.choice((1, 1, 2, 3)))
            if rng.random() < 0.5:
                chosen[-1] = chosen[-1][: rng.randint(2, len(chosen[-1]))]
            wanted.append(chosen)
    times = []
    for words in wanted:
        start = time.perf_counter()
        engine.search(" ".join(words))
        times.append(time.perf_counter() - start)
    print(f"text queries     : {_milliseconds(times)}")
    ripgrep = shutil.which("rg")
    if ripgrep is None:
        print("ripgrep is not installed")
        return
    subprocess.run([ripgrep, "-il", "warm", str(vault.root)], stdout=subprocess.DEVNULL, check=False)
    grepped = []
    for words in wanted[:60]:
        start = time.perf_counter()
        # The notes that hold every word: a search for the first, then the rest among what it found.
        subprocess.run([ripgrep, "-il", "--", words[0], str(vault.root)], stdout=subprocess.DEVNULL, check=False)
        grepped.append(time.perf_counter() - start)
    print(
        f"ripgrep, one word: {_milliseconds(grepped)}; {statistics.median(grepped) / statistics.median(times):.1f} times"
    )


def _milliseconds(times: list[float]) -> str:
    ordered = sorted(time * 1000 for time in times)
    return (
        f"median {statistics.median(ordered):.1f} ms, p95 {ordered[int(0.95 * len(ordered))]:.1f} ms, "
        f"worst {ordered[-1]:.1f} ms"
    )


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("vault", type=Path)
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--index", type=Path, help="a folder for the index, to keep it")
    parser.add_argument("--show", type=int, default=0, help="how many missed queries to print")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        vault = open_vault(options.vault)
        engine = open_engine(vault, folder=options.index or Path(folder))
        report = engine.refresh()
        engine.prepare()
        print(f"{report.notes} notes, {report.added} added in {report.seconds:.1f} s, {report.bytes:,} bytes")
        relevance(vault, engine, options.sentences, rng, options.show)
        speed(vault, engine, options.queries, rng)
        engine.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
