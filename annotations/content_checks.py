"""What the annotations, links and decisions of an article say: whether it fits the codebook, and each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from annotations.anchoring import describe
from annotations.codebook import Codebook
from annotations.findings import Finding, Kind
from annotations.linking import refusal
from annotations.merging import Stored
from annotations.messages import tr, trn
from annotations.model import SPAN, Annotation, Decision, Kept, Link
from annotations.validation import wrong


class Content:
    """All that was written beside one article."""

    def __init__(self, path: str, codebook: Codebook, known: Mapping[str, Stored[Kept]]) -> None:
        """``path`` is the article's; ``known`` has by id what counts of all files, tombstones too."""
        self._path = path
        self._codebook = codebook
        self._known = known
        live = (each.value for each in known.values() if not each.value.deleted)
        self._live = [*map(codebook.modern, live)]
        self.annotations = [each for each in self._live if isinstance(each, Annotation)]
        """The live ones, under the names that the codebook has today."""

    def findings(self) -> Iterator[Finding]:
        yield from self._links()
        yield from self._decisions()
        yield from self._labels()
        yield from self._attributes()

    def _links(self) -> Iterator[Finding]:
        seen = set()
        for link in self._live:
            if not isinstance(link, Link):
                continue
            for end in (link.source, link.target):
                if why := self._lost(end):
                    yield self._link(link, why)
            if link.source == link.target:
                yield self._link(link, tr("leads from an annotation to itself"))
            else:
                yield from self._not_allowed(link)
            what = link.type, link.source, link.target, link.annotator
            if what in seen:
                yield self._link(link, tr("is there twice"))
            seen.add(what)
        yield from self._too_many()

    def _too_many(self) -> Iterator[Finding]:
        """About links between what is there that are more than the codebook allows from one annotation."""
        first: dict[tuple[str, ...], str] = {}
        for link in self._live:
            kind = self._codebook.link(link.type) if isinstance(link, Link) else None
            if not isinstance(link, Link) or not kind or kind.many:
                continue
            if any(map(self._lost, (link.source, link.target))) or link.source == link.target:
                continue
            if (
                first.setdefault((kind.name, link.source, link.annotator), link.target)
                != link.target
            ):
                yield Finding(
                    self._path,
                    Kind.LINK,
                    tr(
                        "The link {kind} of {annotator}, {id}, is a second one where the codebook allows one; "
                        "delete one of them.",
                        kind=kind.name,
                        annotator=link.annotator,
                        id=link.id,
                    ),
                )

    def _not_allowed(self, link: Link) -> Iterator[Finding]:
        ends = (self._known.get(link.source), self._known.get(link.target))
        source, target = (self._codebook.modern(end.value) if end else None for end in ends)
        if not isinstance(source, Annotation) or not isinstance(target, Annotation):
            return
        if why := refusal(self._codebook, link.type, source, target):
            yield Finding(
                self._path,
                Kind.LINK,
                tr(
                    "A link of {annotator}, {id}, is not of the codebook: {why}",
                    annotator=link.annotator,
                    id=link.id,
                    why=why,
                ),
            )

    def _link(self, link: Link, why: str) -> Finding:
        return Finding(
            self._path,
            Kind.LINK,
            tr(
                "The link {type} of {annotator}, {id}, {why}; delete it.",
                type=link.type,
                annotator=link.annotator,
                id=link.id,
                why=why,
            ),
        )

    def _lost(self, identifier: str) -> str | None:
        """What became of the annotation with that id, if it is not there."""
        stored = self._known.get(identifier)
        if stored is None or not isinstance(stored.value, Annotation):
            return tr("leads to the annotation {id}, which is not here", id=identifier)
        if not stored.value.deleted:
            return None
        return tr("leads to the {annotation}, which was deleted", annotation=describe(stored.value))

    def _decisions(self) -> Iterator[Finding]:
        for each in self._live:
            if isinstance(each, Decision) and each.on not in self._known:
                yield Finding(
                    self._path,
                    Kind.DECISION,
                    tr(
                        "{annotator} decided on the annotation {on}, which is not here; get the file that has it, from "
                        "git or with `hashiya merge` from a copy of the project.",
                        annotator=each.annotator,
                        on=each.on,
                    ),
                )

    def _labels(self) -> Iterator[Finding]:
        known = {SPAN, *(label.name for label in self._codebook.labels)}
        labels = Counter(each.label for each in self.annotations if each.label not in known)
        for label, count in labels.items():
            yield Finding(
                self._path,
                Kind.LABEL,
                trn(
                    "{n} annotation has the label {label}, which the codebook does not know; give another label, or "
                    "add it to the codebook.",
                    "{n} annotations have the label {label}, which the codebook does not know; give another label, or "
                    "add it to the codebook.",
                    count,
                    label=label,
                ),
            )

    def _attributes(self) -> Iterator[Finding]:
        for each in self.annotations:
            for why in wrong(self._codebook, each):
                yield Finding(
                    self._path,
                    Kind.ATTRIBUTE,
                    tr(
                        "The {name} of {annotator} says what the codebook does not allow: {why}",
                        name=describe(each),
                        annotator=each.annotator,
                        why=why,
                    ),
                )
