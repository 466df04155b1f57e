"""Kind and size of an image file from its first bytes: quick, and without the image library."""

from __future__ import annotations

from typing import BinaryIO, Literal

from msgspec import Struct

MAX_BYTES = 64_000_000
"""Larger files are not drawn."""
MAX_PIXELS = 50_000_000
"""Nor pictures with more pixels; a JPEG may have more, as it is decoded at a fraction of its size."""
MAX_JPEG_PIXELS = 500_000_000

ByteOrder = Literal["little", "big"]

_HEAD = 4096


class UndrawableError(Exception):
    """The file is there, and is not drawn; the message says why, in a word or two."""


class Header(Struct, frozen=True):
    """A picture that can be drawn."""

    format: str
    """As Pillow calls it."""
    width: int
    height: int
    """As shown: once turned as its camera says."""


def read_header(stream: BinaryIO, bytes_long: int) -> Header:
    """The header of an image file. Raises UndrawableError; what the stream raises, it raises."""
    if bytes_long == 0:
        raise UndrawableError("empty")
    if bytes_long > MAX_BYTES:
        raise UndrawableError(f"{bytes_long // 1_000_000} MB are too many")
    head = stream.read(_HEAD)
    header = _known(head, stream)
    if header is None:
        raise UndrawableError(_kind(head))
    if header.width <= 0 or header.height <= 0:
        raise UndrawableError("damaged")
    most = MAX_JPEG_PIXELS if header.format == "JPEG" else MAX_PIXELS
    if header.width * header.height > most:
        raise UndrawableError(f"{header.width} × {header.height} pixels are too many")
    return header


def _known(head: bytes, stream: BinaryIO) -> Header | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return _sized("PNG", head, 16, 4, "big")
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return _sized("GIF", head, 6, 2, "little")
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(stream)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _webp(head)
    if head.startswith(b"BM") and len(head) >= 26:
        return _bmp(head)
    if head[4:8] == b"ftyp" and b"avif" in head[8 : 8 + 64]:
        return _avif(head)
    return None


def _kind(head: bytes) -> str:
    """A word for the format of a file that is not drawn."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"):
        return "HEIC"
    if b"<svg" in start and start.startswith(b"<"):
        return "SVG"
    if start.startswith(b"%pdf"):
        return "PDF"
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    if start.startswith(b"version https://git-lfs"):
        return "a Git LFS pointer"
    return "unknown or damaged"


def _number(data: bytes, at: int, size: int, order: ByteOrder) -> int:
    part = data[at : at + size]
    if len(part) < size:
        raise UndrawableError("damaged")
    return int.from_bytes(part, order)


def _sized(kind: str, head: bytes, at: int, size: int, order: ByteOrder) -> Header:
    return Header(kind, _number(head, at, size, order), _number(head, at + size, size, order))


def _bmp(head: bytes) -> Header:
    if _number(head, 14, 4, "little") == 12:
        return _sized("BMP", head, 18, 2, "little")
    width, height = _number(head, 18, 4, "little"), _number(head, 22, 4, "little")
    # A height below zero counts its rows from the top.
    return Header("BMP", width, height if height < 1 << 31 else (1 << 32) - height)


def _webp(head: bytes) -> Header:
    match head[12:16]:
        case b"VP8X":
            return Header("WEBP", _number(head, 24, 3, "little") + 1, _number(head, 27, 3, "little") + 1)
        case b"VP8L":
            bits = _number(head, 21, 4, "little")
            return Header("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case _:
            return Header("WEBP", _number(head, 26, 2, "little") & 0x3FFF, _number(head, 28, 2, "little") & 0x3FFF)


def _avif(head: bytes) -> Header:
    at = head.find(b"ispe")
    if at < 0:
        raise UndrawableError("damaged")
    width, height = _number(head, at + 8, 4, "big"), _number(head, at + 12, 4, "big")
    turned = head.find(b"irot")
    if turned >= 0 and _number(head, turned + 4, 1, "big") & 1:
        width, height = height, width
    return Header("AVIF", width, height)


def _jpeg(stream: BinaryIO) -> Header:
    """JPEG: reads its segments up to the frame header, which has the size."""
    stream.seek(2)
    turned = False
    for _ in range(1000):
        marker = stream.read(2)
        while marker[:1] == b"\xff" and marker[1:] == b"\xff":
            marker = b"\xff" + stream.read(1)
        if len(marker) < 2 or marker[0] != 0xFF:
            break
        kind = marker[1]
        length = _number(stream.read(2), 0, 2, "big") - 2
        if length < 0:
            break
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            data = stream.read(5)
            height, width = _number(data, 1, 2, "big"), _number(data, 3, 2, "big")
            return Header("JPEG", height, width) if turned else Header("JPEG", width, height)
        if kind == 0xE1:
            turned = turned or _lies_on_its_side(stream.read(length))
        else:
            stream.seek(length, 1)
    raise UndrawableError("damaged")


def _lies_on_its_side(exif: bytes) -> bool:
    """True if width and height are exchanged: the Exif orientation of the first directory is 5 to 8."""
    if not exif.startswith(b"Exif\0\0"):
        return False
    data = exif[6:]
    order: ByteOrder = "little" if data[:2] == b"II" else "big"
    try:
        at = _number(data, 4, 4, order)
        for entry in range(min(_number(data, at, 2, order), 256)):
            field = at + 2 + 12 * entry
            if _number(data, field, 2, order) == 0x0112:
                return 5 <= _number(data, field + 8, 2, order) <= 8
    except UndrawableError:
        pass
    return False
