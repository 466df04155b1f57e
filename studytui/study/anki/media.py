"""Pictures of notes under names that Anki's one folder of media can hold, though two folders hold one name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from studytui.lazy_regex import lazy_regex
from studytui.markdown.document import Inline
from studytui.markdown.file_types import IMAGE, MEDIUM_OF, extension
from studytui.vault import UnreadableNoteError, Vault

_UNSAFE = lazy_regex(r"[^\w.-]+")
_LONGEST = 60
"""Characters of a file's own name that its name in Anki keeps."""


class Pictures:
    """The pictures that notes show, read once each; what is asked for is remembered."""

    def __init__(self, vault: Vault, *, carried: bool = True) -> None:
        """Without `carried` every picture is left out: what is written has no place for them."""
        self._vault = vault
        self.carried = carried
        self._names: dict[Path, str | None] = {}
        self.left_out: set[Path] = set()
        """Pictures that are there, and do not come along."""

    @property
    def files(self) -> Mapping[str, Path]:
        """The pictures by their names in Anki."""
        return {name: file for file, name in self._names.items() if name is not None}

    def named(self, note: str, inline: Inline) -> str | None:
        """The name in Anki of what an image of a note shows; None for one that is not in the vault, or left out."""
        link = inline.link
        if link is None:
            return None
        file = self._vault.resolve_link(note, link).file
        if file is None or MEDIUM_OF.get(extension(file.name)) != IMAGE:
            return None
        if not self.carried:
            self.left_out.add(file)
            return None
        if file not in self._names:
            self._names[file] = self._name(file)
        return self._names[file]

    def data(self, name: str) -> bytes:
        """The bytes of a picture. Raises UnreadableNoteError."""
        return self._read(self.files[name])

    def _name(self, file: Path) -> str | None:
        """Its own name with a hash of what it holds: equal pictures are one, and a new version is another."""
        try:
            held = blake2b(self._read(file), digest_size=5).hexdigest()
        except UnreadableNoteError:
            self.left_out.add(file)
            return None
        stem = unicodedata.normalize("NFC", _UNSAFE.sub("_", file.stem))[:_LONGEST].strip("._") or "picture"
        return f"{stem}-{held}{file.suffix.lower()}"

    def _read(self, file: Path) -> bytes:
        try:
            with self._vault.open_file(file) as stream:
                return stream.read()
        except OSError as error:
            raise UnreadableNoteError(str(file), error.strerror or str(error)) from error
