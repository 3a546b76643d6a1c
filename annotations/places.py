"""Where annotations stand in the article of today, whichever text of it they were made in.

What an article that has not changed does not need is imported where it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from annotations import HashiyaError, files
from annotations.model import Annotation, Article

if TYPE_CHECKING:
    from annotations.diffing import Diff


class Places:
    """Of one text of an article. For any thread: what two ask for at once is only computed twice."""

    def __init__(self, article: Article, kept: Callable[[str], str | None]) -> None:
        """``kept`` gives an earlier text by its sha256, or None where there is none any more."""
        self.article = article
        self._kept = kept
        self._diffs: dict[str, Diff | None] = {}

    def following(self, article: Article, texts: Iterable[str]) -> Places:
        """The same for another text of the article; the present one and those given by sha256 are compared with it."""
        other = Places(article, self._kept)
        other.adopt(self, {*texts, self.article.sha256})
        other.prepare(texts)
        return other

    def adopt(self, earlier: Places, texts: Iterable[str]) -> None:
        """Compare those of some texts, given by sha256, that ``earlier`` knows: they may not be kept anywhere yet."""
        for sha256 in texts:
            old = earlier._text(sha256)
            if old is not None and sha256 not in self._diffs and sha256 != self.article.sha256:
                self._diffs[sha256] = self._compare(old)

    def prepare(self, texts: Iterable[str]) -> None:
        """Compare texts, given by sha256, with that of the article, so that nobody has to wait for it later."""
        for sha256 in texts:
            self._diff(sha256)

    def place(self, annotation: Annotation) -> Annotation:
        """The annotation as it is to be shown; itself, if it was made in this text."""
        article = self.article
        if (
            annotation.sha256 == article.sha256
            and article.text[annotation.start : annotation.end] == annotation.exact
        ):
            return annotation
        from annotations.placing import place

        return place(self.article, annotation, self._diff(annotation.sha256))

    def _text(self, sha256: str) -> str | None:
        if sha256 == self.article.sha256:
            return self.article.text
        diff = self._diffs.get(sha256)
        return diff.old if diff else None

    def _diff(self, sha256: str) -> Diff | None:
        if sha256 == self.article.sha256:
            return None
        if sha256 not in self._diffs:
            old = self._kept(sha256)
            self._diffs[sha256] = None if old is None else self._compare(old)
        return self._diffs[sha256]

    def _compare(self, old: str) -> Diff:
        from annotations.diffing import compare

        return compare(old, self.article.text)


def text_file(folder: Path, sha256: str) -> Path:
    """Where a text is kept as it was annotated."""
    return folder / f"text-{sha256}"


def text_files(folder: Path) -> list[Path]:
    """Those of all texts."""
    return sorted(folder.glob(f"text-{64 * '[0-9a-f]'}"))


def keep_text(folder: Path, article: Article) -> Path:
    """Write the text of ``article`` there, as it was annotated. Raises HashiyaError."""
    path = text_file(folder, article.sha256)
    files.write_new(path, article.text.encode("utf-8", "surrogatepass"), replace=True)
    return path


def kept_text(folders: Iterable[Path], sha256: str) -> str | None:
    """A text as it was annotated; None where it is not kept, cannot be read or is damaged."""
    import hashlib

    for folder in folders:
        try:
            data, _ = files.read(text_file(folder, sha256))
        except HashiyaError:
            continue
        if data is not None and hashlib.sha256(data).hexdigest() == sha256:
            return data.decode("utf-8", "surrogatepass")
    return None
