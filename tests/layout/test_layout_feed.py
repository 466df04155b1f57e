"""A note laid out while it is still being read."""

from __future__ import annotations

from studytui.layout import Layout, View, render_text
from studytui.layout.protocols import Gaps, Look
from studytui.markdown import Block, parse


def fed(markdown: str, view: View = "all", gaps: Gaps = "row") -> list[str]:
    """The text that each block decides, and at the end what `finish` adds."""
    layout = Layout(40, view=view, look=Look(gaps, show_empty=True))
    blocks: tuple[Block, ...] = parse(markdown).blocks
    return [render_text(layout.feed([block])) for block in blocks] + [render_text(layout.finish())]


def test_a_block_is_there_as_soon_as_it_is_known() -> None:
    assert fed("a\n\n- b\n- c") == ["a\n", "\n• b\n", "• c\n", ""]


def test_a_heading_waits_for_nothing_and_its_remark_comes_with_what_ends_it() -> None:
    assert fed("# A\n# B") == ["A\n━━━\n", "(empty)\n\nB\n━━━\n", "(empty)\n"]


def test_only_the_rule_below_a_bare_heading_is_held_back() -> None:
    rule = "─" * 40
    assert fed("# A\n\n---\n\ntext") == ["A\n━━━\n", "", f"\n{rule}\n\ntext\n", ""]
    assert fed("# A\n\n---") == ["A\n━━━\n", "", f"(empty)\n\n{rule}\n"]


def test_a_dropped_run_is_held_back_until_a_kept_line_ends_it() -> None:
    assert fed("a\n\n==b==\n\nc\n\nd", "only") == ["", "⋯ 1 line\n", "", "", "\nb\n\n⋯ 2 lines\n"]


def test_a_heading_awaits_its_first_high_yield_line() -> None:
    assert fed("# A\n\nb\n\n==c==", "only") == ["", "", "A\n━━━\n⋯ 1 line\n", "\nc\n"]


def test_the_kept_lines_of_a_block_do_not_wait_for_the_next_block() -> None:
    assert fed("==a==\n==b==\nb\n\nc", "only") == ["a\n", "", "b\n⋯ 2 lines\n"]


def test_the_last_kept_line_waits_as_a_gap_may_come_to_its_end() -> None:
    assert fed("==a==\nb\n\n==c==", "only", "end") == ["", "a ⋯ 1\n", "\nc\n"]
