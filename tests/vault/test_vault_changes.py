"""What differs between two states of a vault, and what was only moved."""

from __future__ import annotations

from studytui.vault.changes import changes, moved_folders, moves
from studytui.vault.scan import Note


def scanned(*notes: Note) -> dict[str, Note]:
    return {note.path: note for note in notes}


def test_notes_come_go_and_are_written() -> None:
    stays, old, new = Note("a/Stays.md", 1, 1), Note("a/Old.md", 2, 2), Note("b/New.md", 3, 3)
    found = changes(scanned(stays, old, Note("c/x/W.md", 4, 4)), scanned(stays, new, Note("c/x/W.md", 4, 5)))
    assert (found.gone, found.came, [note.path for note in found.written]) == ((old,), (new,), ["c/x/W.md"])
    assert found.folders == {"", "a", "b", "c", "c/x"}


def test_a_note_with_size_and_time_of_another_that_is_gone_was_moved() -> None:
    assert moves([Note("a.md", 5, 7)], [Note("b/c.md", 5, 7), Note("d.md", 5, 8)]) == {"a.md": "b/c.md"}


def test_of_notes_that_are_alike_the_one_with_the_likest_path_was_moved() -> None:
    gone = [Note("a/x/index.md", 5, 7), Note("a/y/index.md", 5, 7)]
    came = [Note("b/y/index.md", 5, 7), Note("b/x/index.md", 5, 7)]
    assert moves(gone, came) == {"a/x/index.md": "b/x/index.md", "a/y/index.md": "b/y/index.md"}


def test_where_there_is_a_doubt_nothing_was_moved() -> None:
    assert not moves([Note("a.md", 5, 7)], [Note("b.md", 5, 7), Note("c.md", 5, 7)])
    assert not moves([Note("a.md", 5, 7), Note("b.md", 5, 7)], [Note("c.md", 5, 7)])


def test_a_folder_is_moved_with_its_notes_unless_it_is_still_there() -> None:
    moved = {"a/b/x.md": "c/b/x.md"}
    assert moved_folders(moved, ["c", "c/b"]) == {"a/b": "c/b", "a": "c"}
    assert moved_folders(moved, ["a", "c", "c/b"]) == {"a/b": "c/b"}
    assert not moved_folders({"a/x.md": "a/y.md"}, ["a"])
    assert not moved_folders({"a/x.md": "b/y.md"}, ["b"])
