"""The history of a file: one line for everything that was done at once, appended and synced, never rewritten.

A line is ``["<checksum>",<number>,{…}]``, the checksum of the exact bytes after its comma. Numbers rise by one. A crash
may leave a line cut: the next one then starts on a line of its own, and the rest of the cut one stays where it is.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from annotations import HashiyaError, files
from annotations.documents import to_json
from annotations.messages import mark, tr

Entry = tuple[str, str | None, msgspec.Raw]
"""Table, number of a document, and the document as JSON or ``null`` where it was removed. Without a number it is what
the whole table became: an object of documents by number, or ``null`` where the table was dropped."""

CHECKSUM = 16
"""Hexadecimal digits of a checksum."""
CONFLICT = re.compile(rb"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
"""A line that git leaves in a file that it could not merge."""
BEGIN = "begin"
"""What a line does that holds everything that was there before it."""

_BLOCK = 1 << 16
"""Bytes that are read first where a history is read from its end."""
_FLAGS = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done at once."""

    time: str
    does: str
    documents: list[Entry]
    of: int | None = None
    """The number of the line that it takes back."""
    before: list[Entry] = []
    """What the documents were, where lines before this one do not tell."""
    together: str | None = None
    """A UUID that lines of several articles have in common: they are one act, undone and done again as one."""


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Record)


class Line(msgspec.Struct, frozen=True):
    """A line that is whole."""

    sequence: int
    checksum: str
    start: int
    """Where it begins, in bytes from the beginning of the file."""
    body: bytes

    @property
    def data(self) -> bytes:
        """The line as it is in the file, with its end."""
        return b'["%b",%d,%b]\n' % (self.checksum.encode(), self.sequence, self.body)

    @property
    def record(self) -> Record:
        """Raises msgspec.ValidationError for a line that another version of this program wrote."""
        try:
            return _decoder.decode(self.body)
        except msgspec.ValidationError:
            raise
        except (
            msgspec.DecodeError
        ):  # a lone surrogate in a document, which only the standard library reads
            fields = json.loads(self.body)
            for name in ("documents", "before"):
                entries = fields.get(name, [])
                fields[name] = [(table, key, msgspec.Raw(to_json(v))) for table, key, v in entries]
            return Record(**{name: fields.get(name) for name in Record.__struct_fields__})


class Reading(msgspec.Struct):
    """What some bytes of a history hold."""

    lines: list[Line] = msgspec.field(default_factory=list)
    """Up to the first damage."""
    beyond: list[Line] = msgspec.field(default_factory=list)
    """The whole ones after it."""
    end: int = 0
    """Bytes from the beginning of the file to the end of what was read."""
    ended: bool = True
    """Whether the last line has its end."""
    damage: str | None = None
    """Why no line may be added, as the end of a sentence."""
    warning: str | None = None
    """What was lost at the very end, which no later line needs, as the end of a sentence."""


