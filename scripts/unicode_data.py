"""Write ``tui/text/bidi_data.py`` from the Unicode Character Database.

    .venv/bin/python scripts/unicode_data.py /usr/share/unicode > tui/text/bidi_data.py

The folder holds BidiBrackets.txt, BidiMirroring.txt, UnicodeData.txt and, in ``extracted/``, DerivedBidiClass.txt and
DerivedJoiningType.txt (Debian's package ``unicode-data``, or https://www.unicode.org/Public/<version>/ucd/).
"""

from __future__ import annotations

import re
import sys
import textwrap
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BIDI = {
    "Left_To_Right": "L", "Right_To_Left": "R", "Arabic_Letter": "A", "European_Number": "E",
    "Arabic_Number": "N", "European_Separator": "-", "European_Terminator": "%",
    "Common_Separator": ",", "Nonspacing_Mark": "m", "Boundary_Neutral": "b",
    "Paragraph_Separator": "B", "Segment_Separator": "S", "White_Space": "w", "Other_Neutral": "n",
    "Left_To_Right_Embedding": "l", "Right_To_Left_Embedding": "r", "Left_To_Right_Override": "<",
    "Right_To_Left_Override": ">", "Pop_Directional_Format": "^", "Left_To_Right_Isolate": "i",
    "Right_To_Left_Isolate": "j", "First_Strong_Isolate": "f", "Pop_Directional_Isolate": "p",
}  # fmt: skip
SHORT = {
    "L": "L", "R": "R", "AL": "A", "EN": "E", "AN": "N", "ES": "-", "ET": "%", "CS": ",",
    "NSM": "m", "BN": "b", "B": "B", "S": "S", "WS": "w", "ON": "n", "LRE": "l", "RLE": "r",
    "LRO": "<", "RLO": ">", "PDF": "^", "LRI": "i", "RLI": "j", "FSI": "f", "PDI": "p",
}  # fmt: skip
HEADER = '''"""Facts of the Unicode Character Database that the text engine needs. Written by scripts/unicode_data.py.

``X_STARTS`` are the first code points of ranges, ``X`` has one letter for each of them.
Bidi classes: L, R, A (AL), E (EN), N (AN), - (ES), % (ET), , (CS), m (NSM), b (BN), B, S, w (WS), n (ON), l (LRE),
r (RLE), < (LRO), > (RLO), ^ (PDF), i (LRI), j (RLI), f (FSI), p (PDI); unassigned code points have their defaults.
Joining types: D (dual), R (to the letter before), L (to the letter after), C (causes joining), T (transparent),
U (none). BRACKETS is opening, closing, opening, …; MIRRORED maps a character to its mirror image (both ways).
"""

from typing import Final

'''


def fields(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The lines of a UCD file as (first field, other fields), comments left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        first, *rest = (part.strip() for part in line.split("#")[0].split(";"))
        if first:
            yield first, rest


def span(text: str) -> range:
    """``0600..0605`` or ``0600`` as code points."""
    first, _, last = text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def property_of_all(path: Path, default: str, names: dict[str, str]) -> list[str]:
    """The letter of every code point: the documented defaults (``@missing``) first, then what is listed."""
    values = [default] * 0x110000
    missing = re.findall(
        r"^# @missing: ([0-9A-F.]+); (\w+)", path.read_text(encoding="utf-8"), re.M
    )
    for where, name in missing:
        for code in span(where):
            values[code] = names.get(name, default)
    for where, (name, *_) in fields(path):
        for code in span(where):
            values[code] = SHORT[name] if names is BIDI else name
    return values


def letters(name: str, text: str) -> str:
    lines = [repr(text[i : i + 90]) for i in range(0, len(text), 90)]
    return f"{name}: Final = (\n" + "".join(f"  {line}\n" for line in lines) + ")\n"


def ranges(name: str, values: list[str]) -> str:
    starts, found, code = [], "", 0
    for value, group in groupby(values):
        starts.append(f"{code:#x},")
        found += value
        code += len(list(group))
    body = textwrap.fill(" ".join(starts), 98, initial_indent="  ", subsequent_indent="  ")
    return f"{name}_STARTS: Final = (\n{body}\n)\n{letters(name, found)}"


def escaped(code: int) -> str:
    return f"\\u{code:04x}"


def flat(name: str, pairs: list[tuple[int, int]]) -> str:
    """The characters of ``pairs`` one after the other."""
    written = [f"{escaped(a)}{escaped(b)}" for a, b in pairs]
    lines = ["".join(written[i : i + 7]) for i in range(0, len(written), 7)]
    return f"{name}: Final = (\n" + "".join(f'  "{line}"\n' for line in lines) + ")"


def main(folder: Path) -> None:
    derived = folder / "extracted"
    bidi = derived / "DerivedBidiClass.txt"
    version = re.search(r"-(\d+\.\d+\.\d+)\.txt", bidi.read_text(encoding="utf-8"))
    assert version is not None
    pairs = [
        (int(a, 16), int(rest[0], 16))
        for a, rest in fields(folder / "BidiBrackets.txt")
        if rest[1] == "o"
    ]
    mirrored = [(int(a, 16), int(rest[0], 16)) for a, rest in fields(folder / "BidiMirroring.txt")]
    known = {code for pair in pairs for code in pair}
    equivalent = [
        (code, int(rest[4], 16))
        for first, rest in fields(folder / "UnicodeData.txt")
        if (code := int(first, 16)) in known and re.fullmatch("[0-9A-F]+", rest[4])
    ]
    joining = property_of_all(derived / "DerivedJoiningType.txt", "U", {})
    sys.stdout.write(HEADER)
    print(f'UNICODE_VERSION: Final = "{version[1]}"\n')
    print(ranges("BIDI", property_of_all(bidi, "L", BIDI)))
    print(ranges("JOINING", joining))
    same = ", ".join(f'"{escaped(a)}": "{escaped(b)}"' for a, b in equivalent)
    print(flat("BRACKETS", pairs))
    print("# Brackets that are the same for N0 (canonical equivalents).")
    print(f"EQUIVALENT: Final = {{{same}}}\n")
    print(flat("_MIRRORED", mirrored))
    print("MIRRORED: Final = dict(zip(_MIRRORED[::2], _MIRRORED[1::2]))")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
