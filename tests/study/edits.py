"""Edits a made vault by a script, and counts which cards keep their history: `python tests/study/edits.py --edits 1000`.

The notes hold near twins: UMN and LMN, hyper- and hypo-, left and right, two rows of one table, two lines alike. Each
mark has a key that only this script knows; after each edit (or several) the cards are matched anew.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import msgspec

from studytui.markdown import Legend, parse
from studytui.state import State
from studytui.study.card import Card
from studytui.study.cards import cards_of
from studytui.study.collect import VaultCards
from studytui.study.registry import sync

TWINS = [
    ("UMN: degeneration of the {a} tracts with {b} tone", "LMN: degeneration of the {a} horn with {b} tone"),
    ("hyperkalemia causes {a} waves and {b}", "hypokalemia causes {a} waves and {b}"),
    ("the left {a} is {b} in most patients", "the right {a} is {b} in most patients"),
    ("increased {a} is seen with {b}", "decreased {a} is seen with {b}"),
    ("type 1 {a} needs {b}", "type 2 {a} needs {b}"),
    ("Surgery", "Surgery"),
    ("Observation and {a}", "Observation and {a}"),
    ("{a} of the {b}", "{a} of the {b} too"),
]
NOUNS = """cortex nerve muscle artery kidney liver spleen retina cochlea tendon gland vessel ganglion nucleus ventricle
plasma marrow cartilage membrane synapse""".split()  # noqa: SIM905
SIGNS = """spastic flaccid peaked flattened swollen atrophic painful silent rapid delayed brisk absent irregular thickened
calcified necrotic fibrotic inflamed infected ischemic""".split()  # noqa: SIM905
EXTRA = "usually often rarely early late severe mild most some acute chronic clearly".split()  # noqa: SIM905
EDITS = Counter(typo=25, word=20, mark=15, move=15, heading=10, note=15)


@dataclass
class Line:
    key: int
    words: list[str]
    marks: dict[int, tuple[int, int]]
    """Of a mark: its words, from and to."""
    heading: bool = False
    row: bool = False

    def text(self) -> str:
        opens = Counter(first for first, _ in self.marks.values())
        closes = Counter(last for _, last in self.marks.values())
        return " ".join("==" * opens[place] + word + "==" * closes[place] for place, word in enumerate(self.words))


@dataclass
class Note:
    lines: list[Line]


@dataclass
class MadeVault:
    random: random.Random
    notes: dict[str, Note] = field(default_factory=dict)
    keys: int = 0

    def key(self) -> int:
        self.keys += 1
        return self.keys

    def fill(self, notes: int) -> None:
        for number in range(notes):
            lines: list[Line] = []
            for section in range(4):
                lines.append(Line(self.key(), [f"Section{section}", self.random.choice(NOUNS)], {}, heading=True))
                for pair in self.random.sample(TWINS, 3):
                    a, b = self.random.choice(NOUNS), self.random.choice(SIGNS)
                    lines += (self.line(twin.format(a=a, b=b)) for twin in pair)
                if section == 3:
                    lines += (
                        Line(self.key(), [head, "|", sign, self.random.choice(NOUNS)], {self.key(): (2, 3)}, row=True)
                        for head, sign in (("UMN", "increased"), ("LMN", "decreased"))
                    )
            self.notes[f"folder{number % 3}/note{number}.md"] = Note(lines)

    def line(self, text: str) -> Line:
        words = text.split()
        if self.random.random() < 0.5 or len(words) < 4:
            return Line(self.key(), words, {self.key(): (0, len(words) - 1)})
        marks = {self.key(): (0, 0)}
        if self.random.random() < 0.6:
            start = self.random.randrange(2, len(words) - 1)
            marks[self.key()] = (start, min(start + self.random.randrange(1, 3), len(words) - 1))
        return Line(self.key(), words, marks)

    def shown(self, path: str) -> tuple[str, dict[int, list[int]]]:
        """The text of a note, and the keys of the marks of each source line, in their order."""
        rows: list[str] = []
        keys: dict[int, list[int]] = {}
        for line in self.notes[path].lines:
            before = bool(rows) and rows[-1].startswith("|")
            if line.row and not before:
                rows += ["", "| Lesion | Sign |", "|---|---|"]
            elif before and not line.row:
                rows.append("")
            rows.append(
                f"# {line.text()}" if line.heading else f"| {line.text()} |" if line.row else f"- {line.text()}"
            )
            keys[len(rows)] = sorted(line.marks, key=lambda key: line.marks[key])
        return "\n".join(rows) + "\n", keys

    # Edits

    def edit(self) -> str:
        while True:
            kind = self.random.choices(list(EDITS), weights=list(EDITS.values()))[0]
            if getattr(self, f"edit_{kind}")():
                return kind

    def some(self) -> tuple[Note, Line]:
        note = self.random.choice(list(self.notes.values()))
        return note, self.random.choice([line for line in note.lines if not line.heading])

    def edit_typo(self) -> bool:
        _, line = self.some()
        place = self.random.randrange(len(line.words))
        word = line.words[place]
        if len(word) < 5 or not word.isalpha():
            return False
        at = self.random.randrange(1, len(word) - 2)
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        line.words[place] = self.random.choice([swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]])
        return line.words[place] != word

    def edit_word(self) -> bool:
        _, line = self.some()
        first = line.words.index("|") + 1 if line.row else 0
        if self.random.random() < 0.5:
            place = self.random.randrange(first, len(line.words) + 1)
            line.words.insert(place, self.random.choice(EXTRA))
            whole = len(line.words) - 1
            for key, (start, end) in line.marks.items():
                if place <= start and not (start == 0 and end == whole - 1):
                    start, end = start + 1, end + 1
                elif place <= end or (start == 0 and end == whole - 1):
                    end += 1
                line.marks[key] = (start, end)
            return True
        place = self.random.randrange(first, len(line.words))
        if any(start == end == place for start, end in line.marks.values()) or len(line.words) < 2:
            return False
        marks = {key: (start - (place < start), end - (place <= end)) for key, (start, end) in line.marks.items()}
        spans = sorted(marks.values())
        if any(start <= end + 1 for (_, end), (start, _) in pairwise(spans)):
            return False  # they would become one
        del line.words[place]
        line.marks = marks
        return True

    def edit_mark(self) -> bool:
        _, line = self.some()
        key = self.random.choice(list(line.marks))
        start, end = line.marks[key]
        if self.random.random() < 0.5:
            start += self.random.choice([-1, 1])
        else:
            end += self.random.choice([-1, 1])
        first = line.words.index("|") + 1 if line.row else 0
        if not first <= start <= end < len(line.words):
            return False
        others = [span for other, span in line.marks.items() if other != key]
        # Marks that touch are one mark to whoever reads them.
        if any(start <= right + 1 and left <= end + 1 for left, right in others):
            return False
        line.marks[key] = (start, end)
        return True

    def edit_move(self) -> bool:
        note, line = self.some()
        target = self.random.choice(list(self.notes.values())) if self.random.random() < 0.3 else note
        if line.row:
            rows = [place for place, each in enumerate(target.lines) if each.row]
            if not rows:
                return False
            at = self.random.choice(rows)
        else:
            at = self.random.randrange(1, len(target.lines) + 1)
            while at < len(target.lines) and target.lines[at].row:
                at += 1
        if target is note:
            old = note.lines.index(line)
            note.lines.remove(line)
            at -= at > old
        else:
            if len(note.lines) < 8:
                return False
            note.lines.remove(line)
        target.lines.insert(at, line)
        return True

    def edit_heading(self) -> bool:
        note = self.random.choice(list(self.notes.values()))
        line = self.random.choice([line for line in note.lines if line.heading])
        line.words = [self.random.choice(SIGNS).title(), *self.random.sample(NOUNS, 2)]
        return True

    def edit_note(self) -> bool:
        path = self.random.choice(list(self.notes))
        folder, _, name = path.partition("/")
        if self.random.random() < 0.5:
            folder = f"folder{self.random.randrange(9)}"
        else:
            name = f"{self.random.choice(NOUNS)} {self.key()}.md"
        if f"{folder}/{name}" in self.notes:
            return False
        self.notes[f"{folder}/{name}"] = self.notes.pop(path)
        return True


@dataclass
class Outcome:
    edits: int
    cards: int
    kept: int
    """Cards that have the id that they began with."""
    taken: int
    """Cards that have an id that another began with."""
    lost: Counter[str]
    """Edits after which a card had another id."""


def run(edits: int, seed: int, folder: Path, *, notes: int = 12, at_once: int = 1) -> Outcome:
    vault = MadeVault(random.Random(seed))
    vault.fill(notes)
    state = State(folder / f"state-{seed}-{at_once}.db")
    expected = identities(vault, state)
    first = dict(expected)
    lost: Counter[str] = Counter()
    wrong: set[int] = set()
    done = 0
    while done < edits:
        before = equals(vault)
        kinds = [vault.edit() for _ in range(min(at_once, edits - done))]
        done += len(kinds)
        now = identities(vault, state)
        exchange(before, now, expected)
        exchange(equals(vault), now, expected)
        differs = {key for key in now if now[key] != expected[key]}
        lost["+".join(sorted(set(kinds)))] += len(differs - wrong)
        wrong = differs
    state.close()
    owner = {identity: key for key, identity in expected.items()}
    kept = sum(now[key] == expected[key] for key in first)
    taken = sum(owner.get(now[key], key) != key for key in first)
    return Outcome(edits, len(first), kept, taken, +lost)


def equals(vault: MadeVault) -> list[list[int]]:
    """The marks of equal lines in equal places: nobody can tell which of them is which."""
    groups: dict[object, list[int]] = {}
    for path in vault.notes:
        text, lines = vault.shown(path)
        for card in made(text, Path(path).stem):
            key = lines[card.line][card.ordinal]
            groups.setdefault((path, card.headings, card.parents, card.text, card.back, card.ordinal), []).append(key)
    return list(groups.values())


def exchange(groups: list[list[int]], now: dict[int, str], expected: dict[int, str]) -> None:
    """Lets each of some marks that are equal be the one that it now is said to be."""
    for keys in groups:
        wanted = {expected[key] for key in keys}
        right = {key: now[key] for key in keys if now[key] in wanted}
        rest = iter(sorted(wanted - set(right.values())))
        expected.update({key: right[key] if key in right else next(rest) for key in keys})


def identities(vault: MadeVault, state: State) -> dict[int, str]:
    """The id of each mark's card, by the script's own key."""
    packed, keys = {}, {}
    for path in sorted(vault.notes):
        text, lines = vault.shown(path)
        cards = made(text, Path(path).stem)
        packed[path] = zlib.compress(msgspec.msgpack.encode(cards))
        keys[path] = [lines[card.line][card.ordinal] for card in cards]
        assert len(cards) == sum(map(len, lines.values())), (path, text)
    found = sync(state, VaultCards(packed), keep=True)
    pairs = [pair for path in keys for pair in zip(keys[path], found.ids(path), strict=True)]
    assert len({identity for _, identity in pairs}) == len(pairs)
    return dict(pairs)


@lru_cache(maxsize=1000)
def made(text: str, title: str) -> list[Card]:
    return cards_of(parse(text), title, Legend(), text=text)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(given.seeds):
            outcome = run(given.edits, seed, Path(folder), at_once=given.at_once)
            share = 100 * outcome.kept / outcome.cards
            print(f"{outcome.edits} edits: {outcome.kept} of {outcome.cards} cards ({share:.1f} %) keep their history, "
                  f"{outcome.taken} take another's; lost by {dict(outcome.lost)}")  # fmt: skip


if __name__ == "__main__":
    main()
