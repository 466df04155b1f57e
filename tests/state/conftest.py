"""A state in a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studytui.state import State


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "state.db"


@pytest.fixture
def state(file: Path) -> Iterator[State]:
    state = State(file)
    yield state
    state.close()
