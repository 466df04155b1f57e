"""`config`, and settings from outside of the file (behaviour 11.11, 14.3)."""

from __future__ import annotations

import json
import tomllib

import pytest

from studytui import paths
from studytui.settings import Settings, load
from studytui.settings.schema import schema


def write(text: str) -> None:
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text(text)


def test_config_shows_what_is_in_force_and_where_it_comes_from(run, garden, monkeypatch):
    write('theme = "nord"\n[legend]\nred = "high-yield"\n')
    monkeypatch.setenv("STUDYTUI_READING_WIDTH", "80")
    shown = json.loads(run("--set", "mouse=false", "config", "--json", vault=garden).out)
    settings = {name: (each["value"], each["origin"]) for name, each in shown["settings"].items()}
    assert settings["theme"] == ("nord", "file")
    assert settings["reading_width"] == (80, "$STUDYTUI_READING_WIDTH")
    assert settings["mouse"] == (False, "--set")
    assert settings["images"] == ("auto", "default")
    assert settings["vault"] == (str(garden), "$STUDYTUI_VAULT")
    assert settings["legend"][0]["red"] == "high-yield"
    assert set(settings) == set(Settings.__struct_fields__)
    assert shown["paths"] == {
        "settings": str(paths.config_file()),
        "themes": str(paths.themes_dir()),
        "vault": str(garden),
        "cache": str(paths.cache_dir(garden)),
        "state": str(paths.state_dir(garden)),
    }


def test_config_as_text_is_toml_with_origins_and_then_the_places(run, garden):
    settings, _, places = run("config", vault=garden).out.partition("\n\n")
    assert tomllib.loads(settings)["legend"]["yellow"] == "high-yield"
    assert 'theme = "auto"' in settings and "# $STUDYTUI_VAULT" in settings
    assert [line.split()[0] for line in places.splitlines()] == ["settings", "themes", "vault", "cache", "state"]


def test_init_writes_a_commented_file_once_and_path_names_it(run):
    assert run("config", "--path").out == f"{paths.config_file()}\n"
    assert run("config", "--init").out == f"{paths.config_file()}\n"
    written = paths.config_file().read_text()
    assert all(f"{name} =" in written or f"[{name}]" in written for name in Settings.__struct_fields__)
    assert load().settings == Settings()
    again = run("config", "--init")
    assert (again.status, again.out) == (1, "")
    assert "is there already; it was left as it is" in again.err
    assert paths.config_file().read_text() == written


def test_the_schema_has_every_setting_with_its_type_and_what_it_is(run):
    shown = json.loads(run("config", "--schema").out)
    assert shown == json.loads(json.dumps(schema()))
    assert set(shown["properties"]) == set(Settings.__struct_fields__)
    assert all(each["description"] for each in shown["properties"].values())
    assert shown["properties"]["mouse"]["type"] == "boolean"
    assert shown["properties"]["reading_width"]["anyOf"] == [
        {"const": 0},
        {"type": "integer", "minimum": 20, "maximum": 1000},
    ]
    assert shown["properties"]["legend"]["properties"]["red"] == {"enum": ["high-yield", "label", "ignore"]}


def test_a_variable_goes_before_the_file_and_an_option_before_that(run, monkeypatch):
    write('theme = "nord"\nreading_width = 90\n[keys]\nsearch = "slash"\ntopics = "t"\n')
    variables = {"STUDYTUI_THEME": "dracula", "STUDYTUI_KEYS": "topics=T,f2; reader.down=j", "STUDYTUI_MOUSE": "False"}
    loaded = load(environ=variables, sets=["theme=gruvbox", "keys.reader.down=down"])
    assert loaded.problems == ()
    assert (loaded.settings.theme, loaded.settings.reading_width, loaded.settings.mouse) == ("gruvbox", 90, False)
    assert loaded.settings.keys == {"search": "slash", "topics": "T,f2", "reader.down": "down"}


@pytest.mark.parametrize("name", Settings.__struct_fields__)
def test_every_setting_can_come_from_the_environment_and_from_an_option(name):
    value, entry = {
        "vault": ("/srv/notes", ""),
        "reading_width": ("0", ""),
        "sidebar_width": ("40", ""),
        "strict_line_breaks": ("true", ""),
        "show_hidden": ("true", ""),
        "show_excluded": ("true", ""),
        "mouse": ("false", ""),
        "images": ("off", ""),
        "key_preset": ("vim", ""),
        "anki_port": ("8766", ""),
        "start_page": ("overview", ""),
        "show_due": ("false", ""),
        "show_left": ("false", ""),
        "review_new": ("5", ""),
        "review_due": ("50", ""),
        "gaps": ("row", ""),
        "show_empty": ("true", ""),
        "show_permalink": ("true", ""),
        "legend": ("ignore", "red"),
        "keys": ("slash", "search"),
    }.get(name, ("text", "red" if name == "legend_names" else ""))
    by_variable = load(environ={f"STUDYTUI_{name.upper()}": f"{entry}={value}" if entry else value})
    by_option = load(environ={}, sets=[f"{name}.{entry}={value}" if entry else f"{name}={value}"])
    assert by_variable.problems == by_option.problems == ()
    assert by_variable.settings == by_option.settings != Settings()
    assert by_option.origins[name] == "--set"
    assert by_variable.origins[name] == f"$STUDYTUI_{name.upper()}"


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("--set", "them=nord", "tree"), "--set them: them is not a setting; did you mean theme?"),
        (("tree", "--set", "mouse=maybe"), "--set mouse: mouse: expected true or false, not 'maybe'"),
        (("tree", "--set", "reading_width=3"), "expected 0 or a whole number from 20 to 1000, not 3"),
        (("tree", "--set", "legend=red"), "--set legend: a table is written legend.KEY=VALUE"),
        (("tree", "--set", "theme"), "--set needs KEY=VALUE"),
        (("--set",), "--set needs KEY=VALUE"),
        (("config", "--init", "--path"), "--path and --init do not go together"),
    ],
)
def test_a_wrong_option_is_wrong_usage_in_one_line(run, garden, argv, message):
    ran = run(*argv, vault=garden)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err and ran.err.count("\n") == 1


def test_a_wrong_variable_is_said_and_the_rest_holds(run, garden, monkeypatch):
    monkeypatch.setenv("STUDYTUI_READING_WIDTH", "3")
    ran = run("tree", vault=garden)
    assert ran.status == 0
    assert ran.err == (
        "studytui: $STUDYTUI_READING_WIDTH: reading_width: expected 0 or a whole number from 20 to 1000, not 3\n"
    )


def test_the_screen_has_the_settings_of_the_command_line(run, garden, monkeypatch):
    opened = []
    monkeypatch.setenv("TEXTUAL_DRIVER", "none:None")
    monkeypatch.setattr(
        "studytui.tui.running.run", lambda root, note, settings, *rest: opened.append(settings.theme) or 0
    )
    assert run("--set", "theme=nord", str(garden)).status == 0
    assert opened == ["nord"]
