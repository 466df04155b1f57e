"""Which notes hold a word, as bytes: sorted ids and what each note's posting says, in two arrays side by side."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

_ONE = struct.Struct("<IH")


class Postings(NamedTuple):
    """The notes of one word in one segment, ids ascending."""

    ids: array[int]
    values: array[int]
    """For each id: flags and impact (`record`)."""


class PostingRow(NamedTuple):
    """As it is stored."""

    word: str
    ids: bytes
    values: bytes


class SegmentBuilder:
    """Collects the words of notes; notes come with ascending ids."""

    def __init__(self) -> None:
        self._packed: dict[str, bytearray] = {}
        self.size = 0
        """In bytes."""

    def add(self, note: int, words: Mapping[str, int]) -> None:
        """The words of one note."""
        for word, value in words.items():
            self._extend(word, _ONE.pack(note, value))

    def extend(self, packed: Mapping[str, bytes]) -> None:
        """What another builder has packed, of notes with higher ids."""
        for word, piece in packed.items():
            self._extend(word, piece)

    def packed(self) -> dict[str, bytes]:
        """Everything collected, to be sent to another process."""
        return {word: bytes(piece) for word, piece in self._packed.items()}

    def rows(self) -> Iterator[PostingRow]:
        """Everything collected, as it is stored, in the order of the words."""
        for word in sorted(self._packed):
            mixed = array("H", bytes(self._packed[word]))
            count = len(mixed) // 3
            ids = array("H", bytes(4 * count))
            ids[0::2], ids[1::2] = mixed[0::3], mixed[1::3]
            yield PostingRow(word, ids.tobytes(), mixed[2::3].tobytes())

    def _extend(self, word: str, piece: bytes) -> None:
        known = self._packed.get(word)
        if known is None:
            self._packed[word] = bytearray(piece)
        else:
            known += piece
        self.size += len(piece)


def unpack(ids: bytes, values: bytes) -> Postings:
    """What is stored as arrays; ValueError when the two do not belong together."""
    if len(ids) != 2 * len(values) or len(ids) % 4:
        raise ValueError("postings are cut short")
    unpacked = Postings(array("I"), array("H"))
    unpacked.ids.frombytes(ids)
    unpacked.values.frombytes(values)
    if sys.byteorder == "big":
        unpacked.ids.byteswap()
        unpacked.values.byteswap()
    return unpacked


def merge(word: str, pieces: Iterable[tuple[bytes, bytes]], live: Collection[int]) -> PostingRow | None:
    """The postings of a word from several segments in one, without notes that are gone; None when none is left."""
    pairs = [
        pair
        for ids, values in pieces
        for pair in zip(*unpack(ids, values), strict=True)
        if pair[0] in live
    ]  # fmt: skip
    if not pairs:
        return None
    pairs.sort()
    merged = Postings(array("I", [note for note, _ in pairs]), array("H", [value for _, value in pairs]))
    if sys.byteorder == "big":
        merged.ids.byteswap()
        merged.values.byteswap()
    return PostingRow(word, merged.ids.tobytes(), merged.values.tobytes())
