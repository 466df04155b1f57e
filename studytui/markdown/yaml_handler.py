"""YAML as Obsidian reads it, for python-frontmatter; imported only when a note has YAML."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from studytui.lazy_regex import lazy_regex
from studytui.markdown.numbers import number

_MAX_DEPTH = 200
"""Collections inside collections: libyaml descends on the C stack, which would overflow without an error."""

_MOST_REPEATED = 10
"""Times that what aliases (`*name`) repeat may be larger than what is written: it would be gigabytes in no time."""

_SCALARS = (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
)
_PLAIN = frozenset(f"tag:yaml.org,2002:{name}" for name, _, _ in _SCALARS)
_SEPARATORS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
_FLOW = lazy_regex(r"[\[\]{}]")
_INDENT = lazy_regex(r"^[ ?:-]*", re.MULTILINE)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.2: `yes`, `no`, `on`, `off` are strings, and so are dates and `1:30`."""

    def construct_document(self, node: yaml.Node) -> Any:
        """The value of a block, unless its aliases would make it too large or too deep."""
        _check_aliases(node)
        return super().construct_document(node)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping, whose keys are as they are written."""
        if isinstance(node, yaml.MappingNode):
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode) and key.tag in _PLAIN:
                    key.tag = "tag:yaml.org,2002:str"
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


def _number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> object:
    return number(str(loader.construct_scalar(node)))


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _SCALARS:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), list(_first))
for _tag in ("int", "float"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _number)


class ObsidianHandler(YAMLHandler):
    """python-frontmatter's YAML, with the pipes that the Digital Garden escapes (behaviour 1.2)."""

    def load(self, fm: str, **kwargs: object) -> Any:
        """The value of a block; raises `yaml.YAMLError` or another error of its constructors."""
        if _depth(fm) > _MAX_DEPTH:
            raise yaml.YAMLError("nested too deeply")
        # YAML 1.1 ends lines at separators of Unicode as well, YAML 1.2 does not.
        return super().load(fm.replace("\\|", "|").translate(_SEPARATORS), Loader=_Loader, **kwargs)


def _check_aliases(root: yaml.Node) -> None:
    """Raises `yaml.YAMLError` where a value holds itself, or is far larger than what is written, or too deep."""
    sizes: dict[int, tuple[int, int]] = {}
    """Characters and depth of each value, with all that its aliases repeat."""
    written = 0
    open_: set[int] = set()
    """Values that have been begun: of these, the ones without a size lie around the present one."""
    pending = [root]
    while pending:
        node = pending[-1]
        name = id(node)
        if name in sizes:
            pending.pop()
            continue
        inner = _inside(node)
        waiting = [] if name in open_ else [part for part in inner if id(part) not in sizes]
        open_.add(name)
        if any(id(part) in open_ for part in waiting):
            raise yaml.YAMLError("a value that holds itself")
        if waiting:
            pending += waiting
            continue
        pending.pop()
        own = len(node.value) + 1 if isinstance(node.value, str) else 1
        written += own
        size = own + sum(sizes[id(part)][0] for part in inner)
        depth = 1 + max((sizes[id(part)][1] for part in inner), default=0)
        sizes[name] = size, depth
        if depth > _MAX_DEPTH:
            raise yaml.YAMLError("nested too deeply")
    if sizes[id(root)][0] > _MOST_REPEATED * written + 10_000:
        raise yaml.YAMLError("aliases that repeat too much")


def _inside(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _depth(block: str) -> int:
    """No fewer than the collections inside collections of a block."""
    flow = max(accumulate(1 if match[0] in "[{" else -1 for match in _FLOW.finditer(block)), default=0)
    return flow + max(len(match[0]) for match in _INDENT.finditer(block))
