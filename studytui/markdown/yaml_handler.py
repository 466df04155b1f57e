"""YAML as Obsidian reads it, for python-frontmatter; imported only when a note has YAML."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

_MAX_DEPTH = 200
"""Collections inside collections: libyaml descends on the C stack, which would overflow without an error."""

_SCALARS = (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
)
_FLOW = re.compile(r"[\[\]{}]")
_INDENT = re.compile(r"^[ ?:-]*", re.MULTILINE)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.2: `yes`, `no`, `on`, `off` are strings, and so are dates and `1:30`."""


def _integer(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    text = str(loader.construct_scalar(node))
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _SCALARS:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), list(_first))
_Loader.add_constructor("tag:yaml.org,2002:int", _integer)


class ObsidianHandler(YAMLHandler):
    """python-frontmatter's YAML, with the pipes that the Digital Garden escapes (behaviour 1.2)."""

    def load(self, fm: str, **kwargs: object) -> Any:
        """The value of a block; raises `yaml.YAMLError` or another error of its constructors."""
        if _depth(fm) > _MAX_DEPTH:
            raise yaml.YAMLError("nested too deeply")
        return super().load(fm.replace("\\|", "|"), Loader=_Loader, **kwargs)


def _depth(block: str) -> int:
    """No fewer than the collections inside collections of a block."""
    flow = max(accumulate(1 if match[0] in "[{" else -1 for match in _FLOW.finditer(block)), default=0)
    return flow + max(len(match[0]) for match in _INDENT.finditer(block))
