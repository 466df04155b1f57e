from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studytui import paths


def test_no_test_sees_the_files_of_whoever_runs_it(home: Path, tmp_path: Path) -> None:
    for place in (paths.config_file(), paths.cache_dir(tmp_path), paths.state_dir(tmp_path)):
        assert place.is_relative_to(home)
    assert not any(name.startswith("STUDYTUI_") for name in os.environ)


def test_the_settings_file_is_config_toml_in_the_users_configuration(home: Path) -> None:
    assert paths.config_file().name == "config.toml"
    assert paths.config_file().parent.name == "studytui"


def test_studytui_config_names_another_settings_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDYTUI_CONFIG", "~/mine.toml")
    assert paths.config_file() == home / "mine.toml"
    monkeypatch.setenv("STUDYTUI_CONFIG", "~there-is-no-such-user/mine.toml")
    assert paths.config_file() == Path("~there-is-no-such-user/mine.toml")


def test_vaults_of_one_name_have_folders_of_their_own(tmp_path: Path) -> None:
    one, two = tmp_path / "a" / "Notes", tmp_path / "b" / "Notes"
    assert paths.cache_dir(one) != paths.cache_dir(two)
    assert paths.state_dir(one) != paths.state_dir(two)
    assert paths.cache_dir(one).name.startswith("notes-")


def test_a_vault_has_the_same_folders_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (tmp_path / "link").symlink_to(vault)
    monkeypatch.chdir(tmp_path)
    names = [vault, Path("vault"), vault / ".." / "vault", tmp_path / "link"]
    assert len({paths.state_dir(name) for name in names}) == 1
    assert len({paths.cache_dir(name) for name in names}) == 1


def test_cache_and_state_are_apart_and_outside_the_vault(tmp_path: Path) -> None:
    cache, state = paths.cache_dir(tmp_path), paths.state_dir(tmp_path)
    assert not cache.is_relative_to(state) and not state.is_relative_to(cache)
    assert not cache.is_relative_to(tmp_path) and not state.is_relative_to(tmp_path)


def test_the_bundled_notes_keep_their_state_wherever_they_are_installed() -> None:
    assert paths.state_dir(paths.bundled_notes()).name == "bundled-notes"


def test_a_vault_whose_name_has_no_letters_of_ascii_still_has_a_readable_folder(tmp_path: Path) -> None:
    assert paths.cache_dir(tmp_path / "笔记").name.startswith("vault-")
    assert paths.cache_dir(tmp_path / "Ménière & co").name.startswith("meniere-co-")


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=()), min_size=1, max_size=80))
def test_any_folder_name_gives_one_plain_folder_name(name: str) -> None:
    name = os.fsdecode(name.encode("utf-8", "surrogatepass"))
    key = paths.vault_key(Path("/nowhere") / name)
    assert key.isascii() and len(key) <= 57
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert key == paths.vault_key(Path("/nowhere") / name)
