"""What makes a card the same card: ids that a note which was never seen before has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b

from studytui.study.card import Card


def fresh_ids(note: str, cards: Sequence[Card]) -> list[str]:
    """Ids of the cards of a note that was never seen before: equal for equal notes, whoever reads them."""
    seen: Counter[tuple[object, ...]] = Counter()
    found = []
    for card in cards:
        what = (note, card.kind, *card.headings, "", *card.parents, "", card.text, card.back)
        seen[what] += 1
        found.append(hashed(*what, str(seen[what])))
    return found


def hashed(*parts: str) -> str:
    """Sixteen hexadecimal digits that stand for some texts."""
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
