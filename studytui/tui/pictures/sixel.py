"""Pictures as sixels, one strip a row of the screen, so that each row is drawn and overwritten by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

COLORS = 128

_BAND = 6
_RUN = re.compile(rb"(.)\1{3,}", re.DOTALL)
_PRINTABLE = bytes(min(63 + value, 126) for value in range(256))
_ONLY = [bytes(1 if value == color else 0 for value in range(256)) for color in range(COLORS)]


def strips(image: Image, rows: int) -> list[str]:
    """The picture cut into so many strips of equal height, each a whole sixel image."""
    from PIL import Image as Library

    painted = image.quantize(COLORS, method=Library.Quantize.FASTOCTREE)
    palette = painted.getpalette() or []
    percent = [value * 100 // 255 for value in palette]
    registers = [
        f"#{number};2;{percent[3 * number]};{percent[3 * number + 1]};{percent[3 * number + 2]}".encode()
        for number in range(len(percent) // 3)
    ]
    width, height = painted.size
    tall = height // rows
    data = painted.tobytes()
    lines = [data[at : at + width] for at in range(0, width * height, width)]
    return [_strip(lines[row * tall : (row + 1) * tall], width, registers) for row in range(rows)]


def _strip(lines: list[bytes], width: int, registers: list[bytes]) -> str:
    defined: set[int] = set()
    bands: list[bytes] = []
    for top in range(0, len(lines), _BAND):
        band = lines[top : top + _BAND]
        layers: list[bytes] = []
        for color in sorted(set().union(*band)):
            # Some terminals define a colour without choosing it.
            select = (b"" if color in defined else registers[color]) + b"#%d" % color
            defined.add(color)
            layers.append(select + _layer(band, color, width))
        bands.append(b"$".join(layers))
    body = b"-".join(bands)
    return f'\x1bP0;1;0q"1;1;{width};{len(lines)}{body.decode("ascii")}\x1b\\'


def _layer(band: list[bytes], color: int, width: int) -> bytes:
    """One colour of a band of six rows: a sixel character for each column, whose bits are its pixels from the top."""
    bits = 0
    for row, line in enumerate(band):
        # All columns at once: no byte ever gets more than six bits, so that none runs over into its neighbour.
        bits |= int.from_bytes(line.translate(_ONLY[color]), "big") << row
    columns = bits.to_bytes(width, "big").rstrip(b"\0").translate(_PRINTABLE)
    return _RUN.sub(lambda run: b"!%d%c" % (len(run[0]), run[0][0]), columns)
