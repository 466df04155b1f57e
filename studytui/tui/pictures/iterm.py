"""Pictures by iTerm2's protocol, one strip a row of the screen, so that each row is drawn and overwritten by itself."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


def strips(image: Image, columns: int, rows: int) -> list[str]:
    """The picture cut into so many strips of equal height, each a whole image of `columns` by one cell."""
    tall = image.height // rows
    return [_strip(image.crop((0, row * tall, image.width, (row + 1) * tall)), columns) for row in range(rows)]


def _strip(part: Image, columns: int) -> str:
    data = io.BytesIO()
    part.save(data, "PNG")
    body = base64.standard_b64encode(data.getvalue()).decode("ascii")
    size = len(data.getvalue())
    shape = f"width={columns};height=1;preserveAspectRatio=0;doNotMoveCursor=1"
    return f"\x1b]1337;File=inline=1;size={size};{shape}:{body}\x07"
