"""Problems of a vault: links that lead nowhere, notes that cannot be read (behaviour 11.7)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from studytui.vault import names
from studytui.vault.facts import Occurrence
from studytui.vault.links.outgoing import is_attachment, outgoing
from studytui.vault.links.target import is_external
from studytui.vault.vault import Vault


class Finding(Struct, frozen=True):
    """Something wrong in one note."""

    note: str
    line: int
    message: str
    """The link's target as written, or the reason."""
    candidates: tuple[str, ...] = ()
    """Of an ambiguous link: what it may mean, the one it opens first."""
    property: str | None = None
    """The property that the link stands in, if it stands in one."""


class LinkCount(Struct):
    """Wikilinks and internal Markdown links, without embeds."""

    links: int = 0
    resolved: int = 0
    """Those of them that lead to a note, certainly or by a guess."""


class Report(LinkCount):
    """Everything found, and the links of the notes' text; it grows while the vault is checked."""

    notes: int = 0
    properties: LinkCount = field(default_factory=LinkCount)
    """The links of their properties."""
    canvases: LinkCount = field(default_factory=LinkCount)
    """The links of canvases."""
    broken: list[Finding] = field(default_factory=list)
    broken_embeds: list[Finding] = field(default_factory=list)
    broken_properties: list[Finding] = field(default_factory=list)
    broken_canvases: list[Finding] = field(default_factory=list)
    ambiguous: list[Finding] = field(default_factory=list)
    missing_headings: list[Finding] = field(default_factory=list)
    missing_images: list[Finding] = field(default_factory=list)
    """Images and other files."""
    frontmatter: list[Finding] = field(default_factory=list)
    unreadable: list[Finding] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """True if nothing at all was found."""
        return not any(
            (
                self.broken,
                self.broken_embeds,
                self.broken_properties,
                self.broken_canvases,
                self.ambiguous,
                self.missing_headings,
                self.missing_images,
                self.frontmatter,
                self.unreadable,
            )
        )


def check(vault: Vault, report: Report) -> Iterator[str]:
    """Fills the report; yields each note once it is checked, for progress and so that the caller can stop."""
    report.unreadable += [Finding(item.path, 0, item.reason) for item in vault.unreadable]
    for path in vault.included:
        report.notes += 1
        facts = vault.facts(path)
        if facts.error is not None:
            report.unreadable.append(Finding(path, 0, facts.error))
        cut = vault.cut_short(path)
        if cut is not None:
            report.unreadable.append(Finding(path, 0, cut))
        if facts.frontmatter.error is not None:
            report.frontmatter.append(Finding(path, 1, facts.frontmatter.error))
        for occurrence in facts.links:
            _check_link(vault, report, path, occurrence)
        yield path


def _check_link(vault: Vault, report: Report, path: str, occurrence: Occurrence) -> None:
    link, inside = occurrence.link, occurrence.property
    if link.kind == "autolink" or is_external(link.target, markdown=link.kind != "wiki"):
        return
    resolution = vault.resolve_link(path, link)
    finding = Finding(path, link.line, link.target, resolution.candidates, inside)
    if is_attachment(link, resolution):
        if resolution.file is None:
            report.missing_images.append(finding)
        return
    count, broken = _where(report, path, inside)
    if not link.embed:
        count.links += 1
        count.resolved += resolution.note is not None
    if resolution.note is None:
        (report.broken_embeds if link.embed else broken).append(finding)
        return
    if resolution.status == "ambiguous":
        report.ambiguous.append(finding)
    if outgoing(link, resolution, vault.facts).status == "missing-heading":
        report.missing_headings.append(Finding(path, link.line, link.target, property=inside))


def _where(report: Report, path: str, inside: str | None) -> tuple[LinkCount, list[Finding]]:
    """The counter of a link, by text, properties or canvas, which also lists those that lead nowhere."""
    if names.is_canvas(path):
        return report.canvases, report.broken_canvases
    return (report, report.broken) if inside is None else (report.properties, report.broken_properties)
