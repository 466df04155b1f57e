from __future__ import annotations

import sys

import pytest

from studytui.vault import VaultError, find_vault, open_vault
from studytui.vault.location import location_of, vault_around, vault_name


def test_a_folder_is_the_vault_itself_even_inside_another_vault(write_files):
    root = write_files({".obsidian/app.json": "{}", "a/b/n.md": ""})
    assert find_vault(root / "a") == (root / "a", None)


def test_a_digital_garden_repository_descends_to_its_notes(write_files):
    root = write_files({"README.md": "", "src/site/notes/a/n.md": ""})
    assert find_vault(root) == (root / "src/site/notes", None)


@pytest.mark.parametrize("folder", ["src", "src/site", "src/site/notes", "src/site/notes/a"])
def test_only_the_repository_itself_descends(write_files, folder):
    root = write_files({"src/site/notes/a/n.md": ""})
    assert find_vault(root / folder) == (root / folder, None)


def test_a_file_walks_up_to_its_obsidian_vault(write_files):
    root = write_files({".obsidian/app.json": "{}", "a/b/n.md": ""})
    assert find_vault(root / "a/b/n.md") == (root, "a/b/n.md")


def test_a_file_walks_up_to_the_notes_of_its_repository(write_files):
    root = write_files({"src/site/notes/a/n.md": ""})
    assert find_vault(root / "src/site/notes/a/n.md") == (root / "src/site/notes", "a/n.md")


def test_a_file_elsewhere_has_its_own_folder(write_files):
    root = write_files({"README.md": "", "src/site/notes/n.md": ""})
    assert find_vault(root / "README.md") == (root, "README.md")


def test_a_relative_path_counts_from_the_working_folder(write_files, monkeypatch):
    root = write_files({"a/n.md": ""})
    monkeypatch.chdir(root / "a")
    assert find_vault(type(root)("n.md")) == (root / "a", "n.md")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_a_vault_is_that_vault(write_files, tmp_path):
    root = write_files({"n.md": "text"})
    (tmp_path / "link").symlink_to(root)
    vault = open_vault(find_vault(tmp_path / "link")[0])
    assert vault.root == tmp_path / "link"
    assert vault.text("n.md") == "text"


def test_nothing_there_is_an_error_that_names_the_path(tmp_path):
    with pytest.raises(VaultError, match=r"there is no folder or note at .*nowhere"):
        find_vault(tmp_path / "nowhere")


def test_a_part_of_a_vault_knows_its_prefix_and_what_is_above(write_files):
    root = write_files({".obsidian/app.json": "{}", "USMLE/Neurology/n.md": ""})
    location = location_of(root / "USMLE/Neurology")
    assert (location.outer, location.prefix, location.images) == (root, "USMLE/Neurology/", None)


def test_a_part_of_a_garden_has_the_garden_s_images(write_files):
    root = write_files({"src/site/notes/a/n.md": "", "src/site/img/user/p.png": b""})
    location = location_of(root / "src/site/notes/a")
    assert (location.prefix, location.images) == ("a/", root / "src/site/img/user")


@pytest.mark.parametrize("folder", ["", "a", "a/b"])
def test_around_a_folder_is_the_nearest_vault(write_files, folder):
    root = write_files({".obsidian/app.json": "{}", "a/b/n.md": ""})
    assert vault_around(root / folder) == root


@pytest.mark.parametrize("folder", ["", "src", "src/site/img", "src/site/notes/a", "docs"])
def test_around_a_folder_of_a_repository_are_its_notes(write_files, folder):
    root = write_files({"src/site/notes/a/n.md": "", "src/site/img/p.png": "", "docs/x.md": ""})
    assert vault_around(root / folder) == root / "src/site/notes"


def test_around_a_folder_outside_of_vaults_is_none(write_files):
    assert vault_around(write_files({"n.md": ""})) is None


def test_a_home_folder_that_is_a_vault_counts_only_for_who_stands_in_it(home):
    (home / ".obsidian").mkdir()
    (home / "work").mkdir()
    assert vault_around(home) == home
    assert vault_around(home / "work") is None


def test_a_vault_is_called_by_its_folder_or_its_repository(write_files):
    root = write_files({"src/site/notes/a/n.md": ""})
    assert vault_name(root) == "vault"
    assert vault_name(root / "src/site/notes") == "vault"
