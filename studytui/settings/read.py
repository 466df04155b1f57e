"""Reads the settings: the file, the environment variables and options that go before it or stand in for it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from studytui import paths
from studytui.settings.elsewhere import Given, from_command_line, from_environment
from studytui.settings.model import Settings
from studytui.settings.values import (
    KNOWN,
    TABLES,
    SettingsError,
    UnexpectedValueError,
    nearest,
    read_value,
    values_of,
)


class Loaded(Struct, frozen=True):
    """The settings in force, what was wrong on the way, and where each comes from."""

    settings: Settings
    problems: tuple[SettingsError, ...]
    """One for each key that could not be used; it has its default in `settings`, the other keys hold."""
    origins: Mapping[str, str]
    """By the name of the setting: `default`, `file`, the variable (`$VISUAL`), or `--set`."""
    file: Path
    """The settings file, whether it exists or not."""


def load(file: Path | None = None, environ: Mapping[str, str] | None = None, sets: Sequence[str] = ()) -> Loaded:
    """The settings in force. Never raises: a bad file or key is a problem, and the defaults stand in for it.

    Args:
        file: The settings file, else the one that `paths` names.
        environ: Variables, which go before the file.
        sets: `key=value` of the command line, which go before those.
    """
    file = file or paths.config_file()
    environ = os.environ if environ is None else environ
    problems: list[SettingsError] = []
    try:
        table = read_file(file)
    except SettingsError as error:
        table = {}
        problems.append(error)
    reading = _Reading(file, problems)
    for key, raw in table.items():
        reading.take(file, "file", key, raw, file.parent)
    for given in (*from_environment(environ), *from_command_line(sets)):
        reading.take_given(given)
    reading.use_editor_of(environ)
    origins = {setting: reading.origins.get(setting, "default") for setting in Settings.__struct_fields__}
    return Loaded(Settings(**reading.values), tuple(problems), origins, file)


class _Reading:
    """The values read so far, and where each is from; later ones go before earlier ones."""

    def __init__(self, file: Path, problems: list[SettingsError]) -> None:
        self._file = file
        self._problems = problems
        self._tables: dict[str, dict[str, object]] = {}
        self.values: dict[str, Any] = {}
        self.origins: dict[str, str] = {}

    def take(self, said: Path | str, origin: str, key: str, raw: object, base: Path) -> None:
        """One key with what was written; what is wrong with it becomes a problem of who said it."""
        try:
            value, bad = read_value(key, raw, base)
        except UnexpectedValueError as error:
            self._problems.append(SettingsError(said, f"{key}: {error}"))
            return
        except KeyError:
            self._problems.append(SettingsError(said, f"{key} is not a setting{nearest(key, KNOWN)}"))
            return
        self._problems += [SettingsError(said, message) for message in bad]
        if key in TABLES and isinstance(raw, Mapping):
            merged = self._tables[key] = {**self._tables.get(key, {}), **raw}
            value = read_value(key, merged, base)[0]
        self.values[key] = value
        self.origins[key] = origin

    def take_given(self, given: Given) -> None:
        """A setting from outside of the file, whose text may stand for a number or a switch."""
        origin, base = given.source.partition(" ")[0], Path.cwd()
        if given.name in TABLES:
            if not given.entry:
                form = f"{given.name}.KEY=VALUE" if origin == "--set" else "KEY=VALUE; KEY=VALUE"
                self._problems.append(SettingsError(given.source, f"a table is written {form}"))
            else:
                self.take(given.source, origin, given.name, {given.entry: given.written}, base)
            return
        if given.entry:
            name = f"{given.name}.{given.entry}"
            self._problems.append(SettingsError(given.source, f"{name} is not a setting{nearest(name, KNOWN)}"))
            return
        before = len(self._problems)
        wrong: list[SettingsError] = []
        for value in values_of(given.written):
            self.take(given.source, origin, given.name, value, base)
            wrong = wrong or self._problems[before:]
            if len(self._problems) == before:
                return
            del self._problems[before:]
        self._problems += wrong

    def use_editor_of(self, environ: Mapping[str, str]) -> None:
        """Without an editor in the settings it is `$VISUAL` or `$EDITOR`."""
        for name in ("VISUAL", "EDITOR"):
            if "editor" not in self.values and environ.get(name, "").strip():
                self.values["editor"] = environ[name]
                self.origins["editor"] = f"${name}"


def read_file(file: Path) -> dict[str, Any]:
    """The file as TOML; empty when there is none. Raises `SettingsError` for one that cannot be read."""
    try:
        if not stat.S_ISREG(file.stat().st_mode) and str(file) != os.devnull:
            raise SettingsError(file, "is no regular file")
        text = file.read_text(encoding="utf-8-sig")
        import tomllib  # only now: most readers have no settings file

        return tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(file, f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(file, f"is not UTF-8 text: byte {error.start} cannot be read; save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise SettingsError(file, f"is not TOML: {error}") from error
