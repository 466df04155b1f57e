"""Icons of callouts: text characters of one cell that common terminal fonts have (behaviour 4.3)."""

from __future__ import annotations

ICONS = {
    "note": "✎",
    "abstract": "≡",
    "info": "i",
    "todo": "☐",
    "tip": "✦",
    "success": "✓",
    "question": "?",
    "warning": "⚠",
    "failure": "✗",
    "danger": "↯",
    "bug": "✱",
    "example": "▤",
    "quote": "❝",
}
