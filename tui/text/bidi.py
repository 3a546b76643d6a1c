"""The Unicode Bidirectional Algorithm (UAX #9): embedding levels of one paragraph, then the order of one row.

These are two steps, since a paragraph is resolved whole and wrapped in between. All of it takes linear time.
"""

from __future__ import annotations

import re

from bidi import get_base_level

from tui.text.bidi_classes import bidi_classes
from tui.text.bidi_data import MIRRORED
from tui.text.bidi_rules import MAX_DEPTH, repeated, resolve

_NEUTRAL = b"nwS-%,q" + bytes(range(0x80, 0x100))
_PLAIN = (b"LEmbB" + _NEUTRAL, b"RAmbB" + _NEUTRAL)
"""For each base level the classes that a paragraph may have, all at that level, when it has no others."""


# --- P2, P3 ----------------------------------------------------------------------------------------------------------

_ODD_ONES = re.compile("[\n\r\x1c-\x1e\x85\u2029\ud800-\udfff]")
_ISOLATE = re.compile("[\u2066-\u2068]")


_NEAR = 8
"""Code points: nearly every paragraph has a strong character among its first ones, and the library looks at all."""


def base_level(paragraph: str) -> int | None:
    """The level of a paragraph by its first strong character outside isolates (P2, P3), or None without one."""
    level = _base_level(paragraph[:_NEAR])
    return _base_level(paragraph) if level is None and len(paragraph) > _NEAR else level


def _base_level(paragraph: str) -> int | None:
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
    types = bidi_classes(paragraph)
    special = types.translate(None, _PLAIN[base])
    if not special:
        return bytes((base,)) * len(types)
    if b"B" in types:
        parts = types.split(b"B")
        return bytes((base,)).join([_paragraph_levels(part, base) for part in parts])
    if b"b" in types or special.translate(None, b"LRAEN"):
        return _paragraph_levels(types, base)
    return resolve(types, base, _DIRECTION[base], _DIRECTION[base])


def _paragraph_levels(types: bytes, base: int) -> bytes:
    if b"b" in types:
        # A letter's marks, and what X9 would remove after it, may as well be that letter again.
        for letter in (b"A", b"R", b"L"):
            types = repeated(types, letter, b"m") if b"m" in types else types
            types = repeated(types, letter, b"b")
    if _STRUCTURE.search(types):
        return _structured_levels(types, base)
    return resolve(types, base, _DIRECTION[base], _DIRECTION[base])


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
        # X10 gives sos and eos.
        before = runs[first - 1].level if first else base
        after = runs[last + 1].level if last + 1 < len(runs) else base
        if types[runs[last].pieces[-1][1] - 1] in b"ijf":
            after = base
        resolved = resolve(
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


# --- L1, L2, L4 ------------------------------------------------------------------------------------------------------

_TRAILING = b"wbSBlr<>^ijfp"
_SEGMENT = re.compile(rb"[^SB]*[SB]?")
_LEVEL_RUN = re.compile(rb"(?s:(.)\1*+)")


def row_levels(paragraph: str, levels: bytes, start: int, end: int, base: int) -> bytes:
    """The levels of the row ``start`` to ``end`` of a paragraph: separators, and the white space before them and at
    the row's end, have the paragraph's level (L1)."""
    row, own = levels[start:end], bytes((base,))
    types = bidi_classes(paragraph[start:end])
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
