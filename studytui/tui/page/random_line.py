"""Some high-yield line of a vault, each as likely as another."""

from __future__ import annotations

import random
from collections.abc import Mapping

from studytui.markdown import Legend, marked_lines, read
from studytui.vault import UnreadableNoteError, Vault


def random_line(
    vault: Vault, lines: Mapping[str, int], legend: Legend, *, strict_breaks: bool = False
) -> tuple[str, int] | None:
    """A note and a source line of it; `lines` says how many each note has. None where there is none any more.

    For a worker thread.
    """
    waiting = {note: count for note, count in lines.items() if count and note in vault.notes}
    while waiting:  # a note may have lost its marks since it was counted
        (note,) = random.choices([*waiting], weights=[*waiting.values()])
        try:
            blocks = read(vault.text(note), strict_breaks=strict_breaks).document().blocks
        except UnreadableNoteError:
            blocks = ()
        found = [marked.line for marked in marked_lines(blocks, legend)]
        if found:
            return note, random.choice(found)
        del waiting[note]
    return None
