"""Document + width + view -> lines of text with roles: no colours, no widgets."""

from studytui.layout.layout import Layout, View, lay_out, render_text
from studytui.layout.line import Line, Span
from studytui.layout.protocols import LinkStatus, LinkStatusOf, NoVault

__all__ = ["Layout", "Line", "LinkStatus", "LinkStatusOf", "NoVault", "Span", "View", "lay_out", "render_text"]
