"""What the installed package carries beside its modules."""

from __future__ import annotations

from importlib import metadata, resources
from pathlib import Path

import pytest

import studytui
from studytui import paths

PACKAGE = resources.files("studytui")
INSTALLED = not (Path(studytui.__file__).parents[1] / "pyproject.toml").is_file()


def test_the_bundled_notes_are_found() -> None:
    notes = paths.bundled_notes()
    assert len(list(notes.rglob("*.md"))) >= 40


@pytest.mark.skipif(not INSTALLED, reason="the checkout is under test, not the installed package")
def test_the_installed_package_carries_the_notes_inside() -> None:
    assert PACKAGE.joinpath("notes").is_dir()
    assert str(paths.bundled_notes()) == str(PACKAGE.joinpath("notes"))


def test_the_style_sheet_of_the_screen_is_found() -> None:
    sheets = [entry for entry in PACKAGE.joinpath("tui").iterdir() if entry.name.endswith(".tcss")]
    assert len(sheets) == 1
    assert sheets[0].read_text(encoding="utf-8").strip()


def test_type_checkers_are_told_that_the_package_is_typed() -> None:
    assert PACKAGE.joinpath("py.typed").is_file()


@pytest.mark.skipif(not INSTALLED, reason="the checkout is under test, not the installed package")
def test_the_version_is_the_distributions() -> None:
    assert metadata.version("studytui") == studytui.__version__


def test_the_console_script_leads_to_a_function() -> None:
    from studytui import __main__

    assert callable(__main__.main)
