"""Flowcharts as they are drawn: nothing lost, of what notes have; else an outline, or what is wrong with the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from drawn_chart import Drawn, Link, joined, link
from made_charts import Made, made_chart

from studytui.layout.code.diagrams.flowchart.chart import Chart, ChartError
from studytui.layout.code.diagrams.flowchart.outline import outline
from studytui.layout.code.diagrams.flowchart.reading import read
from studytui.layout.code.diagrams.mermaid import _title_and_text, draw, problem
from studytui.layout.wrap import cells

MADE = range(50)
WRITTEN = re.findall(
    r"## (\d+) nodes, (\d+) edges, (\d+) frames\n\n```mermaid\n(.*?)```",
    (Path(__file__).parent.parent / "fixtures" / "charts" / "medical.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


@cache
def rows_of(source: str, room: int = 100, most: int = 400) -> tuple[str, ...]:
    return tuple(draw(source, room, most))


def chart_of(source: str) -> Chart:
    return read(_title_and_text(source)[1])


def is_drawn(rows: tuple[str, ...]) -> bool:
    return bool(re.search("[┌╭╱╲╔╓][─═]+[┐╮╲╱╗╖]", "\n".join(rows)))


def edges_of(chart: Chart) -> Iterator[Link]:
    """What a drawing must show; an edge from a node to itself stands in its box."""
    for edge in chart.drawn():
        if edge.source != edge.target and {edge.source, edge.target} <= chart.nodes.keys():
            ends = chart.nodes[edge.source].text, chart.nodes[edge.target].text
            yield link(ends[0], edge.start, ends[1], edge.end, edge.text)


@pytest.mark.parametrize("seed", MADE)
def test_a_chart_of_a_medical_note_loses_no_node_no_edge_and_no_label(seed: int) -> None:
    made: Made = made_chart(seed)
    rows = rows_of(made.source)
    assert is_drawn(rows)
    drawn = Drawn(list(rows), made.nodes, made.titles)
    assert set(drawn.boxes) == set(map(joined, made.nodes))
    assert drawn.links() == Counter(link(source, "", target, "arrow", text) for source, target, text in made.edges)
    assert all(title in "\n".join(rows) for title in made.titles)


@pytest.mark.parametrize(("nodes", "edges", "frames", "source"), WRITTEN)
@pytest.mark.parametrize("room", [60, 100])
def test_a_written_chart_is_read_whole_and_loses_nothing(
    nodes: str, edges: str, frames: str, source: str, room: int
) -> None:
    chart = chart_of(source)
    assert (len(chart.nodes), len(list(chart.drawn())), len(chart.groups)) == (int(nodes), int(edges), int(frames))
    rows = rows_of(source, room)
    assert is_drawn(rows)
    titles = [group.text for group in chart.groups.values()]
    drawn = Drawn(list(rows), [node.text for node in chart.nodes.values()], titles)
    assert set(drawn.boxes) == {joined(node.text) for node in chart.nodes.values()}
    if all(edge.source in chart.nodes and edge.target in chart.nodes for edge in chart.edges):
        assert drawn.links() == Counter(edges_of(chart))
    assert all(title in "\n".join(rows) for title in titles)


def test_at_least_sixty_charts_are_looked_at_and_most_fit_into_a_hundred_columns() -> None:
    sources = [made_chart(seed).source for seed in MADE] + [source for *_, source in WRITTEN]
    assert len(sources) >= 60
    drawings = [rows for rows in map(rows_of, sources) if is_drawn(rows)]
    assert len(drawings) >= 0.95 * len(sources)
    assert sum(max(map(cells, rows)) <= 100 for rows in drawings) >= 0.6 * len(sources)


def test_edges_of_a_frame_end_at_its_border() -> None:
    rows = rows_of("graph TD\n A --> S\n subgraph S[Frame]\n  B\n end\n S --> C")
    assert any(row.startswith("╭╌╌╌▼ Frame ╌") for row in rows) and any("╰╌╌╌┬╌" in row for row in rows)


def test_an_edge_to_itself_is_said_in_the_box() -> None:
    assert "↺ every 5 min" in "\n".join(rows_of("graph LR\n A -->|every 5 min| A\n A --> B"))


def test_dotted_and_thick_edges_can_be_told_even_where_boxes_are_close() -> None:
    text = "\n".join(rows_of("graph TD\n A[Start] -.-> B[A longer one]\n B ==> C[Thick]\n C --> D"))
    assert text.count("┆") == 1 and "┃" in text


def test_a_chart_too_wide_for_its_room_is_turned() -> None:
    source = "graph LR\n" + "\n".join(f" n{n}[Step number {n}] --> n{n + 1}[Step number {n + 1}]" for n in range(9))
    assert max(map(cells, rows_of(source, 100))) <= 100
    assert "▼" in "\n".join(rows_of(source, 100))
    assert "►" in "\n".join(rows_of(source, 400))


SHARED = "graph TD\n A[Chest pain] -->|yes| B{ECG}\n A -->|no| C[Home]\n B --> D[STEMI]\n D --> C\n D -->|again| A"


def test_the_outline_names_a_shared_node_and_says_a_cycle() -> None:
    assert outline(chart_of(SHARED), 60) == [
        "Chest pain",
        "├ yes → ECG",
        "│ → STEMI",
        "│ ├ → Home",
        "│ └ again → Chest pain (again, in a circle)",
        "└ no → Home (see above)",
    ]


@pytest.mark.parametrize("seed", MADE)
def test_an_outline_has_every_node_and_label_within_its_room(seed: int) -> None:
    made = made_chart(seed)
    rows = rows_of(made.source, 30, 30)
    if not is_drawn(rows):
        assert max(map(cells, rows)) <= 30
        text = joined("".join(row.lstrip(" │├└▢") for row in rows))
        assert all(joined(node) in text for node in made.nodes)
        assert all(joined(label) in text for *_, label in made.edges)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("graph TD\n A[Open --> B", "a bracket is not closed in line 2"),
        ("%% first\n\ngraph TD\n A --> B\n A -> B", "a link is expected in line 5"),
        ("graph TD\n A -->", "a node is expected in line 2"),
        ("graph TD\n subgraph S[Frame]\n A --> B", "the subgraph 'Frame' has no end"),
        ("graph TD\n A -- text B", "a link is not finished in line 2"),
        ("graph TD\n A\n end", "an end without a subgraph in line 3"),
        ("graph TD", "a chart without nodes"),
        ("graphic TD\n A-->B", "graphic is no kind that is known here"),
    ],
)
def test_an_error_of_the_source_is_said_and_nothing_is_drawn(source: str, said: str) -> None:
    assert draw(source, 100, 400) == []
    assert said in problem(source)


@pytest.mark.parametrize(
    "source",
    [
        "graph TD\n A --> B\n  -- yes --> C\n\n  -.->|no| D",
        "graph TD\n A\xa0-->\xa0B -->|yes| C -->|no| D",
        "graph TD\n accDescr {\n what it\n shows\n }\n A --> B -->|yes| C -->|no| D",
    ],
)
def test_links_at_the_start_of_a_line_hard_blanks_and_descriptions_are_read(source: str) -> None:
    chart = chart_of(source)
    assert [(edge.source, edge.target, edge.text) for edge in chart.edges] == [
        ("A", "B", ""),
        ("B", "C", "yes"),
        ("C", "D", "no"),
    ]
    assert set(chart.nodes) == set("ABCD")


def test_a_node_called_x_at_the_start_of_a_line_is_no_link() -> None:
    assert [(edge.source, edge.target) for edge in chart_of("graph TD\n A-->B\n x-->C").edges] == [
        ("A", "B"),
        ("x", "C"),
    ]


def test_a_large_chart_is_drawn_or_outlined_in_time() -> None:
    for count in (60, 120, 400):
        lines = [
            f" n{(n * 7) % max(n, 1)}[Node {(n * 7) % max(n, 1)}] -->|l{n}| n{n}[Node {n}]" for n in range(1, count)
        ]
        assert draw("graph TD\n" + "\n".join(lines), 100, 400)


def test_what_can_not_be_read_raises_nothing_but_its_error() -> None:
    for made in map(made_chart, range(12)):
        for cut in range(0, len(made.source), 37):
            try:
                read(made.source[:cut])
            except ChartError as error:
                assert str(error)
