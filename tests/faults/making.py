"""Makes vaults, and tells whether one was changed."""

from __future__ import annotations

import os
import random
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

Content = str | bytes

WORD = "quokka"
"""Occurs once in every vault of `small` and `many`, in the text of `Deep.md`."""
QUERIES = (WORD, "acute renal", '"severe pain"', "hy:fever", "/le[vs]el of/")

SMALL: Mapping[str, str] = {
    ".obsidian/app.json": "{}\n",
    "Home.md": "---\ndg-home: true\n---\n# Welcome\n\nRead [[Long]] and [[Deep]].\n",
    "Long.md": "# Long one\n\n" + "".join(f"- line {number:03} of the long one\n" for number in range(1, 301)),
    "Deep.md": f"# Deep one\n\nUnder a heading a {WORD} hides.\n\n==fever above 38== is high-yield.\n",
    "Inner/First.md": "# First one\n\n[[Home]] and acute renal failure; severe pain.\n",
    "Inner/Second.md": "# Second one\n\n- ==fever== at a level of 38\n\t- [[Inner/First|the first]]\n",
}

NOTES = 5
"""How many of them are notes."""

_WORDS = str.split(
    "acute chronic renal cardiac hepatic fever pain severe mild level of the in with without patient disease onset "
    "therapy dose pressure nerve muscle rash blood test sign early late common rare stone artery vein"
)


def write(root: Path, notes: Mapping[str, Content]) -> None:
    """Puts files below a folder."""
    for name, content in notes.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)


def many(notes: int, *, folders: int = 20) -> Iterator[tuple[str, str]]:
    """The small vault and so many notes more, always the same ones, with a word of its own in each."""
    yield from SMALL.items()
    chance = random.Random(notes)
    for number in range(notes):
        lines = [" ".join(chance.choices(_WORDS, k=9)) for _ in range(4)]
        lines[1] = f"=={lines[1]}== see [[Topic {number * 7 % folders}/Note {number * 7 % notes}|that]]"
        body = "\n".join(f"- {line}" for line in (*lines, f"only here: {own_word(number)}"))
        yield f"Topic {number % folders}/Note {number}.md", f"# Note {number}\n\n{body}\n"


def own_word(number: int) -> str:
    """A word that only one note of `many` has."""
    letters = ""
    for _ in range(5):
        number, letter = divmod(number, 20)
        letters += "bcdfghjklmnpqrstvwxz"[letter]
    return f"zy{letters}"


def sealed(root: Path) -> dict[str, object]:
    """Every name below a folder with its kind, its time and what is in it: equal when nothing was changed."""
    found: dict[str, object] = {}
    folders = [os.fspath(root)] if root.is_dir() else []
    while folders:
        folder = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                about = entry.stat(follow_symlinks=False)
                content: object = None
                if stat.S_ISDIR(about.st_mode):
                    folders.append(entry.path)
                elif stat.S_ISLNK(about.st_mode):
                    content = Path(entry.path).readlink()
                elif stat.S_ISREG(about.st_mode) and os.access(entry.path, os.R_OK):
                    content = blake2b(Path(entry.path).read_bytes()).digest()
                found[os.path.relpath(entry.path, root)] = (about.st_mode, about.st_mtime_ns, content)
    return found


def numbered(times: int, line: str, between: str = "\n") -> str:
    """A line, so many times, with its number in the place of `#`."""
    return between.join(line.replace("#", str(number)) for number in range(times))


def paragraphs(megabytes: int) -> str:
    """So many megabytes of ordinary text."""
    one = "## Section #\n\nA line of words with ==a mark== and [[Other|a link]], number #.\n\n- one\n\t- two of #\n"
    text = numbered(10_000, one)
    return text * (megabytes * 1_000_000 // len(text) + 1)


def garbage(size: int, seed: int = 1) -> bytes:
    """So many bytes without any meaning, always the same ones."""
    return random.Random(seed).randbytes(size)


Damage = Callable[[Path], object]
"""Damages a file."""


def _flip(file: Path) -> None:
    data, chance = bytearray(file.read_bytes()), random.Random(7)
    for place in chance.sample(range(100, len(data)), max(20, len(data) // 2000)):
        data[place] ^= 0xFF
    file.write_bytes(data)


def _half_zero(file: Path) -> None:
    size = file.stat().st_size
    file.write_bytes(file.read_bytes()[: size // 2] + bytes(size - size // 2))


def damage_page(file: Path, page: int, content: bytes) -> None:
    """Overwrites one page of a database, the first of which is 1."""
    with file.open("r+b") as stream:
        stream.seek((page - 1) * 4096)
        stream.write(content)


def pages(file: Path) -> int:
    """The pages of a database."""
    return file.stat().st_size // 4096


def _beside(ending: str) -> Damage:
    def damage(file: Path) -> None:
        file.with_name(file.name + ending).write_bytes(garbage(40_000))

    return damage


DATABASE_DAMAGES: Mapping[str, Damage] = {
    "empty": lambda file: file.write_bytes(b""),
    "half of it": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "the first 1000 bytes": lambda file: file.write_bytes(file.read_bytes()[:1000]),
    "garbage": lambda file: file.write_bytes(garbage(file.stat().st_size)),
    "zeroed": lambda file: file.write_bytes(bytes(file.stat().st_size)),
    "a text": lambda file: file.write_text("This is no database.\n" * 200),
    "flipped bytes": _flip,
    "half zeroed": _half_zero,
    "a page zeroed": lambda file: damage_page(file, pages(file) // 2, bytes(4096)),
    "garbage as -wal": _beside("-wal"),
    "garbage as -shm": _beside("-shm"),
}
"""What is done to a database, by its name."""


def instead(kind: str) -> Damage:
    """Puts something that is no file of ours in a path's place."""

    def put(file: Path) -> None:
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        if kind == "a folder":
            file.mkdir()
        elif kind == "a FIFO":
            os.mkfifo(file)
        elif kind == "a link to /dev/full":
            file.symlink_to("/dev/full")
        elif kind == "a link to itself":
            file.symlink_to(file.name)
        else:
            file.write_text("a file\n")

    return put
