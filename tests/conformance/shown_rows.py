"""Our side: the rows of `show --format json`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pages import CODE, RULE, TABLE, Characters, Role, Row, address

_LINKS = frozenset(("link", "link-missing", "url"))
_STYLES = frozenset(("bold", "italic", "strike", "underline", "code", "tag", "math", "high-yield", "embed", "footnote"))
_BARS = "▎┃║╎"
_NOT_HERE = re.compile(r", not in this vault(?=\]$)")
_NUMBER = re.compile(r"(\d)\)(?=\s*$)")


def is_of_a_note(line: Mapping[str, Any]) -> bool:
    """True if a row shows a line of this note, or of one that is embedded in it."""
    return line["line"] is not None or "embedded" in line


def is_label(line: Mapping[str, Any]) -> bool:
    """True if a row is the name of a language above code."""
    marks = {(span["start"], span["end"]) for span in line["spans"] if span["role"] == "marker"}
    return any((span["start"], span["end"]) in marks for span in line["spans"] if span["role"] == "code")


def shown_rows(lines: Sequence[Mapping[str, Any]]) -> list[Row]:
    """The rows of one note, without what the layout adds for its looks: its header, underlines, blank rows."""
    rows: list[Row] = []
    for line in lines:
        label = is_label(line)
        if not is_of_a_note(line) and not label:
            continue
        row = _row(line["text"], line["spans"], label=label)
        if row.runs or row.before.strip(" │" + _BARS) or TABLE in row.before:
            rows.append(row)
    return rows


def _row(text: str, spans: Sequence[Mapping[str, Any]], *, label: bool) -> Row:
    before, start = _before(text, spans)
    before = _NUMBER.sub(r"\1.", before)
    exact = before.endswith((TABLE, CODE))
    if exact:
        before = before.rstrip() + " "
    elif text[start:].strip("─") == "" and text[start:]:
        return Row(before, ((RULE, frozenset()),))
    found = Characters()
    at = start
    for end in sorted({*_edges(spans, start), len(text)}):
        piece = text[at:end]
        roles = frozenset(role for span in spans if span["start"] <= at < span["end"] for role in _roles(span))
        if any(role[0] in ("image", "embed") for role in roles):
            piece = _NOT_HERE.sub("", piece)
            roles = frozenset(role for role in roles if role[0] != "link")
        found.add(piece.partition(" ")[0] if label else piece, roles)
        at = end
    return found.row(before, exact=exact and not label)


def _edges(spans: Sequence[Mapping[str, Any]], start: int) -> set[int]:
    return {edge for span in spans for edge in (span["start"], span["end"]) if edge > start}


def _before(text: str, spans: Sequence[Mapping[str, Any]]) -> tuple[str, int]:
    """What stands before a row (bars, bullets, indentation), and where its own text begins; an icon is in neither."""
    start = 0
    for span in spans:
        mark = text[span["start"] : span["end"]]
        if span["role"] not in ("marker", "callout", "embed") or text[start : span["start"]].strip(" "):
            continue
        if span["role"] != "marker" and mark not in _BARS:
            return text[: span["start"]], span["end"] + 1 if len(mark) == 1 else start
        if mark == TABLE and (not text[span["end"] :] or _is_code(spans, span["end"] + 1)):
            return text[: span["end"] + 1], min(span["end"] + 1, len(text))
        if mark.startswith(TABLE) or not mark.strip("─") or _is_code(spans, span["start"]):
            break
        start = span["end"]
    own = start + len(text[start:]) - len(text[start:].lstrip(" "))
    own = min([own, *(span["start"] for span in spans if span["role"] == "code" and span["start"] >= start)])
    return text[:own], own


def _is_code(spans: Sequence[Mapping[str, Any]], at: int) -> bool:
    return any(span["role"] == "code" and span["start"] == at for span in spans)


def _roles(span: Mapping[str, Any]) -> list[Role]:
    role = span["role"]
    if role in _LINKS:
        return [("link", address(span.get("target") or ""))]
    if role == "image":
        return [("image", address(span.get("target") or ""))]
    if role == "heading":
        return [("heading", str(span["level"]))]
    return [(role,)] if role in _STYLES else []
