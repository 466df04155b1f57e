"""Draws the pictures of the bundled notes: `python tests/pictures/make_pictures.py` writes them to `notes/appendix`.

Schematic on purpose: a terminal shows them with few dots, so lines are thick and words few.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).parents[2] / "notes" / "appendix"
SCALE = 2
"""Pictures are drawn larger and scaled down, which smooths every edge."""
COLORS = 64
"""A palette this small is not seen, and keeps a file below 40 KB."""

INK, GRAY, PALE = "#222222", "#6b6b6b", "#dddddd"
RED, BLUE, GREEN = "#c0392b", "#1f5fa8", "#1e8449"
SKIN, TISSUE, GRAY_MATTER = "#f6dcd4", "#f3e8d2", "#cbbd9c"

Point = tuple[float, float]


class Canvas:
    """A white picture whose measures are those of the finished file."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), "white")
        self.draw = ImageDraw.Draw(self.image)

    def line(self, points: Sequence[Point], color: str, width: float = 2) -> None:
        self.draw.line(_scaled(points), fill=color, width=round(width * SCALE), joint="curve")

    def polygon(self, points: Sequence[Point], color: str) -> None:
        self.draw.polygon(_scaled(points), fill=color)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str | None, edge: str | None = INK) -> None:
        box = [((x - rx) * SCALE, (y - ry) * SCALE), ((x + rx) * SCALE, (y + ry) * SCALE)]
        self.draw.ellipse(box, fill=fill, outline=edge, width=2 * SCALE if edge else 0)

    def slice(self, x: float, y: float, r: float, start: float, end: float, fill: str) -> None:
        """A piece of a circle; angles run clockwise from the right."""
        box = [((x - r) * SCALE, (y - r) * SCALE), ((x + r) * SCALE, (y + r) * SCALE)]
        self.draw.pieslice(box, start, end, fill=fill)

    def text(self, x: float, y: float, words: str, color: str = INK, size: int = 18, anchor: str = "lm") -> None:
        self.draw.text((x * SCALE, y * SCALE), words, fill=color, font=_font(size), anchor=anchor)

    def title(self, words: str) -> None:
        self.draw.text(
            (18 * SCALE, 26 * SCALE), words, fill=INK, font=_font(24), anchor="lm", stroke_width=1, stroke_fill=INK
        )

    def save(self, name: str) -> None:
        small = self.image.reduce(SCALE)
        small.quantize(COLORS, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size * SCALE)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]


# Corticospinal tract: sections with the front of the body up, as on an MRI


def corticospinal_tract() -> None:
    c = Canvas(760, 620)
    c.title("Corticospinal tract")
    c.oval(280, 140, 130, 84, SKIN)
    c.polygon([(140, 141), (420, 141), (420, 230), (140, 230)], "white")
    c.line([(150, 140), (410, 140)], INK)
    c.line([(280, 56), (280, 140)], INK)

    c.oval(280, 206, 84, 38, TISSUE)  # midbrain: the peduncles are in front
    c.oval(236, 190, 24, 13, GRAY_MATTER, None)
    c.oval(324, 190, 24, 13, GRAY_MATTER, None)
    c.oval(280, 300, 72, 38, TISSUE)  # pons
    c.oval(280, 284, 52, 16, GRAY_MATTER, None)
    c.oval(280, 400, 60, 34, TISSUE)  # medulla: the pyramids touch the midline in front
    c.oval(267, 379, 12, 9, GRAY_MATTER, None)
    c.oval(293, 379, 12, 9, GRAY_MATTER, None)
    _cord(c, 280, 530)

    motor = [(212, 84), (224, 140), (234, 190), (256, 285), (267, 379)]
    c.line([(267, 379), (268, 460), (270, 495)], BLUE, 4)
    c.oval(270, 497, 6, 6, BLUE, None)
    c.line([*motor, (296, 400), (330, 432), (368, 480), (372, 520), (342, 548)], RED, 5)
    c.line([(342, 548), (312, 512)], RED, 4)
    c.oval(212, 84, 9, 9, RED, None)
    c.oval(342, 548, 6, 6, RED, None)
    nerve = [(310, 509), (318, 470), (352, 456), (400, 460), (424, 466)]
    c.line(nerve[1:4], "white", 10)
    c.line(nerve, GREEN, 5)
    c.oval(310, 509, 9, 9, GREEN, None)
    c.draw.rounded_rectangle(
        [(420 * SCALE, 452 * SCALE), (480 * SCALE, 480 * SCALE)],
        9 * SCALE,
        fill="#d98880",
        outline=INK,
        width=2 * SCALE,
    )
    c.text(450, 466, "muscle", size=15, anchor="mm")

    c.text(18, 110, "upper motor", RED)
    c.text(18, 132, "neuron", RED)
    c.line([(124, 108), (200, 88)], GRAY, 1)
    c.text(18, 470, "anterior tract:", BLUE)
    c.text(18, 492, "front of the cord, beside", BLUE, 16)
    c.text(18, 513, "the midline, not crossed", BLUE, 16)
    c.line([(142, 470), (262, 494)], BLUE, 1)
    for y, words in ((110, "Motor cortex"), (206, "Midbrain: cerebral peduncle"), (300, "Pons: base")):
        c.text(500, y, words)
    c.text(500, 388, "Caudal medulla: pyramids")
    c.text(500, 411, "85-90% cross here", RED)
    c.text(500, 466, "lower motor neuron", GREEN)
    c.text(500, 510, "anterior horn cell", GREEN)
    c.line([(494, 510), (322, 510)], GREEN, 1)
    c.text(500, 549, "lateral tract, crossed", RED)
    c.line([(494, 549), (352, 548)], RED, 1)
    c.text(500, 584, "Spinal cord")
    c.text(340, 598, "back (posterior)", GRAY, 15, "mm")
    c.text(180, 446, "front (anterior)", GRAY, 15, "mm")
    c.text(18, 606, "Sections: the front is up, as on an MRI", GRAY, 15)
    c.save("Corticospinal tract.png")


