"""A vault that changes while it is read: real files, real changes, seen by the one watcher."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from app_on_vault import OpenApp, down_to, path, rows, says, until, watched
from textual.geometry import Offset
from textual.selection import Selection

from studytui.tui.page.anchor import Anchor
from studytui.tui.page.pages import Page, Place
from studytui.tui.screens.choose import ChooseScreen
from studytui.tui.screens.reading.screen import ReadingScreen
from studytui.tui.watching import is_shared


def text(screen: ReadingScreen) -> str:
    """All rows of the page."""
    return "\n".join(line.text for line in screen.pages.reader.lines)


# What Obsidian is told


async def test_notes_that_obsidian_excludes_meanwhile_leave_tree_and_search(vault: Path, open_app: OpenApp) -> None:
    options = vault / ".obsidian/app.json"
    async with open_app(vault) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        options.parent.mkdir(exist_ok=True)
        options.write_text('{"userIgnoreFilters": ["Neurology/"]}')
        await until(pilot, lambda: "Neurology/Stroke.md" in screen.vault.excluded)
        assert screen.session.engine is not None
        await until(pilot, lambda: not screen.session.engine.search("path:Neurology").hits)
        options.write_text("{}")
        await until(pilot, lambda: not screen.vault.excluded)


async def test_line_breaks_that_obsidian_joins_meanwhile_are_joined(vault: Path, open_app: OpenApp) -> None:
    (vault / "Home.md").write_text("one\ntwo\n")
    async with open_app(vault) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        assert "one two" not in rows(screen)
        (vault / ".obsidian").mkdir(exist_ok=True)
        (vault / ".obsidian/app.json").write_text('{"strictLineBreaks": true}')
        await until(pilot, lambda: "one two" in rows(screen))


async def test_options_of_the_vault_around_a_folder_are_followed(vault: Path, open_app: OpenApp) -> None:
    options = vault / ".obsidian/app.json"
    options.parent.mkdir(exist_ok=True)
    options.write_text("{}")
    async with open_app(vault / "Neurology") as (_, pilot, screen):
        await watched(pilot, screen, vault / "Neurology")
        options.write_text('{"userIgnoreFilters": ["Neurology/Stroke"]}')
        await until(pilot, lambda: "Stroke.md" in screen.vault.excluded)


# Deleted, written again, moved


async def test_a_note_that_changed_before_it_was_watched_is_shown(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        (vault / "Home.md").write_text("# Start anew\n")
        await until(pilot, lambda: "Start anew" in rows(screen))


async def test_a_changed_note_is_read_again_at_the_same_text(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 14)) as (_, pilot, screen):
        await pilot.press(*["space"] * 5)
        first = rows(screen).split("\n")[0]
        file = vault / "Neurology/Stroke.md"
        file.write_text(file.read_text().replace("# Causes", "Ten\n\nnew\n\nlines\n\nabove\n\n# Causes"))
        await until(pilot, lambda: "above" in text(screen))
        assert rows(screen).split("\n")[0] == first


async def test_a_deleted_note_stays_and_says_so_until_it_is_written_again(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        (vault / "Home.md").unlink()
        await until(pilot, lambda: "no longer on disk" in says(screen))
        assert "Nothing at" in rows(screen)
        (vault / "Home.md").write_text("# Start anew\n")
        await until(pilot, lambda: "Start anew" in rows(screen))
        await until(pilot, lambda: "no longer on disk" not in says(screen))


async def test_a_note_that_comes_back_as_it_was_takes_the_warning_away(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        away = vault.parent / "away.md"
        (vault / "Home.md").rename(away)
        await until(pilot, lambda: "no longer on disk" in says(screen))
        away.rename(vault / "Home.md")
        await until(pilot, lambda: "no longer on disk" not in says(screen))
        assert "moved" not in says(screen)


async def test_a_moved_note_is_followed_with_its_place_bookmark_and_history(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 14)) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        await down_to(pilot, screen, "plain line 9")
        await pilot.press("m")
        screen.navigation.go(Place(Page("note", "Home.md")))
        await until(pilot, lambda: path(screen) == "Home.md")
        screen.navigation.go(Place(Page("note", "Neurology/Stroke.md"), Anchor(40)))
        await until(pilot, lambda: path(screen) == "Neurology/Stroke.md")
        before = rows(screen)
        (vault / "Kept").mkdir()
        (vault / "Neurology/Stroke.md").rename(vault / "Kept/Brain attack.md")
        await until(
            pilot, lambda: path(screen) == "Kept/Brain attack.md" and screen.pages.taken.page.path == path(screen)
        )
        assert rows(screen) == before
        assert "moved" in says(screen) and "no longer" not in says(screen)
        assert [mark.note for mark in screen.session.state.bookmarks()] == ["Kept/Brain attack.md"]
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "Home.md")
        await pilot.press("backspace")
        await until(pilot, lambda: path(screen) == "Kept/Brain attack.md")
        await until(pilot, lambda: "plain line 9" in rows(screen))


async def test_a_renamed_folder_is_followed_and_stays_open_in_the_tree(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Plain.md") as (_, pilot, screen):
        await watched(pilot, screen, vault)
        await until(pilot, lambda: any("Plain" in str(node.data) for node in screen.sidebar.topics._rows))
        (vault / "Neurology").rename(vault / "Nerves")
        await until(pilot, lambda: path(screen) == "Nerves/Plain.md")
        await until(pilot, lambda: any("Nerves/Plain" in str(node.data) for node in screen.sidebar.topics._rows))
        assert "Nerves" in screen.session.state.open_folders()


async def test_a_topic_page_follows_its_renamed_folder(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Plain.md") as (_, pilot, screen):
        await watched(pilot, screen, vault)
        await pilot.press("H")
        await until(pilot, lambda: screen.pages.page.kind == "topic" and screen.pages.reader.complete)
        (vault / "Neurology").rename(vault / "Nerves")
        await until(pilot, lambda: path(screen) == "Nerves")
        await until(pilot, lambda: "Alteplase" in text(screen))


async def test_a_note_written_anew_elsewhere_with_the_same_text_is_followed(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Plain.md") as (_, pilot, screen):
        await watched(pilot, screen, vault)
        words = (vault / "Neurology/Plain.md").read_bytes()
        (vault / "Neurology/Plain.md").unlink()
        (vault / "a/Plain.md").write_bytes(words)
        await until(pilot, lambda: path(screen) == "a/Plain.md")
        await until(pilot, lambda: "no longer on disk" not in says(screen))


async def test_a_note_that_is_moved_and_edited_at_once_is_followed_and_shown_as_it_is_now(
    vault: Path, open_app: OpenApp
) -> None:
    async with open_app(vault, "Neurology/Stroke.md", size=(120, 14)) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        await down_to(pilot, screen, "plain line 9")
        await pilot.press("m")
        words = (vault / "Neurology/Stroke.md").read_text().replace("plain line 9", "edited line 9")
        (vault / "a/Quite another.md").write_text("nothing of the kind is said here\n" * 3)
        (vault / "a/Brain attack.md").write_text(words)
        (vault / "Neurology/Stroke.md").unlink()
        await until(pilot, lambda: path(screen) == "a/Brain attack.md")
        await until(pilot, lambda: "edited line 9" in rows(screen))
        assert [mark.note for mark in screen.session.state.bookmarks()] == ["a/Brain attack.md"]
        assert "no longer on disk" not in says(screen)


async def test_a_note_that_goes_while_another_comes_is_gone(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Stroke.md") as (_, pilot, screen):
        await watched(pilot, screen, vault)
        (vault / "a/Stroke.md").write_text("# Stroke\n\nnothing of what was said elsewhere is said here\n")
        (vault / "Neurology/Stroke.md").unlink()
        await until(pilot, lambda: "no longer on disk" in says(screen))
        assert path(screen) == "Neurology/Stroke.md"


async def test_a_folder_without_rights_says_why_its_note_cannot_be_read(vault: Path, open_app: OpenApp) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    async with open_app(vault, "Neurology/Plain.md") as (_, pilot, screen):
        await watched(pilot, screen, vault)
        (vault / "Neurology").chmod(0)
        try:
            await until(pilot, lambda: "permission denied" in says(screen))
        finally:
            (vault / "Neurology").chmod(0o755)
        await until(pilot, lambda: "permission denied" not in says(screen))


async def test_a_vault_that_vanishes_says_so_until_it_is_there_again(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        vault.rename(vault.parent / "elsewhere")
        await until(pilot, lambda: "looking again" in says(screen))
        assert "Nothing at" in rows(screen)
        (vault.parent / "elsewhere").rename(vault)
        (vault / "Home.md").write_text("# Start anew\n")
        await until(pilot, lambda: "Start anew" in rows(screen))
        await until(pilot, lambda: "looking again" not in says(screen))
        (vault / "Home.md").write_text("# Once more\n")
        await until(pilot, lambda: "Once more" in rows(screen))


async def test_where_the_system_does_not_tell_changes_are_looked_for(
    vault: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("no watches left")

    monkeypatch.setattr("watchfiles.watch", refused)
    async with open_app(vault) as (_, pilot, screen):
        (vault / "Home.md").write_text("# Start anew\n")
        await until(pilot, lambda: "Start anew" in rows(screen), 5)


# The tree


async def test_the_tree_shows_new_notes_and_titles_and_keeps_its_cursor(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Plain.md") as (_, pilot, screen):
        await watched(pilot, screen, vault)
        tree = screen.sidebar.topics

        def labels() -> list[str]:
            return [getattr(node.data, "label", node.data.path) for node in tree._rows]

        await until(pilot, lambda: "Plain" in labels())
        await pilot.press("t")
        await until(pilot, lambda: tree.cursor_node is not None and tree.cursor_node.data.path == "Neurology/Plain.md")
        (vault / "Neurology/Ataxia.md").write_text("new\n")
        (vault / "Neurology/Stroke.md").write_text("---\ntitle: Apoplexy\n---\ntext\n")
        await until(pilot, lambda: {"Ataxia", "Apoplexy"} <= set(labels()))
        assert tree.cursor_node is not None and tree.cursor_node.data.path == "Neurology/Plain.md"


# What a page takes from elsewhere


@pytest.fixture
def gathered(vault: Path) -> Path:
    """A note that embeds another and a canvas, links to what is there and what is not, and folds."""
    (vault / "Part.md").write_text("the embedded part\n")
    (vault / "Board.canvas").write_text('{"nodes":[{"id":"1","type":"text","text":"a card","x":0,"y":0}]}')
    filler = "".join(f"plain {n} here\n\n" for n in range(60))
    folds = "> [!tip]- Folded away\n> hidden words\n\n"
    (vault / "All.md").write_text(
        f"# Top\n\n![[Part]]\n\n![[Board.canvas]]\n\n![[Later]]\n\n[[Nowhere]] and [[Twin]]\n\n{folds}{filler}the end\n"
    )
    return vault


async def test_embedded_notes_and_canvases_are_shown_anew(gathered: Path, open_app: OpenApp) -> None:
    async with open_app(gathered, "All.md") as (_, pilot, screen):
        await watched(pilot, screen, gathered)
        assert "the embedded part" in text(screen) and "a card" in text(screen)
        (gathered / "Part.md").write_text("another part\n")
        await until(pilot, lambda: "another part" in text(screen))
        board = gathered / "Board.canvas"
        board.write_text(board.read_text().replace("a card", "an ace"))
        await until(pilot, lambda: "an ace" in text(screen))
        (gathered / "Later.md").write_text("it has come\n")
        await until(pilot, lambda: "it has come" in text(screen))
        (gathered / "Part.md").unlink()
        await until(pilot, lambda: "another part" not in text(screen))


async def test_links_follow_what_comes_and_goes(gathered: Path, open_app: OpenApp) -> None:
    def missing(screen: ReadingScreen) -> set[str]:
        lines = screen.pages.reader.lines
        return {line.text[s.start : s.end] for line in lines for s in line.spans if s.role == "link-missing"}

    async with open_app(gathered, "All.md") as (_, pilot, screen):
        await watched(pilot, screen, gathered)
        await until(pilot, lambda: "Nowhere" in missing(screen))
        (gathered / "Nowhere.md").write_text("here\n")
        await until(pilot, lambda: "Nowhere" not in missing(screen))
        (gathered / "Nowhere.md").unlink()
        await until(pilot, lambda: "Nowhere" in missing(screen))
        (gathered / "other.md").write_text("---\naliases: [Nowhere]\n---\n")
        await until(pilot, lambda: "Nowhere" not in missing(screen))


async def test_the_links_pane_follows_other_notes(gathered: Path, open_app: OpenApp) -> None:
    async with open_app(gathered, "All.md") as (_, pilot, screen):
        await watched(pilot, screen, gathered)
        (gathered / "Fresh.md").write_text("a link to [[All]] from a new note\n")
        await until(pilot, lambda: any(e.target == "Fresh.md" for e in screen.links_pane._entries.values()))
        (gathered / "Fresh.md").unlink()
        await until(pilot, lambda: not any(e.target == "Fresh.md" for e in screen.links_pane._entries.values()))


async def test_a_topic_page_shows_new_high_yield_lines_where_the_reader_is(vault: Path, open_app: OpenApp) -> None:
    async with open_app(vault, "Neurology/Plain.md") as (_, pilot, screen):
        await watched(pilot, screen, vault)
        await pilot.press("H")
        await until(pilot, lambda: screen.pages.page.kind == "topic" and screen.pages.reader.complete)
        (vault / "Neurology/Zoster.md").write_text("- ==a dermatome==\n")
        await until(pilot, lambda: "a dermatome" in text(screen))
        (vault / "Neurology/Zoster.md").unlink()
        await until(pilot, lambda: "a dermatome" not in text(screen))


async def test_a_preview_follows_its_note(vault: Path, open_app: OpenApp) -> None:
    from studytui.tui.reader.page_view import PageView

    async with open_app(vault) as (app, pilot, screen):
        await watched(pilot, screen, vault)
        await pilot.press("tab", "K")
        await until(pilot, lambda: app.screen is not screen)
        pages = app.screen.query_one(PageView)
        await until(pilot, lambda: pages.reader.complete and bool(pages.reader.lines))
        (vault / "Neurology/Stroke.md").write_text("a new beginning\n")
        await until(pilot, lambda: any("new beginning" in line.text for line in pages.reader.lines))


async def test_place_folds_and_selected_link_stay_when_an_embed_changes(gathered: Path, open_app: OpenApp) -> None:
    async with open_app(gathered, "All.md", size=(120, 20)) as (_, pilot, screen):
        await watched(pilot, screen, gathered)
        reader = screen.pages.reader
        fold = next(stop for stop in reader.stops.folds())
        screen.pages.fold.toggle(fold.key[1])
        await until(pilot, lambda: "hidden words" in text(screen))
        link = next(s for s in reader.stops.all() if s.span.link is not None and s.span.link.target == "Twin")
        reader.select(link.key)
        await down_to(pilot, screen, "plain 15 here")
        before = rows(screen)
        (gathered / "Part.md").write_text("one\n\n[[Home]]\n\nthree\n\nfour\n")
        await until(pilot, lambda: "four" in text(screen))
        assert rows(screen) == before
        assert "hidden words" in text(screen)
        assert reader.selected is not None and reader.selected.span.link.target == "Twin"


async def test_folds_and_selected_link_stay_when_text_comes_above_them(gathered: Path, open_app: OpenApp) -> None:
    async with open_app(gathered, "All.md", size=(120, 20)) as (_, pilot, screen):
        await watched(pilot, screen, gathered)
        reader = screen.pages.reader
        screen.pages.fold.toggle(next(stop for stop in reader.stops.folds()).key[1])
        await until(pilot, lambda: "hidden words" in text(screen))
        reader.select(next(s for s in reader.stops.all() if s.span.link and s.span.link.target == "Twin").key)
        note = gathered / "All.md"
        note.write_text(f"> [!tip]- Another fold\n> out of sight\n\n[[Home]]\n\n- an item\n\n{note.read_text()}")
        await until(pilot, lambda: "Another fold" in text(screen))
        assert "hidden words" in text(screen) and "out of sight" not in text(screen)
        assert reader.selected is not None and reader.selected.span.link.target == "Twin"


async def test_selected_text_stays_when_something_else_on_the_page_changes(gathered: Path, open_app: OpenApp) -> None:
    async with open_app(gathered, "All.md", size=(120, 20)) as (_, pilot, screen):
        await watched(pilot, screen, gathered)
        reader = screen.pages.reader
        await down_to(pilot, screen, "plain 15 here")
        line = next(line for line in reader.lines if line.text == "plain 17 here")
        screen.selections = {reader: Selection(Offset(0, line.logical), Offset(8, line.logical))}
        assert screen.get_selected_text() == "plain 17"
        (gathered / "Part.md").write_text("one\n\ntwo\n\nfour\n")
        await until(pilot, lambda: "four" in text(screen))
        assert screen.get_selected_text() == "plain 17"


async def test_a_replaced_picture_is_drawn_anew(vault: Path, open_app: OpenApp) -> None:
    pytest.importorskip("PIL")
    from made_images import as_file, quarters

    (vault / "p.png").write_bytes(as_file(quarters((40, 40))))
    (vault / "Picture.md").write_text("![[p.png]]\n\nbelow it\n")
    async with open_app(vault, "Picture.md", images="halfblock") as (_, pilot, screen):
        await watched(pilot, screen, vault)

        def tall() -> int:
            return sum(any(s.role == "picture" for s in line.spans) for line in screen.pages.reader.lines)

        if not tall():
            pytest.skip("nothing is drawn here")
        before = tall()
        (vault / "p.png").write_bytes(as_file(quarters((40, 200))))
        await until(pilot, lambda: tall() > before)


def test_a_folder_on_a_network_disk_is_looked_at_and_not_watched(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "22 1 0:2 / / rw - ext4 /dev/a rw\n"
        f"23 22 0:3 / {tmp_path}/far\\040away rw,relatime shared:1 - nfs4 host:/x rw\n"
        f"24 23 0:4 / {tmp_path}/far\\040away/near rw - tmpfs tmpfs rw\n"
    )
    assert not is_shared(tmp_path, mounts)
    assert is_shared(tmp_path / "far away", mounts)
    assert is_shared(tmp_path / "far away/notes", mounts)
    assert not is_shared(tmp_path / "far away/near/notes", mounts)
    assert not is_shared(tmp_path, tmp_path / "no such file")


# Notes that have gone, and keys that name them


async def test_notes_that_a_link_may_mean_are_offered_though_one_has_gone(vault: Path, open_app: OpenApp) -> None:
    for folder in ("One", "Two"):
        (vault / folder).mkdir()
        (vault / folder / "Same.md").write_text("the same\n")
    (vault / "Home.md").write_text("[[Same]]\n")
    async with open_app(vault) as (app, pilot, screen):
        await watched(pilot, screen, vault)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: path(screen) == "One/Same.md")
        (vault / "Two/Same.md").unlink()
        await until(pilot, lambda: "Two/Same.md" not in screen.vault.notes)
        await pilot.press(".")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))


async def test_keys_on_a_note_that_has_gone_with_its_folder_say_so(vault: Path, open_app: OpenApp) -> None:
    (vault / "Alone").mkdir()
    (vault / "Alone/Rule.md").write_text("---\n\n---\n\n***\n")
    async with open_app(vault, "Alone/Rule.md") as (_, pilot, screen):
        await watched(pilot, screen, vault)
        (vault / "Alone/Rule.md").unlink()
        await until(pilot, lambda: "Alone/Rule.md" not in screen.vault.notes)
        await pilot.press(")")
        await until(pilot, lambda: "no longer in its folder" in says(screen))
        await pilot.press("m")
        await until(pilot, lambda: "bookmark set: Rule" in says(screen))


async def test_a_note_that_has_gone_has_its_links_in_the_pane_again_after_recall(
    vault: Path, open_app: OpenApp
) -> None:
    (vault / "Gone.md").write_text("# G\n\n==one== of [[Home]]\n")
    async with open_app(vault, "Gone.md", size=(160, 30)) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        (vault / "Gone.md").unlink()
        await until(pilot, lambda: "Gone.md" not in screen.vault.notes)
        await pilot.press("r")
        await until(pilot, lambda: screen.links_pane._hidden)
        await pilot.press("r")
        await until(pilot, lambda: not screen.links_pane._hidden and len(screen.links_pane._known[0]) == 1)


async def test_rows_that_were_listed_while_the_vault_was_away_have_their_titles_when_it_is_back(
    vault: Path, open_app: OpenApp
) -> None:
    (vault / "Neurology/Titled.md").write_text("---\ntitle: A title of its own\n---\nx\n")
    async with open_app(vault, size=(120, 40)) as (_, pilot, screen):
        await watched(pilot, screen, vault)
        topics = screen.sidebar.topics
        node = next(node for node in topics._rows if node.data is not None and node.data.path == "Neurology")
        away = vault.with_name("away")
        screen.vault._caches.frontmatters.clear()
        vault.rename(away)
        await until(pilot, lambda: "looking again" in says(screen))
        topics.open_node(node)
        await until(pilot, lambda: "Titled" in [getattr(child.data, "label", "") for child in node.children])
        away.rename(vault)
        await until(
            pilot, lambda: "A title of its own" in [getattr(child.data, "label", "") for child in node.children]
        )
