"""Folding: what a reader takes for the same when searching. Spellings become one and the way back stays exact.

Most folding puts one code point for another, so the map back records only the places where something was dropped or
grew longer. The text is taken in pieces, which keeps the memory small where every letter carries a mark.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import accumulate
from operator import add

from annotations.clusters import INVISIBLE, ZWJ, ZWNJ
from annotations.model import Span

HARAKAT = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
)
"""The Arabic marks, as the inside of a character class."""


def _ranges(characters: Iterable[str]) -> str:
    """The inside of a character class. As ranges, since beyond the BMP every single one would slow the search down."""
    first: list[int] = []
    last: list[int] = []
    for code in sorted(map(ord, characters)):
        if last and code == last[-1] + 1:
            last[-1] = code
        else:
            first.append(code)
            last.append(code)
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in zip(first, last, strict=True))


_CONTROLS = _ranges(INVISIBLE | {ZWNJ, ZWJ}) + "\u202a-\u202e\u2066-\u2069"
_TATWEEL = "ـ"

_MARK = re.compile(f"[{HARAKAT}]")
_MARKS = re.compile(f"[{HARAKAT}]*")
_TRAILING_MARKS = re.compile(f"(?:[{_CONTROLS}]*[{HARAKAT}]+)*")

# A letter and a combining hamza or madda are one letter that Unicode also encodes whole, and fold like it.
_COMBINED = re.compile(f"([اويىی])(?=[{HARAKAT}]*?([\u0653\u0654\u0655]))")
_WHOLE = {
    "ا\u0653": "آ", "ا\u0654": "أ", "ا\u0655": "إ",
    "و\u0654": "ؤ", "ي\u0654": "ئ", "ى\u0654": "ئ", "ی\u0654": "ئ",
}  # fmt: skip

_ANY_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_NOTHING = "(?!)"
_PIECE = 1 << 16
"""Code points that are folded at a time."""


@dataclass(frozen=True)
class Folding:
    """What folding joins; each can be switched off."""

    harakat: bool = True
    """Vowel signs and other Arabic marks are dropped."""
    tatweel: bool = True
    """ـ is dropped."""
    alefs: bool = True
    """أ إ آ ٱ are ا."""
    ya: bool = True
    """ى and the Persian ی are ي."""
    ta: bool = True
    """ة is ه."""
    kaf: bool = True
    """The Persian ک is ك."""
    digits: bool = True
    """Arabic-Indic digits, ٠ and ۰, are European ones."""
    forms: bool = True
    """Presentation forms are the letters that they show; a ligature is several."""
    controls: bool = True
    """Joiners, marks of direction and other controls that show nothing are dropped."""
    case: bool = True
    """Capitals are small letters."""


EVERYTHING = Folding()
NOTHING = Folding(*[False] * len(fields(Folding)))
"""Every code point counts."""


@dataclass(frozen=True)
class Folded:
    """A folded text, and the way from its offsets back to those of the original."""

    original: str
    text: str
    starts: Sequence[int]
    """Where each stretch begins in ``text``, and where the last ends. In a stretch one code point stands for one, but
    for its end: there some of the original were dropped, or the last one became several."""
    origins: Sequence[int]
    """The same places in ``original``."""

    def span(self, start: int, end: int) -> Span:
        """The code points of the original that ``text[start:end]`` (not empty) stands for.

        The marks on its last letter are within; marks before its first letter, which sit on another one, are not.
        """
        first, last = self._origin(start), self._origin(end - 1)
        while first > 0 and _MARK.match(self.original, first):
            first -= 1
        marks = _TRAILING_MARKS.match(self.original, last + 1)
        return Span(first, marks.end() if marks else last + 1)

    def place(self, offset: int) -> int:
        """Where in ``text`` begins what the original has at ``offset`` or after it."""
        stretch = bisect_right(self.origins, offset, hi=len(self.origins) - 1) - 1
        begin, end = self.starts[stretch], self.starts[stretch + 1]
        return min(begin + offset - self.origins[stretch], end)

    def _origin(self, place: int) -> int:
        stretch = bisect_right(self.starts, place, hi=len(self.starts) - 1) - 1
        begin, end = self.origins[stretch], self.origins[stretch + 1]
        return min(begin + place - self.starts[stretch], end - 1)


def fold(text: str, rules: Folding = EVERYTHING) -> Folded:
    """Folds a text of any size; what it costs grows with the text and with what has to be dropped from it."""
    if rules == NOTHING:
        return Folded(text, text, [0, len(text)], [0, len(text)])
    plan = _plan(rules)
    folded: list[str] = []
    starts, origins = array("I", [0]), array("I", [0])
    for piece in _pieces(text):
        if rules.harakat:
            piece = combined(piece)
        with_forms = rules.forms and _ANY_FORM.search(piece) is not None
        parts = (plan.irregular if with_forms else plan.dropped).split(piece)
        kept, irregular = parts[0::2], [*parts[1::2], ""]
        lengths = map(add, map(len, kept), map(len, irregular))
        origins.extend(accumulate(lengths, initial=origins.pop()))
        if with_forms:
            kept = [
                part + plan.longer.get(form, "") for part, form in zip(kept, irregular, strict=True)
            ]
        starts.extend(accumulate(map(len, kept), initial=starts.pop()))
        regular = "".join(kept)
        if with_forms:
            regular = regular.translate(plan.forms)
        for spelling, same in plan.pairs:  # twenty times faster than one table for all
            regular = regular.replace(spelling, same)
        folded.append(_small(regular) if rules.case else regular)
    return Folded(text, "".join(folded), starts, origins)


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces, no letter parted from its marks."""
    begin = 0
    while begin < len(text):
        marks = _MARKS.match(text, begin + _PIECE)
        assert marks is not None
        yield text[begin : marks.end()]
        begin = marks.end()


