"""Mermaid source -> rows of box drawings: termaid draws, and what it has not understood is not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

from studytui.layout.code.diagrams.words import arrows, labels, words_of
from studytui.layout.wrap import cells

LONGEST_DIAGRAM = 20_000
"""Characters of a source that is drawn."""
TALLEST = 1_000
"""Rows of a drawing that is shown."""

# First word of a source -> kind, and termaid's parser of it.
_KINDS = {
    "flowchart": ("flowchart", "flowchart.parse_flowchart"),
    "graph": ("flowchart", "flowchart.parse_flowchart"),
    "sequencediagram": ("sequence", "sequence.parse_sequence_diagram"),
    "classdiagram": ("class", "classdiagram.parse_class_diagram"),
    "statediagram": ("state", "statediagram.parse_state_diagram"),
    "erdiagram": ("er", "erdiagram.parse_er_diagram"),
    "gantt": ("gantt", "gantt.parse_gantt"),
    "pie": ("pie", "piechart.parse_pie_chart"),
    "gitgraph": ("git", "gitgraph.parse_git_graph"),
    "mindmap": ("mindmap", "mindmap.parse_mindmap"),
    "timeline": ("timeline", "timeline.parse_timeline"),
    "journey": ("journey", "journey.parse_journey"),
    "kanban": ("kanban", "kanban.parse_kanban"),
    "quadrantchart": ("quadrant", "quadrant.parse_quadrant"),
    "xychart": ("xychart", "xychart.parse_xychart"),
    "block": ("block", "blockdiagram.parse_block_diagram"),
    "packet": ("packet", "packet.parse_packet"),
    "architecture": ("architecture", "architecture.parse_architecture"),
    "treemap": ("treemap", "treemap.parse_treemap"),
}
_HEAD = re.compile(r"([A-Za-z]+)(?:-v2|-beta)?(?:[ \t]+(?:TD|TB|LR|RL|BT)\b)?(?=[\s;:]|$)")
_FRONTMATTER = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_DIRECTIVE = re.compile(r"%%\{.*?\}%%", re.DOTALL)
_COMMENT = re.compile(r"^[ \t]*%%.*$", re.MULTILINE)
_BREAK = re.compile(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)
_ICON = re.compile(r"\bfa[bsrl]?:fa-[\w-]+[ \t]*")
_SIDEWAYS = re.compile(r"(\w+[ \t]+)(?:LR|RL)\b")
_QUOTED_EDGE = re.compile(r'(--|==|-\.)[ \t]*"([^"|\n]*)"[ \t]*((?:--+|==+|\.-+)[>ox]?)')
_ROOT = re.compile(r"^(\s*)[^\s()\[\]{}]*(?:\(\((.+)\)\)|\)\)(.+)\(\(|\{\{(.+)\}\}|\[(.+)\]|\((.+)\)|\)(.+)\()\s*$")
_NODE = re.compile(r"[\w.:/*-]+")
_LEFT_OVER = re.compile(r'-->|==>|-\.->|--"|<br|<-->|\(\(|\)\)|\[\[|\]\]|\{\{|\}\}|:::|@\{|#\w+;')
"""Syntax that a drawing shows only where it was not understood."""


def draw(source: str, room: int, most: int) -> list[str]:
    """The rows of a drawing, in `room` cells if it can be, else in as few as it can be and at most `most`.

    Nothing for what is no diagram of a kind that is known, was not wholly understood, or lacks a word of a label.
    """
    if len(source) > LONGEST_DIAGRAM:
        return []
    title, text = _title_and_text(source)
    head = _HEAD.match(text)
    kind, parser = _KINDS.get(head[1].lower() if head else "", ("", ""))
    if not kind or head is None:
        return []
    text = _normalised(kind, text)
    body = text[head.end() :]
    if kind == "pie":
        title = title or next(iter(re.findall(r"\btitle[ \t]+(.+)", body)), "")
    if not _understood(kind, parser, text, body):
        return []
    wanted = {*labels(kind, body), *words_of(title)}
    best: list[str] = []
    for rows in _attempts(text):
        rows = _trimmed(rows)
        shown = set(words_of(" ".join(rows)))
        if title and not shown.issuperset(words_of(title)):
            rows = [title, "", *rows]
            shown.update(words_of(title))
        if not rows or len(rows) > TALLEST or not wanted <= shown or _LEFT_OVER.search("\n".join(rows)):
            continue
        if not best or _width(rows) < _width(best):
            best = rows
        if _width(best) <= room:
            break
    return best if best and _width(best) <= most else []


_APART = re.compile(r"(--+>|-\.+->|==+>|---+)[ \t]+\|")
"""A label that stands apart from its edge."""
_TALL_STORE = re.compile(r"\[\(([^()\[\]\n]*\\n[^()\[\]\n]*)\)\]")
"""A cylinder of several rows: its rims would be drawn over them."""


def _title_and_text(source: str) -> tuple[str, str]:
    text = source.strip().replace("\t", "    ")
    title = ""
    front = _FRONTMATTER.match(text)
    if front is not None:
        title = next(iter(re.findall(r"^title:[ \t]*(.+)$", front[1], re.MULTILINE)), "").strip().strip("\"'")
        text = text[front.end() :]
    return title, _COMMENT.sub("", _DIRECTIVE.sub("", text)).strip()


def _normalised(kind: str, text: str) -> str:
    """The source as termaid reads it right."""
    if kind == "flowchart":
        text = _ICON.sub("", _BREAK.sub(r"\\n", text))
        text = _TALL_STORE.sub(r"(\1)", _APART.sub(r"\1|", text))
        return _QUOTED_EDGE.sub(_piped, text)
    if kind == "mindmap":
        lines = [line for line in text.split("\n") if not line.lstrip().startswith((":::", "::icon"))]
        text = "\n".join(_ROOT.sub(lambda match: match[1] + (match[match.lastindex or 1]), line) for line in lines)
    return _BREAK.sub(" ", text)


def _piped(edge: re.Match[str]) -> str:
    start, label, end = edge[1], edge[2], edge[3]
    return f"{start if start == '-.' else ''}{end.lstrip('.') if start == '-.' else end}|{label}|"


def _understood(kind: str, parser: str, text: str, body: str) -> bool:
    module, _, function = parser.partition(".")
    parsed = getattr(import_module(f"termaid.parser.{module}"), function)(text)
    if getattr(parsed, "warnings", None):
        return False
    if kind == "flowchart":
        return len(parsed.edges) >= arrows(body) and all(_NODE.fullmatch(name) for name in parsed.nodes)
    return True


def _attempts(text: str) -> Iterator[list[str]]:
    """Drawings from roomy to narrow; last those that go down where the source goes sideways."""
    from termaid import render

    longest = max(map(cells, re.findall(r"[^\W_]+", text)), default=0)
    widths = [max(width, longest) for width in (20, 14, 10)]
    for gap, padding, label in ((4, 2, widths[0]), (2, 1, widths[0]), (2, 1, widths[1]), (1, 1, widths[2])):
        yield render(text, gap=gap, padding_x=padding, padding_y=0, max_label_width=label).split("\n")
    downwards = _SIDEWAYS.sub(r"\1TD", text, count=1) if _SIDEWAYS.match(text) else text
    if downwards != text:
        yield from _attempts(downwards)


def _trimmed(rows: list[str]) -> list[str]:
    """Without blank rows and columns around."""
    rows = [row.rstrip() for row in rows]
    while rows and not rows[0]:
        rows.pop(0)
    while rows and not rows[-1]:
        rows.pop()
    indent = min((len(row) - len(row.lstrip(" ")) for row in rows if row), default=0)
    return [row[indent:] for row in rows]


def _width(rows: list[str]) -> int:
    return max(map(cells, rows))
