"""`studytui check`: what is wrong in a vault."""

from __future__ import annotations

import argparse

from studytui.cli.errors import NOT_THERE
from studytui.cli.opening import open_for
from studytui.cli.output import counted, with_progress, write, write_json
from studytui.vault.check import Finding, LinkCount, Report, check


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares `--strict` and `--json`."""
    parser.add_argument("--strict", action="store_true", help="exit status 1 when anything is found")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Checks every note of the vault."""
    vault = open_for(arguments)
    report = Report()
    for _ in with_progress(check(vault, report), len(vault.included), "checking"):
        pass
    if arguments.json:
        write_json(_as_json(report))
    else:
        _print(report)
    return NOT_THERE if arguments.strict and not report.clean else 0


def _as_json(report: Report) -> dict[str, object]:
    return {
        "notes": report.notes,
        "links": report.links,
        "resolved": report.resolved,
        "property_links": _counts(report.properties),
        "canvas_links": _counts(report.canvases),
        "broken": [*map(_place, report.broken)],
        "broken_embeds": [*map(_place, report.broken_embeds)],
        "broken_properties": [*map(_place, report.broken_properties)],
        "broken_canvases": [*map(_place, report.broken_canvases)],
        "ambiguous": [{**_place(finding), "candidates": list(finding.candidates)} for finding in report.ambiguous],
        "missing_headings": [*map(_place, report.missing_headings)],
        "missing_images": [*map(_place, report.missing_images)],
        "frontmatter": [{"note": item.note, "line": item.line, "error": item.message} for item in report.frontmatter],
        "unreadable": [{"note": item.note, "error": item.message} for item in report.unreadable],
    }


def _place(finding: Finding) -> dict[str, object]:
    place: dict[str, object] = {"note": finding.note, "line": finding.line}
    if finding.property is not None:
        place["property"] = finding.property
    place["target"] = finding.message
    return place


def _counts(count: LinkCount) -> dict[str, int]:
    return {"links": count.links, "resolved": count.resolved}


def _print(report: Report) -> None:
    by_note: dict[str, list[tuple[int, str]]] = {}
    for findings, words in (
        (report.broken, "broken link: {}"),
        (report.broken_embeds, "broken embed: {}"),
        (report.broken_properties, "broken link: {}"),
        (report.broken_canvases, "broken link: {}"),
        (report.missing_headings, "missing heading: {}"),
        (report.missing_images, "missing image or file: {}"),
        (report.frontmatter, "frontmatter not understood: {}"),
        (report.unreadable, "not read: {}"),
    ):
        for item in findings:
            where = f"{item.property}: " if item.property else ""
            by_note.setdefault(item.note, []).append((item.line, where + words.format(item.message)))
    for item in report.ambiguous:
        where = f"{item.property}: " if item.property else ""
        words = f"{where}ambiguous link: {item.message} may be {', '.join(item.candidates)}"
        by_note.setdefault(item.note, []).append((item.line, words))
    for note, problems in sorted(by_note.items()):
        write(note)
        for line, words in sorted(problems):
            write(f"  {f'{line}: ' if line else ''}{words}")
        write()
    totals = f"{counted(report.notes, 'note')}, {_total(report, 'link', 'links')}"
    if report.properties.links:
        totals += f", {_total(report.properties, 'link in properties', 'links in properties')}"
    if report.canvases.links:
        totals += f", {_total(report.canvases, 'link in canvases', 'links in canvases')}"
    write(f"{totals}; {_summary(report)}")


def _total(count: LinkCount, one: str, many: str) -> str:
    return f"{counted(count.links, one, many)}, {count.resolved} resolved"


def _summary(report: Report) -> str:
    counts = (
        (report.broken, "broken", "broken"),
        (report.broken_embeds, "embed broken", "embeds broken"),
        (report.broken_properties, "broken in properties", "broken in properties"),
        (report.broken_canvases, "broken in canvases", "broken in canvases"),
        (report.ambiguous, "ambiguous", "ambiguous"),
        (report.missing_headings, "heading missing", "headings missing"),
        (report.missing_images, "image or file missing", "images or files missing"),
        (report.frontmatter, "note with bad frontmatter", "notes with bad frontmatter"),
        (report.unreadable, "unreadable", "unreadable"),
    )
    return ", ".join(counted(len(found), one, many) for found, one, many in counts if found) or "nothing wrong"
