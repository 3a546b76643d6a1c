"""Contextual forms: what is written to the terminal for each cluster of a paragraph, and how many cells it takes.

A terminal draws every character by itself, so that a joined letter must be sent as one of Unicode's presentation
forms. Letters join as ArabicShaping.txt says; of the ligatures only lam-alef is made, one cell of two letters.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Final, NamedTuple, cast

from annotations.clusters import classes, clusters
from tui.text.bidi_data import JOINING, JOINING_STARTS

ISOLATED, INITIAL, MEDIAL, FINAL = range(4)
_LONGEST_WORD_TO_KEEP = 64

# --- tables ----------------------------------------------------------------------------------------------------------

Forms = tuple[str, str, str, str]
"""The isolated, initial, medial and final form of a letter; empty where Unicode has none."""


def _letters_of_arabic_reshaper() -> dict[str, Forms]:
    # The file alone: the package's own __init__ builds expressions for 300 ligatures and reads a configuration.
    package = find_spec("arabic_reshaper")
    assert package is not None
    assert package.origin is not None
    spec = spec_from_file_location("_letters", Path(package.origin).with_name("letters.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    letters = cast("dict[str, Forms]", dict(module.LETTERS_ARABIC))
    del letters[module.ZWJ]
    return letters


def _presentation_forms() -> tuple[dict[str, Forms], dict[str, tuple[str, str]]]:
    """Each letter's forms, and each alef's ligatures with lam (isolated, final)."""
    places = {"<isolated>": ISOLATED, "<initial>": INITIAL, "<medial>": MEDIAL, "<final>": FINAL}
    found: dict[str, list[str]] = {}
    ligatures: dict[str, list[str]] = {}
    for form in map(chr, chain(range(0xFB50, 0xFBFF + 1), range(0xFE80, 0xFEFC + 1))):
        place, *codes = unicodedata.decomposition(form).split() or [""]
        if place in places and len(codes) == 1:
            letter = chr(int(codes[0], 16))
            found.setdefault(letter, ["", "", "", ""])[places[place]] = form
        elif place in places and codes[0] == "0644" and form >= "\ufef5":
            alef = chr(int(codes[1], 16))
            ligatures.setdefault(alef, ["", ""])[places[place] == FINAL] = form
    forms = {letter: cast("Forms", tuple(shapes)) for letter, shapes in found.items()}
    for letter, shapes in _letters_of_arabic_reshaper().items():
        known = forms.get(letter, ("", "", "", ""))
        forms[letter] = cast("Forms", tuple(a or b for a, b in zip(shapes, known, strict=True)))
    del forms["ء"]  # it joins nothing
    return forms, {alef: (shapes[0], shapes[1]) for alef, shapes in ligatures.items()}


FORMS, LAM_ALEF = _presentation_forms()
_LAM_JOINED = (FORMS["ل"][MEDIAL], FORMS["ل"][FINAL])

UNKNOWN: Final = "\ufffd"
WITHOUT_BASE: Final = "◌"
_STAND_INS = {
    "\t": " ",
    **dict.fromkeys("\n\r\u0085\u2028\u2029", "↵"),
    # What reorders is shown, so that no one is deceived: embeddings, overrides, isolates, and what ends them.
    "\u202a": "▷", "\u202b": "◁", "\u202d": "▸", "\u202e": "◂", "\u202c": "◇",
    "\u2066": "⇨", "\u2067": "⇦", "\u2068": "⇔", "\u2069": "◈",
    # Signs that terminals disagree about: end of verse, and those that span digits.
    "\u06dd": "○", "\u08e2": "○",
    **dict.fromkeys("\u0600\u0601\u0602\u0603\u0604\u0605\u0890\u0891", "#"),
    "\u115f": "\u3000",
}  # fmt: skip


@lru_cache(maxsize=4096)
def _joining(character: str) -> str:
    """The joining type: D, R, L, C, T or U."""
    return JOINING[bisect_right(JOINING_STARTS, ord(character)) - 1]


@lru_cache(maxsize=4096)
def _safe(character: str) -> str:
    """What is written for a character that is no mark and does not join: itself, unless a terminal could take it for
    an order or draw it with another width than Rich counts."""
    if character in _STAND_INS:
        return _STAND_INS[character]
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs", "Cn"):
        return UNKNOWN
    if category == "Zs" and character not in "\u1680\u3000":
        return " "
    if "\U0001f1e6" <= character <= "\U0001f1ff":  # a regional indicator is drawn as its letter
        return chr(ord(character) - 0x1F1E6 + ord("A"))
    return character


@lru_cache(maxsize=4096)
def _mark(character: str, harakat: bool) -> str:
    """What is written for a mark after its base: itself, unless terminals disagree about it, its letter has it already,
    or it is of the harakat and these are off."""
    code = ord(character)
    # A mark that its letter has taken in, the frame of a keycap, skin tones.
    if character == _TAKEN or code == 0x20E3 or 0x1F3FB <= code <= 0x1F3FF:
        return ""
    if not harakat and any(code in codes for codes in _HARAKAT):
        return ""
    return character


_HARAKAT = (
    range(0x610, 0x61B),
    range(0x64B, 0x654),
    range(0x656, 0x660),
    range(0x670, 0x671),
    range(0x6D6, 0x6EE),
    range(0x898, 0x8A0),
    range(0x8CA, 0x900),
)
"""Without hamza above and below, which are of the letter."""


# --- shaping ---------------------------------------------------------------------------------------------------------


class Shaped(NamedTuple):
    """A paragraph's clusters: where they begin (and the text's length), what is written for each, and its cells.

    A glyph is its base and then its marks, in logical order, not mirrored; it is empty for a cluster that shows
    nothing. ``widths`` has one byte a cluster: 0, 1 or 2, what ``rich.cells.cell_len`` says of the glyph.
    """

    bounds: list[int]
    glyphs: list[str]
    widths: bytes


def shape(text: str, *, harakat: bool = True) -> Shaped:
    """Shape one paragraph. Without ``harakat`` the marks of Arabic are left out of the glyphs; nothing else changes."""
    if "\n" in text or "\u2029" in text:  # no paragraph: its words are not clustered one by one
        lengths, glyphs, widths = _shape(text, harakat)
        return Shaped([0, *accumulate(lengths)], list(glyphs), widths)
    first, *rest = text.split(" ")
    if rest and not classes(first).strip(
        b"hyz"
    ):  # at the start, these belong to the space that follows
        first = f"{first} {rest.pop(0)}"
    words = [
        _word(first, harakat) if len(first) < _LONGEST_WORD_TO_KEEP else _shape(first, harakat)
    ]
    words += [
        _spaced(word, harakat) if len(word) < _LONGEST_WORD_TO_KEEP else _shape(" " + word, harakat)
        for word in rest
    ]
    return Shaped(
        [0, *accumulate(chain.from_iterable([word[0] for word in words]))],
        list(chain.from_iterable([word[1] for word in words])),
        b"".join([word[2] for word in words]),
    )


_Word = tuple[bytes | list[int], list[str], bytes]
"""Clusters: the length of each in code points, its glyph, its cells."""


@lru_cache(maxsize=1 << 13)
def _word(word: str, harakat: bool) -> _Word:
    return _shape(word, harakat)


@lru_cache(maxsize=1 << 13)
def _spaced(word: str, harakat: bool) -> _Word:
    """The word with the space before it: a mark that follows a space belongs to the space."""
    return _shape(" " + word, harakat)


def _shape(text: str, harakat: bool) -> _Word:
    kinds = classes(text)
    drawn = _composed(text)
    forms = _forms(drawn)
    if (
        not kinds.translate(None, b"xsla") and b"la" not in kinds
    ):  # as most words: each letter by itself
        return b"\1" * len(text), forms, b"\1" * len(text)
    bounds = clusters(text)
    glyphs, widths = [], bytearray()
    for start, end in pairwise(bounds):
        base = start
        while base < end and kinds[base] in b"hyz":
            base += 1
        if base == end:
            glyphs.append("")
            widths.append(0)
            continue
        kind, glyph, rest = kinds[base : base + 1], forms[base], base + 1
        width = 2 if kind in b"wP" else 1
        if kind == b"l" and (alef := kinds.find(b"a", base, end)) > 0:
            glyph = LAM_ALEF[drawn[alef]][glyph in _LAM_JOINED]
        elif kind == b"f" and kinds[base + 1 : end].startswith(b"f"):
            glyph += forms[base + 1]
            width = 2
        elif kind == b"e":
            glyph, rest = WITHOUT_BASE, base
        for place in range(rest, end):
            if kinds[place] == 101:  # e
                glyph += _mark(drawn[place], harakat)
            elif kind in b"pP" and kinds[place] in b"pP":
                break  # of a joined sequence the first picture is drawn
        glyphs.append(glyph)
        widths.append(width)
    return (
        [end - start for start, end in pairwise(bounds)],
        glyphs,
        bytes(widths),
    )


_TAKEN = "\u034f"  # the grapheme joiner: transparent to joining, and never drawn
_APART = frozenset("\u0653\u0654\u0655")
"""Madda, hamza above and hamza below."""


def _composed(text: str) -> str:
    """The text, of the same length, with each letter that has a hamza or a madda as a mark of its own as the one letter
    that Unicode has for both: they are canonically the same, and only that one has forms."""
    if _APART.isdisjoint(text):  # as nearly all words
        return text

    def one(found: re.Match[str]) -> str:
        letter, between, mark = found.groups()
        both = unicodedata.normalize("NFC", letter + mark)
        return both + between + _TAKEN if both in FORMS else found[0]

    return re.sub("([اويەے])([\u064b-\u0652\u0670]*+)([\u0653-\u0655])", one, text)


def _forms(text: str) -> list[str]:
    """What is written for each code point as a base: letters in the form that their neighbours ask for."""
    joined = [0] * len(text)
    last, open_ = 0, False
    for place, character in enumerate(text):
        kind = _joining(character)
        if kind == "T":
            continue
        if open_ and kind in "DRC":
            joined[last] |= _AFTER
            joined[place] = _BEFORE
        last, open_ = place, kind in "DLC"
    found = []
    for character, sides in zip(text, joined, strict=True):
        forms = FORMS.get(character)
        found.append(_safe(character) if forms is None else forms[_FORM[sides]] or character)
    return found


_BEFORE, _AFTER = 1, 2
_FORM = (ISOLATED, FINAL, INITIAL, MEDIAL)
"""By the sides on which a letter joins."""
