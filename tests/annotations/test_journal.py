"""The lines of a history: what is read of a file that is whole, cut, damaged, or written by two."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations import HashiyaError
from annotations.documents import to_json
from annotations.journal import BEGIN, Backwards, Entry, Journal, Record, encode, read
from tests.annotations.conftest import files_under, raising


def put(text: str = "نعم", does: str = "tag") -> Record:
    """A record that puts one document."""
    entries: list[Entry] = [("annotations", "7", msgspec.Raw(msgspec.json.encode({"exact": text})))]
    return Record("2026-01-01T00:00:00Z", does, entries)


def lines(*numbers: int, does: str = "tag") -> bytes:
    return b"".join(encode(number, put(f"نعم {number}", does)) for number in numbers)


def sequences(data: bytes, after: int = 0) -> list[int]:
    return [line.sequence for line in read(data, 0, after).lines]


class TestALine:
    def test_it_is_json_on_one_line_with_its_arabic_readable(self) -> None:
        data = encode(12, put())
        assert data.count(b"\n") == 1
        checksum, number, record = msgspec.json.decode(data)
        assert (len(checksum), number, record["does"]) == (16, 12, "tag")
        assert record["documents"] == [["annotations", "7", {"exact": "نعم"}]]
        assert "نعم".encode() in data

    @settings(max_examples=50)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.text() | st.integers() | st.floats(allow_nan=False),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        )
    )
    def test_it_comes_back(self, value: object) -> None:
        entries: list[Entry] = [("t", "1", msgspec.Raw(msgspec.json.encode({"value": value})))]
        (line,) = read(encode(3, Record("now", "tag", entries, of=2)), after=2).lines
        ((table, number, raw),) = line.record.documents
        assert (table, number, line.record.of, line.sequence) == ("t", "1", 2, 3)
        assert bytes(raw) == bytes(entries[0][2])
        assert line.data == encode(3, line.record)

    def test_a_lone_surrogate_comes_back(self) -> None:
        entries: list[Entry] = [("t", "1", msgspec.Raw(to_json({"value": "\ud800 alone"})))]
        (line,) = read(encode(1, Record("now", "tag", entries))).lines
        assert bytes(line.record.documents[0][2]) == bytes(entries[0][2])


PIECES = st.one_of(
    st.integers(1, 9).map(lambda number: lines(number)[:-1]),
    st.binary(max_size=20).map(lambda data: data.replace(b"\n", b"")),
)


class TestBackwards:
    @given(st.lists(PIECES, max_size=8), st.booleans(), st.integers(1, 400))
    def test_it_is_reading_the_other_way_round(
        self, pieces: list[bytes], ended: bool, block: int
    ) -> None:
        data = b"\n".join(pieces) + b"\n" * ended
        with tempfile.TemporaryDirectory() as folder, patch("annotations.journal._BLOCK", block):
            path = Path(folder) / "x.jsonl"
            path.write_bytes(data)
            assert list(Backwards(path)) == data.split(b"\n")[::-1]

    def test_no_file_has_no_lines(self, tmp_path: Path) -> None:
        assert list(filter(None, Backwards(tmp_path / "x.jsonl"))) == []

    def test_what_cannot_be_read_for_a_while_is_read_later(self, tmp_path: Path) -> None:
        path = tmp_path / "x.jsonl"
        path.write_bytes(lines(*range(1, 10)))
        with patch("annotations.journal._BLOCK", len(lines(1))):
            backwards = Backwards(path)
            found = [next(backwards), next(backwards)]
            with (
                patch.object(Path, "open", raising(errno.EIO)),
                pytest.raises(HashiyaError, match="cannot be read"),
            ):
                found.extend(backwards)
            found.extend(backwards)
        assert found == lines(*range(1, 10)).split(b"\n")[::-1]


class TestReading:
    def test_lines_in_order(self) -> None:
        reading = read(lines(1, 2, 3))
        assert [line.sequence for line in reading.lines] == [1, 2, 3]
        assert (reading.damage, reading.warning, reading.ended) == (None, None, True)
        assert reading.end == len(lines(1, 2, 3))
        assert reading.lines[2].start == len(lines(1, 2))

    def test_every_cut_gives_the_lines_before_it_and_no_complaint(self) -> None:
        data = lines(1, 2, 3)
        ends = [len(lines(1)), len(lines(1, 2)), len(data)]
        for length in range(len(data)):
            reading = read(data[:length])
            whole = sum(
                end <= length + 1 for end in ends
            )  # a line that lacks only its end is whole
            assert len(reading.lines) == whole
            assert (reading.damage, reading.warning) == (None, None)

    def test_every_flipped_bit_is_noticed_or_takes_away_the_last_line_alone(self) -> None:
        data = lines(1, 2, 3)
        for place in range(len(data)):
            for bit in range(8):
                flipped = bytearray(data)
                flipped[place] ^= 1 << bit
                reading = read(bytes(flipped))
                assert reading.damage or reading.warning
                got = [line.data for line in reading.lines]
                assert got == [line.data for line in read(data).lines][: len(got)]

    def test_what_a_crash_left_before_the_next_line_is_passed_over(self) -> None:
        cut = lines(3)[:-9]
        assert sequences(lines(1, 2) + cut + b"\n" + lines(3, 4)) == [1, 2, 3, 4]
        assert read(lines(1, 2) + cut + b"\n" + lines(3)).damage is None

    def test_zeros_after_a_power_cut_are_passed_over(self) -> None:
        assert sequences(lines(1, 2) + b"\0" * 300) == [1, 2]
        assert sequences(lines(1, 2) + b"\0" * 300 + b"\n" + lines(3)) == [1, 2, 3]

    @pytest.mark.parametrize(
        "data",
        [lines(1, 2, 4, 5), lines(1, 2) + lines(3)[:-2] + b"x\n" + lines(4, 5), lines(2)[:-1]],
        ids=["a line is gone", "a line is spoilt", "the beginning is gone"],
    )
    def test_a_gap_is_damage_and_what_is_beyond_it_is_not_counted(self, data: bytes) -> None:
        reading = read(data)
        assert "is missing" in str(reading.damage)
        assert [line.sequence for line in reading.lines] == ([1, 2] if len(data) > 200 else [])
        assert reading.beyond

    def test_a_spoilt_last_line_is_told_and_the_next_one_may_follow(self) -> None:
        spoilt = lines(1, 2) + lines(3)[:-2] + b"x\n"
        reading = read(spoilt)
        assert "last line is damaged" in str(reading.warning)
        assert reading.damage is None
        assert sequences(spoilt + lines(3)) == [1, 2, 3]

    def test_a_number_twice_is_read_twice(self) -> None:
        assert sequences(lines(1, 2, 3) + lines(2, 3)) == [1, 2, 3, 2, 3]

    def test_it_may_begin_after_what_a_checkpoint_holds(self) -> None:
        assert sequences(lines(5, 6), after=4) == [5, 6]
        assert read(lines(6), 0, 4).damage

    def test_a_line_that_holds_everything_may_have_any_number(self) -> None:
        assert sequences(lines(9, does=BEGIN) + lines(10)) == [9, 10]
        assert sequences(lines(1) + lines(9, does=BEGIN) + lines(10)) == [1, 9, 10]

    def test_the_marks_of_a_merge_are_damage(self) -> None:
        ours, theirs = lines(3), encode(3, put("لا"))
        merged = b"<<<<<<< HEAD\n%b=======\n%b>>>>>>> theirs\n" % (ours, theirs)
        for data in (lines(1, 2) + merged, lines(1, 2) + merged + lines(4)):
            assert "unresolved merge" in str(read(data).damage)

    def test_a_merge_that_keeps_the_lines_of_both_is_none(self) -> None:
        assert sequences(lines(1, 2, 3, 4) + encode(3, put("لا")) + lines(5)) == [1, 2, 3, 4, 3, 5]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal with three lines."""
    journal = Journal(tmp_path / "x.history.jsonl")
    journal.open(0, 0, "")
    for text in ("one", "two", "three"):
        journal.append([put(text)], locked=True)
    return journal


