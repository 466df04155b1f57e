"""The notes as a search shows and names them: paths, titles, aliases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from studytui.search.index.reader import IndexReader
from studytui.search.index.record import Marks
from studytui.search.names.name_table import Name
from studytui.search.text.fold import fold
from studytui.vault.names import stem
from studytui.vault.scan import Note


class Catalog(Struct, frozen=True):
    """One state of the index."""

    version: int = -1
    paths: Mapping[int, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    """Only of notes whose title is not their stem."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Only of notes that have any."""
    marks: Mapping[str, Marks] = field(default_factory=dict)
    """Highlights, of notes that have any."""

    def title(self, path: str) -> str:
        """Frontmatter `title`, else the file's stem."""
        return self.titles.get(path) or stem(path)

    def names(self, path: str) -> Iterator[str]:
        """Everything that the note calls itself."""
        title = self.title(path)
        yield title
        if title != stem(path):
            yield stem(path)
        yield from self.aliases.get(path, ())


def read_catalog(reader: IndexReader, version: int, notes: Mapping[str, Note]) -> Catalog:
    """The catalog of the index as it is; the reader must be asking.

    Paths of `notes` are the very texts that the vault has: so many need not be in memory twice.
    """

    def same(path: str) -> str:
        note = notes.get(path)
        return path if note is None else note.path

    titles: dict[str, str] = {}
    aliases: dict[str, tuple[str, ...]] = {}
    for path, title, others in reader.names():
        if title is not None and title != stem(path):
            titles[same(path)] = title
        if others:
            aliases[same(path)] = others
    paths = {note: same(path) for note, path in reader.paths().items()}
    return Catalog(version, paths, titles, aliases, {same(path): marks for path, marks in reader.marks().items()})


def names_of(catalog: Catalog, paths: Iterable[str], implicit: Iterable[tuple[str, str]]) -> Iterator[Name]:
    """Every name of these notes; of names that fold alike only the first."""
    wanted = {path: path for path in paths}
    for path in wanted:
        first, *others = catalog.names(path)
        yield Name(first, path, "title")
        if others:
            seen = {tuple(fold(first))}
            for other in others:
                key = tuple(fold(other))
                if key not in seen:
                    seen.add(key)
                    yield Name(other, path, "alias")
    for path, text in implicit:
        if path in wanted:
            yield Name(text, wanted[path], "implicit")
