"""Folding: what a reader takes for the same when searching. Spellings become one and the way back stays exact.

Most folding puts one code point for another, so the map back records only the places where something was dropped or
grew longer. The text is taken in pieces, which keeps the memory small where every letter carries a mark.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from annotations.clusters import INVISIBLE, ZWJ, ZWNJ
from annotations.model import Span

HARAKAT = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
)
"""The Arabic marks, as the inside of a character class."""
_CONTROLS = "".join(sorted(INVISIBLE)) + ZWNJ + ZWJ + "\u202a-\u202e\u2066-\u2069"
_TATWEEL = "ـ"

_MARKS = re.compile(f"[{HARAKAT}]+")
_TRAILING_MARKS = re.compile(f"(?:[{_CONTROLS}]*[{HARAKAT}]+)*")

# A letter and a combining hamza or madda are one letter that Unicode also encodes whole, and fold like it.
_COMBINED = re.compile(f"([اويىی])(?=[{HARAKAT}]*?([\u0653\u0654\u0655]))")
_WHOLE = {
    "ا\u0653": "آ", "ا\u0654": "أ", "ا\u0655": "إ",
    "و\u0654": "ؤ", "ي\u0654": "ئ", "ى\u0654": "ئ", "ی\u0654": "ئ",
}  # fmt: skip

_FORMS = "\ufb50-\ufdff\ufe70-\ufefc"
_PIECE = 1 << 16


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


@dataclass(frozen=True)
class Folded:
    """A folded text, and the way from its offsets back to those of the original."""

    original: str
    text: str
    starts: Sequence[int]
    """Where each stretch begins in the folded text, and its length at the end. A stretch is mapped code point by code
    point, or it is one code point that grew longer, or several that were dropped."""
    origins: Sequence[int]
    """The same places in the original."""

    def span(self, start: int, end: int) -> Span:
        """The code points of the original that ``text[start:end]`` (not empty) stands for.

        The marks on its last letter are within; marks before its first letter, which sit on another one, are not.
        """
        first, last = self._origin(start), self._origin(end - 1)
        while first > 0 and _MARKS.match(self.original, first):
            first -= 1
        marks = _TRAILING_MARKS.match(self.original, last + 1)
        return Span(first, marks.end() if marks else last + 1)

    def _origin(self, place: int) -> int:
        stretch = bisect_right(self.starts, place, hi=len(self.starts) - 1) - 1
        begin, end = self.origins[stretch], self.origins[stretch + 1]
        return min(begin + place - self.starts[stretch], end - 1)


def fold(text: str, rules: Folding = EVERYTHING) -> Folded:
    """Folds a text of any size; what it costs grows with the text and with what has to be dropped from it."""
    plan = _plan(rules)
    joined = plan.combine(text)
    folded: list[str] = []
    starts, origins = array("I", [0]), array("I", [0])
    for begin in range(0, len(text), _PIECE):
        stretches = plan.irregular.split(joined[begin : begin + _PIECE])
        origins.extend(_sums(stretches, origins[-1]))
        stretches[1::2] = [plan.longer.get(stretch, "") for stretch in stretches[1::2]]
        starts.extend(_sums(stretches, starts[-1]))
        folded.append(plan.exchange("".join(stretches)))
    return Folded(text, "".join(folded), starts, origins)


def _sums(stretches: list[str], start: int) -> list[int]:
    return list(accumulate(map(len, stretches), initial=start))[1:]


@dataclass(frozen=True)
class _Plan:
    """The rules, made ready."""

    rules: Folding
    irregular: re.Pattern[str]
    """What is dropped, or grows longer."""
    longer: dict[str, str]
    forms: dict[int, str]
    pairs: tuple[tuple[str, str], ...]

    def combine(self, text: str) -> str:
        """The same length: letters that carry a combining hamza become the letter that has it."""
        if not self.rules.harakat or not any(mark in text for mark in "\u0653\u0654\u0655"):
            return text
        return _COMBINED.sub(lambda found: _WHOLE.get(found[1] + found[2], found[1]), text)

    def exchange(self, text: str) -> str:
        """The same length: one code point for another. Replacing pair by pair is twenty times faster than a table."""
        if self.forms and _ANY_FORM.search(text):
            text = text.translate(self.forms)
        for spelling, same in self.pairs:
            text = text.replace(spelling, same)
        if self.rules.case:
            # The one capital that grows when it becomes small, and the one letter that depends on its place.
            text = text.replace("İ", "I").lower().replace("ς", "σ")
        return text


_ANY_FORM = re.compile(f"[{_FORMS}]")


@lru_cache(maxsize=64)
def _plan(rules: Folding) -> _Plan:
    dropped = HARAKAT * rules.harakat + _TATWEEL * rules.tatweel + _CONTROLS * rules.controls
    gone = re.compile(f"[{dropped}]" if dropped else r"(?!)")
    letters = _forms() if rules.forms else {}
    forms = {form: gone.sub("", shown) for form, shown in letters.items()}
    longer = {form: shown for form, shown in forms.items() if len(shown) != 1}
    irregular = [f"[{dropped}]+"] * bool(dropped) + [f"[{''.join(longer)}]"] * bool(longer)
    pairs = (
        [(alef, "ا") for alef in "أإآٱ"] * rules.alefs
        + [("ى", "ي"), ("ی", "ي")] * rules.ya
        + [("ة", "ه")] * rules.ta
        + [("ک", "ك")] * rules.kaf
        + [*zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2, strict=True)] * rules.digits
    )
    return _Plan(
        rules=rules,
        irregular=re.compile(f"({'|'.join(irregular) or '(?!)'})"),
        longer=longer,
        forms={ord(form): shown for form, shown in forms.items() if len(shown) == 1},
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
