"""An image file -> its pixels, as many as are shown; the only place that knows the image library."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from studytui.tui.pictures.header import MAX_PIXELS, Header, UndrawableError

if TYPE_CHECKING:
    from PIL.Image import Image

Rgb = tuple[int, int, int]

NEARLY = 0.8
"""A picture that fills so much of its canvas is stretched to fill it."""
SAMPLE, LIGHT, MOSTLY = 96, 170, 0.5
"""Pixels a side that are looked at for line art, how light its paper is, and its share of them."""
UNSEEN = 40
"""Levels of light by which a transparent picture differs from its ground at least."""
PAPER, INK = (255, 255, 255), (24, 24, 24)
STRONGER = 0.5
"""How far a pixel of a line drawing that becomes small goes from the mean towards the darkest of what it stands for."""

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
    if size[0] >= NEARLY * canvas[0] and size[1] >= NEARLY * canvas[1]:
        size = canvas  # less than a cell lacks: no edge of the background beside the picture
    small = shrunk(plain, size)
    if size == canvas:
        return small
    result = Image.new("RGB", canvas, background)
    result.paste(small)
    return result


def shrunk(image: Image, size: tuple[int, int]) -> Image:
    """The picture in another size; thin lines of a line drawing stay dark however small it becomes."""
    from PIL import Image

    if image.width <= 2 * size[0]:
        return image.resize(size, Image.Resampling.LANCZOS)
    if is_line_art(image):
        return _with_its_lines(image, size)
    # Much smaller, each pixel is the mean of what it stands for: sharper filters leave halos around lines.
    return image.resize(size, Image.Resampling.BOX)


def is_line_art(image: Image) -> bool:
    """True if a picture is mostly light paper of one shade: a drawing, text, a curve, a chart."""
    from PIL import Image

    levels = image.resize((SAMPLE, SAMPLE), Image.Resampling.NEAREST).convert("L").histogram()
    paper = max(range(LIGHT, 256), key=levels.__getitem__)
    return sum(levels[max(0, paper - 8) : paper + 9]) > SAMPLE * SAMPLE * MOSTLY


def _with_its_lines(image: Image, size: tuple[int, int]) -> Image:
    """A line drawing made much smaller: lines thinner than a pixel are darker than their mean, or they would fade."""
    from PIL import Image, ImageFilter

    fine = image.resize((3 * size[0], 3 * size[1]), Image.Resampling.BOX)
    darkest = fine.filter(ImageFilter.MinFilter(3)).resize(size, Image.Resampling.NEAREST)
    return Image.blend(fine.resize(size, Image.Resampling.BOX), darkest, STRONGER)


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
        below = Image.new("RGBA", on_top.size, (*_ground(on_top, background), 255))
        return Image.alpha_composite(below, on_top).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _ground(on_top: Image, background: Rgb) -> Rgb:
    """The colour below a transparent picture: the background, or paper where most of it would not be seen on that."""
    from PIL import Image

    small = on_top.resize((SAMPLE, SAMPLE), Image.Resampling.BOX)
    levels = small.convert("L").histogram(small.getchannel("A").point(lambda alpha: 255 * (alpha > 0)))
    own = (299 * background[0] + 587 * background[1] + 114 * background[2]) // 1000
    unseen = sum(levels[max(0, own - UNSEEN) : own + UNSEEN + 1])
    if 2 * unseen <= sum(levels):
        return background
    return PAPER if own < 128 else INK


def faded(image: Image, background: Rgb) -> Image:
    """The picture half as strong, for rows that stand back."""
    from PIL import Image

    return Image.blend(image, Image.new("RGB", image.size, background), 0.6)
