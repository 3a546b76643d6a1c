"""The file of one annotator: what TinyDB promises, and what a crash or a damaged file must not do."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document

from annotations import HashiyaError, files
from annotations.storage import SCHEMA, CheckpointStorage, Tables
from tests.annotations.conftest import files_under

GOOD: Tables = {
    "meta": {"1": {"schema": SCHEMA}},
    "annotations": {"7": {"exact": "نعم"}, "30": {"exact": "لا"}, "200": {"exact": "🇵🇸"}},
}


def database(path: Path) -> TinyDB:
    return TinyDB(path, storage=CheckpointStorage)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file as the storage writes it."""
    path = tmp_path / "Leila@desk.json"
    CheckpointStorage(path).write(GOOD)
    return path


class TestTheFile:
    def test_any_tinydb_program_opens_it(self, path: Path) -> None:
        table = TinyDB(path, encoding="utf-8").table("annotations")
        assert [(each.doc_id, each["exact"]) for each in table] == [
            (7, "نعم"),
            (30, "لا"),
            (200, "🇵🇸"),
        ]
        assert table.get(where("exact") == "لا") == {"exact": "لا"}

    def test_it_opens_what_any_tinydb_program_wrote(self, tmp_path: Path) -> None:
        with TinyDB(tmp_path / "x.json", encoding="utf-8") as stock:
            stock.table("annotations").insert({"exact": "نعم"})
        assert database(tmp_path / "x.json").table("annotations").all() == [{"exact": "نعم"}]

    def test_it_has_one_document_a_line_in_the_order_of_their_numbers(self, path: Path) -> None:
        assert path.read_text("utf-8") == (
            '{\n"meta": {\n"1": {"schema":1}\n},\n"annotations": {\n'
            '"7": {"exact":"نعم"},\n"30": {"exact":"لا"},\n"200": {"exact":"🇵🇸"}\n}\n}\n'
        )

    def test_the_same_content_gives_the_same_bytes(self, path: Path) -> None:
        before = path.read_bytes()
        backwards = {name: dict(reversed(table.items())) for name, table in reversed(GOOD.items())}
        CheckpointStorage(path).write(backwards)
        assert path.read_bytes() == before

    def test_a_new_document_changes_only_its_place(self, path: Path) -> None:
        before = path.read_text("utf-8").splitlines()
        database(path).table("annotations").insert(Document({"exact": "ثم"}, 100))
        after = path.read_text("utf-8").splitlines()
        assert [line for line in after if line not in before] == ['"100": {"exact":"ثم"},']
        assert set(before) <= set(after)

    @pytest.mark.parametrize("value", ["\ud800 alone", 10**30, 'a "quote" \\ \n\u2029', 0.1, None])
    def test_every_value_comes_back(self, path: Path, value: object) -> None:
        database(path).table("annotations").insert(Document({"value": value}, 1))
        assert database(path).table("annotations").get(doc_id=1) == {"value": value}

    def test_nothing_is_created_before_the_first_write(self, tmp_path: Path) -> None:
        db = database(tmp_path / "new" / "x.json")
        assert db.table("annotations").all() == []
        assert list(tmp_path.iterdir()) == []
        db.table("annotations").insert({"exact": "نعم"})
        assert (tmp_path / "new" / "x.json").is_file()


DAMAGED = {
    "empty": b"",
    "only a line end": b"\n",
    "nulls": b"\0" * 64,
    "no UTF-8": b'{"annotations": {"1": {"exact": "\xff"}}}',
    "conflict": b'{\n<<<<<<< HEAD\n"meta": {}\n=======\n"links": {}\n>>>>>>> theirs\n}\n',
    "a list": b"[]",
    "a table that is a list": b'{"annotations": []}',
    "a document that is a list": b'{"annotations": {"1": []}}',
    "a number that is none": b'{"annotations": {"x": {}}}',
    "a number in other digits": '{"annotations": {"٣": {}}}'.encode(),
    "a number twice": b'{"annotations": {"1": {"a": 1}, "1": {"a": 2}}}',
    "a schema that is a word": b'{"meta": {"1": {"schema": "one"}}}',
    "NaN": b'{"annotations": {"1": {"a": NaN}}}',
    "too deep": b"[" * 100_000,
    "two files in one": b"{}{}",
}


