"""Image files: what their first bytes tell, and what is decoded of them."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_images import BLUE, GREEN, HEIC, RED, SVG, WHITE, as_file, png_of, quarters, upright
from PIL import Image, features

from studytui.tui.pictures.decode import decode_picture, faded, fitted
from studytui.tui.pictures.header import MAX_BYTES, Header, UndrawableError, read_header
from studytui.tui.pictures.page import fit

BLACK = (0, 0, 0)


def header(data: bytes) -> Header:
    return read_header(io.BytesIO(data), len(data))


def decoded(data: bytes, canvas: tuple[int, int] = (4, 4), shape: float = 1.0) -> Image.Image:
    return decode_picture(io.BytesIO(data), header(data), canvas, shape, BLACK)


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    right, bottom = image.width - 1, image.height - 1
    return [image.getpixel(at) for at in ((0, 0), (right, 0), (0, bottom), (right, bottom))]  # type: ignore[misc]


def near(found: list[tuple[int, ...]], wanted: list[tuple[int, int, int]], by: int = 40) -> bool:
    return all(
        abs(a - b) <= by for one, other in zip(found, wanted, strict=True) for a, b in zip(one, other, strict=True)
    )


FILES = {
    "png": as_file(quarters()),
    "palette png": as_file(quarters(mode="P")),
    "interlaced gif": as_file(quarters(mode="P"), "GIF"),
    "jpeg": as_file(quarters(), "JPEG", quality=95, subsampling=0),
    "progressive jpeg": as_file(quarters(), "JPEG", progressive=True, quality=95, subsampling=0),
    "bmp": as_file(quarters(), "BMP"),
    "cmyk jpeg": as_file(quarters(mode="CMYK"), "JPEG", quality=95, subsampling=0),
    "rgba png": as_file(quarters(mode="RGBA")),
}
if features.check("webp"):
    FILES |= {
        "webp": as_file(quarters(), "WEBP"),
        "lossless webp": as_file(quarters(), "WEBP", lossless=True),
        "webp with alpha": as_file(Image.new("RGBA", (40, 40), (9, 9, 9, 9)), "WEBP"),
    }
if features.check("avif"):
    FILES["avif"] = as_file(quarters(), "AVIF")


@pytest.mark.parametrize("kind", FILES)
def test_the_first_bytes_tell_the_size_of_every_kind_of_image(kind: str) -> None:
    assert (header(FILES[kind]).width, header(FILES[kind]).height) == (40, 40)


@pytest.mark.parametrize("kind", [kind for kind in FILES if "alpha" not in kind])
def test_every_kind_of_image_is_decoded_in_its_colours(kind: str) -> None:
    image = decoded(FILES[kind])
    assert (image.mode, image.size) == ("RGB", (4, 4))
    assert near(corners(image), [RED, GREEN, BLUE, WHITE])


def test_an_image_of_sixteen_bits_is_not_washed_out() -> None:
    grey = Image.new("I;16", (8, 8), 0x8000)
    assert near(corners(decoded(as_file(grey))), [(128, 128, 128)] * 4, by=2)


def test_what_is_transparent_shows_the_background() -> None:
    half = Image.new("RGBA", (8, 8), (255, 255, 255, 0))
    half.paste((255, 0, 0, 255), (0, 0, 4, 8))
    data = as_file(half)
    image = decode_picture(io.BytesIO(data), header(data), (8, 8), 1.0, (10, 20, 30))
    assert corners(image) == [(255, 0, 0), (10, 20, 30), (255, 0, 0), (10, 20, 30)]
    palette = as_file(half.convert("P"), "GIF", transparency=half.convert("P").getpixel((7, 0)))
    assert corners(decode_picture(io.BytesIO(palette), header(palette), (8, 8), 1.0, (10, 20, 30)))[1] == (10, 20, 30)


@pytest.mark.parametrize(("ink", "ground"), [((0, 0, 0), (18, 18, 18)), ((250, 250, 250), (255, 255, 255))])
def test_transparent_lines_in_the_colour_of_the_background_get_another(
    ink: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    lines = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    lines.paste((*ink, 255), (28, 0, 32, 60))
    data = as_file(lines)
    image = decode_picture(io.BytesIO(data), header(data), (60, 60), 1.0, ground)
    line, beside = image.getpixel((30, 30)), image.getpixel((5, 30))
    assert isinstance(line, tuple) and isinstance(beside, tuple)
    assert line == ink and abs(line[0] - beside[0]) > 200


def test_the_first_picture_of_an_animation_is_drawn() -> None:
    frames = [Image.new("RGB", (6, 6), color) for color in (RED, GREEN)]
    data = as_file(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert near(corners(decoded(data)), [RED] * 4)


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    found = header(upright((60, 20)))
    assert (found.width, found.height) == (20, 60)
    # Turned by a quarter to the right: what was below on the left is above on the left.
    assert near(corners(decoded(upright((60, 60)))), [BLUE, RED, WHITE, GREEN], by=60)


@pytest.mark.skipif(not features.check("avif"), reason="Pillow without AVIF")
def test_a_turned_avif_has_the_room_of_what_is_shown() -> None:
    exif = Image.Exif()
    exif[0x112] = 6
    data = as_file(Image.new("RGB", (60, 20)), "AVIF", exif=exif)
    assert (header(data).width, header(data).height) == (20, 60)


@pytest.mark.parametrize("size", [(97, 61), (61, 97), (300, 200), (40, 39)])
def test_no_edge_of_the_background_stands_beside_a_picture(size: tuple[int, int]) -> None:
    columns, rows = fit(size, None, (60, 30), 2.0)
    data = as_file(Image.new("RGB", size, (250, 250, 250)))
    image = decode_picture(io.BytesIO(data), header(data), (2 * columns, 2 * rows), 2.0, (0, 0, 0))
    assert image.getcolors() == [(4 * columns * rows, (250, 250, 250))]


def test_thin_lines_of_a_drawing_are_still_seen_when_it_is_small_and_a_photograph_keeps_its_mean() -> None:
    paper = Image.new("RGB", (800, 400), "white")
    paper.paste((0, 0, 0), (400, 0, 402, 400))
    data = as_file(paper)
    small = decode_picture(io.BytesIO(data), header(data), (40, 20), 1.0, (0, 0, 0))
    mean = paper.resize((40, 20), Image.Resampling.BOX)
    assert small.getpixel((20, 10))[0] < mean.getpixel((20, 10))[0] - 20
    assert small.getpixel((5, 10)) == (255, 255, 255)
    noise = as_file(Image.effect_noise((400, 400), 60).convert("RGB"))
    image = decode_picture(io.BytesIO(noise), header(noise), (20, 20), 1.0, (0, 0, 0))
    assert image == Image.open(io.BytesIO(noise)).convert("RGB").resize((20, 20), Image.Resampling.BOX)


def test_a_picture_keeps_its_proportions_on_its_canvas() -> None:
    assert fitted((200, 100), (20, 20), 1.0) == (20, 10)
    assert fitted((100, 200), (20, 20), 1.0) == (10, 20)
    assert fitted((100, 100), (20, 20), 2.0) == (20, 10)
    assert fitted((10_000, 1), (20, 20), 1.0) == (20, 1)
    image = decoded(as_file(Image.new("RGB", (40, 20), RED)), (8, 8))
    assert corners(image) == [RED, RED, BLACK, BLACK]


def test_a_faint_picture_is_between_itself_and_the_background() -> None:
    assert faded(Image.new("RGB", (1, 1), (200, 0, 100)), BLACK).getpixel((0, 0)) in ((79, 0, 39), (80, 0, 40))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (SVG, "SVG"),
        (b"\xef\xbb\xbf  <svg viewBox='0 0 1 1'></svg>", "SVG"),
        (HEIC, "HEIC"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><title>404</title>", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
        (b"hello", "unknown or damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "damaged"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "damaged"),
        (b"\xff\xd8\xff\xff\xff\xff", "damaged"),
        (b"GIF89a", "damaged"),
        (png_of(0, 10), "damaged"),
        (png_of(100_000, 100_000), "100000 × 100000 pixels are too many"),
    ],
)
def test_what_is_no_picture_says_why(data: bytes, why: str) -> None:
    with pytest.raises(UndrawableError, match=why):
        header(data)


def test_a_huge_file_is_not_even_begun() -> None:
    with pytest.raises(UndrawableError, match="MB are too many"):
        read_header(io.BytesIO(b""), MAX_BYTES + 1)


@pytest.mark.parametrize("cut", [30, 60, 80])
@pytest.mark.parametrize("kind", ["png", "jpeg", "interlaced gif", "bmp"])
def test_a_file_that_ends_too_early_is_damaged_not_a_crash(kind: str, cut: int) -> None:
    data = FILES[kind][: len(FILES[kind]) * cut // 100]
    with pytest.raises(UndrawableError):
        decoded(data)


def test_a_file_whose_pixels_are_not_there_is_damaged() -> None:
    with pytest.raises(UndrawableError, match="damaged"):
        decoded(png_of(500, 500))


def test_a_large_photograph_is_decoded_at_a_fraction_of_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    data = as_file(quarters((1600, 1600)), "JPEG")
    monkeypatch.setattr("studytui.tui.pictures.decode.MAX_PIXELS", 300 * 300)
    assert near(corners(decoded(data)), [RED, GREEN, BLUE, WHITE])
    with pytest.raises(UndrawableError, match="too many"):
        decoded(as_file(quarters((1600, 1600))))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_change_of_a_file_gives_a_picture_or_a_reason(kind: str, data: st.DataObject) -> None:
    whole = bytearray(FILES[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UndrawableError):
        assert decoded(bytes(whole)).size == (4, 4)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([b"", b"\xff\xd8\xff", b"RIFF0000WEBP", b"BM", b"\0\0\0\0ftypavif", b"GIF89a"]),
    st.binary(max_size=90),
)
def test_any_bytes_have_a_size_or_a_reason(start: bytes, rest: bytes) -> None:
    try:
        found = header(start + rest)
        assert found.width > 0 < found.height
    except UndrawableError:
        pass
