"""Where studytui's own files live: settings, cache, state, and the notes that ship inside the package.

Every folder comes from platformdirs, so on Linux the `XDG_*` variables are honoured. Nothing
here creates or reads anything; nothing of studytui's is ever kept inside a vault.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import platformdirs

APP = "studytui"
BUNDLED = "bundled-notes"
"""Name of the state folder of the bundled notes, whose own path changes with every Python they are installed for."""


def config_file() -> Path:
    """The settings file: `$STUDYTUI_CONFIG`, else `config.toml` in the user's configuration folder."""
    override = os.environ.get("STUDYTUI_CONFIG")
    if override:
        return Path(os.path.expanduser(override))  # noqa: PTH111 - Path.expanduser raises for a user that is not there
    return platformdirs.user_config_path(APP, appauthor=False) / "config.toml"


def words_file() -> Path:
    """The reader's own plain words for medical ones, beside the settings file; it need not be there."""
    return config_file().with_name("words.tsv")


def themes_dir() -> Path:
    """The folder for themes of one's own, beside the settings file."""
    return config_file().parent / "themes"


def cache_dir(vault_root: Path) -> Path:
    """The folder for what can be rebuilt from the vault; deleting it loses nothing."""
    return platformdirs.user_cache_path(APP, appauthor=False) / vault_key(vault_root)


def state_dir(vault_root: Path) -> Path:
    """The folder for what must never be lost about one vault: places, history, bookmarks."""
    states = platformdirs.user_state_path(APP, appauthor=False)
    if _resolved(vault_root) == _resolved(bundled_notes()):
        return states / BUNDLED
    return states / vault_key(vault_root)


def vaults_file() -> Path:
    """The list of the vaults that were opened."""
    return platformdirs.user_state_path(APP, appauthor=False) / "vaults.db"


def bundled_notes() -> Path:
    """The vault that opens when nothing else is named: `notes` in the package, else the checkout's beside it.

    When neither is there the first of the two is returned, for the caller to report.
    """
    package = Path(__file__).parent
    installed = package / "notes"
    checkout = package.parent
    if not installed.is_dir() and (checkout / "pyproject.toml").is_file() and (checkout / "notes").is_dir():
        return checkout / "notes"
    return installed


def vault_key(vault_root: Path) -> str:
    """A folder name for one vault: its name for the eye, and a hash of its resolved path so that no two share it."""
    try:
        from _blake2 import blake2b  # `hashlib` gives the same one, after it has loaded OpenSSL for others
    except ImportError:
        from hashlib import blake2b

    resolved = _resolved(vault_root)
    name = unicodedata.normalize("NFKD", Path(resolved).name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", name)[:40].strip("-") or "vault"
    return f"{slug}-{blake2b(os.fsencode(resolved), digest_size=8).hexdigest()}"


def _resolved(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))
