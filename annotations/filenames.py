"""Any text as a file name, and back: NFC, with what a file system cannot take percent-encoded."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

_UNSAFE = re.compile(
    r'[\x00-\x1f\x7f"%*/:<>?@\\|\ud800-\udfff]'  # what some file system refuses; @ joins two names
    r"|\A[. ]|[. ]\Z"  # hidden, or dropped by Windows
    r"|\A[acnlp](?=(?:(?<=c)on|(?<=p)rn|(?<=a)ux|(?<=n)ul|(?:(?<=c)om|(?<=l)pt)[0-9])(?:\.|\Z))",
    re.IGNORECASE,
)


def to_name(text: str) -> str:
    """A name for ``text`` that every file system takes. An empty text has none."""
    return _UNSAFE.sub(_encode, unicodedata.normalize("NFC", text))


def from_name(name: str) -> str:
    """The text, in NFC, that ``to_name`` made ``name`` of."""
    return unquote(unicodedata.normalize("NFC", name), errors="surrogatepass")


def _encode(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))
