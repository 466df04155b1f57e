from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from studytui.cli import main
from studytui.layout import lay_out
from studytui.markdown import Legend, marked_lines, parse
from studytui.study.digest import digest_of
from studytui.study.written import escaped, written
from studytui.vault import Vault, open_vault

BUNDLED = Path(__file__).parents[2] / "notes"
PIECES = [
    "a < b", "x & y", "&lt;b&gt;", "&amp;amp;", "a::b", "`}}::{{`", "**bold**", "*it*", "***both***", "~~gone~~", "<u>u</u>",
    "H<sub>2</sub>O", r"\*no\*", "snake_case_word", r"\_x\_", "$x^{2}$", "$a < b$", "β ≥ 3", "[[Gout#Signs|signs]]", "[[Gout]]",
    "![[pic.png]]", "![[pic.png|120]]", "[web](https://a.b/c_d)", "<https://a.b>", "https://a.b/c_d_e", "5 \\$ and 6 \\$", r"\#tag", "#tag",
    r"100\%\%", r"\=\=", "1) x", r"a\^b", "[x]", r"\[\[no\]\]", "(a)", "a*b", "`` ` ``", "--", "...",
]  # fmt: skip


def high_yield(text: str) -> list[tuple[str, list[str]]]:
    """Each high-yield line of a text as it reads, and what is marked in it, pieces of one mark as one."""
    found = []
    for line in marked_lines(parse(text).blocks, Legend()):
        marked = [line.text[mark.start : mark.end] for mark in line.marks]
        found.append((" ".join(line.text.split()), [" ".join(each.split()) for each in marked if each.strip()]))
    return found


def read_back(vault: Vault) -> tuple[list[tuple[str, list[str]]], list[tuple[str, list[str]]]]:
    notes = list(vault.notes)
    here: list[tuple[str, list[str]]] = []
    for note in notes:
        here += high_yield(vault.text(note))
    return here, high_yield("\n".join(digest_of(vault, notes, "All").lines))


@pytest.mark.skipif(not BUNDLED.is_dir(), reason="the notes are only in the checkout")
def test_every_high_yield_line_of_the_bundled_notes_reads_in_the_digest_as_it_does_in_its_note() -> None:
    here, there = read_back(open_vault(BUNDLED))
    assert len(here) > 1_000
    assert [line for line, _ in there] == [line for line, _ in here]
    assert there == here


@pytest.mark.parametrize("seed", range(4))
def test_any_line_reads_in_the_digest_as_it_does_in_its_note(write_files, seed: int) -> None:
    chance = random.Random(seed)

    def line() -> Iterator[str]:
        for _ in range(chance.randint(1, 3)):
            yield chance.choice(PIECES)
            yield "==" + " ".join(chance.choice(PIECES) for _ in range(chance.randint(1, 3))) + " m=="

    text = "".join(f"{' '.join(line())} end\n\n" for _ in range(400))
    here, there = read_back(open_vault(write_files({"a.md": text})))
    assert there == here


@pytest.mark.parametrize(
    "text", ["- a", "+ a", "> a", "1. a", "12) a", "# a", "[ ] a", "---", "a ^id", "{ #id}", "a  b", "| a |"]
)
def test_plain_text_starts_nothing_of_markdown(text: str) -> None:
    (block,) = parse("x").blocks
    inline = block.inlines[0]
    from msgspec.structs import replace

    for shown in (written([replace(inline, text=text)], Legend()), f"x {escaped(text)}"):
        lines = lay_out(parse(f"- {shown}\n").blocks, 80)
        assert " ".join("".join(line.text for line in lines).split()) in (
            f"• {' '.join(text.split())}",
            f"• x {' '.join(text.split())}",
        )


def test_the_digest_stands_by_folder_note_and_heading_with_what_leads_to_a_line(write_files) -> None:
    vault = open_vault(
        write_files(
            {
                "Heart/MI.md": "# Signs\n## Early\n- pain\n  - ==radiates== to the arm\n    - ==left==\n- none\n\n==Late==\n",
                "Heart/None.md": "nothing\n",
                "Top.md": "==a== b\n",
            }
        )
    )
    digest = digest_of(vault, list(vault.notes), "My vault")
    assert digest.lines == (
        "# My vault: high-yield",
        "",
        "4 high-yield lines of 2 notes.",
        "",
        "## Heart",
        "",
        "### [[Heart/MI|MI]]",
        "",
        "#### [[Heart/MI#Early|Signs › Early]]",
        "",
        "- pain",
        "    - ==radiates== to the arm",
        "        - ==left==",
        "- ==Late==",
        "",
        "## vault",
        "",
        "### [[Top|Top]]",
        "",
        "- ==a== b",
    )


def test_a_digest_in_the_vault_links_back_without_a_broken_link(write_files, tmp_path, capsys) -> None:
    root = write_files(
        {
            "A b/MI [x].md": "# Signs | of #1\n==a== [[N]]\n## B: c & d\n- ==x==\n",
            "N.md": "---\ntitle: N | n\n---\n# `Code` *it*\n==b==\n",
        }
    )
    file = tmp_path / "Digest.md"
    assert main(["export", str(file), "--vault", str(root)]) == 0
    assert capsys.readouterr().err == f"studytui: {file}: 3 high-yield lines of 2 notes\n"
    (root / "Digest.md").write_bytes(file.read_bytes())
    assert main(["check", "--strict", "--vault", str(root)]) == 0, capsys.readouterr().out
