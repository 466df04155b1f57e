"""Document + width + view -> lines of text with roles: no colours, no widgets."""

from studytui.layout.engine import Layout, View, lay_out, render_text
from studytui.layout.line import Line, Span
from studytui.layout.surroundings import LinkStatus, Nowhere, Surroundings

__all__ = ["Layout", "Line", "LinkStatus", "Nowhere", "Span", "Surroundings", "View", "lay_out", "render_text"]
