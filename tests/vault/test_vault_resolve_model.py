"""Steps 2 to 6 of behaviour 2.2 again, as slow and plain as they can be written, held against the real ones."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from studytui.vault.links.attachments import OuterFiles
from studytui.vault.links.declared import DeclaredNames
from studytui.vault.links.index import PathIndex
from studytui.vault.links.resolve import Resolver
from studytui.vault.location import VaultLocation

SEGMENTS = st.sampled_from(["a", "b", "A", "note", "Note", "x.1"])
PATHS = st.lists(SEGMENTS, min_size=1, max_size=3).map(lambda parts: "/".join(parts) + ".md")
LINKS = st.builds(
    lambda start, parts, end: start + "/".join(parts) + end,
    st.sampled_from(["", "", "./", "../", "/"]),
    st.lists(SEGMENTS, min_size=1, max_size=3),
    st.sampled_from(["", "", ".md"]),
)
LOCATION = VaultLocation(Path("/vault"), Path("/vault"), "", None)


def model(paths: set[str], source: str, link: str) -> list[str]:
    """The candidates, the winner first."""
    folder = source.split("/")[:-1]
    if link.startswith(("./", "../")):
        relative = folder[:]
        rest = link.split("/")
        while rest[0] in (".", ".."):
            if rest.pop(0) == "..":
                if not relative:
                    return []
                relative.pop()
        found = spelt(paths, "/".join([*relative, *rest]))
        if found:
            return found
        link = "/".join(rest)
    if link.startswith("/"):
        return spelt(paths, link[1:])
    found = spelt(paths, link)
    if found:
        return found
    below = "".join(part + "/" for part in folder)
    for name in spellings(link):
        ends = [path for path in paths if ("/" + path).lower().endswith("/" + name.lower())]
        exact = {path.lower() for path in ends if path.endswith(name)}
        kept = [path for path in ends if path.lower() not in exact or path.endswith(name)]
        if kept:
            return sorted(kept, key=lambda path: (not path.startswith(below), len(path), path))
    return []


def spellings(link: str) -> list[str]:
    return [link, link + ".md"] if "." in link.split("/")[-1] else [link + ".md", link]


def spelt(paths: set[str], link: str) -> list[str]:
    for name in spellings(link):
        if name in paths:
            return [name]
        found = sorted(path for path in paths if path.lower() == name.lower())
        if found:
            return found
    return []


@given(st.sets(PATHS, max_size=8), PATHS, LINKS)
def test_links_resolve_as_the_plain_model_says(paths, source, link):
    resolver = Resolver(LOCATION, PathIndex(paths), OuterFiles(LOCATION), lambda: DeclaredNames([]))
    found = resolver.resolve(source, link, markdown=False, quick=False)
    expected = model(paths, source, link)
    assert [found.note] == (expected[:1] or [None])
    assert list(found.candidates) == (expected if len(expected) > 1 else [])
    assert found.status == ("missing" if not expected else "ok" if len(expected) == 1 else "ambiguous")
