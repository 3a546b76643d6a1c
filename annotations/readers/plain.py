"""Plain text files: UTF-8, or Arabic in Windows-1256 or ISO-8859-6; all else is refused, by its name where it has one.

The text is what the file holds, with its line ends and its way of composing letters; only a byte order mark goes.
"""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from annotations import HashiyaError
from annotations.files import reason
from annotations.messages import tr
from annotations.model import Article

SAMPLE = 1 << 16
"""Bytes that are looked at to tell an encoding, at the beginning and where it first shows, whatever the file's size."""

_WIDE_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32LE"),
    (codecs.BOM_UTF32_BE, "UTF-32BE"),
    (codecs.BOM_UTF16_LE, "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "UTF-16BE"),
)
_BYTE_ORDER_MARK = "\ufeff"
_CONTROLS = bytes(sorted(set(range(0x20)) - set(b"\t\n\r\f")))
_USUAL = r"[\t\n\r -~\u00a0-\u024f\u0370-\u07ff\u2010-\u2026]"


def read(path: Path, name: str) -> Article:
    """The article in the file ``path``, with ``name`` as its path in the project. Raises HashiyaError."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise HashiyaError(tr("{path} is a folder, not an article.", path=path))
        if not stat.S_ISREG(mode):
            raise HashiyaError(
                tr("{path} is not a regular file: save what it gives in one.", path=path)
            )
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise HashiyaError(tr("There is no file {path}.", path=path)) from None
    except PermissionError:
        raise HashiyaError(
            tr("{path} cannot be read: you have no permission to.", path=path)
        ) from None
    except OSError as error:
        raise HashiyaError(
            tr("{path} cannot be read: {why}.", path=path, why=reason(error))
        ) from error
    except ValueError:
        raise HashiyaError(
            tr("{path} cannot be the name of a file.", path=repr(str(path)))
        ) from None
    text, encoding = decode(data, name)
    return Article(path=name, text=text, encoding=encoding)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file's bytes and their encoding: ``utf-8``, ``utf-8-sig`` (it began with a byte order mark),
    ``windows-1256`` or ``iso-8859-6``. Raises HashiyaError, which calls the file ``name``, for anything else.
    """
    _refuse_wide_or_binary(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_arabic(data, name, error.start)
    if text.startswith(_BYTE_ORDER_MARK):
        return text[1:], "utf-8-sig"
    return text, "utf-8"


def _refuse_wide_or_binary(data: bytes, name: str) -> None:
    for mark, encoding in _WIDE_BOMS:
        if data.startswith(mark):
            raise _foreign(name, encoding)
    sample = data[:SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\0" not in data and (controls <= 2 or controls * 50 <= len(sample)):
        return
    for encoding in ("UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE"):
        if _reads_as(sample, encoding):
            raise _foreign(name, encoding)
    raise HashiyaError(
        tr(
            "{name} is not a text: it holds bytes that no text has. Save its text as UTF-8 from the program "
            "it is for.",
            name=name,
        )
    )


def _reads_as(sample: bytes, encoding: str) -> bool:
    """Whether an encoding of several bytes a character makes usual ones of nearly all the sample."""
    width = int(encoding[4:6]) // 8
    text = sample[: len(sample) // width * width].decode(encoding, "replace")
    return len(re.findall(_USUAL, text)) > 0.9 * len(text)


def _decode_arabic(data: bytes, name: str, damage: int) -> tuple[str, str]:
    """Decodes what is not UTF-8 from the byte ``damage`` on, if it is Arabic; else says what it seems to be."""
    from annotations.readers import encodings  # seldom needed, and its tables take a while

    sample = data[:SAMPLE]
    if damage >= SAMPLE:
        sample += data[damage : damage + SAMPLE]
    as_utf8 = sample.decode("utf-8", "replace")
    damaged = as_utf8.count("\ufffd")
    if sum(character > "\x7f" for character in as_utf8) > 3 * damaged:
        raise _damaged(name, "UTF-8", damage)
    encoding = encodings.arabic(sample)
    if encoding is None:
        raise _foreign(name, encodings.supposed(sample))
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise _damaged(name, encoding.upper(), error.start) from None


def _damaged(name: str, encoding: str, place: int) -> HashiyaError:
    leave_out = _conversion(name, encoding, "-c ")
    return HashiyaError(
        tr(
            "{name} is {encoding}, but damaged at byte {place}. Leave the damage out: {leave_out}",
            name=name,
            encoding=encoding,
            place=place,
            leave_out=leave_out,
        )
    )


def _foreign(name: str, encoding: str | None) -> HashiyaError:
    if encoding is None:
        convert = _conversion(name, "ITS_ENCODING")
        return HashiyaError(
            tr(
                "{name} is not UTF-8, and its encoding is not recognised. Convert it: {convert}",
                name=name,
                convert=convert,
            )
        )
    convert = _conversion(name, encoding)
    return HashiyaError(
        tr(
            "{name} is not UTF-8 but seems to be {encoding}. Convert it: {convert}",
            name=name,
            encoding=encoding,
            convert=convert,
        )
    )


def _conversion(name: str, encoding: str, flags: str = "") -> str:
    import shlex

    return f"iconv {flags}-f {encoding} -t UTF-8 {shlex.quote(name)} > new.txt"
