"""Entries of the palette: the commands that work now, and themes, vaults and notes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Final

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from studytui.search.engine import Engine
from studytui.tui.chosen_theme import ChosenTheme
from studytui.tui.keys import groups_of
from studytui.tui.screens.palette import Entry
from studytui.vault.location import vault_name

_MOST_NOTES: Final = 8
_NO_COMMANDS: Final = frozenset(
    (
        *("rows", "pages", "half_pages", "top", "bottom", "sideways", "heading", "stop"),
        *("move", "page", "move_to", "cursor_down", "cursor_up", "other", "follow", "select"),
        *("reader", "screen.reader", "escape", "leave", "cancel", "dismiss", "interrupt", "command_palette"),
    )
)
"""Actions that make no sense without their key: they move a cursor, or end what the palette has ended already."""


def commands(app: App[Any], screen: Screen[Any]) -> list[Entry]:
    """The commands of what has the keys, a row each with all of its keys."""
    found: dict[tuple[int, str], tuple[DOMNode, Binding, list[str]]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        if not (binding.tooltip and binding.id and active.enabled):
            continue
        if binding.action.partition("(")[0] in _NO_COMMANDS:
            continue
        keys = found.setdefault((id(active.node), binding.id), (active.node, binding, []))[2]
        keys.append(app.get_key_display(binding))
    titles: dict[str, str] = {}
    for node, _, _ in found.values():
        for group in groups_of(type(node)):
            titles.update((binding.id or "", group.title) for binding in group.bindings)
    entries = [
        Entry(
            binding.tooltip,
            titles.get(binding.id or "", "Commands"),
            _runner(app, binding.action, node),
            " ".join(dict.fromkeys(keys)),
            f"{binding.id} {binding.description}",
        )
        for node, binding, keys in found.values()
    ]
    order = {title: at for at, title in enumerate(dict.fromkeys(entry.group for entry in entries))}
    return sorted(entries, key=lambda entry: order[entry.group])


def _runner(app: App[Any], action: str, node: DOMNode) -> Callable[[], Awaitable[object]]:
    async def run() -> None:
        await app.run_action(action, default_namespace=node)

    return run


def themes(app: App[Any], chosen: ChosenTheme) -> Iterator[Entry]:
    """Every theme; its row is worn while it is highlighted."""
    for name in sorted(app.available_themes, key=str.casefold):
        beside = "in force" if name == app.theme else ""
        yield Entry(name, "Themes", _keep(chosen, name), beside, "theme", try_on=name)


def _keep(chosen: ChosenTheme, name: str) -> Callable[[], None]:
    return lambda: chosen.decide(name)


def notes(engine: Engine | None, query: str, go: Callable[[str], None]) -> Iterator[Entry]:
    """Notes whose names answer the query."""
    if engine is not None:
        for hit in engine.search(query, limit=_MOST_NOTES, titles_only=True).hits:
            yield Entry(hit.title, "Notes", _going(go, hit.note), hit.note.rpartition("/")[0])


def vaults(query: str, here: Path, go: Callable[[Path], None]) -> Iterator[Entry]:
    """Other vaults whose name or path holds the query."""
    from studytui.state.vaults import known_vaults

    for known in known_vaults():
        if known.path != here and query.casefold() in str(known.path).casefold():
            yield Entry(vault_name(known.path), "Vaults", _going(go, known.path), str(known.path))


def _going(go: Callable[[Any], None], value: object) -> Callable[[], None]:
    return lambda: go(value)
