"""The search engine of a vault for a command, with its index brought up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from studytui.cli.output import print_error
from studytui.search.engine import Engine, open_engine
from studytui.search.index.update import IndexReport
from studytui.vault import Vault


@contextmanager
def indexed(vault: Vault, *, rebuild: bool = False) -> Iterator[tuple[Engine, IndexReport]]:
    """The engine, and what was done to its index; a problem is printed, and names are searched all the same."""
    engine = open_engine(vault)
    try:
        yield engine, refresh(engine, rebuild=rebuild)
    finally:
        engine.close()


def refresh(engine: Engine, *, rebuild: bool = False) -> IndexReport:
    """Brings the index up to date; a problem is printed to standard error."""
    report = engine.refresh(_show_progress if sys.stderr.isatty() else None, rebuild=rebuild)
    if report.problem is not None:
        print_error(report.problem)
    return report


def _show_progress(done: int, total: int) -> None:
    """Counts notes on a terminal, and leaves nothing behind."""
    shown = f"indexing {done} of {total} " if done < total else ""
    sys.stderr.write(f"\r{shown}\x1b[K")
    sys.stderr.flush()
