"""Whether everything that is kept still holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotations import HashiyaError, files
from annotations.anchoring import describe, displaced
from annotations.layer import Layer, annotation_files, file_name
from annotations.model import Anchor, Annotation, Article
from annotations.places import text_file
from annotations.project import Project
from annotations.renaming import Renames


@dataclass(frozen=True)
class Finding:
    """Something that is wrong. ``str()`` of it is a line for a person."""

    article: str
    """The path of the article that it is about."""
    sentence: str
    """Names the thing and says how to mend it."""

    def __str__(self) -> str:
        return f"{self.article}: {self.sentence}"


def check(project: Project) -> Iterator[Finding]:
    """Look at every article that was opened or is annotated, and at what was written beside it. Changes nothing."""
    renames = Renames(project)
    became: dict[str, str] = {}
    for path in (*project.articles(), *project.unlisted()):
        for sentence in (
            *_article(project, path, renames, became),
            *_folder(project.folder(path)),
        ):
            yield Finding(path, sentence)


def repair(project: Project) -> Iterator[Finding]:
    """Build anew what is damaged of the files of this annotator on this machine; tells what was done, or cannot be.

    The damaged bytes are kept. Others' files are left to them.
    """
    for path in (*project.articles(), *project.unlisted()):
        file = project.folder(path) / file_name(project.annotator, project.machine)
        try:
            done = Layer(file).repair() if file in annotation_files(file.parent) else []
        except HashiyaError as error:
            done = [str(error)]
        for sentence in done:
            yield Finding(path, sentence)


def _article(
    project: Project, path: str, renames: Renames, became: dict[str, str]
) -> Iterator[str]:
    """What is wrong with one article; ``became`` is told which it was before."""
    if path in became:
        yield (
            f"The article was renamed to {became[path]}, where what was written beside it is shown. "
            f"Its files are still in {project.folder(path)}: leave them there."
        )
        return
    if not (project.root / path).exists():
        yield f"The article is gone; put it back. What was written beside it is in {project.folder(path)}."
        return
    try:
        article = project.read(path)
    except HashiyaError as error:
        yield str(error)
        return
    margin = project.margin(article, renames=renames)
    became.update(dict.fromkeys(margin.formerly, path))
    for annotation in margin.annotations:
        if annotation.anchor is not Anchor.ANCHORED:
            yield _displaced(project, article, annotation)


def _displaced(project: Project, article: Article, annotation: Annotation) -> str:
    why = displaced(article, annotation)
    kept = text_file(project.folder(article.path), annotation.sha256)
    way_out = "accept it where it is shown, place it by hand or delete it"
    if annotation.sha256 != article.sha256 and kept.exists():
        way_out = f"{way_out}, or put back the text it was made in, {kept}"
    start, end = annotation.span
    return (
        f"The {describe(annotation)} of {annotation.annotator} does not stand in the text of today, "
        f"where it is shown at {start}–{end}: {why}; {way_out}."
    )


def _folder(folder: Path) -> Iterator[str]:
    """What is wrong with the files of one article, whatever became of the article."""
    try:
        paths = annotation_files(folder)
    except HashiyaError as error:
        yield str(error)
        return
    for path in paths:
        layer = Layer(path)
        layer.refresh()
        yield from layer.check()
    for path in sorted(folder.glob("text-*")):
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            yield f"{path} cannot be read: {files.reason(error)}. Move it away."
            continue
        if f"text-{digest}" != path.name:
            yield f"{path} is damaged: its content is not what its name says. Restore it from git or a backup."
    for path in sorted(folder.glob(files.LEFTOVER)):
        yield f"{path} is left from a save that was interrupted; it can be deleted."
