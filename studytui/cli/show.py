"""`studytui show`: notes as the reader lays them out."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterable, Iterator
from itertools import chain

from studytui.cli.errors import NOT_THERE, CommandError, UsageError, did_you_mean
from studytui.cli.opening import load_settings, open_for, the_note
from studytui.cli.output import no_colour, on_terminal, print_error, wants_colour, write_json, write_styled
from studytui.layout import Layout, Line, View, lay_out
from studytui.layout.header import header
from studytui.layout.pieces import is_title
from studytui.layout.protocols import NoDrawings
from studytui.markdown import read
from studytui.markdown.document import Block, Document, Frontmatter, Heading, Inline, Paragraph, Rule
from studytui.settings import Settings
from studytui.vault import UnreadableNoteError, Vault
from studytui.vault.embeds import Embedding
from studytui.vault.embeds.excerpt import footnotes_of
from studytui.vault.facts import sections_of, tags_of
from studytui.vault.links.nearest import nearest_names
from studytui.vault.names import is_canvas
from studytui.vault.sections import find_heading

NARROWEST_PAGE = 20
PIPED_WIDTH = 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the notes, the part and view of them, and the width and format of the output."""
    parser.add_argument("notes", nargs="*", metavar="NOTE", help="path in the vault, title, file name or alias")
    parser.add_argument("--all", action="store_true", help="every note of the vault")
    parser.add_argument("--heading", metavar="H", help="only this section (H1#H2: H2 inside H1)")
    parser.add_argument(
        "--view", choices=("all", "only", "dim"), default="all", help="high-yield lines only, or the rest dimmed"
    )
    parser.add_argument("--width", type=_width, metavar="N", help="columns, from 20 (default: the terminal's, or 80)")
    parser.add_argument("--format", choices=("text", "ansi", "json"), help="default: ansi on a terminal, else text")


def _width(written: str) -> int:
    if not written.isdecimal() or len(written) > 6 or int(written) < NARROWEST_PAGE:
        raise argparse.ArgumentTypeError(f"{written} is not a number of columns from {NARROWEST_PAGE} up")
    return int(written)


def run(arguments: argparse.Namespace) -> int:
    """Prints each note; one that is not there does not keep the others from being shown."""
    if arguments.all == bool(arguments.notes):
        raise UsageError("name a note to show, or --all" if not arguments.all else "--all shows every note; name none")
    settings = load_settings(arguments)
    vault = open_for(arguments, settings)
    names = list(vault.notes) if arguments.all else arguments.notes
    printer = _Printer(vault, settings, arguments, several=len(names) > 1)
    status = 0
    for name in names:
        try:
            printer.show(name if arguments.all else the_note(vault, name))
        except (CommandError, UnreadableNoteError) as error:
            print_error(str(error))
            status = NOT_THERE
    return status


