"""What an analyst may mark, and with which key."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from annotations.messages import mark, tr


@dataclass(frozen=True)
class Label:
    """A kind of annotation. ``name`` is what is stored, ``key`` what is pressed, ``title`` what is read."""

    name: str
    key: str
    title: str
    description: str


@dataclass(frozen=True)
class Codebook:
    name: str
    version: int
    labels: tuple[Label, ...]

    def to_json(self) -> dict[str, object]:
        """As the export's field ``codebook``."""
        return {**asdict(self), "labels": [asdict(label) for label in self.labels]}


def spoken(label: str) -> str:
    """The name of a label in the reader's language, if it is one that the program brings with it."""
    return tr(label)


DEFAULT = Codebook(
    name="hashiya",
    version=1,
    labels=(
        Label(
            mark("quote"),
            "q",
            "Quote",
            "Words that the article gives as said or written by someone.",
        ),
        Label(
            mark("entity"),
            "e",
            "Entity",
            "A person, organisation, place or thing called by its name.",
        ),
        Label(
            mark("claim"),
            "c",
            "Claim",
            "A statement that is asserted as true and could be checked.",
        ),
    ),
)
