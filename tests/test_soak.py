"""A short soak; ten minutes of it with `--long`."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from soak import soak


def test_random_keys_on_a_vault_that_keeps_changing_end_on_the_screen_of_a_fresh_start(
    request: pytest.FixtureRequest,
) -> None:
    soak(600.0 if request.config.getoption("--long") else 6.0)
