"""What annotations say and how they are linked, in the reading room: shown as a thread, said by keys, followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from annotations.anchoring import describe, excerpt
from annotations.margin import reading_order
from annotations.messages import beside, tr, trn
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
    _drawn = False  # the first frame, which does without the codebook
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

    @property
    def nothing_here(self) -> bool:
        """Whether a command would be about no annotation."""
        return self.focused is not self.listed and self.reader.current is None

    def action_say(self) -> None:
        self.saying.begin()

    async def action_details(self) -> None:
        """All about an annotation, to be read and edited."""
        if target := self.target():
            self.leave_place()
            self.reader.go_to(target, centre=True)
            await self.show_details(target)

    async def take(self, event: events.Key) -> bool:
        if self._saying is not None and self._saying.take(event):
            return True
        if self.in_menu and event.character == "?":
            self._say_guidelines()
            return True
        return await super().take(event)

    def _say_guidelines(self) -> None:
        """When to use which label, with examples; the menu that is open stays so."""
        from tui.screens.attribute_values import guideline

        self.say("\n".join(map(guideline, self.project.codebook.labels)))

    def reader_moved(self) -> None:
        if self._saying is not None and self._saying.menu is not None:
            self._saying.close()
        super().reader_moved()

    # The thread.

    def gather(self) -> None:
        super().gather()
        self._drawn = True
        self.listed.refresh()
        self.show_status()

    def show_status(self) -> None:
        if self.has_article and self._drawn:
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

    def linked_to(self, annotation: Annotation) -> tuple[list[str], bool]:
        if not self._drawn:
            return [], False
        from annotations.validation import incomplete

        margin, links = self.margin, self.margin.links_of(annotation.id)
        found = (margin.annotation(each.target) for each in links if each.source == annotation.id)
        ends = sorted(filter(None, found), key=reading_order)
        lacks = self.mine(annotation) and incomplete(margin.codebook, annotation, links)
        return [excerpt(each) for each in ends], bool(lacks)

    def _named(self, annotation: Annotation) -> str:
        said, current = super()._named(annotation), self.reader.current
        if not self._drawn or current is None or annotation.id != current.id:
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
        for kind in codebook.links_from(annotation.label):
            for link in links:
                other = margin.annotation(link.target)
                if (link.source, link.type) == (annotation.id, kind.name) and other:
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
        if not going:
            self.leave_place(exact=True)
        self.reader.go_to(other, centre=True)
        self._followed = origin.id, count, reader.cursor
        if len(ends) > 1:
            self.say(tr("{place} of {count}", place=count % len(ends) + 1, count=len(ends)))

    # Parts.

    def action_add_part(self) -> None:
        """Make the selection a part of the annotation from which it was begun, else of the one tagged last."""
        words, target = self._selection(), self._to_be_parted
        if words is None or target is None:
            self.say(
                tr(
                    "Stand in an annotation of your own, select with v and the motions what belongs to it as well, "
                    "and press ra."
                )
            )
        elif parted := self.attempt(lambda: self.margin.add_fragment(target.id, words)):
            self.reader.go_to(parted)
            self._say_parts(parted)

    def action_take_part(self) -> None:
        """Take the selection out of the annotation round it; without one, the cue that breaks the quote here."""
        words = self._selection()
        if words is None:
            target = self.target()
            words = self._cue_in(target) if target else None
        else:
            target = self._round(words)
        if target is None:
            if words is not None:
                self.say(tr("No annotation of yours is round these words."), warning=True)
        elif words is None:
            self.say(tr("No verb of saying is inside it: select what is to be taken out."))
        else:
            at, span = target.id, words
            if parted := self.attempt(lambda: self.margin.remove_fragment(at, span)):
                self.reader.go_to(parted)
                self._say_parts(parted)

    def _say_parts(self, annotation: Annotation) -> None:
        count = len(annotation.parts)
        self.say(
            trn(
                "It is in {n} part now: {it}. u takes that back.",
                "It has {n} parts now: {it}. u takes that back.",
                count,
                it=describe(annotation),
            )
        )

    @property
    def _to_be_parted(self) -> Annotation | None:
        """The annotation of one's own from which the selection was begun, else the one made or changed last."""
        anchor = self.reader.begun
        begun = self.reader.annotated.covering(anchor) if anchor is not None else []
        found = next(filter(self.mine, begun), None)
        if found is not None or self.margin.last is None:
            return found
        ids = [change.value.about for change in self.margin.last.operation]
        return next(filter(None, map(self.margin.annotation, ids)), None)

    def _round(self, words: Span) -> Annotation | None:
        """The smallest annotation of one's own that reaches beyond these words."""
        found = [
            each
            for each in self.reader.annotated.touching(*words)
            if self.mine(each) and not (words.start <= each.start and each.end <= words.end)
        ]
        return min(found, key=lambda each: each.end - each.start, default=None)

    def _cue_in(self, target: Annotation) -> Span | None:
        """The words of its cue, as linked or else as found, with the source that follows, inside the annotation."""
        from annotations.reporting import cues_in

        for link in self.margin.links_of(target.id):
            cue = self.margin.annotation(link.target)
            if link.type == "cue" and cue and target.start < cue.start and cue.end < target.end:
                return cue.span
        found = cues_in(self.article.text, target.start + 1, target.end - 1)
        return next((each.span for each in found), None)
