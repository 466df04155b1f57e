"""Source of a flowchart -> `Chart`; as lenient as it can be without guessing, and it says where it can't read on."""

from __future__ import annotations

import re

from studytui.layout.code.diagrams.flowchart.chart import OPEN, Chart, ChartError, Edge, Group, Head, Line, Node
from studytui.layout.code.diagrams.flowchart.texts import shown
from studytui.lazy_regex import lazy_regex

_HEAD = lazy_regex(r"\s*(?:flowchart-elk|flowchart|graph)\b[ \t]*(TD|TB|LR|RL|BT|[<>^v])?(?=[\s;]|$)", re.IGNORECASE)
_DIRECTIONS = {"TB": "TD", ">": "LR", "<": "RL", "^": "BT", "V": "TD", "": "TD"}
_LOOKS = lazy_regex(
    r"accDescr[ \t]*\{|(?:classDef|class|style|linkStyle|click|direction|accTitle|accDescr|href|callback)\b"
    r"(?!\s*(?:--|==|-\.|[\[({@&]))"
)
_GROUP = lazy_regex(r"subgraph(?:[ \t]+(.*))?$")
_GROUP_NAMED = lazy_regex(r"([^\s\[\]\"]+)[ \t]*\[(.*)\]$")
_BLANK = lazy_regex(r"[ \t]*")
_GOES_ON = lazy_regex(r"\s*(?=--|==|-\.|<--|<==|<-\.|~~~)")
"""A line that begins with a link belongs to the nodes before it."""
_ID = lazy_regex(r"(?:[^\s\[\](){}<>|&;:~=@\"-]|-(?![-.>])|=(?!=)|:(?!::)|@(?!\{))+")
_CLASS = lazy_regex(r":::[\w-]+(?:,[\w-]+)*")
_EDGE_ID = lazy_regex(r"[\w-]+@(?=[<xo]?[-=~])")
_LINK = lazy_regex(r"([<xo]?)(-{2,}[->xo]|={2,}[=>xo]|-?\.+-[->xo]?|-\.+->?[xo]?|~{3,})(?![->])")
_OPENED = lazy_regex(r"([<xo]?)(--|==|-\.)(?=[^->.=])")
_CLOSED = {
    "--": re.compile(r"(?<![-])(-{2,}[->xo]|-{2,})(?=[^->]|$)"),
    "==": re.compile(r"(={2,}[=>xo]|={2,})(?=[^=>]|$)"),
    "-.": re.compile(r"(\.+-[>xo]?)(?=[^->]|$)"),
}
_PIPED = lazy_regex(r"[ \t]*\|([^|]*)\|")
_DATA = lazy_regex(r"(\w+)\s*:\s*(\"(?:[^\"])*\"|[^,}\n]+)")

# What opens a shape -> what closes it, and the shape; the longest first.
_SHAPES = (
    ("(((", ")))", "double circle"),
    ("([", "])", "stadium"),
    ("((", "))", "circle"),
    ("[[", "]]", "subroutine"),
    ("[(", ")]", "cylinder"),
    ("[/", "/]", "parallelogram"),
    ("[/", "\\]", "trapezoid"),
    ("[\\", "\\]", "parallelogram back"),
    ("[\\", "/]", "trapezoid down"),
    ("{{", "}}", "hexagon"),
    ("[|", "|]", "rectangle"),
    ("(-", "-)", "circle"),
    ("[", "]", "rectangle"),
    ("(", ")", "rounded"),
    ("{", "}", "diamond"),
    (">", "]", "flag"),
)
_NAMED_SHAPES = {
    **dict.fromkeys(("diam", "diamond", "decision", "question"), "diamond"),
    **dict.fromkeys(("rounded", "event"), "rounded"),
    **dict.fromkeys(("stadium", "pill", "terminal"), "stadium"),
    **dict.fromkeys(("circle", "circ"), "circle"),
    **dict.fromkeys(("cyl", "cylinder", "database", "db"), "cylinder"),
    **dict.fromkeys(("hex", "hexagon", "prepare"), "hexagon"),
    **dict.fromkeys(("subproc", "subprocess", "subroutine", "framed-rectangle", "fr-rect"), "subroutine"),
    **dict.fromkeys(("lean-r", "lean-right", "in-out"), "parallelogram"),
    **dict.fromkeys(("lean-l", "lean-left", "out-in"), "parallelogram back"),
    **dict.fromkeys(("trap-b", "trapezoid", "priority"), "trapezoid"),
    **dict.fromkeys(("trap-t", "manual", "inv-trapezoid"), "trapezoid down"),
    **dict.fromkeys(("dbl-circ", "double-circle"), "double circle"),
    **dict.fromkeys(("odd", "flag"), "flag"),
}


