"""What is said of annotations and how they are linked: the acts on labels, attributes, links and fragments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from annotations import HashiyaError
from annotations.anchoring import describe
from annotations.hand import Hand
from annotations.history import (
    ATTRIBUTE,
    ATTRIBUTES,
    CUT,
    DELETE,
    EXTEND,
    LINK,
    RELABEL,
    UNLINK,
    Change,
)
from annotations.linking import in_its_place, refusal, with_spans
from annotations.messages import spoken, tr
from annotations.model import SPAN, Anchor, Annotation, Kept, Link, Span, annotate, new_id, now

if TYPE_CHECKING:
    from annotations.suggesting import Suggestion


class Relating(Hand):
    """Of a margin. Every act is one: saved, undone and told as one, whatever goes with it."""

    def relabel(self, identifier: str, label: str) -> Annotation:
        """Give one of your own annotations another label. What only the former one allows to be said of it goes.

        Refused where it has a link that cannot be one of the new label.
        """
        self._prepare()
        before = self._mine(identifier)
        self._refuse_no_label(label)
        after = replace(before, label=label)
        if label != before.label:
            self._refuse_twin(self._places.place(after))
            self._refuse_broken_links(before, label)
            fitting = self._fitting(before.attributes, before.label, label)
            after = replace(after, attributes=fitting)
        return self._do(RELABEL, before, after)

    def delete(self, identifier: str) -> Annotation:
        """Take one of your own annotations away, with all that ``goes_with`` it, which one undo brings back.

        Returns its tombstone, which stays in the file.
        """
        self._prepare()
        before = self._mine(identifier)
        self._do_all(DELETE, self._going(before))
        gone = self.subject(Change(before, None))
        assert gone is not None
        return gone

    def set_attributes(self, identifier: str, attributes: Mapping[str, object]) -> Annotation:
        """Say something of one of your own annotations: values by the names of attributes, None for what is not to be
        said any more. Raises HashiyaError for what the codebook does not allow."""
        from annotations.validation import wrong_value

        self._prepare()
        before = self._mine(identifier)
        said = {**before.attributes}
        for name, value in attributes.items():
            if value is None:
                said.pop(name, None)
                continue
            attribute = self.codebook.attribute(before.label, name)
            if attribute is None:
                raise HashiyaError(
                    tr(
                        "There is no attribute `{name}` of the {annotation}.",
                        name=name,
                        annotation=describe(before),
                    )
                )
            if why := wrong_value(attribute, value):
                raise HashiyaError(why)
            said[name] = value
        return self._do(ATTRIBUTES, before, replace(before, attributes=said))

    def add_link(self, kind: str, source: str, target: str) -> Link:
        """Link two annotations, anybody's; the link is your own.

        Where the codebook allows one of a kind, it takes the place of the one before. Raises HashiyaError if either is
        not there, the codebook has no such link between them, or it is there already.
        """
        self._prepare()
        return self._link(kind, self._there(source), self._there(target), [])

    def link_span(self, kind: str, source: str, span: Span) -> Link:
        """Link an annotation to a span that needs no label of its own, as a quote to its cue.

        The span is kept as an annotation with the label `SPAN`, which goes when its last link goes. It is not among
        ``annotations``; ``annotation(link.target)`` gives it.
        """
        self._prepare()
        if not 0 <= span[0] < span[1] <= len(self.article.text):
            raise HashiyaError(tr("There is nothing to link to: select some text first."))
        target, made = self._span_at(span)
        return self._link(kind, self._there(source), target, made)

    def attribute(self, identifier: str, suggestion: Suggestion, source: str = "") -> Annotation:
        """Say of one of your own quotes what was suggested, all in one act: its type and stance where nothing is said,
        its cue and its source where it has none, as far as the codebook knows of these.

        ``source`` is the id of the annotation that names the source; without it the source is a span without a label.
        """
        self._prepare()
        before = self._mine(identifier)
        changes: list[Change] = []
        said = {**before.attributes}
        for name in ("type", "stance"):
            value = getattr(suggestion, name)
            if value and name not in said and self._allows(before.label, name, value):
                said[name] = value
        if said != before.attributes:
            changes.append(Change(before, replace(before, attributes=said)))
        linked = {each.type for each in self._own_links() if each.source == before.id}
        if suggestion.cue and "cue" not in linked:
            changes += self._suggested("cue", before, *self._span_at(suggestion.cue))
        if "source" not in linked:
            if source:
                changes += self._suggested("source", before, self._there(source), [])
            elif suggestion.source:
                changes += self._suggested("source", before, *self._span_at(suggestion.source))
        if not changes:
            raise HashiyaError(tr("Nothing is suggested for the {name}.", name=describe(before)))
        self._do_all(ATTRIBUTE, changes)
        return self._shown(self._mine(identifier))

    def remove_link(self, identifier: str) -> Link:
        """Take one of your own links away, and with it a span without a label that has no other; gives what it was."""
        self._prepare()
        link = self._live(identifier)
        if not isinstance(link, Link):
            raise HashiyaError(tr("This link is no longer there."))
        if link.annotator != self.annotator:
            raise HashiyaError(
                tr(
                    "This link was made by {annotator}; only they can change it.",
                    annotator=link.annotator,
                )
            )
        self._do_all(UNLINK, self._with_spans([Change(link, None)]))
        return link

    def goes_with(self, identifier: str) -> list[Link | Annotation]:
        """What deleting an annotation takes away with it: your own links from and to it, and the spans without a label
        that only they lead to."""
        going = self._going(self._there(identifier))[1:]
        return [each for change in going if isinstance(each := change.before, Link | Annotation)]

    def add_fragment(self, identifier: str, span: Span) -> Annotation:
        """Add a part to one of your own annotations: it is discontinuous then, unless ``span`` touches what it has."""
        from annotations.fragments import with_part

        self._prepare()
        before, shown = self._in_place(identifier)
        if not 0 <= span[0] < span[1] <= len(self.article.text):
            raise HashiyaError(tr("There is nothing to add: select some text first."))
        parts = [*(shown.fragments or (shown.span,))]
        if (more := with_part(parts, span)) == parts:
            raise HashiyaError(tr("This is a part of the {name} already.", name=describe(shown)))
        return self._settle_parts(EXTEND, before, more)

    def remove_fragment(self, identifier: str, span: Span) -> Annotation:
        """Take a part out of one of your own annotations, as the cue out of a quotation that it breaks."""
        from annotations.fragments import without_part

        self._prepare()
        before, shown = self._in_place(identifier)
        parts = [*(shown.fragments or (shown.span,))]
        rest = without_part(self.article.text, parts, span)
        if rest == parts:
            raise HashiyaError(tr("This is no part of the {name}.", name=describe(shown)))
        if not rest:
            raise HashiyaError(
                tr("Nothing would be left of the {name}: delete it instead.", name=describe(shown))
            )
        return self._settle_parts(CUT, before, rest)

    def _link(self, kind: str, source: Annotation, target: Annotation, made: list[Change]) -> Link:
        if why := refusal(self.codebook, kind, source, target):
            raise HashiyaError(why)
        link = self._new_link(kind, source, target)
        before = list(in_its_place(self.codebook, self._own_links(), link))
        if any(each.target == link.target for each in before):
            raise HashiyaError(
                tr(
                    "The {source} has this link to the {target} already.",
                    source=describe(source),
                    target=describe(target),
                )
            )
        gone = [Change(each, None) for each in before]
        self._do_all(LINK, self._with_spans([Change(None, link), *made, *gone]))
        return link

    def _new_link(self, kind: str, source: Annotation, target: Annotation) -> Link:
        moment = now()
        return Link(new_id(), kind, source.id, target.id, self.annotator, moment, moment)

    def _suggested(
        self, kind: str, source: Annotation, target: Annotation, made: list[Change]
    ) -> list[Change]:
        """What makes a link of two annotations, and the second if need be; nothing where that is not allowed."""
        if refusal(self.codebook, kind, source, target):
            return []
        return [Change(None, self._new_link(kind, source, target)), *made]

    def _allows(self, label: str, name: str, value: object) -> bool:
        from annotations.validation import wrong_value

        attribute = self.codebook.attribute(label, name)
        return attribute is not None and wrong_value(attribute, value) is None

    def _span_at(self, span: Span) -> tuple[Annotation, list[Change]]:
        """Your own span without a label there, and what makes it if there is none."""
        for each in self._annotations:
            if (each.label, each.annotator, each.span) == (SPAN, self.annotator, span) and (
                each.anchor is Anchor.ANCHORED
            ):
                return self._there(each.id), []
        new = annotate(self.article, span, SPAN, self.annotator)
        return new, [Change(None, new)]

    def _going(self, annotation: Annotation) -> list[Change]:
        """Its deletion, with what goes with it."""
        links = (each for each in self._own_links() if annotation.id in (each.source, each.target))
        changes = [Change(annotation, None), *(Change(each, None) for each in links)]
        return self._with_spans(changes)

    def _with_spans(self, changes: Sequence[Change]) -> list[Change]:
        def mine(identifier: str) -> Kept | None:
            found = self._live(identifier)
            return found if found and found.annotator == self.annotator else None

        return with_spans(changes, self.links, mine)

    def _refuse_broken_links(self, annotation: Annotation, label: str) -> None:
        """Raise if your own links could not be those of the annotation with another label."""
        for link in self._own_links():
            if annotation.id not in (link.source, link.target) or not self.codebook.link(link.type):
                continue
            ends = (self._live(link.source), self._live(link.target))
            source, target = (
                replace(end, label=label) if end and end.id == annotation.id else end
                for end in ends
            )
            assert isinstance(source, Annotation)
            assert isinstance(target, Annotation)
            if refusal(self.codebook, link.type, source, target):
                raise HashiyaError(
                    tr(
                        "The {name} has the link `{kind}`, which the label {label} cannot have: remove the link first.",
                        name=describe(annotation),
                        kind=link.type,
                        label=spoken(label),
                    )
                )

    def _fitting(self, attributes: Mapping[str, object], old: str, new: str) -> dict[str, object]:
        """The attributes of what had a label, for another one: without those that only the first knows or allows.

        What neither knows stays, as it is not of this codebook.
        """
        found = {
            name: value
            for name, value in attributes.items()
            if self._allows(new, name, value)
            or not (self.codebook.attribute(new, name) or self.codebook.attribute(old, name))
        }
        return {**self.codebook.defaults(new), **found}

    def _in_place(self, identifier: str) -> tuple[Annotation, Annotation]:
        """One of your own annotations as it is stored and as it is shown, which must stand in the text of today."""
        before = self._mine(identifier)
        shown = self._places.place(before)
        if shown.anchor is not Anchor.ANCHORED:
            raise HashiyaError(
                tr(
                    "The {name} does not stand in the text of today: accept or place it first.",
                    name=describe(shown),
                )
            )
        return before, shown

    def _settle_parts(self, does: str, before: Annotation, parts: Sequence[Span]) -> Annotation:
        hull = Span(parts[0].start, parts[-1].end)
        return self._settle(does, before, hull, parts if len(parts) > 1 else ())
