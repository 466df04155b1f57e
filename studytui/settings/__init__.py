"""Typed settings: what a reader can choose, read from and written to one TOML file (`settings.write`)."""

from studytui.settings.model import Settings
from studytui.settings.problems import SettingsError
from studytui.settings.read import Loaded, load

__all__ = ["Loaded", "Settings", "SettingsError", "load"]
