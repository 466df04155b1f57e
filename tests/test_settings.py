from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studytui import paths
from studytui.layout.protocols import Look
from studytui.markdown.legend import BUCKETS
from studytui.settings import Settings, SettingsError, load
from studytui.settings.write import default_text, update, write_default


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def problems(file: Path) -> list[str]:
    return [str(problem) for problem in load(file, {}).problems]


def test_without_a_file_the_defaults_are_in_force(file: Path) -> None:
    loaded = load(file, {})
    assert loaded.settings == Settings()
    assert loaded.problems == ()
    assert set(loaded.origins.values()) == {"default"}


def test_the_file_named_by_platformdirs_is_read(home: Path) -> None:
    file = paths.config_file()
    assert file.is_relative_to(home)
    file.parent.mkdir(parents=True)
    file.write_text('theme = "nord"')
    assert load().settings.theme == "nord"
    assert load().file == file


def test_every_setting_can_be_given(file: Path) -> None:
    file.write_text(
        """
        vault = "/srv/notes"
        theme = "light"
        reading_width = 0
        sidebar_width = 40
        strict_line_breaks = true
        show_hidden = true
        show_excluded = true
        gaps = "hidden"
        show_empty = true
        show_permalink = true
        images = "sixel"
        mouse = false
        editor = "vim -n"
        key_preset = "vim"
        anki_port = 8766
        anki_key = "secret"
        start_page = "overview"
        show_due = false
        show_left = false
        review_new = 0
        review_due = 50
        [legend]
        red = "high-yield"
        yellow = "ignore"
        [legend_names]
        red = "exam favourite"
        [keys]
        search = "slash, ctrl+k"
        """
    )
    loaded = load(file, {})
    given_settings = loaded.settings
    assert loaded.problems == ()
    assert set(loaded.origins.values()) == {"file"}
    assert given_settings.vault == given_settings.vault_or_bundled == Path("/srv/notes")
    assert (given_settings.theme, given_settings.reading_width, given_settings.sidebar_width) == ("light", 0, 40)
    assert given_settings.strict_line_breaks and given_settings.show_hidden and given_settings.show_excluded
    assert given_settings.images == "sixel"
    assert given_settings.look == Look("hidden", True, True)
    assert not given_settings.mouse
    assert given_settings.editor == "vim -n"
    assert given_settings.key_preset == "vim"
    assert (given_settings.anki_port, given_settings.anki_key) == (8766, "secret")
    assert given_settings.start_page == "overview"
    assert not given_settings.show_due and not given_settings.show_left
    assert (given_settings.review_new, given_settings.review_due) == (0, 50)
    meanings = given_settings.legend.meanings
    assert (meanings["red"], meanings["yellow"], meanings["green"]) == ("high-yield", "ignore", "label")
    assert given_settings.legend_names == {"red": "exam favourite"}
    assert given_settings.keys == {"search": "slash,ctrl+k"}


def test_by_default_yellow_alone_is_high_yield() -> None:
    meanings = Settings().legend.meanings
    assert {bucket for bucket in BUCKETS if meanings[bucket] == "high-yield"} == {"yellow"}


def test_a_key_id_with_dots_needs_no_quotes(file: Path) -> None:
    file.write_text('[keys]\nreader.top = "g"\n"reader.end" = "G"\n')
    assert load(file, {}).settings.keys == {"reader.top": "g", "reader.end": "G"}


def test_the_vault_may_use_the_home_folder_and_counts_from_the_file(home: Path, file: Path) -> None:
    file.write_text('vault = "~/notes"')
    assert load(file, {}).settings.vault == home / "notes"
    file.write_text('vault = "notes"')
    assert load(file, {}).settings.vault == file.parent / "notes"


