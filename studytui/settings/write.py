"""Writes the settings file: a commented one to begin with, and single keys with everything else kept."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import textwrap
import time
import tomllib
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from studytui.settings.model import Settings, abouts
from studytui.settings.read import read_file
from studytui.settings.values import KNOWN, TABLES, SettingsError, UnexpectedValueError, nearest, read_value

LEFT_SECONDS = 60.0
"""Age from which a temporary file is nobody's any more: a write takes milliseconds."""
HEADER = "Settings of studytui. A line that begins with # is a comment; the values shown are the defaults."
COMMENT_WIDTH = 98

Value = str | int | bool
"""Value that one key of the settings file can be set to."""


def write_default(file: Path) -> None:
    """Writes a settings file in which every setting is explained and commented out.

    Raises `SettingsError` when the file exists already, or cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            stream = file.open("x", encoding="utf-8", newline="\n")
        except FileExistsError as error:
            raise SettingsError(file, "is there already; it was left as it is") from error
        with stream:
            stream.write(default_text())
    except OSError as error:
        raise SettingsError(file, f"cannot be written: {error.strerror or error}") from error


def default_text() -> str:
    """The text of a settings file in which every setting is explained and commented out."""
    import tomlkit

    defaults = Settings()
    document = tomlkit.document()

    document.add(tomlkit.comment(HEADER))
    for setting, explained in abouts().items():
        about = textwrap.wrap(explained.text, COMMENT_WIDTH, break_on_hyphens=False)
        default, example = getattr(defaults, setting), explained.example
        if setting in TABLES:
            table = tomlkit.table()  # its head is no comment, so that a key put in later finds its place
            entries = default.meanings if setting == "legend" else {}
            for line in (*about, *(f"{key} = {as_toml(value)}" for key, value in entries.items()), example):
                if line:
                    table.add(tomlkit.comment(line))
            document.add(setting, table)
        else:
            document.add(tomlkit.nl())
            for line in (*about, f"{setting} = {example or as_toml(default)}"):
                document.add(tomlkit.comment(line))
    return tomlkit.dumps(document)


def update(file: Path, key: str, value: Value | None) -> None:
    """Sets one key of the file, `theme` or `legend.red`, or takes it out (`None`); comments and order stay.

    The file is replaced in one step, so that a crash leaves the old or the new one. Raises `SettingsError`
    for an unknown key or a wrong value, for a file that is not TOML, and when the file cannot be written.
    """
    from tomlkit.exceptions import TOMLKitError

    name, _, entry = key.partition(".")
    _check(file, name, entry, value)
    read_file(file)  # raises for what could not be read: such a file is never overwritten
    try:
        text = file.read_bytes().decode("utf-8-sig") if file.exists() else ""
        _replace(file, _with_key(text, name, entry, value))
    except (TOMLKitError, UnexpectedValueError) as error:
        raise SettingsError(file, f"{key} cannot be set: {error}") from error
    except OSError as error:
        raise SettingsError(file, f"cannot be written: {error.strerror or error}") from error


def as_toml(value: object) -> str:
    """A value as TOML writes it."""
    import tomlkit

    return tomlkit.item(value).as_string()


def _check(file: Path, name: str, entry: str, value: Value | None) -> None:
    if name not in KNOWN:
        raise SettingsError(file, f"{name} is not a setting{nearest(name, KNOWN)}")
    if bool(entry) != (name in TABLES):
        wanted = f"{name}.KEY" if name in TABLES else name
        raise SettingsError(file, f"{name}{'.' if entry else ''}{entry} is not a setting; it is written {wanted}")
    if value is None:
        return
    try:
        bad = read_value(name, {entry: value} if entry else value, file.parent)[1]
    except UnexpectedValueError as error:
        raise SettingsError(file, f"{name}: {error}") from error
    for message in bad:
        raise SettingsError(file, message)


def _with_key(text: str, name: str, entry: str, value: Value | None) -> str:
    """The file's text with one key set or taken out."""
    import tomlkit

    document = tomlkit.parse(text)
    table: MutableMapping[str, Any] = document
    key = name
    if entry:
        inner = document.setdefault(name, tomlkit.table())
        if not isinstance(inner, MutableMapping):
            raise UnexpectedValueError(f"a table, which begins with [{name}]", str(inner))
        table, key = _place_of(inner, entry)
    new = key not in table
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value
    changed = tomlkit.dumps(document)
    if new and value is not None:
        return _uncommented(text, name if entry else "", key, value, wanted=changed) or changed
    return changed


def _place_of(table: MutableMapping[str, Any], entry: str) -> tuple[MutableMapping[str, Any], str]:
    """Where an entry with dots in its name stands: as one quoted key, or as tables in tables."""
    head, _, rest = entry.partition(".")
    if entry not in table and rest and isinstance(table.get(head), MutableMapping):
        return _place_of(table[head], rest)
    return table, entry


def _uncommented(text: str, table: str, key: str, value: Value, *, wanted: str) -> str | None:
    """The text with the key's own commented line (`# theme = "auto"`) made live, if that says what `wanted` says."""
    section = re.search(rf"^\[{re.escape(table)}\].*$", text, re.MULTILINE) if table else None
    line = re.compile(rf"^#[ \t]*{re.escape(key)}[ \t]*=[^\r\n]*", re.MULTILINE)
    found = line.search(text, section.end() if section else 0)
    if not found:
        return None
    changed = f"{text[: found.start()]}{key} = {as_toml(value)}{text[found.end() :]}"
    try:
        return changed if tomllib.loads(changed) == tomllib.loads(wanted) else None
    except tomllib.TOMLDecodeError:
        return None


def _clear(target: Path) -> None:
    """Deletes what a write that was killed has left beside the file."""
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f".{target.name}.????????"):
            if time.time() - left.stat().st_mtime > LEFT_SECONDS:
                left.unlink()


def _replace(file: Path, text: str) -> None:
    target = Path(os.path.realpath(file))  # a link to a file kept elsewhere stays a link
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear(target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o644)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