class _Printer:
    def __init__(self, vault: Vault, settings: Settings, arguments: argparse.Namespace, *, several: bool) -> None:
        self._vault = vault
        self._settings = settings
        self._strict = vault.strict_line_breaks(settings.strict_line_breaks)
        self._heading: str | None = arguments.heading
        self._view: View = arguments.view
        self._width = arguments.width or _usual_width()
        self._format = arguments.format or ("ansi" if wants_colour() else "text")
        self._several = several

    def show(self, note: str) -> None:
        if self._format != "json" and self._heading is None and not is_canvas(note):
            self._print_in_pieces(note)
            return
        document = self._vault.document(note, whole=True, strict_breaks=self._strict)
        page = Embedding(self._vault, note, document.frontmatter, strict_breaks=self._strict)
        lines = lay_out(
            self._blocks(note, document, page),
            self._width,
            view=self._view,
            legend=self._settings.legend,
            links=page,
            drawings=_Drawings(),
            look=self._settings.look,
        )
        if self._format == "json":
            write_json(_as_json(note, self._vault.title(note), document, lines))
            return
        if self._several:
            lines = lay_out(_separator(note), self._width) + lines
        self._print(lines)

    def _print_in_pieces(self, note: str) -> None:
        """Prints what is laid out while the rest is read: a note may be longer than memory has room for."""
        reading = read(self._vault.text(note, whole=True), strict_breaks=self._strict)
        page = Embedding(self._vault, note, reading.frontmatter, strict_breaks=self._strict)
        layout = Layout(
            self._width,
            view=self._view,
            legend=self._settings.legend,
            links=page,
            drawings=_Drawings(),
            look=self._settings.look,
        )
        if self._several:
            self._print(lay_out(_separator(note), self._width))
        pieces = reading.once()
        first = next(pieces, ())
        self._print(layout.feed(self._header(note, reading.frontmatter, first)))
        for piece in chain((first,), pieces):
            for part in page.expand(piece):
                self._print(layout.feed(part))
                layout.forget_hidden()
        for part in page.finish():
            self._print(layout.feed(part))
        self._print(layout.finish())

    def _print(self, lines: list[Line]) -> None:
        for row in self._rows(lines):
            write_styled(row)

    def _rows(self, lines: list[Line]) -> Iterator[str]:
        if self._format == "text":
            yield from (line.text.rstrip() for line in lines)
            return
        from studytui.cli.styles import Painter

        painter = Painter(colour=not no_colour())
        yield from (painter.paint(line) for line in lines)

    def _blocks(self, note: str, document: Document, page: Embedding) -> Iterator[Block]:
        own = document.blocks
        if self._heading is not None:
            own = _section(note, document, self._heading)
            own += tuple(chain.from_iterable(part.blocks for part in footnotes_of(document.blocks, own)))
        if self._heading is None:
            yield from self._header(note, document.frontmatter, own)
        yield from chain.from_iterable(page.expand(own))
        yield from chain.from_iterable(page.finish())

    def _header(self, note: str, frontmatter: Frontmatter, first: Iterable[Block]) -> Iterator[Block]:
        path = note if self._settings.show_permalink else None
        blocks = header(frontmatter, self._vault.title(note), first, path)
        return (block for block in blocks if self._view != "only" or is_title(block))


class _Drawings(NoDrawings):
    """Diagrams are waited for; what draws them is loaded by the first."""

    def diagram(self, language: str, source: str, room: int) -> tuple[str, ...] | None:
        from studytui.layout.code.diagrams import shared

        return shared().draw((source, room, room)) or None

    def diagram_problem(self, language: str, source: str) -> str | None:
        from studytui.layout.code.diagrams import shared

        return shared().problem(source)


def _separator(note: str) -> tuple[Block, ...]:
    """The row that parts two notes when several are printed."""
    return (Rule(0, 0, None), Paragraph(0, 0, None, (Inline(note, 0),)), Rule(0, 0, None))


def _usual_width() -> int:
    return max(NARROWEST_PAGE, shutil.get_terminal_size().columns) if on_terminal() else PIPED_WIDTH


def _section(note: str, document: Document, wanted: str) -> tuple[Block, ...]:
    sections = sections_of(document)
    line = find_heading(sections, wanted.lstrip("#"))
    if line is None:
        near = nearest_names(wanted, ((section.text, section.text) for section in sections), 2)
        raise CommandError(f"{note} has no heading {wanted}{did_you_mean(near)}")
    start, level = next(
        (at, block.level)
        for at, block in enumerate(document.blocks)
        if isinstance(block, Heading) and block.line == line
    )
    for end, block in enumerate(document.blocks[start + 1 :], start + 1):
        if isinstance(block, Heading) and block.level <= level:
            return document.blocks[start:end]
    return document.blocks[start:]


def _as_json(note: str, title: str, document: Document, lines: list[Line]) -> dict[str, object]:
    return {
        "note": note,
        "title": title,
        "tags": list(tags_of(document)),
        "aliases": list(document.frontmatter.aliases),
        "lines": [_row(line) for line in lines],
    }


def _row(line: Line) -> dict[str, object]:
    """A row; `line` is of the note's own text only, `embedded` says where embedded text is from."""
    text = line.text.rstrip()
    row: dict[str, object] = {"text": text, "line": line.source, "spans": [*_spans(line, len(text))]}
    if line.origin is not None:
        row["line"] = None
        row["embedded"] = {"note": line.origin[0], "line": line.origin[1] or None}
    return row


def _spans(line: Line, length: int) -> Iterator[dict[str, object]]:
    """The spans of a row's text, of which `length` characters are printed."""
    for span in line.spans:
        if span.start >= length:
            continue
        value: dict[str, object] = {"start": span.start, "end": min(span.end, length), "role": span.role}
        for name in ("target", "color", "level"):
            if getattr(span, name) is not None:
                value[name] = getattr(span, name)
        yield value
