"""What people type into the search box, slips and all, on the bundled notes (behaviour 6.9, 6.9b)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studytui.search.engine import Engine, open_engine
from studytui.search.hits import Hit
from studytui.vault import open_vault

BUNDLED = Path(__file__).parents[2] / "notes"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_engine(open_vault(BUNDLED), folder=tmp_path_factory.mktemp("index"))
    assert engine.refresh().complete
    yield engine
    engine.close()


def first(engine: Engine, query: str, *, titles_only: bool = False) -> Hit:
    return engine.search(query, limit=20, titles_only=titles_only).hits[0]


@pytest.mark.parametrize("titles_only", [False, True], ids=["all", "titles"])
@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("hart failre", "Heart failure"),
        ("Hypertenson", "Hypertension"),
        ("aortic stenosys", "Aortic stenosis"),
        ("nefrotic", "Nephrotic syndrome"),
        ("hyponatrmia", "Hyponatremia"),
        ("amyotropic", "Amyotrophic lateral sclerosis"),
        ("miastenia gravis", "Myasthenia gravis"),
        ("guillian barre", "Guillain-Barré syndrome"),
    ],
)
def test_a_misspelt_title_finds_its_note_first(engine: Engine, query: str, title: str, titles_only: bool) -> None:
    hit = first(engine, query, titles_only=titles_only)
    assert (hit.title, hit.kind, hit.line) == (title, "similar", 1)
    assert hit.reason is not None
    assert hit.reason.startswith("similar: ")


def test_a_word_of_a_title_comes_before_an_alias(engine: Engine) -> None:
    assert first(engine, "heart").title == "Heart failure"
    assert first(engine, "heart", titles_only=True).title == "Heart failure"


def test_a_heading_is_found_under_its_title_with_a_slip_in_it(engine: Engine) -> None:
    hit = first(engine, "asthma tretment")
    assert (hit.title, hit.snippet, hit.kind, hit.reason) == ("Asthma", "Treatment", "similar", "similar: treatment")


def test_a_title_and_a_heading_are_found_by_their_words(engine: Engine) -> None:
    hit = first(engine, "asthma treatment")
    assert (hit.title, hit.snippet, hit.kind) == ("Asthma", "Treatment", "heading")


@pytest.mark.parametrize(
    ("query", "title"),
    [("treatment of als", "Amyotrophic lateral sclerosis"), ("what is the treatment of gout", "Gout")],
)
def test_a_question_leads_to_the_heading_that_answers_it(engine: Engine, query: str, title: str) -> None:
    hit = first(engine, query)
    assert (hit.title, hit.snippet) == (title, "Treatment")


def test_a_question_whose_words_meet_nowhere_opens_at_the_line_that_holds_most(engine: Engine) -> None:
    hit = first(engine, "which antibiotic prolongs survival in als")
    assert (hit.title, hit.kind, hit.without) == ("Amyotrophic lateral sclerosis", "partial", ("antibiotic",))
    assert "prolongs survival" in hit.snippet
    source = (BUNDLED / hit.note).read_text(encoding="utf-8").splitlines()
    around = "\n".join(source[hit.line - 2 : hit.line])
    assert "Riluzole" in around
    assert [hit.snippet[low:high] for low, high in hit.marks] == ["prolongs", "survival"]
