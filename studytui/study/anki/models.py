"""Note types of Anki: fields, templates, colours by day and by night; and the ids of decks, which never change."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from studytui.study.identity import hashed

ID_FIELD = "studytui"
"""Carries what a note is known by here: the id of its first card."""
CHANGED = 1_764_000_000
"""When fields, templates or colours below were last changed, in seconds: raised with every change of them, since Anki
takes what is newer over what its user made of it."""

ModelKind = Literal["cloze", "basic"]

_PLACE = '{{#Place}}<div class="place">{{Place}}</div>{{/Place}}'
_SOURCE = '{{#Source}}<div class="source">{{Source}}</div>{{/Source}}'


class Template(Struct, frozen=True):
    """A card of a note type."""

    name: str
    front: str
    back: str


class Model(Struct, frozen=True):
    """A note type."""

    id: int
    name: str
    kind: ModelKind
    fields: tuple[str, ...]
    templates: tuple[Template, ...]


CLOZE = Model(
    1_764_000_000_001,
    "studytui Cloze",
    "cloze",
    ("Text", "Place", "Source", ID_FIELD),
    (Template("Cloze", _PLACE + "{{cloze:Text}}", _PLACE + "{{cloze:Text}}" + _SOURCE),),
)
BASIC = Model(
    1_764_000_000_002,
    "studytui Basic",
    "basic",
    ("Front", "Back", "Place", "Reverse", "Source", ID_FIELD),
    (
        Template("Forward", _PLACE + "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}" + _SOURCE),
        Template(
            "Backward",
            "{{#Reverse}}" + _PLACE + "{{Back}}{{/Reverse}}",
            "{{FrontSide}}<hr id=answer>{{Front}}" + _SOURCE,
        ),
    ),
)
MODELS: dict[ModelKind, Model] = {"cloze": CLOZE, "basic": BASIC}

COLORS = {
    "red": ("#ffd0cc", "#6b1f1a", "#a8201a", "#ff8a80"),
    "orange": ("#ffe0b8", "#633a00", "#8f4a00", "#ffb35c"),
    "yellow": ("#fff2a8", "#574a00", "#6b5b00", "#f2d94e"),
    "green": ("#cdf3cd", "#1d4a22", "#1e6b26", "#7fdc86"),
    "cyan": ("#c4f1f4", "#0d4a50", "#0b6570", "#6fdbe6"),
    "blue": ("#cfe0ff", "#1c3a70", "#1f4fb0", "#8fb8ff"),
    "purple": ("#e4d6ff", "#452a75", "#5f35b0", "#c0a0ff"),
    "pink": ("#ffd3ee", "#661f50", "#a01f74", "#ff94d6"),
    "grey": ("#e2e5ea", "#464b54", "#4f5560", "#b4bbc6"),
}
"""Of each bucket: its ground by day and by night, and coloured text by day and by night."""
_NIGHT = (".nightMode", ".night_mode")
"""The classes of Anki and of AnkiDroid."""


def css() -> str:
    """The style sheet of both note types."""
    rules = [
        ".card { font-family: system-ui, sans-serif; font-size: 20px; line-height: 1.5; text-align: left;"
        " max-width: 42em; margin: 1em auto; padding: 0 1em; color: #1b1b1f; background-color: #ffffff; }",
        ".place { font-size: 0.8em; color: #5a5f6a; margin-bottom: 0.5em; }",
        ".source { font-size: 0.7em; margin-top: 1.5em; }",
        ".source a { color: #5a5f6a; }",
        ".cloze { font-weight: bold; color: #1f4fb0; }",
        ".mark { border-radius: 0.2em; padding: 0 0.1em; color: #1b1b1f; }",
        "code { font-size: 0.9em; }",
        "img { max-width: 100%; height: auto; }",
        _night(".card", "color: #e8e8ec; background-color: #202024;", itself=True),
        _night(".place", "color: #a8adb8;"),
        _night(".source a", "color: #a8adb8;"),
        _night(".cloze", "color: #8fb8ff;"),
        _night(".mark", "color: #f4f4f6;"),
    ]
    for name, (day, night, ink, ink_by_night) in COLORS.items():
        rules += [
            f".mark.{name} {{ background-color: {day}; }}",
            _night(f".mark.{name}", f"background-color: {night};"),
            f".ink.{name} {{ color: {ink}; }}",
            _night(f".ink.{name}", f"color: {ink_by_night};"),
        ]
    return "\n".join(rules)


def _night(selector: str, style: str, *, itself: bool = False) -> str:
    """A rule for the night; `itself` is what carries the class of the night, too."""
    selectors = [f"{night}{'' if itself else ' '}{selector}" for night in _NIGHT]
    return f"{', '.join(selectors)} {{ {style} }}"


def deck_id(name: str) -> int:
    """The id of a deck: as long as those that Anki gives, and the same for the same name on every machine."""
    return (1 << 40) + int(hashed("deck", name)[:10], 16)


def guid(identity: str) -> str:
    """The guid by which Anki matches notes of a package: the same on every machine, and after a push."""
    return f"studytui-{identity}"
