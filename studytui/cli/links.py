"""`studytui links`: what a note links to, and what links to it."""

from __future__ import annotations

import argparse

from studytui.cli.errors import NOT_THERE, CommandError
from studytui.cli.opening import open_for, the_note
from studytui.cli.output import counted, print_error, write, write_json
from studytui.vault import Backlink, Outgoing, Vault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares NOTE and `--json`."""
    parser.add_argument("note", metavar="NOTE", help="path in the vault, title, file name or alias")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Prints the links of one note in both directions."""
    vault = open_for(arguments)
    note = the_note(vault, arguments.note)
    error = vault.facts(note).error
    outgoing, backlinks = vault.outgoing(note), vault.backlinks(note)
    if arguments.json:
        write_json({"outgoing": [*map(_link_as_json, outgoing)], "backlinks": [*map(backlink_as_json, backlinks)]})
    else:
        _print(vault, note, outgoing, backlinks)
    if error is not None:
        raise CommandError(f"cannot read {note}: {error}", NOT_THERE)
    cut = vault.cut_short(note)
    if cut is not None:
        print_error(f"{note} {cut}")
    return 0


def _link_as_json(outgoing: Outgoing) -> dict[str, object]:
    link, resolution = outgoing.link, outgoing.resolution
    value: dict[str, object] = {
        "text": link.text,
        "target": link.target,
        "note": resolution.note,
        "heading": resolution.subpath,
        "line": link.line,
        "embed": link.embed,
        "status": outgoing.status,
    }
    if outgoing.property is not None:
        value["property"] = outgoing.property
    if resolution.via is not None:
        value["via"] = resolution.via
    if resolution.candidates:
        value["candidates"] = list(resolution.candidates)
    return value


def backlink_as_json(backlink: Backlink) -> dict[str, object]:
    """A backlink (behaviour 12.4)."""
    value: dict[str, object] = {"note": backlink.note, "line": backlink.line, "snippet": backlink.snippet}
    if backlink.property is not None:
        value["property"] = backlink.property
    if backlink.hidden:
        value["hidden"] = True
    return value


def _print(vault: Vault, note: str, outgoing: list[Outgoing], backlinks: list[Backlink]) -> None:
    write(f"{vault.title(note)}  ({note})")
    write()
    write(counted(len(outgoing), "outgoing link") if outgoing else "no outgoing links")
    width = len(str(max((item.link.line for item in outgoing), default=0)))
    for item in outgoing:
        kind = f"{item.property}: " if item.property else "embed " if item.link.embed else ""
        write(f"  {item.link.line:>{width}}  {kind}{item.link.text} → {_leads_to(item)}")
    write()
    write(counted(len(backlinks), "backlink") if backlinks else "no backlinks")
    for backlink in backlinks:
        write(f"  {backlink.note}:{backlink.line}{'  (hidden)' if backlink.hidden else ''}")
        write(f"    {backlink.snippet}")


def _leads_to(outgoing: Outgoing) -> str:
    resolution = outgoing.resolution
    place = resolution.note or outgoing.link.target
    if resolution.note and resolution.subpath:
        place = f"{place} › {resolution.subpath.replace('#', ' › ')}"
    if outgoing.status == "ok":
        return place if resolution.via is None else f"{place}  (via {resolution.via})"
    if outgoing.status == "ambiguous":
        return f"{place}  ({len(resolution.candidates)} candidates: {', '.join(resolution.candidates)})"
    return f"{place}  ({_WORDS[outgoing.status]})"


_WORDS = {"missing": "not in this vault", "missing-heading": "heading not found", "external": "external"}
