"""What must never be lost, in one file a vault."""

from studytui.state.state import Bookmark, History, Place, Recent, State, open_state

__all__ = ["Bookmark", "History", "Place", "Recent", "State", "open_state"]
