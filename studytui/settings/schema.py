"""The settings file as a JSON Schema, for editors that complete and check TOML."""

from __future__ import annotations

from studytui.settings.model import Settings, abouts
from studytui.settings.values import PLAIN, TABLES


def schema() -> dict[str, object]:
    """The schema, made of the same tables that the file is read by."""
    properties: dict[str, object] = {}
    for setting, explained in abouts().items():
        about = {"description": explained.text}
        if setting in PLAIN:
            default = getattr(Settings(), setting)
            known = {} if default is None else {"default": default}
            properties[setting] = {**about, **PLAIN[setting].schema, **known}
        else:
            kind, names = TABLES[setting]
            entries: dict[str, object] = (
                {"properties": dict.fromkeys(names, kind.schema), "additionalProperties": False}
                if names
                else {"additionalProperties": {"anyOf": [kind.schema, {"type": "object"}]}}
            )
            properties[setting] = {**about, "type": "object", **entries}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of studytui",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
