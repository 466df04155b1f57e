"""A small share of what `python -m tests.mutations` tries."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutations.changed import changed_note, changed_query
from mutations.tried import engine_over_package, try_note, try_query

SEED = 20_261_128


@pytest.mark.parametrize("part", range(4))
def test_changed_notes_go_through_parser_and_layout(part: int) -> None:
    faults = [fault for number in range(part, 600, 4) for fault in try_note(SEED, number).faults]
    assert not faults


def test_changed_queries_are_answered(tmp_path: Path) -> None:
    engine = engine_over_package(tmp_path)
    try:
        faults = [fault for number in range(100) for fault in try_query(engine, SEED, number).faults]
    finally:
        engine.close()
    assert not faults


def test_a_seed_and_a_number_make_the_same_again() -> None:
    assert changed_note(1, 7) == changed_note(1, 7) != changed_note(2, 7)
    assert changed_query(1, 7) == changed_query(1, 7)
    assert len({changed_note(1, number) for number in range(200)}) == 200
