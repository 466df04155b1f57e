"""State that the rules share with each other and with the reader, of the piece of a note that is being parsed."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from msgspec import Struct, field

_KEY = "studytui"


class ParseState(Struct):
    """Lies in markdown-it's environment, and lives as long as the tokens of one piece are read.

    Lines are those of the piece, from 0.
    """

    open: bool = False
    """A rule missed the end of what it began: the piece is parsed anew, as part of a longer one, if the note goes on.

    Set for a comment, a template, a formula, a hiding element or an HTML table that the piece does not close, and
    never taken back. That reading in pieces gives what reading at once gives hangs on it.
    """
    defined_footnotes: set[str] = field(default_factory=set)
    """Folded labels that the piece defines; a reference to any other is text. Grows only while blocks are read."""
    open_footnotes: int = 0
    """How many definitions are open around the block that is read; goes down as each ends."""
    footnote_depth: int = 0
    """How many inline footnotes the text that is read stands in; 0 again when all that wait are counted or set."""
    alt_depth: int = 0
    """How many images the text that is read is the alt text of; goes down as each text ends."""
    unclosed_math: tuple[int, int] | None = None
    """The lines, the last one exclusive, in which a `$$` found no end: none further down there looks again."""
    unclosed_brackets: tuple[int, int] | None = None
    """As `unclosed_math`, of a `\\[` at the start of a line."""
    last_template_end: int | None = None
    """Where the last `%>` stands, or -1; None until a template asked."""
    last_lines: dict[str, int] = field(default_factory=dict)
    """Closing tag of a hiding element, as `</script` -> the last line that holds it, or -1; as they are asked for."""
    table_ends: list[int] | None = None
    """The lines that hold `</table`; None until a table was left open."""


def new_environment() -> dict[str, Any]:
    """An environment for one piece."""
    return {_KEY: ParseState()}


def parse_state(environment: MutableMapping[str, Any]) -> ParseState:
    """The state in an environment."""
    state: ParseState = environment[_KEY]
    return state
