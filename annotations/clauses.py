"""Clauses: the parts of a sentence between its signs and before the words that lead on. Offsets are code points."""

from __future__ import annotations

import re

from annotations.boundaries import (
    next_sentence,
    paragraph_at,
    previous_sentence,
    sentence_at,
)
from annotations.folding import HARAKAT
from annotations.model import Span
from annotations.quotations import Nesting

_SIGNS = "،؛:"
_CONTROLS = "\u061c\u200b-\u200f\u2066-\u2069"
_SIGN = re.compile(rf"(?<!\d)(?<!\d[{_CONTROLS}])[{_SIGNS}]|[{_SIGNS}](?![{_CONTROLS}]*\d)")
"""Not inside a number (٣،٥ 12:30)."""


def _spellings(word: str) -> str:
    """A pattern for a word with or without marks and tatweel, its hamza on alef written or not."""
    letters = ("[اأإ]" if letter in "اأإ" else letter for letter in word)
    return "".join(f"{letter}[{HARAKAT}ـ]*+" for letter in letters)


_LEADS_ON = re.compile(
    rf"(?<![\w{HARAKAT}])(?:{_spellings('وقد')}|(?:{_spellings('و')})?(?:"
    + "|".join(map(_spellings, ["كما", "بينما", "إذ", "لكن", "لكنه", "لكنها", "لكنهم"]))
    # من حيث and فيما يتعلق begin no clause.
    + rf"|(?<!\bمن\s){_spellings('حيث')}|{_spellings('فيما')}(?!\s+(?:بعد|بين|يتعلق|يخص))"
    + "|"
    + "|".join(
        _spellings(stem + end)
        for stem in ("قائل", "مؤكد", "مضيف")
        for end in ("ا", "ة", "ين", "تين")
    )
    + r"))(?!\w)"
)


def clauses(text: str, sentence: Span, marks: Nesting | None = None) -> list[tuple[int, Span]]:
    """The clauses of a sentence, each after the place where the one before it ended; none in an empty one.

    A clause ends at ، ؛ : and before وقد كما فيما بينما حيث إذ لكن and قائلا مؤكدا مضيفا, outside of quotation marks.
    Its span has no such sign and no white space at its ends; the sign that ends the sentence belongs to the last one.
    ``marks`` are those of its paragraph, if they are known already.
    """
    begin, limit = sentence
    marks = marks or Nesting(text, paragraph_at(text, begin))
    cuts = [
        *((sign.start(), sign.end()) for sign in _SIGN.finditer(text, begin, limit)),
        *((word.start(), word.start()) for word in _LEADS_ON.finditer(text, begin, limit)),
    ]
    outside = {cut for place, cut in cuts if marks.innermost(place) is None}
    found = []
    first = begin
    for cut in sorted({*outside, limit}):
        start, end = first, cut
        while start < end and _parts(text[start]):
            start += 1
        while start < end and _parts(text[end - 1]):
            end -= 1
        if start < end:
            found.append((begin, Span(start, end)))
            begin = cut
        first = cut
    return found or ([(begin, sentence)] if begin < limit else [])


def _parts(character: str) -> bool:
    return character in _SIGNS or character.isspace()


def clause_at(text: str, offset: int) -> Span:
    """The clause at ``offset``, within its sentence; in a blank paragraph an empty span.

    The sign that ends a clause leads to it and is outside of it. White space between two clauses belongs to the second.
    """
    found = sentence_at(text, offset)
    for number, (begin, clause) in enumerate(clauses(text, found)):
        if begin <= offset or number == 0:
            found = clause
    return found


def next_clause(text: str, offset: int) -> int:
    """Where the first clause after ``offset`` begins, or ``len(text)``."""
    for sentence in (sentence_at(text, offset), sentence_at(text, next_sentence(text, offset))):
        for _, clause in clauses(text, sentence):
            if clause.start > offset:
                return clause.start
    return len(text)


def previous_clause(text: str, offset: int) -> int:
    """Where the last clause before ``offset`` begins: from inside a clause that one. 0 without one."""
    for start in (offset, previous_sentence(text, sentence_at(text, offset).start)):
        before = [
            clause.start
            for _, clause in clauses(text, sentence_at(text, start))
            if clause.start < offset
        ]
        if before:
            return before[-1]
    return 0
