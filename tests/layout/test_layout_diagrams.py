"""Mermaid as box drawings: right, whole, in time, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from studytui.layout.code.diagrams import Drawer
from studytui.layout.code.diagrams.drawer import LATE, TRIES
from studytui.layout.code.diagrams.helper import Helper, NoAnswerError
from studytui.layout.code.diagrams.mermaid import LONGEST_DIAGRAM, draw
from studytui.layout.code.diagrams.otherwise import outline
from studytui.layout.code.diagrams.words import words_of

FLOW = (
    "flowchart TD\n  A[Stroke] -->|yes| B{Bleed?}\n  B --> C[Alteplase<br/>within 4.5 hours]\n  class A internal-link;"
)
SEQUENCE = "sequenceDiagram\n  participant R as Receptor\n  R->>G: activates\n  Note over G: GDP to GTP\n  G-->>R: done"
LONG_FLOW = "graph LR\n" + "\n".join(f"  n{n}[Step number {n}] --> n{n + 1}[Step number {n + 1}]" for n in range(5))


def drawn(source: str, room: int = 80, most: int | None = None) -> str:
    return "\n".join(draw(source, room, most or room))


def test_a_flowchart_has_its_nodes_labels_and_arrows() -> None:
    assert drawn("graph LR\n A[Stroke] --> B") == "┌────────┐    ┌───┐\n│ Stroke ├───►│ B │\n└────────┘    └───┘"
    text = drawn(FLOW)
    assert "▼" in text and "<br" not in text
    assert {"stroke", "yes", "bleed", "alteplase", "within", "hours"} <= set(words_of(text))


def test_a_sequence_has_its_participants_messages_and_notes() -> None:
    text = drawn(SEQUENCE)
    assert {"receptor", "g", "activates", "gdp", "gtp", "done"} <= set(words_of(text))
    assert "►" in text and "◄" in text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("stateDiagram-v2\n [*] --> Still\n Still --> Moving : go", "still moving go"),
        ('stateDiagram-v2\n state "Long name" as s1\n s1 --> s2', "long name s2"),
        ("classDiagram\n Animal <|-- Duck\n Duck : +swim()", "animal duck swim"),
        ("erDiagram\n PATIENT ||--o{ VISIT : makes", "patient visit makes"),
        ('pie title Causes\n "Ischemic" : 87\n "Bleed" : 13', "causes ischemic bleed"),
        ("mindmap\n  root((Stroke care))\n    Acute\n    Later", "stroke care acute later"),
        ("timeline\n title History\n 1995 : Alteplase", "history 1995 alteplase"),
        ("gantt\n title Plan\n dateFormat YYYY-MM-DD\n section S\n Task one :a1, 2024-01-01, 3d", "plan s task one"),
        ("---\ntitle: Named\n---\ngraph TD\n A-->B", "named a b"),
        ("%%{init: {'theme': 'dark'}}%%\n%% a remark\ngraph TD\n A-->B", "a b"),
        ("graph TD\n A:::wide --> B & C\n style A fill:#f9f\n classDef wide color:red", "a b c"),
        ('graph LR\n A --"get()"--> B\n C -."maybe".-> D\n E =="sure"==> F', "get maybe sure"),
        ("graph LR\n A --> |to| B[(Two<br/>rows)]", "to two rows"),
        ('graph TD\n A["#quot;quoted#quot; & more"] --> B["漢字"]', "quoted more 漢字"),
    ],
)
def test_other_kinds_and_forms_are_drawn_with_every_word(source: str, words: str) -> None:
    assert set(words.split()) <= set(words_of(drawn(source)))


@pytest.mark.parametrize(
    "source",
    [
        "",
        "hello world",
        "graph TD\n A[[[[ --> ",
        "graph TD",
        "graphic TD\n A-->B",
        "graph TD\n " + "A-->B\n" * LONGEST_DIAGRAM,
    ],
)
def test_what_is_unknown_or_not_wholly_understood_is_not_drawn(source: str) -> None:
    assert draw(source, 80, 80) == []


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("sankey-beta\n A,B,10", ["A,B,10"]),
        ("sequenceDiagram\n A->>B: hi\\nthere", ["A → B: hi there"]),  # its words would run together
        (
            "sequenceDiagram\n participant R as Receptor of a long name\n alt full\n R->>G: on\n end\n Note over R,G: x",
            ["Receptor of a long", "name", "alt full", "  Receptor of a", "  long name → G:"],
        ),
        (
            "mindmap\n  root((A very long heart of it))\n    Acute",
            ["  • A very long", "    heart of it", "    • Acute"],
        ),
        (
            "stateDiagram-v2\n [*] --> A\n A --> B : if-it-is-long-enough",
            ["● → A", "A → B:", "if-it-is-long-", "enough"],
        ),
        ("C4Context\n title System\n Person(a, Pat)", ["System", "Person(a, Pat)"]),
        (
            "classDiagram\n Antibiotic <|-- Penam\n A o-- B\n C --> D : kills it at once",
            ["Antibiotic ◁─", "Penam", "A ◇─ B", "C ─→ D: kills it"],
        ),
        ("requirementDiagram\n a - satisfies -> b", ["a - satisfies → b"]),
    ],
)
def test_what_of_another_kind_is_not_drawn_is_an_outline(source: str, rows: list[str]) -> None:
    assert draw(source, 18, 18)[: len(rows)] == rows


@pytest.mark.parametrize(
    ("kind", "body", "rows"),
    [
        (
            "sequence",
            "critical full\nR->>G: on\noption no way\nR->>G: off\nend\nG->>R: done",
            ["critical full", "  R → G: on", "option no way", "  R → G: off", "G → R: done"],
        ),
        ("state", "state pick <<choice>>\nA --> pick", ["state pick (choice)", "A → pick"]),
    ],
)
def test_an_outline_shows_branches_beside_each_other_and_no_signs_of_the_syntax(
    kind: str, body: str, rows: list[str]
) -> None:
    assert outline(kind, body, 60) == rows


def test_a_timeline_has_all_events_of_a_period_below_it_and_keeps_their_commas() -> None:
    text = drawn("timeline\n Week 1 : Cleavage, then morula : Blastocyst\n Week 3 : Three layers\n  : Primitive streak")
    rows = [row.strip(" │●─") for row in text.split("\n")]
    assert [row for row in rows if row] == [
        "Week 1",
        "Cleavage, then morula",
        "Blastocyst",
        "Week 3",
        "Three layers",
        "Primitive streak",
    ]


def test_lost_and_asynchronous_messages_and_cards_with_metadata_are_drawn() -> None:
    assert "►" in drawn("sequenceDiagram\n A->>B: on\n A-xB: lost\n B-)A: later")
    assert "┌" in drawn("kanban\n Todo\n  id1[Read]@{ ticket: 5 }")


def test_a_drawer_remembers_what_is_wrong_with_a_source() -> None:
    drawer = Drawer(Helper(limit=30))
    assert drawer.draw(("graph TD\n A[Open", 80, 80)) == ()
    assert drawer.problem("graph TD\n A[Open") == "not drawn: a bracket is not closed in line 2, at [Open"
    assert drawer.problem("graph TD\n A") is None
    drawer.close()


def test_a_drawing_fits_into_its_room_going_down_if_it_must() -> None:
    assert cell_len(drawn(LONG_FLOW, 400).split("\n")[0]) > 100
    assert max(map(cell_len, drawn(LONG_FLOW, 40).split("\n"))) <= 40


def test_what_fits_nowhere_is_drawn_wider_only_where_that_is_allowed() -> None:
    source = "sequenceDiagram\n A->>B: " + "long" * 20
    assert draw(source, 40, 40)[0] == "A → B:"
    assert max(map(cell_len, draw(source, 40, 400))) > 80


LABELS = st.text(st.sampled_from('ab c(){}[]|"<>-;:%&#é漢.,/\\=~@'), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(LABELS, LABELS, st.booleans()), min_size=1, max_size=4), st.sampled_from(["TD", "LR"]))
def test_every_letter_of_every_label_is_drawn_or_nothing_is(edges: list[tuple[str, str, bool]], way: str) -> None:
    lines = [f"graph {way}"]
    for number, (label, edge, quoted) in enumerate(edges):
        shown = '"' + label.replace('"', "") + '"' if quoted else label
        lines.append(f"n{number}[{shown}] -->|{edge}| n{number + 1}")
    try:
        rows = draw("\n".join(lines), 80, 400)
    except Exception:  # the process that draws answers with nothing
        rows = []
    if rows:
        labels = (label.replace('"', "").replace("</a>", "") for label, _, quoted in edges if quoted)
        wanted = Counter("".join(word for label in labels for word in words_of(label)))
        assert wanted <= Counter("".join(words_of(" ".join(rows))))  # a word wider than its box is broken


# The process


def ask(helper: Helper, source: str) -> object:
    return helper.ask({"source": source, "room": 80, "most": 80})


def test_the_process_draws_and_can_be_asked_again_after_it_was_ended() -> None:
    helper = Helper(limit=30)
    first = ask(helper, "graph LR\n A-->B")
    assert isinstance(first, list) and first
    helper.close()
    assert ask(helper, "graph LR\n A-->B") == first
    helper.close()


HANGS = """
import json, sys, time
print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    if "hang" in line:
        time.sleep(600)
    if "die" in line:
        sys.exit(3)
    print(json.dumps(["drawn"]), flush=True)
