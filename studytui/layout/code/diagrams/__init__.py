"""Diagrams as box drawings, made by a process of their own within a time limit (behaviour 8.4)."""

from studytui.layout.code.diagrams.drawer import Drawer, shared

__all__ = ["Drawer", "shared"]
