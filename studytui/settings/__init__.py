"""Typed settings: what a reader can choose, read from and written to one TOML file."""

from studytui.settings.model import Settings
from studytui.settings.problems import SettingsError
from studytui.settings.read import Loaded, load
from studytui.settings.write import default_text, update, write_default

__all__ = ["Loaded", "Settings", "SettingsError", "default_text", "load", "update", "write_default"]
