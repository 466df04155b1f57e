r"""`\(…\)` and `\[…\]`, in which other programs write formulas (behaviour 4.7).

In Markdown these are brackets that are no link, and many notes mean just that: `\[1\]`, `\[x\]`.
What stands in them must look like a formula.
"""

from __future__ import annotations

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from studytui.lazy_regex import lazy_regex
from studytui.markdown.syntax.parse_state import parse_state

_PART = r"[^\\]|\\\\|\\(?![()\[\]\\])"
_BRACKETS = lazy_regex(rf"\\([(\[])((?:{_PART}|\\\((?:{_PART})*+\\\))*+)\\([)\]])")
_COMMAND = lazy_regex(r"\\[A-Za-z]")
_SCRIPT = lazy_regex(r"\^|(?<![A-Za-z])[A-Za-z]_[A-Za-z0-9{]|[)}]_")
_SIGN = lazy_regex(r"[=<>≤≥≈±×]|(?:\d|[A-Za-z])\s*[-+*/]\s*(?:\d|[A-Za-z])")
_WORD = lazy_regex(r"[^\W\d_]{2}")
_LETTER = lazy_regex(r"[^\W\d_]")


def bracket_math(state: StateInline, silent: bool) -> bool:
    """A formula in the text, or between the words of a paragraph."""
    match = _BRACKETS.match(state.src, state.pos, state.posMax)
    if match is None or f"{match[1]}{match[3]}" not in ("()", "[]"):
        return False
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    if not _is_formula(match[2], match[1], before, state.src[match.end() : match.end() + 1]):
        return False
    if not silent:
        token = state.push("math_inline", "", 0)
        token.content = " ".join(match[2].split("\n")).strip()
        token.markup = "$$" if match[1] == "[" else "$"
    state.pos = match.end()
    return True


def _is_formula(text: str, bracket: str, before: str, after: str) -> bool:
    text = text.strip()
    if not text or (bracket == "[" and (after in ("(", "[") or text[0] in "^!")):
        return False
    if _COMMAND.search(text) or _SCRIPT.search(text):
        return True
    if bracket == "(" and _LETTER.fullmatch(text):
        return not before.isalnum()  # `f\(x\)` is a call
    return _SIGN.search(text) is not None and _WORD.search(text) is None


def bracket_math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""`\[` at the start of a line, up to the line that ends with `\]`, without a blank line between."""
    first = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("\\[", first) or state.is_code_block(start):
        return False
    shared = parse_state(state.env)
    unclosed = shared.unclosed_brackets
    if unclosed and unclosed[0] <= start < unclosed[1]:
        return False
    line = start
    text = state.src[first + 2 : state.eMarks[start]].rstrip()
    while not text.endswith("\\]"):
        line += 1
        if line >= end or state.isEmpty(line) or state.sCount[line] < state.blkIndent:
            shared.unclosed_brackets = (start, line)
            return False
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
    content = state.getLines(start, line + 1, state.blkIndent, False).strip()
    match = _BRACKETS.fullmatch(content)
    if match is None or (match[2][:1] != "\n" and not _is_formula(match[2], "[", "", "")):
        return False
    if silent:
        return True
    inner = content[2:-2] if "\n" in content else content[2:-2].strip()
    token = state.push("math_block", "", 0)
    token.content = inner.strip("\n")
    token.meta = {"first": start + len(inner) - len(inner.lstrip("\n"))}
    token.map = [start, line + 1]
    state.line = line + 1
    return True
