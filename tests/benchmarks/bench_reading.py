"""How long reading takes: opening notes, going to their end, scrolling, and the memory of it.

    python tests/benchmarks/bench_reading.py [-n 5] [--slow]

The app runs in this process, driven through Textual's Pilot. Its driver throws away what a terminal would get, after
Textual has made all of it; time goes from the key until the wanted text was written. Every figure has another beside
it, measured in the same run on the same text: Textual's own `Markdown` widget in an app of its own, or the parse of
markdown-it-py alone, or the same action on a small note. `--slow` also goes to the end of the large note in Textual's
`Markdown`. Ratios are of the best runs, to which the rest of the machine added least; the second is of processor time,
all threads together, to which it adds next to nothing. Exit status 1 when both are above the target.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import resource
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from markdown_it import MarkdownIt
from seed_note import BODY, HEAD
from stage import PATIENCE, Cost, QuietDriver, Stage
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Markdown

SIZE = (120, 40)


class MarkdownApp(App[None]):
    """Textual's `Markdown` in a scrolling pane; `o` opens the text, and goes to its end if asked to."""

    BINDINGS: ClassVar[list[Any]] = [("o", "open_text", "Open")]

    def __init__(self, text: str, *, to_end: bool) -> None:
        super().__init__()
        self.text = text
        self.to_end = to_end

    def compose(self) -> ComposeResult:
        """The pane."""
        with VerticalScroll():
            yield Markdown("")

    async def action_open_text(self) -> None:
        """Show the text."""
        await self.query_one(Markdown).update(self.text)
        if self.to_end:
            self.query_one(VerticalScroll).scroll_end(animate=False)


@dataclass
class Figure:
    """One measured thing beside what it is measured against."""

    name: str
    against: str
    target: float
    ours: list[Cost] = field(default_factory=list)
    theirs: list[Cost] = field(default_factory=list)

    @property
    def ratio(self) -> Cost:
        """Ours to theirs, the best run of each."""
        ours, theirs = _best(self.ours), _best(self.theirs)
        return Cost(ours.wall / theirs.wall, ours.cpu / theirs.cpu)

    @property
    def missed(self) -> bool:
        """True if it is slower than it should be."""
        return min(self.ratio) > self.target

    def row(self) -> str:
        """Milliseconds, the ratios and their target."""
        milliseconds = " ".join(
            f"{best * 1000:8.1f} {statistics.median(cost.wall for cost in costs) * 1000:8.1f}"
            for costs in (self.ours, self.theirs)
            for best in (_best(costs).wall,)
        )
        ratios = f"{self.ratio.wall:7.3f} {self.ratio.cpu:7.3f}"
        return f"{self.name:42} {milliseconds} {ratios} {self.target:7.2f}  {self.against}"


def _best(costs: Sequence[Cost]) -> Cost:
    return Cost(min(cost.wall for cost in costs), min(cost.cpu for cost in costs))


FIRST = "an acquired disorder"
NOTES = {
    "Small": (1, "smallsign"),
    "Large": (60, "largesign"),
    "Huge": (300, "hugesign"),
}


def write_vault(folder: Path) -> dict[str, str]:
    """A note that links to the others, and notes of one, sixty and some hundred bodies; their texts by name."""
    texts = {}
    for name, (times, sign) in NOTES.items():
        body = BODY.replace(FIRST, f"{sign} {FIRST}", 1) + BODY * (times - 1)
        texts[name] = HEAD.format(name=name) + body + f"The end of the {sign}.\n"
    texts["Start"] = HEAD.format(name="Start") + "startsign\n\n" + "".join(f"- [[{name}]]\n" for name in NOTES)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return texts


async def open_note(stage: Stage, name: str) -> Cost:
    """Follows the link to a note from the start by keys; what it costs from `enter` to its first screen."""
    await stage.key("g")
    await stage.settled()
    for _ in range(list(NOTES).index(name) + 1):
        await stage.pilot.press("tab")
    await stage.settled()
    return await stage.painted(NOTES[name][1], "enter")


async def back(stage: Stage) -> None:
    """Back to the start."""
    await stage.settled()
    await stage.painted("startsign", "backspace")
    await stage.pilot.press("escape")


async def page_costs(stage: Stage, pages: int) -> list[Cost]:
    """What it costs from `space` until the next page was painted, for as many pages, each from the top of the note."""
    found = []
    for _ in range(pages):
        await stage.key("g")
        await stage.settled()
        reader = stage.app.screen.focused
        assert reader is not None and reader.scroll_y == 0, "the reader does not have the keys"
        start = Cost.now()
        await stage.key("space")
        while stage.driver.written_at <= start or not reader.scroll_y:
            await asyncio.sleep(0.0005)
            if time.perf_counter() - start.wall > PATIENCE:
                raise TimeoutError("a page of scrolling painted nothing")
        found.append(stage.driver.written_at.since(start))
        await stage.settled()
    return found


