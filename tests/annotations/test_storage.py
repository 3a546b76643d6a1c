"""Checkpoint and history together: what TinyDB promises, and what two programs and a damaged file must not do."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB
from tinydb.table import Document

from annotations import HashiyaError, files
from annotations.checkpoint import SCHEMA
from annotations.journal import BEGIN
from annotations.storage import JournalStorage
from annotations.table import Database
from tests.annotations.conftest import files_under
from tests.annotations.test_checkpoint import DAMAGED

Tables = dict[str, dict[str, Any]]
GOOD: Tables = {
    "annotations": {"7": {"exact": "نعم"}, "30": {"exact": "لا"}, "200": {"exact": "🇵🇸"}},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A checkpoint with a history that goes beyond it."""
    path = tmp_path / "Leila@desk.json"
    storage = JournalStorage(path)
    storage.write({"annotations": {"7": {"exact": "نعم"}}})
    storage.checkpoint()
    storage.write(GOOD)
    return path


def history(path: Path) -> Path:
    return path.with_suffix(".history.jsonl")


def kept(folder: Path) -> dict[str, bytes]:
    """The files without the lock, which means nothing when nobody holds it."""
    return {name: data for name, data in files_under(folder).items() if "lock" not in name}


def does(path: Path) -> list[str]:
    return [line.record.does for line in JournalStorage(path).history().lines]


