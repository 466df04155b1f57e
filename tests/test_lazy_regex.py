"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module

import pytest

import studytui
from studytui.lazy_regex import _LazyPattern, lazy_regex

SUBJECT = "B12, b6 and B9"


def test_every_one_of_a_module_compiles() -> None:
    found = 0
    for module in pkgutil.walk_packages(studytui.__path__, "studytui."):
        if not module.name.endswith("__main__"):
            for value in vars(import_module(module.name)).values():
                if isinstance(value, _LazyPattern):
                    found += callable(value.match)
    assert found > 100


@pytest.mark.parametrize("method", ["match", "search", "fullmatch", "finditer", "findall", "split"])
def test_it_finds_what_the_compiled_one_finds(method: str) -> None:
    lazy, compiled = lazy_regex(r"b(\d)", re.IGNORECASE), re.compile(r"b(\d)", re.IGNORECASE)
    for _ in range(2):
        found, wanted = (getattr(pattern, method)(SUBJECT) for pattern in (lazy, compiled))
        assert str(list(found) if method == "finditer" else found) == str(
            list(wanted) if method == "finditer" else wanted
        )
    assert lazy.sub(r"\1", SUBJECT) == compiled.sub(r"\1", SUBJECT)
    assert (lazy.pattern, lazy.groups) == (compiled.pattern, compiled.groups)
