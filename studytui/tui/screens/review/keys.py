"""The keys of a review."""

from __future__ import annotations

from textual.binding import Binding, BindingType

KEYS: list[BindingType] = [
    Binding("space,enter", "show", "Show, Good", key_display="space", id="review.show", priority=True,
            tooltip="Show the answer; then: Good"),
    Binding("1", "grade(1)", "Again", show=False, priority=True, id="review.again", tooltip="It was forgotten"),
    Binding("2", "grade(2)", "Hard", show=False, priority=True, id="review.hard", tooltip="Known, with effort"),
    Binding("3", "grade(3)", "Good", show=False, priority=True, id="review.good", tooltip="Known"),
    Binding("4", "grade(4)", "Easy", show=False, priority=True, id="review.easy", tooltip="Known at once"),
    Binding("u", "undo", "Undo", id="review.undo", tooltip="Take back the last answer, bury, suspend or mark"),
    Binding("s", "skip", "Skip", id="review.skip", tooltip="Let the card come after all others"),
    Binding("minus", "bury", "Bury", key_display="-", id="review.bury",
            tooltip="Let the card and its siblings rest until tomorrow"),
    Binding("exclamation_mark", "suspend", "Suspend", key_display="!", id="review.suspend",
            tooltip="Let the card rest until it is taken back"),
    Binding("asterisk", "leech", "Leech", key_display="*", id="review.leech",
            tooltip="Mark the card as a leech, to be written anew; again takes that back"),
    Binding("e", "edit", "Edit", id="review.edit", tooltip="Edit the line of the card in your editor"),
    Binding("E", "edit_last", "Edit last", show=False, id="review.edit_last",
            tooltip="Edit the line of the card that was answered last"),
    Binding("o", "note", "Note", id="review.note", tooltip="The note of the card, and back"),
    Binding("q,escape", "end", "End", key_display="q", id="review.end", tooltip="End the review"),
    Binding("question_mark", "app.help", "Help", key_display="?", id="review.help", tooltip="Every key"),
]  # fmt: skip
OF_A_CARD = frozenset(("show", "grade", "skip", "bury", "suspend", "leech", "edit", "note"))
"""Actions on the card that is asked."""
