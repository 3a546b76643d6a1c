"""What annotations say and how they are linked, in the reading room: shown as a thread, said by keys, followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from annotations.anchoring import describe, excerpt
from annotations.messages import beside, tr
from annotations.model import Anchor, Annotation, Span
from tui.screens.tagging import Tagging
from tui.text.said import mirrored

_RLM = "\u200f"
"""Keeps the pieces of an English status in the order of its Arabic words, from right to left."""

if TYPE_CHECKING:
    from tui.screens.saying import Saying


class Linking(Tagging):
    """Links are those of the open article; what is not on the screen costs nothing."""

    _saying: Saying | None = None
    _thread: tuple[object, str] | None = None  # the annotations and the id for which it is shown
    _followed: tuple[str, int, int] | None = None  # from which, how often, and where that led

    @property
    def saying(self) -> Saying:
        if self._saying is None:
            from tui.screens.saying import Saying

            self._saying = Saying(self)
        return self._saying

    @property
    def selected_span(self) -> Span | None:
        """The selection without the white space at its ends."""
        return self._selection()

    def action_say(self) -> None:
        self.saying.begin()

    async def action_details(self) -> None:
        """All about an annotation, to be read and edited."""
        if target := self.target():
            from tui.screens.details import DetailsScreen

            self.leave_place()
            self.reader.go_to(target, centre=True)
            self.front = DetailsScreen(self, target)
            await self.app.push_screen(self.front)  # what is typed ahead is for it

    async def take(self, event: events.Key) -> bool:
        if self._saying is not None and self._saying.take(event):
            return True
        return await super().take(event)

    def reader_moved(self) -> None:
        if self._saying is not None and self._saying.menu is not None:
            self._saying.close()
        super().reader_moved()

    # The thread.

    def show_status(self) -> None:
        if self.has_article:
            self._show_thread()
        super().show_status()

    def _show_thread(self) -> None:
        """Mark the other ends of the links of the current annotation."""
        margin, current = self.margin, self.reader.current
        now = margin.annotations, current.id if current else ""
        if self._thread and self._thread[0] is now[0] and self._thread[1] == now[1]:
            return
        self._thread = now
        linked = []
        for link in margin.links_of(current.id) if current else ():
            other = margin.annotation(link.target if link.source == now[1] else link.source)
            if other is not None and other.anchor is Anchor.ANCHORED:
                kind = margin.codebook.link(link.type)
                letter = (kind.key if kind else "") or link.type[:1]
                linked += [(part, letter if part == other.parts[0] else "") for part in other.parts]
        self.reader.show_linked(linked)

    def _named(self, annotation: Annotation) -> str:
        said, current = super()._named(annotation), self.reader.current
        if current is None or annotation.id != current.id or annotation.label not in self.labels:
            return said
        told = [said, *self._told(annotation)]
        return beside(told) if mirrored() else f" · {_RLM}".join(told)

    def _told(self, annotation: Annotation) -> list[str]:
        """What is said of it by choices and links, and what it lacks."""
        from annotations.codebook import Kind
        from tui.widgets.values import in_words, lacking

        margin, codebook = self.margin, self.margin.codebook
        told = [
            in_words(attribute, value)
            for attribute in codebook.attributes(annotation.label)
            if attribute.kind in (Kind.CHOICE, Kind.MULTIPLE)
            and (value := annotation.attributes.get(attribute.name)) is not None
        ]
        links = margin.links_of(annotation.id)
        for link in links:
            kind, other = codebook.link(link.type), margin.annotation(link.target)
            if link.source == annotation.id and kind and other:
                told.append(tr("{kind} «{words}»", kind=str(kind.title), words=excerpt(other)))
        if self.mine(annotation) and (lacks := lacking(codebook, annotation, links)):
            told.append(tr("lacks {what}", what=tr(", ").join(lacks)))
        return told

    def action_follow_link(self) -> None:
        """To the other end of a link of the annotation here; again, to the other end of its next one."""
        margin, reader, before = self.margin, self.reader, self._followed
        going = before is not None and before[2] == reader.cursor and margin.annotation(before[0])
        origin = going or self.target()
        if not origin:
            return
        count = before[1] + 1 if going and before else 0
        ends = []
        for link in margin.links_of(origin.id):
            other = margin.annotation(link.target if link.source == origin.id else link.source)
            if other is not None and other.anchor is not Anchor.ORPHAN:
                ends.append(other)
        if not ends:
            self.say(tr("There is no link of the {it}.", it=describe(origin)))
            return
        other = ends[count % len(ends)]
        self.leave_place()
        self.reader.go_to(other, centre=True)
        self._followed = origin.id, count, reader.cursor
        if len(ends) > 1:
            self.say(tr("{place} of {count}", place=count % len(ends) + 1, count=len(ends)))
