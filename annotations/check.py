"""Whether everything that is kept still holds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from annotations import HashiyaError, files
from annotations.anchoring import describe, displaced
from annotations.content_checks import Content
from annotations.documents import TABLES
from annotations.findings import Finding, Kind
from annotations.layer import MERGED, Layer, annotation_files, original
from annotations.merging import Stored, union
from annotations.messages import tr, trn
from annotations.model import Anchor, Annotation, Article, Decision, Kept
from annotations.places import text_file, text_files
from annotations.project import Project
from annotations.renaming import Renames


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
        self.path = path
        self.folder = project.folder(path)
        self.folders = [self.folder]
        """With those that the article had before."""
        self.formerly: list[str] = []
        """The paths that it had before."""
        self._renames = renames
        self.article: Article | None = None
        self.layers: list[Layer] = []
        self.annotations: list[Annotation] = []
        self.shown: list[Annotation] = []
        self.known: dict[str, Stored[Kept]] = {}
        self.texts: dict[str, str] = {}
        """Those that are as their names say, by their sha256."""

    def findings(self) -> Iterator[Finding]:
        yield from self._read()
        content = Content(self.path, self.project.codebook, self.known)
        self.annotations = content.annotations
        yield from self._files()
        yield from self._kept_texts()
        yield from self._places()
        yield from self._ids()
        yield from content.findings()
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
