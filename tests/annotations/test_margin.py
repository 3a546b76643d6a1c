"""The one door: tagging, whose annotation it is, what counts of many files, and what a failing disk may not do."""

from __future__ import annotations

import errno
import itertools
import json
import os
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tinydb import TinyDB

from annotations import HashiyaError
from annotations.checkpoint import SCHEMA
from annotations.documents import (
    from_document,
    from_json,
    number,
    to_document,
    to_json,
)
from annotations.margin import Margin
from annotations.merging import Stored, greater, union, wins
from annotations.model import (
    Anchor,
    Annotation,
    Article,
    Link,
    Provenance,
    Review,
    Span,
    annotate,
    new_id,
)
from annotations.project import Project
from annotations.storage import JournalStorage
from annotations.table import Database
from tests.annotations.conftest import TEXT, files_under, raising

Open = Callable[..., Margin]
YES = Span(12, 15)
ARTICLE = Article("a.txt", TEXT)


def file_of(root: Path, annotator: str = "Leila", machine: str = "desk") -> Path:
    return root / ".hashiya" / "articles" / "a.txt" / f"{annotator}@{machine}.json"


def history_of(root: Path, annotator: str = "Leila", machine: str = "desk") -> Path:
    return file_of(root, annotator, machine).with_suffix(".history.jsonl")


def write(path: Path, *documents: dict[str, Any], table: str = "annotations") -> None:
    """Add documents to a file, as another program does."""
    storage = JournalStorage(path)
    tables = storage.read() or {}
    tables.setdefault(table, {}).update({str(number(each["id"])): each for each in documents})
    storage.write(tables)


def documents_in(path: Path) -> list[dict[str, Any]]:
    """The annotations in a file, as a program that knows TinyDB's interface sees them."""
    return [dict(each) for each in Database(path).table("annotations")]


