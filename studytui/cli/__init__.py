"""The command line: one module a command, over the same rooms as the screen."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from studytui import __version__
from studytui.cli.errors import UNUSABLE, CommandError
from studytui.cli.parsing import Invocation, help_text, read_arguments, read_command
from studytui.cli.registry import COMMANDS

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command line; the exit status is 0 done, 1 not there, 2 wrong usage or an unusable vault."""
    from studytui.cli.output import abandon_output, prepare_streams, print_error

    prepare_streams()
    try:
        status = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except CommandError as error:
        print_error(str(error))
        return error.status
    except BrokenPipeError:
        abandon_output()
        return 0
    except KeyboardInterrupt:
        return _INTERRUPTED
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0
    except Exception as error:
        return _unexpected(error)
    return status


def _run(argv: Sequence[str]) -> int:
    from studytui.cli.output import closed

    invocation = read_arguments(argv)
    if "stdout" in closed and invocation.action != "open":
        raise CommandError("standard output is closed", UNUSABLE)
    if invocation.action == "version":
        sys.stdout.write(f"studytui {__version__}\n")
        return 0
    if invocation.action == "help":
        sys.stdout.write(help_text())
        return 0
    return _run_with_vault(invocation)


def _run_with_vault(invocation: Invocation) -> int:
    from studytui.vault.errors import VaultError

    # A parser's many small values are hardly ever garbage in cycles: looking for them less often saves a third.
    gc.set_threshold(10_000, 20, 100)
    try:
        if invocation.action == "open":
            from studytui.cli.start import start

            return start(invocation)
        gc.enable()
        command = COMMANDS[invocation.action]
        return command.module().run(read_command(command, invocation))
    except VaultError as error:
        raise CommandError(str(error), UNUSABLE) from error


def _unexpected(error: Exception) -> int:
    """A fault of ours, or of the system: one line all the same."""
    from studytui.cli.output import print_error

    if os.environ.get("STUDYTUI_TRACEBACK"):
        raise error
    if isinstance(error, OSError) and error.strerror:
        print_error(error.strerror.lower() + (f": {error.filename}" if error.filename else ""))
    else:
        print_error(f"unexpected {type(error).__name__}: {error} (STUDYTUI_TRACEBACK=1 shows where)")
    return UNUSABLE
