"""Pictures of a page and of all pages: found, measured, drawn, kept within bounds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_images import SVG, as_file, png_of, quarters
from PIL import Image

from studytui.layout import Span
from studytui.markdown.document import Link
from studytui.tui.pictures import gallery as gallery_module
from studytui.tui.pictures.gallery import Gallery, Outcome
from studytui.tui.pictures.mode import Mode
from studytui.tui.pictures.page import WAITING, Pictures, fit
from studytui.vault import Vault, open_vault

BLACK = (0, 0, 0)

Make = Callable[[dict[str, bytes]], Vault]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def made(files: dict[str, bytes]) -> Vault:
        for name, data in {"n.md": b"", **files}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)
        return open_vault(tmp_path)

    return made


def link(target: str, number: int = 0) -> Link:
    return Link(number, target, target, 1, "wiki", embed=True)


def page_of(vault: Vault, mode: Mode = "halfblock", height: int = 50, gallery: Gallery | None = None) -> Pictures:
    return Pictures(vault, "n.md", gallery or Gallery(mode, (10, 20)), height)


def span_of(pictures: Pictures, target: str, number: int = 0, row: int = 0) -> Span:
    size = pictures.picture(link(target, number), None, 80)
    assert size is not None
    return Span(0, size[0], "picture", target, link=link(target, number), number=row)


def draw(pictures: Pictures) -> list[Outcome]:
    """Lets a worker draw what waits, and keeps it."""
    assert pictures.begin()
    outcomes = list(pictures.work())
    for outcome in outcomes:
        pictures.gallery.keep(outcome)
    return outcomes


@pytest.mark.parametrize(
    ("size", "wanted", "most", "cells"),
    [
        ((400, 400), None, (100, 30), (40, 20)),
        ((400, 400), 200, (100, 30), (20, 10)),
        ((400, 400), 800, (100, 90), (80, 40)),
        ((4000, 400), None, (100, 30), (100, 5)),
        ((400, 4000), None, (100, 30), (6, 30)),
        ((16, 16), None, (100, 30), (2, 1)),
        ((1, 1), None, (100, 30), (1, 1)),
        ((5000, 1), None, (100, 30), (100, 1)),
        ((1, 5000), None, (100, 30), (1, 30)),
    ],
)
def test_a_picture_is_as_wide_as_wanted_or_as_it_is_and_fits(
    size: tuple[int, int], wanted: int | None, most: tuple[int, int], cells: tuple[int, int]
) -> None:
    assert fit(size, wanted, most, 2.0) == cells


@given(
    st.tuples(st.integers(1, 10**5), st.integers(1, 10**5)),
    st.none() | st.integers(0, 99_999),
    st.tuples(st.integers(1, 256), st.integers(1, 30)),
    st.floats(1, 4),
)
@settings(max_examples=200, deadline=None)
def test_any_picture_fits(size: tuple[int, int], wanted: int | None, most: tuple[int, int], shape: float) -> None:
    columns, rows = fit(size, wanted, most, shape)
    assert 1 <= columns <= most[0] and 1 <= rows <= most[1]


def test_an_image_is_measured_for_the_layout_without_the_image_library(make: Make) -> None:
    vault = make({"p.png": as_file(quarters((200, 100)))})
    code = (
        "import sys\nfrom pathlib import Path\nfrom studytui.vault import open_vault\n"
        "from studytui.markdown.document import Link\nfrom studytui.tui.pictures.gallery import Gallery\n"
        "from studytui.tui.pictures.page import Pictures\n"
        f"pictures = Pictures(open_vault(Path({str(vault.root)!r})), 'n.md', Gallery('halfblock'), 50)\n"
        "print(pictures.picture(Link(0, 'p.png', 'p', 1, 'wiki'), None, 80), 'PIL' in sys.modules)"
    )
    package = Path(gallery_module.__file__).parents[3]
    ran = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(package)}, capture_output=True, text=True
    )
    assert ran.stdout == "(20, 5) False\n", ran.stderr


def test_a_picture_is_drawn_when_it_is_first_shown_and_not_before(make: Make) -> None:
    pictures = page_of(make({"p.png": as_file(quarters((40, 40)))}))
    span = span_of(pictures, "p.png")
    assert not pictures.begin()
    assert pictures.drawn(span, BLACK, faint=False) is None
    (outcome,) = draw(pictures)
    drawn = pictures.drawn(span, BLACK, faint=False)
    assert drawn is not None and outcome.drawn is not None
    assert sum(len(segment.text) for segment in drawn.row(0)) == 4
    assert not pictures.begin()


def test_another_background_and_a_row_that_stands_back_are_drawn_anew(make: Make) -> None:
    pictures = page_of(make({"p.png": as_file(Image.new("RGBA", (20, 40), (0, 0, 0, 0)))}))
    span = span_of(pictures, "p.png")
    pictures.drawn(span, BLACK, faint=False)
    pictures.drawn(span, (240, 240, 240), faint=False)
    pictures.drawn(span, (240, 240, 240), faint=True)
    assert len(draw(pictures)) == 3
    drawn = pictures.drawn(span, (240, 240, 240), faint=False)
    assert drawn is not None and drawn.row(0)[0].style.bgcolor.triplet == (240, 240, 240)


def test_what_was_asked_for_last_is_drawn_first_and_only_so_many_wait(make: Make) -> None:
    names = [f"{number}.png" for number in range(WAITING + 4)]
    pictures = page_of(make({name: as_file(quarters()) for name in names}))
    for number, name in enumerate(names):
        pictures.drawn(span_of(pictures, name, number), BLACK, faint=False)
    assert [outcome.key.file.name for outcome in draw(pictures)] == names[::-1][:WAITING]


def test_one_worker_at_a_time_draws_a_page(make: Make) -> None:
    pictures = page_of(make({"p.png": as_file(quarters()), "q.png": as_file(quarters())}))
    pictures.drawn(span_of(pictures, "p.png"), BLACK, faint=False)
    assert pictures.begin()
    pictures.drawn(span_of(pictures, "q.png", 1), BLACK, faint=False)
    assert not pictures.begin()
    work = pictures.work()
    next(work)
    work.close()
    assert pictures.begin()


@pytest.mark.parametrize("mode", ["halfblock", "sextant", "sixel", "iterm", "kitty"])
def test_drawn_pictures_stay_within_bounds(make: Make, monkeypatch: pytest.MonkeyPatch, mode: Mode) -> None:
    names = [f"{number}.png" for number in range(12)]
    pictures = page_of(make({name: as_file(quarters((200, 200))) for name in names}), mode)
    gallery = pictures.gallery
    sent: list[str] = []
    monkeypatch.setattr(gallery_module, "MOST_PICTURE_BYTES", 1)
    for number, name in enumerate(names):
        pictures.drawn(span_of(pictures, name, number), BLACK, faint=False)
        pictures.begin()
        sent += [gallery.keep(outcome) for outcome in pictures.work()]
    held = [
        number
        for number, name in enumerate(names)
        if pictures.drawn(span_of(pictures, name, number), BLACK, faint=False)
    ]
    assert held == [8, 9, 10, 11]
    assert gallery.bytes_held > 0
    gone = "".join(sent).count("a=d")
    assert gone == (8 if mode == "kitty" else 0)
    assert gallery.clear().count("a=d") == (4 if mode == "kitty" else 0)
    assert gallery.bytes_held == 0


def test_what_is_no_picture_says_why_and_what_is_not_there_is_missing(make: Make) -> None:
    files = {"a.svg": SVG, "b.png": b"", "c.png": png_of(60_000, 60_000), "d.png": b"hello"}
    pictures = page_of(make(files))
    assert [pictures.picture(link(name, at), None, 80) for at, name in enumerate(files)] == [None] * 4
    assert [pictures.problem(link(name, at)) for at, name in enumerate(files)] == [
        "SVG", "empty", "60000 × 60000 pixels are too many", "unknown or damaged",
    ]  # fmt: skip
    assert not pictures.missing
    assert pictures.picture(link("e.png", 9), None, 80) is None and pictures.problem(link("e.png", 9)) is None
    assert pictures.missing


def test_images_elsewhere_are_names(make: Make) -> None:
    pictures = page_of(make({}))
    elsewhere = Link(0, "https://example.org/p.png", "p", 1, "markdown", embed=True)
    assert pictures.picture(elsewhere, None, 80) is None
    assert pictures.problem(elsewhere) is None and not pictures.missing


def test_a_picture_that_turns_out_damaged_is_known_to_be_so_from_then_on(make: Make) -> None:
    whole = as_file(Image.effect_noise((200, 200), 80))
    pictures = page_of(make({"p.png": whole[: len(whole) // 2]}))
    span = span_of(pictures, "p.png")
    pictures.drawn(span, BLACK, faint=False)
    (outcome,) = draw(pictures)
    assert (outcome.drawn, outcome.problem) == (None, "damaged")
    again = page_of(pictures._vault, gallery=pictures.gallery)
    assert again.picture(link("p.png"), None, 80) is None
    assert again.problem(link("p.png")) == "damaged"


def test_a_changed_file_is_measured_and_drawn_anew(make: Make) -> None:
    vault = make({"p.png": as_file(quarters((100, 100)))})
    pictures = page_of(vault)
    span = span_of(pictures, "p.png")
    (vault.root / "p.png").write_bytes(as_file(quarters((300, 100))))
    os.utime(vault.root / "p.png", ns=(1, 1))
    pictures.drawn(span, BLACK, faint=False)
    assert draw(pictures)[0].drawn is None
    assert page_of(vault, gallery=pictures.gallery).picture(link("p.png"), None, 80) == (30, 5)
    (vault.root / "p.png").unlink()
    gone = page_of(vault, gallery=pictures.gallery)
    assert gone.picture(link("p.png"), None, 80) is None
    assert gone.problem(link("p.png")) == "unreadable"


def test_without_the_image_library_there_are_only_names(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = page_of(make({"p.png": as_file(quarters()), "a.svg": SVG}))
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert pictures.picture(link("p.png"), None, 80) is None
    assert pictures.picture(link("a.svg", 1), None, 80) is None
    assert pictures.problem(link("a.svg", 1)) is None
    assert pictures.gallery.library_missing


def test_sixels_need_the_size_of_a_cell() -> None:
    assert Gallery("sixel", None).mode == "halfblock"
    assert Gallery("sixel", (9, 18)).mode == "sixel"


def test_sixel_strips_are_as_high_as_a_cell_and_lie_over_half_blocks(make: Make) -> None:
    pictures = page_of(make({"p.png": as_file(quarters((100, 100)))}), gallery=Gallery("sixel", (9, 19)))
    span = span_of(pictures, "p.png")
    pictures.drawn(span, BLACK, faint=False)
    draw(pictures)
    drawn = pictures.drawn(span, BLACK, faint=False)
    assert drawn is not None
    assert len(drawn.strips) == 5
    assert all('"1;1;90;19' in strip for strip in drawn.strips)
    assert sum(len(segment.text) for segment in drawn.row(0)) == 10
