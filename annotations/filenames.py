"""Any text as a file name, and back: NFC, with what a file system cannot take percent-encoded."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote

_REFUSED = frozenset('"%*/:<>?@\\|\x7f')
"""By some file system; @ joins two names."""
_RESERVED = {"con", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(10)
}
"""By Windows, also before a full stop."""


def to_name(text: str) -> str:
    """A name for ``text`` that every file system takes. An empty text has none."""
    text = unicodedata.normalize("NFC", text)
    name = [
        _encoded(c) if c in _REFUSED or c < " " or "\ud800" <= c <= "\udfff" else c for c in text
    ]
    if text[:1] in (".", " ") or text.partition(".")[0].lower() in _RESERVED:
        name[0] = _encoded(text[0])  # it would be hidden, or a device
    if text[-1:] in (".", " "):
        name[-1] = _encoded(text[-1])  # Windows drops it
    return "".join(name)


def from_name(name: str) -> str:
    """The text, in NFC, that ``to_name`` made ``name`` of."""
    return unquote(unicodedata.normalize("NFC", name), errors="surrogatepass")


def _encoded(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
