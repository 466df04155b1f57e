"""A running Anki through its add-on AnkiConnect: version 6 of its protocol, on this computer alone."""

from __future__ import annotations

import http.client
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

VERSION = 6
PORT = 8765
HOST = "127.0.0.1"
"""Loopback, whatever the settings say: the protocol has no encryption."""
_SECONDS = 120.0
"""Anki answers between two events of its screen, and takes in packages meanwhile."""
_BATCH = 200


class NoAnkiError(Exception):
    """Nobody answers, in a sentence that says what to do."""


class AnkiRefusesError(Exception):
    """Anki, or what answers in its place, did not do what it was asked, in a sentence."""


class Remote(Struct, frozen=True):
    """A note as Anki has it."""

    number: int
    """Its id in Anki."""
    fields: Mapping[str, str]
    tags: frozenset[str]
    changed: int | None
    """Seconds: when it was last changed; older versions of the add-on do not say."""


class AnkiConnect:
    """Asks a running Anki, one thing after the other. For a worker thread, or a command."""

    def __init__(self, port: int = PORT, key: str | None = None) -> None:
        self._port = port
        self._key = key

    def greet(self) -> None:
        """Makes sure that Anki is there and speaks this version. Raises NoAnkiError or AnkiRefusesError."""
        version = self.ask("version")
        if not isinstance(version, int) or version < VERSION:
            raise AnkiRefusesError(
                f"AnkiConnect speaks version {version}, and version {VERSION} is needed: update the add-on"
            )

    def ask(self, action: str, **parameters: object) -> Any:
        """The result of an action. Raises NoAnkiError, or AnkiRefusesError with what Anki said."""
        return self._result(self._post(self._request(action, parameters)))

    def each(self, actions: Sequence[tuple[str, Mapping[str, object]]]) -> Iterator[str | None]:
        """Carries out many actions; of each None, or what Anki said against it."""
        for start in range(0, len(actions), _BATCH):
            batch = [self._request(name, parameters) for name, parameters in actions[start : start + _BATCH]]
            for answer in self.ask("multi", actions=batch):
                yield answer.get("error") if isinstance(answer, dict) else None

    def find(self, query: str) -> list[int]:
        """The ids of the notes that a search finds."""
        return [int(number) for number in self.ask("findNotes", query=query)]

    def notes(self, numbers: Sequence[int]) -> Iterator[Remote]:
        """Notes by their ids; those that are not there are left out."""
        for start in range(0, len(numbers), _BATCH):
            for found in self.ask("notesInfo", notes=list(numbers[start : start + _BATCH])):
                if not found:
                    continue
                fields = {name: str(field["value"]) for name, field in found["fields"].items()}
                changed = found.get("mod")
                yield Remote(int(found["noteId"]), fields, frozenset(found["tags"]), changed and int(changed))

    def store(self, name: str, data: bytes) -> str:
        """Puts a file among Anki's media; the name that it has there."""
        return str(self.ask("storeMediaFile", filename=name, data=b64encode(data).decode()) or name)

    def take_in(self, package: bytes) -> None:
        """Imports a package. It goes by way of Anki's folder of media: Anki may see no other of ours."""
        name = self.store("_studytui-push.apkg", package)
        try:
            folder = str(self.ask("getMediaDirPath"))
            between = "\\" if "\\" in folder and "/" not in folder else "/"
            if self.ask("importPackage", path=f"{folder}{between}{name}") is not True:
                raise AnkiRefusesError("Anki did not take in the new notes: has it a profile open?")
        finally:
            self.ask("deleteMediaFile", filename=name)

    def _request(self, action: str, parameters: Mapping[str, object]) -> dict[str, object]:
        asked: dict[str, object] = {"action": action, "version": VERSION, "params": parameters}
        return asked if self._key is None else {**asked, "key": self._key}

    def _post(self, asked: Mapping[str, object]) -> object:
        connection = http.client.HTTPConnection(HOST, self._port, timeout=_SECONDS)
        try:
            connection.request("POST", "/", json.dumps(asked).encode(), {"Content-Type": "application/json"})
            answer: object = json.loads(connection.getresponse().read())
            return answer
        except TimeoutError as error:
            raise NoAnkiError(
                f"Anki does not answer on {self._address}: is a dialog of it waiting, or is it busy with a sync?"
            ) from error
        except OSError as error:
            raise NoAnkiError(
                f"Anki is not running, or lacks its add-on AnkiConnect (2055492159): nothing answers on {self._address}"
            ) from error
        except (http.client.HTTPException, ValueError) as error:
            raise AnkiRefusesError(f"what answers on {self._address} is not AnkiConnect") from error
        finally:
            connection.close()

    @property
    def _address(self) -> str:
        return f"{HOST}:{self._port}"

    def _result(self, answer: object) -> object:
        if not isinstance(answer, dict) or not {"result", "error"} <= answer.keys():
            raise AnkiRefusesError(f"what answers on {self._address} is not AnkiConnect of version {VERSION}")
        error = answer["error"]
        if error is None:
            return answer["result"]
        if "api key" in str(error):
            given = "another key than `anki_key` in the settings" if self._key else "a key"
            raise AnkiRefusesError(f"AnkiConnect wants {given}: set anki_key to the `apiKey` of its configuration")
        if "collection is not available" in str(error):
            raise AnkiRefusesError("Anki has no profile open")
        if error == "unsupported action":
            raise AnkiRefusesError("AnkiConnect is too old for this: update the add-on")
        raise AnkiRefusesError(f"Anki says: {error}")
