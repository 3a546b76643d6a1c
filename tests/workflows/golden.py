"""An export as a person reads it: a line for each annotation, with the words that it is linked to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def readable(export: Path) -> str:
    """What is annotated in an export, as JSON without ids, times and what follows from the offsets."""
    rows = [
        json.dumps(row, ensure_ascii=False)
        for article in json.loads(export.read_text("utf-8"))["articles"]
        for row in _rows(article)
    ]
    return "[\n" + ",\n".join(rows) + "\n]\n"


def _rows(article: dict[str, Any]) -> list[dict[str, Any]]:
    rows = {}
    for each in article["annotations"]:
        row = {name: each[name] for name in ("label", "start", "end", "exact")}
        rows[each["id"]] = row | each["attributes"]
    for link in sorted(article["links"], key=lambda each: each["type"]):
        end = rows[link["to"]]
        rows[link["from"]][link["type"]] = [end["start"], end["end"], end["exact"]]
    return sorted(rows.values(), key=lambda row: (row["start"], -row["end"], row["label"]))
