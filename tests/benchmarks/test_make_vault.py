from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_vault", Path(__file__).with_name("make_vault.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


make_vault = load().make_vault


def notes(vault: Path) -> dict[str, str]:
    return {str(file.relative_to(vault)): file.read_text(encoding="utf-8") for file in vault.rglob("*.md")}


def test_one_seed_makes_one_vault_and_another_seed_another(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make_vault(tmp_path / name, 60, seed)
    assert notes(tmp_path / "a") == notes(tmp_path / "b") != notes(tmp_path / "c")


def test_a_made_vault_has_the_form_of_the_seed(tmp_path: Path) -> None:
    size = make_vault(tmp_path, 300, 1)
    made = notes(tmp_path)
    assert len(made) == len({Path(path).name.lower() for path in made}) == 300
    assert size == sum(len(text.encode()) for text in made.values())
    assert 700 < size / 300 < 1700
    for path, text in made.items():
        opening, head, closing, _ = text.split("\n", 3)
        assert opening == closing == "---"
        assert json.loads(head)["permalink"] == f"/{path.removesuffix('.md')}/"
    everything = "\n".join(made.values())
    targets = re.findall(r"\[\[([^\]#|\\]+)", everything)
    found = sum(f"{target}.md" in made for target in targets)
    assert 0.97 < found / len(targets) < 1
    for construct in ('<span style="background:', "\n\t- ", "| --- |", "\n---\n# ", "> [!tip]", "![[", "=="):
        assert construct in everything


def test_a_folder_with_files_is_never_written_into(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine")
    with pytest.raises(FileExistsError):
        make_vault(tmp_path, 10)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.md"]
