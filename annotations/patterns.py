"""Regular expressions over a folded text: what they are made of is folded as the text is, and none runs without end.

They are those of the ``regex`` library, which can be told to give up after some time and lets other threads run
meanwhile; Python's own cannot. It is loaded with the first expression.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import replace
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING

from annotations import HashiyaError
from annotations.folding import NOTHING, Folding, combined, fold
from annotations.messages import tr

if TYPE_CHECKING:
    import regex

PATIENCE = (0.1, 0.4, 1.5)
"""Seconds of the processor that are given to looking for one hit, each time from the beginning, before an expression
is given up."""
MOST_SECONDS = 10.0
"""Seconds that are given to all hits in one article."""

# An escape, the name of a group, a set, or a single character.
_PART = re.compile(
    r"\\(?:[pPN]\{[^}]*\}|[gkL]<[^>]*>|.)|\(\?(?:P[<=>]|<(?![=!])|&|#)[^>)]*[>)]?"
    r"|\[\^?\]?(?:\\.|\[:[^\]]*:\]|[^\]\\])*\]|.",
    re.S,
)
_SET_PART = re.compile(r"\\(?:[pPN]\{[^}]*\}|.)|\[:[^\]]*:\]|.-(?!\])(?:\\.|.)|.", re.S)


class WrongPatternError(HashiyaError):
    """A regular expression cannot be read; the sentence says where it goes wrong."""


class SlowPatternError(HashiyaError):
    """A regular expression was given up, since it takes too long."""


@lru_cache(maxsize=16)
def compiled(pattern: str, rules: Folding) -> regex.Pattern[str]:
    """The expression, ready for texts that were folded by ``rules``; ^ and $ are the edges of paragraphs.

    Raises WrongPatternError.
    """
    import regex

    flags = regex.MULTILINE | (regex.IGNORECASE if rules.case else 0)
    try:
        regex.compile(pattern, flags)  # as it was written, for the place of a mistake
        return regex.compile(_folded(pattern, rules), flags)
    except regex.error as error:
        where = len(pattern) if error.pos is None else error.pos
        raise WrongPatternError(
            tr(
                "The regular expression is wrong at its character {place}: {what}.",
                place=min(where, len(pattern)) + 1,
                what=error.msg,
            )
        ) from None
    except (RecursionError, OverflowError, ValueError, MemoryError):
        raise WrongPatternError(
            tr("The regular expression is too large or too deep: make it simpler.")
        ) from None


def matches(
    pattern: regex.Pattern[str], text: str, start: int, end: int
) -> Generator[tuple[int, int] | None, int | None, None]:
    """The matches in ``text`` that begin from ``start`` on and before ``end``, in order and without those of nothing.
    Whoever asks may send where to go on, if that is later than where the last one ended. Now and then None comes, so
    that it can be stopped.

    Raises SlowPatternError.
    """
    until = monotonic() + MOST_SECONDS
    place, empty = start, 0
    while place < end:
        found = None
        for patience in PATIENCE:
            try:
                left = min(patience, until - monotonic())
                found = pattern.search(text, place, timeout=max(left, 0.001), concurrent=True)
                break
            except TimeoutError:
                yield None
        else:
            raise _slow()
        if found is None or found.start() >= end:
            return
        if found.start() == found.end():
            place, empty = found.end() + 1, empty + 1
            if empty % 1_000 == 0:
                if monotonic() > until:
                    raise _slow()
                yield None
        else:
            sent = yield found.span()
            place = max(found.end(), sent or 0)


def _slow() -> SlowPatternError:
    return SlowPatternError(
        tr("The regular expression takes too long here and was given up: make it simpler.")
    )


def _folded(pattern: str, rules: Folding) -> str:
    """The expression with its letters folded; case is left to its flags. Escapes are taken as they are written, and
    so are ranges in sets, but those of digits."""
    if rules == NOTHING:
        return pattern
    rules = replace(rules, case=False)
    if rules.harakat:
        pattern = combined(pattern)

    def in_set(found: re.Match[str]) -> str:
        written = found[0]
        if len(written) == 1 or (len(written) == 3 and written[0].isdecimal()):
            return fold(written, rules).text or written
        return written

    def part(found: re.Match[str]) -> str:
        written = found[0]
        if len(written) == 1:
            return fold(written, rules).text or "(?:)"
        return "[" + _SET_PART.sub(in_set, written[1:]) if written[0] == "[" else written

    return _PART.sub(part, pattern)
