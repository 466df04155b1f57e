"""Settings from outside of the file: variables of the environment, and `--set` on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from studytui.settings.values import KNOWN, TABLES

PREFIX = "STUDYTUI_"
OTHERS = ("CONFIG", "TRACEBACK")
"""Variables of ours that are no setting."""


class Given(Struct, frozen=True):
    """One setting, or one entry of a table, as it was written."""

    source: str
    """`$STUDYTUI_THEME` or `--set theme`."""
    name: str
    entry: str
    """Of a table: its key; else empty."""
    written: str


def from_environment(environ: Mapping[str, str]) -> Iterator[Given]:
    """`STUDYTUI_THEME=nord`; of a table all entries: `STUDYTUI_KEYS='search=slash,ctrl+k; topics=t'`."""
    for variable in sorted(environ):
        name = variable.removeprefix(PREFIX).lower()
        if not variable.startswith(PREFIX) or not environ[variable].strip() or name.upper() in OTHERS:
            continue
        source = f"${variable}"
        if name in TABLES:
            for pair in filter(str.strip, environ[variable].split(";")):
                entry, _, written = pair.partition("=")
                yield Given(source, name, entry.strip(), written.strip())
        elif name in KNOWN:
            yield Given(source, name, "", environ[variable])


def from_command_line(sets: Iterable[str]) -> Iterator[Given]:
    """`theme=nord`, and `keys.search=slash` of a table."""
    for each in sets:
        key, _, written = each.partition("=")
        name, _, entry = key.strip().partition(".")
        yield Given(f"--set {key.strip()}", name, entry, written.strip())
