"""Makes a vault of any size that looks like a student's: the same one for the same number of notes and seed.

    python tests/benchmarks/make_vault.py OUT --notes 13000 --seed 1

The notes have the form that the Digital Garden plugin publishes: one line of JSON as frontmatter, links by full path
with their display text, highlights as `<span style="background:…">`, lists nested by tabs, rules between sections.
Words follow Zipf's law, and so do links: a few notes are linked from everywhere. One link in a hundred is broken.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def _words(text: str) -> list[str]:
    return text.split()


PREFIXES = _words(
    "hyper hypo endo peri poly pseudo intra inter para epi sub supra anti dys macro micro neo pan hemi mono"
)
ROOTS = _words(
    "cardi nephr hepat neur my oste arthr gastr enter pneum derm hem leuk thromb angi cerebr encephal mening bulb kal "
    "natr calc glyc lip thyr adren pituit ov orchi cyst ur prostat mast ophthalm ot rhin laryng bronch pleur splen"
)
SUFFIXES = _words(
    "itis osis emia oma opathy algia ectomy otomy ostomy uria plasia trophy plegia paresis rrhage rrhea sclerosis "
    "megaly malacia stenosis genesis lysis cyte al ic ous oid ine ol ide"
)
NAMED = _words(
    "β-blocker α1-antagonist Ménière Sjögren Guillain-Barré Parkinson Addison IL-2 5-HT3 CO2 Na+ TGF-β ACE-I"
)
COMMON = _words(
    "the of and in with is to a by or are due for from on most may as patients disease after treatment cause loss "
    "weakness acute chronic pain risk cells symptoms increased decreased both upper lower left right that not also "
    "associated common severe mild usually within months years diagnosis blood muscle nerve onset signs often first "
    "second line drug therapy dose level pressure fever rash test positive negative early late without which has"
)
SYSTEMS = _words(
    "Neurology MSK Cardiovascular Renal Endocrine Gastrointestinal Hematology Pulmonology Psychiatry Dermatology "
    "Immunology Microbiology Pharmacology Reproductive Pediatrics Biostatistics"
)
TOPICS = _words("Anatomy Physiology Pathology Drugs Tumors Infections Trauma Congenital Vascular Autoimmune")
KINDS = _words("syndrome disease injury palsy deficiency tumor reflex test inhibitor receptor")
SECTIONS = (
    "Epidemiology",
    "Etiology",
    "Pathophysiology",
    "Clinical features",
    "Diagnosis",
    "Differential Diagnosis",
    "Treatment",
    "Complications",
    "Prognosis",
)
YELLOW = "rgba(240, 200, 0, 0.2)"
COLORS = (*[YELLOW] * 17, "rgba(5, 117, 197, 0.2)", "rgba(163, 67, 31, 0.2)", "rgba(3, 135, 102, 0.2)")
VOCABULARY = 12_000
USUAL_BODY = 493
DRAWN_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Name:
    """Where a note is to be, and what it is called."""

    folder: str
    title: str

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.title}" if self.folder else self.title


class Writer:
    """Writes the text of one note after another, all from one stream of random numbers."""

    def __init__(self, notes: int, seed: int, *, body: int = USUAL_BODY) -> None:
        self.body = body
        self.random = random.Random(seed)
        self.vocabulary = self._vocabulary()
        self.words = self._zipf(self.vocabulary)
        self.names = self._names(notes)
        linked = list(self.names)
        self.random.shuffle(linked)
        self.targets = self._zipf(linked)

    def note(self, name: Name) -> str:
        """The text of the note, about 1 KB with the usual body; the lengths vary as lengths of notes do."""
        head: dict[str, object] = {"dg-publish": True, "permalink": f"/{name.path}/", "tags": [self._tag()]}
        if self._now_and_then(0.1):
            head["dg-note-properties"] = {"aliases": [f"{self._phrase(2)} {self.random.choice(KINDS)}"]}
        out = ["---", json.dumps(head, separators=(",", ":")), "---", "", f"{self._phrase(12)}."]
        sections = self._sections(size := min(20_000.0, self.random.lognormvariate(math.log(self.body), 0.7)))
        for section in sections:
            out += ["", "---", f"# {section}", *self._section(size / len(sections))]
        return "\n".join(out) + "\n"

    def home(self) -> str:
        """The text of the home note, with a link to a note of every folder."""
        head = {"dg-publish": True, "permalink": "/Home/", "dg-home": True, "tags": ["gardenEntry"]}
        firsts = {name.folder: name for name in reversed(self.names)}
        links = [f"- {self._link_to(firsts[folder])}" for folder in sorted(firsts)]
        return "\n".join(["---", json.dumps(head, separators=(",", ":")), "---", "", *links, ""])

    def _sections(self, size: float) -> list[str]:
        count = max(1, min(len(SECTIONS), round(size / 160)))
        return [SECTIONS[index] for index in sorted(self.random.sample(range(len(SECTIONS)), count))]

    def _section(self, size: float) -> list[str]:
        shape = self.random.random()
        if shape < 0.08:
            return self._table()
        if shape < 0.12:
            return [f"> [!tip] {self._phrase(3)}", f"> {self._line()}", f"> {self._line()}"]
        if shape < 0.14:
            return [f"![[{next(self.targets).path}#{self.random.choice(SECTIONS)}]]"]
        if shape < 0.17:
            number = self.random.randrange(10**14)
            return [f"![Pasted image {number}.png](/img/user/appendix/Pasted%20image%20{number}.png)", self._line()]
        return self._list(size)

    def _list(self, size: float) -> list[str]:
        lines: list[str] = []
        depth = 0
        while size > 0 or not lines:
            line = "\t" * depth + "- " + self._line()
            lines.append(line)
            size -= len(line)
            depth = self.random.choice((0, depth, min(depth + 1, 4)))
        return lines

    def _table(self) -> list[str]:
        columns = self.random.randint(2, 4)
        rows = [[self._phrase(self.random.randint(1, 4)) for _ in range(columns)] for _ in range(4)]
        rows[2][0] = self._link()
        rows.insert(1, ["---"] * columns)
        return ["| " + " | ".join(row) + " |" for row in rows]

    def _line(self) -> str:
        text = self._phrase(self.random.randint(3, 14))
        shape = self.random.random()
        if shape < 0.22:
            return f'<span style="background:{self.random.choice(COLORS)}">{text}</span>'
        if shape < 0.27:
            return f"=={text}=="
        if shape < 0.45:
            return f"{text} (see {self._link()})"
        if shape < 0.52:
            return f"**{text}**: {self._phrase(4)}"
        return text

    def _link(self) -> str:
        if self._now_and_then(0.01):
            return f"[[USMLE/Missing/{self._phrase(2)}\\|{self._phrase(2)}]]"
        return self._link_to(next(self.targets))

    def _link_to(self, name: Name) -> str:
        display = name.title if self.random.random() < 0.7 else name.title.lower().rsplit(" ", 1)[0]
        return f"[[{name.path}\\|{display}]]"

    def _phrase(self, words: int) -> str:
        return _sentence(" ".join(itertools.islice(self.words, words)))

    def _tag(self) -> str:
        return self.random.choice(("t1", "t1", "t2"))

    def _now_and_then(self, share: float) -> bool:
        return self.random.random() < share

    def _vocabulary(self) -> list[str]:
        """Words, the most frequent first: common ones, then terms, hypo- beside hyper- as in the real ones."""
        bare = [root + ending for root in ROOTS for ending in map(_joined, SUFFIXES)]
        compound = [prefix + word for prefix in PREFIXES for word in bare]
        frequent = self.random.sample(bare, 400) + NAMED
        self.random.shuffle(frequent)
        return [*COMMON, *frequent, *self.random.sample(compound, VOCABULARY - len(COMMON) - len(frequent))]

    def _zipf(self, items: Sequence[T]) -> Iterator[T]:
        weights = list(itertools.accumulate(1 / rank for rank in range(2, len(items) + 2)))
        while True:
            yield from self.random.choices(items, cum_weights=weights, k=DRAWN_AT_ONCE)

    def _names(self, count: int) -> list[Name]:
        terms = self.vocabulary[len(COMMON) :]
        folders = [f"USMLE/{system}" for system in SYSTEMS]
        folders += [f"{folder}/{topic}" for folder in folders for topic in self.random.sample(TOPICS, 5)]
        folders += [
            f"{folder}/{term.capitalize()}" for folder in folders[-40:] for term in self.random.sample(terms, 2)
        ]
        names: list[Name] = []
        taken = {"home"}
        while len(names) < count:
            title = " ".join(self.random.sample(terms, self.random.choice((1, 1, 2))))
            if self._now_and_then(0.7):
                title = f"{title} {self.random.choice(KINDS)}"
            if title.lower() not in taken:
                taken.add(title.lower())
                names.append(Name(self.random.choice(folders), _sentence(title)))
        return names


def _joined(suffix: str) -> str:
    """The suffix with the vowel that joins it to a root that ends in a consonant."""
    return suffix if suffix[0] in "aeiou" else f"o{suffix}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def make_vault(out: Path, notes: int, seed: int = 1, *, body: int = USUAL_BODY) -> int:
    """Writes a vault of that many notes, one of them `Home.md`; returns the number of bytes of the notes.

    `body` is the median number of characters below the first sentence of a note.

    Raises `ValueError` when there are fewer than two notes, and `FileExistsError` when the folder holds anything.
    """
    if notes < 2:
        raise ValueError(f"a vault has two notes or more, not {notes}")
    if out.is_dir() and any(out.iterdir()):
        raise FileExistsError(f"{out} is not empty")
    writer = Writer(notes - 1, seed, body=body)
    for folder in sorted({name.folder for name in writer.names}):
        (out / folder).mkdir(parents=True, exist_ok=True)
    size = 0
    for name in writer.names:
        size += (out / f"{name.path}.md").write_bytes(writer.note(name).encode())
    return size + (out / "Home.md").write_bytes(writer.home().encode())


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path, help="a folder that is new or empty")
    parser.add_argument("--notes", type=int, default=13_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--body", type=int, default=USUAL_BODY, help="median characters of a note's body")
    options = parser.parse_args()
    start = time.perf_counter()
    try:
        size = make_vault(options.out, options.notes, options.seed, body=options.body)
    except (ValueError, OSError) as error:
        print(f"make_vault: {error}", file=sys.stderr)
        return 2
    seconds = time.perf_counter() - start
    print(
        f"{options.notes} notes, {size:,} bytes, {size / options.notes:,.0f} a note, {seconds:.1f} s in {options.out}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
