"""The program in a real pseudo-terminal: what is only seen there."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from terminal import Terminal
from textual.theme import BUILTIN_THEMES


def opened(home: Path, vault: Path, *, note: str = "Start here", **how: object) -> Terminal:
    terminal = Terminal(home, vault, **how)  # type: ignore[arg-type]
    terminal.until(note)
    terminal.settle()
    return terminal


EDITORS = [
    ("nonexistent-editor", "nonexistent-editor is not installed here"),
    ("false", "false ended with status 1"),
    ("sh -c 'kill -9 $$'", "sh was ended by signal 9"),
    ("/", "/ is no program that can be run"),
    ("'unclosed", "'unclosed is not installed here"),
]


@pytest.mark.parametrize(("editor", "said"), EDITORS, ids=[editor for editor, _ in EDITORS])
def test_an_editor_that_is_not_there_or_fails_is_said_and_the_note_is_there_again(
    home: Path, vault: Path, editor: str, said: str
) -> None:
    with opened(home, vault, env={"EDITOR": editor, "VISUAL": None}) as terminal:
        terminal.send("e")
        terminal.until(said)
        assert "Start here" in terminal.text() and "$EDITOR" in terminal.text()
        terminal.press("j")
        terminal.send("q")
        assert terminal.ended() == 0
        assert not terminal.is_raw()


def test_an_editor_is_interrupted_alone(home: Path, vault: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\necho editing\nsleep 30\n")
    editor.chmod(0o755)
    with opened(home, vault, env={"EDITOR": str(editor), "VISUAL": None}) as terminal:
        terminal.send("e")
        terminal.until("editing")
        terminal.settle()  # a shell may miss what comes while it begins a command
        os.write(terminal.fd, b"\x03")
        terminal.until("editor was ended by signal 2")
        terminal.send("q")
        assert terminal.ended() == 0


def test_what_opens_links_may_be_missing_or_fail(home: Path, vault: Path, tmp_path: Path) -> None:
    (vault / "Web.md").write_text("# Web\n\n<https://example.org/page>\n")
    tools = tmp_path / "bin"
    tools.mkdir()
    for status, said in (
        (None, "xdg-open is missing"),
        (3, "xdg-open can't open it (status 3)"),
        (0, "opened outside"),
    ):
        if status is not None:
            (tools / "xdg-open").write_text(f"#!/bin/sh\nexit {status}\n")
            (tools / "xdg-open").chmod(0o755)
        env = {"PATH": str(tools), "BROWSER": None}
        with opened(home, vault / "Web.md", note="example", env=env) as terminal:
            terminal.press("tab")
            terminal.send("enter")
            terminal.until(said)
            assert "example.org" in terminal.text()
            terminal.send("q")
            assert terminal.ended() == 0


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "theme" in metafunc.fixturenames:
        every = metafunc.config.getoption("--long")
        metafunc.parametrize("theme", BUILTIN_THEMES if every else ("textual-dark", "solarized-light", "ansi-dark"))


def test_selected_cells_have_two_colours_in_every_theme(home: Path, vault: Path, theme: str) -> None:
    settings = home / "config" / "studytui"
    settings.mkdir(parents=True)
    (settings / "config.toml").write_text(f'theme = "{theme}"\n')
    with opened(home, vault) as terminal:
        column, row = terminal.place_of("Nothing at a misspelt")
        before = [terminal.colors(at, row) for at in range(column, column + 20)]
        terminal.drag((column, row), (column + 19, row))
        grounds = {back for _, back in before}

        def stands_out() -> bool:
            after = [terminal.colors(at, row) for at in range(column, column + 20)]
            return all(front != back and back not in grounds for front, back in after)

        terminal.until(stands_out, 5)
        terminal.press("y")
        assert terminal.copied() == "Nothing at a misspelt name."[:20].rstrip()


def test_the_legend_dropped_changes_no_file_and_kept_says_what_changed(home: Path, vault: Path) -> None:
    settings = home / "config" / "studytui" / "config.toml"
    with opened(home, vault, note="Start here") as terminal:
        terminal.press("c", "j", "escape", "c", "j", "space", "escape")
        assert not settings.exists()
        terminal.press("c", "j", "space", "u", "k", "space", "enter")
        assert "yellow counts as a label now" in terminal.text()
        assert settings.read_text().strip() == '[legend]\nyellow = "label"'
        terminal.send("q")
        assert terminal.ended() == 0


def test_keys_that_follow_at_once_reach_the_dialog_that_they_are_for(home: Path, vault: Path) -> None:
    with opened(home, vault) as terminal:
        terminal.send("c", "space", "enter")
        terminal.until("yellow counts as a label now")


def test_the_window_has_the_title_of_the_note_and_gets_its_own_back(home: Path, vault: Path) -> None:
    with opened(home, vault) as terminal:
        assert b"\x1b[22;0t" in terminal.raw
        assert b"\x1b]2;Start here \xc2\xb7 studytui\x07" in terminal.raw
        terminal.send("q")
        assert terminal.ended() == 0
        assert terminal.raw.rindex(b"\x1b[23;0t") > terminal.raw.rindex(b"\x1b]2;")


@pytest.mark.parametrize(("version", "sent"), [("7001", True), (None, False)], ids=["VTE", "another"])
def test_vte_is_told_to_leave_cells_where_they_are_and_told_back(
    home: Path, vault: Path, version: str | None, sent: bool
) -> None:
    with opened(home, vault, env={"VTE_VERSION": version}) as terminal:
        terminal.send("q")
        terminal.ended()
        assert (b"\x1b[8l" in terminal.raw) is (b"\x1b[8h" in terminal.raw) is sent


def test_a_stop_by_key_or_from_outside_gives_the_terminal_back_and_fg_paints_all_again(home: Path, vault: Path) -> None:
    with opened(home, vault) as terminal:
        before = terminal.text()
        for stop in ("key", "signal"):
            if stop == "key":
                terminal.send("ctrl+z")
            else:
                os.kill(terminal.pid, signal.SIGTSTP)
            terminal.until(lambda: not terminal.is_raw())
            terminal.settle()
            terminal.screen.erase_in_display(2)
            os.kill(terminal.pid, signal.SIGCONT)
            terminal.until("Start here")
            terminal.settle()
            assert terminal.text() == before
        terminal.send("q")
        assert terminal.ended() == 0


def test_a_box_is_stopped_by_the_key_too_and_comes_back(home: Path, vault: Path) -> None:
    with opened(home, vault) as terminal:
        terminal.press("/", *"Start")
        before = terminal.text()
        terminal.send("ctrl+z")
        terminal.until(lambda: not terminal.is_raw())
        terminal.settle()
        os.kill(terminal.pid, signal.SIGCONT)
        terminal.until(lambda: terminal.is_raw())
        terminal.settle()
        assert terminal.text() == before


def test_several_lines_pasted_into_the_search_box_are_joined_by_blanks(home: Path, vault: Path) -> None:
    with opened(home, vault) as terminal:
        terminal.press("/")
        terminal.send("\x1b[200~glutamate\n  release\x1b[201~")
        terminal.until("glutamate release")


def test_a_dumb_terminal_is_told_which_command_prints_notes(home: Path, vault: Path) -> None:
    with Terminal(home, vault, env={"TERM": "dumb"}) as terminal:
        assert terminal.ended() == 2
        assert "studytui show NOTE" in terminal.text()


def test_another_font_size_draws_sixels_for_the_new_cells(home: Path, vault: Path) -> None:
    import fcntl
    import re
    import struct
    import termios

    pytest.importorskip("PIL")
    from made_images import as_file, quarters

    (vault / "p.png").write_bytes(as_file(quarters((400, 200))))
    (vault / "Pictures.md").write_text("![[p.png]]\n\n" + "text\n\n" * 30)

    def cells(width: int, height: int) -> None:
        size = struct.pack("HHHH", terminal.rows, terminal.columns, terminal.columns * width, terminal.rows * height)
        fcntl.ioctl(terminal.fd, termios.TIOCSWINSZ, size)

    def rasters() -> set[bytes]:
        return set(re.findall(rb'"1;1;(\d+;\d+)', bytes(terminal.raw)))

    with Terminal(home, "--images", "sixel", vault / "Pictures.md") as terminal:
        cells(9, 19)
        terminal.until(rasters)
        terminal.settle()
        assert all(raster.endswith(b";19") for raster in rasters())
        terminal.raw.clear()
        cells(11, 23)
        terminal.until(lambda: any(raster.endswith(b";23") for raster in rasters()))
        terminal.settle()
        terminal.raw.clear()
        terminal.press("j")
        assert not any(raster.endswith(b";19") for raster in rasters())


@pytest.mark.parametrize(
    ("term", "version", "sent"),
    [
        ("xterm", "XTerm(379)", b"8;2;"),
        ("xterm-256color", "XTerm(379)", b"8;2;"),
        ("xterm-256color", None, b"8;5;"),
        ("xterm", None, b""),
    ],
    ids=["newer xterm", "newer xterm of 256", "256 colours", "sixteen colours"],
)
def test_the_colours_that_are_sent_are_those_that_the_terminal_has(
    home: Path, vault: Path, term: str, version: str | None, sent: bytes
) -> None:
    env = {"TERM": term, "COLORTERM": None, "XTERM_VERSION": version}
    with opened(home, vault, env=env) as terminal:
        terminal.press("h")
        depths = {kind: kind in terminal.raw for kind in (b"8;2;", b"8;5;")}
        assert depths == {kind: kind == sent for kind in depths}