def is_flowchart(text: str) -> bool:
    """True if a source without comments says that it is one."""
    return _HEAD.match(text) is not None


def read(text: str) -> Chart:
    """The chart that a source says, whose comments, directives and properties were blanked out.

    Raises:
        ChartError: It can't be read.
    """
    head = _HEAD.match(text)
    if head is None:
        raise ChartError("no kind of diagram that is known")
    way = (head[1] or "").upper()
    reader = _Reader(text, head.end(), _DIRECTIONS.get(way, way))
    reader.read()
    return reader.chart


class _Reader:
    def __init__(self, text: str, at: int, direction: str) -> None:
        self._text = text
        self._at = at
        self.chart = Chart(direction)
        self._open: list[str] = []
        self._number = 0
        self._edge_ids: set[str] = set()

    def read(self) -> None:
        while self._next():
            self._statement()
        if self._open:
            name = self.chart.groups[self._open[-1]].text
            raise ChartError(f"the subgraph {name!r} has no end")
        if not self.chart.nodes:
            raise ChartError("a chart without nodes")
        self._groups_as_ends()

    def _next(self) -> bool:
        while self._at < len(self._text) and self._text[self._at] in " \t\r\n;\xa0":
            self._at += 1
        return self._at < len(self._text)

    def _statement(self) -> None:
        end = self._line_end()
        line = self._text[self._at : end]
        word = line.strip(" \t\r;")
        group = _GROUP.match(word)
        if word == "end" or re.match(r"end[ \t]*;", line):
            if not self._open:
                raise self._error("an end without a subgraph")
            self._open.pop()
            self._at += line.index("end") + 3
        elif group is not None:
            self._begin(group[1] or "")
            self._at = end
        elif _LOOKS.match(line):
            self._skip(end)
        else:
            self._chain()

    def _skip(self, end: int) -> None:
        line = self._text[self._at : end]
        if line.startswith("accDescr") and "{" in line:
            close = self._text.find("}", self._at)
            end = len(self._text) if close < 0 else close + 1
        elif ";" in line and not line.startswith(("acc", "click")):
            end = self._at + line.index(";") + 1
        self._at = end

    def _begin(self, named: str) -> None:
        match = _GROUP_NAMED.match(named)
        name, text = (match[1], match[2]) if match else (named, named)
        if not match and (named.startswith('"') or " " in named or not named):
            self._number += 1
            name = f"\0{self._number}"
        inside = self._open[-1] if self._open else ""
        if name in self.chart.groups:
            self._number += 1
            name = f"{name}\0{self._number}"
        self.chart.groups[name] = Group(name, shown(text), inside)
        self._open.append(name)

    def _chain(self) -> None:
        sources = self._nodes()
        while True:
            self._blank()
            if goes_on := _GOES_ON.match(self._text, self._at):
                self._at = goes_on.end()
            elif self._at == len(self._text) or self._text[self._at] in "\n;\r":
                return
            edge = self._edge()
            self._blank(lines=True)
            targets = self._nodes()
            for source in sources:
                for target in targets:
                    self.chart.edges.append(Edge(source, target, edge.text, edge.line, edge.start, edge.end))
            sources = targets

    def _nodes(self) -> list[str]:
        found = [self._node()]
        while True:
            at = self._at
            self._blank(lines=True)
            if self._text[self._at : self._at + 1] != "&":
                self._at = at
                return found
            self._at += 1
            self._blank(lines=True)
            found.append(self._node())

    def _node(self) -> str:
        match = _ID.match(self._text, self._at)
        if match is None:
            raise self._error("a node is expected")
        self._at = match.end()
        name = match[0]
        if name in self._edge_ids and self._text.startswith("@{", self._at):
            self._data(Node(name, name))  # how an edge looks
            return name
        node = self.chart.nodes.get(name)
        if node is None:
            node = self.chart.nodes[name] = Node(name, name)
        if self._open and not node.group:
            node.group = self._open[-1]
        self._shape(node)
        if marked := _CLASS.match(self._text, self._at):
            self._at = marked.end()
        return name

    def _shape(self, node: Node) -> None:
        if self._text.startswith("@{", self._at):
            self._data(node)
            return
        for opener, closer, shape in _SHAPES:
            if self._text.startswith(opener, self._at):
                inner = self._until(self._at + len(opener), closer)
                if inner is not None:
                    node.text, node.shape = shown(inner) or " ", shape
                    self._at += len(opener) + len(inner) + len(closer)
                    return
        if self._text[self._at : self._at + 1] in ("[", "(", "{"):
            raise self._error("a bracket is not closed")

    def _until(self, start: int, closer: str) -> str | None:
        """The text up to a closing bracket; brackets in it, and quotes, may hold the same."""
        text, at, depth = self._text, start, 0
        opener = {"]": "[", ")": "(", "}": "{"}[closer[-1]]
        while at < len(text):
            sign = text[at]
            if sign == '"' and not text[start:at].strip():
                close = text.find('"', at + 1)
                if close < 0:
                    return None
                at = close + 1
                continue
            if sign == "\n" and not text[start:at].lstrip().startswith('"'):
                rest = text[at:].lstrip()
                if not rest or _ID.match(rest) is None:
                    return None
            if not depth and text.startswith(closer, at):
                # `((a))` ends with the last two of several.
                return text[start:at]
            if sign == opener:
                depth += 1
            elif sign == closer[-1]:
                if not depth:
                    return None
                depth -= 1
            at += 1
        return None

    def _data(self, node: Node) -> None:
        close = self._text.find("}", self._at)
        quoted = re.compile(r'@\{(?:[^"}]|"[^"]*")*\}').match(self._text, self._at)
        if close < 0 or quoted is None:
            raise self._error("a bracket is not closed")
        for key, value in _DATA.findall(quoted[0]):
            if key == "label":
                node.text = shown(value)
            elif key == "shape":
                node.shape = _NAMED_SHAPES.get(value.strip().strip('"'), "rectangle")
        self._at = quoted.end()

    def _edge(self) -> Edge:
        if named := _EDGE_ID.match(self._text, self._at):
            self._edge_ids.add(named[0][:-1])
            self._at = named.end()
        link = _LINK.match(self._text, self._at)
        opened = _OPENED.match(self._text, self._at)
        text = ""
        if link is not None:
            start, body = link[1], link[2]
            self._at = link.end()
            if piped := _PIPED.match(self._text, self._at):
                text = shown(piped[1])
                self._at = piped.end()
        elif opened is not None:
            start, body, text = self._labelled(opened)
        else:
            raise self._error("a link is expected")
        line: Line = "hidden" if body[0] == "~" else "thick" if body[0] == "=" else "dotted" if "." in body else "solid"
        return Edge("", "", text, line, _head(start), _head(body[-1]))

    def _labelled(self, opened: re.Match[str]) -> tuple[str, str, str]:
        begin = opened.end()
        at = begin
        after = _BLANK.match(self._text, begin)
        quoted = after.end() if after else begin
        if self._text[quoted : quoted + 1] == '"':
            close = self._text.find('"', quoted + 1)
            at = close + 1 if close > 0 else begin
        closed = _CLOSED[opened[2]].search(self._text, at)
        if closed is None or "\n" in self._text[at : closed.start()]:
            raise self._error("a link is not finished")
        self._at = closed.end()
        return opened[1], opened[2] + closed[1], shown(self._text[begin : closed.start()])

    def _blank(self, *, lines: bool = False) -> None:
        signs = " \t\r\n\xa0" if lines else " \t\r\xa0"
        while self._at < len(self._text) and self._text[self._at] in signs:
            self._at += 1

    def _line_end(self) -> int:
        end = self._text.find("\n", self._at)
        return len(self._text) if end < 0 else end

    def _error(self, what: str) -> ChartError:
        line = self._text.count("\n", 0, self._at) + 1
        found = self._text[self._at : self._line_end()].strip()
        found = found if len(found) <= 24 else f"{found[:23]}…"
        return ChartError(f"{what} in line {line}" + (f", at {found}" if found else ""))

    def _groups_as_ends(self) -> None:
        """A name that edges go to and that is a group's is no node."""
        for name, group in list(self.chart.groups.items()):
            node = self.chart.nodes.get(name)
            if node is None:
                continue
            if any(each.group in self._below(name) for each in self.chart.nodes.values() if each is not node):
                del self.chart.nodes[name]
                if node.shape != OPEN:
                    group.text = node.text

        empty = [name for name in self.chart.groups if not self.chart.members(name)]
        for name in empty:
            group = self.chart.groups[name]
            node = self.chart.nodes.setdefault(name, Node(name, group.text))
            node.text, node.group = group.text, group.inside
        for name in empty:
            del self.chart.groups[name]
        for node in self.chart.nodes.values():
            while node.group and node.group not in self.chart.groups:
                node.group = ""

    def _below(self, name: str) -> set[str]:
        return {each for each in self.chart.groups if name in self.chart.around(each)}


def _head(sign: str) -> Head:
    heads: dict[str, Head] = {">": "arrow", "<": "arrow", "x": "cross", "o": "circle"}
    return heads.get(sign, "")
