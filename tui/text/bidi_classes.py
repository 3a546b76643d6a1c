"""The class byte of each character for the bidirectional algorithm.

``bidi_data`` names the classes. The brackets that N0 pairs have a byte for each pair instead: ``OPENING`` and up for
the opening ones, ``CLOSING`` and up for their partners.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import lru_cache

from tui.text.bidi_data import BIDI, BIDI_STARTS, BRACKETS, EQUIVALENT

_RARE_BRACKET = "k"
OPENING, CLOSING = 0x80, 0xC0  # the bytes of the first opening bracket and of its partner


def _bracket_bytes() -> dict[str, int]:
    found = {}
    kinds = [
        pair
        for pair in zip(BRACKETS[::2], BRACKETS[1::2], strict=True)
        if pair[0] not in EQUIVALENT
    ]
    for kind, (opening, closing) in enumerate(kinds):
        found[opening], found[closing] = OPENING + kind, CLOSING + kind
    return found | {same: found[character] for same, character in EQUIVALENT.items()}


_BRACKET = _bracket_bytes()


@lru_cache(maxsize=4096)
def _class(character: str) -> str:
    if character in _BRACKET:
        return _RARE_BRACKET
    return BIDI[bisect_right(BIDI_STARTS, ord(character)) - 1]


# As in annotations.clusters: a byte of its own for each character of ordinary text, found by a C table that must begin
# with NUL; the others get a byte that stands for their class.
_COMMON = [
    "\0\t",
    *map(chr, range(0x20, 0x7F)),
    *map(chr, range(0x621, 0x63B)),
    *map(chr, range(0x640, 0x656)),
    *map(chr, range(0x660, 0x66E)),
    *map(chr, range(0x6F0, 0x6FA)),
    "،؛؟ٰٱپچژکگیۀەٹڈڑںھہےۆۇۈېۋڭ",
    "«»“”‘’…–—\u00a0\u200c\u200e\u200f",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
]
_COMMON_TEXT = "".join(_COMMON)
_TABLE = codecs.charmap_build(_COMMON_TEXT.ljust(256, "\ufffe"))
_KINDS = "".join(sorted({*BIDI, _RARE_BRACKET}))
_FIRST_RARE = 256 - len(_KINDS)
assert len(_COMMON_TEXT) <= _FIRST_RARE
_RARE = {kind: bytes([_FIRST_RARE + place]) for place, kind in enumerate(_KINDS)}
_TO_CLASS = (
    bytes(_BRACKET.get(c, ord(_class(c))) for c in _COMMON_TEXT).ljust(_FIRST_RARE, b"n")
    + _KINDS.encode()
)


def _rare(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return b"".join(_RARE[_class(c)] for c in error.object[error.start : error.end]), error.end


codecs.register_error("hashiya.bidi", _rare)


def bidi_classes(text: str) -> bytes:
    """The class byte of each code point."""
    classes = codecs.charmap_encode(text, "hashiya.bidi", _TABLE)[0].translate(_TO_CLASS)
    if b"k" not in classes:
        return classes
    known = bytearray(classes)
    for bracket in re.finditer(b"k", classes):
        known[bracket.start()] = _BRACKET[text[bracket.start()]]
    return bytes(known)
