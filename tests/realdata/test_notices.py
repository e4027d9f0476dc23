"""Notices of three portals and the standard's own examples, as they were published: every count established apart.

What is expected is counted here from the raw JSON, in a few lines that know nothing of how the doors read.
"""

import json
import re
import shutil
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ocdsmerge.rules import get_merge_rules

from commonweal.basics.findings import Refused
from commonweal.exchange.agree import agree, undo
from commonweal.exchange.arrival import Arrival, changes
from commonweal.exchange.doors import Given
from commonweal.exchange.files import read_file
from commonweal.exchange.ocds.door import arrive
from commonweal.exchange.ocds.merging import MERGE_RULES
from commonweal.ledger.book import Book, read_book
from tests.exchange.notices import northmere

ROOT = Path(__file__).resolve().parents[2]
OCDS = ROOT.parent / "shared" / "data" / "ocds"
CONTRACTS_FINDER = "contracts_finder_2025.releases.jsonl"
SELL2WALES = "sell2wales_2025.releases.jsonl"


@pytest.fixture(autouse=True)
def _data_is_there():
    if not OCDS.is_dir():
        pytest.skip("the open data folder is not beside the checkout: ocds is absent")


@cache
def raw(name: str) -> list[dict[str, Any]]:
    """The releases of a file as they stand in it, with spaces taken out of names, as a broken line left them."""
    text = (OCDS / name).read_text(encoding="utf-8")

    def tidy(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return {re.sub(r"\s", "", key): value for key, value in pairs}

    if name.endswith(".jsonl"):
        return [json.loads(line, object_pairs_hook=tidy, parse_float=Decimal) for line in text.splitlines()]
    return json.loads(text, object_pairs_hook=tidy, parse_float=Decimal)["releases"]


@cache
def arrival(name: str) -> Arrival:
    """What a file would bring into the invented authority's records."""
    return arrive(read_file(OCDS / name), northmere(), Given())


def latest(name: str) -> dict[str, dict[str, Any]]:
    """The latest release of each process. All of one moment stand in the order of the file."""
    return {each["ocid"]: each for each in sorted(raw(name), key=lambda each: each["date"])}


def codes(name: str) -> Counter[str]:
    """How often each finding was made in a file."""
    return Counter(finding.code for finding in arrival(name).receipt.findings)


def test_the_rules_of_merging_are_those_of_the_standards_own_schema():
    schema = json.loads((OCDS / "schema/ocds-1.1.5-release-schema.json").read_text(encoding="utf-8"))
    assert dict(MERGE_RULES) == get_merge_rules(schema)


@pytest.mark.parametrize(("name", "releases"), [(CONTRACTS_FINDER, 201), (SELL2WALES, 90)])
def test_every_release_is_accepted(name, releases):
    receipt = arrival(name).receipt
    assert receipt.rows_in == len(raw(name)) == releases
    assert (receipt.accepted, receipt.refused, receipt.blank) == (releases, 0, 0)


def test_contracts_finder_gives_a_lot_for_each_process_and_a_contract_for_each_award():
    found = arrival(CONTRACTS_FINDER).rows
    awards = {award["id"].lower() for each in raw(CONTRACTS_FINDER) for award in each.get("awards", ())}
    assert len(found["opportunities"]) == len({each["ocid"] for each in raw(CONTRACTS_FINDER)}) == 190
    assert sum(len(each.get("awards", ())) for each in raw(CONTRACTS_FINDER)) == 148
    assert {row.key for row in found["activities"]} == awards
    assert len(found["activities"]) == len(awards) == 143


def test_the_values_of_contracts_finder_are_to_the_penny_those_of_its_latest_awards():
    latest_awards: dict[str, Any] = {}
    for each in sorted(raw(CONTRACTS_FINDER), key=lambda each: each["date"]):
        latest_awards |= {award["id"].lower(): award for award in each.get("awards", ())}
    expected = {name: Decimal(award["value"]["amount"]) for name, award in latest_awards.items()}
    found = {row.key: row.number("value") for row in arrival(CONTRACTS_FINDER).rows["activities"]}
    tokens = [name for name, amount in expected.items() if amount <= Decimal("0.01")]
    assert {name: amount for name, amount in expected.items() if name not in tokens} == {
        name: amount for name, amount in found.items() if amount is not None}
    assert all(found[name] is None for name in tokens)
    estimates = [each["tender"]["value"]["amount"] for each in latest(CONTRACTS_FINDER).values()
                 if "value" in each["tender"]]
    assert codes(CONTRACTS_FINDER)["OCDS-VALUE-TOKEN"] == len(tokens) + sum(
        Decimal(amount) <= Decimal("0.01") for amount in estimates)


def test_two_awards_on_one_process_stay_two_contracts():
    by_process = defaultdict(set)
    for each in raw(CONTRACTS_FINDER):
        by_process[each["ocid"]] |= {award["id"] for award in each.get("awards", ())}
    several = {name for names in by_process.values() if len(names) > 1 for name in names}
    found = {row.key for row in arrival(CONTRACTS_FINDER).rows["activities"]}
    assert len(several) == 4 and {name.lower() for name in several} <= found


def test_dates_and_what_suits_whom_are_those_of_the_notices():
    lots = {row.text("process"): row for row in arrival(CONTRACTS_FINDER).rows["opportunities"]}
    for ocid, each in latest(CONTRACTS_FINDER).items():
        tender, lot = each["tender"], lots[ocid]
        assert (lot.get("suits_sme"), lot.get("suits_vcse")) == (
            tender["suitability"]["sme"], tender["suitability"]["vcse"])
        assert lot.text("published") == each["date"][:10]
        assert lot.text("closes") == tender.get("tenderPeriod", {}).get("endDate", "")[:10]


def test_a_buyer_under_several_numbers_is_one_body_and_every_supplier_is_there():
    found = arrival(CONTRACTS_FINDER)
    buyers = {party.text("organisation") for party in found.rows["parties"] if party.text("part") == "buyer"}
    buyers |= {row.text("buyer") for row in found.rows["opportunities"]}
    # Names as they are printed, without regard to spaces and capitals.
    names = {" ".join(each["buyer"]["name"].casefold().split()) for each in raw(CONTRACTS_FINDER)}
    assert len({each["buyer"]["id"] for each in raw(CONTRACTS_FINDER)}) == 155
    assert len(buyers) == len(names) == 135
    # One number may carry two spellings, and frameworks list a supplier once more under another number.
    spelt: dict[str, str] = {}
    for release in raw(CONTRACTS_FINDER):
        for each in release["parties"]:
            if "name" in each:
                spelt.setdefault(each["id"], " ".join(each["name"].casefold().split()))
    supplied = defaultdict(set)
    for each in raw(CONTRACTS_FINDER):
        for award in each.get("awards", ()):
            supplied[award["id"].lower()] |= {spelt[one["id"]] for one in award["suppliers"] if one["id"] in spelt}
    taken = Counter(party.text("activity") for party in found.rows["parties"] if party.text("part") == "prime")
    assert {name: len(names) for name, names in supplied.items()} == {name: taken[name] for name in supplied}
    assert codes(CONTRACTS_FINDER)["OCDS-PARTY-NAMELESS"] == 1


def test_size_and_sector_are_those_of_the_suppliers_notice():
    found = {one: row for row in arrival(CONTRACTS_FINDER).rows["organisations"]
             for one in (row.key, *row.ids("identifiers"))}
    said = {party["id"].lower(): party["details"] for each in raw(CONTRACTS_FINDER) for party in each["parties"]
            if "scale" in party.get("details", {}) and "name" in party}
    assert len(said) > 150
    joined = {finding.subject for finding in arrival(CONTRACTS_FINDER).receipt.findings
              if finding.code == "OCDS-SAME-NAME"}
    for name, details in said.items():
        if found[name].key not in joined:
            assert (found[name].text("size"), found[name].get("vcse")) == (details["scale"], details.get("vcse"))


def test_sell2wales_gives_a_lot_for_each_lot_and_a_criterion_for_each_criterion():
    found = arrival(SELL2WALES).rows
    lots = [lot for each in raw(SELL2WALES) for lot in each["tender"]["lots"]]
    criteria = [one for lot in lots for one in lot.get("awardCriteria", {}).get("criteria", ())]
    assert len(found["opportunities"]) == len(lots) == 233
    assert len(found["criteria"]) == len(criteria) == 255
    assert Counter(row.text("kind") for row in found["criteria"]) == Counter(one["type"] for one in criteria)
    assert Counter(row.text("weight_text") for row in found["criteria"]) == Counter(
        one.get("description", "").strip() for one in criteria)


def _numbers(lot: dict[str, Any]) -> list[Decimal | None]:
    """The weights of a lot as numbers; None where there is none."""
    texts = [one.get("description", "").strip() for one in lot["awardCriteria"]["criteria"]]
    return [Decimal(text.rstrip("%")) if text else None for text in texts]


def test_lots_whose_weights_are_no_whole_are_each_a_finding():
    judged = [lot for each in raw(SELL2WALES) for lot in each["tender"]["lots"] if "awardCriteria" in lot]
    sums = Counter(sum(filter(None, _numbers(lot)), Decimal(0)) for lot in judged)
    assert set(sums) == {Decimal(text) for text in ("0", "40", "50", "65", "70", "73.7", "75", "76", "100", "1000")}
    messages = Counter(finding.message for finding in arrival(SELL2WALES).receipt.findings
                       if finding.code == "OCDS-WEIGHTS-SUM")
    assert messages == {f"the weights of the lot add up to {total.normalize():f}, not to 100.": number
                        for total, number in sums.items() if total not in (0, 100)}
    missing = sum(None in _numbers(lot) for lot in judged)
    assert codes(SELL2WALES)["OCDS-WEIGHTS-MISSING"] == missing == sums[Decimal(0)]


def test_shares_are_read_only_where_they_can_be_nothing_else():
    expected: Counter[Decimal | None] = Counter()
    for each in raw(SELL2WALES):
        for lot in each["tender"]["lots"]:
            if "awardCriteria" not in lot:
                continue
            whole = sum(filter(None, _numbers(lot)), Decimal(0)) == 100
            for one, number in zip(lot["awardCriteria"]["criteria"], _numbers(lot), strict=True):
                said = one.get("description", "").strip().endswith("%")
                expected[number / 100 if number is not None and (whole or said) else None] += 1
    assert Counter(row.number("weight") for row in arrival(SELL2WALES).rows["criteria"]) == expected


def test_what_is_said_of_community_benefits_is_told_of_every_lot_of_its_notice():
    required = {each["ocid"] for each in raw(SELL2WALES) if "will be required to deliver Community Benefits"
                in each["description"]}
    refused = {each["ocid"] for each in raw(SELL2WALES) if "does not intend to include any community benefit"
               in each["description"]}
    assert (len(required), len(refused)) == (43, 1)
    for row in arrival(SELL2WALES).rows["opportunities"]:
        asked = {True: required, False: refused}
        assert row.get("asks_social_value") is next(
            (answer for answer, ocids in asked.items() if row.text("process") in ocids), None)
        if row.text("process") in required:
            assert row.text("social_value_text") and "Ref:" not in row.text("social_value_text")


def test_the_broken_names_of_fields_are_mended_and_said():
    broken = sum(len(re.findall(r'"[^"]*\s{4}[^"]*":', line)) for line in
                 (OCDS / SELL2WALES).read_text(encoding="utf-8").splitlines())
    assert codes(SELL2WALES)["OCDS-KEY-SPACES"] == broken == 6


def test_find_a_tender_gives_its_weights_as_shares():
    [name] = [path.name for path in OCDS.glob("find_a_tender_032703*")]
    [lot] = raw(name)[0]["tender"]["lots"]
    expected = {one["name"]: Decimal(one["numbers"][0]["number"]) / 100 for one in lot["awardCriteria"]["criteria"]}
    assert {row.text("title"): row.number("weight") for row in arrival(name).rows["criteria"]} == expected
    assert sum(expected.values()) == 1 and codes(name) == Counter()
    [row] = arrival(name).rows["opportunities"]
    assert row.number("value") == Decimal(lot["value"]["amount"])


def test_a_pipeline_notice_is_a_planned_lot():
    [name] = [path.name for path in OCDS.glob("find_a_tender_037689*")]
    [row] = arrival(name).rows["opportunities"]
    assert row.text("state") == "planned" and row.number("value") == 30_000_000


@pytest.mark.parametrize("name", [f"examples/{path.name}" for path in sorted((OCDS / "examples").glob("*.json"))])
def test_the_standards_own_examples_are_taken_and_their_faults_told(name):
    found, [release] = arrival(name), raw(name)
    assert (found.receipt.rows_in, found.receipt.refused) == (1, 0)
    assert codes(name)["OCDS-MISSING"] == sum(key not in release for key in ("id", "date", "tag", "initiationType"))
    contracts = {one.get("awardID", one["id"]) for one in release.get("contracts", ())}
    contracts |= {one["id"] for one in release.get("awards", ())}
    assert len(found.rows.get("activities", ())) == len(contracts)
    milestones = sum(bool(one.get("implementation", {}).get("milestones")) for one in release.get("contracts", ()))
    assert codes(name)["OCDS-MILESTONES"] == milestones


def test_the_change_history_of_one_process_makes_one_contract(tmp_path):
    names = sorted((OCDS / "examples").glob("change_history_*.json"))
    releases = [each for path in names for each in json.loads(path.read_text(encoding="utf-8"))["releases"]]
    assert len({each["ocid"] for each in releases}) == 1
    (tmp_path / "history.json").write_text(json.dumps({"releases": releases}), encoding="utf-8")
    found = arrive(read_file(tmp_path / "history.json"), northmere(), Given())
    assert found.receipt.rows_in == found.receipt.accepted == len(names) == 6
    [contract] = found.rows["activities"]
    newest = max((each for each in releases if "contracts" in each and "value" in each["contracts"][0]),
                 key=lambda each: each["date"])
    assert contract.number("value") == Decimal(str(newest["contracts"][0]["value"]["amount"]))
    assert contract.text("end") == newest["contracts"][0]["period"]["endDate"][:10]


@pytest.fixture
def book(tmp_path) -> Path:
    """A copy of the invented authority's records."""
    shutil.copytree(ROOT / "examples" / "northmere", tmp_path / "book")
    return tmp_path / "book"


def _read(folder: Path) -> Book:
    found = read_book(folder).book
    assert found is not None
    return found


@pytest.mark.parametrize("name", [CONTRACTS_FINDER, SELL2WALES])
def test_an_import_is_agreed_to_once_and_can_be_taken_back(name, book):
    before = {path.name: path.read_bytes() for path in book.glob("*.csv")}
    agree(book, arrive(read_file(OCDS / name), _read(book), Given()))
    again = arrive(read_file(OCDS / name), _read(book), Given())
    assert [str(change) for change in changes(again, _read(book)) if change.new or change.changed] == []
    with pytest.raises(Refused, match="Nothing"):
        agree(book, again)
    undo(book)
    assert {path.name: path.read_bytes() for path in book.glob("*.csv")} == before


def test_no_contact_of_anybody_is_in_any_row():
    for name in (CONTRACTS_FINDER, SELL2WALES):
        assert "REDACTED" not in repr(arrival(name).rows)
