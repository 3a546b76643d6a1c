"""Clusters: what the cursor moves by. Extended grapheme clusters (UAX #29), with these differences, which reading asks
for: lam with its marks and an alef is one cluster; an invisible control belongs to the cluster before it (at the start
of a paragraph, to the one after it), so that no press of a key moves over nothing; a spacing mark is a cluster.

The rules are regular expressions over one class byte for each code point: fast, the same in and outside the BMP.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache
from itertools import accumulate

from annotations.model import Span

INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u17b4\u17b5\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0\U000e0001"
) | frozenset(
    chr(code)
    for codes in (
        range(0x180B, 0x1810),  # Mongolian selectors
        range(0x206A, 0x2070),
        range(0xFE00, 0xFE10),  # variation selectors
        range(0xE0020, 0xE0080),  # tags
        range(0xE0100, 0xE01F0),
    )
    for code in codes
)
"""Characters that show nothing and reorder nothing by themselves: soft hyphen, marks of direction, word joiner, BOM,
fillers, variation selectors, tags."""
ZWNJ, ZWJ = "\u200c", "\u200d"

# Class bytes: x any other character, w a wide one, s a space that a row may break at, e a mark, h something invisible,
# y ZWNJ, z ZWJ, l lam, a an alef that lam joins with, p and P a pictograph (P wide), f a regional indicator,
# r carriage return, n line feed, N paragraph separator (rn is one end of a paragraph, rN is not). A cluster takes the
# cells of its first character that is not h, y or z: two for w and P, one for the others (a mark without a base is one
# too); a flag (ff) takes two.
_CLUSTER = re.compile(
    rb"[nN]|rn|[hyz]*(?:l[eh]*a|ff|[pP](?:[ehy]*z[pP])*|[^nN])[ehyz]*",
)
_LETTERS = {
    "\n": "n", "\u2029": "N", "\r": "r", " ": "s", "\t": "s", ZWNJ: "y", ZWJ: "z",
    "ل": "l", "ا": "a", "أ": "a", "إ": "a", "آ": "a",
}  # fmt: skip
# Strings, which ``re`` compiles when the first such character is met.
_PICTURES = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
)
_WIDE_SINCE_16 = (
    "[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d356\U0001d360-\U0001d376]"
)
"""Narrow in the tables of older Pythons, wide in those that terminals and Rich go by."""


@lru_cache(maxsize=4096)
def _class(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    code, category = ord(character), unicodedata.category(character)
    if character in INVISIBLE:
        return "h"
    if (
        category in ("Mn", "Mc", "Me")
        or 0x1F3FB <= code <= 0x1F3FF  # skin tones
        or 0x1160 <= code <= 0x11FF  # Hangul vowels and finals
        or (0xD7B0 <= code <= 0xD7FB and category != "Cn")
    ):
        return "e"
    if 0x1F1E6 <= code <= 0x1F1FF:
        return "f"
    if category == "Cn":  # a stand-in is shown, since no one knows its width
        return "x"
    wide = unicodedata.east_asian_width(character) in "WF"
    if code < 0x203C and character not in "©®":  # before the first of the others
        return "w" if wide else "x"
    wide = wide or re.match(_WIDE_SINCE_16, character) is not None
    if re.match(_PICTURES, character):
        return "P" if wide else "p"
    return "w" if wide else "x"


# The characters of ordinary text get a byte each in one pass of a C table (130 million a second); the rest are looked
# up one by one and get a byte that stands for their class. The table must begin with NUL, or Python builds a slow one.
_CLASSES = "xwsehyzlapPfrnN"
_COMMON = [
    "\0",
    *map(chr, range(0x20, 0x7F)),
    "\t",
    "\n",
    *map(chr, range(0x60C, 0x66E)),
    *"چپژکگیٱٓۀۂە«»“”‘’…–",
]
_TABLE = codecs.charmap_build("".join(_COMMON).ljust(256, "\ufffe"))
_FIRST_RARE = 256 - len(_CLASSES)
assert len(_COMMON) <= _FIRST_RARE
_RARE = {name: bytes([_FIRST_RARE + place]) for place, name in enumerate(_CLASSES)}
_TO_CLASS = "".join(map(_class, _COMMON)).ljust(_FIRST_RARE, "x").encode() + _CLASSES.encode()


def _rare(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return b"".join(_RARE[_class(c)] for c in error.object[error.start : error.end]), error.end


codecs.register_error("hashiya.rare", _rare)


def classes(text: str) -> bytes:
    """The class byte of each code point of ``text`` (their meaning is a comment in this module)."""
    return codecs.charmap_encode(text, "hashiya.rare", _TABLE)[0].translate(_TO_CLASS)


def clusters(text: str) -> list[int]:
    """Where the clusters of ``text`` begin, and ``len(text)`` after the last: ``text[b[i]:b[i + 1]]`` is cluster i."""
    return [0, *accumulate(map(len, _CLUSTER.findall(classes(text))))]


# A letter with its marks: as a cluster, but lam and alef are two, and a control beside it is no part of it.
_LETTER = re.compile(rb"[nN]|rn|(?:ff|[pP](?:[ehy]*z[pP])*|[^nN])(?:[hyz]*e)*")
_INSIDE = frozenset("ehyzpPfn")
"""The classes of what a letter may have inside."""
_NEAR = 256
"""Code points that are looked through for where a letter begins: no one has written a longer one."""


def whole(text: str, span: Span) -> Span:
    """``span`` with all of the letters that it begins and ends in: no mark is parted from its base, no emoji or flag
    cut. An alef after a lam is a letter of its own, as names begin there (``لأنشطة``)."""
    start, end = span
    return Span(_letter(text, start).start, _letter(text, end).end)


def _letter(text: str, offset: int) -> Span:
    """The letter that ``offset`` is inside of; ``offset`` alone where it is between two."""
    nowhere = Span(offset, offset)
    if not 0 < offset < len(text) or _class(text[offset]) not in _INSIDE:
        return nowhere
    first, last = offset - 1, offset + 1
    while first > max(0, offset - _NEAR) and _class(text[first]) in _INSIDE - {"n"}:
        first -= 1
    while last < min(len(text), offset + _NEAR) and _class(text[last]) in _INSIDE - {"n"}:
        last += 1
    for found in _LETTER.finditer(classes(text[first:last])):
        if first + found.start() < offset < first + found.end():
            return Span(first + found.start(), first + found.end())
    return nowhere
