"""argparse, with errors of one line that name the nearest option."""

from __future__ import annotations

import argparse
import difflib
import re
from typing import NoReturn

from studytui.cli.errors import UsageError, did_you_mean


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, with the nearest option."""

    def error(self, message: str) -> NoReturn:
        """Raises UsageError instead of printing usage and leaving."""
        unknown = re.match(r"unrecognized arguments: (-\S+)", message)
        if unknown is not None:
            written = unknown[1].partition("=")[0]
            options = [option for action in self._actions for option in action.option_strings]
            near = difflib.get_close_matches(written, options, 1)
            message = f"unknown option {written}{did_you_mean(near) or f'; see {self.prog} --help'}"
        raise UsageError(message)
