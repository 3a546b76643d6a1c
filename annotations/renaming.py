"""Which article one was before it was renamed or moved: told by its content, or by what was recorded then."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from annotations import HashiyaError
from annotations.layer import Layer, annotation_files
from annotations.model import Article
from annotations.places import text_file

if TYPE_CHECKING:
    from annotations.project import Project


class Former(NamedTuple):
    """What an article is supposed to have been."""

    path: str | None = None
    """Under which path; None if it was nothing else, or if that is not clear."""
    sentence: str | None = None
    """What is to be said about it."""


class Renames:
    """The articles of a project that are gone, and what they may have become. Looked for once, when first needed."""

    def __init__(self, project: Project) -> None:
        self._project = replace(project, opened=project.root)
        self._root = project.root

    def folder(self, path: str) -> Path | None:
        """Where what was written beside a path is kept, if there is no article any more."""
        return None if (self._root / path).exists() else self._project.folder(path)

    def guess(self, article: Article) -> Former:
        """What an article beside which nothing is written was before: the one that is gone and had the same text."""
        if article.text.isspace() or not article.text:
            return Former()
        found = [path for path in self._gone if self._had(path, article.sha256)]
        before = {each for path in found for layer in self._layers(path) for each in layer.formerly}
        found = [path for path in found if path not in before]
        if not found:
            return Former()
        twins = self._twins(article)
        if len(found) == 1 and not twins:
            return Former(
                found[0],
                f"{article.path} has the text that {found[0]} had, which is gone: it was renamed. "
                "What was written beside it is shown here; its files stay where they are.",
            )
        same = f"{article.path} {f'and {_names(twins)} have' if twins else 'has'}"
        return Former(
            sentence=f"{same} the text that {_names(found)} had, which {'is' if len(found) == 1 else 'are'} "
            f"gone; which was renamed is not clear. Move {self._project.folder(found[0])} to "
            f"{self._project.folder(article.path)} if it was this one."
        )

    @property
    def gone(self) -> bool:
        """Whether there are any."""
        return bool(self._gone)

    @cached_property
    def _gone(self) -> list[str]:
        with suppress(HashiyaError):
            if self._project.annotated():
                return [
                    path for path in self._project.unlisted() if not (self._root / path).exists()
                ]
        return []

    def _layers(self, path: str) -> list[Layer]:
        layers = []
        with suppress(HashiyaError):
            layers = [Layer(each) for each in annotation_files(self._project.folder(path))]
        for layer in layers:
            layer.refresh()
        return layers

    def _had(self, path: str, sha256: str) -> bool:
        """Whether an article that is gone had that text when something was last written beside it, or before."""
        return text_file(self._project.folder(path), sha256).exists() or any(
            layer.text == sha256 for layer in self._layers(path)
        )

    def _twins(self, article: Article) -> list[str]:
        """The other articles that have the same text."""
        twins = []
        with suppress(OSError, HashiyaError):
            size = (self._root / article.path).stat().st_size
            for path in self._project.articles():
                if path == article.path or (self._root / path).stat().st_size != size:
                    continue
                if self._project.read(path).sha256 == article.sha256:
                    twins.append(path)
        return twins


def _names(paths: list[str]) -> str:
    return " and ".join(paths)
