"""Mermaid source -> rows: flowcharts are drawn here, other kinds by termaid, and what is not drawn is an outline."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from importlib import import_module

from studytui.layout.code.diagrams import otherwise
from studytui.layout.code.diagrams.flowchart.chart import Chart, ChartError
from studytui.layout.code.diagrams.flowchart.drawing import drawings
from studytui.layout.code.diagrams.flowchart.outline import outline
from studytui.layout.code.diagrams.flowchart.reading import is_flowchart, read
from studytui.layout.code.diagrams.words import labels, words_of
from studytui.layout.wrap import cells
from studytui.lazy_regex import lazy_regex

LONGEST_DIAGRAM = 20_000
"""Characters of a source that is drawn."""
TALLEST = 1_000
"""Rows of a drawing that is shown."""
ENOUGH = 0.8
"""Seconds after which no further drawing of a flowchart is tried."""

# First word of a source -> kind, and termaid's parser of it.
_KINDS = {
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
_NOT_DRAWN = frozenset(
    (
        "sankey",
        "requirementdiagram",
        "c4context",
        "c4container",
        "c4component",
        "c4dynamic",
        "c4deployment",
        "zenuml",
        "radar",
    )
)
"""Kinds that termaid does not know."""
_HEAD = lazy_regex(r"([A-Za-z]\w*)(?:-v2|-beta)?(?:[ \t]+(?:TD|TB|LR|RL|BT)\b)?(?=[\s;:]|$)")
_FRONTMATTER = lazy_regex(r"(\s*)---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", re.DOTALL)
_DIRECTIVE = lazy_regex(r"%%\{.*?\}%%", re.DOTALL)
_COMMENT = lazy_regex(r"^[ \t]*%%.*$", re.MULTILINE)
_BREAK = lazy_regex(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)
_METADATA = lazy_regex(r"@\{[^}]*\}")
_EVENT = lazy_regex(r"\s*:\s+")
_COMMA = "\N{SINGLE LOW-9 QUOTATION MARK}"
"""Stands for a comma where termaid would part events there."""
_SIDEWAYS = lazy_regex(r"(\w+[ \t]+)(?:LR|RL)\b")
_ROOT = lazy_regex(r"^(\s*)[^\s()\[\]{}]*(?:\(\((.+)\)\)|\)\)(.+)\(\(|\{\{(.+)\}\}|\[(.+)\]|\((.+)\)|\)(.+)\()\s*$")
_LEFT_OVER = lazy_regex(r'-->|==>|-\.->|--"|<br|<-->|\(\(|\)\)|\[\[|\]\]|\{\{|\}\}|:::|@\{|#\w+;')
"""Syntax that a drawing shows only where it was not understood."""


def draw(source: str, room: int, most: int) -> list[str]:
    """The rows of a drawing, in `room` cells if it can be, else in as few as it can be and at most `most`.

    Where there is none, an outline; nothing for what is no diagram of a kind that is known, or has an error.
    """
    if len(source) > LONGEST_DIAGRAM:
        return []
    title, text = _title_and_text(source)
    try:
        rows = _flowchart(read(text), room, most) if is_flowchart(text) else _of_termaid(title, text, room, most)
    except ChartError:
        return []
    if rows and title and not set(words_of(title)) <= set(words_of(" ".join(rows))):
        return [title, "", *rows]
    return rows


def problem(source: str) -> str:
    """Why nothing can be shown of a source but itself."""
    if len(source) > LONGEST_DIAGRAM:
        return "too long to be drawn"
    _, text = _title_and_text(source)
    if is_flowchart(text):
        try:
            read(text)
        except ChartError as error:
            return f"not drawn: {error}"
        return ""
    head = _HEAD.match(text.strip())
    return (
        "not drawn: empty"
        if not text.strip()
        else f"not drawn: {head[1]} is no kind that is known here"
        if head
        else "not drawn: no kind of diagram"
    )


def _flowchart(chart: Chart, room: int, most: int) -> list[str]:
    best: list[str] = []
    start = time.monotonic()
    for rows in drawings(chart, room):
        if len(rows) <= TALLEST and (not best or _width(rows) < _width(best)):
            best = rows
        if (best and _width(best) <= room) or time.monotonic() - start > ENOUGH:
            break
    return best if best and _width(best) <= most else outline(chart, room)


def _of_termaid(title: str, text: str, room: int, most: int) -> list[str]:
    text = text.strip()
    head = _HEAD.match(text)
    kind, parser = _KINDS.get(head[1].lower() if head else "", ("", ""))
    if head is None:
        return []
    text = _normalised(kind, text)
    body = text[head.end() :]
    rows = _drawn(kind, parser, title, text, room, most) if kind else []
    if rows or not (kind or head[1].lower() in _NOT_DRAWN):
        return rows
    return otherwise.outline(kind, body, room)


def _drawn(kind: str, parser: str, title: str, text: str, room: int, most: int) -> list[str]:
    head = _HEAD.match(text)
    body = text[head.end() :] if head else ""
    if kind == "pie":
        title = title or next(iter(re.findall(r"\btitle[ \t]+(.+)", body)), "")
    try:
        if not _understood(parser, text):
            return []
        wanted = {*labels(kind, body), *words_of(title)}
        best: list[str] = []
        for rows in _attempts(text):
            rows = _trimmed([row.replace(_COMMA, ",") for row in rows])
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
    except Exception:  # whatever breaks the library is shown as an outline
        return []
    return best if best and _width(best) <= most else []


def _title_and_text(source: str) -> tuple[str, str]:
    """The title of the properties, and the source without these and without comments, which leave blank lines."""
    text = source.rstrip().replace("\t", "    ")
    title = ""
    front = _FRONTMATTER.match(text)
    if front is not None:
        title = next(iter(re.findall(r"^title:[ \t]*(.+)$", front[2], re.MULTILINE)), "").strip().strip("\"'")
        text = "\n" * front[0].count("\n") + text[front.end() :]
    text = _DIRECTIVE.sub(lambda match: "\n" * match[0].count("\n"), text)
    return title, _COMMENT.sub("", text)


def _normalised(kind: str, text: str) -> str:
    """The source as termaid reads it right."""
    if kind == "mindmap":
        lines = [line for line in text.split("\n") if not line.lstrip().startswith((":::", "::icon"))]
        text = "\n".join(_ROOT.sub(lambda match: match[1] + (match[match.lastindex or 1]), line) for line in lines)
    elif kind == "timeline":
        text = _timeline(text)
    elif kind == "kanban":
        text = _METADATA.sub("", text)
    return _BREAK.sub(" ", text)


def _timeline(text: str) -> str:
    """Each period on one line with all its events, which commas part for termaid."""
    lines: list[str] = []
    for line in text.split("\n"):
        if re.match(r"\s*(?:timeline|title|section)\b", line) or not line.strip():
            lines.append(line)
            continue
        period, *events = (part.replace(",", _COMMA) for part in _EVENT.split(line.rstrip()))
        if period.strip() or not lines:
            lines.append(f"{period} : {', '.join(events)}" if events else period)
        elif events:
            lines[-1] += (", " if " : " in lines[-1] else " : ") + ", ".join(events)
    return "\n".join(lines)


def _understood(parser: str, text: str) -> bool:
    module, _, function = parser.partition(".")
    parsed = getattr(import_module(f"termaid.parser.{module}"), function)(text)
    return not getattr(parsed, "warnings", None)


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
