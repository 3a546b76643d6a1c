"""The file that TinyDB programs read: its form, and that damage of any kind is noticed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB, where

from annotations import HashiyaError
from annotations.checkpoint import SCHEMA, Checkpoint, Tables, decode, encode
from annotations.documents import parse, to_json

GOOD: Tables = {
    "annotations": {
        "7": to_json({"exact": "نعم"}),
        "30": to_json({"exact": "لا"}),
        "200": to_json({"exact": "🇵🇸"}),
    },
}
WHERE = Path("Leila@desk.json")
DATA = encode(Checkpoint(GOOD, 3, 412, "0123456789abcdef"))


class TestTheFile:
    def test_any_tinydb_program_opens_it(self, tmp_path: Path) -> None:
        (tmp_path / "x.json").write_bytes(DATA)
        table = TinyDB(tmp_path / "x.json", encoding="utf-8").table("annotations")
        assert [(each.doc_id, each["exact"]) for each in table] == [
            (7, "نعم"),
            (30, "لا"),
            (200, "🇵🇸"),
        ]
        assert table.get(where("exact") == "لا") == {"exact": "لا"}

    def test_it_has_one_document_a_line_in_the_order_of_their_numbers(self) -> None:
        lines = DATA.decode().splitlines()
        assert lines[:2] == ["{", '"meta": {']
        meta = json.loads(lines[2].removeprefix('"1": '))
        assert meta["schema"] == SCHEMA
        assert meta["hashiya"].items() >= {"sequence": 3, "position": 412}.items()
        assert lines[3:] == [
            "},",
            '"annotations": {',
            '"7": {"exact":"نعم"},',
            '"30": {"exact":"لا"},',
            '"200": {"exact":"🇵🇸"}',
            "}",
            "}",
        ]

    def test_the_same_content_gives_the_same_bytes(self) -> None:
        backwards = {name: dict(reversed(table.items())) for name, table in GOOD.items()}
        assert encode(Checkpoint(backwards, 3, 412, "0123456789abcdef")) == DATA

    def test_a_new_document_changes_its_own_line_and_that_of_the_checksum(self) -> None:
        more = {"annotations": {**GOOD["annotations"], "100": to_json({"exact": "ثم"})}}
        before, after = DATA.splitlines(), encode(Checkpoint(more, 4)).splitlines()
        assert [line.decode() for line in after[3:] if line not in before] == [
            '"100": {"exact":"ثم"},'
        ]
        assert set(before[3:]) <= set(after)

    DOCUMENTS = st.dictionaries(
        st.text(max_size=9), st.none() | st.integers() | st.text() | st.booleans(), max_size=4
    )

    TABLES = st.dictionaries(
        st.text(max_size=9),
        st.dictionaries(st.integers(0, 2**128 - 1), DOCUMENTS, max_size=4),
        max_size=3,
    )

    @settings(max_examples=50)
    @given(TABLES)
    def test_it_comes_back(self, tables: dict[str, dict[int, dict[str, Any]]]) -> None:
        tables.pop("meta", None)
        given: Tables = {
            name: {str(number): to_json(each) for number, each in table.items()}
            for name, table in tables.items()
        }
        found = decode(WHERE, encode(Checkpoint(given, 12, 345, "0" * 16)))
        assert found == Checkpoint(given, 12, 345, "0" * 16)

    @given(DOCUMENTS)
    def test_what_else_is_in_document_1_of_meta_stays(self, meta: dict[str, Any]) -> None:
        meta = {**meta, "schema": SCHEMA, "article": "a.txt"}
        meta.pop("hashiya", None)
        found = decode(WHERE, encode(Checkpoint({"meta": {"1": to_json(meta), "0": b"{}"}}, 1)))
        assert parse(found.tables["meta"]["1"]) == meta
        assert found.tables["meta"]["0"] == b"{}"

    @pytest.mark.parametrize("value", ["\ud800 alone", 10**30, 'a "quote" \\ \n\u2029', 0.1, None])
    def test_every_value_comes_back(self, value: object) -> None:
        data = encode(Checkpoint({"t": {"1": to_json({"value": value})}}))
        assert parse(decode(WHERE, data).tables["t"]["1"]) == {"value": value}


DAMAGED = {
    "empty": b"",
    "only a line end": b"\n",
    "nulls": b"\0" * 64,
    "no UTF-8": b'{"annotations": {"1": {"exact": "\xff"}}}',
    "conflict": b'{\n<<<<<<< HEAD\n"meta": {}\n=======\n"links": {}\n>>>>>>> theirs\n}\n',
    "a list": b"[]",
    "a table that is a list": b'{"annotations": []}',
    "a document that is a list": b'{"annotations": {"1": []}}',
    "a meta that is a list": b'{"meta": {"1": []}}',
    "a number that is none": b'{"annotations": {"x": {}}}',
    "a number in other digits": '{"annotations": {"٣": {}}}'.encode(),
    "a number twice": b'{"annotations": {"1": {"a": 1}, "1": {"a": 2}}}',
    "a schema that is a word": b'{"meta": {"1": {"schema": "one"}}}',
    "a schema that never was": b'{"meta": {"1": {"schema": 0}}}',
    "a schema without its checksum": b'{"meta": {"1": {"schema": 2}}, "annotations": {}}',
    "a checksum in the wrong place": DATA.replace(b"{\n", b"{ \n", 1),
    "NaN": b'{"annotations": {"1": {"a": NaN}}}',
    "too deep": b"[" * 100_000,
    "two files in one": b"{}{}",
    "another program has changed it": json.dumps(json.loads(DATA)).encode(),
}


class TestDamage:
    @pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
    def test_it_is_refused_by_name_with_the_way_out(self, data: bytes) -> None:
        with pytest.raises(HashiyaError, match=r"Leila@desk\.json .*(restore|resolve).*--repair"):
            decode(WHERE, data)

    def test_every_cut_is_noticed(self) -> None:
        for length in range(len(DATA)):
            with pytest.raises(HashiyaError):
                decode(WHERE, DATA[:length])

    def test_every_flipped_bit_is_noticed(self) -> None:
        for place in range(len(DATA)):
            for bit in range(8):
                flipped = bytearray(DATA)
                flipped[place] ^= 1 << bit
                with pytest.raises(HashiyaError):
                    decode(WHERE, bytes(flipped))

    def test_the_way_out_of_a_conflict_is_named(self) -> None:
        with pytest.raises(HashiyaError, match="resolve the conflict"):
            decode(WHERE, DAMAGED["conflict"])


class TestOtherSchemas:
    def test_one_without_a_history_is_brought_up(self) -> None:
        old = {
            "meta": {"1": {"schema": 1, "article": "a.txt", "sequence": 0}},
            "annotations": {"7": {"exact": "نعم"}},
        }
        found = decode(WHERE, json.dumps(old).encode())
        assert (found.older, found.sequence, found.last) == (1, 0, "")
        assert parse(found.tables["meta"]["1"]) == {"schema": SCHEMA, "article": "a.txt"}
        assert parse(found.tables["annotations"]["7"]) == {"exact": "نعم"}

    def test_a_newer_one_is_read(self) -> None:
        newer = {"meta": {"1": {"schema": SCHEMA + 1, "hashiya": {"x": 1}}}, "t": {"1": {"a": 1}}}
        found = decode(WHERE, json.dumps(newer).encode())
        assert parse(found.tables["t"]["1"]) == {"a": 1}

    def test_one_of_any_tinydb_program_is_read(self) -> None:
        found = decode(WHERE, b'{"_default": {"1": {"a": 1}}, "meta": {"1": {"title": "x"}}}')
        assert (found.older, found.last) == (None, "")
        assert parse(found.tables["meta"]["1"]) == {"title": "x"}
