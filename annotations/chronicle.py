"""Who did what to an article, and when, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from heapq import merge
from pathlib import Path
from typing import NamedTuple

from annotations import HashiyaError
from annotations.anchoring import describe, excerpt
from annotations.attributes import differences, written
from annotations.history import COMMENT, Act, Edit, acts
from annotations.journal import BEGIN
from annotations.layer import Layer, annotation_files
from annotations.merging import Stored, union
from annotations.messages import listed, mark, spoken, tr, trn
from annotations.model import Annotation, Decision, Kept, Link, Review


class Event(NamedTuple):
    """Something that was done. ``str()`` of it is a line for a person."""

    time: str
    """In UTC as RFC 3339."""
    annotator: str
    machine: str
    sentence: str
    """Without its subject, who is the annotator."""

    def __str__(self) -> str:
        moment = f"{self.time[:10]} {self.time[11:19]}"
        return f"{moment}  {self.annotator} ({self.machine})  {self.sentence}"


def chronicle(folder: Path, problems: list[str], *former: Path) -> list[Event]:
    """All that was done to the article whose files are in ``folder``, and were in ``former`` ones; the oldest first.

    What one hand did stays in its order, whatever its clock said. A sentence for everything that could not be read
    is added to ``problems``.
    """
    told: list[list[tuple[int, Event]]] = []  # each in order, with the numbers of the lines
    layers = []
    for each in (folder, *former):
        try:
            layers += [Layer(path) for path in annotation_files(each)]
        except HashiyaError as error:
            problems.append(str(error))
    teller = _Teller()
    for layer in layers:
        union(teller.known, layer.refresh().documents)
        problems += layer.check()
    for layer in layers:
        annotator, machine = layer.hand
        earlier: list[tuple[int, Event]] = []
        later: list[tuple[int, Event]] = []
        for act in _past(layer):
            for time, sentence in teller.sentences(act):
                event = Event(time, annotator, machine, sentence)
                (earlier if act.does == BEGIN else later).append((act.sequence, event))
        told += [sorted(earlier, key=_time), later]
    events: dict[tuple[str, int, str, str], Event] = {}  # a copy of a file says the same again
    for sequence, event in merge(*told, key=_time):
        events[event.time, sequence, event.annotator, event.sentence] = event
    return list(events.values())


def _time(numbered: tuple[int, Event]) -> str:
    return numbered[1].time


def counted(count: int, what: str) -> str:
    """``1 annotation``, ``2 annotations``; ``what`` is of annotation, link and decision."""
    match what:
        case "annotation":
            return trn("{n} annotation", "{n} annotations", count)
        case "link":
            return trn("{n} link", "{n} links", count)
        case _:
            return trn("{n} decision", "{n} decisions", count)


def _past(layer: Layer) -> list[Act]:
    """What the history tells, as far as it can be read; without one, that it began with what there is."""
    with suppress(HashiyaError):
        if past := list(acts(layer.history().lines)):
            return past
    return [Act(BEGIN, tuple(Edit(None, each) for each in layer.documents.values()))]


class _Teller:
    """Tells acts, knowing what all of them are about."""

    def __init__(self) -> None:
        self.known: dict[str, Stored[Kept]] = {}

    def sentences(self, act: Act) -> Iterator[tuple[str, str]]:
        """The sentences about an act, each with its time."""
        if act.does == BEGIN:
            yield from self._earlier([edit for edit in act.edits if edit.before is None])
        elif act.edits:
            yield act.time, self._sentence(act)

    def _earlier(self, edits: list[Edit]) -> Iterator[tuple[str, str]]:
        """About what there is only the last version of."""
        for edit in edits:
            value = edit.after.value
            if isinstance(value, Decision):
                yield value.modified, self._decided(value)
                continue
            yield value.created, tr("made the {name}", name=self._name(value))
            if value.rev > 1:
                name = self._name(value)
                if value.deleted:
                    yield value.modified, tr("deleted the {annotation}", annotation=name)
                else:
                    yield value.modified, tr("last changed the {name}", name=name)

    def _sentence(self, act: Act) -> str:
        first, many = act.edits[0], _many(act)
        value = first.after.value
        match act.does, value:
            case "undo", _ if act.takes_back:
                return tr("took back: {sentence}", sentence=self._sentence(act.takes_back))
            case "redo", _ if act.takes_back and act.takes_back.takes_back:
                return tr(
                    "did again: {sentence}", sentence=self._sentence(act.takes_back.takes_back)
                )
            case "restore", _:
                return tr("wrote {many} again that another program had overwritten", many=many)
            case "merge", _:
                return tr("took in {many} from another copy of this file", many=many)
            case "write", _:
                return tr("changed {many} with another program", many=many)
            case _, Decision():
                return self._decided(value, act.does, first.before)
            case "attribute", _:
                return tr(
                    "said who is quoted, and how, of the {name}", name=self._named(value.about)
                )
            case "link" | "unlink", Link():
                return self._linked(act.does, value)
            case _, Annotation():
                return _annotated(act) or tr("changed {many} ({does})", many=many, does=act.does)
        return tr("changed {many} ({does})", many=many, does=act.does)

    def _linked(self, does: str, link: Link) -> str:
        names = {
            "kind": link.type,
            "source": self._named(link.source),
            "target": self._named(link.target),
        }
        if does == "unlink":
            return tr("removed the link {kind} from the {source} to the {target}", **names)
        return tr("linked the {source} to the {target} as its {kind}", **names)

    def _named(self, identifier: str) -> str:
        found = self.known.get(identifier)
        if found is None or not isinstance(found.value, Annotation):
            return tr("annotation {about}, which is not here", about=identifier)
        return describe(found.value)

    def _decided(
        self, decision: Decision, does: str = "", before: Stored[Kept] | None = None
    ) -> str:
        of = self._name(decision)
        silent = decision.deleted or not decision.note
        undecided = decision.deleted or decision.review is Review.NONE
        if does == COMMENT or (undecided and not (silent or does)):
            if silent:
                return tr("removed a comment on the {name}", name=of)
            if before and isinstance(before.value, Decision) and before.value.note:
                return tr("changed a comment on the {name}: {note}", name=of, note=decision.note)
            return tr("commented on the {name}: {note}", name=of, note=decision.note)
        if undecided:
            return tr("took back the verdict on the {name}", name=of)
        return tr(_DECIDED.get(decision.review, _OTHERWISE), review=decision.review, name=of)

    def _name(self, value: Kept) -> str:
        """What it, or the annotation that it is about, is called in a sentence."""
        if isinstance(value, Annotation):
            return describe(value)
        about = self.known.get(value.about)
        if about is None or not isinstance(about.value, Annotation):
            return tr("annotation {about}, which is not here", about=value.about)
        name = tr(
            "{annotation} of {annotator}",
            annotation=describe(about.value),
            annotator=about.value.annotator,
        )
        return tr("link from the {name}", name=name) if isinstance(value, Link) else name


def _annotated(act: Act) -> str | None:
    """The sentence about an act on annotations, which begins with one."""
    value, before = act.edits[0].after.value, _before(act.edits[0])
    assert isinstance(value, Annotation)
    assert isinstance(before, Annotation)
    match act.does:
        case "tag" if (count := len(act.edits)) > 1:
            return tr(
                "tagged {count} places as {label}, “{words}” first",
                count=count,
                label=spoken(value.label),
                words=excerpt(value),
            )
        case "tag":
            return tr(
                "tagged “{words}” as {label}", words=excerpt(value), label=spoken(value.label)
            )
        case "relabel":
            return tr(
                "changed the {annotation} to {label}",
                annotation=describe(before),
                label=spoken(value.label),
            )
        case "note" if value.note:
            return tr(
                "wrote a note on the {annotation}: {note}",
                annotation=describe(value),
                note=value.note,
            )
        case "note":
            return tr("removed the note from the {annotation}", annotation=describe(value))
        case "attributes":
            return tr(
                "changed the attributes of the {annotation}: {changes}",
                annotation=describe(value),
                changes=_attributes(before, value),
            )
        case "delete":
            return tr("deleted the {annotation}", annotation=describe(value))
        case "adopt":
            return tr(
                "made the {annotation} their own, {reason}",
                annotation=describe(value),
                reason=value.provenance.reason,
            )
        case "split":
            return tr("parted the {annotation} in two", annotation=describe(before))
        case "join" if isinstance(other := _before(act.edits[1]), Annotation):
            return tr(
                "joined the {one} and the {other}",
                one=describe(before),
                other=describe(other),
            )
        case "extend":
            return tr("added a part to the {name}", name=describe(before))
        case "cut":
            return tr("took a part out of the {name}", name=describe(before))
        case "accept" if before.exact == value.exact:
            return tr(
                "accepted the place of the {annotation} in the changed text",
                annotation=describe(value),
            )
        case "accept":
            return tr(
                "accepted “{words}” in the changed text for the {annotation}",
                words=excerpt(value),
                annotation=describe(before),
            )
        case "resize":
            return tr(
                "changed the ends of the {annotation} to “{words}”",
                annotation=describe(before),
                words=excerpt(value),
            )
        case "place":
            return tr(
                "placed the {annotation} on “{words}” in the changed text",
                annotation=describe(before),
                words=excerpt(value),
            )
    return None


_DECIDED = {
    Review.ACCEPTED: mark("accepted the {name}"),
    Review.REJECTED: mark("rejected the {name}"),
    Review.DISPUTED: mark("disputed the {name}"),
}
_OTHERWISE = mark("{review} the {name}")


def _attributes(before: Annotation, value: Annotation) -> str:
    """What those that changed have become."""
    return tr(", ").join(
        tr("{name} removed", name=name) if new is None else f"{name} = {written(new)}"
        for name, new in differences(before.attributes, value.attributes).items()
    )


def _before(edit: Edit) -> Kept:
    """What it changed, as far as that is known; else what it made."""
    return (edit.before or edit.after).value


def _many(act: Act) -> str:
    """How many of what it changed."""
    kinds = Counter(type(edit.after.value).__name__.lower() for edit in act.edits)
    return listed([counted(count, kind) for kind, count in kinds.items()])
