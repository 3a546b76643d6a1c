"""The program's own words, in the language of whoever reads them.

A message stands in the code in English and is what it is looked up by in a catalogue, ``languages/<language>.po``,
which any editor of gettext's catalogues can edit. Values are named in braces, so that a translation may put them in
another order: ``tr("Exported to {path}", path=path)``. A message that is in no catalogue is said in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import bidirectional

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("en", "ar")
FSI, PDI = "\u2068", "\u2069"
"""FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE: what stands between them keeps its own order (UAX #9)."""
_RLM = "\u200f"
_ISOLATES = "\u2066\u2067\u2068"
_FOLDER = Path(__file__).parent / "languages"

language = "en"
_catalogue: NullTranslations | None = None
_titles: Mapping[str, object] = {}


def use(name: str) -> None:
    """Speak the language with this code, one of `LANGUAGES`, from now on."""
    global language, _catalogue
    language, _catalogue = name, None if name == "en" else _read(name)


def tr(message: str, /, **values: object) -> str:
    """The message in the reader's language, with its values in it."""
    text = _catalogue.gettext(message) if _catalogue and message else message
    return _filled(text, values) if values else text


def trn(one: str, many: str, /, n: int, **values: object) -> str:
    """The message for ``n`` of something, which is ``n`` in it; a language may have more forms than one and many."""
    return _filled(form(one, many, n), {"n": n, **values})


def form(one: str, many: str, n: int) -> str:
    """The message for ``n`` of something, before its values are in it."""
    if _catalogue:
        return _catalogue.ngettext(one, many, n)
    return one if n == 1 else many


def mark(message: str) -> str:
    """The message itself, to be looked up where it is shown: what stands in a table that is made once."""
    return message


def mark_counted(one: str, many: str) -> tuple[str, str]:
    """As `mark`, of what is given to `trn`."""
    return one, many


def listed(parts: list[str]) -> str:
    """“One, two and three”, in the reader's language."""
    *first, last = parts
    if not first:
        return last
    return tr("{first} and {last}", first=tr(", ").join(first), last=last)


def beside(parts: list[str]) -> str:
    """Pieces that have nothing to do with each other, in one row."""
    return " · ".join(map(isolated, parts) if _catalogue else parts)


def _filled(text: str, values: dict[str, object]) -> str:
    """Names and paths of another direction must not pull the words round them out of their order."""
    if _catalogue:
        values = {
            name: isolated(value) if isinstance(value, str | Path) else value
            for name, value in values.items()
        }
    return text.format_map(values)


def isolated(value: object) -> str:
    """It as a piece of its own; isolates in it that are open, or closed without one, are taken out of it.

    One that has letters only in pieces within it runs from right to left, as whatever is said with pieces does; left to
    itself it would run from left to right (UAX #9 X5c)."""
    text, depth = str(value), 0
    pieces = letters = False
    for character in text:
        depth += (character in _ISOLATES) - (character == PDI)
        if depth < 0:
            break
        pieces |= depth > 0
        letters |= depth == 0 and bidirectional(character) in ("L", "R", "AL")
    if depth:
        text = text.translate(dict.fromkeys(map(ord, _ISOLATES + PDI), "\ufffd"))
    first = _RLM if pieces and not letters and not depth else ""
    return f"{FSI}{first}{text}{PDI}"


def entitle(titles: Mapping[str, object]) -> None:
    """Call the labels with these names by their titles from now on; ``str`` of one says it in the language spoken."""
    global _titles
    _titles = titles


def entitled(label: str) -> bool:
    """Whether the label has a title of its own, so that a sentence made for one of the program's is not about it."""
    return label in _titles


def spoken(label: str) -> str:
    """What a label is called in the reader's language: its title, or the word for one that the program brings with it;
    else its name."""
    return str(_titles[label]) if label in _titles else tr(label)


_LABELS = (mark("quote"), mark("entity"), mark("claim"))


def _read(name: str) -> NullTranslations:
    from gettext import GNUTranslations
    from io import BytesIO

    import polib  # both only where another language is spoken

    return GNUTranslations(BytesIO(polib.pofile(str(_FOLDER / f"{name}.po")).to_binary()))
