"""Going to another vault: those read lately, those that Obsidian knows, and the notes of studytui."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from studytui import paths
from studytui.tui.screens.reading.base import ReadingBase
from studytui.vault import find_vault
from studytui.vault.location import vault_name

if TYPE_CHECKING:
    from studytui.state.vaults import KnownVault


class Vaults:
    """The vault of this run is one of several; another is another run, in the same terminal."""

    BINDING_GROUP_TITLE = "Vaults"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "O", "vaults", "Vaults", show=False, id="vaults", tooltip="Open another vault: recent ones, Obsidian's"
        ),
    ]

    def __init__(self, screen: ReadingBase) -> None:
        self._screen = screen
        self._session = screen.session

    def remember(self) -> None:
        """Write down, in a worker, that this vault was opened."""
        root = self._session.root
        if root == paths.bundled_notes():
            return

        def write() -> None:
            from studytui.state.vaults import vault_opened

            vault_opened(root)

        self._screen.run_worker(write, name="vaults", group="vaults", thread=True, exit_on_error=False)

    async def action_vaults(self) -> None:
        """Choose among the vaults that are known."""
        from studytui.state.vaults import known_vaults
        from studytui.tui.screens.choose import Choice, ChooseScreen

        known = await asyncio.to_thread(known_vaults)
        others = [vault for vault in known if vault.path != self._session.root]
        choices = [Choice(vault.path, vault_name(vault.path), _detail(vault), str(vault.path)) for vault in others]
        bundled = paths.bundled_notes()
        if self._session.root != bundled:
            choices.append(Choice(bundled, "notes of studytui", "they come with the program"))
        await self._screen.app.push_screen(
            ChooseScreen[Path](
                "Vaults",
                choices,
                message=f"open now: {self._session.root}",
                empty="no other is known yet; studytui PATH opens one",
            ),
            self.open,
        )

    def open(self, path: Path | None) -> None:
        """Leave this vault for another."""
        if path is None:
            return
        if not path.is_dir():
            self._screen.say(f"no longer there: {path}", problem=True)
            return
        self._screen.app.exit(find_vault(path)[0])

    @staticmethod
    def empty_page(root: Path) -> Sequence[str]:
        """The page of a vault without notes."""
        return (
            f"There are no notes in {root} yet.",
            "A note is a file whose name ends in .md: one that you save there shows here at once.",
            "O opens another vault: one that you read lately, one of Obsidian's, or the notes of studytui.",
            "From the shell, studytui PATH opens a folder, and studytui vaults lists those that are known.",
        )


def _detail(vault: KnownVault) -> str:
    known = [f"{vault.opened.astimezone():%Y-%m-%d}"] if vault.opened else []
    known += ["in Obsidian"] if vault.obsidian else []
    return " · ".join(known)
