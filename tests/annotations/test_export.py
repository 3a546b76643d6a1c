"""The export: its shape, what is in it and what is not, and that its schema says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from msgspec.structs import replace

from annotations import HashiyaError
from annotations.documents import to_document
from annotations.margin import Margin
from annotations.model import Anchor, Link, Review, Span, annotate, new_id
from annotations.project import Project
from annotations.writers.json import export, export_bytes, schema
from tests.annotations.conftest import TEXT
from tests.annotations.test_margin import YES, file_of, write

VALIDATOR = Draft202012Validator(
    json.loads(schema()), format_checker=Draft202012Validator.FORMAT_CHECKER
)


@pytest.fixture
def project(root: Path) -> Project:
    return Project.open(root, "Leila", "desk")


@pytest.fixture
def full(project: Project, margin: Margin, root: Path) -> Project:
    """With annotations of every kind, of two annotators, and links."""
    one, two = margin.add(YES, "quote"), margin.add(Span(4, 10), "entity")
    margin.set_note(one.id, "ملاحظة")
    gone = margin.add(Span(0, 3), "claim")
    margin.delete(gone.id)
    others = {
        review: replace(annotate(margin.article, Span(0, 10), "claim", "Omar"), review=review)
        for review in Review
    }
    split = replace(others[Review.ACCEPTED], fragments=(Span(0, 3), Span(4, 10)))
    others[Review.ACCEPTED] = split
    write(file_of(root, "Omar"), *map(to_document, others.values()))
    link = Link(new_id(), "source", one.id, two.id, "Omar", one.created, one.created)
    to_rejected = replace(link, id=new_id(), target=others[Review.REJECTED].id)
    write(file_of(root, "Omar"), *map(to_document, (link, to_rejected)), table="links")
    return project


def test_its_shape(full: Project) -> None:
    document = export(full)
    assert list(document) == [
        *("format", "version", "offset_unit", "codebook", "entities", "articles")
    ]
    assert (document["format"], document["version"]) == ("hashiya", 1)
    assert document["offset_unit"] == "codepoint"
    assert document["entities"] == []
    assert [label["name"] for label in document["codebook"]["labels"]] == [
        "quote",
        "entity",
        "claim",
    ]
    (article,) = document["articles"]
    assert list(article) == [
        *("path", "sha256", "length", "title", "direction", "text", "annotations", "links")
    ]
    assert article["text"] == TEXT
    assert article["length"] == len(TEXT)
    assert article["title"] == "قال الرئيس «نعم» اليوم."
    assert article["direction"] == "rtl"
    assert list(article["annotations"][-1]) == [
        *("id", "label", "start", "end", "exact", "prefix", "suffix", "attributes", "note"),
        *("annotator", "created", "modified", "anchor", "review", "provenance"),
    ]
    assert article["annotations"][-1]["note"] == "ملاحظة"
    assert article["annotations"][-1]["provenance"] == {
        "kind": "human",
        "by": "Leila",
        "reason": "",
    }


def test_all_annotators_without_deleted_suggested_and_rejected(full: Project) -> None:
    (article,) = export(full)["articles"]
    assert sorted(
        (each["annotator"], each["label"], each["review"]) for each in article["annotations"]
    ) == [
        ("Leila", "entity", "none"),
        ("Leila", "quote", "none"),
        ("Omar", "claim", "accepted"),
        ("Omar", "claim", "disputed"),
        ("Omar", "claim", "none"),
    ]


def test_links_between_what_is_exported(full: Project) -> None:
    (article,) = export(full)["articles"]
    (link,) = article["links"]
    assert list(link) == ["id", "type", "from", "to", "annotator"]
    labels = {each["id"]: each["label"] for each in article["annotations"]}
    assert (labels[link["from"]], labels[link["to"]]) == ("quote", "entity")


def test_fragments_where_there_are_any(full: Project) -> None:
    (article,) = json.loads(export_bytes(full))["articles"]
    found = [each["fragments"] for each in article["annotations"] if "fragments" in each]
    assert found == [[[0, 3], [4, 10]]]


def test_every_anchored_annotation_is_where_it_says(full: Project) -> None:
    for article in json.loads(export_bytes(full))["articles"]:
        for each in article["annotations"]:
            assert each["anchor"] == "anchored"
            assert article["text"][each["start"] : each["end"]] == each["exact"]


def test_in_a_changed_article_everything_is_where_it_stands_or_says_that_it_does_not(
    full: Project, root: Path
) -> None:
    text = "أعلن: " + TEXT.replace("نعم", "").replace("قال الرئيس", "قال الوزير")
    (root / "a.txt").write_text(text, "utf-8", newline="")
    document = json.loads(export_bytes(full))
    VALIDATOR.validate(document)
    (article,) = document["articles"]
    found = {each["exact"]: each for each in article["annotations"]}
    assert found["نعم"]["anchor"] == str(Anchor.ORPHAN)
    assert found["نعم"]["start"] == found["نعم"]["end"]
    assert found["الرئيس"]["anchor"] == str(Anchor.REVIEW)
    assert text[found["الرئيس"]["start"] : found["الرئيس"]["end"]] == "الوزير"
    assert found["قال الرئيس"]["anchor"] == str(Anchor.REVIEW)


def test_what_has_moved_is_anchored_with_the_words_around_it_of_today(
    full: Project, root: Path
) -> None:
    (root / "a.txt").write_text("أعلن: " + TEXT, "utf-8", newline="")
    (article,) = export(full)["articles"]
    for each in article["annotations"]:
        start, end = each["start"], each["end"]
        assert (each["anchor"], article["text"][start:end]) == ("anchored", each["exact"])
        assert each["prefix"] == article["text"][max(0, start - 32) : start]
        assert each["suffix"] == article["text"][end : end + 32]


def test_it_is_readable_and_the_same_every_time(full: Project) -> None:
    data = export_bytes(full)
    assert data == export_bytes(full)
    assert data.endswith(b"\n}\n")
    assert "ملاحظة" in data.decode()
    assert "🇵🇸" in data.decode()
    assert json.loads(data) == json.loads(json.dumps(export(full)))


def test_line_ends_and_composition_are_those_of_the_file(project: Project, root: Path) -> None:
    text = "آ\r\nb\u2029c\r"
    (root / "b.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    (article,) = json.loads(export_bytes(project, ["b.txt"]))["articles"]
    assert (article["text"], article["length"]) == (text, len(text))


def test_an_annotated_article_that_is_no_text_file_by_name(project: Project, root: Path) -> None:
    (root / "b.md").write_text("قال نعم", "utf-8")
    (root / "c.md").write_text("ثم", "utf-8")
    alone = Project.open(root / "b.md", "Leila", "desk")
    alone.margin(alone.read("b.md")).add(Span(0, 3), "quote")
    assert [each["path"] for each in export(project)["articles"]] == ["a.txt", "b.md"]


def test_every_opened_article_or_those_that_are_named(project: Project, root: Path) -> None:
    (root / "b.txt").write_text("ثم", "utf-8")
    assert [each["path"] for each in export(project)["articles"]] == ["a.txt", "b.txt"]
    assert [each["path"] for each in export(project, ["b.txt"])["articles"]] == ["b.txt"]
    with pytest.raises(HashiyaError, match=r"gone\.txt"):
        export(project, ["gone.txt"])


class TestWhatCannotBeRead:
    @pytest.fixture(params=["file", "article", "gone"])
    def named(self, full: Project, root: Path, request: pytest.FixtureRequest) -> str:
        """Spoils something; gives what a sentence about it must name."""
        match request.param:
            case "file":
                file_of(root, "Omar").write_bytes(b"")
                return "Omar@desk.json"
            case "article":
                (root / "a.txt").write_bytes(b"\0\1\2")
            case "gone":
                (root / "a.txt").unlink()
        return "a.txt"

    def test_an_export_is_complete_or_is_none(self, project: Project, named: str) -> None:
        with pytest.raises(HashiyaError, match=re.escape(named)):
            export(project)

    def test_unless_one_asks_to_be_told(self, project: Project, root: Path, named: str) -> None:
        (root / "b.txt").write_text("ثم", "utf-8")
        problems: list[str] = []
        document = json.loads(export_bytes(project, problems=problems))
        assert len(problems) == 1
        assert named in problems[0]
        assert document["articles"][-1]["path"] == "b.txt"
        assert len(document["articles"]) == (2 if "Omar" in named else 1)


def test_it_writes_nothing_into_the_project(project: Project, root: Path) -> None:
    export_bytes(project)
    assert [path.name for path in root.iterdir()] == ["a.txt"]


class TestTheSchema:
    def test_it_is_a_schema(self) -> None:
        Draft202012Validator.check_schema(json.loads(schema()))

    def test_the_export_follows_it(self, full: Project) -> None:
        VALIDATOR.validate(json.loads(export_bytes(full)))

    def test_fields_that_are_not_known_are_allowed_everywhere(self, full: Project) -> None:
        document = json.loads(export_bytes(full))

        def add(value: Any) -> None:
            if isinstance(value, dict):
                for each in value.values():
                    add(each)
                value["later"] = 1
            elif isinstance(value, list):
                for each in value:
                    add(each)

        add(document)
        VALIDATOR.validate(document)

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda document: document.update(version=2),
            lambda document: document.update(offset_unit="utf-16"),
            lambda document: document.pop("codebook"),
            lambda document: document["articles"][0].pop("text"),
            lambda document: document["articles"][0].update(direction="up"),
            lambda document: document["articles"][0]["annotations"][0].update(start=-1),
            lambda document: document["articles"][0]["annotations"][0].update(start="1"),
            lambda document: document["articles"][0]["annotations"][0].update(anchor="lost"),
            lambda document: document["articles"][0]["annotations"][0].update(created="today"),
            lambda document: document["articles"][0]["annotations"][0].pop("provenance"),
            lambda document: document["articles"][0]["annotations"][0].update(fragments=[[1]]),
            lambda document: document["articles"][0]["links"][0].pop("to"),
        ],
    )
    def test_what_is_wrong_does_not(self, full: Project, spoil: Callable[[Any], object]) -> None:
        document = json.loads(export_bytes(full))
        spoil(document)
        with pytest.raises(ValidationError):
            VALIDATOR.validate(document)
