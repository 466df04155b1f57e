"""`studytui stats`: what was learned, what is due, and what an exam's plan says."""

from __future__ import annotations

import argparse

from studytui.cli.opening import load_settings, made_cards, notes_of, open_for
from studytui.cli.output import counted, print_error, write, write_json
from studytui.state import open_state
from studytui.study.glance import WEEK, Expected, expected, glance
from studytui.study.scope import notes_of_topic
from studytui.study.session import Limits
from studytui.study.stats import Counts, Overview, Weak
from studytui.study.today import Today


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares TOPIC and `--json`."""
    parser.add_argument("topic", nargs="?", metavar="TOPIC", help="a folder or #tag (default: the whole vault)")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Prints the overview of a topic, or of the whole vault."""
    settings = load_settings(arguments)
    vault = open_for(arguments, settings)
    notes, _ = notes_of(vault, arguments.topic, topic_first=True)
    made = made_cards(vault, settings)
    state = open_state(vault.root, print_error)
    limits = Limits(new=settings.review_new, due=settings.review_due)
    try:
        found = glance(vault, state, made, notes, limits=limits)
        likely = expected(state, found.today)
    finally:
        state.close()
    if found.problem is not None:
        print_error(found.problem)
    for topic in found.today.exam.topics if found.today.exam is not None else ():
        if not notes_of_topic(vault, topic):
            print_error(f"a topic of the exam is no longer there: {topic}")
    planned = _planned(found.today, likely)
    if arguments.json:
        write_json(_as_json(len(notes), found.overview, planned))
    else:
        _print(found.overview, planned, " in the whole vault" if arguments.topic else "")
    return 0


def _planned(today: Today, likely: Expected | None) -> dict[str, object] | None:
    exam, plan = today.exam, today.plan
    if exam is None or plan is None:
        return None
    said: dict[str, object] = {
        "day": exam.day.isoformat(),
        "topics": list(exam.topics),
        "days": plan.days,
        "cards": plan.cards,
        "unseen": plan.unseen,
        "new": plan.new,
        "most": plan.most,
        "seen": plan.seen,
        "enough": plan.enough,
        "plan": str(plan),
    }
    if likely is not None:
        said["known"] = round(likely.known, 3)
        said["known_within"] = [round(share, 3) for share in likely.within]
        said["known_after_a_missed_week"] = round(likely.after_missed_week, 3)
    return said


def _as_json(notes: int, found: Overview, planned: dict[str, object] | None) -> dict[str, object]:
    retention = found.retention
    return {
        "notes": notes,
        **_counts(found.counts),
        "known_as": dict(found.elsewhere),
        "due": found.due,
        "forecast": list(found.ahead),
        "topics": [{"topic": topic, **_counts(counts)} for topic, counts in found.topics.items()],
        "days": [
            {"day": day.day.isoformat(), "answers": day.answers, "again": day.again, "new": day.new,
             "seconds": round(day.seconds, 1)}
            for day in found.days
        ],
        "streak": found.streak,
        "retention": {"reviews": retention.reviews, "passed": retention.passed, "rate": retention.rate},
        "weakest": [_weak(weak) for weak in found.weakest],
        "leeches": found.leeches,
        "marked": [each.id for each in found.marked],
        "exam": planned,
    }  # fmt: skip


def _counts(counts: Counts) -> dict[str, object]:
    return {
        "cards": counts.cards,
        "lines": counts.lines,
        "new": counts.new,
        "learning": counts.learning,
        "review": counts.review,
        "suspended": counts.suspended,
        "seen": counts.seen,
        "known": round(counts.known, 1),
    }


def _weak(weak: Weak) -> dict[str, object]:
    card = weak.card
    return {
        "id": card.id,
        "note": card.note,
        "line": card.card.line,
        "front": card.card.front,
        "lapses": weak.memory.lapses,
        "known": round(weak.chance, 3),
    }


def _print(found: Overview, planned: dict[str, object] | None, behind: str) -> None:
    """`behind` says of what the answers are, if not of the notes asked for."""
    counts = found.counts
    write(f"{counted(counts.cards, 'card')} of {counted(counts.lines, 'line')}: {counts.seen} seen, {counts.new} new")
    for name, number in sorted(found.elsewhere.items()):
        where = "Anki" if name == "anki" else "Spaced Repetition (`studytui import --sr` takes its schedules in)"
        write(f"{number} more known to {where}")
    write(f"due today {found.due} · in the next seven days {sum(found.ahead[:WEEK])} · streak {found.streak}")
    if found.days:
        write(
            f"{counted(sum(day.answers for day in found.days), 'answer')} on {counted(len(found.days), 'day')}{behind}"
        )
    if counts.seen:
        write(f"expected to be known now: {counts.known:.0f} of {counts.cards}")
    if found.retention.rate is not None:
        reviewed = counted(found.retention.reviews, "review")
        write(f"true retention in 30 days: {100 * found.retention.rate:.0f} % of {reviewed}{behind}")
    if planned is not None:
        write(f"exam on {planned['day']}: {planned['plan']}")
        if "known" in planned:
            within = planned["known_within"]
            assert isinstance(within, list)
            write(f"expected to be known on the day: {_percent(planned['known'])}, "
                  f"{' to '.join(map(_percent, within))}, after a missed week "
                  f"{_percent(planned['known_after_a_missed_week'])}")  # fmt: skip
    if len(found.topics) > 1:
        write()
        for topic, held in found.topics.items():
            write(f"  {topic or '/'}  {held.seen} of {held.cards} seen, {held.known:.0f} known")
    if found.weakest:
        write()
        write("forgotten most often" + (f" (leeches: {found.leeches}):" if found.leeches else ":"))
        for weak in found.weakest:
            write(f"  {counted(weak.memory.lapses, 'lapse')}  {weak.card.card.front}  ({weak.card.note})")


def _percent(share: object) -> str:
    assert isinstance(share, float)
    return f"{100 * share:.0f} %"
