"""`studytui push`: cards into a running Anki, through its add-on AnkiConnect."""

from __future__ import annotations

import argparse

from studytui.cli.decks import open_deck, say_left_out
from studytui.cli.errors import NOT_THERE, UNUSABLE, CommandError
from studytui.cli.opening import load_settings, open_for
from studytui.cli.output import counted, print_error, write
from studytui.state import open_state
from studytui.study.anki.connect import AnkiConnect, AnkiRefusesError, NoAnkiError
from studytui.study.anki.kept import AnkiNote
from studytui.study.anki.media import Pictures
from studytui.study.anki.plan import Change
from studytui.study.anki.push import Comparison, compare, gone_clozes, push
from studytui.vault import UnreadableNoteError

LISTED = 20
"""Most notes of one kind that are named, unless nothing is sent."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares TOPIC, `--dry-run`, `--known` and `--again`."""
    parser.add_argument("topic", nargs="?", metavar="TOPIC", help="a folder, #tag or note (default: the whole vault)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
    parser.add_argument("--known", action="store_true", help="also cards that the notes say Anki has already")
    parser.add_argument("--again", action="store_true", help="also add what was sent before and deleted in Anki")


def run(arguments: argparse.Namespace) -> int:
    """Compares the cards with what Anki has, sends what changed, and says what was left."""
    settings = load_settings(arguments)
    vault = open_for(arguments, settings)
    anki = AnkiConnect(settings.anki_port, settings.anki_key)
    state = open_state(vault.root, print_error)
    try:
        anki.greet()
        deck = open_deck(vault, settings, state, arguments.topic, keep=not arguments.dry_run)
        pictures = Pictures(vault)
        drafts = deck.drafts(pictures, known=arguments.known)
        notes = deck.kept(drafts, keep=not arguments.dry_run)
        every = deck.cards(tuple(vault.included))
        comparison = compare(anki, state, notes, every, again=arguments.again)
        say_left_out(drafts, pictures)
        if arguments.dry_run:
            _say_plan(comparison)
            return 0
        pushed = push(anki, state, comparison, pictures.data)
    except NoAnkiError as error:
        raise CommandError(str(error), NOT_THERE) from error
    except AnkiRefusesError as error:
        raise CommandError(str(error), UNUSABLE) from error
    except ImportError as error:
        raise CommandError(f"a push needs genanki: pip install genanki ({error})", UNUSABLE) from error
    except UnreadableNoteError as error:
        raise CommandError(f"a picture went away meanwhile ({error}): push again", UNUSABLE) from error
    finally:
        state.close()
    same = len(notes) - pushed.added - pushed.changed - len(pushed.failed) - len(comparison.plan.deleted)
    write(f"{counted(pushed.added, 'note')} added, {pushed.changed} changed, {same} as they were")
    _say_rest(comparison, LISTED)
    _list("Anki did not take", [f"{_name(note)}: {why}" for note, why in pushed.failed], LISTED)
    return UNUSABLE if pushed.failed else 0


def _say_plan(comparison: Comparison) -> None:
    plan = comparison.plan
    changes = [change for change in plan.changes if change.is_any]
    for note in plan.added:
        write(f"add     {_name(note)}")
    for change in changes:
        write(f"change  {_name(change.note)}  ({', '.join(_parts(change))})")
    same = plan.same + len(plan.changes) - len(changes)
    _say_rest(comparison, None)
    write(f"would add {counted(len(plan.added), 'note')} and change {len(changes)}; {same} as they are")


def _parts(change: Change) -> list[str]:
    return [*change.fields, *(["tags"] if change.tags or change.tags_gone else [])]


def _say_rest(comparison: Comparison, most: int | None) -> None:
    """Prints what was overwritten, what was left, and what has gone."""
    changes = comparison.plan.changes
    over = [f"{_name(each.note)}: {', '.join(each.overwritten)}" for each in changes if each.overwritten]
    left = [f"{_name(each.note)}: {', '.join(each.left)}" for each in changes if each.left]
    marks = [f"{_name(note)}: card {', '.join(map(str, cards))}" for note, cards in gone_clozes(changes)]
    _list("edited in Anki, and overwritten since the line changed", over, most)
    _list("edited in Anki, and left as it is there", left, most)
    deleted = [_name(note) for note in comparison.plan.deleted]
    _list("deleted in Anki, and not added again (--again does)", deleted, most)
    _list("in Anki, though the line is gone from the notes", comparison.gone, most)
    _list("in Anki, though the mark is gone (Tools › Empty Cards removes the card)", marks, most)


def _list(what: str, names: list[str], most: int | None) -> None:
    if not names:
        return
    write(f"{what}:")
    shown = names if most is None else names[:most]
    for name in shown:
        write(f"  {name}")
    if len(shown) < len(names):
        write(f"  and {len(names) - len(shown)} more")


def _name(note: AnkiNote) -> str:
    return f"{note.draft.note}:{note.draft.line}: {' '.join(note.draft.summary.split())}"
