"""A TinyDB table whose operations by number cost the same at any size, and the database that is made of such tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from annotations.documents import parse, to_json
from annotations.journal import Entry
from annotations.storage import JournalStorage, record

MOST_DIGITS = 39
"""Of a document's number: enough for the 128 bits of a UUID."""


class FlatTable(Table):
    """As TinyDB's own, over a JournalStorage. What a query finds is not cached: others may have written since."""

    def __init__(
        self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False
    ) -> None:
        if not isinstance(storage, JournalStorage):
            raise TypeError("A FlatTable needs a JournalStorage.")
        self._journal_storage = storage
        self._others = storage.others
        super().__init__(storage, name, cache_size=0, persist_empty=False)
        if persist_empty and not self._read_table():
            self._update_table(lambda table: table.clear())

    def insert(self, document: Mapping[str, Any]) -> int:
        with self._journal_storage.writing():  # nobody takes the number meanwhile
            return super().insert(document)

    def _get_next_id(self) -> int:
        if self._others != self._journal_storage.others:
            self._next_id, self._others = None, self._journal_storage.others
        number: int = super()._get_next_id()  # type: ignore[no-untyped-call]
        return number

    def _read_table(self) -> dict[str, Mapping[Any, Any]]:
        self._journal_storage.refresh()
        return cast(
            "dict[str, Mapping[Any, Any]]", _Documents(self._journal_storage.table(self.name))
        )

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        storage = self._journal_storage
        with storage.writing():
            changes = _Changes(storage.table(self.name))
            updater(changes)
            storage.append([record("write", changes.entries(self.name))])
        self.clear_cache()


class Database(TinyDB):
    """TinyDB with a JournalStorage and tables of flat cost: ``Database(path)``."""

    table_class = FlatTable
    default_storage_class = JournalStorage  # type: ignore[assignment]


class _Documents(Mapping[str, Any]):
    """Documents by number, read from their JSON when they are looked at."""

    def __init__(self, table: Mapping[str, bytes]) -> None:
        self._table = table

    def __getitem__(self, number: str) -> dict[str, Any]:
        return parse(self._table[number])

    def __contains__(self, number: object) -> bool:
        return number in self._table

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


class _Changes(MutableMapping[int, Any]):
    """A table as an updater of TinyDB's wants it, which notes what becomes of it instead of changing it."""

    def __init__(self, table: Mapping[str, bytes]) -> None:
        self._table = table
        self._touched: dict[str, dict[str, Any] | None] = {}  # by number; None: removed
        self._cleared = False

    def __getitem__(self, number: int) -> dict[str, Any]:
        key = str(number)
        if key not in self._touched:
            if self._cleared or key not in self._table:
                raise KeyError(number)
            self._touched[key] = parse(self._table[key])  # it may be changed in place
        found = self._touched[key]
        if found is None:
            raise KeyError(number)
        return found

    def __setitem__(self, number: int, value: dict[str, Any]) -> None:
        key = str(number)
        if not key.isdecimal() or len(key) > MOST_DIGITS:
            raise ValueError(f"{number} cannot be the number of a document.")
        self._touched[key] = value

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self._touched[str(number)] = None

    def __contains__(self, number: object) -> bool:
        key = str(number)
        if key in self._touched:
            return self._touched[key] is not None
        return not self._cleared and key in self._table

    def __iter__(self) -> Iterator[int]:
        old = () if self._cleared else self._table
        kept = [key for key in old if self._touched.get(key, True) is not None]
        new = [key for key, value in self._touched.items() if value is not None and key not in old]
        return map(int, kept + new)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self._touched, self._cleared = {}, True

    def entries(self, name: str) -> list[Entry]:
        """What has become of the table ``name``, as a record says it."""
        entries: list[Entry] = [(name, None, msgspec.Raw(b"{}"))] if self._cleared else []
        for key, value in self._touched.items():
            data = b"null" if value is None else to_json(value)
            before = None if self._cleared else self._table.get(key)
            if data != (before or b"null"):
                entries.append((name, key, msgspec.Raw(data)))
        return entries
