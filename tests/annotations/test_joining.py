"""Two copies of a project become one: what comes in, what is told of it, and that nothing is lost on either side."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tinydb import TinyDB

from annotations import HashiyaError
from annotations.checkpoint import SCHEMA
from annotations.chronicle import chronicle
from annotations.documents import number, to_document, to_json
from annotations.history import Act, Edit
from annotations.joining import Joined, join
from annotations.margin import Margin
from annotations.merging import Stored
from annotations.model import Link, Review, Span, annotate, new_id, now
from annotations.project import Project
from annotations.storage import JournalStorage
from annotations.table import Database
from tests.annotations.conftest import TEXT, files_under
from tests.annotations.test_margin import ARTICLE, YES, file_of, history_of, write

HANDS = [("Leila", "desk"), ("Leila", "laptop"), ("Omar", "desk")]


def opened(root: Path, annotator: str = "Leila", machine: str = "desk") -> Margin:
    return Project.open(root, annotator, machine).margin(ARTICLE)


def joined(other: Path, into: Path) -> Joined:
    """``other`` must not be changed by it, and no article."""
    before, article = files_under(other), (into / "a.txt").read_bytes()
    result = join(other, Project.open(into, "Anyone", "anywhere"))
    assert files_under(other) == before
    assert (into / "a.txt").read_bytes() == article
    return result


def came(other: Path, into: Path) -> list[str]:
    result = joined(other, into)
    assert (result.missing, result.problems) == ([], [])
    return result.came


def content(root: Path) -> dict[str, bytes]:
    """What counts in a project, tombstones too, by id."""
    margin = opened(root, "Reader")
    assert margin.problems == []
    return {identifier: stored.data for identifier, stored in margin._stored.items()}


def told(root: Path) -> set[tuple[str, str, str]]:
    """What the histories tell; of joining they may tell different things."""
    problems: list[str] = []
    events = chronicle(file_of(root).parent, problems)
    assert problems == []
    return {(e.time, e.annotator, e.sentence) for e in events if "took in" not in e.sentence}


def link(margin: Margin, source: str, target: str) -> None:
    moment = now()
    made = Link(new_id(), "source", source, target, margin.annotator, moment, moment)
    edit = Edit(None, Stored(made, to_json(to_document(made))))
    margin._layers.save(Act("link", (edit,)))


@pytest.fixture
def here(tmp_path: Path) -> Path:
    root = tmp_path / "here"
    root.mkdir()
    (root / "a.txt").write_text(TEXT, "utf-8", newline="")
    return root


@pytest.fixture
def there(here: Path, tmp_path: Path) -> Path:
    """A copy of the project ``here``, in which Leila has made a quote."""
    opened(here).add(YES, "quote")
    return shutil.copytree(here, tmp_path / "there")


class TestWhatComesIn:
    def test_files_of_other_hands_are_taken_as_they_are(self, here: Path, there: Path) -> None:
        omar = opened(there, "Omar")
        made = [omar.add(Span(start, start + 1), "entity") for start in range(3)]
        omar.checkpoint()
        omar.decide(opened(there).annotations[-1].id, Review.ACCEPTED)
        assert came(there, here) == [
            "3 annotations of Omar came in: a.txt",
            "1 decision of Omar came in: a.txt",
        ]
        for name in ("Omar@desk.json", "Omar@desk.history.jsonl"):
            path = file_of(here).with_name(name)
            assert path.read_bytes() == file_of(there).with_name(name).read_bytes()
        assert opened(here).annotations[:3] == made
        assert came(there, here) == []

    def test_a_history_that_goes_on_is_the_one_that_counts(self, here: Path, there: Path) -> None:
        margin = opened(there)
        quote = margin.annotations[0]
        margin.relabel(quote.id, "claim")
        margin.add(Span(0, 3), "entity")
        margin.delete(margin.add(Span(4, 10), "entity").id)
        assert came(there, here) == ["1 annotation of Leila came in, 1 changed, 1 deleted: a.txt"]
        assert history_of(here).read_bytes() == history_of(there).read_bytes()
        assert len(TinyDB(file_of(here), encoding="utf-8").table("annotations")) == 3
        assert came(here, there) == []

    def test_what_was_deleted_there_is_deleted_here(self, here: Path, there: Path) -> None:
        margin = opened(there)
        margin.delete(margin.annotations[0].id)
        assert came(there, here) == ["1 annotation of Leila was deleted: a.txt"]
        assert opened(here).annotations == []
        assert came(there, here) == []

    def test_an_older_copy_does_not_bring_back_what_was_deleted(
        self, here: Path, there: Path
    ) -> None:
        margin = opened(here)
        margin.delete(margin.annotations[0].id)
        opened(there).add(Span(0, 3), "entity")
        assert came(there, here) == ["1 annotation of Leila came in: a.txt"]
        assert [each.label for each in opened(here).annotations] == ["entity"]
        came(here, there)
        assert [each.label for each in opened(there).annotations] == ["entity"]

    def test_into_a_folder_without_any_annotations(self, here: Path, there: Path) -> None:
        shutil.rmtree(here / ".hashiya")
        opened(there).checkpoint()
        assert came(there, here) == ["1 annotation of Leila came in: a.txt"]
        assert content(here) == content(there)
        mine = {name: data for name, data in files_under(here).items() if "lock" not in name}
        assert mine == {
            name: data for name, data in files_under(there).items() if "lock" not in name
        }

    def test_a_text_as_it_was_annotated(self, here: Path, there: Path) -> None:
        (text,) = file_of(here).parent.glob("text-*")
        text.unlink()
        assert came(there, here) == ["The text as it was annotated came in: a.txt"]
        assert text.read_bytes() == TEXT.encode()

    def test_an_article_that_is_not_here_is_named(self, here: Path, there: Path) -> None:
        (there / "b.txt").write_text("قال نعم", "utf-8")
        project = Project.open(there, "Leila", "desk")
        project.margin(project.read("b.txt")).add(Span(0, 3), "quote")
        result = joined(there, here)
        assert result.came == ["1 annotation of Leila came in: b.txt"]
        (missing,) = result.missing
        assert missing.startswith("b.txt is not in ")
        assert not (here / "b.txt").exists()

    def test_files_without_a_history(self, here: Path, there: Path) -> None:
        """As an older version wrote them, or another program."""
        for root, note in ((here, "here"), (there, "there")):
            shutil.rmtree(root / ".hashiya")
            file_of(root).parent.mkdir(parents=True)
            made = replace(annotate(ARTICLE, YES, "quote", "Leila"), note=note)
            tables = {"annotations": {str(number(made.id)): to_document(made)}}
            file_of(root).write_bytes(to_json(tables))
        assert came(there, here) == ["1 annotation of Leila came in: a.txt"]
        assert sorted(each.note for each in opened(here).annotations) == ["here", "there"]
        assert came(there, here) == []

    def test_a_project_inside_of_which_one_stands(self, here: Path, there: Path) -> None:
        (here / "sub").mkdir()
        opened(there, "Omar").add(Span(0, 3), "entity")
        result = join(there, Project.open(here / "sub", "Anyone", "anywhere"))
        assert result.came == ["1 annotation of Omar came in: a.txt"]
        assert len(opened(here).annotations) == 2


class TestTwoWays:
    @pytest.fixture
    def both(self, here: Path, there: Path) -> None:
        """One hand went on in both copies."""
        mine, theirs = opened(here), opened(there)
        mine.add(Span(0, 3), "entity")
        mine.set_note(mine.annotations[-1].id, "here")
        theirs.add(Span(4, 10), "claim")
        theirs.relabel(theirs.annotations[-1].id, "claim")
        theirs.set_note(theirs.annotations[-1].id, "there")

    @pytest.mark.usefixtures("both")
    def test_the_greater_of_every_two_counts_and_both_histories_are_told(
        self, here: Path, there: Path
    ) -> None:
        acts = told(here) | told(there)
        before = history_of(here).read_bytes()
        assert came(there, here) == ["1 annotation of Leila came in, 1 changed: a.txt"]
        assert [(each.label, each.note) for each in opened(here).annotations] == [
            ("entity", ""),
            ("claim", ""),
            ("claim", "there"),
        ]
        assert told(here) == acts
        assert history_of(here).read_bytes().startswith(before)
        (kept,) = file_of(here).parent.glob("*.merged-*")
        assert kept.read_bytes() == history_of(there).read_bytes()
        (event,) = [e for e in chronicle(kept.parent, []) if "took in" in e.sentence]
        assert event.sentence == "took in 2 annotations from another copy of this file"
        assert (event.annotator, event.machine) == ("Leila", "desk")

    @pytest.mark.usefixtures("both")
    def test_twice_adds_nothing_and_so_does_the_way_back(self, here: Path, there: Path) -> None:
        came(there, here)
        before = files_under(here)
        assert came(there, here) == []
        assert files_under(here) == before
        assert len(came(here, there)) == 1
        assert content(here) == content(there)
        assert told(here) == told(there)
        for _ in range(2):
            before = files_under(here), files_under(there)
            assert came(there, here) == came(here, there) == []
            assert (files_under(here), files_under(there)) == before

    @pytest.mark.usefixtures("both")
    def test_both_go_on_and_are_joined_again(self, here: Path, there: Path) -> None:
        came(there, here)
        opened(there).add(Span(0, 1), "claim")
        assert came(there, here) == ["1 annotation of Leila came in: a.txt"]
        (kept,) = file_of(here).parent.glob("*.merged-*")
        assert kept.read_bytes() == history_of(there).read_bytes()
        opened(here).add(Span(1, 2), "claim")
        assert came(here, there) == ["2 annotations of Leila came in: a.txt"]
        assert content(here) == content(there)
        assert told(here) == told(there)

    @pytest.mark.usefixtures("both")
    def test_undo_goes_on_after_it(self, here: Path, there: Path) -> None:
        came(there, here)
        margin = opened(here)
        with suppress(HashiyaError):  # the note was written over by the other copy
            margin.undo()
        assert margin.undo()
        assert [each.label for each in margin.annotations] == ["claim", "claim"]

    @pytest.mark.usefixtures("both")
    def test_tables_and_fields_of_a_newer_program_are_kept(self, here: Path, there: Path) -> None:
        identifier = new_id()
        for root, value in ((here, 1), (there, 2)):
            made = to_document(annotate(ARTICLE, Span(0, 1), "claim", "Leila"))
            write(file_of(root), {"id": identifier, "value": value}, table="entities")
            write(file_of(root), {**made, "certainty": value})
            write(file_of(root), {"id": new_id(), "verdict": value}, table="decisions")
        before = shutil.copytree(here, here.with_name("before"))
        joined(there, here)
        joined(before, there)
        some, others = (JournalStorage(file_of(root)).read() or {} for root in (here, there))
        for name in ("entities", "annotations", "decisions"):
            assert some[name] == others[name]
        assert sorted(each.get("certainty", 0) for each in some["annotations"].values())[-2:] == [
            1,
            2,
        ]
        assert sorted(each["verdict"] for each in some["decisions"].values()) == [1, 2]

    @pytest.mark.usefixtures("both")
    def test_a_conflict_file_there_is_taken_in_as_well(self, here: Path, there: Path) -> None:
        copy = history_of(there).with_name("Leila@desk.history (conflicted copy 2026-01-01).jsonl")
        history_of(there).rename(copy)
        assert came(there, here) == ["1 annotation of Leila came in, 1 changed: a.txt"]
        assert came(there, here) == []
        assert len(content(here)) == len(content(there)) + 1


class TestRefusals:
    def refusal(self, other: Path, into: Path) -> str:
        before = files_under(into)
        with pytest.raises(HashiyaError) as raised:
            join(other, Project.open(into, "Anyone", "anywhere"))
        assert files_under(into) == before
        return str(raised.value)

    def test_what_is_no_project(self, here: Path, tmp_path: Path) -> None:
        opened(here).add(YES, "quote")
        (tmp_path / "empty").mkdir()
        (tmp_path / "file").write_bytes(b"")
        assert "There is no" in self.refusal(tmp_path / "nowhere", here)
        assert "is no project" in self.refusal(tmp_path / "empty", here)
        assert "is no project" in self.refusal(tmp_path / "file", here)
        assert "is no project" in self.refusal(here / ".hashiya", here)

    def test_the_project_itself(self, there: Path, tmp_path: Path) -> None:
        assert "is the project itself" in self.refusal(there, there)
        (tmp_path / "link").symlink_to(there)
        assert "is the project itself" in self.refusal(tmp_path / "link", there)

    def test_where_nothing_can_be_written(
        self, here: Path, there: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened(there, "Omar").add(YES, "quote")
        monkeypatch.setattr(os, "access", lambda path, _: not str(path).startswith(str(here)))
        assert "is read-only" in self.refusal(there, here)

    def test_a_store_that_leads_out_of_the_project(
        self, here: Path, there: Path, tmp_path: Path
    ) -> None:
        (here / ".hashiya").rename(tmp_path / "elsewhere")
        (here / ".hashiya").symlink_to(tmp_path / "elsewhere")
        assert "leads out of the project" in self.refusal(there, here)


class TestWhatIsDamaged:
    @pytest.fixture
    def more(self, there: Path) -> None:
        opened(there).add(Span(0, 3), "entity")
        for start in range(3):
            opened(there, "Omar").add(Span(start, start + 1), "claim")

    def spoil(self, path: Path) -> None:
        first, _, *rest = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(first + b"".join(rest))

    @pytest.mark.usefixtures("more")
    def test_there_it_is_named_and_the_rest_comes_in(self, here: Path, there: Path) -> None:
        self.spoil(history_of(there, "Omar"))
        result = joined(there, here)
        assert result.came == ["1 annotation of Leila came in: a.txt"]
        (problem,) = result.problems
        assert f"{history_of(there, 'Omar')} is damaged" in problem
        assert not history_of(here, "Omar").exists()

    @pytest.mark.usefixtures("more")
    def test_damage_that_a_checkpoint_hides_is_seen(self, here: Path, there: Path) -> None:
        opened(there, "Omar").checkpoint()
        self.spoil(history_of(there, "Omar"))
        (problem,) = joined(there, here).problems
        assert str(history_of(there, "Omar")) in problem

    @pytest.mark.parametrize("name", ["Leila@desk.json", "Leila@desk.history.jsonl"])
    @pytest.mark.usefixtures("more")
    def test_here_it_is_named_left_and_the_rest_comes_in(
        self, here: Path, there: Path, name: str
    ) -> None:
        spoilt = file_of(here).with_name(name)
        spoilt.write_bytes(b"<<<<<<< HEAD\n")
        before = files_under(here)
        result = joined(there, here)
        assert "3 annotations of Omar came in: a.txt" in result.came
        (problem,) = result.problems
        assert f"{spoilt} " in problem
        for path, data in before.items():
            assert (here / path).read_bytes() == data

    @pytest.mark.parametrize("newer", ["here", "there"])
    @pytest.mark.usefixtures("more")
    def test_what_a_newer_program_wrote_is_left_alone(
        self, here: Path, there: Path, newer: str
    ) -> None:
        place = {"here": here, "there": there}[newer]
        with Database(file_of(place)) as database:
            database.table("meta").update({"schema": SCHEMA + 1}, doc_ids=[1])
        before = history_of(here).read_bytes()
        result = joined(there, here)
        assert result.came == ["3 annotations of Omar came in: a.txt"]
        (problem,) = result.problems
        assert "update Hashiya" in problem
        assert history_of(here).read_bytes() == before

    def test_a_text_that_is_another(self, here: Path, there: Path) -> None:
        (text,) = file_of(here).parent.glob("text-*")
        text.unlink()
        (file_of(there).parent / text.name).write_bytes(b"")
        result = joined(there, here)
        assert result.came == []
        assert f"{there}" in result.problems[0]
        assert not text.exists()

    @pytest.mark.parametrize("writes", range(4))
    @pytest.mark.usefixtures("more")
    def test_a_full_disk_is_said_and_it_can_be_tried_again(
        self, here: Path, there: Path, monkeypatch: pytest.MonkeyPatch, writes: int
    ) -> None:
        opened(here).add(Span(4, 10), "entity")
        before = content(here)
        with monkeypatch.context() as patched:
            patched.setattr(os, "write", raising_from(writes))
            result = joined(there, here)
        assert result.problems
        assert all("the disk is full" in each for each in result.problems)
        assert content(here).items() >= before.items()
        assert joined(there, here).problems == []
        joined(here, there)
        assert content(here) == content(there)


def raising_from(count: int) -> Callable[..., int]:
    """``os.write``, which finds the disk full from some call on."""
    write, calls = os.write, itertools.count()

    def fail(descriptor: int, data: bytes) -> int:
        if next(calls) >= count:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data)

    return fail


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("add", "relabel", "note", "delete", "undo"),
                *("decide", "comment", "adopt", "link", "checkpoint"),
            ]
        ),
        st.sampled_from(HANDS),
        st.integers(0, 9),
    ),
    max_size=8,
)


def do(root: Path, deeds: list[tuple[str, tuple[str, str], int]]) -> None:
    """Do them, unless they are refused."""
    for kind, hand, place in deeds:
        margin = opened(root, *hand)
        items = margin.annotations
        target = items[place % len(items)].id if items else ""
        with suppress(HashiyaError):
            match kind:
                case "add":
                    margin.add(Span(place, place + 2), "quote")
                case "relabel":
                    margin.relabel(target, ["claim", "entity"][place % 2])
                case "note":
                    margin.set_note(target, f"{place}")
                case "delete":
                    margin.delete(target)
                case "undo":
                    margin.undo()
                case "decide":
                    margin.decide(target, [Review.ACCEPTED, Review.REJECTED][place % 2])
                case "comment":
                    margin.comment(target, f"{place}")
                case "adopt":
                    margin.adopt(target)
                case "link" if items:
                    link(margin, target, items[-1].id)
                case "checkpoint":
                    margin.checkpoint()


@contextmanager
def copies(*deeds: list[tuple[str, tuple[str, str], int]]) -> Iterator[Callable[[int], Path]]:
    """Projects that began with the first deeds and went on with one of the others each; gives fresh copies of them."""
    with tempfile.TemporaryDirectory() as place, patch("os.fsync"), patch("os.fdatasync"):
        base = Path(place) / "base"
        base.mkdir()
        (base / "a.txt").write_text(TEXT, "utf-8", newline="")
        (base / ".hashiya").mkdir()
        do(base, deeds[0])
        for at, further in enumerate(deeds[1:]):
            do(shutil.copytree(base, Path(place) / f"{at}"), further)
        fresh = itertools.count()
        yield lambda at: shutil.copytree(Path(place) / f"{at}", Path(place) / f"{at}-{next(fresh)}")


class TestTheProperties:
    @settings(max_examples=30)
    @given(DEEDS, DEEDS, DEEDS)
    def test_it_is_commutative_and_no_act_is_lost(self, first: list, one: list, two: list) -> None:  # type: ignore[type-arg]
        with copies(first, one, two) as copy:
            acts = told(copy(0)) | told(copy(1))
            here, there = copy(0), copy(1)
            came(copy(1), here)
            came(copy(0), there)
            assert content(here) == content(there)
            assert told(here) == told(there)
            # What somebody decided on may be called by another label by now.
            assert {each[:2] for each in told(here)} == {each[:2] for each in acts}

    @settings(max_examples=30)
    @given(DEEDS, DEEDS, DEEDS, DEEDS)
    def test_it_is_associative(self, first: list, one: list, two: list, three: list) -> None:  # type: ignore[type-arg]
        with copies(first, one, two, three) as copy:
            left, right, last = copy(0), copy(0), copy(1)
            came(copy(1), left)
            came(copy(2), left)
            came(copy(2), last)
            came(last, right)
            assert content(left) == content(right)
            assert told(left) == told(right)

    @settings(max_examples=30)
    @given(DEEDS, DEEDS, DEEDS)
    def test_it_is_idempotent_and_brings_nothing_back(
        self,
        first: list,
        one: list,
        two: list,  # type: ignore[type-arg]
    ) -> None:
        with copies(first, one, two, []) as copy:
            here = copy(0)
            before = files_under(here)
            assert came(copy(0), here) == came(copy(2), here) == []
            assert files_under(here) == before
            came(copy(1), here)
            before = files_under(here)
            assert came(copy(1), here) == came(copy(0), here) == came(copy(2), here) == []
            assert files_under(here) == before

    @settings(max_examples=30)
    @given(DEEDS, DEEDS, DEEDS)
    def test_what_is_said_to_come_in_is_what_is_new(
        self,
        first: list,
        one: list,
        two: list,  # type: ignore[type-arg]
    ) -> None:
        with copies(first, one, two) as copy:
            here, there = copy(0), copy(1)
            before = content(here)
            said = came(there, here)
            after = content(here)
            new = sum(before.get(each) != data for each, data in after.items())
            counts = [int(word) for each in said for word in each.split() if word.isdigit()]
            assert sum(counts) == new
