"""Themes of one's own: a TOML file each, in the folder `themes` beside the settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from textual.color import Color, ColorParseError
from textual.theme import Theme

from studytui.settings import SettingsError
from studytui.settings.read import read_file
from studytui.settings.values import nearest, shown

_TAKEN = ("dark", "light", "auto")
"""Names that the setting `theme` has for something else."""
_COLORS = tuple(
    each.name for each in fields(Theme) if each.name not in ("name", "dark", "ansi", "variables")
    and each.type in ("str", "str | None")
)  # fmt: skip


def own_themes(folder: Path) -> tuple[list[Theme], list[str]]:
    """The themes in a folder, each called by its file, and what is wrong with the others in words."""
    themes: list[Theme] = []
    problems: list[str] = []
    if not folder.is_dir():
        return themes, problems
    for file in sorted(folder.glob("*.toml")):
        try:
            themes.append(_theme(file))
        except SettingsError as error:
            problems.append(str(error))
    return themes, problems


def _theme(file: Path) -> Theme:
    """One theme. Raises SettingsError."""
    if file.stem in _TAKEN:
        raise SettingsError(file, f"a theme can't be called {file.stem}; give the file another name")
    table = read_file(file)
    if "primary" not in table:
        raise SettingsError(file, 'a theme needs its primary colour at least: primary = "#0178d4"')
    return Theme(name=file.stem, **dict(_values(file, table)))


def _values(file: Path, table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if key == "dark":
            if not isinstance(value, bool):
                raise SettingsError(file, f"dark: expected true or false, not {shown(value)}")
        elif key == "variables":
            if not isinstance(value, dict):
                raise SettingsError(file, f"variables: expected a table of colours, not {shown(value)}")
            for name, color in value.items():
                _check_color(file, f"variables.{name}", color)
        elif key in _COLORS:
            _check_color(file, key, value)
        else:
            raise SettingsError(
                file, f"{key} is not a colour of a theme{nearest(key, (*_COLORS, 'dark', 'variables'))}"
            )
        yield key, value


def _check_color(file: Path, key: str, value: object) -> None:
    """Raises SettingsError for what is no colour: Textual's stylesheets would not be read with it."""
    try:
        Color.parse(value if isinstance(value, str) else "")
    except ColorParseError as error:
        raise SettingsError(file, f'{key}: expected a colour such as "#0178d4", not {shown(value)}') from error
