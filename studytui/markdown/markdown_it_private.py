"""All that studytui uses of markdown-it-py that is not public.

`tests/markdown/test_markdown_it_private.py` says what breaks when one of these goes.
"""

from __future__ import annotations

from collections.abc import Mapping

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.common.utils import unescapeAll
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock

__all__ = ["HTML_TAG_RE", "BlockRuler", "unescapeAll"]


class BlockRuler(Ruler[RuleFuncBlockType]):
    """The enabled rules of another ruler, asked by the first character of a line.

    `starts` names the characters that a rule can begin with. The stock ruler asks every rule at every line, most of
    them in vain; which rules there are, their order and their meaning are the same here.
    """

    def __init__(self, rules: Ruler[RuleFuncBlockType], starts: Mapping[str, str]) -> None:
        super().__init__()
        self._starts = starts
        self._chosen: dict[str, list[RuleFuncBlockType]] = {}
        for rule in rules.__rules__:
            if rule.enabled:
                self.push(rule.name, rule.fn, {"alt": rule.alt})

    def getRules(self, chainName: str = "") -> list[RuleFuncBlockType]:  # noqa: N802, N803 - markdown-it's names
        """One rule that stands for all of the chain."""
        chosen = self._chosen.get(chainName)
        if chosen is None:
            chosen = self._chosen[chainName] = [self._choice(chainName)]
        return chosen

    def _choice(self, chain: str) -> RuleFuncBlockType:
        rules = [rule for rule in self.__rules__ if not chain or chain in rule.alt]
        others = tuple(rule.fn for rule in rules if rule.name not in self._starts)
        by_character = {
            character: tuple(rule.fn for rule in rules if character in self._starts.get(rule.name, character))
            for character in set("".join(self._starts.values()))
        }

        def choice(state: StateBlock, start: int, end: int, silent: bool) -> bool:
            pos = state.bMarks[start] + state.tShift[start]
            for rule in by_character.get(state.src[pos : pos + 1], others):  # noqa: SIM110 - a generator costs more
                if rule(state, start, end, silent):
                    return True
            return False

        return choice
