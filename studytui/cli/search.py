"""`studytui search`: ranked hits over every note."""

from __future__ import annotations

import argparse
import sys

from studytui.cli.errors import NOT_THERE, UNUSABLE, CommandError, UsageError
from studytui.cli.indexing import indexed, refresh
from studytui.cli.listing import place
from studytui.cli.opening import open_for
from studytui.cli.output import on_terminal, print_error, safe, wants_colour, write, write_json, write_styled
from studytui.cli.parsing import take_dashed_words
from studytui.search.engine import Engine
from studytui.search.hits import Hit, Results

_LIMIT = 20
_QUERY_HELP = 'words, "phrases", /expressions/, -not, OR, ( ), tag: path: hy: line: section: color: task: …, [property]'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares QUERY, whose words may begin with `-`, and how many hits are printed, of what and how."""
    take_dashed_words(parser)
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_QUERY_HELP)
    parser.add_argument("--titles", action="store_true", help="search names only: titles and aliases")
    parser.add_argument("--limit", type=_count, default=_LIMIT, metavar="N", help=f"most hits (default: {_LIMIT})")
    parser.add_argument("--json", action="store_true", help="one JSON array, best first")
    parser.add_argument("--files", action="store_true", help="only the paths of the notes, best first, each once")
    parser.add_argument("--stdin", action="store_true", help="read a query a line, answer a JSON array a line")


def run(arguments: argparse.Namespace) -> int:
    """Prints the hits of one query, or of each line of standard input."""
    query = " ".join(arguments.query)
    if arguments.stdin and query:
        raise UsageError("search takes a QUERY or --stdin, not both")
    if not arguments.stdin and not query.strip():
        raise UsageError("search needs a QUERY, or --stdin")
    if arguments.files and (arguments.json or arguments.stdin):
        raise UsageError("--files prints paths; it goes with neither --json nor --stdin")
    with indexed(open_for(arguments)) as (engine, _):
        if arguments.stdin:
            for line in sys.stdin:
                _answer(engine, line.rstrip("\r\n"), arguments)
            return 0
        results = _results(engine, query, arguments)
    if results.error is not None:
        raise CommandError(results.error, UNUSABLE)
    for hint in results.hints:
        print_error(hint)
    if arguments.json:
        write_json([*map(_as_json, results.hits)])
    elif arguments.files:
        for note in dict.fromkeys(hit.note for hit in results.hits):
            write(note)
    elif on_terminal():
        for hit in results.hits:
            _print(hit)
    else:
        for hit in results.hits:
            write(place(hit.note, hit.line, hit.snippet))
    if not results.hits and not arguments.json:
        raise CommandError(f"nothing found for {query}", NOT_THERE)
    return 0 if results.hits else NOT_THERE


def _results(engine: Engine, query: str, arguments: argparse.Namespace) -> Results:
    """The hits; asked for again where the first question has found the index damaged."""
    results = engine.search(query, limit=arguments.limit, titles_only=arguments.titles)
    if engine.damaged is None:
        return results
    refresh(engine)
    return engine.search(query, limit=arguments.limit, titles_only=arguments.titles)


def _answer(engine: Engine, query: str, arguments: argparse.Namespace) -> None:
    results = _results(engine, query, arguments)
    for message in (results.error, *results.hints):
        if message is not None:
            print_error(f"{query}: {message}")
    write_json([*map(_as_json, results.hits)])
    sys.stdout.flush()  # whoever asks line by line waits for the answer


def _as_json(hit: Hit) -> dict[str, object]:
    return {
        "note": hit.note,
        "title": hit.title,
        "heading": list(hit.heading),
        "line": hit.line,
        "kind": hit.kind,
        "snippet": hit.snippet,
        "marks": [list(mark) for mark in hit.marks],
        "score": hit.score,
        "high_yield": hit.high_yield,
        "reason": hit.reason,
        "without": list(hit.without),
        "also": list(hit.also),
    }


def _print(hit: Hit) -> None:
    named = hit.kind in ("title", "alias", "tag", "path")
    place = hit.note if named else f"{hit.note}:{hit.line}"
    why: list[str] = [hit.reason or ("most of the words" if hit.kind == "partial" else hit.kind)]
    if hit.also:
        why.append(f"also searched: {', '.join(hit.also)}")
    if hit.without:
        why.append(f"without: {', '.join(hit.without)}")
    if hit.high_yield and hit.kind != "high-yield":
        why.append("high-yield")
    write(" › ".join((hit.title, *hit.place)) + f"  ({place})  [{', '.join(why)}]")
    if not (hit.kind == "title" and hit.snippet == hit.title):
        write_styled("    " + _marked(hit))


def _marked(hit: Hit) -> str:
    """The snippet, what matched in bold where there is colour."""
    if not wants_colour():
        return safe(hit.snippet)
    pieces, at = [], 0
    for start, end in hit.marks:
        pieces += [safe(hit.snippet[at:start]), "\x1b[1m", safe(hit.snippet[start:end]), "\x1b[0m"]
        at = end
    return "".join([*pieces, safe(hit.snippet[at:])])


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number above 0")
    return number
