"""True if a query is true of a note, and which of its lines make it so (behaviour 6.3 to 6.5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from studytui.characters import plainly_blank
from studytui.search.index.lines import NoteView, Unit
from studytui.search.index.record import TAG_FIELD
from studytui.search.query import And, Cased, Not, Or, Phrase, Property, Regex, Scope, Term, Word
from studytui.search.query.candidates import Planner, color_of
from studytui.search.query.forms import forms_of, in_path
from studytui.search.query.patterns import SlowPatternError, compile_pattern, found_in

_NOWHERE: Final[frozenset[int]] = frozenset()
_DONE: Final = " "


class Truth(Struct, frozen=True):
    """True if a term holds, and the lines that say so; it may hold without any, by a name, a tag or a property."""

    holds: bool
    lines: frozenset[int] = _NOWHERE


_FALSE: Final = Truth(False)


class _Where(Struct, frozen=True):
    """The scope that a term is matched in: these lines, each as this text, and perhaps the names of the note."""

    lines: Sequence[int]
    text: Callable[[int], Unit]
    names: bool
    cased: bool = False


class Matcher:
    """Answers for one query. A pattern that takes too long is true of nothing, and the planner is told."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner

    def match(self, term: Term, view: NoteView) -> Truth:
        """True if the query is true of the note."""
        return self._truth(term, view, _Where(view.everything(), view.line, names=True))

    def _truth(self, term: Term, view: NoteView, where: _Where) -> Truth:
        if isinstance(term, Word | Phrase):
            return self._word(term, view, where)
        if isinstance(term, And):
            found: set[int] = set()
            for part in term.parts:
                truth = self._truth(part, view, where)
                if not truth.holds:
                    return _FALSE
                found |= truth.lines
            return Truth(True, frozenset(found))
        if isinstance(term, Or):
            truths = [truth for part in term.parts if (truth := self._truth(part, view, where)).holds]
            return Truth(bool(truths), _NOWHERE.union(*(truth.lines for truth in truths)))
        if isinstance(term, Not):
            return Truth(not self._truth(term.inside, view, where).holds)
        if isinstance(term, Cased):
            return self._truth(term.inside, view, replace(where, cased=term.matters))
        if isinstance(term, Regex):
            return self._regex(term, view, where)
        if isinstance(term, Property):
            return Truth(view.note in self._planner.with_property(term))
        return self._scope(term, view, where)

    def _word(self, term: Word | Phrase, view: NoteView, where: _Where) -> Truth:
        sought = self._planner.sought(term)

        def test(unit: Unit) -> bool:
            if where.cased:
                return _cased(term.text, isinstance(term, Phrase)).search(plainly_blank(unit.raw)) is not None
            return unit.holds(sought)

        if where.cased or where.text != view.line:
            lines = frozenset(index for index in where.lines if test(where.text(index)))
        elif where.lines == view.everything():
            lines = view.lines_with(sought)
        else:
            lines = view.lines_with(sought).intersection(where.lines)
        named = where.names and not lines and (any(map(test, view.names)) or test(view.place) or self._tag(term, view))
        return Truth(bool(lines) or named, lines)

    def _tag(self, term: Word | Phrase, view: NoteView) -> bool:
        value = self._planner.holding(term).values.get(view.note, 0)
        return bool(value & TAG_FIELD) and len(term.words) == 1

    def _regex(self, term: Regex, view: NoteView, where: _Where) -> Truth:
        if term in self._planner.given_up:
            return _FALSE
        pattern = compile_pattern(term.pattern, cased=where.cased)
        try:
            lines = frozenset(index for index in where.lines if found_in(pattern, where.text(index).raw))
            return Truth(bool(lines) or (where.names and found_in(pattern, view.path)), lines)
        except SlowPatternError:
            self._planner.give_up(term)
            return _FALSE

    def _scope(self, term: Scope, view: NoteView, where: _Where) -> Truth:
        name, inside = term.name, term.inside
        if name in ("path", "file"):
            text = view.path if name == "path" else view.path.rpartition("/")[2]
            return Truth(inside is not None and self._of_text(inside, lambda leaf: in_path(forms_of(leaf), text), text))
        if name == "tag":
            return Truth(inside is not None and self._of_text(inside, lambda leaf: self._tagged(leaf, view), ""))
        if name == "color":
            return self._colored(inside, view, where)
        if name == "content":
            return self._truth(inside, view, replace(where, names=False)) if inside is not None else Truth(True)
        if name == "hy":
            where = replace(where, text=view.high_yield)
        return self._any(inside, view, where, self._groups(name, view, where))

    def _any(self, inside: Term | None, view: NoteView, where: _Where, groups: Iterable[Sequence[int]]) -> Truth:
        """True if the term holds in any of these groups of lines."""
        found: set[int] = set()
        holds = False
        for group in groups:
            if inside is None:
                holds = True
                found.update(group[:1])
                continue
            truth = self._truth(inside, view, replace(where, lines=group, names=False))
            if truth.holds:
                holds = True
                found |= truth.lines or set(group[:1])
        return Truth(holds, frozenset(found))

    def _groups(self, name: str, view: NoteView, where: _Where) -> Iterable[Sequence[int]]:
        lines = view.lines
        if name == "section":
            groups = view.sections()
        elif name == "block" or name.startswith("task"):
            groups = view.blocks()
        else:
            groups = [[index] for index in where.lines]
        looked_at = set(where.lines)
        groups = [group for group in groups if looked_at.issuperset(group)]
        if name == "heading":
            return [group for group in groups if group[0] in lines.levels]
        if name == "hy":
            return [group for group in groups if lines.high_yield(group[0], view.legend)]
        if name == "task":
            return [group for group in groups if group[0] in lines.tasks]
        if name == "task-todo":
            return [group for group in groups if lines.tasks.get(group[0]) == " "]
        if name == "task-done":
            return [group for group in groups if lines.tasks.get(group[0], _DONE) != " "]
        return groups

    def _of_text(self, term: Term, test: Callable[[Word | Phrase], bool], text: str) -> bool:
        """True if a term holds of something that is no line."""
        if isinstance(term, Word | Phrase):
            return test(term)
        if isinstance(term, And):
            return all(self._of_text(part, test, text) for part in term.parts)
        if isinstance(term, Or):
            return any(self._of_text(part, test, text) for part in term.parts)
        if isinstance(term, Not):
            return not self._of_text(term.inside, test, text)
        if isinstance(term, Regex):
            try:
                return found_in(compile_pattern(term.pattern), text)
            except SlowPatternError:
                self._planner.give_up(term)
        return False

    def _tagged(self, leaf: Word | Phrase, view: NoteView) -> bool:
        return view.note in self._planner.tagged(leaf)

    def _colored(self, inside: Term | None, view: NoteView, where: _Where) -> Truth:
        def test(buckets: set[str]) -> bool:
            return inside is not None and self._of_text(inside, lambda leaf: color_of(leaf) in buckets, "")

        spans = view.lines.spans
        lines = frozenset(
            index for index in where.lines if index in spans and test({span.bucket for span in spans[index]})
        )
        return Truth(bool(lines), lines)


@lru_cache(maxsize=64)
def _cased(text: str, whole: bool) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(plainly_blank(text))}" + (r"(?!\w)" if whole else ""))
