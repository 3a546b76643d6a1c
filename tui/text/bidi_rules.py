"""The rules of UAX #9 within one isolating run sequence: W1 to W7, N0 to N2, I1 and I2.

A sequence is a byte string of classes (``bidi_classes``), and a rule an operation on it; a loop in Python runs only
over what is rare: numbers, brackets, runs of neutrals. All of it takes linear time.
"""

from __future__ import annotations

import re
from functools import cache

from tui.text.bidi_classes import CLOSING, OPENING

MAX_DEPTH = 125  # BD2
_BRACKET_DEPTH = 63  # BD16
_ANY_BRACKET = bytes(range(OPENING, 0x100))


def _mapping(changes: dict[bytes, bytes]) -> bytes:
    """A translation table: each byte of a key becomes the (single) byte of its value."""
    table = bytearray(range(256))
    for characters, becomes in changes.items():
        for character in characters:
            table[character] = becomes[0]
    return bytes(table)


_MARKS = re.compile(rb"(?<!m)m+")
_NUMBERS = re.compile(rb"(E[^LRA]*+)")
_TERMINATORS = re.compile(rb"(?<=E)%+|%++(?=E)")
_NOT_LETTERS = bytes(c for c in range(256) if c not in b"LRA")
_BETWEEN_L = re.compile(rb"Lnn++(?=L)")
_BETWEEN_R = re.compile(rb"[REN]n++(?=[REN])")
_SIMPLE = _mapping({b"A": b"R", b"-%,wSijfp": b"n"})  # W3, W6, and the neutrals alike
_NO_BRACKETS = _mapping({b"q" + _ANY_BRACKET: b"n"})


@cache
def _implicit(level: int) -> bytes:
    """I1 and I2 (and N2: what is neutral takes the level of the embedding) as a table for one level."""
    table = bytearray((level,)) * 256
    for kind, up in zip(b"LREN", (1, 0, 1, 1) if level & 1 else (0, 1, 2, 2), strict=True):
        table[kind] = level + up
    return bytes(table)


def resolve(types: bytes, level: int, sos: bytes, eos: bytes) -> bytes:
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
        types = _neutrals(types, level)
    return types[1:-1].translate(_implicit(level))


def _neutrals(types: bytes, level: int) -> bytes:
    """N0 and N1."""
    if types.isascii():
        return _between(types, level)
    if level & 1:
        # Where N1 alone makes no bracket L, none stands between two L's: N0 makes each R, as all else is here.
        found = _between(types.translate(_NO_BRACKETS), level)
        if all(found[bracket.start()] != 76 for bracket in _BRACKETS.finditer(types)):
            return found
    return _between(_paired(types, level).translate(_NO_BRACKETS), level)


def _between(types: bytes, level: int) -> bytes:
    """N1. A single neutral between two letters is the usual case; twice, as in W4."""
    if level & 1:
        types = types.replace(b"LnL", b"LLL").replace(b"LnL", b"LLL")
        if b"Lnn" in types:
            types = _BETWEEN_L.sub(lambda m: b"L" * len(m[0]), types)
    elif types.strip(b"Ln"):
        types = types.replace(b"RnR", b"RRR").replace(b"RnR", b"RRR")
        types = _BETWEEN_R.sub(lambda m: m[0][:1].ljust(len(m[0]), b"R"), types)
    return types


def _numbers(types: bytes) -> bytes:
    """W2, W4, W5 and W7 for European numbers, by the letter before each."""
    parts = _NUMBERS.split(types)
    for place in range(1, len(parts), 2):
        before, found = parts[place - 1 : place + 1]
        letter = before.rstrip(_NOT_LETTERS)[-1:]
        if letter == b"A":  # W2
            parts[place] = found.replace(b"E", b"N")
            continue
        if found.strip(b"E"):
            for separator in (b"E,E", b"E-E"):  # W4
                if separator in found:
                    found = found.replace(separator, b"EEE").replace(separator, b"EEE")
            if b"%" in found:
                found = _TERMINATORS.sub(lambda run: b"E" * len(run[0]), found)
        if before.endswith(b"%"):  # W5
            kept = before.rstrip(b"%")
            parts[place - 1], found = kept, b"E" * (len(before) - len(kept)) + found
        parts[place] = found.replace(b"E", b"L") if letter == b"L" else found  # W7
    return b"".join(parts)


def _marked(types: bytes) -> bytes:
    """W1: a mark takes the class of what is before it, or is neutral after an isolate's ends. After a bracket it is a
    ``q``: neutral, and N0 changes it with its bracket."""
    for letter in (b"A", b"R", b"L"):
        types = repeated(types, letter, b"m")
    if b"m" not in types:
        return types

    def resolved(marks: re.Match[bytes]) -> bytes:
        before = types[marks.start() - 1]
        becomes = b"q" if before >= OPENING else b"n" if before in b"ijfp" else bytes((before,))
        return becomes * len(marks[0])

    return _MARKS.sub(resolved, types)


def repeated(types: bytes, letter: bytes, mark: bytes) -> bytes:
    """The classes with two of ``mark`` after a ``letter`` made letters: the usual case, quickly."""
    twice = letter * 2
    return types.replace(letter + mark, twice).replace(letter + mark, twice)


_BRACKETS = re.compile(rb"[\x80-\xff]")
_ANY_L, _ANY_R = re.compile(rb"L"), re.compile(rb"[REN]")
_NOT_STRONG = bytes(c for c in range(256) if c not in b"LREN")


def _pairs(types: bytes) -> list[tuple[int, int]]:
    """BD16: the bracket pairs of a sequence, by their opening brackets."""
    pairs = []
    kinds, places = bytearray(), list[int]()
    for bracket in _BRACKETS.finditer(types):
        place, kind = bracket.start(), types[bracket.start()]
        if kind < CLOSING:
            if len(places) == _BRACKET_DEPTH:
                break
            kinds.append(kind)
            places.append(place)
        elif (partner := kinds.rfind(kind - CLOSING + OPENING)) >= 0:
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
