"""Depth of nesting never loses text, never crashes, never costs more than its length."""

from __future__ import annotations

import re

from studytui.markdown import Block, Container, logical_lines, parse


def text(blocks: tuple[Block, ...]) -> str:
    return "\n".join(line.text for block in blocks for line in logical_lines(block))


def words(note: str) -> list[str]:
    return re.findall(r"word\d+", text(parse(note).blocks))


def depth(container: Container | None) -> int:
    return -1 if container is None else container.depth


def test_four_hundred_nested_items_keep_their_words() -> None:
    note = "".join(f"{'  ' * level}- word{level}\n" for level in range(400))
    assert words(note) == [f"word{level}" for level in range(400)]


def test_four_hundred_nested_items_with_blank_lines_keep_their_words() -> None:
    note = "\n".join(f"{'   ' * level}1. word{level}\n" for level in range(400))
    assert words(note) == [f"word{level}" for level in range(400)]


def test_five_hundred_nested_quotes_keep_their_words() -> None:
    assert words("> " * 500 + "word1") == ["word1"]
    assert words(">" * 500 + "word1") == ["word1"]
    note = "".join(f"{'> ' * (level + 1)}word{level}\n" for level in range(500))
    assert words(note) == [f"word{level}" for level in range(500)]


def test_what_is_too_deep_loses_its_markers() -> None:
    assert ">" not in text(parse("> " * 500 + "word1").blocks)
    assert text(parse("- " * 500 + "word1").blocks) == "word1"


def test_markers_without_text_are_no_crash() -> None:
    for marker in (">", "> ", "- ", "1. ", "> - ", "* > 1) "):
        assert words(marker * 2000 + "word1\n" + marker * 2000) == ["word1"]


def test_a_mixed_nest_knows_its_containers() -> None:
    (block,) = parse("> - > 1. a").blocks
    chain = []
    inside = block.inside
    while inside is not None:
        chain.append((inside.kind, inside.depth))
        inside = inside.inside
    assert chain == [("item", 3), ("quote", 2), ("item", 1), ("quote", 0)]


def test_nested_brackets_and_images_are_no_crash() -> None:
    assert text(parse("[" * 3000 + "word1" + "](x)" * 3000).blocks).count("word1") == 1
    assert "word1" in text(parse("![" * 3000 + "word1" + "](x)" * 3000).blocks)


def test_open_html_elements_are_no_crash() -> None:
    note = "<div>\n\n" * 2000 + "word1\n\n" + "</div>\n\n" * 2000 + "<details>\n\n" * 500 + "word2"
    assert words(note) == ["word1", "word2"]
    assert max(depth(block.inside) for block in parse(note).blocks) == 499
