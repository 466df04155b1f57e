"""The block between `---` lines at the top of a note (behaviour 1)."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from studytui.characters import trimmed, visible
from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import Frontmatter
from studytui.markdown.numbers import number
from studytui.markdown.property_links import property_links
from studytui.markdown.property_names import fold_key, places

_BLOCK = lazy_regex(r"\ufeff?---[ \t]*\n(?:(.*?)\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_KNOWN = frozenset(
    ("alias", "aliases", "cssclass", "cssclasses", "permalink", "publish", "tag", "tags", "title"),
)
_DRAWING = "excalidraw-plugin"
_NUMBER = lazy_regex(r"[0-9]+")


def read_frontmatter(head: str) -> Frontmatter:
    """The frontmatter of a note, or of the beginning of one: a block that is not closed in `head` is none."""
    return split_frontmatter(head)[0]


def is_drawing(frontmatter: Frontmatter) -> bool:
    """True if the note is a drawing; a published one may have the key among its own properties (behaviour 1.4)."""
    return any(fold_key(key) == _DRAWING for place in places(frontmatter.values) for key in place)


def split_frontmatter(text: str) -> tuple[Frontmatter, int]:
    """The frontmatter, and where in `text` the body begins."""
    match = _BLOCK.match(text)
    if match is None:
        return Frontmatter(), 0
    start = match.end()
    block = match[1] or ""
    error = None
    try:
        loaded = load(block)
    except Exception as problem:  # Whatever a parser says of a note's own text is said to its reader.
        loaded, error = {}, _one_line(problem)
    if isinstance(loaded, str):
        # Two rules with text between them.
        return Frontmatter(), 0
    if not isinstance(loaded, Mapping | None):
        loaded, error = {}, "not a list of properties"
    values = {str(key): value for key, value in (loaded or {}).items()}
    second, end = _second_block(text, start)
    named = set(map(fold_key, values))
    values = {**{key: value for key, value in second.items() if fold_key(key) not in named}, **values}
    line = text.count("\n", 0, end)
    if end and text[end - 1] != "\n":
        line += 1
    return _frontmatter(values, error, line, text[:end]), end


def _second_block(text: str, start: int) -> tuple[dict[str, object], int]:
    """A block left over from the vault, right behind the first (behaviour 1.8b), and where it ends."""
    gap = re.compile(r"\n*").match(text, start)
    assert gap is not None
    match = _BLOCK.match(text, gap.end())
    if match is None or not match[1] or "\n\n" in f"\n{match[1]}\n" or text.startswith("\ufeff", gap.end()):
        return {}, start
    try:
        loaded = load(match[1])
    except Exception:  # Not frontmatter, then: it stays in the body.
        return {}, start
    if not isinstance(loaded, Mapping) or not loaded:
        return {}, start
    values = {str(key): value for key, value in loaded.items()}
    if gap.end() > start and not any(key in _KNOWN or key.startswith("dg-") for key in map(fold_key, values)):
        return {}, start
    return values, match.end()


def load(block: str) -> object:
    """The value of a block: JSON when it begins with `{`, else YAML 1.2 (behaviour 1.1 to 1.3)."""
    if block.lstrip().startswith("{"):
        try:
            return json.loads(block, parse_int=number, parse_float=number)
        except ValueError:
            pass
    from studytui.markdown.yaml_handler import ObsidianHandler

    return ObsidianHandler().load(block)


def _one_line(problem: Exception) -> str:
    if isinstance(problem, RecursionError):
        return "nested too deeply"
    text = " ".join(str(getattr(problem, "problem", None) or problem).split())
    mark = getattr(problem, "problem_mark", None)
    where = f"line {mark.line + 2}: " if mark is not None else ""
    return where + (text or type(problem).__name__)[:200]


def _frontmatter(values: dict[str, object], error: str | None, end: int, text: str) -> Frontmatter:
    beside, *together = map(_by_key, places(values))
    every = (beside, *together)
    tags = _unique(tag for place in every for key in ("tags", "tag") for value in place[key] for tag in _tags(value))
    aliases = _unique(
        name for place in every for key in ("aliases", "alias") for value in place[key] for name in _names(value)
    )
    links = (*beside["permalink"], *beside["dg-permalink"])
    titles = filter(None, (_title(value) for place in every for value in place["title"]))
    return Frontmatter(
        values=values,
        error=error,
        end=end,
        title=next(titles, None),
        tags=tags,
        aliases=aliases,
        permalinks=_unique(link.strip() for link in links if isinstance(link, str)),
        pinned=_any(beside, "pinned", "dg-pinned"),
        hidden=_any(beside, "hide", "dg-hide", "hideinfiletree", "dg-hide-in-filetree"),
        home=_any(beside, "dg-home") or any(tag.lower() == "gardenentry" for tag in tags),
        links=property_links(values, text),
    )


def _by_key(values: Mapping[str, object]) -> defaultdict[str, list[object]]:
    """Folded key -> its values; that of the key which is spelt so comes first."""
    found: defaultdict[str, list[object]] = defaultdict(list)
    for key, value in values.items():
        folded = fold_key(key)
        found[folded].insert(0 if key == folded else len(found[folded]), value)
    return found


def _title(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _any(values: Mapping[str, list[object]], *keys: str) -> bool:
    """True if one of the keys is set, by the rule of the Digital Garden (behaviour 1.6)."""
    return any(value and str(value).strip().lower() != "false" for key in keys for value in values.get(key, ()))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _texts(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [str(item) for item in items if isinstance(item, str | int | float) and not isinstance(item, bool)]


def _tags(value: object) -> list[str]:
    """Tags of a list, or of a string with commas; what is no tag (a blank in it, only digits) is dropped."""
    found = [part for text in _texts(value) for part in (text.split(",") if isinstance(value, str) else [text])]
    tags = [trimmed(visible(tag)).lstrip("#").strip("/") for tag in found]
    return [tag for tag in tags if tag and not _NUMBER.fullmatch(tag) and not any(letter.isspace() for letter in tag)]


def _names(value: object) -> list[str]:
    return [text.strip() for text in _texts(value)]
