"""What a report is made of, before anybody prints it: parts, sections, and the blocks that stand in them.

Every number in a block is text already. A link's target is "figure:ID", "part:ID", "data:FILE", "page:FILE" (or
"page:FILE#PLACE") or a full address; each printer turns it into what its own form of paper can do.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, TypeAlias


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    text: str
    target: str


@dataclass(frozen=True)
class Strong:
    """Words that matter more than those around them."""

    text: str


@dataclass(frozen=True)
class Code:
    """Something to be typed or compared character by character: an id, a command, a fingerprint."""

    text: str


Inlines = tuple[str | Link | Strong | Code, ...]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. Styles: lead (larger), note (smaller), sum (a calculation written out), notice (framed)."""

    kind: ClassVar[str] = "paragraph"
    parts: Inlines
    style: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list."""

    kind: ClassVar[str] = "bullets"
    items: tuple[Inlines, ...]
    style: str = ""


@dataclass(frozen=True)
class Prose:
    """Markdown that the body wrote. Printers must treat it as hostile. `id` tells it from others on its page."""

    kind: ClassVar[str] = "prose"
    markdown: str
    id: str = ""
    language: str = ""


@dataclass(frozen=True)
class Translation:
    """The passage before it in another language, under its own title, with the office that signs it."""

    kind: ClassVar[str] = "translation"
    id: str
    language: str
    title: str
    markdown: str
    signed: str = ""


@dataclass(frozen=True)
class Pairs:
    """Terms, each with what there is to say of it."""

    kind: ClassVar[str] = "pairs"
    rows: tuple[tuple[str, Inlines], ...]
    style: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    title: str
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table whose first cell in each row names the row. `row_ids` are what links to its rows lead to, if any do."""

    kind: ClassVar[str] = "table"
    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    note: Inlines = ()
    row_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tile:
    """One number made large: its bound ("over"), number, unit, what it is, status and period, and its target.

    `know` says how we know it: the sum as a person would write it.
    """

    number: str
    unit: str
    label: str
    status: str
    about: str
    target: str
    bound: str = ""
    small: str = ""
    know: Inlines = ()


@dataclass(frozen=True)
class Tiles:
    """Some tiles side by side."""

    kind: ClassVar[str] = "tiles"
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Bar:
    """One bar: its label, the number as printed, and its length in hundredths of the longest."""

    label: str
    number: str
    about: str
    length: int
    target: str


@dataclass(frozen=True)
class Bars:
    """Bars under one another, each with its number; `know` says how we know these."""

    kind: ClassVar[str] = "bars"
    caption: str
    bars: tuple[Bar, ...]
    note: Inlines = ()
    know: Inlines = ()


@dataclass(frozen=True)
class Image:
    """A photograph with words for those who cannot see it, and whose it is. `file` is its name in assets/."""

    file: str
    content: bytes
    kind: str
    width: int
    height: int
    alt: str
    rights: str


@dataclass(frozen=True)
class Chart:
    """A chart or map: its headline, what it shows with place and period, its words, its drawing, the same as a table.

    The drawing is SVG whose colours are variables of the style sheet; every number in it stands in the table too.
    """

    kind: ClassVar[str] = "chart"
    id: str
    title: str
    subtitle: str
    text: str
    svg: str
    table: Table
    source: Inlines
    note: Inlines = ()


@dataclass(frozen=True)
class Story:
    """A spotlight: something that happened, told. `art` is a drawing, of no meaning, for one without a photograph.

    `sources` says where the numbers come from that no figure carries.
    """

    kind: ClassVar[str] = "story"
    id: str
    title: str
    label: str
    about: Inlines
    markdown: str
    figures: tuple[Inlines, ...] = ()
    language: str = ""
    translations: tuple[Translation, ...] = ()
    image: Image | None = None
    art: str = ""
    sources: str = ""


Block: TypeAlias = "Paragraph | Bullets | Prose | Translation | Pairs | Table | Tiles | Bars | Chart | Story | Section"


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; sections may hold sections. The heading may be in another `language`."""

    kind: ClassVar[str] = "section"
    id: str
    title: str
    blocks: tuple[Block, ...]
    label: str = ""
    language: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the report, as the contents list it, under the heading `group`; `role` is the role it is of."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    label: str = ""
    role: str = ""
    group: str = ""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections right under the part."""
        return tuple(block for block in self.blocks if isinstance(block, Section))


def ids_in(blocks: Iterable[object]) -> Iterator[str]:
    """What links can lead to: the ids of parts, of sections and stories in them, and of all within these."""
    for block in blocks:
        if isinstance(block, (Part, Section, Story, Translation)):
            yield block.id
        if isinstance(block, (Part, Section)):
            yield from ids_in(block.blocks)


def stories_in(blocks: "Iterable[Block | Part]") -> Iterator[Story]:
    """Every story that stands in some parts or blocks, in their order."""
    for block in blocks:
        if isinstance(block, Story):
            yield block
        elif isinstance(block, (Part, Section)):
            yield from stories_in(block.blocks)


@dataclass(frozen=True)
class Page:
    """A page of its own: what one figure rests on, a contract, a list. `name` is the file's path without its ending.

    `title` and `about` together are unlike those of every other page. `look` is blank, or "sheet": a page that is
    meant for paper and set closer, so that it fills as few sheets as it can.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    label: str = ""
    about: str = ""
    back: Link | None = None
    look: str = ""


@dataclass(frozen=True)
class Cover:
    """What stands on every page, and the head of the first."""

    title: str
    body: str
    period: str
    frozen_on: str
    release: str
    standing: str
    language: str
    noindex: bool
    seed: str