class TestTagging:
    def test_an_annotation_says_where_it_stands_and_whose_it_is(self, margin: Margin) -> None:
        made = margin.add(YES, "quote")
        assert made.exact == "نعم" == margin.article.text[made.start : made.end]
        assert made.prefix == "قال الرئيس «"
        assert made.suffix == margin.article.text[15 : 15 + 32]
        assert (made.annotator, made.rev, made.anchor) == ("Leila", 1, Anchor.ANCHORED)
        assert made.sha256 == margin.article.sha256
        assert margin.annotations == [made]

    def test_it_is_there_when_the_article_is_opened_again(
        self, margin: Margin, open_margin: Open
    ) -> None:
        made = margin.add(YES, "quote")
        assert open_margin().annotations == [made]

    def test_every_change_is_a_revision(self, margin: Margin, open_margin: Open) -> None:
        made = margin.add(YES, "quote")
        relabelled = margin.relabel(made.id, "claim")
        noted = margin.set_note(made.id, "ملاحظة")
        assert (relabelled.label, relabelled.rev) == ("claim", 2)
        assert (noted.label, noted.note, noted.rev) == ("claim", "ملاحظة", 3)
        assert noted.created == made.created <= noted.modified
        assert margin.annotations == open_margin().annotations == [noted]

    def test_a_deletion_leaves_a_tombstone(
        self, margin: Margin, open_margin: Open, root: Path
    ) -> None:
        made = margin.add(YES, "quote")
        gone = margin.delete(made.id)
        assert (gone.id, gone.deleted, gone.rev) == (made.id, True, 2)
        assert margin.annotations == open_margin().annotations == []
        (document,) = documents_in(file_of(root))
        assert (document["deleted"], document["exact"]) == (True, "نعم")
        with pytest.raises(HashiyaError, match="no longer there"):
            margin.set_note(made.id, "late")

    @pytest.mark.parametrize("span", [Span(3, 3), Span(5, 4), Span(-2, 3), Span(0, 10_000)])
    def test_an_empty_or_impossible_span_is_refused(self, margin: Margin, span: Span) -> None:
        with pytest.raises(HashiyaError, match="select some text"):
            margin.add(span, "quote")
        assert margin.annotations == []

    def test_the_same_tag_twice_is_refused(self, margin: Margin, open_margin: Open) -> None:
        margin.add(YES, "quote")
        with pytest.raises(HashiyaError, match="already tagged as quote"):
            margin.add(YES, "quote")
        other = margin.add(YES, "claim")
        with pytest.raises(HashiyaError, match="already tagged as quote"):
            margin.relabel(other.id, "quote")
        open_margin("Omar").add(YES, "quote")

    def test_a_change_that_changes_nothing_is_not_written(self, margin: Margin) -> None:
        made = margin.add(YES, "quote")
        assert margin.relabel(made.id, "quote") == margin.set_note(made.id, "") == made

    def test_reading_order(self, margin: Margin, monkeypatch: pytest.MonkeyPatch) -> None:
        seconds = itertools.count(10)
        moment = "2026-01-01T00:00:{}Z".format
        monkeypatch.setattr("annotations.model.now", lambda: moment(next(seconds)))
        spans = [Span(12, 15), Span(4, 10), Span(4, 15), Span(0, 3)]
        for span in spans:
            margin.add(span, "entity")
        again = margin.add(Span(4, 10), "claim")
        expected = [Span(0, 3), Span(4, 15), Span(4, 10), Span(4, 10), Span(12, 15)]
        assert [each.span for each in margin.annotations] == expected
        assert margin.annotations[3] == again

    def test_the_list_is_the_same_until_something_changes(self, margin: Margin) -> None:
        margin.add(YES, "quote")
        shown = margin.annotations
        assert margin.annotations is shown
        margin.add(Span(0, 3), "entity")
        assert len(shown) == 1

    def test_only_as_what_the_codebook_knows(self, margin: Margin, root: Path) -> None:
        own = annotate(margin.article, YES, "speech", "Leila")
        write(file_of(root), to_document(own))
        theirs = annotate(margin.article, YES, "rumour", "Omar")
        write(file_of(root, "Omar"), to_document(theirs))
        quote, before = margin.add(Span(0, 3), "quote"), files_under(root)
        for act in (
            lambda: margin.add(Span(4, 10), "rumour"),
            lambda: margin.add_all([Span(4, 10)], "rumour"),
            lambda: margin.relabel(quote.id, "rumour"),
            lambda: margin.adopt(theirs.id),
        ):
            with pytest.raises(HashiyaError) as refused:
                act()
            assert str(refused.value) == (
                "The codebook has no label `rumour`: use one of its own (quote, entity, claim), or add it there."
            )
        assert files_under(root) == before

    def test_what_has_another_label_is_shown_and_can_be_changed(
        self, margin: Margin, root: Path
    ) -> None:
        made = annotate(margin.article, YES, "speech", "Leila")
        write(file_of(root), to_document(made))
        assert margin.set_note(made.id, "ملاحظة").label == "speech"
        margin.delete(made.id)
        margin.undo()
        assert [each.label for each in margin.annotations] == ["speech"]
        assert margin.relabel(made.id, "quote").label == "quote"


