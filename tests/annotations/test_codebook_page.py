"""The page on codebooks: it tells every field and the built-in codebook as they are, and its example holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotations.codebook_reading import ADVICE, ATTRIBUTE, LABEL, LINK, TOP, read
from annotations.default_codebook import DEFAULT
from scripts.codebook_page import PAGE, renewed

TEXT = PAGE.read_text("utf-8")
FIELDS = {
    "The file": TOP,
    "All of them": ADVICE,
    "A label": LABEL[len(ADVICE) :],
    "An attribute": ATTRIBUTE[len(ADVICE) :],
    "A kind of link": LINK[len(ADVICE) :],
}


@pytest.mark.parametrize("heading", FIELDS)
def test_every_field_is_told_in_its_order(heading: str) -> None:
    section = TEXT.partition(f"\n### {heading}\n")[2].partition("\n#")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == FIELDS[heading]


def test_the_example_is_a_codebook_beside_the_built_in_one() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    codebook, mistakes = read(example.encode(), Path("hashiya.toml"))
    assert mistakes == []
    assert codebook is not None
    own = [each.name for each in codebook.labels if each not in DEFAULT.labels]
    assert own == ["frame", "metaphor"]
    assert codebook.defaults("metaphor") == {"sure": True}


def test_the_built_in_codebook_is_told_as_it_is() -> None:
    assert renewed(TEXT) == TEXT, "run python -m scripts.codebook_page"