def test_studytui_vault_goes_before_the_file(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('vault = "/srv/notes"')
    monkeypatch.chdir(tmp_path)
    loaded = load(file, {"STUDYTUI_VAULT": "other"})
    assert loaded.settings.vault == tmp_path / "other"
    assert loaded.origins["vault"] == "$STUDYTUI_VAULT"
    assert load(file, {"STUDYTUI_VAULT": ""}).settings.vault == Path("/srv/notes")


def test_without_a_vault_the_bundled_notes_open(file: Path) -> None:
    assert load(file, {}).settings.vault_or_bundled == paths.bundled_notes()


def test_the_editor_is_the_files_then_visual_then_editor(file: Path) -> None:
    both = {"VISUAL": "code -w", "EDITOR": "vi"}
    assert load(file, both).settings.editor == "code -w"
    assert load(file, both).origins["editor"] == "$VISUAL"
    assert load(file, {"VISUAL": " ", "EDITOR": "vi"}).settings.editor == "vi"
    file.write_text('editor = "nano"')
    assert load(file, both).settings.editor == "nano"
    assert load(file, both).origins["editor"] == "file"


def test_an_unknown_key_names_the_nearest_and_the_others_hold(file: Path) -> None:
    file.write_text('reading_widht = 80\ntheme = "dark"')
    assert problems(file) == [f"{file}: reading_widht is not a setting; did you mean reading_width?"]
    assert load(file, {}).settings.theme == "dark"


def test_a_key_like_no_other_gets_the_list(file: Path) -> None:
    file.write_text("zzz = 1")
    assert all(name in problems(file)[0] for name in Settings.__struct_fields__)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('mouse = "yes"', "mouse: expected true or false, not 'yes'"),
        ("mouse = 1", "mouse: expected true or false, not 1"),
        (
            'images = "ascii"',
            'images: expected "auto" or "kitty" or "sixel" or "iterm" or "sextant" or "halfblock" or "off", not \'ascii\'',
        ),
        ('key_preset = "nano"', 'key_preset: expected "default" or "vim" or "emacs", not \'nano\''),
        ('gaps = "no"', 'gaps: expected "end" or "row" or "hidden", not \'no\''),
        ("theme = 3", "theme: expected text in quotes, not 3"),
        ("theme = ' '", "theme: expected text in quotes, not ' '"),
        ("reading_width = true", "reading_width: expected 0 or a whole number from 20 to 1000, not true"),
        ("reading_width = 19", "reading_width: expected 0 or a whole number from 20 to 1000, not 19"),
        ("anki_port = 0", "anki_port: expected a whole number from 1 to 65535, not 0"),
        ("sidebar_width = 1", "sidebar_width: expected 0 or a whole number from 16 to 120, not 1"),
        ('vault = "a\\u0000b"', "vault: expected the path of a folder in quotes, not 'a\\x00b'"),
        (
            "vault = 0x" + "f" * 9000,
            "vault: expected the path of a folder in quotes, not a number of thousands of digits",
        ),
        ('legend = "red"', "legend: expected a table, which begins with [legend], not 'red'"),
        ('legend.gray = "label"', "legend.gray is not a colour; did you mean grey?"),
        ('legend.red = "hy"', 'legend.red: expected "high-yield" or "label" or "ignore", not \'hy\''),
        ("legend.red = ['label']", 'legend.red: expected "high-yield" or "label" or "ignore", not [\'label\']'),
        (
            "keys.a.b = ','",
            "keys.a.b: expected keys in quotes with a comma between two, such as \"ctrl+k,slash\", not ','",
        ),
    ],
)
def test_a_wrong_value_says_what_was_expected_and_its_default_holds(file: Path, line: str, message: str) -> None:
    file.write_text(f"show_hidden = true\n{line}")
    assert problems(file) == [f"{file}: {message}"]
    assert load(file, {}).settings == Settings(show_hidden=True)


