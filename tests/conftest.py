"""Every test runs in a home folder of its own: none reads or writes what belongs to the person who runs it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Mapping
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

_LONGEST_ID = 60
"""Characters of a value that a test's name has room for; a byte may take four."""

_CHANGE_OUTPUT = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLORTERM", "COLUMNS", "LINES", "VISUAL", "EDITOR", "BROWSER")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` runs what is left out otherwise, because it takes longer than all the rest."""
    parser.addoption("--long", action="store_true", help="also every trial of tests/faults, and every theme")


def pytest_make_parametrize_id(val: object) -> str | None:
    """A long value is called by its beginning and its length, so that every test has a name one can read."""
    if isinstance(val, str) and len(val) > _LONGEST_ID:
        return f"{val[:_LONGEST_ID]}...{len(val)}"
    if isinstance(val, bytes) and len(val) > _LONGEST_ID // 4:
        return f"{ascii(val[: _LONGEST_ID // 4])[2:-1]}...{len(val)}"
    return None


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
    monkeypatch.setenv("COLORTERM", "truecolor")  # with fewer colours the screen looks otherwise
    return folder


@pytest.fixture
def write_files(tmp_path: Path) -> Callable[..., Path]:
    """Writes files below a fresh folder, which is a vault; text as UTF-8, bytes as they are."""

    def write(files: Mapping[str, str | bytes], root: str = "vault") -> Path:
        folder = tmp_path / root
        folder.mkdir(exist_ok=True)
        for path, content in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write
