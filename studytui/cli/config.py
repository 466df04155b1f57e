"""`studytui config`: the settings in force, where they come from, and where everything lies."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from studytui import paths
from studytui.cli.errors import NOT_THERE, CommandError, UsageError
from studytui.cli.opening import loaded_settings, named_vault
from studytui.cli.output import write, write_json
from studytui.markdown import Legend
from studytui.settings import Settings, SettingsError
from studytui.settings.write import as_toml, write_default


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares `--path`, `--init`, `--schema` and `--json`."""
    parser.add_argument("--path", action="store_true", help="only the path of the settings file")
    parser.add_argument("--init", action="store_true", help="write a settings file in which everything is explained")
    parser.add_argument("--schema", action="store_true", help="the JSON Schema of the settings file")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Prints each setting with its origin, and the folders of studytui; or what one of the options asks for."""
    asked = [name for name in ("path", "init", "schema", "json") if getattr(arguments, name)]
    if len(asked) > 1:
        raise UsageError(f"--{asked[0]} and --{asked[1]} do not go together")
    if arguments.path:
        write(str(paths.config_file()))
    elif arguments.schema:
        from studytui.settings.schema import schema

        write_json(schema())
    elif arguments.init:
        try:
            write_default(paths.config_file())
        except SettingsError as error:
            raise CommandError(str(error), NOT_THERE) from error
        write(str(paths.config_file()))
    else:
        _show(arguments)
    return 0


def _show(arguments: argparse.Namespace) -> None:
    loaded = loaded_settings(arguments)
    values = {name: _plain(getattr(loaded.settings, name)) for name in Settings.__struct_fields__}
    places = _places(arguments, loaded.settings)
    if arguments.json:
        settings = {name: {"value": value, "origin": loaded.origins[name]} for name, value in values.items()}
        write_json({"settings": settings, "paths": {name: str(path) for name, path in places.items()}})
        return
    lines: list[tuple[str, str]] = []
    for name, value in values.items():
        if isinstance(value, Mapping):
            lines += [
                (f"{name}.{as_toml_key(key)} = {as_toml(each)}", loaded.origins[name]) for key, each in value.items()
            ]
        else:
            lines.append((f"{name} = {as_toml(value)}" if value is not None else f"# {name}", loaded.origins[name]))
    width = min(60, max(len(line) for line, _ in lines))
    for line, origin in lines:
        write(f"{line:{width}}  # {origin}")
    write()
    for name, path in places.items():
        write(f"{name:8}  {path}{'' if path.exists() else '  (not there yet)'}")


def as_toml_key(key: str) -> str:
    """A key of a table as TOML has it."""
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else as_toml(key)


def _plain(value: object) -> object:
    """A value as TOML and JSON know it."""
    if isinstance(value, Legend):
        return dict(value.meanings)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value) if isinstance(value, Path) else value


def _places(arguments: argparse.Namespace, settings: Settings) -> dict[str, Path]:
    """Where the files of studytui lie; cache and state are those of the vault that is used here."""
    root, _ = named_vault(arguments.vault, settings)
    return {
        "settings": paths.config_file(),
        "themes": paths.themes_dir(),
        "vault": root,
        "cache": paths.cache_dir(root),
        "state": paths.state_dir(root),
    }
