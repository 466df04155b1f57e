"""`python tests/conformance/second_opinion.py FOLDER …`: all notes below these folders, read by studytui and by comrak.

A table says of each kind of thing how often both have it and how often one alone, by the reason for it;
what has none is listed, and then the status is 1.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from opinion_reasons import Reason, Side, reason_for
from opinions import KINDS, Found, body_of, ours, shown, theirs

from studytui.vault import decode


class Difference(NamedTuple):
    """What one side alone found in a note."""

    found: Found
    side: Side
    reason: Reason | None


def compare(text: str) -> tuple[Counter[str], list[Difference]]:
    """How many things of each kind both found in a note, and what only one did."""
    body = body_of(text)
    here, there = Counter(ours(body)), Counter(theirs(body))
    differences: list[Difference] = []
    for comment in [found for found in there if found.kind == "comment"]:
        # Ours has none: it is not shown. The same words may be shown elsewhere, as an example in code.
        times = there.pop(comment)
        visible = comment.value in shown(body) and body.count("%%") == 2 * times
        (differences.append(Difference(comment, "theirs", None)) if visible else here.update({comment: times}))
        if not visible:
            there[comment] = times
    same: Counter[str] = Counter()
    for found, times in (here & there).items():
        same[found.kind] += times
    sides: tuple[tuple[Side, Counter[Found]], ...] = (("ours", here - there), ("theirs", there - here))
    for side, alone in sides:
        differences += [Difference(found, side, reason_for(found, side, body)) for found in alone.elements()]
    return same, differences


def notes_below(folder: Path) -> Iterator[Path]:
    """Every Markdown file of a folder; the suites of markdown-it-py are no notes, and tested example by example."""
    return (file for file in sorted(folder.rglob("*.md")) if "markdown-it-py" not in file.parts)


def main(folders: Sequence[str]) -> int:
    """Prints the table; 1 when a difference has no reason."""
    same: Counter[str] = Counter()
    alone: Counter[tuple[str, Side, str]] = Counter()
    unexplained: list[str] = []
    notes = 0
    for folder in map(Path, folders):
        for file in notes_below(folder):
            notes += 1
            both, differences = compare(decode(file.read_bytes()))
            same += both
            for found, side, reason in differences:
                alone[found.kind, side, reason.name if reason else "?"] += 1
                if reason is None:
                    unexplained.append(f"{file}: {side} alone: {found.kind} {found.value[:100]!r}")
    print(f"{notes} notes\n\n| kind | both | one alone |\n| --- | --- | --- |")
    for kind in KINDS:
        words = [f"{side} {times} ({why})" for (what, side, why), times in sorted(alone.items()) if what == kind]
        print(f"| {kind} | {same[kind]} | {', '.join(words)} |")
    print("\n".join(["", f"without a reason: {len(unexplained)}", *unexplained]))
    return bool(unexplained)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
