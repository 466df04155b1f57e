"""Reads the settings: the file, and the environment variables that go before it or stand in for it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from msgspec import Struct

from studytui import paths
from studytui.settings.model import Settings
from studytui.settings.values import KNOWN, SettingsError, UnexpectedValueError, absolute, nearest, read_value


class Loaded(Struct, frozen=True):
    """The settings in force, what was wrong on the way, and where each comes from."""

    settings: Settings
    problems: tuple[SettingsError, ...]
    """One for each key that could not be used; it has its default in `settings`, the other keys hold."""
    origins: Mapping[str, str]
    """By the name of the setting: `default`, `file`, or the variable (`$VISUAL`)."""
    file: Path
    """The settings file, whether it exists or not."""


def load(file: Path | None = None, environ: Mapping[str, str] | None = None) -> Loaded:
    """The settings in force. Never raises: a bad file or key is a problem, and the defaults stand in for it."""
    file = file or paths.config_file()
    environ = os.environ if environ is None else environ
    problems: list[SettingsError] = []
    values: dict[str, Any] = {}
    try:
        table = read_file(file)
    except SettingsError as error:
        table = {}
        problems.append(error)
    for key, raw in table.items():
        try:
            value, bad = read_value(key, raw, file.parent)
        except UnexpectedValueError as error:
            problems.append(SettingsError(file, f"{key}: {error}"))
            continue
        except KeyError:
            problems.append(SettingsError(file, f"{key} is not a setting{nearest(key, KNOWN)}"))
            continue
        values[key] = value
        problems += [SettingsError(file, message) for message in bad]
    origins = {setting.name: "file" if setting.name in values else "default" for setting in fields(Settings)}
    _use_environment(environ, values, origins)
    return Loaded(Settings(**values), tuple(problems), origins, file)


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


def _use_environment(environ: Mapping[str, str], values: dict[str, Any], origins: dict[str, str]) -> None:
    """`$STUDYTUI_VAULT` goes before the file (behaviour 11.1); with no editor there it is `$VISUAL` or `$EDITOR`."""
    vault = environ.get("STUDYTUI_VAULT")
    if vault:
        values["vault"] = absolute(vault, Path.cwd())
        origins["vault"] = "$STUDYTUI_VAULT"
    if "editor" not in values:
        for name in ("VISUAL", "EDITOR"):
            if environ.get(name, "").strip():
                values["editor"] = environ[name]
                origins["editor"] = f"${name}"
                return
