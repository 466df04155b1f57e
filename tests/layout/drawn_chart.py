"""What a drawing of a flowchart says, found by following its lines: the same as its reader would see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from studytui.layout.wrap import cells, graphemes

UP, RIGHT, DOWN, LEFT = (-1, 0), (0, 1), (1, 0), (0, -1)
_SIDES = {
    "│┃┆": (UP, DOWN),
    "─━┄": (LEFT, RIGHT),
    "╭┏": (DOWN, RIGHT),
    "╮┓": (DOWN, LEFT),
    "╰┗": (UP, RIGHT),
    "╯┛": (UP, LEFT),
    "├┣": (UP, DOWN, RIGHT),
    "┤┫": (UP, DOWN, LEFT),
    "┬┳": (DOWN, LEFT, RIGHT),
    "┴┻": (UP, LEFT, RIGHT),
    "┼╋": (UP, DOWN, LEFT, RIGHT),
}
SIDES = {sign: sides for signs, sides in _SIDES.items() for sign in signs}
TOPS = dict(zip("┌╭╱╲╔╓", ("┐", "╮", "╲╱", "╲", "╗", "╖"), strict=True))
ARROWS = {"▼": DOWN, "▲": UP, "►": RIGHT, "◄": LEFT}
HEADS = {**dict.fromkeys("▼▲►◄", "arrow"), "○": "circle", "×": "cross"}
LINES = frozenset(SIDES) | frozenset("╌╎┌┐└┘╱╲╔╗╚╝╓╖╙╜═║")

End = tuple[str, str]
"""The text of a node, and the head there."""
Link = tuple[tuple[End, End], str]
"""Two ends, in order of the alphabet, and a label."""
Port = tuple[int, int, tuple[int, int]]


def link(source: str, start: str, target: str, end: str, label: str) -> Link:
    """An edge as it compares."""
    first, second = sorted(((joined(source), start), (joined(target), end)))
    return (first, second), joined(label)


def joined(text: str) -> str:
    """A text without regard to where it is wrapped."""
    return "".join(text.split())


class Drawn:
    """The boxes and lines of a drawing."""

    def __init__(self, rows: list[str], nodes: Iterable[str], titles: Iterable[str]) -> None:
        self.grid = [_cells(row) for row in rows]
        self.nodes = {joined(text) for text in nodes}
        self.through = self._without(titles)
        self.owner: dict[tuple[int, int], str] = {}
        self.boxes: dict[str, tuple[int, int, int, int]] = {}
        self._find_boxes()

    def at(self, row: int, column: int) -> str:
        """The sign of a cell; a blank outside, and no sign in the second cell of a wide one."""
        inside = 0 <= row < len(self.grid) and 0 <= column < len(self.grid[row])
        return (self.grid[row][column] or "\0") if inside else " "

    def _without(self, titles: Iterable[str]) -> set[tuple[int, int]]:
        """Take the titles of frames away, and say which cells they stood on."""
        through = set()
        for title in titles:
            for number, row in enumerate(self.grid):
                text = "".join(row)
                at = text.find(f" {title} ")
                around = text[max(at - 1, 0) : at] + text[at + len(title) + 2 :][:1]
                if at >= 0 and set(around) & set("╌╭╮") and len(text) == len(row):
                    for column in range(at, at + len(title) + 2):
                        through.add((number, column))
                        row[column] = " "
                    break
        return through

    def _find_boxes(self) -> None:
        for row, signs in enumerate(self.grid):
            for left, sign in enumerate(signs):
                if sign in TOPS:
                    self._box(row, left)

    def _box(self, top: int, left: int) -> None:
        for right in range(left + 2, len(self.grid[top])):
            if self.at(top, right) in TOPS[self.at(top, left)]:
                break
            if self.at(top, right) not in "─═┴":
                return
        else:
            return
        bottom = top + 1
        while self.at(bottom, left) in "│(<>║├┤" and self.at(bottom, right) in "│)>║├┤":
            bottom += 1
        if self.at(bottom, left) not in "└╰╲╱╚╙" or bottom < top + 2:
            return
        inner = ["".join(self.grid[row][left + 1 : right]) for row in range(top + 1, bottom)]
        text = joined("".join(inner)).replace("─", "")
        text = text.partition("↺")[0]
        if text in self.nodes:
            assert text not in self.boxes, f"{text} is drawn twice"
            self.boxes[text] = (top, left, bottom, right)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self.owner[row, column] = text

    def links(self) -> Counter[Link]:
        """Every edge that a reader sees."""
        found: Counter[Link] = Counter()
        for text, (top, left, bottom, right) in self.boxes.items():
            ports = [(bottom, column, DOWN) for column in range(left + 1, right)]
            ports += [(row, right, RIGHT) for row in range(top + 1, bottom)]
            for row, column, way in ports:
                head, start = self._port(row, column, way)
                if start is None:
                    continue
                for (end, last), label in self._follow(start, way):
                    found[link(text, head, end, last, label)] += 1
        return found

    def _port(self, row: int, column: int, way: tuple[int, int]) -> tuple[str, tuple[int, int] | None]:
        beyond = (row + way[0], column + way[1])
        sign = self.at(*beyond)
        if self.at(row, column) == ("┬" if way == DOWN else "├"):
            return "", beyond
        if ARROWS.get(sign) == (-way[0], -way[1]) or (sign in "○×" and beyond not in self.owner):
            return HEADS[sign], (beyond[0] + way[0], beyond[1] + way[1])
        return "", None

    def _follow(self, start: tuple[int, int], way: tuple[int, int]) -> Iterator[tuple[End, str]]:
        """The ends that a line leads to, with the label on the way to each."""
        forwards = way
        waiting = [(start, way, "")]
        seen = set()
        while waiting:
            (row, column), way, label = waiting.pop()
            if ((row, column), way) in seen:
                continue
            seen.add(((row, column), way))
            following = (row + way[0], column + way[1])
            sign = self.at(row, column)
            if (row, column) in self.owner:
                border = "┴" if way == DOWN else "┤"
                assert sign == border, f"a line runs into a box at {row}, {column}"
                yield (self.owner[row, column], ""), label
            elif sign in HEADS and following in self.owner and (sign not in ARROWS or ARROWS[sign] == way):
                assert way == forwards
                yield (self.owner[following], HEADS[sign]), label
            elif sign in SIDES:
                back = (-way[0], -way[1])
                sides = SIDES[sign]
                if back not in sides:  # it goes under another
                    assert sides == (UP, DOWN), f"a line ends at {row}, {column}"
                    waiting.append((following, way, label))
                    continue
                for side in sides:
                    if side not in (back, (-forwards[0], -forwards[1])):  # of several that join, one is followed
                        waiting.append(((row + side[0], column + side[1]), side, label))
            elif (row, column) in self.through or sign in "╌╎":
                waiting.append((following, way, label))
            else:
                text, after = self._label(row, column, way)
                assert text, f"a line ends at {row}, {column}"
                waiting.append((after, way, f"{label}{text}"))

    def _label(self, row: int, column: int, way: tuple[int, int]) -> tuple[str, tuple[int, int]]:
        """The label that a line runs into, and where it comes out."""
        if way == DOWN:
            text = ""
            while (part := self._run(row, column)[0]) and self.at(row, column) not in LINES | set(HEADS):
                text += joined(part)
                row += 1
            return text, (row, column)
        part, _, end = self._run(row, column)
        above, below = "", ""
        up, down = row - 1, row + 1
        while more := self._beside(up, column):
            above, up = more + above, up - 1
        while more := self._beside(down, column):
            below, down = below + more, down + 1
        return above + joined(part) + below, (row, end + 1)

    def _beside(self, row: int, column: int) -> str:
        """A further row of a label that no line runs into itself."""
        text, start, _ = self._run(row, column)
        return joined(text) if start == column and self.at(row, column - 1) == " " else ""

    def _run(self, row: int, column: int) -> tuple[str, int, int]:
        """The text around a cell up to a line or two blanks, where it begins and where it ends."""

        def text(at: int) -> bool:
            sign = self.at(row, at)
            if sign in LINES or (row, at) in self.owner or sign in ARROWS:
                return False
            beside = self.at(row, at - 1), self.at(row, at + 1)
            return sign != " " or not any(each == " " or each in LINES for each in beside)

        start = end = column
        if not text(column):
            return "", column, column
        while text(start - 1):
            start -= 1
        while text(end + 1):
            end += 1
        return "".join(self.grid[row][start : end + 1]), start, end


def _cells(row: str) -> list[str]:
    found: list[str] = []
    for start, end, size in graphemes(row):
        found += [row[start:end], *[""] * (size - 1)] if size else []
    assert len(found) == cells(row)
    return found
