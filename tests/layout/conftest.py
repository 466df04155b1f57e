"""Rich counts cells in these tests as it does on the screen."""

from __future__ import annotations

from studytui.layout.widths import use_terminal_widths

use_terminal_widths()
