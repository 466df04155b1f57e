"""Of a flowchart the texts of its nodes and edges are found and shown, and none of Mermaid's signs."""

from __future__ import annotations

import pytest

CHART = (
    "# Hyponatremia\n\n```mermaid\ngraph TD\n    A[Low sodium] --> B{Volume?}\n"
    "    B -->|high| C[Urine sodium low: heart (failing), liver]\n    Fever --> Sepsis\n    classDef odd fill:#f00\n```\n"
)


@pytest.mark.parametrize(
    ("query", "row", "line"),
    [
        ("volume", "Low sodium → Volume?", 5),
        ("heart failing", "high → Urine sodium low: heart (failing), liver", 6),
        ("sepsis", "Fever → Sepsis", 7),
    ],
)
def test_a_row_of_a_flowchart_reads_as_its_drawing(searched, query: str, row: str, line: int) -> None:
    searched.open({"Hyponatremia": CHART})
    (hit,) = searched.hits(query)
    assert (hit.snippet, hit.line) == (row, line)


@pytest.mark.parametrize("nothing", ["graph", "odd", "classDef"])
def test_what_a_flowchart_does_not_show_is_not_found(searched, nothing: str) -> None:
    searched.open({"Hyponatremia": CHART})
    assert searched.hits(nothing) == []


def test_other_code_is_found_as_it_is_written(searched) -> None:
    searched.open(
        {"Code": "```python\ngraph = {a: b} --> c\n```\n\n```mermaid\nsequenceDiagram\nA->>B: odd words\n```\n"}
    )
    assert [hit.snippet for hit in searched.hits("graph")] == ["graph = {a: b} --> c"]
    assert [hit.snippet for hit in searched.hits("odd")] == ["A->>B: odd words"]
