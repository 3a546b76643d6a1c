"""Writes the part of docs/codebook.md on the built-in codebook anew: ``python -m scripts.codebook_page``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotations.codebook import Attribute, Choice, Label, LinkType
from annotations.default_codebook import DEFAULT

PAGE = Path(__file__).parent.parent / "docs" / "codebook.md"
BEGIN, END = "<!-- default: made by scripts/codebook_page.py -->\n", "<!-- end of default -->\n"


def default() -> str:
    """All that the built-in codebook has, in Markdown: each label with its attributes, then the links."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for label in DEFAULT.labels:
        yield from (f"### `{label.name}` {label.title.en} · {label.title.ar}", "")
        yield f"Key `{label.key}`, {label.colour}, {label.pattern}. {label.guideline.en}{_example(label)}"
        for attribute in label.attributes:
            yield from ("", *_attribute(attribute))
        yield ""
    yield from ("### Links", "", "| name | key | from | to | when |", "|---|---|---|---|---|")
    for link in DEFAULT.links:
        ends = f"{_names(link.sources)} | {_names(link.targets)}"
        yield f"| `{link.name}` | `{link.key}` | {ends} | {link.guideline.en}{_example(link)} |"


def _attribute(attribute: Attribute) -> Iterator[str]:
    needed = ", required" if attribute.required else ""
    said = f"{attribute.guideline.en}{_example(attribute)}"
    yield f"**`{attribute.name}`** ({attribute.title.en}, {attribute.kind}{needed}, key `{attribute.key}`): {said}"
    if attribute.values:
        yield from ("", "| value | key | when |", "|---|---|---|")
        for value in attribute.values:
            when = f"{value.title.en}: {value.guideline.en}" if value.guideline else value.title.en
            yield f"| `{value.name}` | `{value.key}` | {when}{_example(value)} |"


def _example(item: Label | Attribute | Choice | LinkType) -> str:
    return f" <br>{item.examples[0]}" if item.examples else ""


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def renewed(page: str) -> str:
    """The text of the page with that part as it should be."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{default()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
