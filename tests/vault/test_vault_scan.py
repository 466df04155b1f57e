from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from studytui.vault import VaultError
from studytui.vault.scan import LEADS_OUT, scan

posix_names = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")


def reasons(root: Path) -> dict[str, str]:
    return {item.path: item.reason for item in scan(root).unreadable}


def test_notes_are_files_that_end_in_md_in_any_case_and_the_rest_are_files(write_files):
    root = write_files({"a.md": "", "b.MD": "", "c/d.Md": "", "p.png": b"", "c/x.txt": ""})
    found = scan(root)
    assert [*found.notes] == ["a.md", "b.MD", "c/d.Md"]
    assert found.files == ("c/x.txt", "p.png")


def test_dot_folders_and_dot_files_are_skipped(write_files):
    root = write_files({".obsidian/a.md": "", ".trash/b.md": "", ".c.md": "", "d/.git/e.md": "", "f.md": ""})
    assert [*scan(root).notes] == ["f.md"]


def test_a_note_knows_its_size_and_time_without_being_opened(write_files):
    root = write_files({"a.md": "four"})
    os.utime(root / "a.md", ns=(5, 7))
    (root / "a.md").chmod(0)
    note = scan(root).notes["a.md"]
    assert (note.size, note.mtime_ns, note.stem, note.folder) == (4, 7, "a", "")


@posix_names
def test_a_link_out_of_the_vault_is_unreadable_and_not_followed(write_files, tmp_path):
    root = write_files({"a.md": ""})
    outside = write_files({"secret.md": ""}, "outside")
    (root / "folder").symlink_to(outside)
    (root / "note.md").symlink_to(outside / "secret.md")
    found = scan(root)
    assert [*found.notes] == ["a.md"]
    assert reasons(root) == {"folder": LEADS_OUT, "note.md": LEADS_OUT}


@posix_names
def test_a_link_to_a_sibling_whose_name_begins_alike_leads_out(write_files):
    root = write_files({"a.md": ""})
    other = write_files({"secret.md": ""}, "vault2")
    (root / "folder").symlink_to(other)
    assert reasons(root) == {"folder": LEADS_OUT}


@posix_names
def test_links_that_loop_end(write_files):
    root = write_files({"a/b/n.md": ""})
    (root / "a/b/up").symlink_to(root)
    (root / "a/self").symlink_to("self")
    (root / "a/b/across").symlink_to(root / "a")
    assert [*scan(root).notes] == ["a/b/n.md"]
    assert [*reasons(root)] == ["a/self"]


@posix_names
def test_a_link_inside_the_vault_reaches_what_no_plain_path_does(write_files):
    root = write_files({".hidden/n.md": "", "real.md": ""})
    (root / "shown").symlink_to(root / ".hidden")
    (root / "twin.md").symlink_to(root / "real.md")
    assert [*scan(root).notes] == ["real.md", "shown/n.md", "twin.md"]


@posix_names
def test_a_broken_link_and_a_pipe_are_unreadable_and_hide_nothing(write_files):
    root = write_files({"a.md": ""})
    (root / "gone.md").symlink_to(root / "nowhere.md")
    os.mkfifo(root / "pipe.md")
    assert [*scan(root).notes] == ["a.md"]
    assert reasons(root) == {"gone.md": "no such file or directory", "pipe.md": "not a regular file"}


def test_a_folder_that_cannot_be_listed_hides_no_other(write_files, monkeypatch):
    root = write_files({"a/n.md": "", "b/n.md": ""})
    real = os.scandir

    def refuse(path: str):
        if str(path).endswith("a"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [*scan(root).notes] == ["b/n.md"]
    assert reasons(root) == {"a": "permission denied"}


@posix_names
@pytest.mark.parametrize("name", ["[b] $HOME;\"'.md", "new\nline.md", "-n.md", "ünï.md", "a\\b.md", "#x|y^z.md"])
def test_odd_names_stay_as_they_are(write_files, name):
    assert [*scan(write_files({f"[red]/{name}": "x"})).notes] == [f"[red]/{name}"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_a_name_that_is_no_text_can_still_be_opened(write_files):
    root = write_files({})
    path = os.fsdecode(b"caf\xe9.md")
    (root / path).write_text("x")
    assert [*scan(root).notes] == [path]


@posix_names
def test_case_twins_are_two_notes(write_files):
    root = write_files({"Note.md": "1", "note.md": "2"})
    if len(list(root.iterdir())) < 2:
        pytest.skip("this file system has no case")
    assert [*scan(root).notes] == ["Note.md", "note.md"]


def test_a_folder_called_like_a_note_is_a_folder(write_files):
    assert [*scan(write_files({"x.md/y.md": ""})).notes] == ["x.md/y.md"]


def test_no_folder_is_an_error(tmp_path):
    with pytest.raises(VaultError, match=r"cannot read the folder .*nowhere: no such file"):
        scan(tmp_path / "nowhere")
