"""The text of a flowchart's lines as its drawing shows it: what stands in nodes and on edges, without other signs."""

from __future__ import annotations

from typing import Final

from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import Block, Code

_FLOWCHART = lazy_regex(r"(?:\s*%%[^\n]*\n)*\s*(?:graph|flowchart)\b")
_LOOKS = lazy_regex(r"\s*(?:%%|(?:graph|flowchart|classDef|class|style|linkStyle|click|direction)\s|end\s*$)")
_SUBGRAPH = lazy_regex(r"^\s*subgraph\s+|:::[\w-]+|<br\s*/?>")
_NAME = r"[^\s\[\](){}|\"&;<>=~-]+"
_TOKEN = lazy_regex(
    rf"(?P<name>{_NAME})?(?:[\[({{]{{1,3}}[/\\]?\"(?P<quoted>[^\"]*)\"[/\\]?[\])}}]"
    r"|[\[({]{0,2}\((?P<round>[^()\[\]\"]*)\)|[\[({]{0,2}\{(?P<curly>[^{}\"]*)\}"
    r"|[\[({]{0,2}\[[/\\]?(?P<square>[^\[\]\"]*?)[/\\]?\]|(?<=\w)>(?P<flag>[^\[\]\">]*)\])[\])}]*"
    rf"|\|\"?(?P<edge>[^|\"]*)\"?\||(?P<arrow>[-=.]{{2,}}[->ox]?|<)|(?P<word>{_NAME})"
)
_LONGEST: Final = 1_000
"""Characters of a line that is taken apart; a longer one stays as it is written."""


def is_flowchart(block: Block) -> bool:
    """True of a code block that Mermaid would draw as a flowchart."""
    if not isinstance(block, Code) or block.info.split(maxsplit=1)[:1] != ["mermaid"]:
        return False
    return _FLOWCHART.match(block.text) is not None


def labelled(text: str) -> frozenset[str]:
    """The names of the nodes of a flowchart that have a label, and are shown by that."""
    tokens = (token for line in text.split("\n") if len(line) <= _LONGEST for token in _TOKEN.finditer(line))
    return frozenset(token["name"] for token in tokens if token["name"])


def shown(line: str, labels: frozenset[str]) -> str:
    """The texts of one line, `Volume? → Low`; empty for a line that only says how something looks."""
    if len(line) > _LONGEST:
        return line
    if _LOOKS.match(line) is not None:
        return ""
    parts: list[list[str]] = [[]]
    for token in _TOKEN.finditer(_SUBGRAPH.sub(" ", line)):
        text = next(filter(None, token.group("quoted", "round", "curly", "square", "flag", "edge")), "")
        if token["word"] and token["word"] not in labels:
            text = token["word"]
        if token["arrow"] or token["edge"]:
            parts.append([])
        parts[-1].append(text.strip())
        if token["edge"]:
            parts.append([])
    texts = (" ".join(filter(None, part)) for part in parts)
    return " → ".join(filter(None, texts))
