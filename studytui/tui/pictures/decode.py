"""An image file -> its pixels, as many as are shown; the only place that knows the image library."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from studytui.tui.pictures.header import MAX_PIXELS, Header, UndrawableError

if TYPE_CHECKING:
    from PIL.Image import Image

Rgb = tuple[int, int, int]

_PLUGINS = {"PNG": "Png", "GIF": "Gif", "JPEG": "Jpeg", "WEBP": "WebP", "BMP": "Bmp", "AVIF": "Avif"}


def decode_picture(stream: BinaryIO, header: Header, canvas: tuple[int, int], shape: float, background: Rgb) -> Image:
    """The picture on a canvas of so many pixels in RGB, as large as fits, in the upper left corner.

    `shape` is the height of one of the canvas's pixels for a width of 1. Raises UndrawableError.
    """
    try:
        return _decode(stream, header, canvas, shape, background)
    except UndrawableError:
        raise
    except Exception as error:  # the library raises many kinds for bytes that make no picture
        raise UndrawableError("damaged") from error


def _decode(stream: BinaryIO, header: Header, canvas: tuple[int, int], shape: float, background: Rgb) -> Image:
    import_module(f"PIL.{_PLUGINS[header.format]}ImagePlugin")
    from PIL import Image, ImageOps

    image: Image.Image = Image.open(stream, formats=(header.format,))
    width, height = fitted(image.size, canvas, shape)
    # A camera's turn changes places of width and height: both sides then need the larger of the two.
    image.draft("RGB", (2 * max(width, height),) * 2)
    if image.width * image.height > MAX_PIXELS:
        raise UndrawableError(f"{image.width} × {image.height} pixels are too many")
    image.load()
    turned: Image.Image = ImageOps.exif_transpose(image) or image
    plain = _to_rgb(turned, background)
    size = fitted(plain.size, canvas, shape)
    result = Image.new("RGB", canvas, background)
    # Much smaller, each pixel is the mean of what it stands for: sharper filters leave halos around lines.
    method = Image.Resampling.BOX if plain.width > 2 * size[0] else Image.Resampling.LANCZOS
    result.paste(plain.resize(size, method))
    return result


def fitted(size: tuple[int, int], canvas: tuple[int, int], shape: float) -> tuple[int, int]:
    """The largest size in the proportions of `size` that fits on the canvas."""
    width, height = size[0], size[1] / shape
    scale = min(canvas[0] / width, canvas[1] / height)
    return min(canvas[0], max(1, round(width * scale))), min(canvas[1], max(1, round(height * scale)))


def _to_rgb(image: Image, background: Rgb) -> Image:
    from PIL import Image

    if image.mode.startswith("I;16") or image.mode == "I":
        return image.point(lambda level: level * (1 / 256)).convert("L").convert("RGB")
    if image.has_transparency_data:
        on_top = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", on_top.size, (*background, 255)), on_top).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def faded(image: Image, background: Rgb) -> Image:
    """The picture half as strong, for rows that stand back."""
    from PIL import Image

    return Image.blend(image, Image.new("RGB", image.size, background), 0.6)
