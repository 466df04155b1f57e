"""Embeds, the parts of other files on a page: notes, canvases, drawings (behaviour 3, 4.8)."""

from studytui.vault.embeds.expand import Embedding
from studytui.vault.embeds.link_status import Origin, Origins

__all__ = ["Embedding", "Origin", "Origins"]
