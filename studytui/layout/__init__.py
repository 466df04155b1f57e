"""Document + width + view -> lines of text with roles: no colours, no widgets."""

from studytui.layout.layout import Layout, View, lay_out, render_text
from studytui.layout.line import Line, Span
from studytui.layout.protocols import LinkStatus, Nowhere, Surroundings

__all__ = ["Layout", "Line", "LinkStatus", "Nowhere", "Span", "Surroundings", "View", "lay_out", "render_text"]