"""


@pytest.fixture
def hanging() -> Any:
    helper = Helper(limit=1.0, command=[sys.executable, "-c", HANGS])
    yield helper
    helper.close()


def test_a_drawing_that_never_ends_is_killed_and_the_next_one_is_drawn(hanging: Helper) -> None:
    assert ask(hanging, "a") == ["drawn"]
    process = hanging._process
    assert process is not None
    start = time.monotonic()
    assert ask(hanging, "hang") is None
    assert time.monotonic() - start < 5
    assert process.poll() is not None
    assert ask(hanging, "b") == ["drawn"]


def test_a_process_that_dies_over_a_drawing_is_started_again(hanging: Helper) -> None:
    assert ask(hanging, "die") is None
    assert ask(hanging, "b") == ["drawn"]


def test_a_drawer_shows_no_rows_for_what_hangs_and_does_not_try_it_for_ever(hanging: Helper) -> None:
    drawer = Drawer(hanging)
    for _ in range(TRIES):
        assert drawer.known(("hang", 80, 80)) is None
        assert drawer.draw(("hang", 80, 80)) == ()
    start = time.monotonic()
    assert drawer.draw(("hang", 80, 80)) == drawer.known(("hang", 80, 80)) == ()
    assert time.monotonic() - start < 0.5
    assert drawer.draw(("fine", 80, 80)) == ("drawn",)


@pytest.mark.parametrize("command", [["/no/such/program"], [sys.executable, "-c", "pass"]])
def test_without_a_process_nothing_is_drawn_and_no_one_waits_for_it_twice(command: list[str]) -> None:
    helper = Helper(command=command)
    for _ in range(2):
        with pytest.raises(NoAnswerError):
            ask(helper, "a")
    assert Drawer(helper).draw(("a", 80, 80)) == ()


def test_modules_of_the_current_folder_are_not_run(tmp_path: Path) -> None:
    for name in ("json", "termaid", "encodings_", "faulthandler"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w')\n")
    code = "from studytui.layout.code.diagrams import shared; print(len(shared().draw(('graph LR\\n A-->B', 80, 80))))"
    folders = [os.path.abspath(path) for path in sys.path if path]  # noqa: PTH100
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(folders)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "3", done.stderr
    assert not (tmp_path / "ran").exists()


class _Busy(Helper):
    """Answers late so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def ask(self, request: dict[str, object]) -> object:
        self.times -= 1
        return None if self.times >= 0 else ["drawn"]


def test_a_drawing_that_was_late_is_tried_again_and_given_up_the_third_time() -> None:
    wanted = ("graph TD\n a --> b", 80, 80)
    drawer = Drawer(_Busy(2))
    assert [drawer.draw(wanted), drawer.known(wanted), drawer.problem(wanted[0])] == [(), None, LATE]
    assert [drawer.draw(wanted), drawer.draw(wanted), drawer.problem(wanted[0])] == [(), ("drawn",), None]
    drawer = Drawer(_Busy(5))
    assert [drawer.draw(wanted) for _ in range(4)] == [()] * 4
    assert (drawer.known(wanted), drawer.problem(wanted[0])) == ((), LATE)
