"""Where a row may be stretched, and by how much, so that it reaches the measure as Arabic is justified: by kashida.

A kashida (tatweel) lengthens the joint between two letters. It is a thing of the row alone: its cells belong to the
letter that they lengthen, whose form, place and offsets stay. The order in which joints are taken is that of
Microsoft's rules for Arabic fonts, the late joints of a word before the early ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from tui.text.shaping import FINAL, FORMS, INITIAL, LAM_ALEF, MEDIAL

TATWEEL = "ـ"
MOST = 4
"""Cells: a word is never stretched by more."""
LEAST_LETTERS = 3
"""A shorter word is not stretched."""

_ONWARD = {form: letter for letter, forms in FORMS.items() for form in forms[INITIAL:FINAL] if form}
"""What joins the letter after it, as it is drawn, and the letter that it is."""
_MEDIAL = {forms[MEDIAL]: letter for letter, forms in FORMS.items() if forms[MEDIAL]}
_FINAL = {forms[FINAL]: letter for letter, forms in FORMS.items() if forms[FINAL]}
_FINAL |= {final: "لا" for _, final in LAM_ALEF.values()}
_NOTHING = "\0"
"""In the place of a cluster that shows nothing."""
_ALLAH = FORMS["ل"][INITIAL] + FORMS["ل"][MEDIAL] + FORMS["ه"][FINAL]

_LONG_TEETH = "سشصضښڛڜڝڞۺۻ"
_BEFORE_FINAL = (
    "هةدذهەۀۃڌڍڎڈ",
    "اأإآٱٲٳطظلكکگڭڪڳڱ",
    "",  # before a tooth that leads to reh or yeh
    "وؤعغقفۆۇۈۋۅۉڤ",
)
_TEETH, _AFTER_TEETH = "بتثنيىئپٹٺٻیې", "رزڑژيىیېے"
_OTHER = 7


def stretched(
    glyphs: list[str], widths: bytes, levels: bytes, spare: int
) -> tuple[list[str], bytes]:
    """The glyphs and widths of a row's clusters, longer by ``spare`` cells; as they are where that would look forced.

    ``glyphs`` are in logical order, as `shape` gives them, ``levels`` their embedding levels. A kashida stands before
    its letter, since a glyph goes from left to right. A word gets one at most."""
    longer = kashidas(glyphs, levels, spare)
    if not longer:
        return glyphs, widths
    glyphs, cells = [*glyphs], bytearray(widths)
    for place, more in longer.items():
        glyphs[place] = TATWEEL * more + glyphs[place]
        cells[place] += more
    return glyphs, bytes(cells)


def parts(glyph: str, width: int) -> list[str]:
    """The glyph of a cluster that may be stretched, cell by cell from left to right; a wide one stays whole."""
    more = width - 1 if glyph.startswith(TATWEEL) else 0
    return [*glyph[:more], glyph[more:]]


def kashidas(glyphs: Sequence[str], levels: bytes, spare: int) -> dict[int, int]:
    """By how many cells each cluster is to be longer, by its index; empty where it cannot be ``spare`` in all."""
    joints = sorted(_joints(glyphs, levels))
    if not 0 < spare <= MOST * len(joints):
        return {}
    cells: dict[int, int] = {}
    while spare:
        for _, equals in groupby(joints, lambda joint: joint[0]):
            places = [place for _, place in equals]
            for place in _spread(places, spare):
                cells[place] = cells.get(place, 0) + 1
            spare -= min(spare, len(places))
    return cells


def _spread(places: list[int], wanted: int) -> list[int]:
    """So many of ``places``, evenly; all if there are no more."""
    many = len(places)
    if wanted >= many:
        return places
    return [places[(2 * nth + 1) * many // (2 * wanted)] for nth in range(wanted)]


def _joints(glyphs: Sequence[str], levels: bytes) -> Iterator[tuple[int, int]]:
    """The best joint of each word: how good it is, 0 the best, and the cluster that would be longer."""
    start = 0
    for word in "".join([glyph[:1] or _NOTHING for glyph in glyphs]).split(" "):
        end = start + len(word)
        best = _best(word)
        # A word that runs from right to left as a whole.
        if (
            best is not None
            and levels[start] & 1
            and levels.count(levels[start], start, end) == end - start
        ):
            yield best[0], start + best[1]
        start = end + 1


@lru_cache(maxsize=1 << 13)
def _best(word: str) -> tuple[int, int] | None:
    """The best joint of a word as it is drawn, without marks: how good it is, and the letter before it. None for one
    that does not join, for a short one, and for the name of God."""
    if sum(map(str.isalpha, word)) < LEAST_LETTERS or _ALLAH in word:
        return None
    found = (
        (_rank(word, place), -place)
        for place, (letter, following) in enumerate(pairwise(word))
        if letter in _ONWARD and (following in _MEDIAL or following in _FINAL)
    )
    best = min(found, default=None)
    return best and (best[0], -best[1])


def _rank(word: str, place: int) -> int:
    """How good the joint after a letter is: 0 the best."""
    letter, following = _ONWARD[word[place]], word[place + 1]
    if letter == TATWEEL or following == TATWEEL:  # the author has stretched the word here
        return 0
    if letter in _LONG_TEETH:
        return 1
    if following in _FINAL:
        last = _FINAL[following]
        for rank, letters in enumerate(_BEFORE_FINAL, 2):
            if last in letters:
                return rank
    elif _MEDIAL[following] in _TEETH:
        after = _FINAL.get(word[place + 2 : place + 3], "")
        return 4 if after and after in _AFTER_TEETH else _OTHER
    return _OTHER
