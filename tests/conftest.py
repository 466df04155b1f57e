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


def pytest_xdist_auto_num_workers() -> int:
    """Two workers more than there are processors: half of a test's time it waits for the program."""
    return (os.cpu_count() or 1) + 2


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` runs what is left out otherwise, because it takes longer than all the rest."""
    parser.addoption("--long", action="store_true", help="also every trial of tests/faults, and every theme")


def pytest_make_parametrize_id(val: object) -> str | None:
    """A value is called by what is in it, a long one by its beginning and its length: a name that one can read."""
    if isinstance(val, bytes):
        return f"{ascii(val[: _LONGEST_ID // 4])[2:-1]}...{len(val)}" if len(val) > _LONGEST_ID // 4 else None
    text = _words(val)
    if text is None:
        return None
    shown = text if len(text) <= _LONGEST_ID else f"{text[:_LONGEST_ID]}...{len(text)}"
    return shown.encode("unicode_escape").decode()  # as pytest writes a text: in one line, in ASCII


def _words(val: object) -> str | None:
    """A text, or a collection of texts and numbers in words; None for what says no more than its type."""
    match val:
        case str():
            return val
        case Mapping():
            names, inner = _words([*val]), [_words(each) for each in val.values()]
            if names is None or None in inner:
                return None
            return ", ".join(f"{name}: {each}" for name, each in zip(val, inner, strict=True)) or "{}"
        case tuple() | list() | set() | frozenset():
            parts = [_words(part) for part in val]
            texts = [part for part in parts if part is not None]
            if isinstance(val, set | frozenset):
                texts.sort()  # every worker process has to name a test alike
            return None if len(texts) < len(parts) else ", ".join(texts) or "()"
        case None | bool() | int() | float():
            return str(val)
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
