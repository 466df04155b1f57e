"""What must never be lost, in one file a vault."""

from studytui.state.state import Bookmark, KeptHistory, KeptPlace, Recent, State, open_state

__all__ = ["Bookmark", "KeptHistory", "KeptPlace", "Recent", "State", "open_state"]
