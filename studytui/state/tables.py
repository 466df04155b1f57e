"""The tables of the state, as the migrations that lead to them: append one, never change an entry."""

from __future__ import annotations

from collections.abc import Sequence

MIGRATIONS: Sequence[Sequence[str]] = (
    (  # reading
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
    (  # study: what cards are, every answer, and what follows from the answers
        "CREATE TABLE study_note (note TEXT PRIMARY KEY, digest BLOB NOT NULL, cards BLOB NOT NULL)",
        "CREATE TABLE gone_card (id TEXT PRIMARY KEY, note TEXT NOT NULL, gone REAL NOT NULL, card BLOB NOT NULL)",
        """CREATE TABLE answer (
            id TEXT PRIMARY KEY,
            card TEXT NOT NULL,
            at REAL NOT NULL,
            grade INTEGER NOT NULL,
            phase INTEGER NOT NULL,
            milliseconds INTEGER,
            due REAL NOT NULL,
            undone REAL
        )""",
        "CREATE INDEX answer_card ON answer (card, at)",
        "CREATE INDEX answer_at ON answer (at, undone, phase, grade, milliseconds)",
        """CREATE TABLE schedule (
            card TEXT PRIMARY KEY,
            state INTEGER NOT NULL,
            step INTEGER,
            stability REAL NOT NULL,
            difficulty REAL NOT NULL,
            due REAL NOT NULL,
            last REAL NOT NULL,
            reps INTEGER NOT NULL,
            lapses INTEGER NOT NULL
        )""",
        "CREATE INDEX schedule_due ON schedule (due)",
        """CREATE TABLE card_flag (
            card TEXT PRIMARY KEY,
            suspended INTEGER NOT NULL,
            buried TEXT,
            changed REAL NOT NULL
        )""",
        "CREATE TABLE other_id (other TEXT PRIMARY KEY, card TEXT NOT NULL)",
        """CREATE TABLE exam (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            day TEXT,
            topics TEXT NOT NULL,
            most INTEGER NOT NULL,
            changed REAL NOT NULL
        )""",
    ),
    (  # Anki: which note a card is in, when its text last changed, what was last sent there; what was learned elsewhere
        """CREATE TABLE anki_note (
            id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            digest TEXT NOT NULL,
            made INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            summary TEXT NOT NULL,
            number INTEGER,
            sent TEXT
        )""",
        """CREATE TABLE card_start (
            card TEXT PRIMARY KEY,
            state INTEGER NOT NULL,
            step INTEGER,
            stability REAL NOT NULL,
            difficulty REAL NOT NULL,
            due REAL NOT NULL,
            last REAL NOT NULL,
            reps INTEGER NOT NULL,
            lapses INTEGER NOT NULL
        )""",
        "CREATE TABLE anki_card (card TEXT NOT NULL, kind TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (card, kind))",
    ),
    ("ALTER TABLE card_flag ADD COLUMN leech INTEGER NOT NULL DEFAULT 0",),  # marked by hand, to be written anew
)