def _cord(c: Canvas, x: float, y: float) -> None:
    """White matter, the H of the gray matter with its thick anterior horns up, and the fissure in front."""
    c.oval(x, y, 82, 54, TISSUE)
    for side in (-1, 1):
        c.polygon([(x, y - 4), (x + side * 12, y - 20), (x + side * 30, y - 36), (x + side * 46, y - 24),
                   (x + side * 38, y - 6), (x + side * 26, y + 4), (x + side * 34, y + 36), (x + side * 26, y + 42),
                   (x + side * 12, y + 8), (x, y + 6)], GRAY_MATTER)  # fmt: skip
    c.line([(x, y - 54), (x, y - 12)], INK, 3)


# Heart murmurs: what is heard between the sounds

S1, S2, NEXT = 0.0, 0.36, 1.0
"""Sounds of one beat, and the first of the next."""


def _diamond(start: float, end: float, height: float = 1.0) -> Callable[[float], float]:
    middle = (start + end) / 2
    return lambda t: height * max(0.0, 1 - abs(t - middle) / (middle - start)) if start <= t <= end else 0.0


def _plateau(start: float, end: float, height: float) -> Callable[[float], float]:
    return lambda t: height if start <= t <= end else 0.0


def _falling(start: float, end: float) -> Callable[[float], float]:
    return lambda t: (end - t) / (end - start) if start <= t <= end else 0.0


def _rising(start: float, end: float, height: float) -> Callable[[float], float]:
    return lambda t: height * (t - start) / (end - start) if start <= t <= end else 0.0


def _stenosis_of_mitral_valve(t: float) -> float:
    return _falling(0.50, 0.95)(t) * 0.55 + _rising(0.80, 0.99, 0.55)(t)


def _open_duct(t: float) -> float:
    return 1 - abs(t - S2) / S2 * 0.65 if t <= S2 else max(0.15, 1 - (t - S2) * 1.5)


Murmur = tuple[str, Callable[[float], float], str, tuple[tuple[float, str], ...], bool]
MURMURS: tuple[Murmur, ...] = (
    ("Aortic stenosis", _diamond(0.03, 0.33), RED, (), False),
    ("Mitral regurgitation, VSD", _plateau(0.01, 0.35, 0.6), RED, (), False),
    ("Mitral valve prolapse", _rising(0.18, 0.35, 0.8), RED, ((0.17, "click"),), False),
    ("Atrial septal defect", _diamond(0.05, 0.28, 0.5), RED, (), True),
    ("Aortic regurgitation", _falling(0.38, 0.80), BLUE, (), False),
    ("Mitral stenosis", _stenosis_of_mitral_valve, BLUE, ((0.46, "snap"),), False),
    ("Patent ductus arteriosus", _open_duct, GREEN, (), False),
)


