from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from studytui.vault import Vault, open_vault

Files = Mapping[str, str | bytes]


@pytest.fixture
def write_files(tmp_path: Path) -> Callable[..., Path]:
    """Writes files below a fresh folder; text as UTF-8, bytes as they are."""

    def write(files: Files, root: str = "vault") -> Path:
        folder = tmp_path / root
        folder.mkdir(exist_ok=True)
        for path, content in files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture
def make_vault(write_files: Callable[..., Path]) -> Callable[..., Vault]:
    """A vault with exactly these files."""

    def make(files: Files, root: str = "vault") -> Vault:
        return open_vault(write_files(files, root))

    return make
