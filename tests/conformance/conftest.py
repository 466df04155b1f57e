"""Makes the helpers of this folder importable."""

from __future__ import annotations

import sys
from pathlib import Path

_HERE = Path(__file__).parent

sys.path.insert(0, str(_HERE))
sys.path.insert(0, str(_HERE.parent / "benchmarks"))
