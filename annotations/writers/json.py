"""The export in JSON, version 1, and its schema."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotations import HashiyaError
from annotations.documents import to_document
from annotations.margin import Margin
from annotations.messages import tr
from annotations.model import SPAN, Review
from annotations.project import Project
from annotations.renaming import Renames
from annotations.threads import thread

VERSION = 1
_ANNOTATION = (
    "id", "label", "start", "end", "exact", "prefix", "suffix", "attributes", "note", "annotator",
    "created", "modified", "anchor", "review", "provenance", "fragments",
)  # fmt: skip
_LINK = ("id", "type", "from", "to", "annotator")
_COMMENT = ("id", "annotator", "created", "modified", "note", "answers")
_LEFT_OUT = (Review.SUGGESTED, Review.REJECTED)


def export(
    project: Project, paths: Iterable[str] | None = None, problems: list[str] | None = None
) -> dict[str, Any]:
    """The articles of these paths, by default all that were opened or are annotated, with the work of all annotators.

    Without what is deleted, only suggested, or rejected. Where an article, or something that was written beside it,
    cannot be read, HashiyaError is raised; or else, if a list of ``problems`` is given, a sentence is added to it and
    the rest is exported.
    """
    if project.codebook_problem:
        if problems is None:
            raise HashiyaError(f"{project.codebook_problem} {tr('Nothing was exported.')}")
        problems.append(project.codebook_problem)
    if paths is None:
        paths = [*project.articles(), *project.unlisted()]
    return {
        "format": "hashiya",
        "version": VERSION,
        "offset_unit": "codepoint",
        "codebook": project.codebook.to_json(),
        "entities": [],
        "articles": [_article(margin) for margin in _margins(project, paths, problems)],
    }


def export_bytes(
    project: Project, paths: Iterable[str] | None = None, problems: list[str] | None = None
) -> bytes:
    """The same as a file: UTF-8, indented, with its Arabic readable, ending with a newline."""
    text = json.dumps(export(project, paths, problems), ensure_ascii=False, indent=2)
    return f"{text}\n".encode(errors="backslashreplace")


def schema() -> str:
    """The JSON Schema (2020-12) of the export."""
    return Path(__file__).with_name("export-v1.schema.json").read_text("utf-8")


def _margins(
    project: Project, paths: Iterable[str], problems: list[str] | None
) -> Iterator[Margin]:
    renames = Renames(project)
    renamed: set[str] = set()
    for path in paths:
        if path in renamed:
            continue
        try:
            margin = project.margin(project.read(path), renames=renames)
            if margin.problems and problems is None:
                raise HashiyaError(
                    tr("{problem} Nothing was exported.", problem=margin.problems[0])
                )
        except HashiyaError as error:
            if problems is None:
                raise
            problems.append(str(error))
        else:
            if problems is not None:
                problems += margin.problems
            renamed.update(margin.formerly)
            yield margin


def _article(margin: Margin) -> dict[str, Any]:
    article = margin.article
    kept = [each for each in margin.everything if each.review not in _LEFT_OUT]
    exported = {annotation.id for annotation in kept}
    links = [link for link in margin.links if {link.source, link.target} <= exported]
    linked = {end for link in links for end in (link.source, link.target)}
    # A span without a label says nothing without its links.
    annotations = [each for each in kept if each.label != SPAN or each.id in linked]
    return {
        "path": article.path,
        "sha256": article.sha256,
        "length": len(article.text),
        "title": article.title,
        "direction": str(article.direction),
        "text": article.text,
        "annotations": [
            {**_pick(to_document(each), _ANNOTATION), **_comments(margin, each.id)}
            for each in annotations
        ],
        "links": [_pick(to_document(each), _LINK) for each in links],
    }


def _comments(margin: Margin, identifier: str) -> dict[str, Any]:
    """The thread of comments on an annotation, if anybody wrote one."""
    told = [
        _pick(to_document(each.comment), _COMMENT)
        for each in thread(margin.decisions_on(identifier))
    ]
    return {"comments": told} if told else {}


def _pick(document: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: document[name] for name in names if name in document}
