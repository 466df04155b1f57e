"""A thousand notes full of what means something to HTML, to Anki or to MathJax read in Anki as they are written."""

from __future__ import annotations

import random
import re
from pathlib import Path

NOTES = 1_000
PIECES = [
    # as it is written in a note, and as it reads in Anki
    ("a < b", "a < b"),
    ("x & y", "x & y"),
    ("&lt;b&gt;bold&lt;/b&gt;", "<b>bold</b>"),
    ("&amp;amp;", "&amp;"),
    ("{{", "{{"),
    ("}}", "}}"),
    ("}}}", "}}}"),
    ("{{c1::not}}", "{{c1::not}}"),
    ("a::b", "a::b"),
    (":::", ":::"),
    ("{{FrontSide}}", "{{FrontSide}}"),
    ("`}}::{{`", "}}::{{"),
    ("**{**", "{"),
    ("*}*", "}"),
    (r"\\(no\\)", r"\(no\)"),
    (r"\\[no\\]", r"\[no\]"),
    ("[sound:a.mp3]", "[sound:a.mp3]"),
    ("[latex]x[/latex]", "[latex]x[/latex]"),
    (r"[\$]y[/\$]", "[$]y[/$]"),
    ("[anki:play:q:0]", "[anki:play:q:0]"),
    ("$x^{2}$", r"\(x^{2}\)"),
    (r"$\frac{a}{b^{2}}$", r"\(\frac{a}{b^{2} }\)"),
    ("$a < b & c$", r"\(a < b & c\)"),
    (r"$\text{::}$", r"\(\text{: :}\)"),
    ("β ≥ 3 µg, 5\u202f%", "β ≥ 3 µg, 5\u202f%"),
    ("“quoted” 'text' \"here\"", "“quoted” 'text' \"here\""),
    ("[[Gout#Signs|signs]]", "signs"),
    ("![[pic.png]]", ""),
    ("e\u0301", "é"),
]


def line(chance: random.Random) -> tuple[str, str, int]:
    """A line with marks, how it reads, and how many of them."""
    written, read, marks = ["word"], ["word"], chance.randint(1, 3)
    for number in range(marks):
        inside = [chance.choice(PIECES) for _ in range(chance.randint(1, 3))]
        beside = chance.choice(PIECES)
        marked = " ".join(piece for piece, _ in inside)
        written += [f"=={marked} m{number}==", beside[0], f"w{number}"]
        read += [*(piece for _, piece in inside), f"m{number}", beside[1], f"w{number}"]
    return " ".join(written), " ".join(" ".join(read).split()), marks


def test_every_field_reads_in_anki_as_its_line_does_in_the_note(anki, export, write_files, shown):
    chance = random.Random(21)
    picture = bytes.fromhex("89504e470d0a1a0a")
    files: dict[str, str | bytes] = {f"f{folder}/pic.png": picture + bytes([folder]) for folder in range(2)}
    expected: dict[str, tuple[str, int]] = {}
    for number in range(NOTES):
        written, read, marks = line(chance)
        path = f"f{number % 2}/n{number}.md"
        files[path] = f"# H {{{{ &lt;i&gt; }}}} \n\n{written}\n"
        expected[f"n{number}"] = (read, marks)
    file, said = export(write_files(files))
    assert f"{sum(marks for _, marks in expected.values())} cards in {NOTES} notes, 2 pictures" in said
    assert anki.take_in(file) == {"new": NOTES}
    media = Path(anki.col.media.dir())
    for note in anki.notes():
        name = re.search(r"/(n\d+)<", note["Source"])[1]
        read, marks = expected[name]
        folder = int(name[1:]) % 2
        cards = note.cards()
        assert [card.ord for card in cards] == list(range(marks)), name
        for card in cards:
            answer = " ".join(shown(card.answer()).split())
            assert answer == f"{name} › H {{{{ <i> }}}} {read} f{folder}/{name}", name
            question = " ".join(shown(card.question()).split())
            assert question.count("[...]") == 1, name
            assert not re.search(rf"\bm{card.ord}\b", question), name
            assert not card.answer_av_tags() and not card.question_av_tags(), name
        for source in re.findall(r'src="([^"]+)"', note["Text"]):
            assert (media / source).read_bytes() == picture + bytes([folder]), name
