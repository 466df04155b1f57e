"""Diagrams of other kinds, where they can't be drawn: each line without the signs of its syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studytui.layout.code.diagrams.flowchart.texts import shown
from studytui.layout.code.diagrams.words import NOT_SHOWN
from studytui.layout.wrap import cells, wrap
from studytui.lazy_regex import lazy_regex

LEAST = 16

_MESSAGE = lazy_regex(r"\s*(.+?)\s*(?:<<)?-{1,2}(?:>>|>|x|\))\s*[+-]?\s*([^:]+?)\s*:\s*(.*)$")
_NOTE = lazy_regex(r"\s*note\s+(?:over|(?:left|right)\s+of)\s+([^:]+?)\s*:\s*(.*)$", re.IGNORECASE)
_ALIAS = lazy_regex(r"\s*(?:create\s+)?(?:participant|actor)\s+(\S+)(?:\s+as\s+(.+))?$")
_STATE = lazy_regex(r'\s*state\s+"([^"]*)"\s+as\s+(\S+)')
_MOVE = lazy_regex(r"\s*(\S+)\s*-->\s*([^\s:]+)\s*(?::\s*(.*))?$")
_RELATION = lazy_regex(
    r'\s*([^\s"]+)\s*(?:"([^"]*)"\s*)?((?:<\||[<|}{o*])?[|}{o*]*)(?:--|\.\.)([|}{o*]*(?:\|>|[|>{}o*])?)'
    r'\s*(?:"([^"]*)"\s*)?([^\s":]+)\s*(?::\s*(.*))?$'
)
_BRACKETS = lazy_regex(r"^\s*[^\s()\[\]{}]*(?:\(\((.+)\)\)|\)\)(.+)\(\(|\{\{(.+)\}\}|\[(.+)\]|\((.+)\)|\)(.+)\()\s*$")
_METADATA = lazy_regex(r"@\{[^}]*\}")
_STEREOTYPE = lazy_regex(r"\s*<<(\w+)>>")
_TITLE = lazy_regex(r"^\s*title:?\s+(?=\S)")
_ARROW = lazy_regex(r"\s*(?:-->|->)\s*")
_BRANCH = lazy_regex(r"\s*(?:else|and|option)\b")
_UML = {"<|": "◁", "|>": "▷", "*": "◆", "o": "◇", "<": "←", ">": "→"}
_MANY = {"||": "1 ", "|o": "0..1 ", "}o": "0..* ", "}|": "1..* "}
_TURNED = str.maketrans("{", "}")
_END = lazy_regex(r"\s*(?:end(?:\s+note)?|\}|activate\s+\S+|deactivate\s+\S+|::icon.*|:::.*)\s*;?\s*$")


def outline(kind: str, body: str, room: int) -> list[str]:
    """Rows of at most `room` cells; none if there is nothing to say.

    Args:
        kind: `sequence`, `state`, … as `mermaid.py` calls them.
        body: The source without its first line, without comments.
        room: Cells.
    """
    rows: list[str] = []
    room = max(room, LEAST)
    for indent, text in _lines(kind, body):
        before = " " * min(indent, room // 2)
        mark = "• " if kind == "mindmap" else ""
        for start, end in wrap(text, max(room - cells(before) - len(mark), LEAST)):
            rows.append(f"{before}{mark}{text[start:end]}")
            mark = " " * len(mark)
    return rows


def _lines(kind: str, body: str) -> Iterator[tuple[int, str]]:
    names: dict[str, str] = {}
    depth = 0
    for line in body.split("\n"):
        if not line.strip() or NOT_SHOWN.match(line):
            continue
        if _END.match(line):
            depth = max(depth - 1, 0) if line.strip().rstrip(";") in ("end", "}") else depth
            continue
        indent = len(line) - len(line.lstrip()) if kind in ("mindmap", "kanban", "treemap", "timeline") else 2 * depth
        if kind == "sequence" and depth and _BRANCH.match(line):
            indent -= 2
        yield indent, shown(_said(kind, line, names)).replace("\n", " ")
        opened = re.match(r"\s*(?:loop|alt|opt|par|critical|break|box|rect)\b", line) if kind == "sequence" else None
        depth += opened is not None or line.rstrip().endswith("{")


def _said(kind: str, line: str, names: dict[str, str]) -> str:
    if kind == "sequence":
        if alias := _ALIAS.match(line):
            names[alias[1]] = alias[2] or alias[1]
            return names[alias[1]]
        if note := _NOTE.match(line):
            return f"{', '.join(names.get(name.strip(), name.strip()) for name in note[1].split(','))}: {note[2]}"
        if message := _MESSAGE.match(line):
            return f"{names.get(message[1], message[1])} → {names.get(message[2], message[2])}: {message[3]}"
    if kind == "state":
        if named := _STATE.match(line):
            names[named[2]] = named[1]
            return named[1]
        if move := _MOVE.match(line):
            ends = [
                {"[*]": end}.get(name, names.get(name, name)) for name, end in zip(move.groups()[:2], "●◉", strict=True)
            ]
            return " → ".join(ends) + (f": {move[3]}" if move[3] else "")
    if kind in ("class", "er") and (relation := _RELATION.match(line)):
        return _related(relation)
    bracketed = _BRACKETS.match(_METADATA.sub("", line)) if kind in ("mindmap", "kanban") else None
    if bracketed is not None:
        return next(part for part in bracketed.groups() if part)
    line = _ARROW.sub(" → ", _TITLE.sub("", _STEREOTYPE.sub(r" (\1)", line)))
    return line.strip().rstrip("{;").replace('"', "").strip()


def _related(relation: re.Match[str]) -> str:
    """Two classes or entities, with the signs and numbers of UML at their ends."""
    first, many, start, end, other, second, text = relation.groups()
    signs = [_UML.get(start, _MANY.get(start, "")), "─", _UML.get(end, _MANY.get(end[::-1].translate(_TURNED), ""))]
    parts = [first, many or "", "".join(signs), other or "", second]
    return " ".join(part for part in parts if part) + (f": {text}" if text else "")
