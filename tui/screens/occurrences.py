"""Every place of a name, to be looked through before all of them are tagged at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.strip import Strip

from annotations import HashiyaError
from annotations.messages import mark, spoken, tr, trn
from annotations.model import Article, Direction, Span
from annotations.occurrences import occurrences
from tui.text.line import line
from tui.widgets.chrome import Bar
from tui.widgets.painter import HIT, Palette, no_ink, paint
from tui.widgets.row_list import ROWS, Part, RowList, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotations.project import Project

_BEFORE, _AFTER = 24, 120
"""Code points of the text round a place that are shown at most."""


class Hit(NamedTuple):
    """A place of the name."""

    article: Article
    span: Span
    tagged: bool
    """Whether it is tagged so already."""


class Hits(RowList):
    """The places, each with a tick or without."""

    empty = mark("There is no place of this name.")

    def __init__(self) -> None:
        super().__init__(edge=0)
        self.hits: list[Hit] = []
        self.ticked: set[int] = set()

    @property
    def count(self) -> int:
        return len(self.hits)

    def entry(self, index: int) -> tuple[list[Part], list[Part]]:
        hit = self.hits[index]
        number = hit.article.text.count("\n", 0, hit.span.start) + 1
        told = tr("tagged already") if hit.tagged else ""
        return [], [
            word(f"¶{number}", "dim"),
            word(told, "warning"),
            Part(hit.article.path, "dim", direction=Direction.LTR, keep_end=True),
        ]

    def draw(self, y: int, width: int) -> Strip | None:
        index, row = divmod(y, ROWS)
        if row or index >= self.count:
            return super().draw(y, width)
        text, (start, end) = self.hits[index].article.text, self.hits[index].span
        first = text.rfind("\n", 0, start) + 1
        if first < start - _BEFORE:  # from the beginning of a word
            first = text.find(" ", start - _BEFORE, start) + 1 or start
        shown = line(text[first : end + _AFTER].partition("\n")[0], width - 6, Direction.RTL)
        style = self._base(index)
        palette = Palette(style, no_ink, {HIT: self.look("hit")}, style)
        words = paint(shown, palette, hits=[Span(start - first, end - first)])
        tick = Segment(" ✓ " if index in self.ticked else " · ", style + self._tick)
        blank = Segment(" " * (width - 4 - shown.width), style)
        return Strip([Segment(" ", style), blank, *words, tick], width)

    @property
    def _tick(self) -> Style:
        return self.look("key")

    def add(self, hits: list[Hit]) -> None:
        """List more of them; those that are not tagged yet are ticked."""
        first = self.count
        self.hits += hits
        self.ticked |= {first + n for n, hit in enumerate(hits) if not hit.tagged}
        self.renew(self.index, first)

    def toggle(self, *indices: int) -> None:
        """Tick these, or untick them."""
        self.ticked ^= {index for index in indices if not self.hits[index].tagged}
        self.refresh()


class OccurrencesScreen(ModalScreen[list[Hit]]):
    """Gives the ticked places, or none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("*", "apply", priority=True),
        Binding("a", "all", priority=True),
        Binding("p", "project", priority=True),
        Binding("escape,Q", "dismiss", priority=True),
    ]
    DEFAULT_CSS = """
    OccurrencesScreen { background: $background; }
    OccurrencesScreen Hits { height: 1fr; }
    """

    def __init__(
        self,
        name: str,
        label: str,
        article: Article,
        project: Project,
        tagged: Callable[[Article], set[Span]],
    ) -> None:
        """``tagged`` gives what is tagged so already in an article."""
        super().__init__()
        self._wanted, self._label = name, label
        self._article, self._project, self._tagged = article, project, tagged
        self._told = ""
        self._everywhere = False

    def compose(self) -> ComposeResult:
        yield Bar(id="head")
        yield Hits()
        yield Bar(
            tr(
                "* tags what is ticked · Enter ticks or unticks · a all or none · p the whole project · Esc"
            )
        )

    @property
    def hits(self) -> Hits:
        return self.query_one(Hits)

    def on_mount(self) -> None:
        self.hits.add(self._in(self._article))
        self.hits.focus()
        self._tell()

    def _in(self, article: Article) -> list[Hit]:
        tagged = self._tagged(article)
        found = occurrences(article.text, self._wanted)
        return [Hit(article, span, span in tagged) for span in found]

    def _in_article(self, path: str) -> list[Hit]:
        return self._in(self._project.read(path))

    def _tell(self) -> None:
        bar = self.query_one("#head", Bar)
        bar.left = (
            tr(
                "Tag as {label}: {ticked} of {count}",
                label=spoken(self._label),
                ticked=len(self.hits.ticked),
                count=self.hits.count,
            )
            + self._told
        )
        bar.right = self._wanted

    def on_row_list_chosen(self, event: Hits.Chosen) -> None:
        event.stop()
        if self.hits.count:
            self.hits.toggle(event.index)
            self._tell()

    def action_all(self) -> None:
        """Tick all, or none if all are ticked."""
        open_ = {n for n, hit in enumerate(self.hits.hits) if not hit.tagged}
        self.hits.toggle(*(open_ if open_ == self.hits.ticked else open_ - self.hits.ticked))
        self._tell()

    def action_project(self) -> None:
        """Look in the other articles of the project as well; what is found is shown at once, Esc ends it."""
        if not self._everywhere:
            self._everywhere = True
            self.run_worker(self._look_everywhere(), exclusive=True)

    async def _look_everywhere(self) -> None:
        paths = [path for path in self._project.articles() if path != self._article.path]
        unread = 0
        for done, path in enumerate(paths):
            try:
                self.hits.add(await asyncio.to_thread(self._in_article, path))
            except HashiyaError:
                unread += 1
            self._told = " · " + (
                trn(
                    "{done} of {all} other articles, {n} unreadable",
                    "{done} of {all} other articles, {n} unreadable",
                    unread,
                    done=done + 1,
                    all=len(paths),
                )
                if unread
                else tr("{done} of {all} other articles", done=done + 1, all=len(paths))
            )
            self._tell()

    def action_apply(self) -> None:
        hits = self.hits
        self.dismiss([hits.hits[index] for index in sorted(hits.ticked)])