class TestAppending:
    def test_lines_are_numbered_and_those_of_one_call_are_one_write(
        self, journal: Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        writes = []
        write = os.write
        monkeypatch.setattr(os, "write", lambda *given: (writes.append(given), write(*given))[1])
        journal.append([put(), put()], locked=True)
        assert len(writes) == 1
        assert sequences(journal.path.read_bytes()) == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize("cut", [1, 2, 30, 10_000])
    def test_what_is_there_is_never_changed(self, journal: Journal, cut: int) -> None:
        before = journal.path.read_bytes()[:-cut] or b"["
        journal.path.write_bytes(before)
        again = Journal(journal.path)
        again.open(0, 0, "")
        again.append([put()], locked=True)
        data = journal.path.read_bytes()
        assert data.startswith(before)
        assert sequences(data) == list(range(1, again.sequence + 1))

    @pytest.mark.parametrize("function", ["write", "fdatasync"])
    @pytest.mark.parametrize("new", [False, True])
    def test_a_line_that_cannot_be_written_is_taken_back(
        self, journal: Journal, monkeypatch: pytest.MonkeyPatch, function: str, new: bool
    ) -> None:
        if new:
            journal = Journal(journal.path.with_name("new.history.jsonl"))
            journal.open(0, 0, "")
        before, sequence = files_under(journal.path.parent), journal.sequence
        call = getattr(os, function)

        def fail(descriptor: int, *data: bytes) -> None:
            call(descriptor, *(part[:9] for part in data))
            raise OSError(errno.ENOSPC, "full")

        with monkeypatch.context() as patch:
            patch.setattr(os, function, fail)
            with pytest.raises(HashiyaError, match="the disk is full"):
                journal.append([put()], locked=True)
        assert files_under(journal.path.parent) == before
        journal.append([put()], locked=True)
        assert journal.sequence == sequence + 1
        assert sequences(journal.path.read_bytes())[-1] == sequence + 1

    def test_without_a_lock_nothing_is_taken_back(
        self, journal: Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = journal.path.read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(os, "fdatasync", raising(errno.EIO))
            with pytest.raises(HashiyaError):
                journal.append([put("unsure")], locked=False)
        assert journal.path.read_bytes().startswith(before)
        again = Journal(journal.path)
        again.open(0, 0, "")
        again.append([put()], locked=False)
        assert read(journal.path.read_bytes()).damage is None

    def test_nothing_is_added_to_a_damaged_file(self, journal: Journal) -> None:
        data = lines(1, 3)
        journal.path.write_bytes(data)
        again = Journal(journal.path)
        again.open(0, 0, "")
        with pytest.raises(HashiyaError, match=r"x\.history\.jsonl is damaged: .*--repair"):
            again.append([put()], locked=True)
        assert journal.path.read_bytes() == data

    def test_a_link_is_not_followed_for_writing(self, journal: Journal, tmp_path: Path) -> None:
        place = tmp_path / "place.history.jsonl"
        place.symlink_to(journal.path)
        before = journal.path.read_bytes()
        again = Journal(place)
        again.open(0, 0, "")
        with pytest.raises(HashiyaError, match=r"place\.history\.jsonl could not be written"):
            again.append([put()], locked=True)
        assert journal.path.read_bytes() == before


class TestFollowing:
    def test_only_what_was_added_is_read(self, journal: Journal) -> None:
        other = Journal(journal.path)
        other.open(0, 0, "")
        assert not other.changed()
        assert other.follow() == []
        journal.append([put("four")], locked=True)
        assert other.changed()
        assert [line.sequence for line in other.follow() or []] == [4]
        other.append([put("five")], locked=True)
        assert [line.sequence for line in journal.follow() or []] == [5]

    @pytest.mark.parametrize("data", [b"", lines(1), lines(1, 2, 4), b"x" * 2000])
    @pytest.mark.parametrize("way", ["in place", "replaced"])
    def test_another_file_in_its_place_is_noticed(
        self, journal: Journal, data: bytes, way: str
    ) -> None:
        if way == "replaced":
            journal.path.rename(journal.path.with_name("old"))
        journal.path.write_bytes(data)
        assert journal.follow() is None

    def test_a_line_that_was_cut_and_finished_later(self, journal: Journal) -> None:
        other = Journal(journal.path)
        other.open(0, 0, "")
        line = encode(4, put("four"))
        with journal.path.open("ab") as file:
            file.write(line[:20])
        assert other.follow() == []
        with journal.path.open("ab") as file:
            file.write(line[20:])
        assert [each.sequence for each in other.follow() or []] == [4]


class TestOpening:
    def test_what_a_checkpoint_holds_is_not_read(
        self, journal: Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        last = journal.last
        assert last
        journal.append([put("four")], locked=True)
        counted = counting(monkeypatch)
        again = Journal(journal.path)
        found = again.open(3, last.start, last.checksum)
        assert [line.sequence for line in found] == [4]
        assert counted[0] <= 4

    @pytest.mark.parametrize(("position", "last"), [(0, ""), (5, "0" * 16), (10**9, "f" * 16)])
    def test_a_place_that_is_wrong_is_not_trusted(
        self, journal: Journal, position: int, last: str
    ) -> None:
        again = Journal(journal.path)
        assert [line.sequence for line in again.open(2, position, last)] == [1, 2, 3]
        assert again.damage is None

    def test_fewer_lines_than_a_checkpoint_holds_are_damage(self, journal: Journal) -> None:
        again = Journal(journal.path)
        again.open(5, 0, "")
        assert "from 4 to 5 is missing" in str(again.damage)

    @pytest.mark.parametrize("content", [None, b""])
    def test_a_file_that_is_gone_or_empty_is_damage_if_a_checkpoint_knows_of_it(
        self, journal: Journal, content: bytes | None
    ) -> None:
        journal.path.unlink()
        if content is not None:
            journal.path.write_bytes(content)
        again = Journal(journal.path)
        assert again.open(3, 100, "0" * 16) == []
        assert "missing" in str(again.damage)
        again = Journal(journal.path)
        assert again.open(0, 0, "") == []
        assert again.damage is None


def counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts the checksums that are computed."""
    from annotations import journal

    counted = [0]
    compute = journal.checksum

    def count(data: bytes) -> str:
        counted[0] += 1
        return compute(data)

    monkeypatch.setattr(journal, "checksum", count)
    return counted
