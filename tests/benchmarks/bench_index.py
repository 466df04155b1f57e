"""Measures the search index of a vault: the first build, a start with nothing to do, one changed note, memory, stalls.

    python tests/benchmarks/bench_index.py [VAULT] [--notes 13000] [--seed 1] [--body 120]

Without VAULT one is made. The first build is set against the time that markdown-it-py alone (CommonMark with tables and
strikethrough) takes to parse the same notes in one process. A thread that wants to run every 10 ms, as a screen does,
tells the longest time that it could not.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from studytui.search.engine import open_engine
from studytui.vault import open_vault

TICK = 0.01
WORD = "xylophonist"
SMALL = 120
"""Characters of the body of a small note: then what is done for every note weighs most."""


def markdown_it(folder: Path) -> float:
    """Seconds that markdown-it-py needs for every note."""
    from markdown_it import MarkdownIt

    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in folder.rglob("*.md")]
    start = time.perf_counter()
    for text in texts:
        md.parse(text)
    return time.perf_counter() - start


@contextmanager
def ticking() -> Iterator[list[float]]:
    """How much later than wanted each tick of a thread came, in seconds."""
    late: list[float] = []
    ended = threading.Event()

    def tick() -> None:
        last = time.perf_counter()
        while not ended.wait(TICK):
            now = time.perf_counter()
            late.append(now - last - TICK)
            last = now

    thread = threading.Thread(target=tick)
    thread.start()
    try:
        yield late
    finally:
        ended.set()
        thread.join()


def memory() -> float:
    """The most memory that this process has had, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def processor() -> tuple[float, float]:
    """Seconds of processor time of this process and of those it has waited for."""
    times = os.times()
    return times.user + times.system, times.children_user + times.children_system


def measure(root: Path, folder: Path) -> None:
    vault = open_vault(root)
    engine = open_engine(vault, folder=folder)
    with ticking() as late:
        report = engine.refresh()
    print(
        f"first build      : {report.notes} notes, {report.seconds:.1f} s, {report.bytes:,} bytes, {memory():.0f} MB here"
    )
    own, children = processor()
    print(f"processor        : {own:.1f} s here, {children:.1f} s in worker processes")
    late.sort()
    print(f"late ticks       : p99 {late[int(0.99 * len(late))] * 1000:.0f} ms, worst {late[-1] * 1000:.0f} ms")
    start = time.perf_counter()
    engine.prepare()
    print(f"prepare          : {time.perf_counter() - start:.2f} s, {memory():.0f} MB here")
    engine.close()
    alone = markdown_it(root)
    print(f"markdown-it-py   : {alone:.1f} s; the first build takes {report.seconds / alone:.2f} times as long")

    start = time.perf_counter()
    vault = open_vault(root)
    scanned = time.perf_counter() - start
    engine = open_engine(vault, folder=folder)
    report = engine.refresh()
    engine_ready = time.perf_counter() - start
    engine.prepare()
    print(f"unchanged restart: {engine_ready:.2f} s, {scanned:.2f} of it the scan of the vault")
    assert (report.added, report.changed, report.removed) == (0, 0, 0)

    file = root / next(iter(vault.notes))
    kept = file.read_bytes()
    file.write_bytes(kept + f"\n{WORD}\n".encode())
    try:
        start = time.perf_counter()
        engine.refresh(vault=vault.rescan())
        found = engine.search(WORD).hits
        print(f"one changed note : found after {time.perf_counter() - start:.2f} s")
        assert found
        assert found[0].kind == "text"
    finally:
        file.write_bytes(kept)
    engine.close()


def make_vault(out: Path, notes: int, seed: int, body: int) -> None:
    spec = importlib.util.spec_from_file_location("make_vault", Path(__file__).with_name("make_vault.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_vault"] = module
    spec.loader.exec_module(module)
    module.make_vault(out, notes, seed, body=body)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "vault", type=Path, nargs="?", help="a vault that may be written: one note is changed and put back"
    )
    parser.add_argument("--notes", type=int, default=13_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--body", type=int, default=SMALL, help="median characters of a note's body, small by default")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.vault
        if root is None:
            root = Path(folder) / "vault"
            make_vault(root, options.notes, options.seed, options.body)
        measure(root, Path(folder) / "index")
    return 0


if __name__ == "__main__":
    sys.exit(main())
