"""The terminal interface: the only room that knows Textual, colours and keys."""

from studytui.layout.widths import use_terminal_widths

use_terminal_widths()
