"""Where `show` differs from CommonMark, GFM and markdown-it's own examples, and why.

Each difference has an example of our own, which is tested on its own. The numbers are those of the specifications'
examples, where `breaks` are those that only differ as long as a newline is a visible break; of markdown-it-py's suites, the
lines of their files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Difference(NamedTuple):
    """One rule of ours."""

    rule: str
    reason: str
    note: str
    shown: str
    """The rows of `note`, as `pages.Row` writes them."""
    examples: Mapping[str, Sequence[int]]


DIFFERENCES = (
    Difference(
        "frontmatter",
        "`---` on the first line begins the frontmatter (behaviour 1.1)",
        "---\nkey: value\n---\ntext",
        "text",
        {"commonmark": [98], "gfm": [68]},
    ),
    Difference(
        "tag",
        "`#word` is a tag (behaviour 4.5)",
        "#word\n\n#12",
        "{tag|#word}\n#12",
        {"commonmark": [64], "gfm": [34]},
    ),
    Difference(
        "wikilink",
        "`[[…]]` is a link and `![[…]]` an embed, even where a definition has that name (behaviour 2.1)",
        "[[note]] [[[inner]]] ![[other]]\n\n[note]: /url",
        "{link:note|note }[{link:inner|inner}] {embed|[embed: other]}",
        {"commonmark": [550, 561, 592], "gfm": [556, 567, 598]},
    ),
    Difference(
        "embed",
        "`![](…)` is a picture if its file type is one, or if it is an address; else it is an embed (behaviour 2.1.1, 4.8)",
        "![a](/note) ![b](b.png) ![c](https://x.org/c)",
        "{embed|[embed: a] }{image:b.png|[image: b] }{image:https://x.org/c|[image: https://x.org/c]}",
        {
            "commonmark": [522, 574, 576, 577, *range(582, 592), 593],
            "gfm": [528, 580, 582, 583, *range(588, 598), 599],
            "commonmark_extras": [8, 15, 451],
            "issue-fixes": [40],
        },
    ),
    Difference(
        "empty link",
        "a link without text of its own shows where it leads, or it could not be followed",
        "[](a.md) [![b](b.png)](c.md)",
        "{link:a.md|a.md }{image:b.png|[image: b] }{link:c.md|c.md}",
        {
            "commonmark": [486, 519, 533],
            "gfm": [525, 539],
            "commonmark_extras": [115, 327, 337],
            "issue-fixes": [49],
            "normalize": [26],
        },
    ),
    Difference(
        "scheme",
        "a link is a link whatever its scheme: what may be opened is decided where it is opened (behaviour 2.2.10)",
        "[a](javascript:b)",
        "{link:javascript:b|a}",
        {"xss": [8, 27, 42, 48, 62, 76, 84, 106]},
    ),
    Difference(
        "bare address",
        "an address is a link without angle brackets too (behaviour 4.2)",
        "see https://x.org/a now\n\n<https://x.org b>",
        "see {link:https://x.org/a|https://x.org/a }now\n<{link:https://x.org|https://x.org }b>",
        {"commonmark": [604, 610, 613], "gfm": [610, 616, 619]},
    ),
    Difference(
        "word with a dot",
        "a word with a dot or an `@` in it is no address without a scheme or `www.`: notes are full of them",
        "x.org and a@x.org",
        "x.org and a@x.org",
        {"gfm": [629, 630, 631], "linkify": [148, 166, 175, 184, 195]},
    ),
    Difference(
        "end of an address",
        "brackets and backticks end a bare address, as in Obsidian",
        "https://x.org/a[b] https://x.org/`c`",
        "{link:https://x.org/a|https://x.org/a}[b] {link:https://x.org/|https://x.org/}{code|c}",
        {"linkify": [56, 64]},
    ),
    Difference(
        "address as written",
        "an address is shown as it is written: only markdown-it decodes it, no specification",
        "<https://x.org/%41>",
        "{link:https://x.org/A|https://x.org/%41}",
        {"linkify": [134], "normalize": [3, 17]},
    ),
    Difference(
        "unknown tag",
        "a tag that is not of HTML and has no attributes is text: a placeholder that somebody wrote (behaviour 4.10)",
        "give <dose> now\n\n<dose>\n*a*\n</dose>",
        "give <dose> now\n<dose>\n{italic|a}\n</dose>",
        {
            "commonmark": [150, 164, 203, 493, 615, 616, 625],
            "gfm": [120, 133, 170, 500, 632, 633, 642],
        },
    ),
    Difference(
        "open tag",
        "what a tag opens ends with its block (behaviour 5.1.5), and what hides its content must be closed to hide it",
        "<b>\n\ntext\n\n</b>\n\n<style>\n\nrule",
        "text\nrule",
        {"commonmark": [168, 175, 148], "gfm": [137, 142, 118]},
    ),
    Difference(
        "preformatted",
        "empty lines at the ends of preformatted HTML are left out",
        "<pre><code>\na\n\n</code></pre>",
        "│ {code|a}",
        {"commonmark": [171, 173], "gfm": [139]},
    ),
    Difference(
        "code in a table",
        "what stands between the tags of a table of HTML is in its cells, where code has no lines of its own",
        "<table>\n\n<tr>\n\n    <td>\n\n</tr>\n\n</table>",
        "{code|<td>}",
        {"commonmark": [193], "gfm": [160]},
    ),
    Difference(
        "disallowed tag",
        "a tag is sanitised by what it does: none is shown, and nothing is executed (behaviour 4.10)",
        "<b><title>a",
        "{bold|a}",
        {"gfm": [653]},
    ),
    Difference(
        "comment",
        "a comment is what CommonMark 0.31 and browsers take for one, not what GFM 0.29 did",
        "a <!-- b -- c --> d\n\na <!--> d",
        "a d\na d",
        {"gfm": [645, 646]},
    ),
    Difference(
        "blank",
        "a blank that is written as an entity stays where it is, and is no line break",
        "a&#10;&#10;b\n\n&#9;c",
        "a b\n c",
        {"commonmark": [40], "gfm": [336], "commonmark, breaks": [39], "gfm, breaks": [335]},
    ),
    Difference(
        "surplus cell",
        "no cell of a table is lost: those that have no header go into the last one (behaviour 4.9)",
        "| a | b |\n|---|---|\n| c | d | e |",
        "{bold|a }│ {bold|b}\nc │ d | e",
        {"gfm": [204], "tables": [312, 442, 843]},
    ),
    Difference(
        "callout",
        "a callout may have any type, and a title (behaviour 4.3)",
        "> [!odd] title\n> text",
        "┃ title\n┃ text",
        {"alerts": [103, 114]},
    ),
    Difference(
        "control character",
        "a control character is shown as its symbol, in the name of a language too",
        "```a&#x0C;b\nc\n```",
        "│ {code|a␌b}\n│ {code|c}",
        {"xss": [114]},
    ),
)
