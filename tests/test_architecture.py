"""The order of the rooms (ARCHITECTURE.md) holds: by contract, and in a fresh interpreter."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import studytui

ROOT = Path(__file__).parents[1]
PACKAGE = Path(studytui.__file__).parent
ABOVE = {"tui", "cli", "__main__"}
"""The rooms that may load textual."""

IMPORT_EVERY_MODULE = """
import importlib, pkgutil, sys, studytui
above = {f"studytui.{name}" for name in sys.argv[1:]}
def below(path, prefix):
    for module in pkgutil.iter_modules(path, prefix):
        if module.name not in above:
            package = importlib.import_module(module.name)
            print(module.name, "textual" in sys.modules)
            if module.ispkg:
                below(package.__path__, module.name + ".")
below(studytui.__path__, "studytui.")
"""


def contracts() -> dict[str, Any]:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return {contract["id"]: contract for contract in table["contracts"]}


def rooms() -> set[str]:
    """The top-level modules and packages of studytui, without `__init__`."""
    files = {file.stem for file in PACKAGE.glob("*.py")} - {"__init__"}
    return files | {folder.name for folder in PACKAGE.iterdir() if any(folder.glob("*.py"))}


def test_the_contracts_of_pyproject_hold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from importlinter import cli

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", list(sys.path))  # the linter puts the current folder first
    status = cli.lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True)
    assert status == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_room_stands_in_the_contracts() -> None:
    layers = {layer.strip("()").removeprefix("studytui.") for layer in contracts()["rooms"]["layers"]}
    headless = {module.removeprefix("studytui.") for module in contracts()["headless"]["source_modules"]}
    assert rooms() <= layers
    assert rooms() - ABOVE <= headless


def test_no_module_below_the_tui_loads_textual() -> None:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    command = [sys.executable, "-c", IMPORT_EVERY_MODULE, *sorted(ABOVE)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    loaded = dict(line.split() for line in done.stdout.splitlines())
    assert {f"studytui.{room}" for room in rooms() - ABOVE} <= set(loaded)
    assert [module for module, textual in loaded.items() if textual == "True"] == []


def test_no_room_is_ignored_by_its_name() -> None:
    """Git, ruff and the builder of the wheel would all pass over a folder such as `build`."""
    for excluded in (*(ROOT / ".gitignore").read_text(encoding="utf-8").split(), *ruff_excludes()):
        if not excluded.startswith("/") and excluded != "__pycache__/":
            found = PACKAGE.rglob(excluded.removesuffix("/"))
            assert [folder for folder in found if any(folder.rglob("*.py"))] == [], excluded


def ruff_excludes() -> list[str]:
    ruff: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]
    assert "extend-exclude" not in ruff, "ruff's own list holds `build`"
    excludes: list[str] = ruff["exclude"]
    return excludes


def test_one_studytui_is_tested_throughout() -> None:
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] == "studytui" and getattr(module, "__file__", None):
            assert Path(str(module.__file__)).is_relative_to(PACKAGE), name


def modules() -> dict[str, Path]:
    """Every module of studytui by its name."""
    names = {file: ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts) for file in PACKAGE.rglob("*.py")}
    return {name.removesuffix(".__init__"): file for file, name in names.items()}


def imports(name: str, file: Path, known: dict[str, Path]) -> set[str]:
    """What of studytui a module imports: in functions and for types alone too."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {
                inner if (inner := f"{node.module}.{alias.name}") in known else node.module for alias in node.names
            }
    return {each for each in found if each in known and each != name}


def test_no_module_imports_itself_by_way_of_others() -> None:
    known = modules()
    left = {name: imports(name, file, known) for name, file in known.items()}
    while free := {name for name, used in left.items() if not used & left.keys()}:
        for name in free:
            del left[name]
    assert left == {}, "these stand in a circle, or above one"


def test_no_file_is_too_long_to_be_read_at_a_sitting() -> None:
    lengths = {name: len(file.read_text(encoding="utf-8").splitlines()) for name, file in modules().items()}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
