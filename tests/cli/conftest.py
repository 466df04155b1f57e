from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from studytui.cli import main

# In the format of the Digital Garden: what behaviour 5.3 is about, on a note of our own.
GARDEN_NOTE = """---
{"dg-publish":true,"permalink":"/USMLE/Neurology/Myelopathy/","tags":["t1"]}
---

a disease of the spinal cord.
# Causes


---
# Signs
![scan.png](/img/user/appendix/scan%201.png)
- <span style="background:rgba(240, 200, 0, 0.2)">Brisk reflexes</span> below the [[USMLE/Neurology/Spinal cord\\|lesion]]
\t- <span style="background:rgba(240, 200, 0, 0.2)">sensory level</span> and <mark>urgency</mark>
- no mark
## Late
- see [[Spinal cord\\|cord]]
"""
GARDEN = {
    "USMLE/Neurology/Myelopathy.md": GARDEN_NOTE,
    "USMLE/Neurology/Spinal cord.md": "---\naliases: [Medulla]\n---\n# Anatomy\n[[Myelopathy#Signs]] ==tract==\n",
    "USMLE/MSK/Gout.md": "Nothing marked. #t2/acute",
}
ODD_NAME = "[red]/[b] $HOME;\"'.md"
ODD = {
    ODD_NAME: "---\ntitle: '[/b] [link=x]y[/]'\n---\n# [red]Head[/]\n[red]x[/] \x1b[31mred\x1b[0m ==hy \x1b]0;t\x07==\n\n[[Plain]]\n",
    "Plain.md": "see [it](<[red]/[b] $HOME;\"'.md>)\n",
}


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs a command line as if the vault had been named in the environment."""

    def run(*argv: str, vault: Path | None = None) -> Ran:
        if vault is not None:
            monkeypatch.setenv("STUDYTUI_VAULT", str(vault))
        status = main(list(argv))
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run


@pytest.fixture
def garden(write_files: Callable[[Mapping[str, str | bytes]], Path]) -> Path:
    return write_files(GARDEN)


@pytest.fixture
def odd(write_files: Callable[[Mapping[str, str | bytes]], Path]) -> Path:
    return write_files(ODD)