class TestADamagedFile:
    @pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
    def test_it_is_refused_by_name_and_left_as_it_is(self, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "Leila@desk.json"
        path.write_bytes(data)
        db = database(path)
        for act in (
            lambda: db.table("annotations").all(),
            lambda: db.table("annotations").insert({"exact": "نعم"}),
            lambda: db.drop_tables(),
            lambda: CheckpointStorage(path).write(GOOD),
        ):
            with pytest.raises(HashiyaError, match=r"Leila@desk\.json"):
                act()
        assert files_under(tmp_path) == {"Leila@desk.json": data}

    def test_every_cut_is_noticed(self, path: Path) -> None:
        data = path.read_bytes()
        for length in range(len(data) - 1):  # the last byte is the line end
            path.write_bytes(data[:length])
            with pytest.raises(HashiyaError):
                CheckpointStorage(path).read()

    def test_the_way_out_of_a_conflict_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "x.json"
        path.write_bytes(DAMAGED["conflict"])
        with pytest.raises(HashiyaError, match="resolve the conflict"):
            CheckpointStorage(path).read()

    def test_it_is_noticed_when_it_comes_later(self, path: Path) -> None:
        storage = CheckpointStorage(path)
        with storage.transaction():
            storage.read()
        path.write_bytes(b"")
        with pytest.raises(HashiyaError, match="empty"), storage.transaction():
            storage.write(GOOD)
        assert path.read_bytes() == b""

    def test_a_mended_file_is_read_again(self, path: Path) -> None:
        data = path.read_bytes()
        storage = CheckpointStorage(path)
        path.write_bytes(b"{")
        with pytest.raises(HashiyaError):
            storage.read()
        path.write_bytes(data)
        assert storage.read() == GOOD


class TestANewerSchema:
    @pytest.fixture
    def newer(self, path: Path) -> Path:
        CheckpointStorage(path).write({**GOOD, "meta": {"1": {"schema": SCHEMA + 1}}})
        return path

    def test_it_is_read(self, newer: Path) -> None:
        assert len(database(newer).table("annotations")) == 3

    def test_it_is_not_written(self, newer: Path) -> None:
        before = newer.read_bytes()
        storage = CheckpointStorage(newer)
        with pytest.raises(HashiyaError, match=r"newer Hashiya .* update"):
            storage.write(GOOD)
        with pytest.raises(HashiyaError, match="newer Hashiya"), storage.transaction():
            storage.write(GOOD)
        assert newer.read_bytes() == before


class TestAWrite:
    def test_the_content_is_synced_before_it_gets_its_name_and_the_name_after(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls: list[str] = []
        fsync, replace = os.fsync, os.replace

        def recorded_fsync(descriptor: int) -> None:
            status = os.fstat(descriptor)
            of = "folder" if stat.S_ISDIR(status.st_mode) else status.st_size
            calls.append(f"sync {of}")
            fsync(descriptor)

        def recorded_replace(source: Path, target: Path) -> None:
            assert source.parent == target.parent
            calls.append(f"replace {source.stat().st_size}")
            replace(source, target)

        monkeypatch.setattr(os, "fsync", recorded_fsync)
        monkeypatch.setattr(os, "replace", recorded_replace)
        CheckpointStorage(path).write(GOOD)
        size = path.stat().st_size
        assert calls == [f"sync {size}", f"replace {size}", "sync folder"]

    @pytest.mark.parametrize("function", ["open", "write", "fsync", "replace"])
    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (errno.ENOSPC, "the disk is full"),
            (errno.EROFS, "read-only"),
            (errno.EIO, "the disk reports an error"),
            (errno.EACCES, "permission"),
            (errno.EDQUOT, "quota"),
        ],
    )
    def test_when_it_fails_the_old_file_is_whole_and_the_reason_is_told(
        self, path: Path, broken: Callable[[str, int], None], function: str, number: int, words: str
    ) -> None:
        before = files_under(path.parent)
        broken(function, number)
        with pytest.raises(HashiyaError, match=rf"Leila@desk\.json.*{words}"):
            files.write_new(path, b"new", replace=True)
        assert files_under(path.parent) == before

    def test_after_a_failure_it_works_again(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        storage = CheckpointStorage(path)

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "")

        def put(text: str) -> None:
            with storage.transaction():
                tables: Any = storage.read()
                tables["annotations"]["7"]["exact"] = text
                storage.write(tables)

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(HashiyaError):
                put("never")
        with storage.transaction():
            assert storage.read() == GOOD
        put("later")
        assert json.loads(path.read_bytes())["annotations"]["7"] == {"exact": "later"}

    def test_short_writes_are_completed(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write = os.write
        monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:5]))
        CheckpointStorage(path).write({**GOOD, "links": {}})
        assert CheckpointStorage(path).read() == {**GOOD, "links": {}}

    def test_the_rights_of_the_file_stay(self, path: Path) -> None:
        path.chmod(0o640)
        CheckpointStorage(path).write(GOOD)
        assert path.stat().st_mode & 0o777 == 0o640

    @pytest.mark.parametrize("kind", ["link", "folder"])
    def test_only_an_ordinary_file_is_replaced(self, tmp_path: Path, path: Path, kind: str) -> None:
        place = tmp_path / "place"
        place.symlink_to(path) if kind == "link" else place.mkdir()
        before = path.read_bytes()
        with pytest.raises(HashiyaError, match="not an ordinary file"):
            files.write_new(place, b"{}", replace=True)
        assert path.read_bytes() == before

    def test_a_file_where_a_folder_is_needed(self, path: Path) -> None:
        with pytest.raises(HashiyaError, match="a file where a folder is needed"):
            files.write_new(path / "below" / "x.json", b"{}")


