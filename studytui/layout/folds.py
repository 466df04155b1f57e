"""Which folds of a page stand open: a value that the screen keeps, and that the layout asks."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from studytui.layout.line import Span, Styled, cut
from studytui.markdown.document import Container, Heading

PROPERTIES = -2
"""Number of the container, and so key of the fold, of a note's properties."""
_HEADINGS = 1 << 32
"""More than any line or number of a note."""

LONG = 3
"""Rows; a list item that takes more folds even without anything below it."""

FOLDED = "▸"
UNFOLDED = "▾"


def heading_key(heading: Heading) -> int:
    """The key of a heading's fold: its line and its container; a container's own key is its number."""
    number = heading.inside.number if heading.inside is not None else -1
    return -_HEADINGS * (number + _HEADINGS) - heading.line


def is_heading(key: int) -> bool:
    """True if the fold is a heading's."""
    return key <= -_HEADINGS


class Folds(Struct, frozen=True):
    """The fold state of one page: what was folded and unfolded, on top of what its note says (behaviour 4.3)."""

    opened: frozenset[int] = frozenset()
    """Keys that stand open, whatever the rest says."""
    closed: frozenset[int] = frozenset()
    """Keys that are folded."""
    headings: bool = False
    """True if headings are folded unless opened."""
    unfolded: bool = False
    """True if what the note folds stands open unless closed."""
    line: int = 0
    """A source line that must be seen: folds around it open."""
    whole: bool = False
    """True if what begins on that line opens too."""

    def open(self, keys: Iterable[int]) -> Folds:
        """These stand open."""
        keys = frozenset(keys)
        return replace(self, opened=self.opened | keys, closed=self.closed - keys) if keys else self

    def close(self, key: int) -> Folds:
        """This one is folded."""
        return replace(self, opened=self.opened - {key}, closed=self.closed | {key})

    def close_headings(self) -> Folds:
        """All headings are folded; nothing else changes."""
        opened, closed = (frozenset(key for key in keys if not is_heading(key)) for keys in (self.opened, self.closed))
        return replace(self, opened=opened, closed=closed, headings=True)

    def showing(self, line: int, *, whole: bool = False) -> Folds:
        """The same, but so that this source line is seen."""
        return replace(self, line=line, whole=whole)

    def closes(self, key: int) -> bool:
        """True if the screen has folded this one."""
        return key in self.closed or (self.headings and key not in self.opened and is_heading(key))

    def leaves_closed(self, container: Container) -> bool:
        """True if the note folds this container, and the screen has left it so."""
        return container.fold == "-" and not self.unfolded and container.number not in self.opened


AS_WRITTEN = Folds()
"""The folds of the note itself, and no other."""


class FoldMark(Struct, frozen=True):
    """The sign of a fold's header: open or closed, its key, and what it hides."""

    key: int
    closed: bool
    text: str = ""
    """Counts of what is hidden, to stand at the end of the header."""


def folded(styled: Styled, fold: FoldMark) -> Styled:
    """The text of a folded heading or item, and what it hides: `Treatment ▸ 12 lines`."""
    return _with(styled, f"{FOLDED} {fold.text or 'more'}", fold)


def titled(styled: Styled, fold: FoldMark) -> Styled:
    """The title of something folded, and what it hides: `Title · 2 high-yield`."""
    return _with(styled, f"· {fold.text}" if styled.text else fold.text, fold) if fold.text else styled


def shortened(styled: Styled, end: int) -> Styled:
    """The text up to `end`, as it is seen of a long item that is folded."""
    roles = cut(styled.roles, [(0, end)])[0]
    rest = any(role.role == "high-yield" and role.end > end for role in styled.roles)
    seen = any(role.role == "high-yield" for role in roles)
    return Styled(styled.text[:end] + (" … high-yield" if rest and not seen else " …"), roles)


def _with(styled: Styled, text: str, fold: FoldMark) -> Styled:
    before = f"{styled.text} " if styled.text else ""
    mark = Span(len(before), len(before) + len(text), "fold", number=fold.key)
    return Styled(before + text, [*styled.roles, mark])
