"""Where texts of others lie, that a checkout may have next to it and that its tests read when they are there."""

from __future__ import annotations

from pathlib import Path

import pytest

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"


def corpus(name: str) -> Path:
    """The folder or file of that name; the test that asks is skipped where it is not there."""
    path = CORPORA / name
    if not path.exists():
        pytest.skip(f"{name} is not in {CORPORA}")
    return path
