"""Output to the terminal, made smaller and made sure: all of it goes through `Economy.write`.

Textual writes a style anew for each piece of text and paints again what stands. Here a style is sent when it changes,
and a cell when it does. Every row ends where the screen believes: text is written in the form that all terminals draw
in as many cells (`layout/widths.py`), and what follows the rest of it is placed by its column.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from studytui.layout.widths import is_sure, painted
from studytui.layout.wrap import graphemes, narrow
from studytui.lazy_regex import lazy_regex

Cell = tuple[str, str]
"""A grapheme and its style (SGR parameters); empty text behind a wide one."""

_TOKEN = lazy_regex(
    r"\x1b(?:\[(?P<parameters>[0-?]*)[ -/]*(?P<final>[@-~])"
    r"|(?P<kind>[P\]X^_])[^\x07\x1b]*(?:\x07|\x1b\\)|[^\[P\]X^_])|\n"
)
_BLOCKS = lazy_regex("[\u2500-\u25ff\u2800-\u28ff\U0001fb00-\U0001fb3b ]+")
_GAP = 6
"""Cells that stand and are written again, as a jump over them costs as much."""
_MOST_STYLES = 4096


class Economy:
    """The screen as it was last written, to write only what differs from it."""

    def __init__(self, sent: Callable[[str, bool], str] | None = None) -> None:
        """`sent` turns a style into one that the terminal has; True is for drawings, made of blocks."""
        self._rows: dict[int, list[Cell | None]] = {}
        self._sent = sent

    def forget(self) -> None:
        """Nothing is known of the screen any more: all is written the next time."""
        self._rows.clear()

    def write(self, data: str) -> str:
        """The bytes to send instead of `data`, which leave the terminal the same and its style plain at the end."""
        if "\x1b" not in data:
            return data
        frame = _Frame(self._rows, self._sent)
        end = 0
        for token in _TOKEN.finditer(data):
            if token.start() > end:
                frame.text(data[end : token.start()])
            end = token.end()
            final, parameters = token["final"], token["parameters"]
            if final == "m":
                frame.restyle(parameters)
            elif final == "H":
                frame.move(parameters)
            elif token[0] == "\n":
                frame.newline()
            else:
                frame.sequence(token[0])
                # Pictures lie over the cells; another screen, or an erased one, holds others.
                over = token["kind"] in ("P", "_") or token[0].startswith("\x1b]1337;File=")
                if over or final in ("J", "K") or parameters in ("?1049", "?47"):
                    self.forget()
        if end < len(data):
            frame.text(data[end:])
        return frame.finish()


class _Frame:
    """One write: the cursor and the style that are wanted, and those that the terminal has."""

    def __init__(self, rows: dict[int, list[Cell | None]], sent: Callable[[str, bool], str] | None) -> None:
        self._rows = rows
        self._sent = sent
        self._out: list[str] = []
        self._style = ""
        self._sent_style = ""
        self._wanted: tuple[int, int] | None = None
        self._at: tuple[int, int] | None = None
        self._newlines = ""

    def restyle(self, parameters: str) -> None:
        if parameters in ("", "0"):
            self._style = ""
        elif parameters.startswith("0;"):
            self._style = parameters[2:]
        else:
            self._style = f"{self._style};{parameters}" if self._style else parameters

    def move(self, parameters: str) -> None:
        row, _, column = parameters.partition(";")
        self._wanted = (int(row or 1), int(column or 1))
        self._newlines = ""

    def newline(self) -> None:
        """A line feed counts where text follows that is not placed."""
        self._wanted = self._at = None
        self._newlines += "\n"

    def sequence(self, sequence: str) -> None:
        if self._wanted is not None:
            self._place()
        self._put_style("")
        self._out.append(self._newlines + sequence)
        self._newlines = ""
        self._at = self._wanted = None

    def text(self, text: str) -> None:
        style = self._style
        if self._sent is not None and style:
            style = self._sent(style, not text.isascii() and _BLOCKS.fullmatch(text) is not None)
        if self._wanted is None:
            self._put_style(style)
            self._out.append(self._newlines + text)
            self._newlines = ""
            return
        row, column = self._wanted
        cells = _cells(text, style)
        shown = self._rows.setdefault(row, [])
        start = column - 1
        end = start + len(cells)
        if len(shown) < end:
            shown += [None] * (end - len(shown))
        before = shown[start:end]
        if narrow(text) and before.count(None) == len(cells):
            shown[start:end] = cells
            self._go(row, column)
            self._put_style(style)
            self._out.append(text)
            self._at = (row, end + 1)
        elif before != cells:
            shown[start:end] = cells
            self._write(row, start, cells, before)
        self._wanted = (row, column + len(cells))

    def _write(self, row: int, start: int, cells: list[Cell], before: list[Cell | None]) -> None:
        """Write the runs of cells that differ."""
        index, count = 0, len(cells)
        while index < count:
            if cells[index] == before[index]:
                index += 1
                continue
            first = index
            while first and not cells[first][0]:
                first -= 1
            last = index
            while index < count and index - last <= _GAP:
                if cells[index] != before[index]:
                    last = index
                index += 1
            last += 1
            while last < count and not cells[last][0]:
                last += 1
            self._put(row, start + first, cells[first:last])
            index = max(last, first + 1)

    def _put(self, row: int, column: int, cells: list[Cell]) -> None:
        self._go(row, column + 1)
        at = 0
        while at < len(cells):
            text, style = cells[at]
            self._put_style(style)
            if len(text) > 1 or not text.isascii():
                size = 1
                while at + size < len(cells) and not cells[at + size][0]:
                    size += 1
                if not _is_sure(text):
                    # Blank first: a terminal that needs fewer cells leaves the others as they are.
                    here = column + at + 1
                    self._out.append(f"{' ' * size}\x1b[{here}G{text}\x1b[{here + size}G")
                else:
                    self._out.append(text)
                at += size
            else:
                self._out.append(text)
                at += 1
        self._at = (row, column + len(cells) + 1)

    def _go(self, row: int, column: int) -> None:
        if self._at == (row, column):
            return
        if self._at is not None and self._at[0] == row:
            self._out.append(f"\x1b[{column}G")
        else:
            self._out.append(f"\x1b[{row};{column}H")
        self._at = (row, column)

    def _place(self) -> None:
        if self._wanted is not None:
            self._go(*self._wanted)

    def _put_style(self, style: str) -> None:
        if style != self._sent_style:
            self._out.append(_change(self._sent_style, style))
            self._sent_style = style

    def finish(self) -> str:
        if self._wanted is not None:
            self._place()
        self._put_style("")
        return "".join(self._out) + self._newlines


@lru_cache(maxsize=_MOST_STYLES)
def _cells(text: str, style: str) -> list[Cell]:
    """The cells of a text; the list is shared, and not to be changed."""
    if narrow(text):
        return [(character, style) for character in text]
    text = painted(text)
    cells: list[Cell] = []
    unsure_at = -1
    for start, end, size in graphemes(text):
        cluster = text[start:end]
        if not size:
            continue
        if size == 1 and unsure_at >= 0 and not _is_sure(cluster):
            # Letters of one word stay together, as they may take another's shape or cells.
            cells[unsure_at] = (cells[unsure_at][0] + cluster, style)
            cells.append(("", style))
            continue
        unsure_at = len(cells) if size == 1 and not _is_sure(cluster) else -1
        cells.append((cluster, style))
        cells += [("", style)] * (size - 1)
    return cells


@lru_cache(maxsize=_MOST_STYLES)
def _is_sure(cluster: str) -> bool:
    return is_sure(cluster)


@lru_cache(maxsize=_MOST_STYLES)
def _parsed(style: str) -> tuple[frozenset[str], str, str]:
    """Attributes, foreground and background of SGR parameters."""
    attributes: set[str] = set()
    fore = back = ""
    codes = iter(style.split(";") if style else ())
    for code in codes:
        if code in ("38", "48"):
            kind = next(codes, "5")
            rest = [next(codes, "0") for _ in range(3 if kind == "2" else 1)]
            color = ";".join((code, kind, *rest))
            fore, back = (color, back) if code == "38" else (fore, color)
        elif code.isdecimal() and (30 <= int(code) <= 39 or 90 <= int(code) <= 97):
            fore = "" if code == "39" else code
        elif code.isdecimal() and (40 <= int(code) <= 49 or 100 <= int(code) <= 107):
            back = "" if code == "49" else code
        else:
            attributes.add(code)
    return frozenset(attributes), fore, back


@lru_cache(maxsize=_MOST_STYLES)
def _change(old: str, new: str) -> str:
    """The shortest sequence from one style to another."""
    if not new:
        return "\x1b[m"
    had, had_fore, had_back = _parsed(old)
    attributes, fore, back = _parsed(new)
    whole = ";".join((*(("",) if old else ()), *sorted(attributes), *filter(None, (fore, back))))
    if had - attributes:
        return f"\x1b[{whole}m"
    codes = sorted(attributes - had)
    codes += [fore or "39"] if fore != had_fore else []
    codes += [back or "49"] if back != had_back else []
    return min(f"\x1b[{';'.join(codes)}m", f"\x1b[{whole}m", key=len) if codes else ""
