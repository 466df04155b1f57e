"""The browser's side: the rows that HTML stands for.

The shapes of bars, bullets and numbers are those of the layout; which of them stand before a row is what the HTML says.
A newline in the HTML of a text is a row of its own, as behaviour 4.2 wants it, or a blank if breaks are strict.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from browser_page import BLOCKS
from pages import BULLETS, CALLOUT, CODE, QUOTE, RULE, TABLE, Characters, Role, Row, address, name_of

_INVISIBLE = re.compile(r"<!--(?:-?>|.*?-->)|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<![A-Za-z][^>]*>", re.DOTALL)
"""Which `html.parser` reads otherwise than a browser."""
_UNSEEN = frozenset(("script", "style", "svg", "template"))
_EXACT = ("pre", "textarea")
_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "del": "strike",
    "s": "strike",
    "strike": "strike",
    "u": "underline",
    "ins": "underline",
    "code": "code",
}
_HEADINGS = {f"h{level}": str(level) for level in range(1, 7)}


def browser_rows(html: str, *, strict: bool = False) -> list[Row]:
    """The rows of a page."""
    browser = _Browser(strict=strict)
    browser.feed(_INVISIBLE.sub("", html))
    browser.close()
    browser.end_row()
    return browser.rows


class _Inside:
    """A quote or a list item, and what stands before its next row."""

    def __init__(self, mark: str, *, item: bool) -> None:
        self.mark = mark
        self.item = item
        self.drawn = False

    def before(self) -> str:
        """What it puts before a row that is drawn now."""
        fresh, self.drawn = not self.drawn, True
        return self.mark if fresh or not self.item else " " * len(self.mark)


class _Browser(HTMLParser):
    def __init__(self, *, strict: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self._strict = strict
        self._text = Characters()
        self._written = False
        self._inside: list[_Inside] = []
        self._lists: list[int | None] = []
        self._roles: list[tuple[str, Role]] = []
        self._unseen = 0
        self._pre: list[str] | None = None
        self._fresh = False
        self._language = ""
        self._cells = -1
        self._alerts = 0

    def end_row(self) -> None:
        """Ends the row that is open, if anything is written on it."""
        if self._written:
            self.rows.append(self._text.row(self._before()))
        self._text.clear()
        self._written = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._fresh = tag in _EXACT
        if tag in _UNSEEN:
            self._unseen += 1
        if tag in BLOCKS and self._cells < 0:
            self.end_row()
        if tag == "div" and "markdown-alert" in (values.get("class") or "").split():
            self.end_row()
            self._inside.append(_Inside(CALLOUT, item=False))
            self._alerts += 1
        elif tag == "blockquote":
            self.end_row()
            self._inside.append(_Inside(QUOTE, item=False))
        elif tag in ("ul", "ol"):
            self._lists.append(int(values.get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self._item()
        elif tag == "input" and values.get("type") == "checkbox" and self._inside:
            box = "☑ " if "checked" in values else "☐ "
            self._inside[-1].mark = self._inside[-1].mark + box if self._lists[-1] is not None else box
        elif tag in _EXACT:
            self.end_row()
            self._pre, self._language = [], ""
        elif tag == "code" and self._pre is not None:
            self._language = (values.get("class") or "").removeprefix("language-")
        elif tag == "hr":
            self.end_row()
            self.rows.append(Row(self._before(), ((RULE, frozenset()),)))
        elif tag == "br":
            self.end_row()
        elif tag == "tr":
            self._cells = 0
        elif tag in ("td", "th") and self._cells >= 0:
            if self._cells:
                self._add(f" {TABLE} ", plain=True)
            self._cells += 1
            if tag == "th":
                self._roles.append((tag, ("bold",)))
        elif tag == "img":
            self._image(values)
        elif tag in _STYLES:
            self._roles.append((tag, (_STYLES[tag],)))
        elif tag in _HEADINGS:
            self._roles.append((tag, ("heading", _HEADINGS[tag])))
        elif tag == "a" and values.get("href") is not None:
            self._roles.append((tag, ("link", address(values["href"] or ""))))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if tag == "tr":
            self._cells = -1
        if tag in BLOCKS and self._cells < 0:
            self.end_row()
        if tag in ("blockquote", "li") or (tag == "div" and self._alerts):
            self._alerts -= tag == "div"
            self._leave()
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag in _EXACT and self._pre is not None:
            self._code("".join(self._pre))
            self._pre = None
        for index in range(len(self._roles) - 1, -1, -1):
            if self._roles[index][0] == tag:
                del self._roles[index]
                break

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._pre is not None:
            self._pre.append(data.removeprefix("\n") if self._fresh else data)
            self._fresh = False
            return
        for index, line in enumerate(data.split("\n")):
            if index and not self._strict and self._cells < 0:
                self.end_row()
            elif index:
                self._text.add(" ")
            self._add(line)

    def _add(self, text: str, *, plain: bool = False) -> None:
        self._text.add(text, frozenset() if plain else frozenset(role for _, role in self._roles))
        self._written = self._written or bool(text.strip())

    def _image(self, values: dict[str, str | None]) -> None:
        source = values.get("src") or ""
        alt = " ".join((values.get("alt") or "").split()) or name_of(source)
        styles = frozenset(role for _, role in self._roles if role[0] != "link")
        self._text.add(f"[image: {alt}]", styles | {("image", address(source))})
        self._written = True

    def _item(self) -> None:
        depth = sum(inside.item for inside in self._inside)
        number = self._lists[-1] if self._lists else None
        if number is None:
            mark = BULLETS[min(depth, len(BULLETS) - 1)]
        else:
            mark = f"{number}.".rjust(3)
            self._lists[-1] = number + 1
        self._inside.append(_Inside(mark + " ", item=True))

    def _leave(self) -> None:
        self.end_row()
        if self._inside:
            inside = self._inside[-1]
            if inside.item and not inside.drawn:
                self.rows.append(Row(self._before().rstrip(" "), ()))
            self._inside.pop()

    def _before(self) -> str:
        return "".join(inside.before() for inside in self._inside)

    def _code(self, text: str) -> None:
        code = frozenset({("code",), *(role for _, role in self._roles if role[0] != "link")})
        if self._language:
            self._text.add(self._language, code)
            self.rows.append(self._text.row(self._before() + CODE))
        for line in text.removesuffix("\n").split("\n"):
            self._text.add(line.expandtabs(4), code)
            self.rows.append(self._text.row(self._before() + CODE, exact=True))
