from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import studytui
from studytui import paths
from studytui.cli.registry import COMMANDS

NOTE = "USMLE/Neurology/Myelopathy.md"


@pytest.mark.parametrize(
    ("argv", "status", "message"),
    [
        (("show", "Myelopaty"), 1, f"no note is called Myelopaty; did you mean {NOTE}?"),
        (("links", "msk"), 1, "no note is called msk"),
        (("tree", "Neurlogy"), 1, "no folder is called Neurlogy; did you mean USMLE/Neurology?"),
        (("tree", "#t3"), 1, "no note has the tag #t3"),
        (("high-yield", "Myelopaty"), 1, f"no note or folder is called Myelopaty; did you mean {NOTE}?"),
        (("review", "Neurlogy"), 1, "no note or folder is called Neurlogy; did you mean USMLE/Neurology/"),
        (("review", "--cram"), 2, "the screen needs a terminal; `studytui show NOTE` prints a note"),
        (("show",), 2, "name a note to show, or --all"),
        (("show", "--all", "Gout"), 2, "--all shows every note; name none"),
        (("show", "Gout", "--formt", "json"), 2, "unknown option --formt; did you mean --format?"),
        (("links",), 2, "the following arguments are required: NOTE"),
        (("--vualt", "x"), 2, "unknown option --vualt; did you mean --vault?"),
        (("--vault",), 2, "--vault needs a folder"),
        (("--imgaes", "off"), 2, "unknown option --imgaes; did you mean --images?"),
        (("--images",), 2, "--images needs one of auto, kitty, sixel, iterm, sextant, halfblock, off"),
        (("--images=ascii",), 2, "--images needs one of auto, kitty, sixel, iterm, sextant, halfblock, off"),
        (("tree", "--vault="), 2, "--vault needs a folder"),
        (("tree", "--vault"), 2, "argument --vault: expected one argument"),
        (("tree", "no\0where"), 1, "no folder is called no␀where"),
        (("--vault", "no\0where", "tree"), 2, "there is no folder or note at "),
        (("shwo",), 2, "there is no folder, note or command called shwo; did you mean show?"),
        (("serach", "als"), 2, "there is no folder, note or command called serach; did you mean search?"),
        (("backlink", "Gout"), 2, "there is no folder, note or command called backlink; did you mean backlinks?"),
        (("zebra", "x"), 2, "unexpected argument x; studytui opens one vault or note"),
    ],
)
def test_an_error_is_one_line_that_names_the_nearest(run, garden, argv, status, message):
    ran = run(*argv, vault=garden)
    assert (ran.status, ran.out) == (status, "")
    assert ran.err.startswith(f"studytui: {message}")
    assert ran.err.count("\n") == 1


def test_several_notes_of_a_name_are_listed(run, write_files):
    ran = run("show", "t", vault=write_files({f"{folder}/t.md": "" for folder in "abcdefg"}))
    assert ran.status == 1
    assert (
        ran.err
        == "studytui: several notes are called t: a/t.md, b/t.md, c/t.md, d/t.md, e/t.md and 2 more; give one's path\n"
    )


def test_a_vault_that_is_not_there_is_unusable(run, garden):
    ran = run("tree", "--vault", str(garden) + "x")
    assert ran.status == 2
    assert ran.err == f"studytui: there is no folder or note at {garden}x; did you mean {garden}?\n"
    assert "(from $STUDYTUI_VAULT)" in run("tree", vault=garden / "nowhere").err


@pytest.mark.parametrize(
    "argv",
    [
        ("--vault", "{}", "tree"),
        ("--vault={}", "tree"),
        ("tree", "--vault", "{}"),
        ("--vault", "/x", "tree", "--vault={}"),
    ],
)
def test_the_vault_may_be_named_before_or_after_the_command(run, garden, argv):
    assert run(*(part.format(garden) for part in argv)).out.startswith("vault/  3 notes")


def test_a_digital_garden_repository_is_its_notes(run, write_files):
    vault = write_files(
        {"README.md": "", "src/site/notes/a/n.md": "![x](/img/user/p.png)", "src/site/img/user/p.png": b""}
    )
    assert run("tree", vault=vault).out.splitlines() == ["notes/  1 note", "└─ a/  1 note", "   └─ n"]
    assert run("check", "--strict").status == 0


def test_a_note_may_be_given_by_its_path_on_this_computer(run, garden):
    assert run("links", str(garden / NOTE), vault=garden).out.startswith("Myelopathy  (")


def test_options_may_stand_between_notes(run, garden):
    assert run("show", "Gout", "--width", "40", "Myelopathy", vault=garden).out.count("USMLE/") == 2


def test_the_settings_decide_what_is_high_yield(run, garden, home):
    (home / ".config/studytui").mkdir(parents=True)
    (home / ".config/studytui/config.toml").write_text('[legend]\nyellow = "label"\n\nnonsense = 1\n')
    ran = run("tree", vault=garden)
    assert "HY" not in ran.out
    assert "nonsense" in ran.err


