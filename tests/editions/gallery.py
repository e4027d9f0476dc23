"""The gallery: broken editions, one mistake each, made from the good one by one edit."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from commonweal.basics.findings import Severity
from commonweal.frameworks.edition import digest_of

Edit = Callable[[Path], None]


@dataclass(frozen=True)
class Broken:
    """One mistake, and the finding it must give: code, file, row and weight."""

    name: str
    edit: Edit
    code: str
    file: str
    row: int | None
    weight: Severity = Severity.ERROR


def swap(file: str, old: str, new: str) -> Edit:
    """Replace one piece of text that stands in the file once."""

    def edit(folder: Path) -> None:
        text = (folder / file).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def add(file: str, text: str) -> Edit:
    """Add text at the end of a file, which is made if it is not there."""

    def edit(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as out:
            out.write(text)

    return edit


def both(first: Edit, second: Edit) -> Edit:
    """Two edits that together make one mistake."""

    def edit(folder: Path) -> None:
        first(folder)
        second(folder)

    return edit


def publish(folder: Path) -> None:
    """Publish the good edition as it should be."""
    swap("edition.toml", 'status = "draft"', 'status = "published"')(folder)
    (folder / "DIGEST").write_text(f"sha256:{digest_of(folder)}\n", encoding="utf-8")


def _no_identity(folder: Path) -> None:
    (folder / "edition.toml").unlink()


def _folder_for_file(folder: Path) -> None:
    (folder / "edition.toml").unlink()
    (folder / "edition.toml").mkdir()


def _no_tables(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        path.unlink()
    swap("edition.toml", 'gaps = ["tonne-2026: not published for 2025"]\n', "")(folder)


def _latin(folder: Path) -> None:
    text = (folder / "edition.toml").read_text("utf-8").replace("for tests", "for £")
    (folder / "edition.toml").write_bytes(text.encode("latin-1"))


TOML, MEASURES, VALUES, INDICES = "edition.toml", "measures.csv", "values.csv", "indices.csv"
BANDS, CROSSWALK, CRITERIA, DIGEST = "bands.csv", "crosswalk.csv", "criteria.csv", "DIGEST"

GALLERY = [
    # edition.toml
    Broken("no edition.toml", _no_identity, "EDITION-MISSING", TOML, None),
    Broken("a folder named edition.toml", _folder_for_file, "FILE-UNREADABLE", TOML, None),
    Broken("edition.toml in Latin-1", _latin, "FILE-ENCODING", TOML, 15),
    Broken("a quotation mark left out", swap(TOML, 'licence = "OGL v3"', 'licence = "OGL v3'),
           "EDITION-TOML", TOML, 32),
    Broken("the file ends too early", add(TOML, "notes = ["), "EDITION-TOML", TOML, None),
    Broken("a key twice", swap(TOML, "add_kinds = []", 'version = "2024"'), "EDITION-KEY-DUPLICATE", TOML, 13),
    Broken("an unknown key", swap(TOML, "add_kinds", "add_kindz"), "EDITION-KEY-UNKNOWN", TOML, 13),
    Broken("an unknown table", add(TOML, "[extra]\n"), "EDITION-KEY-UNKNOWN", TOML, 33),
    Broken("an unknown key in a source", swap(TOML, 'url = ""', 'web = ""'), "EDITION-KEY-UNKNOWN", TOML, 18),
    Broken("a key left out", swap(TOML, 'licence = "CC BY 4.0"\nredis', "redis"), "EDITION-KEY-MISSING", TOML, None),
    Broken("a source without licence", swap(TOML, 'licence = "OGL v3"\n', ""), "EDITION-KEY-MISSING", TOML, 27),
    Broken("a date in quotation marks", swap(TOML, "published = 2024-04-01", 'published = "2024-04-01"'),
           "EDITION-KEY-WRONG", TOML, 5),
    Broken("a time for a date", swap(TOML, "published = 2024-04-01", "published = 2024-04-01T10:00:00"),
           "EDITION-KEY-WRONG", TOML, 5),
    Broken("yes for true", swap(TOML, "redistributable = true", 'redistributable = "yes"'),
           "EDITION-KEY-WRONG", TOML, 8),
    Broken("a kind that is none", swap(TOML, "add_kinds = []", 'add_kinds = ["total"]'), "EDITION-KEY-WRONG", TOML, 13),
    Broken("two levels", swap(TOML, '"Outcome", ', ""), "EDITION-KEY-WRONG", TOML, 10),
    Broken("an empty licence", swap(TOML, 'licence = "OGL v3"', 'licence = " "'), "EDITION-KEY-WRONG", TOML, 27),
    Broken("it ends before it begins", swap(TOML, "valid_to = 2025", "valid_to = 2023"), "EDITION-DATES", TOML, 12),
    Broken("two sources of one id", swap(TOML, 'id = "statistics"', 'id = "handbook"'),
           "EDITION-SOURCE-DUPLICATE", TOML, 27),
    Broken("a gap before nothing", swap(TOML, '"tonne-2026: ', '"tonne-2026: first", "tonne-2027: '),
           "GAP-UNKNOWN", TOML, 16),
    # the folder and its fingerprint
    Broken("no table", _no_tables, "EDITION-EMPTY", TOML, None),
    Broken("a table under a wrong name", add("value.csv", "id\n"), "EDITION-FILE-UNKNOWN", "value.csv", None),
    Broken("published without DIGEST", swap(TOML, '"draft"', '"published"'), "EDITION-DIGEST-MISSING", DIGEST, None),
    Broken("changed after publication", both(publish, swap(VALUES, "A wage", "A wages")),
           "EDITION-DIGEST-WRONG", DIGEST, 1),
    Broken("one digit changed after publication", both(publish, swap(VALUES, "18.50", "18.60")),
           "EDITION-DIGEST-WRONG", DIGEST, 1),
    Broken("a DIGEST in another form", both(publish, swap(DIGEST, "sha256:", "")), "EDITION-DIGEST-WRONG", DIGEST, 1),
    Broken("a draft with DIGEST", add(DIGEST, "sha256:0\n"), "EDITION-DIGEST-DRAFT", DIGEST, None),
    # any table
    Broken("an unknown column", swap(VALUES, "is_not\n", "isnt\n"), "HEADING-UNKNOWN", VALUES, 1),
    Broken("a column left out", swap(CRITERIA, "id,theme", "id,title"), "HEADING-DUPLICATE", CRITERIA, 1),
    Broken("an id twice", swap(MEASURES, "\ntonnes,", "\nhours,"), "ROW-DUPLICATE", MEASURES, 4),
    Broken("an unknown source of a measure", swap(MEASURES, '"handbook, page 3"', "manual"),
           "SOURCE-UNKNOWN", MEASURES, 2),
    Broken("an unknown source of a value", swap(VALUES, '"handbook, page 9"', "page 9"), "SOURCE-UNKNOWN", VALUES, 2),
    Broken("an unknown source of an index", swap(INDICES, "84,statistics", "84,office"), "SOURCE-UNKNOWN", INDICES, 3),
    Broken("an unknown source of a criterion", swap(CRITERIA, ",handbook", ",manual"), "SOURCE-UNKNOWN", CRITERIA, 2),
    Broken("an unknown source of a band", swap(BANDS, "0.2,,2024-04-01,,handbook", "0.2,,2024-04-01,,manual"),
           "SOURCE-UNKNOWN", BANDS, 3),
    # measures
    Broken("a measure that excludes itself", swap(MEASURES, "people,training,", "people,hours;training,"),
           "MEASURE-EXCLUDES-ITSELF", MEASURES, 2),
    Broken("a measure that excludes nothing", swap(MEASURES, "people,training,", "people,lessons,"),
           "MEASURE-EXCLUDES-UNKNOWN", MEASURES, 2),
    Broken("no value, and a value", swap(MEASURES, "own,,,", "own,,Nobody knows,"),
           "MEASURE-VALUED-AFTER-ALL", MEASURES, 4),
    # values
    Broken("a value without source", swap(VALUES, '"handbook, page 9"', ""), "CELL-BLANK", VALUES, 2),
    Broken("a value without price year", swap(VALUES, "18.50,2024", "18.50,"), "CELL-BLANK", VALUES, 2),
    Broken("a value without licence", swap(VALUES, '9",CC BY 4.0', '9",'), "CELL-BLANK", VALUES, 2),
    Broken("a value that may mean anything", swap(VALUES, "A wage", ""), "CELL-BLANK", VALUES, 2),
    Broken("a value of nothing", swap(VALUES, "\nhour,hours,", "\nhour,days,"), "VALUE-MEASURE-UNKNOWN", VALUES, 2),
    Broken("another unit", swap(VALUES, "economic,hour,", "economic,day,"), "VALUE-UNIT", VALUES, 2),
    Broken("low above central", swap(VALUES, "14.00,", "16.01,"), "VALUE-RANGE", VALUES, 2),
    Broken("central above high", swap(VALUES, "18.50", "15.99"), "VALUE-RANGE", VALUES, 2),
    Broken("half a range", swap(VALUES, "14.00,", ","), "VALUE-RANGE-HALF", VALUES, 2),
    Broken("an invented range", swap(VALUES, "14.00,16.00,18.50", "16.00,16.00,16.00"), "VALUE-RANGE-FLAT", VALUES, 2),
    Broken("a value that ends before it begins", swap(VALUES, "2026-12-31", "2025-12-31"), "VALUE-DATES", VALUES, 6),
    Broken("two values for one day", swap(VALUES, "2024-12-31", "2026-01-01"), "VALUE-OVERLAP", VALUES, 6),
    Broken("a value after an open one", swap(VALUES, "2024-12-31", ""), "VALUE-OVERLAP", VALUES, 6),
    Broken("a gap nobody declared", swap(TOML, "tonne-2026: ", "tonne-2024: "), "VALUE-GAP", VALUES, 6),
    Broken("a part of nothing", swap(VALUES, ",,trained,", ",,course,"), "VALUE-PART-UNKNOWN", VALUES, 4),
    Broken("a part of itself", swap(VALUES, ",,trained,", ",,trained-room,"), "VALUE-PART-LOOP", VALUES, 4),
    Broken("a derivation nobody can read", swap(VALUES, "4 * 101.00", "4 hours at 101.00"),
           "VALUE-DERIVATION-FORM", VALUES, 3),
    Broken("a product that is not the amount", swap(VALUES, "4 * 101.00", "4 * 101.01"), "VALUE-DERIVATION", VALUES, 3),
    Broken("an indexed amount off by a penny", swap(VALUES, "125.00", "125.01"), "VALUE-DERIVATION", VALUES, 5),
    Broken("an index that is not there", swap(VALUES, "indexed prices", "indexed wages"),
           "VALUE-DERIVATION-INDEX", VALUES, 5),
    Broken("a year the index lacks", swap(VALUES, "prices 2020", "prices 2019"), "VALUE-DERIVATION-INDEX", VALUES, 5),
    Broken("an index of zero", swap(INDICES, "2020,80", "2020,0"), "VALUE-DERIVATION-INDEX", VALUES, 5),
    Broken("another price year than derived", swap(VALUES, "125.00,,2023", "125.00,,2024"),
           "VALUE-DERIVATION-YEAR", VALUES, 5),
    Broken("a value that may not be passed on", swap(VALUES, "CC BY 4.0,yes,,,A wage", "CC BY-NC-ND 4.0,no,,,A wage"),
           "VALUE-WITHHELD", VALUES, 2, Severity.NOTE),
    Broken("one figure under two price years",
           add(VALUES, "again,spend,economic,hour,,,16.00,,2023,2024-04-01,,handbook,CC BY 4.0,yes,,,A wage\n"),
           "VALUE-SAME-AMOUNT", VALUES, 7, Severity.NOTE),
    # indices, bands, matching table
    Broken("an index number of zero", swap(INDICES, "2021,84", "2021,0"), "INDEX-ZERO", INDICES, 3),
    Broken("a year left out", swap(INDICES, "prices,2022,90,statistics\n", ""), "INDEX-GAP", INDICES, 4),
    Broken("a band that ends where it begins", swap(BANDS, "small,0", "small,1000000"), "BAND-VALUES", BANDS, 2),
    Broken("weights upside down", swap(BANDS, "0.1,0.2", "0.3,0.2"), "BAND-WEIGHTS", BANDS, 2),
    Broken("a band that ends before it begins", swap(BANDS, "0.1,0.2,2024-04-01,", "0.1,0.2,2024-04-01,2023-01-01"),
           "BAND-DATES", BANDS, 2),
    Broken("two bands for one contract", swap(BANDS, "large,1000000", "large,999999.99"), "BAND-OVERLAP", BANDS, 3),
    Broken("a match from nothing", swap(CROSSWALK, "\nhours,", "\ndays,"), "CROSSWALK-MEASURE-UNKNOWN", CROSSWALK, 2),
    Broken("a match with itself", swap(CROSSWALK, "hours,other-", "hours,example-"),
           "CROSSWALK-TO-ITSELF", CROSSWALK, 2),
    Broken("the same unit, two to one", swap(CROSSWALK, "same,1,", "same,2,"), "CROSSWALK-FACTOR", CROSSWALK, 2),
    Broken("a factor of zero", swap(CROSSWALK, "1000,", "0,"), "CROSSWALK-FACTOR", CROSSWALK, 3),
]
