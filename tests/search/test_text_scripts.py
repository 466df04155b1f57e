"""Text is found in any script and spelling, and only what is shown of it is searched (behaviour 6.10, 6.12)."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("患者有心脏病和高血压。", "心脏病"),
        ("患者有心脏病和高血压。", "血压"),
        ("高血圧の治療について", "治療"),
        ("ผู้ป่วยโรคหัวใจล้มเหลว", "หัวใจ"),
        ("심근경색 환자", "심근"),
        ("Ménière’s disease", "meniere disease"),
        ("Me\u0301nie\u0300re", "Ménière"),
        ("β-blocker therapy", "beta blocker"),
        ("beta-blocker therapy", "β-blocker"),
        ("Peripheral oedema", "edema"),
        ("Peripheral edema", "oedema"),
        ("Peripheral oedema", "oede"),
        ("Peripheral oedema", "ede"),
        ("A brain tumour", "tumor brain"),
        ("A brain tumor", "tumour brain"),
        ("Straße", "strasse"),
        ("The CO₂ rises", "co2"),
        ("naïve cells", "naive"),
        ("see `sudo reboot` here", "sudo"),
        ("$$\n\\alpha + x\n$$", "alpha"),
        ("| a | b |\n|--|--|\n| ramipril | cough |", "ramipril cough"),
        ("> [!tip] Mnemonic\n> Wet, wobbly, wacky", "mnemonic wobbly"),
        ("word[^1]\n\n[^1]: In the footnote.", "footnote"),
        ("plaque[^1] here\n\n[^1]: text", '"plaque 1 here"'),
        ("plaque^[stable or not] here", "stable"),
        ("[dose:: 100 mg] (by:: NICE)", '"dose 100 mg by nice"'),
        ("<% tp.file.title %>", "title"),
    ],
)
def test_it_is_found(searched, text: str, query: str) -> None:
    searched.open({"Note": text, "Other": "Nothing else."})
    assert searched.notes(query) == ["Note"]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("患者有心脏病和高血压。", "病心"),
        ("shown %%hidden%% shown", "hidden"),
        ('<font color="#ff0000">shown</font>', "font"),
        ("[shown](https://example.org/elsewhere)", "elsewhere"),
        ("[[Folder/Target\\|shown]]", "folder"),
        ("shown\n\n<script>secret()</script>", "secret"),
        ("one two\n\nthree four", '"two three"'),
    ],
)
def test_it_is_not_found(searched, text: str, query: str) -> None:
    searched.open({"Zebra": text})
    assert searched.notes(query) == []


def test_a_long_line_shows_the_part_that_matched(searched) -> None:
    searched.open({"Note": "ménage " * 400 + "riluzole " + "ménage " * 400})
    (hit,) = searched.hits("riluzole")
    assert len(hit.snippet) <= 202
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["riluzole"]
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")


def test_a_note_without_text_is_found_by_its_name(searched) -> None:
    searched.open({"Empty": "", "Only head": "---\ntags: [a]\n---\n"})
    assert searched.notes("empty") == ["Empty"]
    assert searched.notes("only") == ["Only head"]


def test_a_title_with_half_a_character_does_no_harm(searched) -> None:
    searched.open({"Odd": '---\n{"title":"half \\ud800 one","x":"\\udfff"}\n---\ntext'})
    assert searched.notes("half") == ["Odd"]