def heart_murmurs() -> None:
    left, width, top, step = 250, 440, 112, 62
    c = Canvas(720, top + step * len(MURMURS) + 4)
    c.title("Timing of heart murmurs")

    def at(moment: float) -> float:
        return left + width * moment

    for moment, name in ((S1, "S1"), (S2, "S2"), (NEXT, "S1")):
        c.text(at(moment), 78, name, size=20, anchor="mm")
    c.text(at(S2 / 2), 78, "systole", RED, anchor="mm")
    c.text(at((S2 + NEXT) / 2), 78, "diastole", BLUE, anchor="mm")
    for row, (name, loud, color, extra, split) in enumerate(MURMURS):
        y = top + step * row + 20
        c.text(18, y, name)
        c.line([(at(0), y), (at(1), y)], GRAY, 1)
        moments = [i / 400 for i in range(401)]
        upper = [(at(t), y - 20 * loud(t)) for t in moments]
        c.polygon([*upper, *((x, 2 * y - up) for x, up in reversed(upper))], color)
        for moment in (S1, S2, NEXT, *([S2 + 0.06] if split else [])):
            c.line([(at(moment), y - 24), (at(moment), y + 24)], INK, 5)
        for moment, word in extra:
            c.line([(at(moment), y - 16), (at(moment), y + 16)], GREEN, 4)
            c.text(
                at(moment) + (5 if word == "snap" else -6), y - 21, word, GREEN, 14, "lm" if word == "snap" else "rm"
            )
        if split:
            c.text(at(S2 + 0.09), y - 14, "fixed split S2", INK, 14)
    c.save("Heart murmurs.png")


# ECG strips


def _bump(t: float, middle: float, width: float, height: float) -> float:
    return height * math.exp(-(((t - middle) / width) ** 2))


def _wave_p(t: float, at: float) -> float:
    return _bump(t, at, 0.035, 0.16)


def _complex(t: float, at: float, wide: float = 1.0) -> float:
    """QRS and T of one beat whose R peak is at `at`."""
    qrs = _bump(t, at - 0.03 * wide, 0.012 * wide, -0.15) + _bump(t, at, 0.016 * wide, 1.0)
    return qrs + _bump(t, at + 0.035 * wide, 0.014 * wide, -0.25) + _bump(t, at + 0.28, 0.055, 0.25)


def _strips(
    name: str, title: str, strips: Sequence[tuple[str, str, Callable[[float], float], Sequence[float]]]
) -> None:
    """One strip below the other: its name, what to see, the curve over six seconds, and the P waves to point at."""
    step, seconds, left, width = 122, 6.0, 18, 684
    c = Canvas(720, 54 + step * len(strips))
    c.title(title)
    for row, (label, seen, curve, waves) in enumerate(strips):
        top = 54 + step * row
        c.text(left, top + 14, label, size=19)
        c.text(left + 250, top + 14, seen, GRAY, 17)
        base = top + 92
        for i in range(31):
            x = left + width * i / 30
            c.line([(x, top + 32), (x, top + 112)], PALE, 1)
        for i in range(5):
            c.line([(left, top + 32 + 20 * i), (left + width, top + 32 + 20 * i)], PALE, 1)
        points = [(left + width * i / 1400, base - 50 * curve(seconds * i / 1400)) for i in range(1401)]
        c.line(points, INK, 2.5)
        for wave in waves:
            x = left + width * wave / seconds
            c.polygon([(x - 5, top + 104), (x + 5, top + 104), (x, top + 96)], RED)
    c.save(name)


def _steps(first: float, step: float, end: float = 6.0) -> Iterator[float]:
    at = first
    while at < end:
        yield at
        at += step


def tachycardias() -> None:
    irregular = (0.35, 0.85, 1.62, 2.05, 2.95, 3.36, 3.80, 4.72, 5.15, 5.75)

    def fibrillation(t: float) -> float:
        line = 0.05 * math.sin(37 * t) + 0.04 * math.sin(53 * t + 1) + 0.03 * math.sin(71 * t + 2)
        return line + sum(_complex(t, at) for at in irregular)

    def flutter(t: float) -> float:
        saw = 0.28 * (0.5 - (t / 0.2) % 1.0)
        return saw + 0.1 + sum(_complex(t, at) - _bump(t, at + 0.28, 0.055, 0.25) for at in _steps(0.3, 0.8))

    def torsades(t: float) -> float:
        return 0.35 + 0.75 * math.sin(math.pi * t / 1.5) * math.sin(2 * math.pi * 4.2 * t)

    def ventricular(t: float) -> float:
        mixed = math.sin(31 * t) + 0.8 * math.sin(23 * t + 1.3) + 0.7 * math.sin(41 * t + 0.4) + 0.5 * math.sin(13 * t)
        return 0.35 + 0.22 * mixed

    _strips("Tachycardia strips.png", "Fast rhythms", (
        ("Atrial fibrillation", "no P waves, irregularly irregular", fibrillation, ()),
        ("Atrial flutter, 4:1", "sawtooth, regular", flutter, ()),
        ("Torsades de pointes", "wide, twists around the line", torsades, ()),
        ("Ventricular fibrillation", "chaos, no pulse", ventricular, ()),
    ))  # fmt: skip


