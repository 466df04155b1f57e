"""The light theme."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from textual.theme import BUILTIN_THEMES, Theme

PAPER: Final[Theme] = replace(BUILTIN_THEMES["textual-light"], background="#fcfcfa", surface="#f2f2ef", panel="#e6e6e2")
"""Textual's light theme on paper: its own grounds are greys of which text and highlights hardly part."""
