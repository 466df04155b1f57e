"""Text with spans, before it is cut into rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from studytui.layout.line import Span
from studytui.markdown.document import Link


class Role(NamedTuple):
    """What becomes a `Span` of a row; a tuple, because most are made, moved and thrown away."""

    start: int
    end: int
    role: str
    target: str | None = None
    color: str | None = None
    level: int | None = None
    link: Link | None = None
    number: int | None = None

    def at(self, start: int, end: int) -> Role:
        """The same role at another place."""
        return Role(start, end, *self[2:])


class Styled(NamedTuple):
    """One logical line: safe text, and its roles ordered by start."""

    text: str
    roles: Sequence[Role] = ()

    def after(self, label: str) -> list[Role]:
        """The roles where they are once `label` stands before the text."""
        by = len(label)
        return [role.at(role.start + by, role.end + by) for role in self.roles] if by else list(self.roles)


def covering(
    text: str, role: str, *, target: str | None = None, level: int | None = None, number: int | None = None
) -> list[Role]:
    """The role on all of the text; nothing on no text."""
    return [Role(0, len(text), role, target, None, level, None, number)] if text else []


def spans(roles: Iterable[Role], by: int) -> tuple[Span, ...]:
    """The roles as spans, moved `by` characters to the right."""
    return tuple([Span(role[0] + by, role[1] + by, *role[2:]) for role in roles])


def cut(roles: Sequence[Role], rows: Sequence[tuple[int, int]]) -> list[list[Role]]:
    """The roles of each row, counted from the row's start. Linear in roles plus rows."""
    pieces: list[list[Role]] = []
    active: list[Role] = []
    upcoming = 0
    for start, end in rows:
        active = [role for role in active if role.end > start]
        while upcoming < len(roles) and roles[upcoming].start < end:
            if roles[upcoming].end > start:
                active.append(roles[upcoming])
            upcoming += 1
        pieces.append([role.at(max(role.start, start) - start, min(role.end, end) - start) for role in active])
    return pieces
