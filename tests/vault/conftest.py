from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from studytui.vault import Vault, open_vault

Files = Mapping[str, str | bytes]


@pytest.fixture
def make_vault(write_files: Callable[..., Path]) -> Callable[..., Vault]:
    """A vault with exactly these files."""

    def make(files: Files, root: str = "vault") -> Vault:
        return open_vault(write_files(files, root))

    return make
