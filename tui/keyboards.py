"""Keyboard layouts: which key a character outside ASCII stands for, when the keyboard is in its Arabic layout.

A terminal tells characters, not keys. An ASCII character always means itself; any other stands for the key that carries
it in the one layout that is set, since the layouts contradict each other. Where a key types ASCII (brackets on some
capitals) or two characters (``b`` of Arabic 101) it cannot be told, and no command sits there alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Keyboard(StrEnum):
    ARABIC_101 = "arabic-101"
    ARABIC_MAC = "arabic-mac"
    PERSIAN = "persian"


_KEYS = "qwertyuiop[]" + "asdfghjkl;'" + "`zxcvbnm,./" + "QWERYUI" + "ASHJK" + "NM?"
_TYPED = {
    # A point stands for what the key cannot be told by.
    Keyboard.ARABIC_101: (
        "ضصثقفغعهخحجد" + "شسيبلاتنمكط" + "ذئءؤر.ىةوزظ"
        + "\u064e\u064b\u064f\u064cإ‘÷" + "\u0650\u064dأـ،" + "آ’؟"
    ),
    Keyboard.ARABIC_MAC: (
        "ضصثقفغعهخحجة" + "شسيبلاتنمك؛" + "ـظطذدزرو،.."
        + "\u064e\u064b\u0650\u064d\u064c\u0652\u0651" + "»«آٱ." + "إؤ؟"
    ),
    Keyboard.PERSIAN: (
        "ضصثقفغعهخحجچ" + "شسیبلاتنمکگ" + "\u200dظطزرذدپو.."
        + "\u0652\u064c\u064d\u064b\u0650\u064e\u0651" + "ؤئآة»" + "\u0654ء؟"
    ),
}  # fmt: skip
KEYS: dict[Keyboard, dict[str, str]] = {
    keyboard: {char: key for key, char in zip(_KEYS, typed, strict=True) if char != "."}
    for keyboard, typed in _TYPED.items()
}
"""Of each layout the key (what it types in English) by the character that it types."""
CHARACTERS = {
    keyboard: {key: char for char, key in keys.items()} for keyboard, keys in KEYS.items()
}
"""The way back."""

NAMES = {
    "[": "left_square_bracket", "]": "right_square_bracket", ";": "semicolon", "'": "apostrophe", "`": "grave_accent",
    ",": "comma", ".": "full_stop", "/": "slash", "?": "question_mark",
}  # fmt: skip
"""Textual's names for keys that are no letters or digits."""

_DIGITS = {digit: str(n % 10) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


def meant(character: str, keyboard: Keyboard) -> str:
    """The ASCII character that is meant by a typed one: itself, a digit, or the key in that layout; else itself."""
    return _DIGITS.get(character) or KEYS[keyboard].get(character, character)


_LETTERS = "asdfghjklqwertyuiopzxcvnm"
"""Keys that can be typed in every layout: all letters but ``b``."""
LETTERS = frozenset(_LETTERS + "QWERYIASHJN")
"""Those, and the capitals that can be: the other ones type an ASCII character in one layout or another, or none."""


def keyed(
    items: Iterable[T],
    key: Callable[[T], str],
    name: Callable[[T], str],
    taken: Iterable[str] = (),
) -> dict[str, T]:
    """Each with a key of its own that is not ``taken``: the one that it has, else the first free letter of its name,
    else any. For what is left without one there is no more room in a menu."""
    used, found = {*taken}, dict[int, str]()
    items = list(items)
    for place, each in enumerate(items):
        if key(each) and key(each) not in used:
            found[place] = key(each)
            used.add(key(each))
    for place, each in enumerate(items):
        if place not in found:
            letters = [*(c for c in name(each).lower() if c in _LETTERS), *_LETTERS]
            if free := next((c for c in letters if c not in used), None):
                found[place] = free
                used.add(free)
    return {found[place]: each for place, each in enumerate(items) if place in found}


def free_letters(taken: Iterable[str]) -> list[str]:
    """Keys for hints, those under the fingers first, then the digits."""
    used = {*taken}
    return [each for each in "fjdkslaghrueiwoqptyvncmxz123456789" if each not in used]
