"""Typed settings: what a reader can choose, read from and written to one TOML file (`settings.write`)."""

from studytui.settings.model import Settings
from studytui.settings.read import Loaded, load
from studytui.settings.values import SettingsError

__all__ = ["Loaded", "Settings", "SettingsError", "load"]
