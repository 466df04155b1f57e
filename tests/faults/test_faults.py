"""Every trial as a test; the long ones only with `--long`."""

from __future__ import annotations

import re
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from faults.trials import Trial, carry_out, chosen


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    trials = chosen(long=bool(metafunc.config.getoption("--long")))
    metafunc.parametrize("one", trials, ids=[re.sub(r"[^\w.-]+", "-", one.name).strip("-") for one in trials])


def test_fault(one: Trial) -> None:
    outcome = carry_out(one)
    if outcome.verdict == "skipped":
        pytest.skip(outcome.seen)
    if outcome.verdict == "FAIL":
        pytest.fail(f"{one.done}\nexpected: {one.expected}\nseen: {outcome.details}", pytrace=False)