class Backwards(Iterator[bytes]):
    """The lines of a history from the last to the first, read as they are asked for; not all need be whole.

    Raises HashiyaError if the file cannot be read; then the same line can be asked for again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._start: int | None = None  # of what was read, in bytes from the beginning of the file
        self._size = _BLOCK
        self._head = b""  # the first line of that, which may begin before it
        self._pieces: list[bytes] = []

    def __next__(self) -> bytes:
        while not self._pieces:
            if self._start == 0:
                raise StopIteration
            self._read()
        return self._pieces.pop()

    def _read(self) -> None:
        end = self._start
        if end is None:
            found = files.signature(self._path)
            end = found[1] if found else 0
        start = max(0, end - self._size)
        data = files.read(self._path, start, end - start)[0] or b""
        head, *pieces = (data + self._head).split(b"\n")
        self._pieces = pieces if start else [head, *pieces]
        self._head, self._start, self._size = head, start, 2 * self._size


def checksum(data: bytes) -> str:
    from hashlib import blake2b  # slow to load, and not needed where nothing was written yet

    return blake2b(data, digest_size=CHECKSUM // 2).hexdigest()


def encode(sequence: int, record: Record) -> bytes:
    """The line of a record, with its end."""
    rest = b"%d,%b" % (sequence, _encoder.encode(record))
    return b'["%b",%b]\n' % (checksum(rest).encode(), rest)


def read(data: bytes, start: int = 0, after: int = 0) -> Reading:
    """Read lines that begin ``start`` bytes from the beginning of a file, following the one with the number ``after``.

    A number that was there before is no damage: two who could not lock each other out may have used it.
    """
    reading = Reading(end=start)
    pieces = data.split(b"\n")
    tail = pieces.pop()
    strange: list[bytes] = []  # no lines, since the last that was one
    for piece in pieces:
        line = line_of(piece, reading.end)
        reading.end += len(piece) + 1
        if line is None:
            strange.append(piece)
            continue
        _take(reading, line, strange, after)
        after = max(after, line.sequence)
        strange = []
    if tail:
        line = line_of(tail, reading.end)
        reading.ended = False
        reading.end += len(tail)
        if line is not None:
            _take(reading, line, strange, after)
            strange = []
        elif line_of(tail[:-1], 0) is not None:  # whole but for its end, which no crash leaves so
            strange.append(tail)
    if any(map(CONFLICT.match, strange)):
        reading.damage = reading.damage or tr(_CONFLICTED)
    elif strange:
        reading.warning = tr("its last line is damaged, so what was done last may be missing")
    return reading


_CONFLICTED = mark("it holds the marks of an unresolved merge")


def _take(reading: Reading, line: Line, strange: list[bytes], after: int) -> None:
    if not reading.damage:
        if any(map(CONFLICT.match, strange)):
            reading.damage = tr(_CONFLICTED)
        elif line.sequence > after + 1 and not _begins(line):
            reading.damage = tr(
                "what was done between {after} and {sequence} is missing",
                after=after,
                sequence=line.sequence,
            )
    (reading.beyond if reading.damage else reading.lines).append(line)


def _begins(line: Line) -> bool:
    with suppress(msgspec.ValidationError):
        return line.record.does == BEGIN
    return False


def line_of(piece: bytes, start: int = 0) -> Line | None:
    """The line that is written there, without its end; None if it is not whole. It begins at byte ``start``."""
    head, comma, rest = piece[:2], piece[2 + CHECKSUM : 4 + CHECKSUM], piece[4 + CHECKSUM : -1]
    if (head, comma, piece[-1:]) != (b'["', b'",', b"]"):
        return None
    found = piece[2 : 2 + CHECKSUM]
    if checksum(rest).encode() != found:
        return None
    number, _, body = rest.partition(b",")
    return Line(int(number), found.decode(), start, body) if number.isdigit() else None


class Journal:
    """The file of a history. One thread at a time; who adds to it has locked others out, where that is possible."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sequence = 0
        """Of the last line that was read or written."""
        self.damage: str | None = None
        """Why no line may be added, as a sentence."""
        self.warning: str | None = None
        self.last: Line | None = None
        """The last line that was read or written; its body is not kept."""
        self._signature: files.Signature | None = None
        self._end = 0  # bytes that were read or written
        self._unseen = 0  # bytes at the beginning that were not looked at, and the line after them
        self._ended = True
        self._settled = False  # whether its name is known to be on the disk

    def exists(self) -> bool:
        """Whether it has been written, as far as is known."""
        return self._signature is not None

    def changed(self) -> bool:
        """Whether the file is not the one last read or written. Raises HashiyaError if that cannot be told."""
        return files.signature(self.path) != self._signature

    def open(self, sequence: int, position: int, last: str) -> list[Line]:
        """Read what follows the line with that number, place in bytes and checksum; all, if it is not there.

        The file may be missing only if ``sequence`` is 0. Raises HashiyaError if it cannot be read.
        """
        self.last, self.sequence, self.damage, self.warning = None, sequence, None, None
        self._unseen = 0
        data, self._signature = files.read(self.path, position if last else 0)
        if data is None:
            self._end, self._ended = 0, True
            if sequence:
                self.damage = self._damaged(tr("it is missing, and with it what was done last"))
            return []
        first = line_of(data.partition(b"\n")[0], position) if last else None
        if first is not None and first.checksum == last:
            self._unseen = position and position + len(first.data)
            return self._take(read(data, position, sequence), sequence)[1:]
        if position and last:
            data, self._signature = files.read(self.path)
        # What is missing before the line with that number is not noticed now.
        self._unseen = len(data or b"") if sequence else 0
        reading = read(data or b"", 0, sequence)
        found = max((line.sequence for line in reading.lines), default=0)
        if found < sequence and not reading.damage:
            reading.damage = tr(
                "what was done from {first} to {last} is missing", first=found + 1, last=sequence
            )
        return self._take(reading, 0)

    def follow(self) -> list[Line] | None:
        """Read what was added since; None if the file is another one than before."""
        if self.last is None:
            return None
        before = self._signature
        data, found = files.read(self.path, self.last.start)
        if data is None or before is None or found is None or found[0] != before[0]:
            return None
        first = line_of(data.partition(b"\n")[0], self.last.start)
        if first is None or first.checksum != self.last.checksum:
            return None
        self._signature = found
        return self._take(read(data, self.last.start, self.sequence), self.last.sequence)[1:]

    def whole(self) -> Reading:
        """Everything from the first line on. Raises HashiyaError if it cannot be read."""
        return read(files.read(self.path)[0] or b"")

    def check(self) -> list[str]:
        """A sentence for everything that is wrong from the first line on. Raises HashiyaError if it cannot be read.

        What was looked at when it was opened is not looked at again.
        """
        told = [each for each in (self.damage, self.warning) if each]
        if self._unseen:
            data, _ = files.read(self.path)
            if damage := read((data or b"")[: self._unseen]).damage:
                told.insert(0, self._damaged(damage))
        return told

    def replace(self, lines: list[Line], record: Record) -> None:
        """Make the file hold those lines and one for the record. Raises HashiyaError if that fails."""
        sequence = max(self.sequence, *(line.sequence for line in lines), 0) + 1
        data = b"".join(line.data for line in lines) + encode(sequence, record)
        files.write_new(self.path, data, replace=True)

    def append(self, records: list[Record], locked: bool) -> None:
        """Add a line for each record, in one write; returns when they are on the disk.

        Raises HashiyaError if they are not. Then what was written of them is taken away again, if others are
        ``locked`` out; what was there before is never touched.
        """
        first = self.sequence + 1
        lines = [encode(first + place, each) for place, each in enumerate(records)]
        self.add(lines, self.sequence + len(lines), locked)

    def add(self, lines: list[bytes], sequence: int, locked: bool) -> None:
        """As ``append``, for lines as they are in a file, the last of which has that number."""
        if self.damage:
            raise HashiyaError(self.damage)
        data = b"".join(lines) if self._ended else b"\n" + b"".join(lines)
        try:
            self._write(data, locked)
        except OSError as error:
            raise HashiyaError(
                tr(
                    "{path} could not be written: {why}. Nothing was changed.",
                    path=self.path,
                    why=files.reason(error),
                )
            ) from error
        self._end += len(data)
        self._ended, self.warning = True, None
        self.sequence = max(self.sequence, sequence)
        found = lines[-1][2 : 2 + CHECKSUM].decode()
        self.last = Line(sequence, found, self._end - len(lines[-1]), b"")

    def _write(self, data: bytes, locked: bool) -> None:
        new = self._signature is None
        if new:
            files.make_folder(self.path.parent)
        descriptor = os.open(self.path, _FLAGS | (os.O_CREAT | os.O_EXCL if new else 0), 0o666)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise HashiyaError(
                    tr("{path} is not an ordinary file, so it is not written.", path=self.path)
                )
            try:
                files.write_all(descriptor, data)
                files.sync(descriptor)
                if not self._settled:
                    # Whoever made the file or its folders may have crashed before their names were on the disk.
                    files.settle(self.path.parent)
                    self._settled = True
                self._signature = files.signature_of(os.fstat(descriptor))
            except OSError:
                if locked:
                    self._take_back(descriptor, new)
                raise
        finally:
            with suppress(OSError):  # what counts was synced, or has failed before
                os.close(descriptor)

    def _take_back(self, descriptor: int, new: bool) -> None:
        with suppress(OSError):
            if new:
                self.path.unlink()
            else:
                os.ftruncate(descriptor, self._end)

    def _take(self, reading: Reading, after: int) -> list[Line]:
        self._end, self._ended = reading.end, reading.ended
        self.damage = self._damaged(reading.damage) if reading.damage else None
        self.warning = self._spoilt(reading.warning) if reading.warning else None
        if reading.lines:
            last = reading.lines[-1]
            self.last = Line(last.sequence, last.checksum, last.start, b"")
        self.sequence = max(self.sequence, *(line.sequence for line in reading.lines), after)
        return reading.lines

    def _damaged(self, what: str) -> str:
        return tr(
            "{path} is damaged: {what}. It is left as it is; restore it from git or a backup, or let "
            "`hashiya check --repair` set it aside and go on with what can be read.",
            path=self.path,
            what=what,
        )

    def _spoilt(self, what: str) -> str:
        return tr("In {path} {what}. Its bytes stay there.", path=self.path, what=what)
