"""`studytui vaults`: the vaults that were opened lately, and those that Obsidian knows."""

from __future__ import annotations

import argparse

from msgspec import Struct

from studytui import paths
from studytui.cli.errors import CommandError
from studytui.cli.opening import load_settings, named_vault
from studytui.cli.output import write, write_json
from studytui.state.vaults import KnownVault, known_vaults
from studytui.vault.location import vault_name


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares `--json`."""
    parser.add_argument("--json", action="store_true", help="one JSON array")


class _Row(Struct, frozen=True):
    vault: KnownVault
    opens: bool
    """True for the vault that opens when none is named here."""


def run(arguments: argparse.Namespace) -> int:
    """Prints each vault, with a `*` at the one that opens when none is named here."""
    try:
        opens, _ = named_vault(arguments.vault, load_settings(arguments))
    except CommandError:
        opens = None  # the list may be what helps
    vaults = known_vaults()
    bundled = KnownVault(paths.bundled_notes())
    if opens is not None and opens != bundled.path and not any(vault.path == opens for vault in vaults):
        vaults.insert(0, KnownVault(opens))
    rows = [_Row(vault, vault.path == opens) for vault in (*vaults, bundled)]
    if arguments.json:
        write_json([*map(_as_json, rows)])
    else:
        width = max(len(_name(row.vault)) for row in rows)
        for row in rows:
            write(f"{'*' if row.opens else ' '} {_name(row.vault):{width}}  {row.vault.path}{_known_by(row.vault)}")
    return 0


def _name(vault: KnownVault) -> str:
    return "notes of studytui" if vault.path == paths.bundled_notes() else vault_name(vault.path)


def _known_by(vault: KnownVault) -> str:
    by = [f"opened {vault.opened.astimezone():%Y-%m-%d %H:%M}"] if vault.opened else []
    by += ["in Obsidian"] if vault.obsidian else []
    return f"  ({', '.join(by)})" if by else ""


def _as_json(row: _Row) -> dict[str, object]:
    return {
        "path": str(row.vault.path),
        "name": _name(row.vault),
        "opened": row.vault.opened.isoformat(timespec="seconds") if row.vault.opened else None,
        "obsidian": row.vault.obsidian,
        "opens": row.opens,
    }
