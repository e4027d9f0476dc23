"""What `commonweal editions list`, `show` and `check` print, and with which exit status."""

from pathlib import Path

from commonweal.frameworks.show import run_check, run_list, run_show
from tests.editions.gallery import swap
from tests.editions.good_edition import write_good


def _search(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path, write_good(tmp_path / "example-framework" / "2024")


def test_list_names_every_version_and_those_that_cannot_be_used(tmp_path: Path) -> None:
    root, folder = _search(tmp_path)
    text, status = run_list([root])
    assert status == 0
    assert text.splitlines()[0] == (
        "example-framework/2024: Example Framework 2024 (draft). 4 measures, 5 £ per unit, 1 index, 1 criterion, "
        "2 bands, 2 rows in the matching table.")
    assert "commonweal-open/2026.1: Commonweal open values 2026.1 (published). 44 measures, 127 £ per unit" in text
    swap("values.csv", "14.00,", "16.01,")(folder)
    broken = f"example-framework/2024: cannot be used, 1 to fix. Next: commonweal editions check {folder}"
    assert run_list([root])[0].splitlines()[0] == broken


def test_show_prints_values_with_their_range_year_and_days(tmp_path: Path) -> None:
    root, _ = _search(tmp_path)
    text, status = run_show("example-framework/2024", [root])
    assert status == 0
    lines = text.splitlines()
    assert lines[0] == "Example Framework 2024"
    assert lines[1] == "example-framework/2024, draft, Example Council (invented), 1 April 2024"
    assert "Counts what was done from 1 April 2024 until 31 March 2025." in lines
    assert "    economic: £16.00 (£14.00 to £18.50), 2024 prices, from 2024-04-01" in lines
    assert "    economic: £100.00, 2024 prices, from 2024-04-01, part of trained" in lines
    assert "    no £: Money spent is no gain" in lines
    assert "- before tonne-2026: not published for 2025" in lines
    assert "- large: contracts of £1,000,000 or more, weight at least 0.2, from 2024-04-01" in lines
    assert "- prices: 2020 to 2023" in lines
    assert "- tonnes → other-framework kilograms (close, × 1,000): There in kilograms" in lines
    assert "It follows version 2023." in lines


def test_show_takes_a_folder_and_shortens_a_long_series(tmp_path: Path) -> None:
    _, folder = _search(tmp_path)
    assert run_show(str(folder), [])[0].startswith("Example Framework 2024\n")
    text, status = run_show("commonweal-open/2026.1", [])
    assert status == 0
    assert "    … 29 more …" in text.splitlines()
    assert "    fiscal: £673.23, 2015 prices, from 2015-04-01, graded low" in text.splitlines()


def test_an_unknown_or_broken_version_gives_status_1(tmp_path: Path) -> None:
    root, folder = _search(tmp_path)
    text, status = run_show("example-framework/2019", [root])
    assert (status, text.splitlines()[0]) == (
        1, "There is no framework version 'example-framework/2019'. Write framework/version or a folder.")
    swap("values.csv", "14.00,", "16.01,")(folder)
    for text, status in (run_show("example-framework/2024", [root]), run_check(folder)):
        assert status == 1
        assert "ERROR VALUE-RANGE values.csv row 2, column low: low is above central." in text
        assert "2024: 1 to fix." in text.splitlines()


def test_check_prints_notes_and_says_that_nothing_is_to_fix(tmp_path: Path) -> None:
    _, folder = _search(tmp_path)
    swap("values.csv", "CC BY 4.0,yes,,,A wage", "CC BY-NC-ND 4.0,no,,,A wage")(folder)
    text, status = run_check(folder)
    assert status == 0
    assert text.startswith("NOTE VALUE-WITHHELD values.csv row 2, column redistributable: 'hour' may not")
    assert "example-framework/2024: nothing to fix." in text
    assert run_check(tmp_path / "nowhere")[1] == 1


def test_check_follows_matches_to_the_versions_at_hand(tmp_path: Path) -> None:
    _, folder = _search(tmp_path)
    assert "NOTE CROSSWALK-UNCHECKED example-framework/2024/crosswalk.csv row 2" in run_check(folder)[0]
    swap("crosswalk.csv", "hours,other-framework,volunteering", "hours,commonweal-open,volunteering-hours")(folder)
    text, status = run_check(folder)
    assert (status, "crosswalk.csv row 2" in text) == (0, False)
    swap("crosswalk.csv", "volunteering-hours", "volunteering-days")(folder)
    text, status = run_check(folder)
    assert status == 1
    assert "'commonweal-open' has no measure 'volunteering-days'." in text


def test_check_without_a_folder_checks_what_is_shipped() -> None:
    text, status = run_check()
    assert status == 0
    assert "commonweal-open/2026.1: nothing to fix." in text
