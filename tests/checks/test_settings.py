"""book.toml: what it may say, and what is said when it says something else."""

from pathlib import Path

import pytest

from commonweal.basics.findings import Severity
from commonweal.ledger.book import read_book
from tests.checks.small_book import ACCESSIBILITY, SETTINGS, write_book

PERIOD = '[[periods]]\nid = "2025"\nlabel = "2025"\nkind = "calendar-year"\nstart = 2025-01-01\nend = 2025-12-31\n'
# The same without its own word on accessibility.
_SILENT = SETTINGS.replace(ACCESSIBILITY, "")


def _codes(folder: Path, settings: str) -> set[str]:
    (write_book(folder, {}) / "book.toml").write_text(settings, encoding="utf-8")
    read = read_book(folder)
    assert (read.book is None) == any(finding.severity is Severity.ERROR for finding in read.findings)
    assert all(finding.file == "book.toml" for finding in read.findings)
    return {finding.code for finding in read.findings}


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        (SETTINGS, set()),
        (SETTINGS + PERIOD, set()),
        (SETTINGS + PERIOD.replace('id = "2025"', 'id = "2024"'), {"BOOK-PERIOD"}),
        (SETTINGS + PERIOD.replace("2025-01-01", "2024-12-31"), {"BOOK-PERIOD"}),
        (SETTINGS + PERIOD.replace("2025-12-31", "2024-12-31"), {"BOOK-PERIOD"}),
        (SETTINGS + PERIOD.replace("calendar-year", "leap-year"), {"BOOK-PERIOD"}),
        ("periods = [1, 2]\n" + SETTINGS.split("[[periods]]")[0], {"BOOK-PERIOD"}),
        ("periods = []\n" + SETTINGS.split("[[periods]]")[0], {"BOOK-PERIOD"}),
        (SETTINGS.split("[[periods]]")[0], {"TOML-MISSING-KEY"}),
        (SETTINGS + '[csv]\ndelimiter = ","\n', set()),
        (SETTINGS + '[csv]\ndelimiter = ""\n', {"BOOK-DELIMITER"}),
        (SETTINGS + '[csv]\ndelimiter = "\\n"\n', {"BOOK-DELIMITER"}),
        (SETTINGS + "[csv]\ndelimiter = '\"'\n", {"BOOK-DELIMITER"}),
        (SETTINGS + "[maps]\n", set()),
        (SETTINGS + '[maps]\nboundaries = "areas.geojson"\n', {"BOOK-BOUNDARIES"}),
        (SETTINGS + '[maps]\ncode = "LAD25CD"\n', {"BOOK-BOUNDARIES"}),
        (SETTINGS + '[maps]\nbeside = "deprivation"\n', {"MAPS-BESIDE"}),
        (SETTINGS + "[maps]\nbeside = 3\n", {"TOML-TYPE"}),
        (SETTINGS + "[prices]\nyear = 2024\n", set()),
        (SETTINGS + '[prices]\nyear = 2024\nuprate_with = "gdp-deflator"\n', {"BOOK-UPRATING"}),
        (
            SETTINGS + '[prices]\nyear = 2024\nuprate_with = "gdp-deflator"\nindex_from = "small-framework/2"\n',
            {"BOOK-UPRATING"},
        ),
        (
            SETTINGS + '[prices]\nyear = 2024\nuprate_with = "gdp-deflator"\nindex_from = "nowhere/1"\n',
            {"BOOK-UPRATING"},
        ),
        (SETTINGS.replace("[book]", '[book]\nweighting_policy = ["0.10", "0.20"]\nthreshold = 25000.5'), set()),
        (SETTINGS.replace("[book]", '[book]\nweighting_policy = ["0.20", "0.10"]'), {"BOOK-WEIGHTING"}),
        (SETTINGS.replace("[book]", '[book]\nthreshold = "25k"'), {"TOML-NUMBER"}),
        (SETTINGS.replace("[book]", "[book]\nthreshold = true"), {"TOML-TYPE"}),
        (SETTINGS.replace("[book]", '[book]\nlanguages = ["en-GB", "cy"]'), set()),
        (SETTINGS.replace("[book]", '[book]\nlanguage = "cy"\nlanguages = ["cy", "en-GB"]'), set()),
        (SETTINGS.replace("[book]", '[book]\nlanguage = "English"'), {"BOOK-LANGUAGE"}),
        (SETTINGS.replace("[book]", '[book]\nlanguages = ["en-GB", 3]'), {"BOOK-LANGUAGE"}),
        (SETTINGS.replace("[book]", '[book]\nlanguages = []'), {"BOOK-LANGUAGE"}),
        (SETTINGS.replace("[book]", '[book]\nlanguages = ["en-GB", "cy", "cy"]'), {"BOOK-LANGUAGE"}),
        (SETTINGS.replace("[book]", '[book]\nlanguage = "en-GB"\nlanguages = ["cy", "en-GB"]'), {"BOOK-LANGUAGE"}),
        (SETTINGS + '[theme]\nbrand = "#12436D"\nfont = "Georgia, \'Times New Roman\', serif"\n', set()),
        (SETTINGS + '[theme]\nbrand = "#abc"\n', {"THEME-COLOUR"}),
        (SETTINGS + '[theme]\nbrand = "navy"\n', {"THEME-COLOUR"}),
        (SETTINGS + '[theme]\naccent = "#12436d; }"\n', {"THEME-COLOUR"}),
        (SETTINGS + '[theme]\nbrand = "#777777"\n', {"THEME-CONTRAST"}),
        (SETTINGS + '[theme]\nbanner = "#777777"\nhighlight = "#ffcc00"\n', {"THEME-CONTRAST"}),
        (SETTINGS + '[theme]\nfont = "x; } body { display: none"\n', {"THEME-FONT"}),
        (SETTINGS + '[theme]\nplum = "#801650"\n', {"TOML-UNKNOWN-KEY"}),
        (SETTINGS + "[theme]\nbrand = 12\n", {"TOML-TYPE"}),
        (_SILENT + '[accessibility]\ncontact = "Web Team, web@small.example"\nprepared = 2024-12-31\n', set()),
        (_SILENT + "[accessibility]\nprepared = 2024-12-31\nreviewed = 2024-06-30\n", {"ACCESSIBILITY-DATES"}),
        (_SILENT + '[accessibility]\nlimits = ["The map has no text.", 2]\n', {"ACCESSIBILITY-LIMITS"}),
        (_SILENT + '[accessibility]\nprepared = "soon"\n', {"TOML-TYPE"}),
        (SETTINGS.replace('own = "small-framework"', 'own = "other-framework"'), {"BOOK-EDITION"}),
    ],
)
def test_book_toml_is_read_or_says_what_to_mend(settings: str, codes: set[str], tmp_path: Path):
    assert _codes(tmp_path / "book", settings) == codes
