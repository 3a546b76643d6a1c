"""Lists of hits: what is to be listed, where a hit leads, and what becomes of those that are tagged together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any

from annotations import HashiyaError
from annotations.messages import spoken, tr, trn
from annotations.model import Anchor, Article, Span, new_id
from tui.screens.tagging import NOTHING_HERE, Tagging
from tui.widgets.article_text import LARGE

if TYPE_CHECKING:
    from annotations.concordance import Line, Seek
    from annotations.margin import Margin
    from annotations.renaming import Renames
    from annotations.search import Query
    from tui.screens.listing import Listing

_TOLD = 3
"""So many reasons are told in full."""


class Lists(Tagging):
    """The list that was shown last can be gone back to."""

    def __init__(self, *given: Any, **more: Any) -> None:
        """As `Opening`."""
        super().__init__(*given, **more)
        self.list: Listing | None = None
        self._renames: Renames | None = None

    @property
    def numbered(self) -> tuple[int, str]:
        """The open article with its number."""
        path = self.article.path
        return self.articles.paths.index(path), path

    def new_list(
        self,
        title: str,
        seek: Seek,
        paths: list[tuple[int, str]],
        *,
        query: Query | None = None,
        label: str | None = None,
    ) -> Listing:
        """What ``seek`` gives in these articles, as `Listing` has it."""
        from tui.screens.listing import Listing

        here = self.article
        at_once = paths == [self.numbered] and len(here.text) <= LARGE
        return Listing(
            title,
            seek,
            paths,
            lambda path: here if path == here.path else self.project.read(path),
            self._tagged,
            query=query,
            label=label,
            quick=at_once and not (query and query.regex),
        )

    def action_tag_all(self) -> None:
        """List every place of the name here, to be tagged as it is, or as what was tagged last."""
        from annotations.clitics import canonical
        from annotations.occurrences import occurrences
        from annotations.words import word_at

        text, selected, current = self.article.text, self._selection(), self.reader.current
        if current is not None and current.anchor is not Anchor.ANCHORED:
            current = None
        span = selected or (current.span if current else word_at(text, self.reader.cursor))
        if span is None:
            self.say(tr(NOTHING_HERE["entity"]), warning=True)
            return
        label = current.label if current and not selected else self._label or "entity"
        known = self.project.codebook.label(label) is not None
        name = canonical(text, span)

        def seek(article: Article) -> Iterable[Span]:
            return occurrences(article.text, name)

        self.show_list(self.new_list(name, seek, [self.numbered], label=label if known else None))

    def action_find_list(self) -> None:
        if self.list is None:
            self.say(tr("Nothing has been listed yet: ff lists what is found in the project."))
        else:
            self.show_list(self.list)

    def show_list(self, listing: Listing) -> None:
        from tui.screens.concordance import ConcordanceScreen

        self.list = listing
        listing.tagged_now(self._tagged_by_now)
        screen = ConcordanceScreen(
            listing,
            lambda: [*self.articles.paths],
            self._tag_lines,
            self.keymap,
            self.config.keyboard,
        )
        self.app.push_screen(screen, self._left_list)

    def _left_list(self, chosen: Line | str | None) -> None:
        """The list was left: for the place of a hit, or with something to say."""
        if isinstance(chosen, str):
            self.say(chosen)
        elif chosen is not None:
            self._open_line(chosen)

    def _open_line(self, line: Line) -> None:
        path = line.found.path
        if path == self.article.path:
            self.leave_place()
        else:
            self.open(path)
        if path != self.article.path:  # it could not be opened, which has been said
            return
        self.set_focus(self.reader)
        self.reader.go(min(line.span.start, len(self.article.text)), centre=True)
        if self.article.sha256 != line.found.sha256:
            self.say(tr("{path} has changed since it was looked through.", path=path), warning=True)
        else:
            self.line_opened()

    def line_opened(self) -> None:
        """The reader is at a hit of the list."""

    # What is tagged already.

    def _tagged(self, article: Article) -> Mapping[Span, frozenset[str]]:
        """In any article, with which labels; in the thread that looks through them."""
        margin = self._margins.get(article.path)
        if margin is None or margin.article.sha256 != article.sha256:
            if not self.project.folder(article.path).is_dir():
                return {}
            if self._renames is None:
                from annotations.renaming import Renames

                self._renames = Renames(self.project)
            margin = self.project.margin(article, renames=self._renames)
        return self._labels(margin)

    def _tagged_by_now(self, path: str) -> Mapping[Span, frozenset[str]] | None:
        """In an article that has been open here; None of any other."""
        margin = self._margins.get(path)
        return None if margin is None else self._labels(margin)

    def _labels(self, margin: Margin) -> Mapping[Span, frozenset[str]]:
        labels: dict[Span, frozenset[str]] = {}
        for each in margin.annotations:
            if self.mine(each) and each.anchor is Anchor.ANCHORED:
                labels[each.span] = labels.get(each.span, frozenset()) | {each.label}
        return labels

    # Tagging.

    async def _tag_lines(
        self, lines: list[Line], label: str, goes_on: Callable[[int, int], bool]
    ) -> str:
        """Tag them, in each article in one act, all to be undone as one; gives a sentence on how that went."""
        from annotations.concordance import by_article
        from annotations.renaming import Renames

        renames = Renames(self.project)
        groups = by_article(lines)
        tagged, already, left_out = 0, 0, 0
        reasons: list[str] = []
        together = new_id() if len(groups) > 1 else None
        for done, (found, of_article) in enumerate(groups):
            if not goes_on(done, len(groups)):
                left_out += sum(len(rest) for _, rest in groups[done:])
                reasons.append(tr("It was stopped."))
                break
            try:
                article = self.article
                if found.path != article.path:
                    article = await asyncio.to_thread(self.project.read, found.path)
                if article.sha256 != found.sha256:
                    raise HashiyaError(
                        tr("{path} has changed since it was looked through.", path=found.path)
                    )
                margin = self._margin_of(article, renames)
                new = margin.add_all([line.span for line in of_article], label, together)
            except HashiyaError as error:
                left_out += len(of_article)
                reasons.append(str(error))
                continue
            tagged += len(new)
            already += len(of_article) - len(new)
        if tagged:
            self._label, self.changed = label, monotonic()
        self.show_annotations()
        told = [
            trn("{n} place tagged as {label}; u takes it back.",
                "{n:,} places tagged as {label}; u takes all back.", tagged, label=spoken(label))
            if tagged
            else tr("Nothing was tagged."),
        ]  # fmt: skip
        if already:
            told.append(trn("{n} was tagged so already.", "{n:,} were tagged so already.", already))
        if left_out:
            told.append(trn("{n} was left out.", "{n:,} were left out.", left_out))
        return " ".join([*told, *reasons[:_TOLD]])
