"""What is open, and what the screen tells of it: in the text and the list of annotations, in titles and status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotations.anchoring import excerpt
from annotations.messages import beside, spoken, tr
from annotations.model import Anchor, Annotation, Article, Decision
from annotations.wanted import NAMES as WHYS
from tui.screens.shelf import Shelf

if TYPE_CHECKING:
    from annotations.known_names import Names
    from annotations.margin import Margin
    from annotations.saver import Saver
    from annotations.wanted import Why


class Showing(Shelf):
    """One open article, shown as its margin has it."""

    saver: Saver
    names: Names | None = None
    """Of the open article, once an entity has been tagged."""
    others = True
    """Whether what others wrote is shown."""
    _margin: Margin | None = None

    @property
    def margin(self) -> Margin:
        """That of the open article. No command that needs it is let through before there is one."""
        assert self._margin is not None
        return self._margin

    @property
    def has_article(self) -> bool:
        return self._margin is not None

    @property
    def article(self) -> Article:
        return self.reader.article

    def mine(self, value: Annotation | Decision) -> bool:
        """Whether the user made it."""
        return value.annotator == self.project.annotator

    def show_annotations(self) -> None:
        """What the margin holds now, in the text, the list and the status."""
        items = self.margin.annotations
        if not self.others:
            items = [each for each in items if self.mine(each)]
        gone, come = self.reader.show_annotations(items)
        if self.names is not None:
            self.names.replace(names(gone), names(come))
        self.listed.empty = self._nothing_listed(items)
        self.listed.show(
            self.article.text,
            items,
            self.margin.decisions_on,
            self.linked_to,
            self.why_waiting,
        )
        if not (gone or come):  # but links or comments may have
            self.listed.refresh()
        self.listed.follow(self.reader.current, self.reader.here)
        self._show_listed_title()
        self.show_status()

    def linked_to(self, annotation: Annotation) -> tuple[list[str], bool]:
        """The words to which an annotation is linked, and whether something is still to be said of it."""
        return [], False

    def _nothing_listed(self, items: Sequence[Annotation]) -> str:
        """What the list of annotations says when it shows none of these."""
        if items:
            return tr("No annotation is like this. Esc shows all of them.")
        if is_blank(self.article):
            return tr("There is nothing to tag in an empty article.")
        if not self.others:
            return tr("Nothing of your own is tagged here. zo shows what others wrote.")
        return self.nothing_tagged

    def why_waiting(self, annotation: Annotation) -> Sequence[Why]:
        """Why an annotation of the open article waits for the user."""
        from annotations.reviewing import why_waiting

        return why_waiting(self.margin, annotation)

    def _show_listed_title(self) -> None:
        listed, wanted = self.listed, self.listed.wanted
        all_ = len(listed.items)
        count = tr("Annotations  {n}", n=all_) if all_ else tr("Annotations")
        below = [spoken(wanted.label), wanted.annotator]
        if wanted:
            count = tr("Annotations  {n} of {count}", n=listed.count, count=all_)
            below += [tr(WHYS[wanted.why])] if wanted.why else []
            below += [f"/{wanted.words}"] * bool(wanted.words.strip())
        hidden = "" if self.others else tr("only mine")
        told = beside([each for each in below if each])
        self.titles.put(listed, left=count, right=hidden, below=told)

    # In the status.

    def show_status(self) -> None:
        reader, status = self.reader, self.status
        parts = [self.waiting] if self.waiting and status.holds(self.waiting) else []
        if not self.waiting and reader.selecting:
            selected = self.selected
            parts.append(tr("SELECT {n}", n=len(selected)) if selected else tr("SELECT"))
        if self.has_article:
            length = max(1, len(self.article.text))
            parts.append(tr("{n} %", n=100 * reader.cursor // length))
        parts += reader.controls_here()
        parts += self.told_of_search()
        parts += [*self.how_saved(), self.project.annotator]
        while len(parts) > 1 and self.waiting and not status.holds(beside(parts)):
            parts.pop()  # rather than half of it
        status.left = beside(parts)
        here = [self.articles.told] if self.at is self.articles else self._named_here()
        status.right, status.more = here[0], tuple(here[1:])
        if self.front is not None:
            self.front.follow()

    def told_of_search(self) -> list[str]:
        """How far what is looked for in the article has got, for the status."""
        return []

    def _named_here(self) -> list[str]:
        """The annotations at the cursor: the current one (empty if there is none), then those after it in the order in
        which they are gone through."""
        here, current = self.reader.here, self.reader.current
        at = next((n for n, each in enumerate(here) if current and each.id == current.id), 0)
        first, *others = [*map(self._named, [*here[at:], *here[:at]][:3])] or [""]
        return [f"{at + 1}/{len(here)}  {first}", *others] if len(here) > 1 else [first]

    def how_saved(self) -> list[str]:
        """Whether what was done is on the disk, for the status.

        Of all articles: what waits of another one is at stake as well.
        """
        saving = self.saver.saving
        if saving.failure:
            return [tr("NOT SAVED")]
        if self._margin is not None and self._margin.readonly:
            return [tr("reading only")]
        if saving.pending:
            return [tr("saving")]
        return [tr("saved")] if any(map(self.mine, self.listed.items)) else []

    def _named(self, annotation: Annotation) -> str:
        words, label = excerpt(annotation), spoken(annotation.label)
        if annotation.anchor is Anchor.ANCHORED:
            said = tr("«{words}» {label}", words=words, label=label)
        else:
            said = tr("was «{words}» {label}", words=words, label=label)
        return said if self.mine(annotation) else beside([said, annotation.annotator])

    @property
    def selected(self) -> str:
        """The text of the selection."""
        span = self.reader.selection
        return self.article.text[span.start : span.end] if span else ""


def names(annotations: list[Annotation]) -> Iterator[str]:
    """The texts of the entities among them."""
    return (each.exact for each in annotations if each.label == "entity")


def is_blank(article: Article) -> bool:
    """Whether there is nothing in it to read."""
    return not article.text or article.text.isspace()
