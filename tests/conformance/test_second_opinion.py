"""comrak reads our notes as we do, but for differences that have a name (`second_opinion.py` reads others)."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("comrak", reason="comrak-ext is not installed")

from opinion_reasons import REASONS, Reason
from second_opinion import compare, main

ROOT = Path(__file__).parents[2]
NOTES = [ROOT / "notes", ROOT / "tests" / "fixtures" / "markdown" / "notes"]

BOTH = """# Head *ing* ##

Under
===

[[a]] [[b/c#d|e]] ![[f.png|100]] [g](h.md#i) ![j](k%20l.png) [![m](n.png)](o) <https://p.org>
==q **r** s== and ==t==u, a == b

> [!faq]- Title with [[v]]
> body
>
> > [!custom]
> > more

w[^1] x^[y] %%a hidden remark%%

[^1]: z [[aa]]

%%
a longer one [[hidden]]
%%

| [[ab]] | ==ac== |
|---|---|
| ![[ad.png]] | `[[ae]]` |

```
[[af]] ==ag== %%ah%%
```
"""


def test_both_find_the_same_in_a_note_with_all_that_both_know() -> None:
    same, differences = compare(BOTH)
    assert not differences
    assert same == {
        "link": 7,
        "embed": 4,
        "mark": 3,
        "heading": 2,
        "callout": 2,
        "reference": 1,
        "definition": 1,
        "comment": 2,
    }


def test_bundled_notes_are_read_alike_but_for_named_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(list(map(str, NOTES))) == 0
    assert "without a reason: 0" in capsys.readouterr().out


@pytest.mark.parametrize("reason", REASONS, ids=[reason.name for reason in REASONS])
def test_each_reason_has_an_example(reason: Reason) -> None:
    _, differences = compare(f"text\n\n{reason.note}\n")
    assert {found.reason.name if found.reason else "?" for found in differences} == {reason.name}
