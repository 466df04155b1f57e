"""Where a blank row stands between two blocks."""

from __future__ import annotations

from studytui.markdown.document import Block, Container, Heading, Paragraph, Rule, Title


def blank_between(above: Block, below: Block) -> tuple[bool, Container | None]:
    """Whether a blank row parts two neighbouring blocks, and the innermost container that it stands in.

    One blank row between blocks, none between the items of a tight list or between footnotes, none under a heading or
    a title, none between a rule and a heading (behaviour 4.11), none between the title of a frame and a heading in it,
    and none above the properties of a note.
    """
    outer, left, right = _fork(above.inside, below.inside)
    if right is not None and right.kind == "properties":
        return False, outer
    if isinstance(below, Heading):
        framed = isinstance(above, Title) and outer is not None and outer.kind == "embed"
        return not (left is None and (framed or isinstance(above, Rule))), outer
    if isinstance(above, Heading) and left is None:
        return isinstance(below, Rule), outer
    if isinstance(above, Title):
        return left is not None, outer
    if left is not None and right is not None and left.kind == right.kind == "footnote":
        return False, outer
    if left is not None and right is not None and left.kind == right.kind == "item":
        return (left.loose or right.loose if _one_list(left, right) else outer is None), outer
    if outer is not None and outer.kind == "item" and left is None and right is not None and right.kind == "item":
        # A list below the text of an item belongs to it, however loose the item's own list is.
        return right.loose and not (isinstance(above, Paragraph) and not above.inlines), outer
    if outer is not None and outer.kind == "item":
        return outer.loose, outer
    return True, outer


def _one_list(left: Container, right: Container) -> bool:
    """Two neighbours are of one list when their markers are of one kind, as CommonMark has it."""
    return left.marker[-1:] == right.marker[-1:]


def _fork(
    left: Container | None, right: Container | None
) -> tuple[Container | None, Container | None, Container | None]:
    """The innermost common container, and what either side stands in just inside it."""
    below_left: Container | None = None
    below_right: Container | None = None
    while left is not None and (right is None or left.depth > right.depth):
        below_left, left = left, left.inside
    while right is not None and (left is None or right.depth > left.depth):
        below_right, right = right, right.inside
    while left is not None and right is not None and left.number != right.number:
        below_left, left = left, left.inside
        below_right, right = right, right.inside
    return left, below_left, below_right