class TestATransaction:
    def test_its_writes_reach_the_disk_together(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        replaced = []
        replace = os.replace
        monkeypatch.setattr(os, "replace", lambda *names: (replaced.append(names), replace(*names)))
        db = database(path)
        storage: Any = db.storage
        with storage.transaction():
            db.table("annotations", cache_size=0).insert(Document({"exact": "ثم"}, 9))
            db.table("links", cache_size=0).insert(Document({}, 9))
            assert db.table("annotations").contains(doc_id=9)
            assert not replaced
        assert len(replaced) == 1
        assert TinyDB(path).table("links").contains(doc_id=9)

    def test_an_error_in_it_leaves_the_file_and_what_is_known_of_it(self, path: Path) -> None:
        before = path.read_bytes()
        db = database(path)
        storage: Any = db.storage

        def spoil(document: Any) -> None:
            document["exact"] = 1 / 0 if document["exact"] == "لا" else "never"

        with pytest.raises(ZeroDivisionError), storage.transaction():
            db.table("annotations").update(spoil)
        assert path.read_bytes() == before
        with storage.transaction():
            assert storage.read() == GOOD

    def test_it_sees_what_another_program_wrote(self, path: Path) -> None:
        storage = CheckpointStorage(path)
        with storage.transaction():
            assert storage.read() == GOOD
        database(path).table("annotations").insert(Document({"exact": "theirs"}, 8))
        with storage.transaction():
            assert "8" in (storage.read() or {})["annotations"]

    def test_a_file_that_did_not_change_is_not_read_again(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        storage = CheckpointStorage(path)
        with storage.transaction():
            storage.write(GOOD)
        monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("read again"))
        with storage.transaction():
            assert storage.read() == GOOD


class TestANewFile:
    def test_an_existing_one_is_not_overwritten_unasked(self, path: Path) -> None:
        before = files_under(path.parent)
        with pytest.raises(HashiyaError, match=r"Leila@desk\.json is there already"):
            files.write_new(path, b"{}")
        assert files_under(path.parent) == before

    @pytest.mark.parametrize("links", [True, False])
    def test_one_that_appears_at_the_last_moment_is_not_either(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
    ) -> None:
        path = tmp_path / "export.json"
        link = os.link

        def late(source: Path, target: Path) -> None:
            path.write_bytes(b"theirs")
            if not links:
                raise OSError(errno.EPERM, "no hard links here")
            link(source, target)

        monkeypatch.setattr(os, "link", late)
        with pytest.raises(HashiyaError, match="already"):
            files.write_new(path, b"ours")
        assert files_under(tmp_path) == {"export.json": b"theirs"}

    def test_it_is_written_where_there_are_no_hard_links(
        self, tmp_path: Path, broken: Callable[[str, int], None]
    ) -> None:
        broken("link", errno.EPERM)
        files.write_new(tmp_path / "deep" / "export.json", b"ours")
        assert files_under(tmp_path) == {"deep/export.json": b"ours"}
