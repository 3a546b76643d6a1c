"""Why an annotation waits for judgement, and what is looked for among annotations."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import msgspec

from annotations.messages import mark
from annotations.model import Annotation


class Why(StrEnum):
    """Why an annotation waits; what is more pressing comes first."""

    DISPUTED = "disputed"
    """The verdicts contradict each other, or somebody disputes it."""
    LOST = "lost"
    """Its words are gone from the text."""
    MOVED = "moved"
    """The text has changed where it stands."""
    SUGGESTED = "suggested"
    """A model or a rule made it, and it was not judged yet."""
    UNJUDGED = "unjudged"
    """A colleague made it, and one has not judged it."""
    INCOMPLETE = "incomplete"
    """It lacks what the codebook requires, or says what that does not allow."""


NAMES = {
    Why.DISPUTED: mark("disputed"),
    Why.LOST: mark("lost its place"),
    Why.MOVED: mark("text changed"),
    Why.SUGGESTED: mark("suggested"),
    Why.UNJUDGED: mark("not judged"),
    Why.INCOMPLETE: mark("incomplete"),
}
"""The words for each."""


class Wanted(msgspec.Struct, frozen=True):
    """What is looked for among annotations. Whatever is empty leaves nothing out."""

    label: str = ""
    annotator: str = ""
    why: Why | None = None
    words: str = ""
    """All of these are in the words, the note or a comment, in whatever spelling."""

    def __bool__(self) -> bool:
        return bool(self.label or self.annotator or self.why or self.words.strip())

    def takes(self, annotation: Annotation, text: str) -> bool:
        """Whether an annotation is wanted, but for why it waits; ``text`` is what is searched of it, folded."""
        return (
            self.label in ("", annotation.label)
            and self.annotator in ("", annotation.annotator)
            and all(word in text for word in folded(self.words).split())
        )


@lru_cache(maxsize=1 << 15)
def folded(text: str) -> str:
    """The text as it is searched: spellings that a reader takes for the same are the same."""
    from annotations.folding import fold

    return fold(text).text
