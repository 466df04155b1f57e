"""Makes the helpers of this folder importable, and their fixtures known."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from app_on_vault import open_app, vault

__all__ = ["open_app", "vault"]
