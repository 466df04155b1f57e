"""Rich counts cells in these tests as it does on the screen; helpers of this folder are importable."""

from __future__ import annotations

import sys
from pathlib import Path

from studytui.layout.widths import use_terminal_widths

sys.path.insert(0, str(Path(__file__).parent))

use_terminal_widths()
