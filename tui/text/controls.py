"""Characters that steer a text and are not seen in it: which they are, and what they are called."""

from __future__ import annotations

import unicodedata

from annotations.clusters import INVISIBLE, ZWJ, ZWNJ
from annotations.model import Span

_HIDDEN = INVISIBLE | {ZWNJ, ZWJ}
_SHOWN = frozenset(
    map(
        chr,
        [
            *range(9),
            *range(0xB, 0x20),
            *range(0x7F, 0xA0),
            *range(0x202A, 0x202F),
            *range(0x2066, 0x206A),
        ],
    )
)
"""Those that a stand-in is drawn for."""


def hidden_in(text: str, start: int, end: int) -> list[Span]:
    """The controls in a part of a text that show nothing by themselves."""
    return [Span(at, at + 1) for at in range(start, end) if text[at] in _HIDDEN]


def named(text: str) -> list[str]:
    """The code point and the name of each control in ``text``, hidden or shown by a stand-in."""
    return [
        f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip()
        for c in text
        if c in _HIDDEN or c in _SHOWN
    ]
