"""The Unicode Bidirectional Algorithm (UAX #9) for one paragraph: embedding levels, then the order of a row.

Every code point becomes one class byte (``bidi_data`` names them; the brackets of N0 have a byte for each pair), and
the rules are operations on byte strings: a loop in Python runs only over what is rare. All of it takes linear time.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import lru_cache

from bidi import get_base_level

from tui.text.bidi_data import BIDI, BIDI_STARTS, BRACKETS, EQUIVALENT, MIRRORED

MAX_DEPTH = 125  # BD2
_BRACKET_DEPTH = 63  # BD16

# --- classes ---------------------------------------------------------------------------------------------------------

_RARE_BRACKET = "k"
_OPENING, _CLOSING = 0x80, 0xC0  # the bytes of the first opening bracket and of its partner


def _bracket_bytes() -> dict[str, int]:
    found = {}
    kinds = [
        pair
        for pair in zip(BRACKETS[::2], BRACKETS[1::2], strict=True)
        if pair[0] not in EQUIVALENT
    ]
    for kind, (opening, closing) in enumerate(kinds):
        found[opening], found[closing] = _OPENING + kind, _CLOSING + kind
    return found | {same: found[character] for same, character in EQUIVALENT.items()}


_BRACKET = _bracket_bytes()


@lru_cache(maxsize=4096)
def _class(character: str) -> str:
    if character in _BRACKET:
        return _RARE_BRACKET
    return BIDI[bisect_right(BIDI_STARTS, ord(character)) - 1]


# As in annotations.clusters: a byte of its own for each character of ordinary text, found by a C table that must begin
# with NUL; the others get a byte that stands for their class.
_COMMON = [
    "\0\t",
    *map(chr, range(0x20, 0x7F)),
    *map(chr, range(0x621, 0x63B)),
    *map(chr, range(0x640, 0x656)),
    *map(chr, range(0x660, 0x66E)),
    *map(chr, range(0x6F0, 0x6FA)),
    "،؛؟ٰٱپچژکگیۀەٹڈڑںھہےۆۇۈېۋڭ",
    "«»“”‘’…–—\u00a0\u200c\u200f",
]
_COMMON_TEXT = "".join(_COMMON)
_TABLE = codecs.charmap_build(_COMMON_TEXT.ljust(256, "\ufffe"))
_KINDS = "".join(sorted({*BIDI, _RARE_BRACKET}))
_FIRST_RARE = 256 - len(_KINDS)
assert len(_COMMON_TEXT) <= _FIRST_RARE
_RARE = {kind: bytes([_FIRST_RARE + place]) for place, kind in enumerate(_KINDS)}
_TO_CLASS = (
    bytes(_BRACKET.get(c, ord(_class(c))) for c in _COMMON_TEXT).ljust(_FIRST_RARE, b"n")
    + _KINDS.encode()
)


def _rare(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return b"".join(_RARE[_class(c)] for c in error.object[error.start : error.end]), error.end


codecs.register_error("hashiya.bidi", _rare)


def _classes(text: str) -> bytes:
    """The class byte of each code point."""
    classes = codecs.charmap_encode(text, "hashiya.bidi", _TABLE)[0].translate(_TO_CLASS)
    if b"k" not in classes:
        return classes
    known = bytearray(classes)
    for bracket in re.finditer(b"k", classes):
        known[bracket.start()] = _BRACKET[text[bracket.start()]]
    return bytes(known)


def _mapping(changes: dict[bytes, bytes]) -> bytes:
    """A translation table: each byte of a key becomes the (single) byte of its value."""
    table = bytearray(range(256))
    for characters, becomes in changes.items():
        for character in characters:
            table[character] = becomes[0]
    return bytes(table)


_ANY_BRACKET = bytes(range(0x80, 0x100))
_NEUTRAL = b"nwS-%,q" + _ANY_BRACKET
_PLAIN = (b"LEmbB" + _NEUTRAL, b"RAmbB" + _NEUTRAL)
"""For each base level the classes that a paragraph may have, all at that level, when it has no others."""


# --- P2, P3 ----------------------------------------------------------------------------------------------------------

_ODD_ONES = re.compile("[\n\r\x1c-\x1e\x85\u2029\ud800-\udfff]")
_ISOLATE = re.compile("[\u2066-\u2068]")


def base_level(paragraph: str) -> int | None:
    """The level of a paragraph by its first strong character outside isolates (P2, P3), or None without one."""
    if _ODD_ONES.search(paragraph):
        # Separators within a paragraph would end it for python-bidi, and it refuses lone surrogates (class L).
        paragraph = _ODD_ONES.sub(lambda m: "x" if m[0] >= "\ud800" else " ", paragraph)
    if not paragraph:
        return None
    if get_base_level(paragraph):
        return 1
    # Left to right, or without a strong character? Then one that follows, outside isolates, decides.
    closed = paragraph + "\u2069" * len(_ISOLATE.findall(paragraph))
    return None if get_base_level(closed + "\u05d0") else 0


# --- X1 to X8, X10 ---------------------------------------------------------------------------------------------------

_STRUCTURE = re.compile(rb"[lr<>^ijfp]|b+")
_ISOLATES = re.compile(rb"[ijfp]")
_STRONG = re.compile(rb"[LRA]")
_DIRECTION = (b"L", b"R")


def levels(paragraph: str, base: int) -> bytes:
    """The embedding level of each code point of one paragraph, whose own level is ``base`` (0 or 1), before L1.

    What X9 removes takes the level of the code point before it, or ``base`` at the start. A character of class B ends
    a paragraph wherever it stands (P1); what follows it is resolved by itself, at the same base level.
    """
    types = _classes(paragraph)
    special = types.translate(None, _PLAIN[base])
    if not special:
        return bytes((base,)) * len(types)
    if b"B" in types:
        parts = types.split(b"B")
        return bytes((base,)).join([_paragraph_levels(part, base) for part in parts])
    if special.translate(None, b"LRAEN"):
        return _paragraph_levels(types, base)
    return _resolve(types, base, _DIRECTION[base], _DIRECTION[base])


def _paragraph_levels(types: bytes, base: int) -> bytes:
    if b"b" in types:
        # A letter's marks, and what X9 would remove after it, may as well be that letter again.
        for letter in (b"A", b"R", b"L"):
            types = _repeated(types, letter, b"m") if b"m" in types else types
            types = _repeated(types, letter, b"b")
    if _STRUCTURE.search(types):
        return _structured_levels(types, base)
    return _resolve(types, base, _DIRECTION[base], _DIRECTION[base])


def _repeated(types: bytes, letter: bytes, mark: bytes) -> bytes:
    """The classes with two of ``mark`` after a ``letter`` made letters: the usual case, quickly."""
    twice = letter * 2
    return types.replace(letter + mark, twice).replace(letter + mark, twice)


class _Run:
    """A level run (BD7): its level, the ranges of the paragraph it has, and their classes after overrides."""

    __slots__ = ("level", "pieces", "types")

    def __init__(self, level: int) -> None:
        self.level = level
        self.pieces: list[tuple[int, int]] = []
        self.types: list[bytes] = []


def _first_strong(types: bytes) -> dict[int, int]:
    """For each FSI, by its place, the level that P2 and P3 give what it isolates: one pass, however they nest."""
    found: dict[int, int] = {}
    unclosed: list[int] = []
    start = 0
    for token in _ISOLATES.finditer(types):
        if unclosed and unclosed[-1] not in found:
            strong = _STRONG.search(types, start, token.start())
            if strong:
                found[unclosed[-1]] = int(strong[0] != b"L")
        start = token.end()
        if token[0] != b"p":
            unclosed.append(token.start())
        elif unclosed:
            unclosed.pop()
    if unclosed and unclosed[-1] not in found:
        strong = _STRONG.search(types, start)
        if strong:
            found[unclosed[-1]] = int(strong[0] != b"L")
    return found


def _runs(types: bytes, base: int) -> list[_Run]:
    """X1 to X8: the level runs of a paragraph, without what X9 removes."""
    strong = _first_strong(types) if b"f" in types else {}
    # The directional status stack: level, override (or none), isolate?
    stack: list[tuple[int, bytes, bool]] = [(base, b"", False)]
    overflow_isolates = overflow_embeddings = valid_isolates = 0
    runs: list[_Run] = []
    position = 0

    def add(end: int) -> None:
        if position == end:
            return
        level, override, _ = stack[-1]
        if not runs or runs[-1].level != level:
            runs.append(_Run(level))
        runs[-1].pieces.append((position, end))
        runs[-1].types.append(override * (end - position) if override else types[position:end])

    for token in _STRUCTURE.finditer(types):
        start, end, kind = token.start(), token.end(), token[0]
        if kind in b"ijf":  # X5a to X5c: the initiator itself stays outside
            add(end)
            position = end
            odd = strong.get(start, 0) if kind == b"f" else int(kind == b"j")
            level = stack[-1][0] + 1
            level += level & 1 != odd
            if level <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                valid_isolates += 1
                stack.append((level, b"", True))
            else:
                overflow_isolates += 1
            continue
        add(start)
        position = end
        if kind in b"lr<>":  # X2 to X5
            level = stack[-1][0] + 1
            level += level & 1 != (kind in b"r>")
            if level <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                stack.append((level, {b"<": b"L", b">": b"R"}.get(kind, b""), False))
            elif not overflow_isolates:
                overflow_embeddings += 1
        elif kind == b"p":  # X6a: it belongs to what follows
            position = start
            if overflow_isolates:
                overflow_isolates -= 1
            elif valid_isolates:
                overflow_embeddings = 0
                while not stack.pop()[2]:
                    pass
                valid_isolates -= 1
        elif kind == b"^" and not overflow_isolates:  # X7
            if overflow_embeddings:
                overflow_embeddings -= 1
            elif len(stack) > 1 and not stack[-1][2]:
                stack.pop()
    add(len(types))
    return runs


def _sequences(runs: list[_Run], types: bytes) -> list[list[int]]:
    """The isolating run sequences (BD13), as numbers of runs: a run that ends with an isolate initiator goes on with
    the run that begins with its PDI."""
    sequences: list[list[int]] = []
    unclosed: list[list[int]] = []
    for number, run in enumerate(runs):
        if types[run.pieces[0][0]] == ord("p") and unclosed:
            sequence = unclosed.pop()
            sequence.append(number)
        else:
            sequence = [number]
            sequences.append(sequence)
        if types[run.pieces[-1][1] - 1] in b"ijf":
            unclosed.append(sequence)
    return sequences


def _structured_levels(types: bytes, base: int) -> bytes:
    """The levels of a paragraph with embeddings, overrides, isolates or characters that X9 removes."""
    runs = _runs(types, base)
    found = bytearray((base,)) * len(types)
    for sequence in _sequences(runs, types):
        first, last = sequence[0], sequence[-1]
        level = runs[first].level
        # X10: sos and eos
        before = runs[first - 1].level if first else base
        after = runs[last + 1].level if last + 1 < len(runs) else base
        if types[runs[last].pieces[-1][1] - 1] in b"ijf":
            after = base
        resolved = _resolve(
            b"".join([part for number in sequence for part in runs[number].types]),
            level,
            _DIRECTION[max(level, before) & 1],
            _DIRECTION[max(level, after) & 1],
        )
        done = 0
        for number in sequence:
            for start, end in runs[number].pieces:
                found[start:end] = resolved[done : done + end - start]
                done += end - start
    position = 0
    for run in runs:
        for start, end in run.pieces:
            if position and position < start:
                found[position:start] = found[position - 1 : position] * (start - position)
            position = end
    if position:
        found[position:] = found[position - 1 : position] * (len(found) - position)
    return bytes(found)


# --- W1 to W7, N0 to N2, I1, I2 --------------------------------------------------------------------------------------

_MARKS = re.compile(rb"(?<!m)m+")
_NUMBER = re.compile(rb"E[E,%-]*")
_TERMINATORS = re.compile(rb"%+")
_BETWEEN_L = re.compile(rb"Lnn++(?=L)")
_BETWEEN_R = re.compile(rb"[REN]n++(?=[REN])")
_NOT_LETTERS = bytes(c for c in range(256) if c not in b"LRA")
_SIMPLE = _mapping({b"A": b"R", b"-%,wSijfp": b"n"})  # W3, W6, and the neutrals alike
_NO_BRACKETS = _mapping({b"q" + _ANY_BRACKET: b"n"})


def _implicit(level: int) -> bytes:
    """I1 and I2 (and N2: what is neutral takes the level of the embedding) for one level."""
    if level & 1:
        up = _mapping({b"L": b"\1", b"EN": b"\1", b"R": b"\0"})
    else:
        up = _mapping({b"L": b"\0", b"EN": b"\2", b"R": b"\1"})
    return bytes(level + (up[c] if c in b"LREN" else 0) for c in range(256))


_IMPLICIT = [_implicit(level) for level in range(MAX_DEPTH + 1)]


def _resolve(types: bytes, level: int, sos: bytes, eos: bytes) -> bytes:
    """The levels of one isolating run sequence of ``level``. ``sos`` and ``eos`` are ``L`` or ``R``: they stand at
    the two ends, as characters would, while the rules are applied."""
    types = sos + types + eos
    if b"m" in types:
        types = _marked(types)
    if b"E" in types:
        types = _numbers(types)
    if b"N,N" in types:  # W4, twice: a number may end one match and begin the next
        types = types.replace(b"N,N", b"NNN").replace(b"N,N", b"NNN")
    types = types.translate(_SIMPLE)
    if b"L" in types or not level & 1:
        if not types.isascii():
            types = _paired(types, level).translate(_NO_BRACKETS)
        # N1. A single neutral between two letters is the usual case; twice, as above.
        if level & 1:
            types = types.replace(b"LnL", b"LLL").replace(b"LnL", b"LLL")
            if b"Lnn" in types:
                types = _BETWEEN_L.sub(lambda m: b"L" * len(m[0]), types)
        elif types.strip(b"Ln"):
            types = types.replace(b"RnR", b"RRR").replace(b"RnR", b"RRR")
            types = _BETWEEN_R.sub(lambda m: m[0][:1].ljust(len(m[0]), b"R"), types)
    return types[1:-1].translate(_IMPLICIT[level])


def _numbers(types: bytes) -> bytes:
    """W2, W4, W5 and W7 for European numbers, by the letter before each."""
    parts, position, letter = [], 0, types[:1]
    for number in _NUMBER.finditer(types):
        before, digits = types[position : number.start()], number[0]
        position = number.end()
        letter = before.translate(None, _NOT_LETTERS)[-1:] or letter
        if letter == b"A":  # W2
            parts += [before, digits.replace(b"E", b"N")]
            continue
        if digits.strip(b"E"):
            for separator in (b"E,E", b"E-E"):  # W4
                digits = digits.replace(separator, b"EEE").replace(separator, b"EEE")
            digits = _TERMINATORS.sub(_terminators, digits)
        if before.endswith(b"%"):  # W5
            kept = before.rstrip(b"%")
            before, digits = kept, b"E" * (len(before) - len(kept)) + digits
        parts += [before, digits.replace(b"E", b"L") if letter == b"L" else digits]  # W7
    parts.append(types[position:])
    return b"".join(parts)


def _marked(types: bytes) -> bytes:
    """W1: a mark takes the class of what is before it, or is neutral after an isolate's ends. After a bracket it is a
    ``q``: neutral, and N0 changes it with its bracket."""
    for letter in (b"A", b"R", b"L"):
        types = _repeated(types, letter, b"m")
    if b"m" not in types:
        return types

    def resolved(marks: re.Match[bytes]) -> bytes:
        before = types[marks.start() - 1]
        if before >= _OPENING:
            return b"q" * len(marks[0])
        return b"n" * len(marks[0]) if before in b"ijfp" else bytes((before,)) * len(marks[0])

    return _MARKS.sub(resolved, types)


def _terminators(run: re.Match[bytes]) -> bytes:
    """W5: terminators that touch a number belong to it."""
    start, end = run.span()
    touching = run.string[start - 1 : start] + run.string[end : end + 1]
    return b"E" * (end - start) if b"E" in touching else run[0]


_BRACKETS = re.compile(rb"[\x80-\xff]")
_ANY_L, _ANY_R = re.compile(rb"L"), re.compile(rb"[REN]")
_NOT_STRONG = bytes(c for c in range(256) if c not in b"LREN")


def _pairs(types: bytes) -> list[tuple[int, int]]:
    """BD16: the bracket pairs of a sequence, by their opening brackets."""
    pairs = []
    kinds, places = bytearray(), list[int]()
    for bracket in _BRACKETS.finditer(types):
        place, kind = bracket.start(), types[bracket.start()]
        if kind < _CLOSING:
            if len(places) == _BRACKET_DEPTH:
                break
            kinds.append(kind)
            places.append(place)
        elif (partner := kinds.rfind(kind - _CLOSING + _OPENING)) >= 0:
            pairs.append((places[partner], place))
            del kinds[partner:], places[partner:]
    return sorted(pairs)


def _paired(types: bytes, level: int) -> bytes:
    """N0: brackets take the direction of what they hold, or of what is before them."""
    found = bytearray(types)
    embedding, opposite = (b"R", b"L") if level & 1 else (b"L", b"R")
    same, other = (_ANY_R, _ANY_L) if level & 1 else (_ANY_L, _ANY_R)
    before, position = types[:1], 0
    for opening, closing in _pairs(types):
        strong = found[position:opening].translate(None, _NOT_STRONG)[-1:]
        position = opening
        if strong:
            before = b"L" if strong == b"L" else b"R"
        if same.search(found, opening + 1, closing):
            direction = embedding
        elif other.search(found, opening + 1, closing):
            direction = opposite if before == opposite else embedding
        else:
            continue
        for bracket in (opening, closing):
            end = bracket + 1
            while found[end] == 113:  # q, a mark on the bracket
                end += 1
            found[bracket:end] = direction * (end - bracket)
    return bytes(found)


# --- L1, L2, L4 ------------------------------------------------------------------------------------------------------

_TRAILING = b"wbSBlr<>^ijfp"
_SEGMENT = re.compile(rb"[^SB]*[SB]?")
_LEVEL_RUN = re.compile(rb"(?s:(.)\1*+)")


def row_levels(paragraph: str, levels: bytes, start: int, end: int, base: int) -> bytes:
    """The levels of the row ``start`` to ``end`` of a paragraph: separators, and the white space before them and at
    the row's end, have the paragraph's level (L1)."""
    row, own = levels[start:end], bytes((base,))
    types = _classes(paragraph[start:end])
    if b"S" not in types and b"B" not in types:
        kept = len(types.rstrip(_TRAILING))
        return row[:kept] + own * (len(row) - kept)
    parts, position = [], 0
    for segment in _SEGMENT.findall(types):
        kept = len(segment.rstrip(_TRAILING))
        parts += [row[position : position + kept], own * (len(segment) - kept)]
        position += len(segment)
    return b"".join(parts)


def visual_order(levels: bytes) -> list[int]:
    """The indices of a row from left to right (L2)."""
    if not levels:
        return []
    lowest_odd, highest = min(levels) | 1, max(levels)
    runs = [(run.start(), run.end(), levels[run.start()]) for run in _LEVEL_RUN.finditer(levels)]
    for level in range(highest, lowest_odd - 1, -1):
        number = 0
        while number < len(runs):
            first = number
            while number < len(runs) and runs[number][2] >= level:
                number += 1
            if number - first > 1:
                runs[first:number] = runs[first:number][::-1]
            number += 1
    order: list[int] = []
    for start, end, level in runs:
        order.extend(range(end - 1, start - 1, -1) if level & 1 else range(start, end))
    return order


def mirrored(character: str) -> str:
    """The character that is drawn for ``character`` at an odd level (L4): its mirror image, or itself."""
    return MIRRORED.get(character, character)
