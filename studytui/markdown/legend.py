"""The legend: the meaning of each colour of highlights to this reader (behaviour 5.1.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from studytui.markdown.document import Highlight

Meaning = Literal["high-yield", "label", "ignore"]

BUCKETS = ("yellow", "orange", "red", "pink", "purple", "blue", "cyan", "green", "grey")

DEFAULT_MEANINGS: Mapping[str, Meaning] = {
    bucket: "high-yield" if bucket == "yellow" else "label" for bucket in BUCKETS
}


class Legend(Struct, frozen=True):
    """Which colour buckets are high-yield, which are only labels, and which are not shown at all."""

    meanings: Mapping[str, Meaning] = field(default_factory=lambda: DEFAULT_MEANINGS)

    def meaning(self, mark: Highlight) -> Meaning:
        """The meaning of a mark's bucket; a bucket that is not listed is a label."""
        return self.meanings.get(mark.bucket, "label")

    def is_high_yield(self, bucket: str) -> bool:
        """True if text in this colour is high-yield, if there is anything to see of it (see `lines.is_high_yield`)."""
        return self.meanings.get(bucket) == "high-yield"
