"""A small vault that is searched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from studytui.search.engine import Engine, open_engine
from studytui.search.hits import Hit
from studytui.search.index.update import IndexReport
from studytui.vault import Vault, open_vault


class Searched:
    """A vault below a folder, and an engine over it whose index lies beside it."""

    def __init__(self, root: Path) -> None:
        self.root = root / "vault"
        self.folder = root / "index"
        self.root.mkdir()
        self.engine: Engine | None = None

    def write(self, notes: Mapping[str, str]) -> None:
        """Writes notes by their paths without `.md`."""
        for path, text in notes.items():
            file = self.root / f"{path}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def vault(self) -> Vault:
        return open_vault(self.root)

    def open(self, notes: Mapping[str, str] | None = None, **options: Any) -> Engine:
        """An engine whose index has these notes and those written before."""
        self.write(notes or {})
        self.engine = open_engine(self.vault(), folder=self.folder, **options)
        report = self.engine.refresh()
        assert report.complete
        assert report.problem is None
        return self.engine

    def refresh(self, notes: Mapping[str, str] | None = None, **options: Any) -> IndexReport:
        """The report of a refresh after these notes were written."""
        self.write(notes or {})
        assert self.engine is not None
        return self.engine.refresh(vault=self.vault(), **options)

    @staticmethod
    def counts(report: IndexReport) -> tuple[int, int, int, int]:
        """The notes of a whole index, and how many were added, changed and removed."""
        assert report.complete
        return report.notes, report.added, report.changed, report.removed

    def hits(self, query: str, **options: Any) -> list[Hit]:
        """The hits of a query that is understood."""
        assert self.engine is not None
        results = self.engine.search(query, **options)
        assert results.error is None
        assert results.complete
        return list(results.hits)

    def notes(self, query: str, **options: Any) -> list[str]:
        """The notes of the hits in order, each once, without `.md`."""
        return list(dict.fromkeys(hit.note.removesuffix(".md") for hit in self.hits(query, **options)))

    def close(self) -> None:
        if self.engine is not None:
            self.engine.close()


@pytest.fixture
def searched(tmp_path: Path) -> Any:
    found = Searched(tmp_path)
    yield found
    found.close()
