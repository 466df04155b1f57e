"""How this program starts other processes of its own: with the same modules, and none of the current folder's."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {module} import serve; serve()"


def python_command(module: str) -> list[str]:
    """The command that runs `serve` of a module of this program in another process.

    It starts in the current folder, which may be a vault: `-I` keeps a `json.py` of that out until the path is set.
    """
    return [sys.executable, "-I", "-c", _START.format(module=module), json.dumps(search_path(sys.path))]


def search_path(path: Sequence[str]) -> list[str]:
    """The folders that modules are looked for in, the current one last, unless this program itself lies there."""
    here, home = Path.cwd(), Path(__file__).parents[2]
    folders = [os.path.abspath(folder or ".") for folder in path]  # noqa: PTH100 - as written: links stay
    if here == home:
        return folders
    return sorted(folders, key=lambda folder: folder == str(here))
