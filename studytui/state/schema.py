"""The tables of the state, as the migrations that lead to them: append to `MIGRATIONS`, never change an entry."""

from __future__ import annotations

from collections.abc import Sequence

MIGRATIONS: Sequence[Sequence[str]] = (
    (
        """CREATE TABLE session (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            view TEXT NOT NULL DEFAULT 'all' CHECK (view IN ('all', 'only', 'dim')),
            last_note TEXT,
            history_position INTEGER NOT NULL DEFAULT 0
        )""",
        "INSERT INTO session (id) VALUES (1)",
        "CREATE TABLE place (note TEXT PRIMARY KEY, line INTEGER NOT NULL, row INTEGER NOT NULL)",
        "CREATE TABLE opening (note TEXT PRIMARY KEY, opened REAL NOT NULL)",
        "CREATE TABLE history (position INTEGER PRIMARY KEY, note TEXT NOT NULL, line INTEGER, row INTEGER)",
        """CREATE TABLE bookmark (
            note TEXT NOT NULL,
            line INTEGER NOT NULL,
            heading TEXT NOT NULL,
            label TEXT NOT NULL,
            created REAL NOT NULL,
            PRIMARY KEY (note, line)
        )""",
        "CREATE TABLE open_folder (path TEXT PRIMARY KEY)",
    ),
)
