"""How colours are seen: the contrast of two, and how far apart they are, for eyes that see all colours or miss one."""

from __future__ import annotations

from rich.color import Color

Rgb = tuple[int, int, int]
Matrix = tuple[tuple[float, float, float], ...]


def linear(part: int) -> float:
    """A part of an sRGB colour (0 to 255) as light, 0 to 1."""
    value = part / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(color: Rgb) -> float:
    red, green, blue = map(linear, color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG 2.2's contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# After Machado, Oliveira and Fernandes (A Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE
# 2009), severity 1, for linear light.
EYES: dict[str, Matrix] = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def lab(color: Rgb, eye: Matrix) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as an eye sees it."""
    light = [linear(part) for part in color]
    seen = [min(1, max(0, sum(m * x for m, x in zip(row, light, strict=True)))) for row in eye]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        sum(m * part for m, part in zip(row, seen, strict=True)) / full
        for row, full in zip(to_xyz, white, strict=True)
    )
    x, y, z = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Rgb, other: Rgb, eye: Matrix) -> float:
    pairs = zip(lab(one, eye), lab(other, eye), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def rgb(color: Color | None) -> Rgb:
    assert color is not None
    red, green, blue = color.get_truecolor()
    return red, green, blue
