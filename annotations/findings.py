"""What a check finds: something that is wrong, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What a finding is about."""

    ARTICLE = "article"
    """It is gone or cannot be read."""
    ANCHOR = "anchor"
    """An annotation that waits to be placed, since the article has changed."""
    OFFSETS = "offsets"
    """An annotation that does not fit the very text it was made in."""
    DAMAGE = "damage"
    """A file that is damaged, cannot be read, or is too new."""
    DOCUMENT = "document"
    """A document that cannot be trusted."""
    ID = "id"
    """One id for two things."""
    LINK = "link"
    """One that leads nowhere, to itself or where the codebook does not allow it, or is there twice."""
    DECISION = "decision"
    """One on an annotation that is not there."""
    CODEBOOK = "codebook"
    """A mistake in ``hashiya.toml``."""
    ATTRIBUTE = "attribute"
    """Something said that the codebook does not allow."""
    LABEL = "label"
    """One that the codebook does not know."""
    COPY = "copy"
    """What a tool for synchronising made of a file that had two versions."""
    TEXT = "text"
    """A text as it was annotated that is damaged or missing."""
    LEFTOVER = "leftover"
    """What an interrupted save left."""


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or was mended. ``str()`` of it is a line for a person."""

    article: str
    """The path of the article that it is about, or of the codebook's file."""
    kind: Kind
    sentence: str
    """Names the thing and says how to mend it."""
    file: Path | None = None

    def __str__(self) -> str:
        return f"{self.article}: {self.sentence}"

    def to_json(self) -> dict[str, str]:
        found = {"article": self.article, "kind": str(self.kind), "sentence": self.sentence}
        return found | ({"file": str(self.file)} if self.file else {})