async def measure_reading(folder: Path, texts: dict[str, str], runs: int, figures: dict[str, Figure]) -> dict[str, int]:
    """Measures studytui on the vault in `folder`, and markdown-it-py in between; bytes of memory by name."""
    from studytui.settings import Settings
    from studytui.state import open_state
    from studytui.tui.app import StudyApp

    state = open_state(folder)
    app = StudyApp(folder, Settings(), state, "Start.md")
    app.driver_class = QuietDriver
    memory: dict[str, int] = {}
    async with app.run_test(headless=False, size=SIZE) as pilot:
        stage = Stage(app, pilot)
        await stage.settled(1.0)
        await open_note(stage, "Small")
        await back(stage)
        for _ in range(runs):
            figures["small"].ours.append(await open_note(stage, "Small"))
            await back(stage)
            figures["large"].ours.append(await open_note(stage, "Large"))
            await back(stage)
            figures["end"].ours.append(await open_and_end(stage, "Large"))
            await back(stage)
            figures["huge"].ours.append(await open_note(stage, "Huge"))
            await back(stage)
            figures["large"].theirs.append(parse_cost(texts["Large"]))
            figures["end"].theirs.append(figures["large"].theirs[-1])
            figures["huge"].theirs.append(parse_cost(texts["Huge"]))
        for name, of in (("Small", "theirs"), ("Huge", "ours")):
            await open_note(stage, name)
            getattr(figures["page"], of).extend(await page_costs(stage, 4 * runs + 8))
            await back(stage)
        for name in NOTES:
            gc.collect()
            tracemalloc.start()
            await open_note(stage, name)
            await stage.settled(1.0)
            memory[name] = tracemalloc.get_traced_memory()[0]
            tracemalloc.stop()
            await back(stage)
    state.close()
    return memory


async def open_and_end(stage: Stage, name: str) -> Cost:
    """What it costs from `end`, pressed as soon as the first screen stands, until the last line was painted."""
    await open_note(stage, name)
    return await stage.painted(f"The end of the {NOTES[name][1]}", "end")


async def measure_markdown(text: str, sign: str, runs: int, *, to_end: bool = False) -> list[Cost]:
    """What it costs from the key until Textual's `Markdown` has painted `sign`, on its first screen or at its end."""
    found = []
    for _ in range(runs):
        app = MarkdownApp(text, to_end=to_end)
        app.driver_class = QuietDriver
        async with app.run_test(headless=False, size=SIZE) as pilot:
            stage = Stage(app, pilot)
            await stage.settled(0.5)
            found.append(await stage.painted(sign, "o"))
    return found


def parse_cost(text: str) -> Cost:
    """What markdown-it-py takes to parse the text: CommonMark, tables and strikethrough."""
    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    gc.collect()
    start = Cost.now()
    md.parse(text)
    return Cost.now().since(start)


def main() -> int:
    """Prints a table of times, and one of memory."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("-n", type=int, default=5, help="runs of each")
    options.add_argument("--slow", action="store_true", help="also open the large note in Textual's Markdown")
    chosen = options.parse_args()
    figures = {
        "small": Figure("4 KB note, key to first screen", "Textual's Markdown, same note", 0.1),
        "large": Figure("217 KB note, key to first screen", "markdown-it-py's parse of it", 2.5),
        "end": Figure("217 KB note, `end` at once to last line", "markdown-it-py's parse of it", 5.0),
        "huge": Figure("1 MB note, key to first screen", "markdown-it-py's parse of it", 2.0),
        "page": Figure("1 MB note, a page of scrolling", "a page of the 4 KB note", 1.3),
    }
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as vault:
        os.environ |= dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"), home)
        texts = write_vault(Path(vault))
        memory = asyncio.run(measure_reading(Path(vault), texts, chosen.n, figures))
    figures["small"].theirs = asyncio.run(measure_markdown(texts["Small"], NOTES["Small"][1], chosen.n))
    if chosen.slow:
        slow = Figure("217 KB note, `end` at once to last line", "Textual's Markdown, same", 0.01, figures["end"].ours)
        last = f"The end of the {NOTES['Large'][1]}"
        slow.theirs = asyncio.run(measure_markdown(texts["Large"], last, 1, to_end=True))
        figures["slow"] = slow
    print(f"milliseconds by the clock, {chosen.n} runs each, {SIZE[0]}x{SIZE[1]}\n")
    print(f"{'':42} {'best':>8} {'median':>8} {'its best':>8} {'median':>8} {'ratio':>7} {'cpu':>7} {'target':>7}")
    for figure in figures.values():
        print(figure.row())
    print("\nmemory that opening a note takes, and keeps while it is open")
    for name, size in memory.items():
        print(f"{name:6} {len(texts[name].encode()) / 1e6:6.2f} MB of text {size / 1e6:8.1f} MB")
    print(f"the whole process at its largest: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 1 if any(figure.missed for figure in figures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
