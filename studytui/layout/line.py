"""Text with roles: a logical line, and the rows of the screen that it is cut into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from studytui.markdown.document import Link


class Span(Struct, frozen=True, gc=False):
    """Characters `start` to `end` of a line's text have a role; spans may overlap.

    Roles (behaviour 12.1): `high-yield highlight link link-missing url heading tag code math
    bold italic strike underline callout image embed marker dim kbd sub sup small color`, and
    `gap` for a `⋯ n lines` row, `picture` for the cells that an image is drawn in, `fold`, `footnote` for the number
    that refers to a footnote, `definition` for the number before its text, `ordinal` for other markers that are read
    (numbers and check boxes of list items), `field` for the key of an inline field, `properties` for those of a note,
    `blank` for what stands in recall for hidden text,
    and `backlinks` for their number.
    In a code block also `code-label` for what it is called, and in code of a known language `code-text` (all of it),
    `code-keyword code-string code-comment code-number code-name`. The rows of a drawn diagram have `diagram` and
    `code`.
    """

    start: int
    end: int
    role: str
    target: str | None = None
    """Of a link, url, image or embed: the target as written. Of a callout: its type. Of a footnote: its label."""
    color: str | None = None
    """Of a highlight or high-yield span: its bucket; of `color`: `#rrggbbaa`."""
    level: int | None = None
    """Of a heading: 1 to 6."""
    link: Link | None = None
    number: int | None = None
    """Of a mark, or a reference to a footnote: its ordinal in the document. Of a definition: that of its container.
    Of a blank: its ordinal on the page. Of a tag: what tells it from others of its name. Of a gap, and of `dim` on rows
    of a run that is shown in place: the first source line of the run. Of a fold: its key."""

    def at(self, start: int, end: int) -> Span:
        """The same role at another place."""
        return Span(start, end, self.role, self.target, self.color, self.level, self.link, self.number)


class Styled(NamedTuple):
    """A logical line, before soft wrapping: text without control characters, and its roles ordered by start."""

    text: str
    roles: Sequence[Span] = ()

    def after(self, label: str) -> list[Span]:
        """The roles where they are once `label` stands before the text."""
        by = len(label)
        return [role.at(role.start + by, role.end + by) for role in self.roles] if by else list(self.roles)


class Line(Struct, frozen=True, gc=False):
    """A row of the screen: never wider than the layout was asked for, without control characters."""

    text: str
    spans: tuple[Span, ...] = ()
    source: int | None = None
    """Source line in the file, from 1; None for rows that the layout adds."""
    logical: int = 0
    """Ordinal of the unwrapped line that this row is a piece of; every row of a drawn table has its own."""
    offset: int = 0
    """Where this row's own text (after `indent`) begins in the unwrapped line, in characters."""
    indent: int = 0
    """Leading characters that wrapping or nesting added (bullets, bars, blanks): not copied on continuation rows."""
    under: tuple[Line, ...] = ()
    """Of a row of a table: the rows of its header, which stay in sight while the table is scrolled."""
    wide: bool = False
    """True if the text after `indent` may be wider than asked for: the screen scrolls it sideways."""
    origin: tuple[str, int] | None = None
    """Of embedded content: the note that it is from, and the line in its file, 0 for rows that the layout adds;
    `source` is the line that embeds it."""
    fold: int | None = None
    """Key of the innermost thing that may fold and that this row belongs to, as its header or inside it."""


def covering(
    text: str, role: str, *, target: str | None = None, level: int | None = None, number: int | None = None
) -> list[Span]:
    """The role on all of the text; nothing on no text."""
    return [Span(0, len(text), role, target, None, level, None, number)] if text else []


def moved(roles: Iterable[Span], by: int) -> tuple[Span, ...]:
    """The roles where they are `by` characters to the right."""
    if not by:
        return tuple(roles)
    return tuple([role.at(role.start + by, role.end + by) for role in roles])


def cut(roles: Sequence[Span], rows: Sequence[tuple[int, int]]) -> list[list[Span]]:
    """The roles of each row, counted from the row's start. Linear in roles plus rows."""
    pieces: list[list[Span]] = []
    active: list[Span] = []
    upcoming = 0
    for start, end in rows:
        active = [role for role in active if role.end > start]
        while upcoming < len(roles) and roles[upcoming].start < end:
            if roles[upcoming].end > start:
                active.append(roles[upcoming])
            upcoming += 1
        pieces.append([role.at(max(role.start, start) - start, min(role.end, end) - start) for role in active])
    return pieces