def heart_blocks() -> None:
    def beats(pairs: Sequence[tuple[float, float | None]], wide: float = 1.0) -> Callable[[float], float]:
        return lambda t: sum(_wave_p(t, p) + (_complex(t, r, wide) if r is not None else 0) for p, r in pairs)

    first = [(p, p + 0.34) for p in _steps(0.15, 0.95)]
    delays = (0.18, 0.28, 0.38, None)
    growing = [(p, None if (gap := delays[i % 4]) is None else p + gap) for i, p in enumerate(_steps(0.15, 0.90))]
    dropped = [(p, None if i % 3 == 2 else p + 0.20) for i, p in enumerate(_steps(0.15, 0.74))]
    atria, ventricles = list(_steps(0.10, 0.70)), list(_steps(0.45, 1.55))

    def third(t: float) -> float:
        return sum(_wave_p(t, p) for p in atria) + sum(_complex(t, r, 1.8) for r in ventricles)

    _strips("Heart block strips.png", "AV block (red: P waves)", (
        ("First degree", "PR over 200 ms, no beat lost", beats(first), [p for p, _ in first]),
        ("Mobitz I (Wenckebach)", "PR grows, then a beat is lost", beats(growing), [p for p, _ in growing]),
        ("Mobitz II", "PR constant, beats lost", beats(dropped, 1.4), [p for p, _ in dropped]),
        ("Third degree", "P and QRS independent", third, atria),
    ))  # fmt: skip


# Visual fields: lesions of the right side


def visual_fields() -> None:
    c = Canvas(760, 530)
    c.title("Visual field defects")
    left, right, y = 100.0, 250.0, 104.0
    for x in (left, right):
        c.oval(x, y, 34, 34, TISSUE)
    c.text(left, 58, "left eye", GRAY, 15, "mm")
    c.text(right, 58, "right eye", GRAY, 15, "mm")
    c.line([(96, 136), (154, 200), (118, 262), (84, 300)], BLUE, 5)
    c.line([(242, 136), (178, 204), (128, 262), (92, 300)], BLUE, 5)
    c.line([(254, 136), (196, 200), (232, 262), (266, 300)], RED, 5)
    c.line([(108, 136), (172, 204), (222, 262), (258, 300)], RED, 5)
    for x, color in ((88, BLUE), (262, RED)):
        c.oval(x, 306, 15, 11, color)
    c.line([(80, 314), (30, 344), (46, 404), (150, 468)], BLUE, 5)
    c.line([(94, 316), (112, 380), (160, 452)], BLUE, 5)
    c.line([(270, 314), (320, 344), (304, 404), (200, 468)], RED, 5)
    c.line([(256, 316), (238, 380), (190, 452)], RED, 5)
    c.oval(156, 466, 20, 18, "#b9cfe8")
    c.oval(194, 466, 20, 18, "#efc2bb")
    c.text(175, 494, "occipital lobes", GRAY, 15, "mm")
    c.text(18, 512, "red: from the left visual field", RED, 15)
    for number, (x, at) in enumerate(((221, 165), (175, 206), (216, 243), (318, 352), (241, 370), (205, 460)), 1):
        c.oval(x, at, 13, 13, "#fff4c2")
        c.text(x, at, str(number), size=17, anchor="mm")

    rows = (
        ("right optic nerve", "right eye blind", (), ((0, 360),)),
        ("chiasm", "bitemporal hemianopia", ((90, 270),), ((-90, 90),)),
        ("right optic tract", "left hemianopia", ((90, 270),), ((90, 270),)),
        ("right temporal (Meyer)", "left upper quadrant", ((180, 270),), ((180, 270),)),
        ("right parietal", "left lower quadrant", ((90, 180),), ((90, 180),)),
        ("right occipital (PCA)", "left, macula spared", ((90, 270),), ((90, 270),)),
    )
    c.text(416, 58, "L", GRAY, 15, "mm")
    c.text(478, 58, "R", GRAY, 15, "mm")
    c.text(520, 58, "fields as the patient sees them", GRAY, 15)
    for number, (place, loss, in_left, in_right) in enumerate(rows, 1):
        at = 28 + 74 * number
        c.text(366, at, str(number), size=20, anchor="mm")
        for x, lost in ((416, in_left), (478, in_right)):
            c.oval(x, at, 27, 27, "white")
            for start, end in lost:
                c.slice(x, at, 27, start, end, INK)
            if number == 6:
                c.slice(x, at, 9, 0, 360, "white")
            c.oval(x, at, 27, 27, None)
        c.text(520, at - 11, place)
        c.text(520, at + 12, loss, RED, 17)
    c.save("Visual field defects.png")


def main() -> None:
    """Draws every picture."""
    for picture in (corticospinal_tract, heart_murmurs, tachycardias, heart_blocks, visual_fields):
        picture()


if __name__ == "__main__":
    main()
