"""Names that are known already, found again in a text by their folded words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from annotations.folding import fold
from annotations.model import Span
from annotations.words import RUN, previous_word, words

_PROCLITICS = frozenset(["و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"])
_BEFORE_ARTICLE = frozenset(["لل", "ولل", "فلل"])
"""ل with the article after it, which loses its alef."""
_LONGEST_NAME = 24
"""Words. A longer stretch is no name, whatever it was tagged as."""
_PARTING = "\0"


class Names:
    """Names by what all spellings of each have in common, each as often as it was added."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._keys: Counter[str] = Counter()
        self.words = 0
        """Of the longest that was ever added: no name needs more of the text to be looked at."""
        self.replace([], names)

    def replace(self, gone: Iterable[str], come: Iterable[str]) -> None:
        """Take away ``gone``, which were there, and add ``come``."""
        for key in map(_name_key, come):
            self._keys[key] += 1
            self.words = max(self.words, min(_LONGEST_NAME, key.count(_PARTING) // 2 + 1))
        self._keys.subtract(map(_name_key, gone))

    def has(self, key: str) -> bool:
        return self._keys[key] > 0


def longest(text: str, paragraph: Span, offset: int, names: Names) -> Span | None:
    """The longest of ``names`` that stands at ``offset`` in ``paragraph``, without the proclitic before it."""
    near = _words_round(text, paragraph, offset, names.words)
    candidates = dict(_candidates(text, near, offset, names.words))
    candidates.pop("", None)  # a word of tatweel alone
    found = [span for key, span in candidates.items() if names.has(key)]
    return max(found, key=lambda span: span.end - span.start, default=None)


def _candidates(text: str, near: list[Span], offset: int, most: int) -> Iterator[tuple[str, Span]]:
    """Every stretch of at most ``most`` words over ``offset`` by the key that a name must have to stand there."""
    parts = _parts(text, near)
    for first, word in enumerate(near):
        if word.start > offset:
            return
        for spelling, cut in _without_proclitic(parts[2 * first]):
            start = word.start + _after_letters(text, word, cut)
            for last in range(first, min(first + most, len(near))):
                if offset < near[last].end:
                    key = _PARTING.join([spelling, *parts[2 * first + 1 : 2 * last + 1]])
                    yield key, Span(start, near[last].end)


def _after_letters(text: str, word: Span, letters: int) -> int:
    """The code points of a word before what follows that many of its folded letters."""
    return fold(text[word.start : word.end]).span(letters, letters + 1).start if letters else 0


def _without_proclitic(word: str) -> Iterator[tuple[str, int]]:
    """A folded word as it is and without what may be a proclitic, with the letters that this takes away."""
    yield word, 0
    for cut in range(1, min(4, len(word))):
        if word[:cut] in _PROCLITICS:
            yield word[cut:], cut
        if word[:cut] in _BEFORE_ARTICLE:
            yield "ال" + word[cut:], cut


@lru_cache(maxsize=1 << 16)
def _name_key(name: str) -> str:
    """Equal for the spellings of one name."""
    runs = RUN.finditer(name)
    return _PARTING.join(
        _parts(name, [word for run in runs for _, word, _ in words(name, *run.span())])
    )


def _parts(text: str, near: list[Span]) -> tuple[str, ...]:
    """The folded words and, between them, what parts them but for white space."""
    parts = [part for word in near for part in word]
    return tuple(fold(text[start:end]).text.strip() for start, end in pairwise(parts))


def _words_round(text: str, paragraph: Span, offset: int, most: int) -> list[Span]:
    """The words of ``paragraph`` at ``offset``, and at least ``most`` on each side."""
    start = offset
    for _ in range(most):
        before = previous_word(text, start)
        if not paragraph.start <= before < start:
            break
        start = before
    near: list[Span] = []
    after = 0
    for run in RUN.finditer(text, start, paragraph.end):
        for _, word, _ in words(text, *run.span()):
            near.append(word)
            after += word.start > offset
        if after >= most:
            break
    return near
