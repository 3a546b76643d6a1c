"""Whether everything that is kept still holds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path

from annotations import HashiyaError, files
from annotations.anchoring import describe, displaced
from annotations.documents import TABLES
from annotations.layer import MERGED, Layer, annotation_files, original
from annotations.linking import refusal
from annotations.merging import Stored, union
from annotations.messages import tr, trn
from annotations.model import SPAN, Anchor, Annotation, Article, Decision, Kept, Link
from annotations.places import text_file, text_files
from annotations.project import Project
from annotations.renaming import Renames
from annotations.validation import wrong


class Kind(StrEnum):
    """What a finding is about."""

    ARTICLE = "article"
    """It is gone or cannot be read."""
    ANCHOR = "anchor"
    """An annotation that waits to be placed, since the article has changed."""
    OFFSETS = "offsets"
    """An annotation that does not fit the very text it was made in."""
    DAMAGE = "damage"
    """A file that is damaged, cannot be read, or is too new."""
    DOCUMENT = "document"
    """A document that cannot be trusted."""
    ID = "id"
    """One id for two things."""
    LINK = "link"
    """One that leads nowhere, to itself or where the codebook does not allow it, or is there twice."""
    DECISION = "decision"
    """One on an annotation that is not there."""
    CODEBOOK = "codebook"
    """A mistake in ``hashiya.toml``."""
    ATTRIBUTE = "attribute"
    """Something said that the codebook does not allow."""
    LABEL = "label"
    """One that the codebook does not know."""
    COPY = "copy"
    """What a tool for synchronising made of a file that had two versions."""
    TEXT = "text"
    """A text as it was annotated that is damaged or missing."""
    LEFTOVER = "leftover"
    """What an interrupted save left."""


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or was mended. ``str()`` of it is a line for a person."""

    article: str
    """The path of the article that it is about, or of the codebook's file."""
    kind: Kind
    sentence: str
    """Names the thing and says how to mend it."""
    file: Path | None = None

    def __str__(self) -> str:
        return f"{self.article}: {self.sentence}"

    def to_json(self) -> dict[str, str]:
        found = {"article": self.article, "kind": str(self.kind), "sentence": self.sentence}
        return found | ({"file": str(self.file)} if self.file else {})


def check(
    project: Project, progress: Callable[[int, int], None] | None = None
) -> Iterator[Finding]:
    """Look at every article that was opened or is annotated, and at what was written beside it. Changes nothing.

    ``progress`` is told before each article how many are done, and of how many.
    """
    if project.book:
        for mistake in project.book.mistakes:
            yield Finding(
                mistake.file.name,
                Kind.CODEBOOK,
                tr("Line {line}: {what}", line=mistake.line, what=mistake.what),
                mistake.file,
            )
    paths = [*project.articles(), *project.unlisted()]
    renames = Renames(project)
    became: dict[str, str] = {}
    for done, path in enumerate(paths):
        if progress:
            progress(done, len(paths))
        if path in became:
            yield Finding(
                path,
                Kind.ARTICLE,
                tr(
                    "The article was renamed to {became}, where what was written beside it is shown. Its files are "
                    "still in {folder}: leave them there.",
                    became=became[path],
                    folder=project.folder(path),
                ),
            )
        else:
            look = _Look(project, path, renames)
            yield from look.findings()
            became.update(dict.fromkeys(look.formerly, path))


