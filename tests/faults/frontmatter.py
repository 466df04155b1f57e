"""Hostile frontmatter: YAML and JSON that are small on disk and huge when they are read, or deep, or long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise

from faults.hostile import FIRST, Make, hostile, write_big
from faults.making import numbered

NINE = 9
LEVELS = "abcdefghijkl"
"""The names of twelve anchors."""
MEGABYTES = 400
"""So much memory may be held because of a few lines."""


def lists() -> str:
    """Lists of nine, each of which is the list before."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in pairwise(LEVELS):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * NINE)}]")
    return "\n".join(lines)


def maps() -> str:
    """Maps of nine keys, each of which is the map before."""
    lines = ["a: &a {" + ", ".join(f"k{number}: x" for number in range(NINE)) + "}"]
    for before, name in pairwise(LEVELS):
        lines.append(f"{name}: &{name} {{" + ", ".join(f"k{number}: *{before}" for number in range(NINE)) + "}")
    return "\n".join(lines)


def merged() -> str:
    """Maps into which nine times the map before is merged, with lists as values."""
    lines = ["a: &a {k: [x, x, x, x, x, x, x, x, x]}"]
    for before, name in pairwise(LEVELS):
        lines.append(f"{name}: &{name}\n  <<: [{', '.join([f'*{before}'] * NINE)}]\n  {name}{name}: *{before}")
    return "\n".join(lines)


def texts() -> str:
    """A text of 20 KB, five thousand times, four times."""
    return f's: &s "{"x" * 20_000}"\nl: &l [{", ".join(["*s"] * 5000)}]\nm: [*l, *l, *l, *l]'


def names() -> str:
    """Aliases and tags without end."""
    return f"aliases:\n{numbered(100_000, '- alias #')}\ntags:\n{numbered(50_000, '- tag#')}"


def long_json() -> str:
    """A map of 140,000 keys."""
    return "{" + ",".join(f'"key{number}":"a value of some words"' for number in range(140_000)) + "}"


BLOCKS: Mapping[str, Callable[[], str]] = {
    "a YAML bomb of lists": lists,
    "a YAML bomb of maps": maps,
    "a YAML bomb of merges": merged,
    "a YAML bomb of texts": texts,
    "a YAML bomb as tags": lambda: f"{lists()}\ntags: *l\naliases: *l\ntitle: *l",
    "a YAML bomb as keys": lambda: f"{lists()}\n? *l\n: x",
    "YAML 20,000 deep": lambda: "a: " + "[" * 20_000 + "]" * 20_000,
    "YAML 2,000 deep by indents": lambda: "\n".join(" " * depth + "a:" for depth in range(2000)),
    "an anchor that holds itself": lambda: "a: &a [*a, *a, {b: *a}]",
    "100,000 merges": lambda: f"x: &x {{k: 1}}\ny:\n  <<: [{', '.join(['*x'] * 100_000)}]",
    "a number of 200,000 digits": lambda: "n: " + "9" * 200_000 + "\nm: 1" + ":59" * 50_000,
    "frontmatter of 5 MB": lambda: numbered(110_000, "key#: a value of some words, number #"),
    "100,000 aliases and 50,000 tags": names,
    "frontmatter that does not end": lambda: "a: b\n" * 100_000 + "c: [",
    "JSON 100,000 deep": lambda: '{"a":' + "[" * 100_000 + "]" * 100_000 + "}",
    "JSON of 5 MB": long_json,
}


def with_block(block: Callable[[], str]) -> Make:
    """A note with this frontmatter."""
    return partial(write_big, text=f"---\n{block()}\n---\n# Big one\n\n{FIRST}\n")


def with_second(block: Callable[[], str]) -> Make:
    """The block as the second one: that of a note whose plugin put another above it."""
    return partial(write_big, text=f'---\n{{"dg-publish":true}}\n---\n---\n{block()}\n---\n# Big one\n\n{FIRST}\n')


SHORT: Mapping[str, tuple[str, ...]] = {
    "a YAML bomb of lists": ("screen", "commands"),
    "a YAML bomb of texts": ("commands",),
    "JSON 100,000 deep": ("commands",),
}

for name, block in BLOCKS.items():
    # A header of so many rows stands above the first paragraph.
    long = any(word in name for word in ("5 MB", "aliases", "not end", "as tags", "as keys"))
    hostile(
        name,
        partial(with_block, block),
        most=1000 if long else MEGABYTES,
        short=SHORT.get(name, ()),
        first="Big.md" if long else FIRST,
        first_seconds=6 if long else 3,  # all of it is read before anything can be shown
    )
hostile(
    "a YAML bomb in a second block",
    partial(with_second, lists),
    most=MEGABYTES,
    short=("commands",),
    first="Big.md",
)
