"""Opening an article, and keeping up with what becomes of it and of what is written beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from annotations import HashiyaError
from annotations.margin import Margin
from annotations.messages import tr, trn
from annotations.model import Article, paragraphs
from annotations.saver import Saver
from tui.looks import chosen
from tui.places import Place, Places
from tui.screens.showing import Showing, is_blank
from tui.widgets.articles import Articles

if TYPE_CHECKING:
    from annotations.project import Project
    from annotations.renaming import Renames
    from annotations.tree import Tree
    from tui.config import Config
    from tui.keymap import Keymap
    from tui.session import Session

LOOK = 0.5
"""Seconds between two looks for what others wrote, so that it shows within one."""
IDLE = 30.0
"""Seconds without a change after which the file that TinyDB programs read is brought up to date."""

MOST_HITS = 50_000
"""More are not looked for, so that one letter in a large article does not hold up the reader."""


class Opening(Showing):
    """One project, one open article."""

    def __init__(
        self,
        project: Project,
        config: Config,
        keymap: Keymap,
        session: Session,
        saver: Saver,
        *,
        remember: Callable[[], None],
        advice: Sequence[str] = (),
        article: Article | None = None,
        tree: Tree | None = None,
    ) -> None:
        """``remember`` keeps the session on the disk, ``advice`` is said first; ``article`` is the one to begin with,
        if it has been read, ``tree`` the project's, if it has been looked into."""
        super().__init__(project, config, keymap, tree)
        self.session, self.saver = session, saver
        self.articles.listing.percent = session.percent
        self._remember, self._advice, self._begin_with = remember, advice, article
        self._failure: str | None = None  # why something is not saved, once that has been told
        self._gone: str | None = (
            None  # why the article's file cannot be read, once that has been told
        )
        self._noticed: list[str] = []  # what the margin has to say, once that has been told
        self._warned = False  # that there are no locks
        self.changed = 0.0
        """When something was changed, by the clock, since the last checkpoint; 0 if nothing was."""
        self._margins: dict[str, Margin] = {}
        self._remembering = False
        self._places = Places()

    def on_mount(self) -> None:
        for name, value in chosen(self.config, self.session.looks).items():
            setattr(self.reader, name, value)
        self.alone, self.bare = self.session.alone, self.session.bare
        self.set_interval(LOOK, self._look_round)
        self.show_articles_title()
        if (first := self._begin_with) is not None:
            self._begin_with = None
            self.open(first.path, first)
            return
        paths = self.articles.paths
        last = self.session.last
        pane = self.session.pane
        self.open(last if last in paths else paths[0])
        if self._margin is not None and 0 < pane < len(self.panes):
            self.pane = self.panes[pane]
            self.set_focus(self.pane)

    def open(self, path: str, article: Article | None = None) -> None:
        """As ``_open``; the place before can be gone back to."""
        if self._margin is not None:
            self.leave_place()
        self._open(path, article)

    def _open(self, path: str, article: Article | None = None) -> None:
        """Show an article, read now unless given, at the place where it was left. One that cannot be read is named,
        and the old one stays."""
        try:
            article = article or self.project.read(path)
            margin = self._margin_of(article)
        except HashiyaError as error:
            self.say(str(error), warning=True)
            if self._margin is None:  # with nothing open, the way on is another article
                self.reader.empty = tr("No article is open. Choose one in the list: ↑ ↓ and Enter.")
                self.listed.empty = tr("What is tagged in the open article is listed here.")
                self.fold(self.articles)
            return
        if self._margin is not None:
            self._margin.checkpoint()
        self._margin, self._gone = margin, None
        self.session.last = path
        root = self.project.root
        self.session.opening(article, lambda each: (root / each).exists())
        self._show_text(article, self.session.places.get(path, 0))
        self.articles.opened(article)
        self._noticed = margin.notices
        told = [*self._advice, *self._noticed]
        self._advice = ()
        if article.encoding not in ("utf-8", "utf-8-sig"):
            told.insert(
                0,
                tr(
                    "{path} is in {encoding}; it was decoded, and stays as it is.",
                    path=path,
                    encoding=article.encoding,
                ),
            )
        if is_blank(article):
            told.insert(0, tr("{path} is empty.", path=path))
        if margin.readonly:
            told.append(tr("Reading only: {why}", why=margin.readonly))
            told += [tr("R builds it anew from what is left.")] * bool(margin.problems)
        self.say(" ".join(told), warning=bool(told))
        self.set_focus(self.reader)
        self.remember_soon()

    def margin_at(self, path: str) -> Margin:
        """The margin of the article of a path, open or not, at its text of today. Raises HashiyaError."""
        margin = self._margins.get(path)
        if margin is None:
            return self._margin_of(self.project.read(path))
        margin.refresh()
        if margin is not self._margin and isinstance(changed := margin.changed, Article):
            margin.follow(changed)
        return margin

    def _margin_of(self, article: Article, renames: Renames | None = None) -> Margin:
        """The margin of an article: the one it had before, if it was open, since that holds what can be undone. Who
        asks for many gives ``renames`` to all."""
        margin = self._margins.get(article.path)
        if margin is None:
            margin = self._margins[article.path] = self.project.margin(article, self.saver, renames)
        elif margin.article.sha256 != article.sha256:
            margin.follow(article)
        else:
            margin.refresh()
        return margin

    def _show_text(self, article: Article, offset: int) -> None:
        """Show a text of the article with the cursor at ``offset``."""
        self.names = None
        said = tr(
            "This article is empty. Tab goes to the list of articles. Text that is saved in its file appears here."
        )
        self.reader.empty = said if is_blank(article) else ""
        self.reader.show(article, offset)
        self.titles.put(self.reader, text=article.title)
        self.show_annotations()

    # Keeping up with the disk.

    def follow_saver(self) -> None:
        """The saver has got further, or has read what another program wrote."""
        if self._margin is None:
            return
        if self._margin.refresh():
            self.show_annotations()
        else:
            self.show_status()
        failure = self.saver.saving.failure
        if failure != self._failure:
            self._failure = failure
            if failure:
                self.say(
                    tr("Not saved: {failure} It is kept here and tried again.", failure=failure),
                    warning=True,
                )
            else:
                self.say(tr("Saved now."))
        if self._margin.unlocked and not self._warned:
            self._warned = True
            self.say(self._margin.unlocked, warning=True)
        self._follow_article(self._margin)

    def _look_round(self) -> None:
        """Now and then: what have others written, and has nothing been done for a while?"""
        if self._margin is None:
            return
        if self._margin.refresh():
            self.show_annotations()
        self._follow_article(self._margin)
        if self.changed and monotonic() - self.changed > IDLE:
            self.changed = 0.0
            self._margin.checkpoint()

    def _follow_article(self, margin: Margin) -> None:
        """Show the text that the article's file has been found to hold, or say why it cannot be told."""
        found = margin.changed
        if isinstance(found, Article):
            where = _carried(self.article.text, found.text, self.reader.cursor)
            self.carry_reached(found, partial(_carried, self.article.text, found.text))
            margin.follow(found)
            self._show_text(found, where)
            self._noticed = margin.notices
            told = " ".join(self._noticed) or tr(
                "The article has changed; every annotation stands."
            )
            self.say(told, warning=bool(self._noticed))
        elif found != self._gone:
            self._gone = found
            self.say(found or tr("The article is there again."), warning=bool(found))
        elif new := [each for each in margin.notices if each not in self._noticed]:
            self._noticed += new
            self.say(" ".join(new), warning=True)

    def action_repair(self) -> None:
        try:
            told = self.margin.repair()
        except HashiyaError as error:
            self.say(str(error), warning=True)
            return
        self.show_annotations()
        self.say(" ".join(told) or tr("Nothing is damaged."))

    def on_unmount(self) -> None:
        self.stop_gathering()
        self._keep_place()

    def remember_soon(self) -> None:
        """Within a second, not only on leaving: terminals are closed without a word."""
        if not self._remembering:
            self._remembering = True
            self.set_timer(1, self._keep_place)

    def _keep_place(self) -> None:
        self._remembering = False
        session = self.session
        session.pane = self.panes.index(self.pane)
        session.alone, session.bare = self.alone, self.bare
        if self._margin is not None:
            session.remember(self.article)
        self._remember()

    # Places, and following the cursor.

    @property
    def _here(self) -> Place:
        return Place(self.article.path, self.reader.cursor)

    def leave_place(self, *, exact: bool = False) -> None:
        """The reader is going to jump away; with ``exact`` it comes back from however near."""
        self._places.leave(self._here._replace(exact=exact))

    def action_go_back(self, step: int) -> None:
        place = self._places.back(self._here) if step < 0 else self._places.forth(self._here)
        if place is None:
            self.say(
                tr("There is no place before this one.")
                if step < 0
                else tr("There is no place after this one.")
            )
        elif place.article == self.article.path:
            self.reader.go(min(place.offset, len(self.article.text)), centre=True)
        else:
            self.session.places[place.article] = place.offset
            self._open(place.article)

    def action_go_paragraph(self) -> None:
        number = self.count
        if number is None:
            self.say(tr("Which paragraph? Its number comes first: 12gn."))
            return
        index = 0
        for index, span in enumerate(paragraphs(self.article.text), 1):
            if index == number:
                self.leave_place()
                self.reader.go(span.start, centre=True)
                return
        self.say(trn("There is {n} paragraph.", "There are {n} paragraphs.", index), warning=True)

    def reader_moved(self) -> None:
        self.session.places[self.article.path] = self.reader.cursor
        self.note_reached()
        self.remember_soon()
        self.listed.follow(self.reader.current, self.reader.here)
        self.show_status()

    def on_row_list_chosen(self, event: Articles.Chosen) -> None:
        if event.list is self.articles:
            if (path := self.articles.chosen) is not None:
                self.open(path)
        elif (chosen := self.listed.chosen) is not None:
            self.leave_place()
            self.reader.go_to(chosen, centre=True)
            self.set_focus(self.reader)

    def on_row_list_highlighted(self, event: Articles.Highlighted) -> None:
        if event.list is self.articles:
            self.show_status()

    def on_descendant_focus(self) -> None:  # Textual calls that of the base class as well
        self.remember_soon()
        self.show_status()


def _carried(old: str, new: str, offset: int) -> int:
    """Where a place in one text is in another: what comes before it, or else what comes after it, may be the same."""
    if new.startswith(old[:offset]):
        return offset
    if new.endswith(old[offset:]):
        return len(new) - len(old) + offset
    line = old[old.rfind("\n", 0, offset) + 1 : (old + "\n").find("\n", offset)]
    found = new.find(line) if line else -1
    within = offset - (old.rfind("\n", 0, offset) + 1)
    return found + within if found >= 0 else min(offset, len(new))
