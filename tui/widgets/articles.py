"""The pane of articles."""

from __future__ import annotations

from collections.abc import Callable

from annotations import HashiyaError
from annotations.messages import mark, tr
from annotations.model import Article, Direction
from tui.widgets.row_list import Part, RowList


class Articles(RowList):
    """The articles of the project by title. A title is read when it comes on the screen, not before."""

    empty = mark("No *.txt files in this folder.")

    def __init__(self, paths: list[str], title: Callable[[str], str]) -> None:
        super().__init__(edge=1)
        self.paths = paths
        self._title_of = title
        self._titles: dict[str, tuple[str, str]] = {}

    def opened(self, article: Article) -> None:
        """The cursor goes to this article, whose title needs no reading."""
        self._titles[article.path] = article.title, ""
        self.renew(self.paths.index(article.path))

    @property
    def count(self) -> int:
        return len(self.paths)

    def entry(self, index: int) -> tuple[list[Part], list[Part]]:
        path = self.paths[index]
        if path not in self._titles:
            self._titles[path] = self._title(path)
        title, style = self._titles[path]
        return [Part(title, style)], [Part(path, "dim", direction=Direction.LTR, keep_end=True)]

    def _title(self, path: str) -> tuple[str, str]:
        try:
            return self._title_of(path), ""
        except HashiyaError:
            return tr("cannot be read: choose it to see why"), "warning"
