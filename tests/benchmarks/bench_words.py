"""Lays every note of some folders out and says what was lost on the way.

    python tests/benchmarks/bench_words.py FOLDER…

Each note at each width in each view: no exception, no row wider than asked for, no control character. In the view `all`
every word that a browser would show is there in the same order; `dim` shows the same rows as `all`; `only` shows every line
that holds a high-yield mark, and no word that `all` does not show; in none is there raw markup. Exit status 1 on any failure.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2]))

import words
from msgspec.structs import replace

from studytui.layout import Line, lay_out
from studytui.layout.layout import Layout
from studytui.markdown import Document, Legend, marked_lines, parse

WIDTHS = (20, 40, 80, 200)
KINDS = ("exception", "width", "words", "raw", "dim", "only")

LITERAL = {
    "markdown-it-py/*.md": "tests of a parser: tags that are none, Markdown inside blocks of HTML, addresses made of markup",
    "snapshot/snapshot.md": "many notes in one file: the frontmatter of all but the first is text",
    "Test Data/internal_heading_links.md": "a link with its brackets escaped",
}
"""Notes that mean markup literally, and why: raw markup and words are not looked for in them."""


@dataclass(frozen=True)
class Failure:
    """One thing that is wrong with one note."""

    kind: str
    where: str
    what: str


NUMBERED = re.compile(r"==\d{1,3}\.(?![\d\s])([^=\n]+?)(?:::[^=\n]*)?==")
"""A mark with number and hint, which no browser knows and the screen leaves out (behaviour 7.4c)."""


def check_note(text: str, widths: Sequence[int] = WIDTHS) -> Iterator[Failure]:
    """What is wrong with the layouts of a note; `text` has newlines as `\\n`."""
    text = NUMBERED.sub(r"==\1==", text)
    try:
        document = parse(text)
        page = words.page(text)
    except Exception:
        yield Failure("exception", "parse", traceback.format_exc(limit=-2))
        return
    for width in widths:
        try:
            yield from _check_width(document, page, width)
        except Exception:
            yield Failure("exception", f"width {width}", traceback.format_exc(limit=-2))


def _check_width(document: Document, page: words.Page, width: int) -> Iterator[Failure]:
    where = f"width {width}"
    lines = lay_out(document.blocks, width)
    dim = lay_out(document.blocks, width, view="dim")
    only = lay_out(document.blocks, width, view="only")
    for view, rows in (("all", lines), ("dim", dim), ("only", only)):
        for fault in words.faults(rows, width):
            yield Failure("width", f"{where}, {view}", fault)
    found = words.shown(lines)
    written = _as_written(document, width)
    lost = words.missing(page.words(words.sources(written)), words.shown(written))
    if lost:
        yield Failure("words", where, " ".join(lost[:16]))
    for raw in (*words.remains(lines), *words.remains(without_gaps(only))):
        yield Failure("raw", where, raw)
    if [line.text for line in dim] != [line.text for line in lines]:
        yield Failure("dim", where, "rows differ from those of the view all")
    yield from _check_only(document, only, found, where)


def without_gaps(lines: list[Line]) -> list[Line]:
    """The rows without what says how many lines are left out: rows of their own, and the ends of others."""
    kept: list[Line] = []
    for line in lines:
        start = min((span.start for span in line.spans if span.role == "gap"), default=None)
        if start is None:
            kept.append(line)
        elif start > line.indent:
            spans = tuple(span for span in line.spans if span.start < start)
            kept.append(replace(line, text=line.text[:start].rstrip(), spans=spans))
    return kept


def _as_written(document: Document, width: int) -> list[Line]:
    """The rows with formulas as a browser shows them: as their source."""
    layout = Layout(width, written=True)
    return layout.feed(document.blocks) + layout.finish()


def _check_only(document: Document, only: list[Line], everything: words.Shown, where: str) -> Iterator[Failure]:
    rows = without_gaps(only)
    marked = list(marked_lines(document.blocks, Legend()))
    if not marked:
        return
    kept = words.shown(rows)
    for line in marked:
        lost = Counter(words.words_of(line.text)) - Counter(kept.words + _glued(kept))
        if lost:
            yield Failure("only", where, f"line {line.line} lacks {' '.join(list(lost)[:8])}")
    extra = Counter(kept.words) - Counter(everything.words)
    if extra and not any(line.source is None for line in rows if line.text.strip("─┄ ")):
        yield Failure("only", where, f"shows more than all: {' '.join(list(extra)[:8])}")


def _glued(found: words.Shown) -> list[str]:
    return [found.words[at] + found.words[at + 1] for at in sorted(found.broken)]


def notes_in(folder: Path) -> list[Path]:
    """The notes of a folder, those in dot-folders aside."""
    files = sorted(folder.rglob("*.md"))
    return [file for file in files if not any(part.startswith(".") for part in file.relative_to(folder).parts)]


def main() -> int:
    """Prints a row for each folder, then the failures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("--widths", type=int, nargs="+", default=WIDTHS)
    options.add_argument("--most", type=int, default=3, help="failures of one kind to print for a note")
    chosen = options.parse_args()
    print(f"{'folder':28} {'notes':>6} {'seconds':>8} " + " ".join(f"{kind:>9}" for kind in KINDS))
    report: list[str] = []
    for folder in chosen.folders:
        counts: Counter[str] = Counter()
        files = notes_in(folder)
        start = time.perf_counter()
        for file in files:
            text = file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
            failures = list(check_note(text, chosen.widths))
            if any(file.match(pattern) for pattern in LITERAL):
                failures = [failure for failure in failures if failure.kind not in ("raw", "words")]
            counts.update({failure.kind for failure in failures})
            for kind in KINDS:
                of_kind = [failure for failure in failures if failure.kind == kind]
                report += [f"{file}: {kind}, {each.where}: {each.what}" for each in of_kind[: chosen.most]]
        seconds = time.perf_counter() - start
        figures = " ".join(f"{counts[kind]:9}" for kind in KINDS)
        print(f"{folder.name[:28]:28} {len(files):6} {seconds:8.1f} {figures}", flush=True)
    print("\n(notes with failures of each kind)\n")
    print("\n".join(report))
    return 1 if report else 0


if __name__ == "__main__":
    sys.exit(main())
