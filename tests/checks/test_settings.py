"""book.toml: what it may say, and what is said when it says something else."""

from pathlib import Path

import pytest

from commonweal.basics.findings import Severity
from commonweal.ledger.book import read_book
from tests.checks.small_book import SETTINGS, write_book

PERIOD = '[[periods]]\nid = "2025"\nlabel = "2025"\nkind = "calendar-year"\nstart = 2025-01-01\nend = 2025-12-31\n'


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
        (SETTINGS.replace('own = "small-framework"', 'own = "other-framework"'), {"BOOK-EDITION"}),
    ],
)
def test_book_toml_is_read_or_says_what_to_mend(settings: str, codes: set[str], tmp_path: Path):
    assert _codes(tmp_path / "book", settings) == codes
