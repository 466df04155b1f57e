"""Image files of every kind, made for the tests."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

RED, GREEN, BLUE, WHITE = (200, 30, 40), (20, 160, 60), (30, 60, 220), (255, 255, 255)


def quarters(size: tuple[int, int] = (40, 40), mode: str = "RGB") -> Image.Image:
    """Red and green above, blue and white below."""
    width, height = size
    image = Image.new("RGB", size, RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image.convert(mode)


def as_file(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """The bytes of the image in a file format."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png_of(width: int, height: int, *, rows: bytes = b"") -> bytes:
    """A small PNG file that says it is this large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def upright(size: tuple[int, int] = (60, 20)) -> bytes:
    """A JPEG whose camera was held upright: shown as high as it is wide in the file."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return as_file(quarters(size), "JPEG", exif=exif)


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)
