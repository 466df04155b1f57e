from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from studytui.markdown import Legend
from studytui.vault import HighYield, UnreadableNoteError, open_vault
from studytui.vault.check import Report, check

posix = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")

MARKED = (
    "# H\n\n==a== and <span style='background:rgba(240, 200, 0, 0.2)'>b</span>\n"
    "- ==c==\n<mark style='background:#f00'>d</mark>\n"
)


def test_high_yield_counts_marks_and_lines(make_vault):
    vault = make_vault({"a.md": MARKED, "b.md": "nothing"})
    assert vault.high_yield("a.md") == vault.facts("a.md").high_yield == HighYield(3, 2)
    assert dict(vault.high_yields(vault.notes)) == {"a.md": HighYield(3, 2), "b.md": HighYield()}


def test_counting_can_stop_between_two_notes_and_parses_nothing_without_marks(make_vault, monkeypatch):
    vault = make_vault({"a.md": "nothing", "b.md": MARKED, "c.md": MARKED})
    parsed = []
    monkeypatch.setattr(type(vault), "facts", lambda self, path: parsed.append(path) or _Counted())
    counting = vault.high_yields(vault.notes)
    assert next(counting)[0] == "a.md"
    assert parsed == []
    next(counting)
    assert parsed == ["b.md"]


class _Counted:
    high_yield = HighYield(1, 1)


def test_another_legend_counts_anew(make_vault):
    vault = make_vault({"a.md": MARKED})
    vault.high_yield("a.md")
    red = vault.rescan(Legend({"red": "high-yield"}))
    assert red.high_yield("a.md") == HighYield(1, 1)
    assert vault.high_yield("a.md") == HighYield(3, 2)


def test_facts_hold_tags_of_frontmatter_and_text_once(make_vault):
    vault = make_vault(
        {"a.md": "---\ntags: [t1, Neuro/x]\n---\n#T1 text #2024 a#b #new `#code`\n| #cell |\n| --- |\n| x |\n"}
    )
    assert vault.facts("a.md").tags == ("t1", "Neuro/x", "new", "cell")


def test_a_title_is_frontmatter_or_stem(make_vault):
    vault = make_vault({"a/Stem.md": "x", "b.md": "---\ntitle: '[b]'\n---\n"})
    assert (vault.title("a/Stem.md"), vault.title("b.md")) == ("Stem", "[b]")


def test_frontmatter_longer_than_the_first_bytes_is_read_whole(make_vault):
    filler = "\n".join(f"key{number}: {'x' * 80}" for number in range(100))
    vault = make_vault({"a.md": f"---\n{filler}\ntitle: Late\n---\ntext\n" + "more\n" * 5000})
    assert vault.title("a.md") == "Late"


def test_a_second_block_behind_long_frontmatter_counts(make_vault):
    filler = "\n".join(f"key{number}: {'x' * 80}" for number in range(45))
    vault = make_vault({"a.md": f"---\n{filler}\n---\n---\n{filler}\ndg-pinned: true\n---\ntext\n"})
    assert vault.frontmatter("a.md").pinned


def test_a_note_that_vanished_is_a_value(make_vault):
    vault = make_vault({"a.md": "[[b]]", "b.md": "[[a]] ==x=="})
    (vault.root / "b.md").unlink()
    assert vault.facts("b.md").error == "no such file or directory"
    assert vault.frontmatter("b.md").title is None
    assert vault.high_yield("b.md") == HighYield()
    assert vault.backlinks("a.md") == []
    assert vault.find_note("b").note == "b.md"
    with pytest.raises(UnreadableNoteError, match=r"cannot read b.md: no such file"):
        vault.text("b.md")


