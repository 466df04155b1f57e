"""The rows of the overview: what they say, and where each leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from studytui.study.glance import WEEK, Expected, Glance
from studytui.study.stats import Counts, Weak
from studytui.tui.screens.overview.bars import bar, coverage, heights

WEAKEST = 10
DAYS = 30
_NAME = 34
"""Columns of the name of a topic at most."""
_BEHIND = 32
"""Columns of what is said behind a bar."""


class Target(Struct, frozen=True):
    """Where a row leads."""

    kind: Literal["review", "line", "note", "topic", "random", "exam"]
    name: str = ""
    """Path of the note, or the topic."""
    line: int = 0


class OverviewRow(Struct, frozen=True):
    """A row that leads somewhere, or says something."""

    text: str
    target: Target | None = None
    heading: bool = False


class Places(Struct, frozen=True):
    """The places where the reader was."""

    last: tuple[str, str, int] | None = None
    """Title, note and line where reading stopped."""
    recent: tuple[tuple[str, str], ...] = ()
    """Titles and paths of other notes."""
    bookmarks: tuple[tuple[str, str, int], ...] = ()
    """Labels, notes and lines."""


def rows_of(found: Glance, places: Places, expected: Expected | None, width: int, today: date) -> list[OverviewRow]:
    """All rows, for so many columns."""
    return [
        *_today(found, expected),
        *_places(places),
        *_ahead(found, width),
        *_done(found, width, today),
        *_coverage(found, width),
        *_weakest(found),
    ]


def _heading(text: str) -> OverviewRow:
    return OverviewRow(text, heading=True)


def _today(found: Glance, expected: Expected | None) -> Iterator[OverviewRow]:
    left, counts = found.left, found.overview.counts
    yield _heading("Today")
    if left.due or left.learning or left.new:
        parts = [(left.due, "due"), (left.learning, "in learning"), (left.new, "new")]
        said = "Review: " + ", ".join(f"{count:,} {what}" for count, what in parts if count)
    elif counts.cards:
        said = "Review: nothing is left today"
    else:
        said = "Review: no cards yet; high-yield marks make them"
    yield OverviewRow(said, Target("review"))
    waiting = found.overview.due - left.due - left.learning
    if waiting > 0:
        wait = "is due, and waits" if waiting == 1 else "are due, and wait"
        yield OverviewRow(f"  {waiting:,} more {wait}: the day has its number, and siblings rest")
    yield from _exam(found, expected)


def _exam(found: Glance, expected: Expected | None) -> Iterator[OverviewRow]:
    exam, plan = found.today.exam, found.today.plan
    if exam is None or plan is None:
        yield OverviewRow("Exam date: none; set one, and each day has a plan", Target("exam"))
        return
    topics = ", ".join(exam.topics) or "everything"
    yield OverviewRow(f"Exam on {exam.day:%A} {exam.day.day} {exam.day:%B %Y}, {topics}", Target("exam"))
    yield OverviewRow(f"  {plan}")
    if expected is not None:
        yield OverviewRow(f"  {expected_text(expected)}")


def expected_text(expected: Expected) -> str:
    """The sentence on the share expected to be known, and on what that rests."""
    known, missed = round(100 * expected.known), round(100 * expected.after_missed_week)
    rests = f"from {expected.answers:,} of your answers" if expected.answers else "as FSRS thinks of most people"
    low, high = (round(100 * share) for share in expected.within)
    between = f", {low} to {high}," if low < high else ","
    return f"expected to be known on the day: {known} %{between} after a missed week {missed} % ({rests})"


def _places(places: Places) -> Iterator[OverviewRow]:
    yield _heading("Reading")
    if places.last is not None:
        title, note, line = places.last
        yield OverviewRow(f"Continue: {title}" + (f", line {line}" if line > 1 else ""), Target("note", note))
    for title, note in places.recent:
        yield OverviewRow(f"Recent: {title}", Target("note", note))
    for label, note, line in places.bookmarks:
        yield OverviewRow(f"Bookmark: {label}", Target("line", note, line))
    yield OverviewRow("A random high-yield line", Target("random"))


def _ahead(found: Glance, width: int) -> Iterator[OverviewRow]:
    ahead = found.overview.ahead
    if not any(ahead):
        return
    yield _heading("Due in the next days, if nothing is answered")
    for number, cards in enumerate(ahead[:WEEK]):
        label = ("today", "tomorrow")[number] if number < 2 else f"in {number} days"
        yield _bar(label, cards, ahead[:WEEK], width)
    yield OverviewRow(f"  {len(ahead)} days  {heights(ahead)}  {sum(ahead):,}")


def _bar(label: str, value: int, values: Sequence[int], width: int, behind: str = "") -> OverviewRow:
    drawn = bar(value, max(values), max(10, min(60, width - 20 - _BEHIND * bool(behind))))
    return OverviewRow(f"  {label:9}{value:>6,} {drawn}{behind}")


def _done(found: Glance, width: int, today: date) -> Iterator[OverviewRow]:
    overview = found.overview
    if not overview.days:
        return
    yield _heading("Answers by day")
    by_day = {each.day: each for each in overview.days}
    week = [today - timedelta(days=number) for number in range(WEEK)]
    values = [by_day[day].answers if day in by_day else 0 for day in week]
    for day, answers in zip(week, values, strict=True):
        each = by_day.get(day)
        again = f"  {each.again} Again, {each.new} new, {each.seconds / 60:.0f} min" if each is not None else " "
        yield _bar("today" if day == today else f"{day:%a} {day.day}", answers, values, width, again)
    month = [today - timedelta(days=number) for number in reversed(range(DAYS))]
    counted = [by_day[day].answers if day in by_day else 0 for day in month]
    yield OverviewRow(f"  {DAYS} days  {heights(counted)}  {sum(counted):,}")
    streak = overview.streak
    yield OverviewRow(f"  Streak: {streak} {'day' if streak == 1 else 'days'} in a row")
    retention = overview.retention
    if retention.rate is not None:
        yield OverviewRow(
            f"  True retention in 30 days: {100 * retention.rate:.0f} %, {retention.passed:,} of {retention.reviews:,} "
            "answers to cards in review"
        )
    else:
        yield OverviewRow("  True retention: nothing in review was asked in 30 days")


def _coverage(found: Glance, width: int) -> Iterator[OverviewRow]:
    overview = found.overview
    if not overview.counts.cards:
        return
    yield _heading("Coverage: █ expected to be known now, ▒ seen, · never seen")
    rows: list[tuple[str, Counts, Target | None]] = [("Everything", overview.counts, None)]
    rows += [(topic or "/", counts, Target("topic", topic)) for topic, counts in overview.topics.items()]
    behind = [_counted(counts) for _, counts, _ in rows]
    rest = width - max(map(len, behind)) - 2
    named = max(12, min(_NAME, rest - 10))
    for (topic, counts, target), said in zip(rows, behind, strict=True):
        drawn = coverage(counts.known, counts.seen, counts.cards, max(10, min(30, rest - named)))
        shown = topic if len(topic) <= named else "…" + topic[-named + 1 :]
        yield OverviewRow(f"{shown:{named}} {drawn} {said}", target)
    for name, number in sorted(overview.elsewhere.items()):
        yield OverviewRow(f"  {number:,} more are cards of {'Anki' if name == 'anki' else 'Spaced Repetition'}")


def _counted(counts: Counts) -> str:
    known = round(counts.known)
    rest = f"{known:,} known, {counts.seen - known:,} more seen, {counts.new:,} never"
    suspended = f", {counts.suspended:,} suspended" if counts.suspended else ""
    return rest + suspended


def _weakest(found: Glance) -> Iterator[OverviewRow]:
    overview = found.overview
    if overview.marked or overview.leeches:
        yield _heading(f"To be written anew: {overview.leeches} {'leech' if overview.leeches == 1 else 'leeches'}")
        for card in overview.marked:
            yield OverviewRow(f"marked  {card.card.front}", Target("line", card.note, card.card.line))
    if overview.weakest:
        yield _heading("Weakest lines: how often forgotten, and the chance that each is known now")
        for weak in overview.weakest[:WEAKEST]:
            yield OverviewRow(_weak(weak), Target("line", weak.card.note, weak.card.card.line))
    seen = [(topic, counts) for topic, counts in overview.topics.items() if counts.seen]
    if len(seen) > 1:
        yield _heading("Weakest topics: least of what was seen is expected to be known")
        seen.sort(key=lambda each: each[1].known / each[1].seen)
        for topic, counts in seen[:WEAKEST]:
            share = 100 * counts.known / counts.seen
            yield OverviewRow(f"{share:3.0f} % of {counts.seen:,}  {topic or '/'}", Target("topic", topic))


def _weak(weak: Weak) -> str:
    times = f"{weak.memory.lapses}×"
    leech = " leech" if weak.memory.is_leech else ""
    return f"{times:>4}{leech} · {100 * weak.chance:.0f} % · {weak.card.card.front}"