class _Look:
    """At one article and what was written beside it; everything is read once."""

    def __init__(self, project: Project, path: str, renames: Renames) -> None:
        self.project = project
        self.codebook = project.codebook
        self.path = path
        self.folder = project.folder(path)
        self.folders = [self.folder]
        """With those that the article had before."""
        self.formerly: list[str] = []
        """The paths that it had before."""
        self._renames = renames
        self.article: Article | None = None
        self.layers: list[Layer] = []
        self.shown: list[Annotation] = []
        self.known: dict[str, Stored[Kept]] = {}
        self.texts: dict[str, str] = {}
        """Those that are as their names say, by their sha256."""

    def findings(self) -> Iterator[Finding]:
        yield from self._read()
        self.live = [
            self.codebook.modern(each.value)
            for each in self.known.values()
            if not each.value.deleted
        ]
        self.annotations = [each for each in self.live if isinstance(each, Annotation)]
        yield from self._files()
        yield from self._kept_texts()
        yield from self._places()
        yield from self._ids()
        yield from self._links()
        yield from self._decisions()
        yield from self._labels()
        yield from self._attributes()
        for path in sorted(chain(*(folder.glob(files.LEFTOVER) for folder in self.folders))):
            yield self._found(
                Kind.LEFTOVER,
                tr(
                    "{path} is left from a save that was interrupted; it can be deleted, as `hashiya check "
                    "--repair` does once it is an hour old.",
                    path=path,
                ),
                path,
            )

    def _found(self, kind: Kind, sentence: str, file: Path | None = None) -> Finding:
        return Finding(self.path, kind, sentence, file)

    def _read(self) -> Iterator[Finding]:
        place = self.project.root / self.path
        try:
            if place.exists():
                self.article = self.project.read(self.path)
            else:
                yield self._found(
                    Kind.ARTICLE,
                    tr(
                        "The article is gone; put it back. What was written beside it is in {folder}.",
                        folder=self.folder,
                    ),
                    place,
                )
        except HashiyaError as error:
            yield self._found(Kind.ARTICLE, str(error), place)
        try:
            paths = annotation_files(self.folder)
        except HashiyaError as error:
            yield self._found(Kind.DAMAGE, str(error), self.folder)
            return
        if self.article and (paths or self._renames.gone):
            margin = self.project.margin(self.article, renames=self._renames)
            self.layers, self.shown = margin.layers, margin.annotations
            self.folders, self.formerly = margin.folders, margin.formerly
        else:
            self.layers = [Layer(path) for path in paths]
            for layer in self.layers:
                layer.refresh()
        for layer in self.layers:
            union(self.known, layer.documents.values())

    def _files(self) -> Iterator[Finding]:
        for layer in self.layers:
            broken = layer.broken
            for sentence in layer.check():
                kind = Kind.DOCUMENT if sentence in broken else Kind.DAMAGE
                named = (each for each in layer.files if str(each) in sentence)
                yield self._found(kind, sentence, next(named, layer.path))
            name = original(layer.path.name)
            if name is None or MERGED.search(layer.path.name):
                continue
            annotator, machine = layer.hand
            own = (annotator, machine) == (self.project.annotator, self.project.machine)
            way_out = tr("let `hashiya check --repair` take it in")
            if not own:
                way_out = tr(
                    "{annotator} can let `hashiya check --repair` take it in on {machine}",
                    annotator=annotator,
                    machine=machine,
                )
            yield self._found(
                Kind.COPY,
                tr(
                    "{path} is another version of {name}, which a tool for synchronising found. It is read along "
                    "with the rest; {way_out}.",
                    path=layer.path,
                    name=name,
                    way_out=way_out,
                ),
                layer.path,
            )

    def _kept_texts(self) -> Iterator[Finding]:
        seen = {self.article.sha256} if self.article else set()
        for path in sorted(chain(*map(text_files, self.folders))):
            seen.add(path.name.removeprefix("text-"))
            try:
                data = path.read_bytes()
            except OSError as error:
                why = tr(
                    "{path} cannot be read: {why}. Move it away.",
                    path=path,
                    why=files.reason(error),
                )
                yield self._found(Kind.TEXT, why, path)
                continue
            digest = hashlib.sha256(data).hexdigest()
            if f"text-{digest}" == path.name:
                self.texts[digest] = data.decode("utf-8", "surrogatepass")
            else:
                way_out = tr("Restore it from git or a backup.")
                if self.article and path == text_file(self.folder, self.article.sha256):
                    way_out = tr("Let `hashiya check --repair` write it anew from the article.")
                yield self._found(
                    Kind.TEXT,
                    tr(
                        "{path} is damaged: its content is not what its name says. {way_out}",
                        path=path,
                        way_out=way_out,
                    ),
                    path,
                )
        made = Counter(each.sha256 for each in self.annotations)
        for sha256, count in made.items():
            if sha256 not in seen:
                path = text_file(self.folder, sha256)
                yield self._found(
                    Kind.TEXT,
                    trn(
                        "{path} is missing, the text that {n} annotation was made in. Restore it from git or a backup, "
                        "or get it with `hashiya merge` from a copy of the project.",
                        "{path} is missing, the text that {n} annotations were made in. Restore it from git or a "
                        "backup, or get it with `hashiya merge` from a copy of the project.",
                        count,
                        path=path,
                    ),
                    path,
                )

    def _places(self) -> Iterator[Finding]:
        """About annotations that do not stand where they should."""
        if self.article:
            self.texts[self.article.sha256] = self.article.text
        wrong = {each.id for each in self.annotations if not self._fits(each)}
        for each in self.annotations:
            if each.id in wrong:
                yield self._found(
                    Kind.OFFSETS,
                    tr(
                        "The {annotation} of {annotator} does not fit the text it was made in at {start}–{end}: it, or "
                        "the words kept of those around it, are other words there; delete it and tag its words anew.",
                        annotation=describe(each),
                        annotator=each.annotator,
                        start=each.start,
                        end=each.end,
                    ),
                )
        for each in self.shown:
            if self.article and each.anchor is not Anchor.ANCHORED and each.id not in wrong:
                yield self._found(Kind.ANCHOR, self._displaced(self.article, each))

    def _fits(self, annotation: Annotation) -> bool:
        """Whether it fits the text it was made in, as far as that is kept and it claims to."""
        text = self.texts.get(annotation.sha256)
        if text is None or annotation.anchor is not Anchor.ANCHORED:
            return True
        before = annotation.start - len(annotation.prefix)
        words = annotation.prefix + annotation.exact + annotation.suffix
        return before >= 0 and text.startswith(words, before)

    def _displaced(self, article: Article, annotation: Annotation) -> str:
        why = displaced(article, annotation)
        way_out = tr("accept it where it is shown, place it by hand or delete it")
        if annotation.sha256 != article.sha256 and annotation.sha256 in self.texts:
            kept = text_file(self.folder, annotation.sha256)
            way_out = tr(
                "accept it where it is shown, place it by hand or delete it, or put back the text it was made in, "
                "{kept}",
                kept=kept,
            )
        start, end = annotation.span
        return tr(
            "The {annotation} of {annotator} does not stand in the text of today, where it is shown at "
            "{start}–{end}: {why}; {way_out}.",
            annotation=describe(annotation),
            annotator=annotation.annotator,
            start=start,
            end=end,
            why=why,
            way_out=way_out,
        )

    def _ids(self) -> Iterator[Finding]:
        """An id in several files is of versions of the same."""
        first: dict[str, tuple[str, ...]] = {}
        twice: dict[str, Path] = {}
        for layer in self.layers:
            numbers = Counter(number for name in TABLES for number in layer.tables.get(name, ()))
            for stored in layer.documents.values():
                value = stored.value
                said = value.on if isinstance(value, Decision) else value.created
                what = (type(value).__name__, value.annotator, said)
                if first.setdefault(value.id, what) != what or numbers[stored.key[1]] > 1:
                    twice[value.id] = layer.path
        for identifier, path in twice.items():
            yield self._found(
                Kind.ID,
                tr(
                    "The id {id} stands for two different things, one of them in {path}; only one is shown. Another "
                    "program wrote that: give one of them a new id there.",
                    id=identifier,
                    path=path,
                ),
                path,
            )

    def _links(self) -> Iterator[Finding]:
        seen = set()
        for link in self.live:
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
        for link in self.live:
            kind = self.codebook.link(link.type) if isinstance(link, Link) else None
            if not isinstance(link, Link) or not kind or kind.many:
                continue
            if any(map(self._lost, (link.source, link.target))) or link.source == link.target:
                continue
            if (
                first.setdefault((kind.name, link.source, link.annotator), link.target)
                != link.target
            ):
                yield self._found(
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
        ends = (self.known.get(link.source), self.known.get(link.target))
        source, target = (self.codebook.modern(end.value) if end else None for end in ends)
        if not isinstance(source, Annotation) or not isinstance(target, Annotation):
            return
        if why := refusal(self.codebook, link.type, source, target):
            yield self._found(
                Kind.LINK,
                tr(
                    "A link of {annotator}, {id}, is not of the codebook: {why}",
                    annotator=link.annotator,
                    id=link.id,
                    why=why,
                ),
            )

    def _link(self, link: Link, why: str) -> Finding:
        return self._found(
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
        stored = self.known.get(identifier)
        if stored is None or not isinstance(stored.value, Annotation):
            return tr("leads to the annotation {id}, which is not here", id=identifier)
        if not stored.value.deleted:
            return None
        return tr("leads to the {annotation}, which was deleted", annotation=describe(stored.value))

    def _decisions(self) -> Iterator[Finding]:
        for each in self.live:
            if isinstance(each, Decision) and each.on not in self.known:
                yield self._found(
                    Kind.DECISION,
                    tr(
                        "{annotator} decided on the annotation {on}, which is not here; get the file that has it, from "
                        "git or with `hashiya merge` from a copy of the project.",
                        annotator=each.annotator,
                        on=each.on,
                    ),
                )

    def _labels(self) -> Iterator[Finding]:
        known = {SPAN, *(label.name for label in self.codebook.labels)}
        labels = Counter(each.label for each in self.annotations if each.label not in known)
        for label, count in labels.items():
            yield self._found(
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
            for why in wrong(self.codebook, each):
                yield self._found(
                    Kind.ATTRIBUTE,
                    tr(
                        "The {name} of {annotator} says what the codebook does not allow: {why}",
                        name=describe(each),
                        annotator=each.annotator,
                        why=why,
                    ),
                )
