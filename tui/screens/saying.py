"""What is said of an annotation by keys: a menu of its attributes and links, and what each of them asks then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from annotations.anchoring import describe, excerpt
from annotations.codebook import Attribute, Kind, LinkType
from annotations.folding import fold
from annotations.messages import beside, tr
from annotations.model import SPAN, Anchor, Annotation, Link, Span
from tui.keyboards import free_letters, keyed
from tui.screens.asking import Asking
from tui.screens.attribute_values import ask, guideline
from tui.screens.link_ends import End, ends, placed, suggested, to_words
from tui.text.said import mirrored
from tui.widgets.menu import LACKING, TOLD, Menu, Option, height
from tui.widgets.values import in_words

if TYPE_CHECKING:
    from annotations.suggesting import Suggestion


ARROW = {False: "→", True: "←"}
"""Before a link, in the direction of the interface."""


class Saying(Asking):
    """The conversation of the reading room, or of the details before it, about one annotation."""

    # Beginning.

    def begin(self) -> None:
        """Offer what can be said of the annotation here, or what can be made of the words that are selected."""
        room = self._room
        words = None if room.front else room.selected_span
        if self.pending is not None and room.front is None:
            self._end_pending(words)
        elif words is not None or (room.front is None and room.nothing_here):
            self._offer_words(words)
        elif target := room.target():
            self.about(target)

    def about(self, target: Annotation) -> None:
        """Offer what can be said of an annotation."""
        room, codebook = self._room, self._codebook
        if not room.mine(target):
            self.say(
                tr(
                    "The {it} was made by {name}, and only they can say more of it: mo copies it as your own, "
                    "t comments on it.",
                    it=describe(target),
                    name=target.annotator,
                ),
                warning=True,
            )
            return
        own = [each for each in room.margin.links_of(target.id) if each.source == target.id]
        attributes, kinds = codebook.attributes(target.label), codebook.links_from(target.label)
        items: Sequence[Attribute | LinkType] = (*attributes, *kinds)
        keys = keyed(items, lambda each: each.key, lambda each: each.name)
        options = [
            self._attribute_option(key, target, item)
            if isinstance(item, Attribute)
            else self._link_option(key, target, item, own)
            for key, item in keys.items()
        ]
        told, hints = "", dict[int, str]()
        if room.front is None:
            told, hints = self._offer_ends(target, options, own)
        if not options:
            self.say(tr("The codebook has nothing to be said of the {it}.", it=describe(target)))
            return
        heading = tr("Of the {it}", it=describe(target))
        self.offer(Menu(heading, options, told, self._guide(target.label)), hints)

    def _attribute_option(self, key: str, target: Annotation, attribute: Attribute) -> Option:
        value = target.attributes.get(attribute.name)
        words = "" if value is None else in_words(attribute, value)
        lacks = attribute.required and value is None
        does = partial(self.ask, target, attribute)
        return Option(key, str(attribute.title), does, words, LACKING if lacks else " ")

    def _link_option(
        self, key: str, target: Annotation, kind: LinkType, own: Sequence[Link]
    ) -> Option:
        linked = [each for each in own if each.type == kind.name]
        words = tr(", ").join(self._words(each.target) for each in linked)
        lacks = kind.required and not linked
        does = partial(self._offer_link, target, kind)
        return Option(
            key, f"{ARROW[mirrored()]} {kind.title}", does, words, LACKING if lacks else " "
        )

    def _words(self, identifier: str) -> str:
        found = self._room.margin.annotation(identifier)
        return tr("«{words}»", words=excerpt(found)) if found else ""

    def _guide(self, label: str) -> str:
        codebook = self._codebook
        known = codebook.label(label)
        told = [guideline(known)] if known else []
        told += map(guideline, codebook.attributes(label))
        told += map(guideline, codebook.links_from(label))
        return "\n".join(told)

    # Attributes.

    def ask(self, target: Annotation, attribute: Attribute) -> None:
        """Ask what an attribute of an annotation is to be."""
        margin = self._room.margin

        def put(value: object | None) -> bool:
            done = self._room.attempt(
                lambda: margin.set_attributes(target.id, {attribute.name: value})
            )
            return done is not None

        now = margin.annotation(target.id) or target
        proposed = self._said_before(target, attribute) if attribute.kind is Kind.TEXT else ""
        ask(self, attribute, now.attributes.get(attribute.name), put, proposed)

    def _said_before(self, target: Annotation, attribute: Attribute) -> str:
        """What was said last of the same words with the same label."""
        same = fold(target.exact).text
        said = [
            (each.modified, value)
            for each in self._room.margin.annotations
            if each.label == target.label
            and isinstance(value := each.attributes.get(attribute.name), str)
            and len(each.exact) < 2 * len(target.exact) + 8
            and fold(each.exact).text == same
        ]
        return max(said)[1] if said else ""

    # Links.

    def _seen(self, options: Sequence[Option]) -> Span:
        """What of the text is on the screen beside a menu."""
        room = self._room
        listed = [each for each in options if not each.hint]
        return room.reader.seen(height(listed, "", room.app.size) + TOLD)

    def _offer_ends(
        self, target: Annotation, options: list[Option], own: Sequence[Link]
    ) -> tuple[str, dict[int, str]]:
        """Add what can be linked to the options; tells what Enter does, and the letters."""
        room, codebook, article = self._room, self._codebook, self._room.article
        seen = self._seen(options)
        around = room.reader.annotated.touching(
            min(seen.start, target.start), max(seen.end, target.end)
        )
        suggestion, source = suggested(codebook, article, target, around)
        told = ""
        if suggestion and (said := self._suggested(target, suggestion, source, own)):
            told = tr("Enter: {said}", said=beside(said))
            does = partial(self._accept, target, suggestion, source)
            options.append(Option("enter", tr("as suggested"), does, hint=True))
        if target.anchor is not Anchor.ANCHORED:
            return told, {}
        there = {(each.type, each.target) for each in own}
        found = [
            end
            for end in ends(codebook, article, target, seen, around, suggestion)
            if not (end.annotation and (end.kinds[0][0].name, end.annotation.id) in there)
        ]
        return told, self._letter(
            found, options, lambda end: partial(self._link, target, end), seen
        )

    def _letter(
        self,
        found: Sequence[End],
        options: list[Option],
        does: Callable[[End], Callable[[], object]],
        seen: Span,
    ) -> dict[int, str]:
        """Give the ends letters that none of the options has, and add what they do; gives where they stand."""
        if not self._room.reader.display:  # it is folded away
            return {}
        letters = free_letters(each.key for each in options)
        hints = {}
        for end, letter, at in placed(found, letters, seen, self._room.reader.text_layout):
            options.append(Option(letter, "", does(end), hint=True))
            hints[at] = letter
        return hints

    def _suggested(
        self,
        target: Annotation,
        suggestion: Suggestion,
        source: Annotation | None,
        own: Sequence[Link],
    ) -> list[str]:
        """What accepting a suggestion would say, in words."""
        codebook, said = self._codebook, []
        for name in ("type", "stance"):
            attribute, value = codebook.attribute(target.label, name), getattr(suggestion, name)
            known = attribute and attribute.value(value)
            if attribute and known and name not in target.attributes:
                said.append(f"{attribute.title} {known.title}")
        linked = {each.type for each in own}
        for name, span in (("cue", suggestion.cue), ("source", suggestion.source)):
            kind = codebook.link(name)
            label = source.label if name == "source" and source else SPAN
            if kind and span and name not in linked and codebook.joins(kind, target.label, label):
                words = " ".join(self._room.article.text[span.start : span.end].split())
                said.append(f"{kind.title} «{words}»")
        return said

    def _accept(
        self, target: Annotation, suggestion: Suggestion, source: Annotation | None
    ) -> None:
        room = self._room
        margin = room.margin
        room.attempt(lambda: margin.attribute(target.id, suggestion, source.id if source else ""))

    def _link(self, target: Annotation, end: End) -> None:
        """Make a link to an end that was chosen; where it may be of several kinds, ask of which."""
        if len(end.kinds) == 1:
            self._make(target, end, *end.kinds[0])
            return
        keys = keyed(end.kinds, lambda each: each[0].key, lambda each: each[0].name)
        options = [
            Option(key, str(kind.title), partial(self._make, target, end, kind, leads))
            for key, (kind, leads) in keys.items()
        ]
        self.offer(
            Menu(
                tr("Which link?"),
                options,
                guide="\n".join(guideline(each) for each, _ in end.kinds),
            )
        )

    def _make(self, target: Annotation, end: End, kind: LinkType, leads: bool) -> None:
        room, other = self._room, end.annotation
        margin = room.margin
        if other is None:
            room.attempt(lambda: margin.link_span(kind.name, target.id, end.span))
            if room.selected_span:
                room.reader.go_to(target)  # which shows what it is linked to
        else:
            source, aim = (target, other) if leads else (other, target)
            room.attempt(lambda: margin.add_link(kind.name, source.id, aim.id))

    def _offer_link(self, target: Annotation, kind: LinkType) -> None:
        """What can be done with links of one kind: take one away, choose another end here, or go and look for one."""
        room = self._room
        now = [
            each
            for each in room.margin.links_of(target.id)
            if each.source == target.id and each.type == kind.name
        ]
        own = [each for each in now if each.annotator == room.project.annotator]
        options = [
            Option(
                str(number) if number > 1 else "backspace",
                tr("take it away"),
                partial(self.remove, each),
                self._words(each.target),
            )
            for number, each in enumerate(own[:9], 1)
        ]
        hints = dict[int, str]()
        if room.front is None:
            options.append(
                Option("enter", tr("look for it in the text"), partial(self._look, target, kind))
            )
            seen = self._seen(options)
            around = room.reader.annotated.touching(*seen)
            suggestion, _ = suggested(self._codebook, room.article, target, around)
            found = [
                end._replace(kinds=((kind, True),))
                for end in ends(self._codebook, room.article, target, seen, around, suggestion)
                if (kind, True) in end.kinds
            ]
            hints = self._letter(found, options, lambda end: partial(self._link, target, end), seen)
        if not options:
            self.say(tr("There is no link to take away; links are made in the text."))
            return
        self.offer(Menu(str(kind.title), options, str(kind.guideline), guideline(kind)), hints)

    def remove(self, link: Link) -> None:
        """Take a link away."""
        room = self._room
        words = self._words(link.target)
        if room.attempt(lambda: room.margin.remove_link(link.id)):
            kind = self._codebook.link(link.type)
            title = str(kind.title) if kind else link.type
            self.say(
                tr("{kind} {words} is linked no more; u brings it back.", kind=title, words=words)
            )

    def _look(self, target: Annotation, kind: LinkType) -> None:
        self.pending = target.id, kind.name
        self.say(
            tr(
                "{kind} of the {it}: go to it, or select its words, and press ' again. Esc leaves it.",
                kind=str(kind.title),
                it=describe(target),
            )
        )

    def _end_pending(self, words: Span | None) -> None:
        """Make the link whose other end was looked for: the selection, else the annotation here, else the word here."""
        from annotations.words import word_at

        assert self.pending is not None
        (source, name), room = self.pending, self._room
        kind, origin, here = (
            self._codebook.link(name),
            room.margin.annotation(source),
            room.reader.current,
        )
        if kind is None or origin is None:
            self.pending = None
            self.say(tr("What was to be linked is no longer there."), warning=True)
            return
        bare = self._codebook.joins(kind, origin.label, SPAN)
        fits = here is not None and self._codebook.joins(kind, origin.label, here.label)
        if words is None and not fits and bare:
            words = word_at(room.article.text, room.reader.cursor)
        if words is None and here is None:
            self.say(tr("There is nothing here to link to: select some words."), warning=True)
            return
        if words is not None:
            span = words
            made = room.attempt(lambda: room.margin.link_span(name, source, span))
        else:
            assert here is not None
            other = here.id
            made = room.attempt(lambda: room.margin.add_link(name, source, other))
        if made is not None:
            self.pending = None
            room.leave_place(exact=True)
            room.reader.go_to(origin)
            self.say(tr("Linked; p goes back to where the link leads."))

    # Words that are selected.

    def _offer_words(self, words: Span | None) -> None:
        """What a selection can be, an annotation of any label or the other end of a link; what is here, without one."""
        room, codebook = self._room, self._codebook
        keys = keyed(codebook.labels, lambda each: each.key, lambda each: each.name)
        options = [
            Option(key, str(label.title), partial(room.action_tag, label.name))
            for key, label in keys.items()
        ]
        guide_ = "\n".join(map(guideline, codebook.labels))
        if words is None:
            self.offer(Menu(tr("Tag what is here"), options, guide=guide_))
            return
        span = words
        seen = self._seen(options)
        found = to_words(codebook, room.reader.annotated.touching(*seen))
        found.sort(key=lambda end: max(end.span.start - span.end, span.start - end.span.end, 0))
        hints = self._letter(found, options, lambda end: partial(self._link_words, span, end), seen)
        told = tr("A letter in the text links its annotation to these words.") if hints else ""
        self.offer(Menu(tr("These words are"), options, told, guide_), hints)

    def _link_words(self, words: Span, end: End) -> None:
        source = end.annotation
        assert source is not None
        kinds = tuple((kind, True) for kind, _ in end.kinds)
        self._link(source, End(words, None, kinds))
