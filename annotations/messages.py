"""The program's own words, in the language of whoever reads them.

A message stands in the code in English and is what it is looked up by in a catalogue, ``languages/<language>.po``,
which any editor of gettext's catalogues can edit. Values are named in braces, so that a translation may put them in
another order: ``tr("Exported to {path}", path=path)``. A message that is in no catalogue is said in English.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("en", "ar")
_FOLDER = Path(__file__).parent / "languages"

language = "en"
_catalogue: NullTranslations | None = None


def use(name: str) -> None:
    """Speak the language with this code, one of `LANGUAGES`, from now on."""
    global language, _catalogue
    language, _catalogue = name, None if name == "en" else _read(name)


def tr(message: str, /, **values: object) -> str:
    """The message in the reader's language, with its values in it."""
    text = _catalogue.gettext(message) if _catalogue else message
    return text.format_map(values) if values else text


def trn(one: str, many: str, /, n: int, **values: object) -> str:
    """The message for ``n`` of something, which is ``n`` in it; a language may have more forms than one and many."""
    text = _catalogue.ngettext(one, many, n) if _catalogue else one if n == 1 else many
    return text.format_map({"n": n, **values})


def mark(message: str) -> str:
    """The message itself, to be looked up where it is shown: what stands in a table that is made once."""
    return message


def _read(name: str) -> NullTranslations:
    from gettext import GNUTranslations
    from io import BytesIO

    import polib  # both only where another language is spoken

    return GNUTranslations(BytesIO(polib.pofile(str(_FOLDER / f"{name}.po")).to_binary()))