class TestTheFiles:
    def test_looking_creates_nothing(self, margin: Margin, root: Path) -> None:
        assert margin.annotations == [] == margin.links
        assert margin.undo() is None
        assert list(files_under(root)) == ["a.txt"]

    def test_what_is_kept_and_where(self, margin: Margin, root: Path) -> None:
        made = margin.add(YES, "quote")
        folder = ".hashiya/articles/a.txt"
        text = f"{folder}/text-{margin.article.sha256}"
        first = {
            *("a.txt", text, f"{folder}/Leila@desk.history.jsonl"),
            *(".hashiya/.gitignore", ".hashiya/lock/Leila@desk.lock"),
        }
        assert set(files_under(root)) == first
        margin.checkpoint()
        found = files_under(root)
        assert set(found) == {*first, f"{folder}/Leila@desk.json"}
        assert found[text] == TEXT.encode()
        assert found[".hashiya/.gitignore"] == b"lock/\n"
        db = TinyDB(file_of(root), encoding="utf-8")
        meta = db.table("meta").get(doc_id=1)
        assert meta.pop("hashiya")["sequence"] == 1
        assert meta == {
            "schema": SCHEMA,
            "article": "a.txt",
            "sha256": margin.article.sha256,
            "annotator": "Leila",
            "machine": "desk",
        }
        document = db.table("annotations").get(doc_id=UUID(made.id).int)
        assert document == to_document(made)
        assert list(document) == [
            *("id", "label", "start", "end", "exact", "prefix", "suffix", "annotator", "created"),
            *("modified", "sha256", "rev", "deleted", "note", "attributes", "anchor", "review"),
            "provenance",
        ]

    def test_an_article_in_another_composition_is_kept_as_it_is(
        self, root: Path, open_margin: Open
    ) -> None:
        text = unicodedata.normalize("NFD", "آ إلى\r\nأين؟\r\n")
        (root / "nfd.txt").write_text(text, "utf-8", newline="")
        margin = open_margin(path="nfd.txt")
        margin.add(Span(0, 2), "entity")
        kept = root / ".hashiya/articles/nfd.txt" / f"text-{margin.article.sha256}"
        assert kept.read_bytes().decode() == text

    def test_a_tag_is_one_write_and_one_sync(
        self, margin: Margin, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = margin.add(YES, "quote")
        before = history_of(root).stat().st_size
        calls: list[str] = []
        for name in ("write", "fsync", "fdatasync", "replace", "ftruncate"):
            function = getattr(os, name)
            monkeypatch.setattr(
                os,
                name,
                lambda *given, name=name, function=function: (
                    calls.append(name),
                    function(*given),
                )[1],
            )
        margin.add(Span(0, 3), "entity")
        assert calls == ["write", "fdatasync"]
        margin.relabel(made.id, "claim")
        margin.delete(made.id)
        assert calls == ["write", "fdatasync"] * 3
        written = history_of(root).stat().st_size - before
        assert written <= 3 * 4 * len(to_json(to_document(made)))

    def test_fields_of_a_newer_program_are_kept(
        self, margin: Margin, root: Path, open_margin: Open
    ) -> None:
        made = margin.add(YES, "quote")
        write(file_of(root), {**to_document(replace(made, rev=2)), "certainty": 0.7})
        for change in (
            lambda m: m.relabel(made.id, "claim"),
            lambda m: m.set_note(made.id, "x"),
            lambda m: m.delete(made.id),
            lambda m: m.undo(),
        ):
            change(margin)
            (document,) = documents_in(file_of(root))
            assert document["certainty"] == 0.7
        laptop = open_margin(machine="laptop")
        laptop.set_note(made.id, "from the laptop")
        (document,) = documents_in(file_of(root, machine="laptop"))
        assert (document["certainty"], document["note"]) == (0.7, "from the laptop")

    def test_fragments_come_back(self, margin: Margin, root: Path, open_margin: Open) -> None:
        made = annotate(margin.article, Span(0, 10), "quote", "Leila")
        whole = replace(made, fragments=(Span(0, 3), Span(4, 10)))
        write(file_of(root), to_document(whole))
        assert open_margin().annotations == [whole]
        assert to_document(whole)["fragments"] == ((0, 3), (4, 10))


class TestSeveralHands:
    def test_all_annotators_are_read(self, open_margin: Open) -> None:
        ours, theirs = (
            open_margin().add(YES, "quote"),
            open_margin("Omar").add(Span(0, 3), "entity"),
        )
        assert open_margin().annotations == [theirs, ours]

    def test_only_ones_own_can_be_changed(self, open_margin: Open, root: Path) -> None:
        theirs = open_margin("Omar").add(YES, "quote")
        before = files_under(root)
        margin = open_margin()
        for change in (
            lambda: margin.relabel(theirs.id, "claim"),
            lambda: margin.set_note(theirs.id, "x"),
            lambda: margin.delete(theirs.id),
        ):
            with pytest.raises(HashiyaError, match="quote “نعم” was made by Omar"):
                change()
        assert files_under(root) == before

    def test_ones_own_from_another_machine_is_changed_in_this_machines_file(
        self, open_margin: Open, root: Path
    ) -> None:
        made = open_margin(machine="desk").add(YES, "quote")
        desk = history_of(root, machine="desk").read_bytes()
        changed = open_margin(machine="laptop").relabel(made.id, "claim")
        assert changed.rev == 2
        assert history_of(root, machine="desk").read_bytes() == desk
        assert open_margin(machine="desk").annotations == [changed]
        open_margin(machine="desk").delete(made.id)
        assert open_margin(machine="laptop").annotations == []

    def test_two_windows_do_not_overwrite_each_other(self, open_margin: Open) -> None:
        one, two = open_margin(), open_margin()
        made = []
        for start in range(0, 20, 2):
            made.append(one.add(Span(start, start + 1), "entity"))
            made.append(two.add(Span(start + 1, start + 2), "entity"))
        one.refresh()
        assert one.annotations == two.annotations == open_margin().annotations == made

    def test_they_change_the_same_annotation_one_after_the_other(self, open_margin: Open) -> None:
        one = open_margin()
        made = one.add(YES, "quote")
        two = open_margin()
        one.set_note(made.id, "from one")
        changed = two.relabel(made.id, "claim")
        assert (changed.label, changed.note, changed.rev) == ("claim", "from one", 3)
        two.delete(made.id)
        with pytest.raises(HashiyaError, match="no longer there"):
            one.relabel(made.id, "entity")

    def test_the_same_tag_from_the_other_window_is_noticed(self, open_margin: Open) -> None:
        one, two = open_margin(), open_margin()
        one.add(YES, "quote")
        with pytest.raises(HashiyaError, match="already tagged"):
            two.add(YES, "quote")

    def test_what_another_program_overwrote_is_written_again(
        self, open_margin: Open, root: Path
    ) -> None:
        margin = open_margin()
        first = margin.add(YES, "quote")
        before = history_of(root).read_bytes()
        lost = margin.add(Span(0, 3), "entity")
        history_of(root).write_bytes(before)
        last = margin.add(Span(4, 10), "entity")
        assert open_margin().annotations == [lost, last, first]

    def test_refresh_tells_whether_there_was_anything_new(self, open_margin: Open) -> None:
        one = open_margin()
        assert not one.refresh()
        open_margin("Omar").add(YES, "quote")
        assert one.refresh()
        assert not one.refresh()
        assert [each.annotator for each in one.annotations] == ["Omar"]

    def test_what_is_read_on_another_occasion_is_shown_by_the_next_refresh(
        self, open_margin: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, two = open_margin(), open_margin()
        first = one.add(YES, "quote")
        two.checkpoint()
        assert two.refresh()
        assert two.annotations == [first]
        second = one.add(Span(0, 3), "entity")
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", raising(errno.ENOSPC))
            patch.setattr(two, "refresh", lambda: False)
            with pytest.raises(HashiyaError, match="full"):
                two.add(Span(4, 10), "entity")
        two.refresh()
        assert two.annotations == [second, first]

    def test_a_conflict_file_of_a_sync_tool_is_another_input(
        self, open_margin: Open, root: Path
    ) -> None:
        margin = open_margin()
        made = margin.add(YES, "quote")
        other = annotate(margin.article, Span(0, 3), "entity", "Leila")
        copy = file_of(root).with_name("Leila@desk.sync-conflict-20260101-120000-ABC.json")
        write(copy, to_document(other), to_document(replace(made, rev=2, note="there")))
        assert [(each.label, each.note) for each in open_margin().annotations] == [
            ("entity", ""),
            ("quote", "there"),
        ]

    def test_a_copy_of_a_history_is_another_input_too(self, open_margin: Open, root: Path) -> None:
        made = open_margin().add(YES, "quote")
        copy = "Leila@desk.history.sync-conflict-20260101-120000-ABC.jsonl"
        history_of(root).rename(history_of(root).with_name(copy))
        margin = open_margin()
        assert margin.annotations == [made]
        assert margin.relabel(made.id, "claim").rev == 2
        assert open_margin().annotations == margin.annotations
        assert margin.undo()
        assert [each.label for each in open_margin().annotations] == ["quote"]

    def test_links_between_live_annotations(self, open_margin: Open, root: Path) -> None:
        margin = open_margin()
        one, two = margin.add(YES, "quote"), margin.add(Span(4, 10), "entity")
        moment = one.created
        link = Link(new_id(), "source", one.id, two.id, "Leila", moment, moment)
        write(file_of(root), to_document(link), table="links")
        write(
            file_of(root, "Omar"),
            to_document(replace(link, id=new_id(), deleted=True)),
            table="links",
        )
        margin = open_margin()
        assert margin.links == [link]
        margin.delete(two.id)
        assert margin.links == []
        margin.checkpoint()
        assert json.loads(file_of(root).read_bytes())["links"]


class TestDamage:
    def test_ones_own_damaged_file_is_never_overwritten(
        self, open_margin: Open, root: Path
    ) -> None:
        open_margin().add(YES, "quote")
        file_of(root).write_bytes(b'{"annotations": {')
        margin = open_margin()
        assert "Leila@desk.json" in str(margin.readonly)
        assert margin.notices == [margin.readonly]
        with pytest.raises(HashiyaError, match=r"Leila@desk\.json is damaged"):
            margin.add(YES, "quote")
        assert file_of(root).read_bytes() == b'{"annotations": {'

    def test_damage_while_it_is_open_is_noticed_and_so_is_its_mending(
        self, open_margin: Open, root: Path
    ) -> None:
        margin = open_margin()
        made = margin.add(YES, "quote")
        margin.checkpoint()
        data = file_of(root).read_bytes()
        file_of(root).write_bytes(b"")
        with pytest.raises(HashiyaError, match="is empty"):
            margin.delete(made.id)
        assert margin.readonly
        assert margin.annotations == [made]
        assert file_of(root).read_bytes() == b""
        file_of(root).write_bytes(data)
        margin.add(Span(0, 3), "entity")
        assert margin.readonly is None
        assert len(open_margin().annotations) == 2

    def test_a_colleagues_damaged_file_is_told_and_ones_own_work_goes_on(
        self, open_margin: Open, root: Path
    ) -> None:
        open_margin("Omar").add(YES, "quote")
        file_of(root, "Omar").write_bytes(b"<<<<<<< HEAD\n")
        margin = open_margin()
        assert margin.readonly is None
        assert "Omar@desk.json holds the marks of an unresolved merge" in margin.notices[0]
        made = margin.add(YES, "quote")
        assert margin.annotations == [made]
        assert file_of(root, "Omar").read_bytes() == b"<<<<<<< HEAD\n"

    def test_a_broken_document_is_named_and_kept(self, open_margin: Open, root: Path) -> None:
        margin = open_margin()
        made = margin.add(YES, "quote")
        bad = {**to_document(annotate(margin.article, Span(0, 3), "entity", "Leila")), "start": "0"}
        write(file_of(root), bad)
        margin = open_margin()
        (notice,) = margin.notices
        for named in (bad["id"], "Leila@desk.json", "$.start"):
            assert named in notice
        margin.delete(made.id)
        assert bad in documents_in(file_of(root))

    def test_a_newer_schema_is_read_but_not_changed(self, open_margin: Open, root: Path) -> None:
        made = open_margin().add(YES, "quote")
        with Database(file_of(root)) as db:
            db.table("meta").update({"schema": SCHEMA + 1}, doc_ids=[1])
        margin = open_margin()
        assert margin.annotations == [made]
        assert "newer Hashiya" in str(margin.readonly)
        with pytest.raises(HashiyaError, match="newer Hashiya"):
            margin.delete(made.id)

    def test_nor_is_one_whose_history_is_still_an_older_programs(
        self, open_margin: Open, root: Path
    ) -> None:
        made = open_margin().add(YES, "quote")
        open_margin().checkpoint()
        newer = json.loads(file_of(root).read_bytes())
        newer["meta"]["1"] = {"schema": SCHEMA + 1}  # and what else it may say in its own way
        newer["shelves"] = {"1": {"x": 1}}
        file_of(root).write_text(json.dumps(newer), "utf-8")
        before = files_under(root)
        margin = open_margin()
        assert margin.annotations == [made]
        assert f"schema {SCHEMA + 1}" in str(margin.readonly)
        for change in (lambda: margin.delete(made.id), margin.checkpoint, margin.repair):
            with pytest.raises(HashiyaError, match="newer Hashiya"):
                change()
        assert files_under(root) == before

    @pytest.mark.parametrize("below", [".hashiya", ".hashiya/articles", ".hashiya/articles/a.txt"])
    def test_a_file_where_a_folder_is_needed(
        self, open_margin: Open, root: Path, below: str
    ) -> None:
        (root / below).parent.mkdir(parents=True, exist_ok=True)
        (root / below).write_bytes(b"")
        margin = open_margin()
        assert "a file where a folder is needed" in str(margin.readonly)
        with pytest.raises(HashiyaError, match="a file where a folder is needed"):
            margin.add(YES, "quote")
        assert margin.annotations == []

    def test_a_read_only_folder(self, open_margin: Open, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "access", lambda *_: False)
        margin = open_margin()
        assert "is read-only" in str(margin.readonly)
        with pytest.raises(HashiyaError, match="is read-only"):
            margin.add(YES, "quote")
        monkeypatch.undo()
        assert margin.add(YES, "quote")
        assert margin.readonly is None

    def test_a_folder_that_becomes_read_only(
        self, margin: Margin, broken: Callable[[str, int], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answers = iter([True, False])
        monkeypatch.setattr(os, "access", lambda *_: next(answers))
        broken("write", errno.EROFS)
        with pytest.raises(HashiyaError, match="the file system is read-only"):
            margin.add(YES, "quote")
        assert "is read-only" in str(margin.readonly)

    def test_a_file_that_cannot_be_read_for_a_while(
        self, open_margin: Open, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = open_margin().add(YES, "quote")
        with monkeypatch.context() as patched:

            def refuse(*_: object, **__: object) -> None:
                raise PermissionError(errno.EACCES, "Permission denied")

            project = Project.open(root, "Leila", "desk")
            article = project.read("a.txt")
            patched.setattr(Path, "open", refuse)
            margin = project.margin(article)
            assert "cannot be read: permission is denied" in str(margin.readonly)
            assert not margin.refresh()
        assert margin.refresh()
        assert (margin.readonly, margin.annotations) == (None, [made])

    @pytest.mark.parametrize("function", ["write", "fdatasync"])
    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
    def test_what_cannot_be_saved_is_not_shown(
        self,
        open_margin: Open,
        root: Path,
        broken: Callable[[str, int], None],
        monkeypatch: pytest.MonkeyPatch,
        function: str,
        number: int,
    ) -> None:
        margin = open_margin()
        made = margin.add(YES, "quote")
        before, shown = files_under(root), margin.annotations
        broken(function, number)
        for change in (
            lambda: margin.add(Span(0, 3), "entity"),
            lambda: margin.relabel(made.id, "claim"),
            lambda: margin.delete(made.id),
            margin.undo,
        ):
            with pytest.raises(HashiyaError, match="could not be written"):
                change()
            assert margin.annotations is shown
            assert files_under(root) == before
        monkeypatch.undo()
        assert margin.set_note(made.id, "there is room again").rev == 2

    def test_the_first_tag_needs_the_text_to_be_kept(
        self, open_margin: Open, root: Path, broken: Callable[[str, int], None]
    ) -> None:
        margin = open_margin()
        broken("fdatasync", errno.ENOSPC)
        with pytest.raises(HashiyaError, match="full"):
            margin.add(YES, "quote")
        assert margin.annotations == []
        assert list(files_under(root)) == ["a.txt"]


class TestALie:
    def test_what_does_not_fit_its_own_text_is_not_shown_as_anchored(
        self, margin: Margin, open_margin: Open, root: Path
    ) -> None:
        made = margin.add(YES, "quote")
        write(file_of(root), {**to_document(replace(made, rev=2)), "exact": "بلى"})
        assert open_margin().annotations[0].anchor is Anchor.REVIEW


IDS = [new_id() for _ in range(3)]
VERSIONS = st.builds(
    lambda identifier, rev, second, annotator, note, deleted, extra: {
        **to_document(
            replace(
                annotate(ARTICLE, YES, "quote", annotator),
                id=identifier,
                rev=rev,
                created="2026-01-01T00:00:00Z",
                modified=f"2026-01-01T00:00:0{second}Z",
                note=note,
                deleted=deleted,
            )
        ),
        **extra,
    },
    st.sampled_from(IDS),
    st.integers(1, 3),
    st.integers(0, 1),
    st.sampled_from(["Leila", "Omar"]),
    st.sampled_from(["", "x"]),
    st.booleans(),
    st.sampled_from([{}, {"certainty": 1}, {"certainty": 2}]),
)


Known = dict[str, Stored[Annotation]]


def layer(documents: list[dict[str, Any]]) -> Known:
    return merged([Stored(from_document(each), to_json(each)) for each in documents])


def merged(*versions: Iterable[Stored[Annotation]]) -> Known:
    known: Known = {}
    for each in versions:
        union(known, each)
    return known


LAYERS = st.lists(VERSIONS, max_size=4).map(layer).map(dict.values).map(list)


class TestTheUnion:
    @given(LAYERS, LAYERS)
    def test_it_is_commutative(self, one: Any, two: Any) -> None:
        assert merged(one, two) == merged(two, one)

    @given(LAYERS, LAYERS, LAYERS)
    def test_it_is_associative(self, one: Any, two: Any, three: Any) -> None:
        assert merged(merged(one, two).values(), three) == merged(one, merged(two, three).values())

    @given(LAYERS, LAYERS)
    def test_it_is_idempotent(self, one: Any, two: Any) -> None:
        assert merged(one, one) == merged(one)
        assert merged(one, two, two) == merged(one, two)

    @given(st.lists(VERSIONS, max_size=4))
    def test_it_tells_what_is_new(self, documents: list[dict[str, Any]]) -> None:
        versions = [Stored(from_document(each), to_json(each)) for each in documents]
        known: Known = {}
        for each in versions:
            before = known.get(each.value.id)
            assert union(known, [each]) == ([each] if known[each.value.id] != before else [])
            assert union(known, [each]) == []

    @given(VERSIONS, VERSIONS)
    def test_the_rule_is_the_same_for_documents(
        self, one: dict[str, Any], two: dict[str, Any]
    ) -> None:
        old, new = to_json(one), to_json({**two, "id": one["id"]})
        first, second = (Stored(from_json(data), data) for data in (old, new))
        if first != second:
            assert wins("annotations", old, new) == (greater(first, second) is second)

    @given(st.lists(VERSIONS, min_size=1, max_size=6))
    def test_the_greatest_revision_counts_and_a_tombstone_hides_what_was_before(
        self, documents: list[dict[str, Any]]
    ) -> None:
        for identifier, stored in layer(documents).items():
            of_it = [each for each in documents if each["id"] == identifier]
            last = max(of_it, key=lambda each: (each["rev"], each["modified"], each["annotator"]))
            assert stored.value.rev == last["rev"]
            assert stored.value.modified == last["modified"]
            assert stored.value.annotator == last["annotator"]


class TestDocuments:
    @given(VERSIONS)
    def test_they_come_back(self, document: dict[str, Any]) -> None:
        annotation = from_document(document, number(document["id"]))
        assert from_document(to_document(annotation)) == annotation
        assert document.items() >= to_document(annotation).items()

    def test_what_is_not_said_has_its_default(self) -> None:
        document = to_document(annotate(ARTICLE, YES, "quote", "Leila"))
        for name in ("note", "attributes", "anchor", "review", "provenance", "rev", "deleted"):
            del document[name]
        annotation = from_document(document)
        assert (annotation.review, annotation.provenance) == (Review.NONE, Provenance())
        assert to_document(annotation)["note"] == ""

    @pytest.mark.parametrize(
        "fields",
        [
            {"start": None},
            {"start": "12"},
            {"start": True},
            {"start": -1},
            {"start": 15},
            {"end": 16},
            {"exact": ""},
            {"label": ""},
            {"annotator": ""},
            {"created": "yesterday"},
            {"modified": "2026-01-01T00:00:00+01:00"},
            {"sha256": "abc"},
            {"rev": 0},
            {"deleted": 1},
            {"anchor": "floating"},
            {"review": "perhaps"},
            {"attributes": []},
            {"provenance": "me"},
            {"fragments": [[12, 13], [14, 99]]},
            {"fragments": [[12, 14], [13, 15]]},
            {"fragments": [[12, 15], [15, 15]]},
            {"id": "x"},
            {"id": "01890A5D-AC96-774B-BCCE-B302099A8057"},
        ],
        ids=str,
    )
    def test_what_is_broken_is_refused_by_name(self, fields: dict[str, object]) -> None:
        document = {**to_document(annotate(ARTICLE, YES, "quote", "Leila")), **fields}
        with pytest.raises(HashiyaError, match=rf"{document['id']} is broken: "):
            from_document(document)

    def test_one_under_a_wrong_number_is_refused(self) -> None:
        document = to_document(annotate(ARTICLE, YES, "quote", "Leila"))
        with pytest.raises(HashiyaError, match="not the one it is kept under"):
            from_document(document, 7)
