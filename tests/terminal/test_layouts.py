"""The tables of the Arabic layouts against those of X11, which came about without us."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from tui.keyboards import CHARACTERS, Keyboard

SYMBOLS = Path("/usr/share/X11/xkb/symbols")
pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(not (SYMBOLS / "ir").exists(), reason="xkb-data is not installed"),
]
LAYOUTS = {
    Keyboard.ARABIC_101: ("ara", "basic"),
    Keyboard.ARABIC_MAC: ("ara", "mac"),
    Keyboard.PERSIAN: ("ir", "pes"),
}
KEYS = "`~ qQ wW eE rR tT yY uU iI oO pP [{ ]} aA sS dD fF gG hH jJ kK lL ;: '\" zZ xX cC vV bB nN mM ,< .> /?"
NAMED = (
    "TLDE",
    *(
        f"A{row}{n:02}"
        for row, most in (("D", 12), ("C", 11), ("B", 10))
        for n in range(1, most + 1)
    ),
)
ROWS = dict(zip(NAMED, KEYS.split(), strict=True))
"""What the keys of X11 type in English, without and with shift."""
OTHERWISE = {(Keyboard.ARABIC_101, "U"): "‘", (Keyboard.ARABIC_101, "M"): "’"}
"""Quotation marks as the printed layout and Windows have them; X11 types ` and ' there, which mean themselves."""
NAMES = {
    "Arabic_ha": "ARABIC LETTER HEH", "Arabic_ra": "ARABIC LETTER REH",
    "Arabic_hamzaonyeh": "ARABIC LETTER YEH WITH HAMZA ABOVE",
    "Arabic_hamzaonwaw": "ARABIC LETTER WAW WITH HAMZA ABOVE",
    "Arabic_hamzaonalef": "ARABIC LETTER ALEF WITH HAMZA ABOVE",
    "Arabic_hamzaunderalef": "ARABIC LETTER ALEF WITH HAMZA BELOW",
    "Arabic_maddaonalef": "ARABIC LETTER ALEF WITH MADDA ABOVE", "Arabic_tehmarbuta": "ARABIC LETTER TEH MARBUTA",
    "Arabic_alefmaksura": "ARABIC LETTER ALEF MAKSURA", "Arabic_superscript_alef": "ARABIC LETTER SUPERSCRIPT ALEF",
    "Farsi_yeh": "ARABIC LETTER FARSI YEH", "division": "DIVISION SIGN", "multiply": "MULTIPLICATION SIGN",
    "guillemotleft": "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK",
    "guillemotright": "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK",
}  # fmt: skip


def character(symbol: str) -> str | None:
    """What a name in X11's tables types outside ASCII; None for ASCII and for nothing."""
    if code := re.fullmatch(r"U0?([0-9A-F]{4})|0x100([0-9a-f]{4})", symbol):
        return chr(int(code[1] or code[2], 16))
    if symbol in NAMES:
        return unicodedata.lookup(NAMES[symbol])
    if not symbol.startswith("Arabic_"):
        return None
    name = symbol.removeprefix("Arabic_").upper().replace("_", " ")
    for words in ("ARABIC LETTER", "ARABIC"):
        try:
            return unicodedata.lookup(f"{words} {name}")
        except KeyError:
            continue
    raise AssertionError(f"not known: {symbol}")


def table(file: str, section: str) -> dict[str, list[str]]:
    """The names on each key of a section and of those that it includes."""
    text = (SYMBOLS / file).read_text("utf-8")
    body = text.split(f'xkb_symbols "{section}" {{')[1].split("\n};")[0]
    keys: dict[str, list[str]] = {}
    lines = r'include\s+"(\w+)\((\w+)\)"|key\s+<(\w+)>\s*\{\s*\[([^\]]*)\]'
    for of, part, key, names in re.findall(lines, re.sub("//.*", "", body)):
        if of in ("ara", "ir"):
            keys |= table(of, part)
        elif key:
            keys[key] = [name.strip() for name in names.split(",")]
    return keys


def typed(keyboard: Keyboard) -> dict[str, str | None]:
    """What each key types in a layout, by what it types in English."""
    keys = table(*LAYOUTS[keyboard])
    return {
        english: character(symbol)
        for key, pair in ROWS.items()
        for english, symbol in zip(pair, keys[key], strict=False)
    }


@pytest.mark.parametrize("keyboard", Keyboard)
def test_every_key_of_the_table_types_what_x11_says(keyboard: Keyboard) -> None:
    by_x11 = typed(keyboard)
    listed = CHARACTERS[keyboard]
    assert len(listed) > 40
    differing = {key: char for key, char in listed.items() if by_x11[key] != char}
    assert differing == {key: char for (of, key), char in OTHERWISE.items() if of is keyboard}


@pytest.mark.parametrize("keyboard", Keyboard)
def test_a_key_that_is_not_in_the_table_is_on_no_unshifted_letter_but_b(keyboard: Keyboard) -> None:
    missing = {
        key
        for key, char in typed(keyboard).items()
        if char and key not in CHARACTERS[keyboard] and not key.isupper()
    }
    assert missing <= {"b", "'", '"', "{", "}", "<", ">", ":", "~"}