def combined(text: str) -> str:
    """The same length: a letter that carries a combining hamza or madda becomes the letter that has it."""
    if not any(mark in text for mark in "\u0653\u0654\u0655"):
        return text
    return _COMBINED.sub(lambda found: _WHOLE.get(found[1] + found[2], found[1]), text)


def _small(text: str) -> str:
    """The same length: İ is the one capital that grows, and final sigma the one letter that depends on its place."""
    return text.replace("İ", "I").lower().replace("ς", "σ")


@dataclass(frozen=True)
class _Plan:
    """The rules, made ready."""

    dropped: re.Pattern[str]
    irregular: re.Pattern[str]
    """What is dropped, and the forms that do not become exactly one letter."""
    longer: dict[str, str]
    """Those forms, folded."""
    forms: dict[int, str]
    """The other forms."""
    pairs: tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def _plan(rules: Folding) -> _Plan:
    dropped = HARAKAT * rules.harakat + _TATWEEL * rules.tatweel + _CONTROLS * rules.controls
    run = f"[{dropped}]+" if dropped else _NOTHING
    forms = {form: re.sub(run, "", letters) for form, letters in _forms().items()}
    longer = {form: letters for form, letters in forms.items() if len(letters) != 1}
    pairs = (
        [(alef, "ا") for alef in "أإآٱ"] * rules.alefs
        + [("ى", "ي"), ("ی", "ي")] * rules.ya
        + [("ة", "ه")] * rules.ta
        + [("ک", "ك")] * rules.kaf
        + [*zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2, strict=True)] * rules.digits
    )
    return _Plan(
        dropped=re.compile(f"({run})"),
        irregular=re.compile(f"({run}|[{''.join(longer)}])"),
        longer=longer,
        forms={ord(form): letters for form, letters in forms.items() if len(letters) == 1},
        pairs=tuple(pairs),
    )


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """The letters that each presentation form shows. A mark encoded on a space or on a tatweel is the mark alone."""
    shown: dict[str, str] = {}
    for code in [*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)]:
        form = chr(code)
        letters = unicodedata.normalize("NFKC", form)
        if letters != form:
            shown[form] = re.sub(f"^[ {_TATWEEL}](?=[{HARAKAT}])", "", letters)
    return shown
