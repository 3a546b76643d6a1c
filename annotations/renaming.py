"""Which article one was before it was renamed or moved: told by its content, or by what was recorded then."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from annotations import HashiyaError
from annotations.layer import Layer, annotation_files
from annotations.messages import listed, tr, trn
from annotations.model import Article
from annotations.places import kept_text

if TYPE_CHECKING:
    from annotations.project import Project

_FEW = 3
"""So many paths are named in a sentence."""


class Former(NamedTuple):
    """What an article is supposed to have been."""

    path: str | None = None
    """Under which path; None if it was nothing else, or if that is not clear."""
    sentence: str | None = None
    """What is to be said about it."""


class _Record(NamedTuple):
    """What is known of an article that is gone."""

    texts: set[str]
    """The sha256 of every text that it had when something was written beside it."""
    formerly: set[str]
    """The paths that it had before."""


class Renames:
    """The articles of a project that are gone, and what they may have become. Looked for once, when first needed."""

    def __init__(self, project: Project) -> None:
        self._project = replace(project, opened=project.root)
        self._root = project.root
        self._sha256s: dict[str, str] = {}

    def folder(self, path: str) -> Path | None:
        """Where what was written beside a path is kept, if there is no article any more."""
        return None if (self._root / path).exists() else self._project.folder(path)

    def guess(self, article: Article) -> Former:
        """What an article beside which nothing is written was before: the one that is gone and had the same text.

        Of one that had most of it there is only a sentence.
        """
        if article.text.isspace() or not article.text:
            return Former()
        found = [path for path in self._gone if article.sha256 in self._records[path].texts]
        before = {each for path in found for each in self._records[path].formerly}
        found = [path for path in found if path not in before]
        if not found:
            return self._edited(article)
        twins = self._twins(article)
        if len(found) == 1 and not twins:
            return Former(
                found[0],
                tr(
                    "{path} has the text that {old} had, which is gone: it was renamed. What was written beside it is "
                    "shown here; its files stay where they are.",
                    path=article.path,
                    old=found[0],
                ),
            )
        return Former(sentence=self._unclear([article.path, *twins], found))

    def _unclear(self, here: list[str], gone: list[str]) -> str:
        """That it is not clear which article was renamed to which."""
        old, new = self._project.folder(gone[0]), self._project.folder(here[0])
        paths, former = _names(here), _names(gone)
        if len(here) > 1 and len(gone) > 1:
            return tr(
                "{paths} have the text that {former} had, which are gone; which was renamed is not clear. Move {old} "
                "to {new} if it was this one.",
                paths=paths,
                former=former,
                old=old,
                new=new,
            )
        if len(here) > 1:
            return tr(
                "{paths} have the text that {former} had, which is gone; which was renamed is not clear. Move {old} "
                "to {new} if it was this one.",
                paths=paths,
                former=former,
                old=old,
                new=new,
            )
        return tr(
            "{path} has the text that {former} had, which are gone; which was renamed is not clear. Move {old} to "
            "{new} if it was this one.",
            path=paths,
            former=former,
            old=old,
            new=new,
        )

    def _edited(self, article: Article) -> Former:
        """The ones that are gone and had most of the text, in the same paragraphs: that is said, and no more."""
        shared: Counter[str] = Counter()
        for paragraph in set(article.text.splitlines()):
            for path in self._paragraphs.get(paragraph.strip(), ()):
                shared[path] += len(paragraph)
        alike = [path for path, count in shared.most_common() if 2 * count > len(article.text)]
        if not alike:
            return Former()
        return Former(
            sentence=trn(
                "{path} has most of the text that {former} had, which is gone. If it was renamed and edited, move "
                "{old} to {new}: then what was written beside it is shown here.",
                "{path} has most of the text that {former} had, which are gone. If it was renamed and edited, move "
                "{old} to {new}: then what was written beside it is shown here.",
                len(alike),
                path=article.path,
                former=_names(alike),
                old=self._project.folder(alike[0]),
                new=self._project.folder(article.path),
            )
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

    @cached_property
    def _records(self) -> dict[str, _Record]:
        return {path: self._record(path) for path in self._gone}

    def _record(self, path: str) -> _Record:
        folder, layers = self._project.folder(path), []
        with suppress(HashiyaError):
            layers = [Layer(each) for each in annotation_files(folder)]
        for layer in layers:
            layer.refresh()
        texts = {file.name.removeprefix("text-") for file in folder.glob("text-*")}
        return _Record(
            texts.union(layer.text for layer in layers if layer.text),
            {each for layer in layers for each in layer.formerly},
        )

    @cached_property
    def _paragraphs(self) -> dict[str, set[str]]:
        """By its paragraphs the articles that are gone."""
        found: dict[str, set[str]] = {}
        for path, record in self._records.items():
            for sha256 in record.texts:
                text = kept_text([self._project.folder(path)], sha256) or ""
                for paragraph in filter(None, map(str.strip, text.splitlines())):
                    found.setdefault(paragraph, set()).add(path)
        return found

    def _twins(self, article: Article) -> list[str]:
        """The other articles that have the same text."""
        with suppress(OSError):
            size = (self._root / article.path).stat().st_size
            alike = [path for path in self._sizes.get(size, ()) if path != article.path]
            return [path for path in alike if self._sha256(path) == article.sha256]
        return []

    @cached_property
    def _sizes(self) -> dict[int, list[str]]:
        """The articles by their sizes in bytes."""
        sizes: dict[int, list[str]] = {}
        with suppress(HashiyaError):
            for path in self._project.articles():
                with suppress(OSError):
                    sizes.setdefault((self._root / path).stat().st_size, []).append(path)
        return sizes

    def _sha256(self, path: str) -> str | None:
        if path not in self._sha256s:
            with suppress(HashiyaError):
                self._sha256s[path] = self._project.read(path).sha256
        return self._sha256s.get(path)


def _names(paths: list[str]) -> str:
    """Some of them by name."""
    if len(paths) <= _FEW + 1:
        return listed(paths)
    first = paths[: _FEW - 1]
    return listed([*first, trn("{n} more", "{n} more", len(paths) - len(first))])
