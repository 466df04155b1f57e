"""Outgoing links of a note, one entry an occurrence (behaviour 12.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from studytui.markdown.document import Link
from studytui.vault.facts import Facts
from studytui.vault.links.attachments import SITE_IMAGE_ADDRESS, is_attachment_name
from studytui.vault.links.resolve import Resolution
from studytui.vault.links.target import is_external, split_target

if TYPE_CHECKING:
    from studytui.layout.protocols import LinkStatus


class Outgoing(Struct, frozen=True):
    """A link of a note and where it leads."""

    link: Link
    resolution: Resolution
    status: LinkStatus | Literal["missing-heading"]
    line: int | None = None
    """Source line in the target note of the heading or block that the link names."""
    property: str | None = None
    """The property that it stands in, if it stands in one."""


def is_attachment(link: Link, resolution: Resolution) -> bool:
    """True if a link shows or opens an image or another file that is no note."""
    markdown = link.kind != "wiki"
    if is_external(link.target, markdown=markdown):
        return link.embed
    path = split_target(link.target, markdown=markdown).path
    return (
        resolution.file is not None
        or (resolution.note is None and path.lower().startswith(SITE_IMAGE_ADDRESS))
        or (resolution.note is None and is_attachment_name(path))
    )


def outgoing_of(
    facts: Facts, resolve: Callable[[Link], Resolution], facts_of: Callable[[str], Facts]
) -> list[Outgoing]:
    """Wikilinks, note embeds and Markdown links in file order; images and attachments are none."""
    found = []
    for occurrence in facts.links:
        link = occurrence.link
        if link.kind == "autolink":
            continue
        resolution = resolve(link)
        if not is_attachment(link, resolution):
            found.append(outgoing(link, resolution, facts_of, occurrence.property))
    return found


def outgoing(
    link: Link, resolution: Resolution, facts_of: Callable[[str], Facts], inside: str | None = None
) -> Outgoing:
    """One link with what became of it, its heading included."""
    if resolution.note is None or resolution.subpath is None:
        return Outgoing(link, resolution, resolution.status, property=inside)
    line = facts_of(resolution.note).line_of(resolution.subpath)
    return Outgoing(link, resolution, "missing-heading" if line is None else resolution.status, line, inside)
