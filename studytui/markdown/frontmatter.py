"""The block between `---` lines at the top of a note (behaviour 1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from studytui.characters import trimmed, visible
from studytui.markdown.document import Frontmatter

_BLOCK = re.compile(r"\ufeff?---[ \t]*\n(?:(.*?)\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_KNOWN = frozenset(
    ("alias", "aliases", "cssclass", "cssclasses", "permalink", "publish", "tag", "tags", "title"),
)
_DRAWING = "excalidraw-plugin"
_NUMBER = re.compile(r"[0-9]+")


def read_frontmatter(head: str) -> Frontmatter:
    """The frontmatter of a note, or of the beginning of one: a block that is not closed in `head` is none."""
    return split_frontmatter(head)[0]


def is_drawing(frontmatter: Frontmatter) -> bool:
    """Whether the note is a drawing; a published one may have the key among its own properties (behaviour 1.4)."""
    own = frontmatter.values.get("dg-note-properties")
    return _DRAWING in frontmatter.values or (isinstance(own, Mapping) and _DRAWING in own)


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
    values = {**second, **values}
    line = text.count("\n", 0, end)
    if end and text[end - 1] != "\n":
        line += 1
    return _frontmatter(values, error, line), end


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
    if gap.end() > start and not any(key in _KNOWN or key.startswith("dg-") for key in values):
        return {}, start
    return values, match.end()


def load(block: str) -> object:
    """The value of a block: JSON when it begins with `{`, else YAML 1.2 (behaviour 1.1 to 1.3)."""
    if block.lstrip().startswith("{"):
        try:
            return json.loads(block)
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


def _frontmatter(values: dict[str, object], error: str | None, end: int) -> Frontmatter:
    properties = values.get("dg-note-properties")
    places = [values, properties] if isinstance(properties, Mapping) else [values]
    tags = _unique(tag for place in places for key in ("tags", "tag") for tag in _tags(place.get(key)))
    aliases = _unique(name for place in places for key in ("aliases", "alias") for name in _names(place.get(key)))
    links = (values.get("permalink"), values.get("dg-permalink"))
    title = values.get("title")
    shown = str(title).strip() if isinstance(title, str | int | float) and not isinstance(title, bool) else ""
    return Frontmatter(
        values=values,
        error=error,
        end=end,
        title=shown or None,
        tags=tags,
        aliases=aliases,
        permalinks=_unique(link.strip() for link in links if isinstance(link, str)),
        pinned=_any(values, "pinned", "dg-pinned"),
        hidden=_any(values, "hide", "dg-hide", "hideInFiletree", "dg-hide-in-filetree"),
        home=_any(values, "dg-home") or any(tag.lower() == "gardenentry" for tag in tags),
    )


def _any(values: Mapping[str, object], *keys: str) -> bool:
    """Whether one of the keys is set, by the rule of the Digital Garden (behaviour 1.6)."""
    return any(values.get(key) and str(values[key]).strip().lower() != "false" for key in keys)


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