def test_one_wrong_colour_leaves_the_others(file: Path) -> None:
    file.write_text('[legend]\nred = 1\nblue = "high-yield"')
    assert len(problems(file)) == 1
    assert load(file, {}).settings.legend.meanings["blue"] == "high-yield"


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe", b"[" * 5000, b"a = " + b"[" * 5000, b'a = 1\na = "2"'])
def test_a_file_that_is_not_toml_is_one_problem_and_the_defaults_hold(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    loaded = load(file, {})
    assert len(loaded.problems) == 1
    assert str(loaded.problems[0]).startswith(f"{file}: is not ")
    assert loaded.settings == Settings()


def test_a_folder_in_place_of_the_file_is_a_problem(tmp_path: Path) -> None:
    assert problems(tmp_path) == [f"{tmp_path}: is no regular file"]


def test_a_byte_order_mark_and_windows_lines_are_read(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbftheme = "dark"\r\nmouse = false\r\n')
    assert problems(file) == []
    assert load(file, {}).settings.theme == "dark"


_scalars = st.one_of(st.booleans(), st.integers(), st.floats(), st.text(), st.dates())
_values = st.recursive(_scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5)
_keys = st.sampled_from(Settings.__struct_fields__) | st.text(max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(_keys, _values, max_size=4))
def test_no_file_stops_the_program_and_every_problem_is_one_line(
    tmp_path_factory: pytest.TempPathFactory, table: dict[str, object]
) -> None:
    import tomlkit

    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(tomlkit.dumps(table), encoding="utf-8", errors="replace", newline="")
    loaded = load(file, {})
    assert isinstance(loaded.settings, Settings)
    for problem in loaded.problems:
        assert str(problem).startswith(str(file))
        assert str(problem).isprintable()


def test_the_written_file_explains_every_setting_and_changes_none(file: Path) -> None:
    write_default(file)
    text = file.read_text()
    loaded = load(file, {})
    assert loaded.problems == ()
    assert loaded.settings == Settings()
    assert all(name in text for name in Settings.__struct_fields__)
    assert all(line.startswith(("#", "[")) or not line for line in text.splitlines())


def test_every_line_of_the_written_file_may_be_uncommented(file: Path) -> None:
    file.write_text(re.sub(r"^# (?=\w+ = )", "", default_text(), flags=re.MULTILINE))
    assert problems(file) == []
    given_settings = load(file, {}).settings
    assert given_settings.vault is not None and given_settings.editor == "nvim"
    assert given_settings.theme == Settings().theme
    assert given_settings.legend.meanings == Settings().legend.meanings


def test_writing_the_default_never_overwrites(file: Path) -> None:
    file.write_text("mouse = false")
    with pytest.raises(SettingsError, match="is there already"):
        write_default(file)
    assert file.read_text() == "mouse = false"


def test_writing_where_nothing_can_be_written_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    for write in (write_default, lambda place: update(place, "theme", "dark")):
        with pytest.raises(SettingsError, match="cannot be"):
            write(tmp_path / "plain" / "config.toml")


def test_an_update_keeps_comments_and_order(file: Path) -> None:
    file.write_text('# mine\ntheme = "dark" # at night\n\n[legend] # colours\nred = "label"\n# end\n')
    update(file, "theme", "light")
    update(file, "legend.red", "high-yield")
    assert file.read_text() == ('# mine\ntheme = "light" # at night\n\n[legend] # colours\nred = "high-yield"\n# end\n')


def test_an_update_of_the_written_file_takes_the_commented_line(file: Path) -> None:
    write_default(file)
    before = file.read_text()
    update(file, "mouse", False)
    update(file, "legend.pink", "ignore")
    assert file.read_text() == before.replace("# mouse = true", "mouse = false").replace(
        '# pink = "label"', 'pink = "ignore"'
    )


def test_a_commented_line_of_another_table_is_left_alone(file: Path) -> None:
    file.write_text('[legend_names]\n# red = "x"\n[legend]\n')
    update(file, "legend.red", "ignore")
    assert tomllib.loads(file.read_text()) == {"legend_names": {}, "legend": {"red": "ignore"}}
    file.write_text('[legend]\n[keys]\n# theme = "x"\n')
    update(file, "theme", "dark")
    assert tomllib.loads(file.read_text()) == {"theme": "dark", "legend": {}, "keys": {}}


def test_an_update_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"
    update(file, "keys.reader.follow", "enter,l")
    assert load(file, {}).settings.keys == {"reader.follow": "enter,l"}
    update(file, "keys.reader.follow", "enter")
    assert load(file, {}).settings.keys == {"reader.follow": "enter"}


def test_an_update_finds_a_dotted_id_written_without_quotes(file: Path) -> None:
    file.write_text('[keys]\nreader.top = "g"\n')
    update(file, "keys.reader.top", "home")
    assert file.read_text() == '[keys]\nreader.top = "home"\n'


def test_none_takes_a_key_out(file: Path) -> None:
    file.write_text('theme = "dark"\nmouse = false\n[legend]\nred = "ignore"\n')
    update(file, "theme", None)
    update(file, "legend.red", None)
    update(file, "editor", None)
    assert tomllib.loads(file.read_text()) == {"mouse": False, "legend": {}}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("themes", "dark", "themes is not a setting; did you mean theme?"),
        ("legend.red", "often", "expected"),
        ("legend.rde", "label", "did you mean red?"),
        ("mouse", "yes", "expected true or false"),
        ("legend", "label", "it is written legend.KEY"),
        ("theme.x", "dark", "it is written theme"),
    ],
)
def test_an_update_with_a_wrong_key_or_value_leaves_the_file(file: Path, key: str, value: str, message: str) -> None:
    file.write_text("mouse = false")
    with pytest.raises(SettingsError, match=re.escape(message)):
        update(file, key, value)
    assert file.read_text() == "mouse = false"


def test_an_update_never_overwrites_what_it_cannot_read(file: Path) -> None:
    file.write_text("theme = ")
    with pytest.raises(SettingsError, match="is not TOML"):
        update(file, "theme", "dark")
    assert file.read_text() == "theme = "


def test_an_update_works_beside_what_is_wrong_in_the_file(file: Path) -> None:
    file.write_text('legend = "red"\n')
    with pytest.raises(SettingsError, match=r"legend.red cannot be set: expected a table"):
        update(file, "legend.red", "label")
    update(file, "theme", "dark")
    assert tomllib.loads(file.read_text()) == {"legend": "red", "theme": "dark"}


def test_an_update_keeps_links_and_permissions_and_leaves_nothing_behind(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "real.toml"
    real.parent.mkdir()
    real.write_text("mouse = false\n")
    real.chmod(0o600)
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    update(link, "mouse", True)
    assert link.is_symlink()
    assert real.read_text() == "mouse = true\n"
    assert real.stat().st_mode & 0o777 == 0o600
    assert list(real.parent.iterdir()) == [real]


def test_reading_settings_loads_neither_tomlkit_nor_rapidfuzz() -> None:
    code = (
        "import sys, studytui.settings as s; s.load(); print([m for m in ('tomlkit', 'rapidfuzz') if m in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(paths.__file__).parents[1])}
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs")
def test_a_fifo_in_place_of_the_file_is_a_problem_and_nothing_waits_for_it(tmp_path: Path) -> None:
    fifo = tmp_path / "config.toml"
    os.mkfifo(fifo)
    assert problems(fifo) == [f"{fifo}: is no regular file"]


def test_no_file_at_all_may_be_named_by_the_null_device() -> None:
    assert problems(Path(os.devnull)) == []


def test_what_a_killed_write_has_left_goes_with_a_later_one(file: Path) -> None:
    left, fresh, other = (
        file.with_name(name) for name in (f".{file.name}.abcdefgh", f".{file.name}.12345678", ".other")
    )
    for each in (left, fresh, other):
        each.write_text("", encoding="utf-8")
    os.utime(left, (0, 0))
    update(file, "theme", "dark")
    assert (left.exists(), fresh.exists(), other.exists()) == (False, True, True)
