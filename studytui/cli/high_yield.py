"""`studytui high-yield`: every high-yield line under its note and headings."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec import Struct

from studytui.cli.errors import NOT_THERE
from studytui.cli.opening import add_name_argument, load_settings, notes_of, open_for
from studytui.cli.output import (
    on_terminal,
    print_error,
    safe,
    wants_colour,
    with_progress,
    write,
    write_json,
    write_styled,
)
from studytui.layout import Span
from studytui.markdown import Block, MarkedLine, marked_lines, marks_possible, read
from studytui.settings import Settings
from studytui.vault import UnreadableNoteError, Vault
from studytui.vault.names import is_canvas


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares NOTE or TOPIC and `--json`."""
    add_name_argument(parser)
    parser.add_argument("--json", action="store_true", help="one JSON array")


def run(arguments: argparse.Namespace) -> int:
    """Prints the high-yield lines of a note, a topic, or the whole vault."""
    settings = load_settings(arguments)
    vault = open_for(arguments, settings)
    notes, several = notes_of(vault, arguments.name)
    problems: list[str] = []
    # On a terminal the lines themselves show how far it is.
    quiet = on_terminal() and not arguments.json
    reading = iter(notes) if quiet else with_progress(notes, len(notes), "reading")
    found = marked_in(vault, settings, reading, problems)
    if arguments.json:
        write_json([as_json(vault, item) for item in found])
    elif not _print(vault, found) and not problems:
        print_error("no high-yield marks " + (f"in {arguments.name}" if arguments.name else "in this vault"))
    for problem in problems:
        print_error(problem)
    # One note that cannot be read was asked for by name; among many it is only left out.
    return NOT_THERE if problems and not several else 0


class NoteLine(Struct, frozen=True):
    """A high-yield line and its note."""

    note: str
    marked: MarkedLine


def marked_in(vault: Vault, settings: Settings, notes: Iterable[str], problems: list[str]) -> Iterator[NoteLine]:
    """The high-yield lines of notes; what cannot be read is added to the problems."""
    for note in notes:
        try:
            blocks = _blocks(vault, settings, note)
        except UnreadableNoteError as error:
            problems.append(str(error))
            continue
        for marked in marked_lines(blocks, settings.legend):
            yield NoteLine(note, marked)


def _blocks(vault: Vault, settings: Settings, note: str) -> Iterable[Block]:
    """The blocks of a note, of which none are kept; none at all of a note that can hold no mark."""
    strict = vault.strict_line_breaks(settings.strict_line_breaks)
    if is_canvas(note):
        return vault.document(note, strict_breaks=strict).blocks
    text = vault.text(note, whole=True)
    if not marks_possible(text):
        return ()
    return chain.from_iterable(read(text, strict_breaks=strict).once())


def as_json(vault: Vault, found: NoteLine) -> dict[str, object]:
    """A high-yield line (behaviour 12.3)."""
    marked = found.marked
    return {
        "note": found.note,
        "title": vault.title(found.note),
        "headings": list(marked.headings),
        "line": marked.line,
        "text": marked.text,
        "marks": [{"start": mark.start, "end": mark.end, "color": mark.bucket} for mark in marked.marks],
    }


def _print(vault: Vault, found: Iterable[NoteLine]) -> bool:
    """True if there was anything to print."""
    note: str | None = None
    headings: tuple[str, ...] | None = None
    for item in found:
        if item.note != note:
            if note is not None:
                write()
            note, headings = item.note, None
            _print_title(vault.title(note), note)
        if item.marked.headings != headings:
            if item.marked.headings:
                write("  " + " › ".join(item.marked.headings))
            elif headings:
                write()  # behind the card of a canvas that had headings
            headings = item.marked.headings
        _print_line(item.marked)
    return note is not None


def _print_title(title: str, note: str) -> None:
    write(title if note == f"{title}.md" else f"{title}  ({note})")


def _print_line(marked: MarkedLine) -> None:
    text = safe(marked.text)
    if wants_colour():
        from studytui.cli.styles import Painter

        spans = tuple(Span(mark.start, mark.end, "high-yield", color=mark.bucket) for mark in marked.marks)
        text = Painter(colour=True).paint_text(text, spans)
    write_styled(f"    • {text}")
