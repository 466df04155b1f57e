"""What the label of a code block adds where Obsidian shows something else than the code (behaviour 3)."""

from __future__ import annotations

from collections.abc import Mapping

_NOT_RUN = "not run here"
_NOT_DRAWN = "not drawn here"

_LIVE: Mapping[str, str] = {
    "dataview": f"query, {_NOT_RUN}",
    "dataviewjs": f"script, {_NOT_RUN}",
    "datacore": f"query, {_NOT_RUN}",
    "datacorejs": f"script, {_NOT_RUN}",
    "datacorejsx": f"script, {_NOT_RUN}",
    "query": f"search, {_NOT_RUN}",
    "tasks": f"query, {_NOT_RUN}",
    "base": f"view, {_NOT_RUN}",
    "foam-query": f", {_NOT_RUN}",
    "foam-query-js": f"script, {_NOT_RUN}",
    "js-engine": f"script, {_NOT_RUN}",
    "template": f", {_NOT_RUN}",
    "templater": f"template, {_NOT_RUN}",
    "button": f", {_NOT_RUN}",
    "meta-bind": f"field, {_NOT_RUN}",
    "meta-bind-button": f", {_NOT_RUN}",
    "meta-bind-embed": f", {_NOT_RUN}",
    "meta-bind-js-view": f", {_NOT_RUN}",
    "calc": f"sheet, {_NOT_RUN}",
    "tracker": f"chart, {_NOT_DRAWN}",
    "chart": f", {_NOT_DRAWN}",
    "charts": f", {_NOT_DRAWN}",
    "heatmap-tracker": f"chart, {_NOT_DRAWN}",
    "leaflet": f"map, {_NOT_DRAWN}",
    "timeline": f", {_NOT_DRAWN}",
    "gist": ", not fetched here",
}
"""First word of a block's info -> what stands behind it; a comma is set right behind."""


def code_label(info: str) -> str:
    """`dataview` -> `dataview query, not run here`; the info as it is for code that is only to be read."""
    language, _, rest = info.partition(" ")
    added = _LIVE.get(language.lower())
    if added is None:
        return info
    label = language + (added if added.startswith(",") else f" {added}")
    return f"{label} · {rest.strip()}" if rest.strip() else label
