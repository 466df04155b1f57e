"""Which vault is used when none is named, and which are known (behaviour 11.1, 11.10)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studytui import paths
from studytui.state.vaults import known_vaults, obsidian_vaults, vault_opened


def write_obsidian_list(home: Path, *vaults: Path, place: str = ".config") -> None:
    file = home / place / "obsidian/obsidian.json"
    file.parent.mkdir(parents=True)
    listed = {str(at): {"path": str(vault), "ts": 1_700_000_000_000 + at} for at, vault in enumerate(vaults)}
    file.write_text(json.dumps({"vaults": listed}))


@pytest.fixture
def obsidian(write_files):
    """A vault of Obsidian's."""
    return write_files({".obsidian/app.json": "{}", "a/n.md": "[[m]]", "m.md": ""}, root="mine")


def test_the_vault_around_the_current_folder_goes_before_all_others(run, garden, obsidian, monkeypatch):
    monkeypatch.chdir(obsidian / "a")
    assert run("tree", vault=garden).out.startswith("mine/  2 notes")
    assert run("backlinks", "m").out == "a/n.md:1: m\n"
    assert run("tree", "--vault", str(garden)).out.startswith("vault/")


def test_elsewhere_it_is_the_variable_then_the_settings_then_the_bundled_notes(
    run, garden, obsidian, home, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    assert run("tree", "--json").out.endswith(f'"vault": {json.dumps(str(paths.bundled_notes()))}}}\n')
    (home / ".config/studytui").mkdir(parents=True)
    (home / ".config/studytui/config.toml").write_text(f"vault = {json.dumps(str(obsidian))}")
    assert json.loads(run("tree", "--json").out)["vault"] == str(obsidian)
    assert json.loads(run("tree", "--json", vault=garden).out)["vault"] == str(garden)


def test_a_tree_on_a_terminal_says_where_the_vault_is(run, garden, monkeypatch):
    monkeypatch.setattr("studytui.cli.tree.on_terminal", lambda: True)
    assert run("tree", vault=garden).out.splitlines()[0] == f"vault/  3 notes · HY 4 · {garden}"


def test_vaults_are_the_recent_ones_and_those_of_obsidian(run, garden, obsidian, home):
    write_obsidian_list(home, obsidian, home / "gone")
    vault_opened(garden)
    first, second, bundled = json.loads(run("vaults", "--json", vault=garden).out)
    assert (first["path"], first["name"], first["obsidian"], first["opens"]) == (str(garden), "vault", False, True)
    assert first["opened"].endswith("+00:00")
    assert second == {"path": str(obsidian), "name": "mine", "opened": None, "obsidian": True, "opens": False}
    assert bundled["path"] == str(paths.bundled_notes())
    lines = run("vaults").out.splitlines()
    assert lines[0].startswith("* vault ")
    assert lines[1] == f"  mine               {obsidian}  (in Obsidian)"


def test_the_vault_opened_last_comes_first_and_each_once(garden, obsidian, home):
    write_obsidian_list(home, obsidian)
    for root in (garden, obsidian, garden, obsidian):
        vault_opened(root)
    assert [(known.path, known.obsidian) for known in known_vaults()] == [(obsidian, True), (garden, False)]


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", ".config"),
        ("linux", ".var/app/md.obsidian.Obsidian/config"),
        ("linux", "snap/obsidian/current/.config"),
        ("darwin", "Library/Application Support"),
        ("win32", "AppData/Roaming"),
    ],
)
def test_obsidian_s_list_is_found_on_each_system(home, obsidian, platform, place):
    write_obsidian_list(home, obsidian, place=place)
    assert obsidian_vaults({}, platform, home) == [obsidian]


def test_windows_names_the_folder_itself(home, tmp_path, obsidian):
    write_obsidian_list(tmp_path, obsidian, place="roaming")
    assert obsidian_vaults({"APPDATA": str(tmp_path / "roaming")}, "win32", home) == [obsidian]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"[]", b'{"vaults": []}', b'{"vaults": {"a": 1, "b": {"path": 3}, "c": {"path": "not/absolute"}}}'],
)
def test_a_list_of_obsidian_s_that_makes_no_sense_is_none(home, content):
    file = home / ".config/obsidian/obsidian.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert obsidian_vaults({}, "linux", home) == []


def test_where_nothing_can_be_written_a_vault_is_forgotten(home, garden):
    paths.vaults_file().parent.parent.mkdir(parents=True, exist_ok=True)
    paths.vaults_file().parent.write_text("no folder")
    vault_opened(garden)
    assert known_vaults() == []
