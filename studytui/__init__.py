"""studytui: study from Obsidian notes in a terminal."""

__version__ = "0.1.0"
