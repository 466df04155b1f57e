"""Small vaults for the tests of search, and an engine over one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from studytui.search.engine import Engine, open_engine
from studytui.search.hits import Hit
from studytui.vault import open_vault

ALS = """\
---
{"dg-publish":true,"permalink":"/Neuro/Amyotrophic lateral sclerosis/","tags":["t1"]}
---

A disease of upper and lower motor neurons.

---
# Etiology

# Clinical features
- <span style="background:rgba(240, 200, 0, 0.2)">Bulbar symptoms: dysarthria, dysphagia</span>
- Aphasia is rare (see [[Neuro/Bulbar palsy\\|Pseudobulbar palsy]])
- UMN or LMN signs

# Treatment
- <span style="background:rgba(240, 200, 0, 0.2)">Riluzole</span>
\t- A sodium-channel blocker that inhibits <mark style="background:#ff5582a6">glutamate</mark> release
- Edaravone
"""


def write(root: Path, notes: Mapping[str, str]) -> Path:
    """Writes notes by their paths without `.md`."""
    for path, text in notes.items():
        file = root / f"{path}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def engine_of(root: Path, notes: Mapping[str, str] | None = None, **options: object) -> Engine:
    """An engine over a vault of these notes, its index complete and beside the vault."""
    write(root / "vault", notes or {})
    engine = open_engine(open_vault(root / "vault"), folder=root / "index", **options)  # type: ignore[arg-type]
    report = engine.refresh()
    assert report.complete
    assert report.problem is None
    return engine


def found(engine: Engine, query: str, **options: object) -> list[Hit]:
    """The hits of a query that is understood."""
    results = engine.search(query, **options)  # type: ignore[arg-type]
    assert results.error is None
    assert results.complete
    return list(results.hits)


def notes_of(engine: Engine, query: str, **options: object) -> list[str]:
    """The notes of the hits in order, each once, without `.md`."""
    return list(dict.fromkeys(hit.note.removesuffix(".md") for hit in found(engine, query, **options)))
