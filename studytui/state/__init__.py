"""State, which must never be lost: one database a vault."""

from studytui.state.state import Bookmark, KeptHistory, KeptPlace, Recent, State, open_state

__all__ = ["Bookmark", "KeptHistory", "KeptPlace", "Recent", "State", "open_state"]
