"""What must hold for any note and any query."""

from __future__ import annotations

import re
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from rich.cells import cell_len

from mutations.changed import ROOT, changed_note, changed_query
from studytui.layout import Line, View, lay_out
from studytui.layout.header import header
from studytui.markdown import Legend, parse
from studytui.markdown.canvas import canvas_document
from studytui.markdown.document import Document
from studytui.search.engine import Engine, open_engine
from studytui.vault import decode, open_vault
from studytui.vault.facts import facts_from

LONGEST = 1.0
"""Seconds of processor time that any of them may take."""
_GIVEN_UP = 30
"""Seconds after which one is taken to have no end."""
_WIDTHS = (20, 33, 60, 100)
_VIEWS: tuple[View, ...] = ("all", "only", "dim")
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Fault(NamedTuple):
    """Something that went wrong."""

    kind: str
    number: int
    what: str


class Tried(NamedTuple):
    """How one of them went."""

    seconds: float
    faults: tuple[Fault, ...]


def try_note(seed: int, number: int) -> Tried:
    """One note, through the parser, its questions, and the layout in one view at one width."""
    name, data = changed_note(seed, number)
    faults: list[Fault] = []

    def through() -> None:
        document = canvas_document(data) if name.endswith(".canvas") else parse(decode(data))
        facts_from(document, Legend())
        width = _WIDTHS[number % len(_WIDTHS)]
        faults.extend(_wrong_rows(number, _rows(document, width, _VIEWS[number % len(_VIEWS)]), width))

    return _timed(number, through, faults)


def try_notes(seed: int, numbers: Iterable[int]) -> list[Tried]:
    """Several notes."""
    return [try_note(seed, number) for number in numbers]


def _rows(document: Document, width: int, view: View) -> list[Line]:
    head = header(document.frontmatter, document.frontmatter.title or "n", document.blocks, "n.md")
    return lay_out((*head, *document.blocks), width, view=view)


def _wrong_rows(number: int, rows: list[Line], width: int) -> Iterator[Fault]:
    for row in rows:
        if _STEERING.search(row.text):
            yield Fault("control character", number, repr(row.text[:200]))
        if cell_len(row.text) > width:
            yield Fault("wide row", number, f"{cell_len(row.text)} > {width}: {row.text[:200]!r}")
        if any(not 0 <= span.start < span.end <= len(row.text) for span in row.spans):
            yield Fault("span", number, repr(row.text[:200]))


def engine_over_package(folder: Path) -> Engine:
    """An index of the notes of the package, in this folder."""
    engine = open_engine(open_vault(ROOT / "notes"), folder=folder)
    engine.refresh()
    return engine


def try_query(engine: Engine, seed: int, number: int) -> Tried:
    """One query, all of the text or names alone."""
    query = changed_query(seed, number)
    faults: list[Fault] = []

    def through() -> None:
        for hit in engine.search(query, titles_only=number % 4 == 0).hits:
            if any(not 0 <= start < end <= len(hit.snippet) for start, end in hit.marks):
                faults.append(Fault("mark", number, f"{query!r}: {hit.snippet[:100]!r}"))

    return _timed(number, through, faults)


def _timed(number: int, through: Callable[[], None], faults: list[Fault]) -> Tried:
    start = time.process_time()
    try:
        with _ended():
            through()
    except Exception as error:
        at = error.__traceback__
        while at is not None and at.tb_next is not None:
            at = at.tb_next
        where = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at is not None else "?"
        faults.append(Fault("exception", number, f"{type(error).__name__} at {where}: {error}"[:300]))
    seconds = time.process_time() - start
    if seconds > LONGEST:
        faults.append(Fault("over a second", number, f"{seconds:.2f} s"))
    return Tried(seconds, tuple(faults))


@contextmanager
def _ended() -> Iterator[None]:
    """Ends what has no end, where the system can."""
    if sys.platform == "win32":
        yield
        return

    def give_up(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"no end after {_GIVEN_UP} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(_GIVEN_UP)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
