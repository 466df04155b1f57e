"""Why studytui and comrak differ about a note; each difference that is met has one of these reasons."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from opinions import Found, address, same_text

Side = Literal["ours", "theirs"]


class Reason(NamedTuple):
    """Something that only one of the two knows, or that they mean to read differently."""

    name: str
    why: str
    holds: Callable[[Found, Side, str], bool]
    """Of what only one side found in this text."""
    note: str
    """An example, in which they differ for this reason alone."""


_ATTRIBUTE = re.compile(r"(?:href|src)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_UNDERLINED = re.compile(r"^(.+)\n[ \t>]*(?:-+|=+)[ \t]*$", re.MULTILINE)


def _html(found: Found, side: Side, body: str) -> bool:
    if side == "theirs":
        return False
    if found.kind in ("link", "embed"):
        return any(address(html.unescape(each.strip("\"'"))) == found.value for each in _ATTRIBUTE.findall(body))
    return (found.kind == "mark" and "<mark" in body) or (found.kind == "heading" and "<h" in body.lower())


def _setext(found: Found, side: Side, body: str) -> bool:
    return found.kind == "heading" and side == "theirs" and _UNDERLINED.search(body) is not None


def _pictured(found: Found, side: Side, body: str) -> bool:
    return (
        found.kind == "heading"
        and "![" in body
        and any(same_text(part) in found.value for part in ("png", "webp", "left"))
    )


REASONS = (
    Reason(
        "html",
        "links, pictures, marks and headings of HTML are such, not text (behaviour 4.10, 5.1.1)",
        _html,
        '<a href="x">y</a> <img src="p.png"> <mark>z</mark>\n\n<h2>H</h2>',
    ),
    Reason(
        "admonition",
        "a fence `ad-tip` is a callout (behaviour 3)",
        lambda found, side, body: found.kind == "callout" and side == "ours" and "```ad-" in body,
        "```ad-tip\ntext\n```",
    ),
    Reason(
        "template",
        "a template says that it is one (behaviour 3)",
        lambda found, side, body: "<%" in found.value or "[template:" in found.value,
        "# a <% tp.file.title %>",
    ),
    Reason(
        "title of a frame",
        "a heading that names a transclusion is its title (behaviour 3.1)",
        lambda found, side, body: found.kind == "heading" and side == "theirs" and "markdown-embed-title" in body,
        '<div class="transclusion internal-embed">\n<div class="markdown-embed-title">\n\n# T\n\n</div>\n\ntext\n\n</div>',
    ),
    Reason(
        "underlined",
        "a lone dash below the text of an item begins an item, and pictures above dashes are no heading (behaviour 4.11)",
        _setext,
        "![[p.png]]\n---",
    ),
    Reason(
        "nothing to follow",
        "a link without a target is its text (behaviour 2.1)",
        lambda found, side, body: found.kind in ("link", "embed") and not found.value,
        "a []() b",
    ),
    Reason(
        "several parts",
        "between pipes an embed may have words and a size, and a link an empty part (behaviour 4.8)",
        lambda found, side, body: side == "ours" and re.search(r"\[\[[^\[\]]*\|[^\[\]]*\|", body) is not None,
        "![[p.png|left|200]]",
    ),
    Reason(
        "picture in a heading",
        "a picture in a heading is shown by its own words (behaviour 8.2)",
        _pictured,
        "# a ![left|100](p.png)",
    ),
)


def reason_for(found: Found, side: Side, body: str) -> Reason | None:
    """The first reason that holds."""
    return next((reason for reason in REASONS if reason.holds(found, side, body)), None)
