"""The documented actions of AnkiConnect, version 6, answered from a collection of Anki's own; nothing is made up.

https://git.sr.ht/~foosoft/anki-connect says what each takes and gives.
"""

from __future__ import annotations

import json
import threading
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any


class Server:
    """An Anki that runs, with its add-on."""

    def __init__(self, col: Any, *, key: str | None = None, version: int = 6) -> None:
        self.col = col
        self.key = key
        self.api_version = version
        self.asked: Counter[str] = Counter()
        """How often each action was asked for; of `notesInfo` also how many notes were."""
        self.open_in_browser: set[int] = set()
        """Notes whose changes Anki's browser loses (a documented limit)."""
        self.port = 0

    def handle(self, request: dict[str, Any]) -> dict[str, Any]:
        action, parameters = request.get("action", ""), request.get("params", {})
        self.asked[action] += 1
        try:
            if request.get("key") != self.key:
                raise ValueError("valid api key must be provided")
            method = getattr(self, f"do_{action}", None)
            if method is None:
                raise ValueError("unsupported action")
            return {"result": method(**parameters), "error": None}
        except Exception as error:
            return {"result": None, "error": str(error)}

    def do_version(self) -> int:
        return self.api_version

    def do_multi(self, actions: list[dict[str, Any]]) -> list[Any]:
        return [self.handle(action) for action in actions]

    def do_findNotes(self, query: str) -> list[int]:
        return list(map(int, self.col.find_notes(query)))

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:
        self.asked["notes"] += len(notes)
        return [self._info(number) for number in notes]

    def _info(self, number: int) -> dict[str, Any]:
        from anki.errors import NotFoundError

        try:
            note = self.col.get_note(number)
        except NotFoundError:
            return {}
        fields = {name: {"value": value, "order": order} for order, (name, value) in enumerate(note.items())}
        return {
            "noteId": note.id, "tags": note.tags, "fields": fields, "modelName": note.note_type()["name"],
            "mod": note.mod, "cards": [card.id for card in note.cards()],
        }  # fmt: skip

    def do_updateNoteFields(self, note: dict[str, Any]) -> None:
        found = self.col.get_note(note["id"])
        if found.id in self.open_in_browser:
            return
        for name, value in note["fields"].items():
            if name in found:
                found[name] = value
        self.col.update_note(found)

    def do_addTags(self, notes: list[int], tags: str) -> None:
        self.col.tags.bulk_add(notes, tags)

    def do_removeTags(self, notes: list[int], tags: str) -> None:
        self.col.tags.bulk_remove(notes, tags)

    def do_storeMediaFile(self, filename: str, data: str, deleteExisting: bool = True) -> str:
        if deleteExisting:
            self.do_deleteMediaFile(filename)
        return str(self.col.media.write_data(filename, b64decode(data)))

    def do_deleteMediaFile(self, filename: str) -> None:
        self.col.media.trash_files([filename])

    def do_getMediaDirPath(self) -> str:
        return str(Path(self.col.media.dir()).absolute())

    def do_importPackage(self, path: str) -> bool:
        import anki.importing

        # The add-on's own way, which Anki keeps for it.
        anki.importing._LegacyAnkiPackageImporter(self.col, path).run()
        return True


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Answers on a free port of this computer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = json.dumps(server.handle(asked)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    http = HTTPServer(("127.0.0.1", 0), Handler)
    server.port = http.server_port
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()
