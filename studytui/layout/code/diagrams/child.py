"""Main function of the process that draws: a request a line from standard input, an answer a line to standard output.

It ends when the input does, as it does when the program is gone, however that came about. A drawing that takes far
longer than whoever asked would wait ends it as well, so that nothing is left running.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys

PATIENCE = 10.0
"""Seconds for one drawing."""


def serve() -> None:
    """Serves a line protocol of JSON: prints `"ready"`, then for each request on standard input the rows of a drawing.

    A request has `source`, `room` and `most` (cells). What can't be drawn has no rows, or a text that says why. Ends
    with the input.
    """
    from studytui.layout.code.diagrams.mermaid import draw, problem
    from studytui.processes import end_with_parent

    end_with_parent()
    with (
        os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n") as answers,
        open(os.devnull, "w", encoding="utf-8") as nowhere,  # noqa: PTH123 - no path
    ):
        sys.stdout = nowhere  # whatever a library prints is no answer
        print(json.dumps("ready"), file=answers, flush=True)
        for line in sys.stdin.buffer:
            request = json.loads(line)
            faulthandler.dump_traceback_later(PATIENCE, exit=True, file=nowhere)
            try:
                answer: object = draw(request["source"], request["room"], request["most"]) or problem(request["source"])
            except Exception:  # a diagram that breaks the library is shown as its source
                answer = []
            faulthandler.cancel_dump_traceback_later()
            print(json.dumps(answer), file=answers, flush=True)
