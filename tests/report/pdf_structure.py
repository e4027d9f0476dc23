"""What a PDF says of its own structure, read back with pikepdf, and its words, read back with pypdf."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdf

HEADINGS = {f"/H{level}": level for level in range(1, 7)}


@dataclass
class Tag:
    """One element of the structure: its kind, alternative text, title, scope, and what stands in it."""

    kind: str
    alt: str = ""
    title: str = ""
    scope: str = ""
    inside: list["Tag"] = field(default_factory=list)

    def all(self, kind: str = "") -> Iterator["Tag"]:
        """This element and all in it, in reading order; of one kind if asked."""
        if not kind or self.kind == kind:
            yield self
        for tag in self.inside:
            yield from tag.all(kind)


def structure(path: Path) -> Tag:
    """The structure of a PDF as a tree."""
    with pikepdf.open(path) as pdf:
        return _tag(pdf.Root.StructTreeRoot)


def _tag(element: pikepdf.Object) -> Tag:
    listed = element.get("/A", [])
    attributes = listed if isinstance(listed, pikepdf.Array) else [listed]
    scopes = [str(entry["/Scope"]) for entry in attributes if "/Scope" in entry]
    children = element.get("/K", [])
    inside = [
        _tag(child)
        for child in (children if isinstance(children, pikepdf.Array) else [children])
        if isinstance(child, pikepdf.Dictionary) and "/S" in child
    ]
    return Tag(
        str(element.get("/S", "")), str(element.get("/Alt", "")), str(element.get("/T", "")), "".join(scopes), inside
    )


def words_by_page(path: Path) -> list[str]:
    """The words of each page, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]
