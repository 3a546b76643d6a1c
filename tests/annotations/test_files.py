"""Files that are whole or not there: what is written, in which order, and what a failing disk leaves."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from annotations import HashiyaError, files
from tests.annotations.conftest import files_under


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is there already."""
    path = tmp_path / "Leila@desk.json"
    path.write_bytes(b"old")
    return path


class TestAWrite:
    def test_the_content_is_synced_before_it_gets_its_name_and_the_name_after(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls: list[str] = []
        fsync, fdatasync, replace = os.fsync, os.fdatasync, os.replace

        def recorded_fsync(descriptor: int) -> None:
            assert stat.S_ISDIR(os.fstat(descriptor).st_mode)
            calls.append("sync folder")
            fsync(descriptor)

        def recorded_fdatasync(descriptor: int) -> None:
            calls.append(f"sync {os.fstat(descriptor).st_size}")
            fdatasync(descriptor)

        def recorded_replace(source: Path, target: Path) -> None:
            assert source.parent == target.parent
            calls.append(f"replace {source.stat().st_size}")
            replace(source, target)

        monkeypatch.setattr(os, "fsync", recorded_fsync)
        monkeypatch.setattr(os, "fdatasync", recorded_fdatasync)
        monkeypatch.setattr(os, "replace", recorded_replace)
        files.write_new(path, b"the new content", replace=True)
        size = path.stat().st_size
        assert calls == [f"sync {size}", f"replace {size}", "sync folder"]

    @pytest.mark.parametrize("function", ["open", "write", "fdatasync", "replace"])
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

    def test_short_writes_are_completed(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write = os.write
        monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:5]))
        files.write_new(path, b"much longer than that", replace=True)
        assert path.read_bytes() == b"much longer than that"

    def test_the_rights_of_the_file_stay(self, path: Path) -> None:
        path.chmod(0o640)
        files.write_new(path, b"new", replace=True)
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