@posix
def test_a_note_that_became_a_link_out_of_the_vault_is_not_opened(make_vault, tmp_path):
    vault = make_vault({"a.md": "x", "b.md": "x"})
    (tmp_path / "secret.md").write_text("secret")
    (vault.root / "a.md").unlink()
    (vault.root / "a.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(UnreadableNoteError, match="leads out of the vault"):
        vault.text("a.md")
    (vault.root / "a.md").unlink()
    (vault.root / "a.md").symlink_to(vault.root / "b.md")
    assert vault.text("a.md") == "x"


@posix
def test_a_note_that_became_a_pipe_does_not_hang(make_vault):
    vault = make_vault({"a.md": "x"})
    (vault.root / "a.md").unlink()
    os.mkfifo(vault.root / "a.md")
    with pytest.raises(UnreadableNoteError, match="not a regular file"):
        vault.text("a.md")


@pytest.mark.parametrize("path", ["../secret.md", "/etc/passwd", "a/../../secret.md", "nul\0.md"])
def test_no_path_reads_outside_the_vault(make_vault, tmp_path, path):
    (tmp_path / "secret.md").write_text("secret")
    with pytest.raises(UnreadableNoteError):
        make_vault({"a.md": ""}).text(path)


def test_rescan_sees_changes_and_keeps_what_it_knows(make_vault):
    vault = make_vault({"a.md": "[[b]]", "b.md": "", "c.md": "==x=="})
    assert vault.rescan() is vault
    assert [link.note for link in vault.backlinks("b.md")] == ["a.md"]
    known = vault.facts("c.md")
    (vault.root / "c.md").write_text("[[b]] now")
    (vault.root / "a.md").unlink()
    (vault.root / "d.md").write_text("x")
    later = vault.rescan()
    assert [*later.notes] == ["b.md", "c.md", "d.md"]
    assert [link.note for link in later.backlinks("b.md")] == ["c.md"]
    assert later.facts("c.md") is not known
    assert later.resolve("b.md", "d").note == "d.md"
    assert [*vault.notes] == ["a.md", "b.md", "c.md"]


def test_unchanged_notes_are_not_parsed_again(make_vault):
    vault = make_vault({"a.md": "==x==", "b.md": ""})
    known = vault.facts("a.md")
    (vault.root / "c.md").write_text("")
    assert vault.rescan().facts("a.md") is known


def test_the_vault_is_never_written(make_vault, write_files):
    vault = make_vault({"a.md": MARKED + "[[b]] ![[p.png]]", "x/b.md": "[[a]]", "p.png": b"1"})

    def state(root: Path) -> list[tuple[str, int, int, bytes]]:
        return [
            (str(path), path.stat().st_mtime_ns, path.stat().st_mode, path.read_bytes() if path.is_file() else b"")
            for path in sorted([root, *root.rglob("*")])
        ]

    before = state(vault.root)
    [*check(vault, Report())]
    vault.backlinks("a.md")
    vault.home()
    vault.tagged("x")
    vault.rescan()
    assert state(vault.root) == before


def test_many_threads_may_ask_at_once(make_vault):
    vault = make_vault({f"{number}.md": f"[[{number + 1}]] ==x==" for number in range(40)})
    answers: list[object] = []

    def ask() -> None:
        answers.append(
            (
                [len(vault.backlinks(path)) for path in vault.notes],
                vault.find_note("7").note,
                [leaf.path for leaf in vault.tree().leaves()],
                vault.resolve("1.md", "nowhere").status,
            )
        )

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert all(answer == answers[0] for answer in answers)


def test_a_check_counts_links_and_finds_what_is_wrong(make_vault):
    vault = make_vault(
        {
            "a.md": "[[b]] [[gone]] [m](b.md#nope) [e](https://x.org)\n![[gone]] ![[gone.png]] ![[b#nope]]\n[[twin]]\n",
            "b.md": "---\nx: [\n---\n# H\n",
            "x/twin.md": "",
            "y/twin.md": "",
            "c.md": "`[[code]]` %%[[comment]]%%",
        }
    )
    report = Report()
    assert [*check(vault, report)] == [*vault.notes]
    assert (report.notes, report.links, report.resolved) == (5, 4, 3)
    assert report.links == report.resolved + len(report.broken)
    assert [(item.note, item.line, item.message) for item in report.broken] == [("a.md", 1, "gone")]
    assert [item.message for item in report.broken_embeds] == ["gone"]
    assert [item.message for item in report.missing_headings] == ["b.md#nope", "b#nope"]
    assert [item.message for item in report.missing_images] == ["gone.png"]
    assert [(item.message, item.candidates) for item in report.ambiguous] == [("twin", ("x/twin.md", "y/twin.md"))]
    assert [item.note for item in report.frontmatter] == ["b.md"]
    assert not report.clean


@posix
def test_a_check_lists_what_leads_out_and_what_cannot_be_read(make_vault, tmp_path):
    vault = make_vault({"a.md": "", "b.md": ""})
    (vault.root / "out").symlink_to(tmp_path)
    (vault.root / "b.md").unlink()
    vault = open_vault(vault.root)
    (vault.root / "a.md").unlink()
    report = Report()
    [*check(vault, report)]
    assert [(item.note, item.message) for item in report.unreadable] == [
        ("out", "leads out of the vault"),
        ("a.md", "no such file or directory"),
    ]


def test_what_is_asked_while_the_vault_is_away_is_forgotten_when_it_is_back(make_vault):
    named = f"---\ntitle: T\naliases: [Al]\n---\n{MARKED}[[b]]\n"
    canvas = '{"nodes": [{"id": "a", "type": "text", "text": "[[b]]", "x": 0, "y": 0, "width": 1, "height": 1}]}'
    vault = make_vault({"a.md": named, "b.md": "x", "c.canvas": canvas})
    away = vault.root.with_name("away")
    vault.root.rename(away)
    assert (vault.title("a.md"), vault.tree().children()[0].label) == ("a", "a")
    assert vault.facts("a.md").error
    assert vault.high_yield("a.md") == HighYield()
    assert (vault.backlinks("b.md"), vault.resolve(None, "Al").note) == ([], None)
    assert vault.find_note("Al").note is None
    away.rename(vault.root)
    assert vault.rescan() is vault
    back = vault.rescan(anew=True)
    assert (back.title("a.md"), [leaf.label for leaf in back.tree().leaves()]) == ("T", ["b", "c", "T"])
    assert back.high_yield("a.md") == HighYield(3, 2)
    assert ([link.note for link in back.backlinks("b.md")], back.resolve(None, "Al").note) == (
        ["c.canvas", "a.md"],
        "a.md",
    )


def test_of_a_note_that_has_gone_there_is_its_name_and_what_was_known_of_it(make_vault):
    vault = make_vault({"a.md": f"---\ntitle: T\n---\n{MARKED}[[b]]\n", "b.md": "[[a]]"})
    known = vault.facts("a.md")
    (vault.root / "a.md").unlink()
    without = vault.rescan()
    assert (without.title("a.md"), without.frontmatter("a.md").title) == ("a", None)
    assert without.facts("a.md") is known
    assert [out.status for out in without.outgoing("a.md")] == ["ok"]
    assert without.backlinks("a.md") == []
    assert without.high_yield("a.md") == HighYield()
    assert without.facts("never.md").error
