"""Every test runs in a home folder of its own: none reads or writes what belongs to the person who runs it."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

import studytui

_NUMBERS = itertools.count()

_FOLDERS = {
    "HOME": ".",
    "USERPROFILE": ".",
    "APPDATA": "appdata",
    "LOCALAPPDATA": "localappdata",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_STATE_HOME": ".local/state",
    "XDG_DATA_HOME": ".local/share",
    "XDG_RUNTIME_DIR": ".run",
}

_CHANGE_OUTPUT = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLORTERM", "COLUMNS", "LINES", "VISUAL", "EDITOR", "BROWSER")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` runs what is left out otherwise, because it takes longer than all the rest."""
    parser.addoption("--long", action="store_true", help="also every trial of tests/faults, and every theme")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which studytui was tested: the installed one by `pytest`, the checkout's by `python -m pytest`."""
    terminalreporter.write_line(f"tested studytui {studytui.__version__} in {Path(studytui.__file__).parent}")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder for one test; no variable of studytui's is set, nor one that changes its output."""
    folder = tmp_path_factory.getbasetemp() / f"home-{next(_NUMBERS)}"
    folder.mkdir()
    for name, place in _FOLDERS.items():
        monkeypatch.setenv(name, str(folder / place))
    for name in os.environ:
        if name.startswith("STUDYTUI_") or name in _CHANGE_OUTPUT:
            monkeypatch.delenv(name)
    return folder