class TestTheFiles:
    def test_nothing_is_created_before_the_first_write(self, tmp_path: Path) -> None:
        storage = JournalStorage(tmp_path / "new" / "x.json")
        assert storage.read() is None
        storage.checkpoint()
        assert list(tmp_path.iterdir()) == []
        storage.write(GOOD)
        assert history(storage.path).is_file()
        assert not storage.path.exists()

    def test_what_is_beyond_the_checkpoint_is_read_from_the_history(self, path: Path) -> None:
        assert JournalStorage(path).read() == GOOD
        assert TinyDB(path, encoding="utf-8").table("annotations").all() == [{"exact": "نعم"}]

    def test_a_checkpoint_is_written_when_there_is_something_new(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        storage = JournalStorage(path)
        storage.checkpoint()
        assert len(TinyDB(path, encoding="utf-8").table("annotations")) == 3
        monkeypatch.setattr(os, "replace", lambda *_: pytest.fail("written again"))
        storage.checkpoint()
        JournalStorage(path).checkpoint()

    def test_closing_writes_it(self, path: Path) -> None:
        with TinyDB(path, storage=JournalStorage) as db:
            db.table("annotations").insert(Document({"exact": "ثم"}, 100))
        assert len(TinyDB(path, encoding="utf-8").table("annotations")) == 4

    def test_a_lost_checkpoint_is_built_from_the_history(self, path: Path) -> None:
        path.unlink()
        storage = JournalStorage(path)
        assert storage.read() == GOOD
        storage.checkpoint()
        assert JournalStorage(path).read() == GOOD

    def test_what_any_tinydb_program_wrote_goes_into_the_history_with_the_first_change(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "x.json"
        with TinyDB(path, encoding="utf-8") as stock:
            stock.table("annotations").insert({"exact": "نعم"})
        storage = JournalStorage(path)
        assert storage.read() == {"annotations": {"1": {"exact": "نعم"}}}
        storage.write({"annotations": {"1": {"exact": "نعم"}, "2": {}}})
        assert does(path) == [BEGIN, "write"]
        path.unlink()
        assert JournalStorage(path).read() == {"annotations": {"1": {"exact": "نعم"}, "2": {}}}

    def test_it_works_with_the_table_of_tinydb_and_every_operation_is_on_the_disk(
        self, tmp_path: Path
    ) -> None:
        db = TinyDB(tmp_path / "x.json", storage=JournalStorage)
        one = db.insert({"a": 1})
        db.update({"a": 2}, doc_ids=[one])
        two = db.insert({"a": 3})
        db.remove(doc_ids=[one])
        assert JournalStorage(tmp_path / "x.json").read() == {"_default": {str(two): {"a": 3}}}
        db.drop_tables()
        assert JournalStorage(tmp_path / "x.json").read() is None
        assert len(does(tmp_path / "x.json")) == 5


class TestTwoPrograms:
    def test_each_sees_what_the_other_wrote(self, path: Path) -> None:
        one, two = JournalStorage(path), JournalStorage(path)
        for number in range(5):
            for each in (one, two):
                tables = each.read()
                assert tables
                tables["annotations"][str(1000 + len(tables["annotations"]))] = {"n": number}
                each.write(tables)
        assert one.read() == two.read() == JournalStorage(path).read()
        assert len((one.read() or {})["annotations"]) == 13

    def test_a_change_leaves_alone_what_it_is_not_about(self, path: Path) -> None:
        one, two = JournalStorage(path), JournalStorage(path)
        tables = one.read()
        assert tables
        del tables["annotations"]["7"]
        more = two.read()
        assert more
        two.write({**more, "links": {"1": {}}})
        one.write(tables)
        assert JournalStorage(path).read() == {
            "annotations": {"30": {"exact": "لا"}, "200": {"exact": "🇵🇸"}},
            "links": {"1": {}},
        }

    def test_the_checkpoint_of_one_does_not_disturb_the_other(self, path: Path) -> None:
        one, two = JournalStorage(path), JournalStorage(path)
        one.read()
        two.read()
        one.checkpoint()
        two.write({**GOOD, "links": {"1": {}}})
        two.checkpoint()
        assert one.read() == {**GOOD, "links": {"1": {}}}

    def test_git_puts_an_older_checkpoint_in_its_place(self, path: Path) -> None:
        older = path.read_bytes()
        storage = JournalStorage(path)
        storage.checkpoint()
        storage.write({**GOOD, "links": {"1": {}}})
        path.unlink()
        path.write_bytes(older)
        for each in (storage, JournalStorage(path)):
            assert each.read() == {**GOOD, "links": {"1": {}}}

    def test_git_puts_the_checkpoint_of_another_branch_in_its_place(self, path: Path) -> None:
        elsewhere = path.with_name("elsewhere.json")
        theirs = JournalStorage(elsewhere)
        theirs.write({"annotations": {"9": {"exact": "theirs"}}})
        theirs.checkpoint()
        path.write_bytes(elsewhere.read_bytes())
        assert JournalStorage(path).read() == {
            "annotations": {"9": {"exact": "theirs"}, **GOOD["annotations"]}
        }

    def test_both_files_go_back_with_git(self, path: Path, tmp_path: Path) -> None:
        before = kept(tmp_path)
        storage = JournalStorage(path)
        storage.write({})
        storage.checkpoint()
        for name, data in before.items():
            (tmp_path / name).unlink()
            (tmp_path / name).write_bytes(data)
        assert storage.read() == GOOD


class TestADamagedFile:
    @pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
    def test_a_checkpoint_is_refused_by_name_and_left_as_it_is(
        self, tmp_path: Path, path: Path, data: bytes
    ) -> None:
        path.write_bytes(data)
        before = kept(tmp_path)
        db = Database(path)
        acts: list[Callable[[], object]] = [
            lambda: db.table("annotations").all(),
            lambda: db.table("annotations").insert({"exact": "نعم"}),
            db.drop_tables,
            lambda: JournalStorage(path).write(GOOD),
            lambda: JournalStorage(path).checkpoint(),
        ]
        for act in acts:
            with pytest.raises(HashiyaError, match=r"Leila@desk\.json"):
                act()
        db.close()
        assert kept(tmp_path) == before

    def test_it_is_noticed_when_it_comes_later(self, path: Path) -> None:
        storage = JournalStorage(path)
        storage.read()
        path.write_bytes(b"")
        with pytest.raises(HashiyaError, match="empty"):
            storage.write({})
        assert path.read_bytes() == b""

    def test_a_mended_file_is_read_again(self, path: Path) -> None:
        data = path.read_bytes()
        storage = JournalStorage(path)
        path.write_bytes(b"{")
        with pytest.raises(HashiyaError):
            storage.read()
        path.write_bytes(data)
        assert storage.read() == GOOD

    def test_what_is_left_of_a_history_is_read_and_not_written(
        self, path: Path, tmp_path: Path
    ) -> None:
        first, second = history(path).read_bytes().splitlines(keepends=True)
        storage = JournalStorage(path)
        storage.write({**GOOD, "links": {"1": {}}})
        third = history(path).read_bytes().splitlines(keepends=True)[2]
        history(path).write_bytes(first + second.replace(b"30", b"31") + third)
        before = kept(tmp_path)
        storage = JournalStorage(path)
        assert storage.read() == {"annotations": {"7": {"exact": "نعم"}}}
        assert "is damaged: what was done between 1 and 3 is missing" in storage.problems[0]
        with pytest.raises(HashiyaError, match=r"history\.jsonl is damaged"):
            storage.write(GOOD)
        storage.close()
        assert kept(tmp_path) == before


class TestRepairing:
    def test_where_nothing_is_damaged_nothing_is_done(self, path: Path, tmp_path: Path) -> None:
        before = kept(tmp_path)
        assert JournalStorage(path).repair() == []
        assert kept(tmp_path) == before

    @pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
    def test_a_checkpoint_is_built_anew_from_the_history(self, path: Path, data: bytes) -> None:
        path.write_bytes(data)
        (told,) = JournalStorage(path).repair()
        assert "was built anew" in told
        aside = path.with_name("Leila@desk.json.damaged-1")
        assert str(aside) in told
        assert aside.read_bytes() == data
        assert JournalStorage(path).read() == GOOD
        assert len(TinyDB(path, encoding="utf-8").table("annotations")) == 3
        path.write_bytes(b"again")
        JournalStorage(path).repair()
        assert path.with_name("Leila@desk.json.damaged-2").read_bytes() == b"again"

    @pytest.mark.parametrize("way", ["a gap", "cut", "empty", "missing", "conflict"])
    def test_a_history_goes_on_with_what_is_left(self, path: Path, way: str) -> None:
        storage = JournalStorage(path)
        storage.write({**GOOD, "links": {"1": {}}})
        if way in ("cut", "empty", "missing"):
            storage.checkpoint()
        data = history(path).read_bytes()
        first, second, third = data.splitlines(keepends=True)
        spoilt = {
            "a gap": first + second[:-3] + b"\n" + third,
            "cut": first,
            "empty": b"",
            "missing": None,
            "conflict": first + b"<<<<<<< HEAD\n" + second + b"=======\n" + third + b">>>>>>> x\n",
        }[way]
        history(path).unlink()
        if spoilt is not None:
            history(path).write_bytes(spoilt)
        with pytest.raises(HashiyaError, match=r"history\.jsonl is damaged"):
            JournalStorage(path).write({})
        (told,) = JournalStorage(path).repair()
        if spoilt:
            aside = history(path).with_name("Leila@desk.history.jsonl.damaged-1")
            assert aside.read_bytes() == spoilt
            assert str(aside) in told
        again = JournalStorage(path)
        links = {"links": {"1": {}}}
        if way == "a gap":
            assert again.read() == {"annotations": {"7": {"exact": "نعم"}}, **links}
        else:
            assert again.read() == {**GOOD, **links}
        again.write({**GOOD, "links": {"2": {}}})
        path.unlink()
        assert JournalStorage(path).read() == {**GOOD, "links": {"2": {}}}
        assert JournalStorage(path).repair() == []

    def test_both_at_once(self, path: Path) -> None:
        JournalStorage(path).write({**GOOD, "links": {"1": {}}})
        first, _, third = history(path).read_bytes().splitlines(keepends=True)
        history(path).write_bytes(first + third)
        path.write_bytes(b"{")
        assert len(JournalStorage(path).repair()) == 2
        assert JournalStorage(path).read() == {
            "annotations": {"7": {"exact": "نعم"}},
            "links": {"1": {}},
        }

    @pytest.mark.parametrize("left", [None, b"", b"cut off at the beginning\n"])
    def test_with_too_little_left_nothing_is_done(
        self, path: Path, tmp_path: Path, left: bytes | None
    ) -> None:
        second = history(path).read_bytes().splitlines(keepends=True)[1]
        history(path).unlink()
        if left is not None:
            history(path).write_bytes(left and left + second)
        path.write_bytes(b"{")
        before = kept(tmp_path)
        with pytest.raises(HashiyaError, match="does not go back far enough"):
            JournalStorage(path).repair()
        assert kept(tmp_path) == before

    def test_a_crash_in_between_leaves_something_to_repair(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = history(path).read_bytes().splitlines(keepends=True)
        for place in range(3):
            path.write_bytes(b"{")
            history(path).write_bytes(first + second + b"spoilt\n")
            with monkeypatch.context() as patch:
                calls = iter(range(9))
                rename = os.replace

                def crash(*names: Any) -> None:
                    if next(calls) == place:  # noqa: B023
                        raise OSError(errno.EIO, "")
                    rename(*names)  # noqa: B023

                patch.setattr(os, "replace", crash)
                with suppress(HashiyaError):
                    JournalStorage(path).repair()
            JournalStorage(path).repair()
            assert JournalStorage(path).read() == GOOD


OLD: Tables = {
    "meta": {"1": {"schema": 1, "article": "a.txt", "sequence": 0}},
    "annotations": {"7": {"exact": "نعم"}},
}


class TestASchema:
    @pytest.fixture
    def old(self, tmp_path: Path) -> Path:
        """A file from before there was a history."""
        path = tmp_path / "Leila@desk.json"
        path.write_text(json.dumps(OLD), "utf-8")
        return path

    def test_an_older_one_is_read_and_left_as_it_is(self, old: Path, tmp_path: Path) -> None:
        before = kept(tmp_path)
        storage = JournalStorage(old)
        assert (storage.read() or {})["annotations"] == {"7": {"exact": "نعم"}}
        storage.close()
        assert kept(tmp_path) == before

    def test_the_first_checkpoint_keeps_the_older_file(self, old: Path) -> None:
        before = old.read_bytes()
        with Database(old) as db:
            db.table("annotations").insert(Document({"exact": "لا"}, 8))
            assert old.read_bytes() == before
        assert old.with_name("Leila@desk.json.schema-1").read_bytes() == before
        meta = TinyDB(old, encoding="utf-8").table("meta").get(doc_id=1)
        assert isinstance(meta, Document)
        assert (meta["schema"], meta["article"]) == (SCHEMA, "a.txt")
        old.unlink()
        assert len(Database(old).table("annotations")) == 2

    @pytest.mark.parametrize("checkpoint", [False, True])
    def test_a_newer_one_is_read_and_not_written(
        self, path: Path, tmp_path: Path, checkpoint: bool
    ) -> None:
        with Database(path) as db:
            db.table("meta").insert(Document({"schema": SCHEMA + 1}, 1))
            if not checkpoint:
                db.storage.close = lambda: None  # type: ignore[method-assign]
        if checkpoint:
            path.write_text(json.dumps({**GOOD, "meta": {"1": {"schema": SCHEMA + 1}}}))
        before = kept(tmp_path)
        storage = JournalStorage(path)
        assert (storage.read() or {})["annotations"] == GOOD["annotations"]
        for act in (lambda: storage.write({}), storage.checkpoint, storage.repair):
            with pytest.raises(HashiyaError, match=r"newer Hashiya.* update"):
                act()
        assert kept(tmp_path) == before


class TestLocking:
    def test_where_there_are_no_locks_it_works_and_says_so(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import fcntl

        def missing(*_: object) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr(fcntl, "flock", missing)
        storage = JournalStorage(path)
        assert storage.lock.missing is None
        storage.write({})
        assert "cannot hold a lock (no locks available)" in str(storage.lock.missing)
        storage.write(GOOD)
        assert JournalStorage(path).read() == GOOD

    def test_who_does_not_let_go_is_told_of(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("annotations.locking.TIMEOUT", 0.05)
        one, two = JournalStorage(path), JournalStorage(path)
        before = history(path).read_bytes()
        with one.writing(), pytest.raises(HashiyaError, match="Another program has held"):
            two.write({})
        assert history(path).read_bytes() == before
        two.write({})
        assert JournalStorage(path).read() is None

    def test_two_that_begin_together_make_its_folder_together(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = tmp_path / ".hashiya"
        make = files.make_folder

        def other_is_faster(folder: Path) -> None:
            make(folder)
            if folder.name == "lock":
                make(store)
                (store / ".gitignore").write_text("lock/\n")

        monkeypatch.setattr(files, "make_folder", other_is_faster)
        monkeypatch.setattr(os.path, "exists", lambda _: False)
        JournalStorage(store / "articles" / "a.txt" / "Leila@desk.json").write(GOOD)
        assert (store / ".gitignore").read_text() == "lock/\n"
        assert (store / "lock" / "Leila@desk.lock").is_file()

    def test_a_full_disk_is_no_missing_lock(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        storage = JournalStorage(path)
        opened = os.open

        def full(name: Any, *rest: Any) -> int:
            if str(name).endswith(".lock"):
                raise OSError(errno.ENOSPC, "")
            return opened(name, *rest)

        with monkeypatch.context() as patch:
            patch.setattr(os, "open", full)
            with pytest.raises(HashiyaError, match="the disk is full"):
                storage.write({})
        storage.write({})
        assert storage.lock.missing is None