def test_help_names_every_command_and_version_is_the_package_s(run):
    shown = run("--help")
    assert shown.status == 0
    assert all(f"  {name} " in shown.out for name in COMMANDS)
    assert run("--version").out == f"studytui {studytui.__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run, command):
    ran = run(command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: studytui {command}")
    assert "--vault PATH" in ran.out


def test_the_screen_needs_a_terminal(run, garden, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    ran = run(str(garden))
    assert ran.status == 2
    assert "needs a terminal" in ran.err


@pytest.mark.parametrize(
    ("argv", "note"),
    [
        (("{}",), None),
        (("{}/" + NOTE,), "Myelopathy.md"),
        (("--vault", "{}", "Medulla"), "USMLE/Neurology/Spinal cord.md"),
        (("--vault", "{}"), None),
        ((), None),
        (("./show",), None),
    ],
)
def test_a_path_opens_the_screen_on_its_vault_and_note(run, garden, monkeypatch, argv, note):
    opened = []
    monkeypatch.setenv("TEXTUAL_DRIVER", "none:None")
    monkeypatch.chdir(garden)
    (garden / "show").mkdir()
    monkeypatch.setattr("studytui.tui.running.run", lambda root, note, *rest: opened.append((root, note)) or 0)
    ran = run(*(part.format(garden) for part in argv), vault=garden)
    assert (ran.status, ran.err) == (0, "")
    root = garden / "USMLE/Neurology" if note == "Myelopathy.md" else garden / "show" if argv == ("./show",) else garden
    assert opened == [(root, note)]


@pytest.mark.parametrize(
    ("argv", "mode"), [((), "sixel"), (("--images", "off"), "off"), (("--images=kitty",), "kitty")]
)
def test_how_images_are_drawn_is_an_option_that_goes_before_the_settings(run, garden, monkeypatch, argv, mode):
    opened = []
    monkeypatch.setenv("TEXTUAL_DRIVER", "none:None")
    file = paths.config_file()
    file.parent.mkdir(parents=True)
    file.write_text('images = "sixel"')
    monkeypatch.setattr(
        "studytui.tui.running.run", lambda root, note, settings, *rest: opened.append(settings.images) or 0
    )
    assert run(*argv, str(garden), vault=garden).status == 0
    assert opened == [mode]


def test_a_file_that_is_no_note_is_not_opened(run, garden, monkeypatch):
    monkeypatch.setenv("TEXTUAL_DRIVER", "none:None")
    (garden / "p.png").write_bytes(b"")
    ran = run(str(garden / "p.png"))
    assert (ran.status, ran.err) == (2, "studytui: p.png is no note: its name does not end in .md or .canvas\n")


def in_a_process(*argv: str, vault: Path, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "studytui", *argv],
        env={**os.environ, "STUDYTUI_VAULT": str(vault), "PYTHONPATH": str(Path(studytui.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("argv", [("--version",), ("show", NOTE), ("tree",)])
def test_a_command_loads_no_screen(garden, argv):
    ran = in_a_process(*argv, vault=garden)
    assert ran.returncode == 0
    assert "textual" not in ran.stderr


def test_the_version_needs_no_parser_and_no_layout(garden):
    loaded = in_a_process("--version", vault=garden).stderr
    for room in ("markdown", "layout", "vault", "settings"):
        assert f"studytui.{room}" not in loaded


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell's pipe")
def test_a_reader_who_leaves_early_gets_no_complaint(garden):
    (garden / "long.md").write_text("word\n\n" * 20_000)
    command = f"{sys.executable} -m studytui show --all | head -n 1"
    ran = subprocess.run(
        ["sh", "-c", command],
        env={**os.environ, "STUDYTUI_VAULT": str(garden), "PYTHONPATH": str(Path(studytui.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.stderr, ran.stdout.count("\n")) == ("", 1)


def test_an_interrupt_is_quiet(run, garden, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("studytui.cli.tree.the_topic", interrupt)
    ran = run("tree", "x", vault=garden)
    assert (ran.status, ran.out, ran.err) == (130, "", "")


def test_a_fault_of_ours_is_one_line(run, garden, monkeypatch):
    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops\nand more")

    monkeypatch.setattr("studytui.cli.tree.the_topic", fail)
    ran = run("tree", "x", vault=garden)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "studytui: unexpected ZeroDivisionError: oops and more (STUDYTUI_TRACEBACK=1 shows where)\n"


def test_a_stream_that_cannot_carry_a_character_gets_another(garden):
    (garden / "β.md").write_text("β ==x==")
    environment = {
        **os.environ,
        "STUDYTUI_VAULT": str(garden),
        "PYTHONIOENCODING": "ascii",
        "PYTHONPATH": str(Path(studytui.__file__).parents[1]),
    }
    for argv in (("tree",), ("tree", "--json"), ("show", "β"), ("high-yield", "--json")):
        ran = subprocess.run(
            [sys.executable, "-m", "studytui", *argv], env=environment, capture_output=True, timeout=60, check=False
        )
        assert (ran.returncode, ran.stderr) == (0, b"")
        ran.stdout.decode("utf-8" if sys.platform == "win32" else "ascii")
