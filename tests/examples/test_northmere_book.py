"""The invented authority: it reads whole, shows every state, and is checked as it says."""

import re
import subprocess
import sys
from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from commonweal.basics.findings import Severity
from commonweal.frameworks.edition import load_edition
from commonweal.ledger.book import read_book
from commonweal.ledger.checks import declare, run_checks
from tests.examples.northmere import ACTIVITIES, BOOK, COMMITMENTS, DELIVERIES, MEASURES, by_id, rows

EDITIONS = ("northmere-framework/2023", "northmere-framework/2024", "wexholme-wellbeing/2023")


# --- The script gives the files


def test_the_script_writes_the_same_bytes_again(tmp_path):
    subprocess.run([sys.executable, str(BOOK / "make_book.py"), str(tmp_path)], check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")}
    kept = {path.name: path.read_bytes() for path in BOOK.glob("*.csv")}
    assert made.keys() == kept.keys()
    assert [name for name in kept if made[name] != kept[name]] == []


# --- It reads and checks


def test_the_book_reads_without_a_finding_and_its_checks_leave_only_notes():
    read = read_book(BOOK)
    assert read.findings == [] and read.book is not None
    still_open, declared = declare(run_checks(read.book), read.book)
    assert [str(finding) for finding in still_open if finding.severity is not Severity.NOTE] == []
    assert {finding.key for finding in declared} == {
        "CLAIMS-OPEN:2024-25",
        "PERCENTAGE-WITHOUT-BASE:volunteering-rate",
        "PERIOD-NOT-STATED:s-bus",
    }


def test_one_result_far_above_its_promise_is_noted():
    read = read_book(BOOK)
    assert read.book is not None
    noted = [finding.subject for finding in run_checks(read.book) if finding.code == "OVER-COMMITMENT"]
    assert noted == ["office-solar.waste-diverted"]


@pytest.mark.parametrize("name", EDITIONS)
def test_its_framework_versions_are_published_and_sound(name):
    edition, findings = load_edition(BOOK / "editions" / name)
    assert findings == [] and edition is not None
    assert edition.status == "published"
    assert edition.redistributable is (edition.framework == "northmere-framework")


def test_the_licensed_values_may_not_be_passed_on_and_all_have_a_range():
    values = rows("editions/wexholme-wellbeing/2023/values")
    assert {row["redistributable"] for row in values} == {"no"}
    assert all(Decimal(row["low"]) < Decimal(row["central"]) < Decimal(row["high"]) for row in values)


def test_the_second_version_adds_two_measures_renames_two_and_prices_anew():
    before, after = by_id("editions/northmere-framework/2023/measures"), MEASURES
    assert after.keys() - before.keys() == {"car-miles-avoided", "disability-question-answered"}
    assert not before.keys() - after.keys()
    assert {name for name in before if before[name]["title"] != after[name]["title"]} == {
        "apprenticeship-weeks",
        "jobs-lost",
    }
    old, new = (rows(f"editions/northmere-framework/{year}/values") for year in (2023, 2024))
    price = {(row["measure"], row["kind"], row["area"]): row["central"] for row in old}
    dearer = [
        row["id"]
        for row in new
        if Decimal(row["central"]) > Decimal(price.get((row["measure"], row["kind"], row["area"]), "1e9"))
    ]
    assert len(dearer) == 16


def test_about_a_third_of_the_own_values_have_no_range():
    values = [row for row in rows("editions/northmere-framework/2024/values") if row["central"] != "1.00"]
    without = sum(not row["low"] for row in values)
    assert (without, len(values)) == (6, 19)


# --- Everything is invented

REAL = re.compile(
    r"\b(?:Liverpool|Manchester|Birmingham|Leeds|Sheffield|Bristol|Newcastle|Sunderland|Teesside|Cambridge|Mersey|Wirral"
    r"|Knowsley|Sefton|Halton|St Helens|Yorkshire|Lancashire|Cumbria|Essex|Surrey|Elmbridge|Durham|London|Cardiff"
    r"|Glasgow|Belfast|Balfour|Kier|Serco|Capita|Mitie|Sodexo|Compass|Stagecoach|Arriva|Carillion|Laing|Costain|Veolia|Amey|Skanska"
    r"|Wates|Kindred|Social Value Portal|National TOMs|HACT|Thrive|Essentia|Barnardo|Mencap|Oxfam|Groundwork)\b"
)


def test_no_real_place_body_firm_or_brand_is_named():
    texts = {
        path.relative_to(BOOK).as_posix(): path.read_text(encoding="utf-8")
        for path in BOOK.rglob("*")
        if path.suffix in (".csv", ".md", ".toml", ".py")
    }
    assert len(texts) > 60
    assert {name: match.group() for name, text in texts.items() if (match := REAL.search(text))} == {}


def test_every_address_is_an_example_or_the_law():
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in BOOK.rglob("*") if path.suffix in (".csv", ".md", ".toml")
    )
    hosts = set(re.findall(r"https?://([^/\s\",]+)", text))
    assert {host for host in hosts if not host.endswith(".example")} == {"www.legislation.gov.uk"}


# --- How much there is, and every state


def test_it_is_as_large_as_a_small_authority():
    assert len(ACTIVITIES) == 68
    assert len(COMMITMENTS) == 307
    assert 1500 <= len(DELIVERIES) <= 1600
    assert len(rows("organisations")) == 48
    assert {row["role"] for row in ACTIVITIES.values()} == {
        "employer",
        "investor",
        "service-provider",
        "commissioner",
        "civic-leader",
    }
    tiles = [(row["tile_row"], row["tile_column"]) for row in rows("places") if row["kind"] == "council"]
    assert len(tiles) == len(set(tiles)) == 6 and all(all(tile) for tile in tiles)


def test_every_state_stage_profile_and_bound_is_there():
    assert {row["state"] for row in DELIVERIES.values()} == {"draft", "submitted", "queried", "verified", "rejected"}
    assert {row["stage"] for row in COMMITMENTS.values()} == {"potential", "offered", "committed", "withdrawn"}
    assert {row["profile"] for row in COMMITMENTS.values()} == {"even", "end", "milestones"}
    assert {row["basis"] for row in DELIVERIES.values()} == {"increment", "to-date"}
    assert {row["bound"] for row in DELIVERIES.values()} == {"exact", "over", "nearly", "about", "up-to"}
    assert {row["state"] for row in ACTIVITIES.values()} == {
        "planned",
        "in-progress",
        "completed",
        "ended-early",
        "novated",
    }
    assert {row["stage"] for row in DELIVERIES.values()} == {
        "referred",
        "started",
        "completed",
        "sustained",
        "not-applicable",
    }
    assert {row["kind"] for row in rows("adjustments")} >= {"deadweight", "attribution", "displacement"}
    assert {row["state"] for row in rows("promises")} >= {
        "met",
        "part-met",
        "not-met",
        "changed",
        "in-progress",
        "open",
    }
    counting = {MEASURES[row["measure"]]["counting"] for row in DELIVERIES.values()}
    assert counting == {"flow", "stock", "once", "yes-no", "rate"}


def test_there_are_things_never_promised_losses_parts_and_other_ways_of_counting():
    assert sum(not row["commitment"] for row in DELIVERIES.values()) >= 12
    assert sorted(Decimal(row["quantity"]) for row in DELIVERIES.values() if Decimal(row["quantity"]) < 0) == [-12, -4]
    assert sum(bool(row["part_of"]) for row in DELIVERIES.values()) == 2
    assert sum(bool(row["alternative_to"]) for row in [*DELIVERIES.values(), *COMMITMENTS.values()]) == 2
    assert sum(bool(row["confirmed_by"]) for row in DELIVERIES.values()) > 30


def test_parts_repeats_and_other_ways_refer_to_a_row_of_the_same_table():
    for table in (DELIVERIES, COMMITMENTS):
        for row in table.values():
            for column in ("part_of", "alternative_to", "repeats", "follows"):
                assert not row.get(column) or row[column] in table


def test_a_claim_settled_as_a_repeat_says_of_which_why_and_by_whom():
    repeats = [row for row in DELIVERIES.values() if row["counts"] == "no"]
    assert len(repeats) == 3
    assert all(
        row["repeats"] in DELIVERIES and "decided by the Social Value Team" in row["why_not_counted"] for row in repeats
    )


def test_shares_of_a_shared_event_are_at_most_one():
    shares: dict[str, Decimal] = defaultdict(Decimal)
    for row in DELIVERIES.values():
        if row["event"]:
            shares[row["event"]] += Decimal(row["event_share"])
    assert shares == {"careers-fair-2023": Decimal("1"), "careers-fair-2024": Decimal("0.9")}


def test_shares_of_an_activity_are_at_most_one():
    shares: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows("parties"):
        shares[row["activity"]] += Decimal(row["share"] or 0)
    assert max(shares.values()) == 1
    assert sum(share > 0 for share in shares.values()) == 4


def test_lines_of_subcontractors_name_one_that_works_there():
    working = {(row["activity"], row["organisation"]) for row in rows("parties") if row["part"] == "subcontractor"}
    lines = [row for row in DELIVERIES.values() if (row["activity"], row["reported_by"]) in working]
    assert len(lines) > 30
    assert len({row["reported_by"] for row in lines}) >= 4


def test_small_groups_of_people_are_there_for_the_disclosure_rule():
    small = [
        row
        for row in DELIVERIES.values()
        if MEASURES[row["measure"]]["people"] == "characteristic"
        and MEASURES[row["measure"]]["counting"] == "once"
        and 1 <= Decimal(row["quantity"]) <= 7
    ]
    assert len(small) > 20


# --- Chains of promises


def test_open_claims_on_people_with_a_protected_characteristic_are_said_and_not_counted():
    """The report prints it, and where each person is a claim a number of claims would be a number of people."""
    book = read_book(BOOK).book
    measures = {name: row for edition in book.own_editions for name, row in edition.measures.items()}
    waiting = [measures[row["measure"]].text("people") == "characteristic" for row in DELIVERIES.values()
               if row["state"] == "submitted" and row["start"] >= "2024-04-01" and row["end"] <= "2025-03-31"]
    [said] = [str(finding) for finding in run_checks(book) if finding.code == "CLAIMS-OPEN"]
    assert sum(waiting) > 0 and f" {len(waiting) - sum(waiting)} sent in and not decided on, " in said
    assert "some on people with a protected characteristic" in said


def test_losing_bids_end_and_winning_ones_go_on():
    follows = Counter(row["follows"] for row in COMMITMENTS.values() if row["follows"])
    assert max(follows.values()) == 1
    lost = [row for name, row in COMMITMENTS.items() if ".bid-" in name and row["stage"] == "withdrawn"]
    assert len(lost) > 15 and all(COMMITMENTS[row["follows"]]["stage"] == "offered" for row in lost)
    awards = [row for name, row in COMMITMENTS.items() if name.endswith(".award")]
    assert len(awards) > 10 and all(COMMITMENTS[row["follows"]]["stage"] == "offered" for row in awards)
    still_out = [name for name, row in COMMITMENTS.items() if row["stage"] == "offered" and name not in follows]
    assert {COMMITMENTS[name]["activity"] for name in still_out} == {"network-cables"}


def test_each_row_of_a_chain_takes_force_after_the_one_before():
    for row in COMMITMENTS.values():
        if row["follows"]:
            assert row["in_force_from"] > COMMITMENTS[row["follows"]]["in_force_from"], row["id"]


def test_deliveries_answer_the_first_row_of_a_chain():
    answered = {row["commitment"] for row in DELIVERIES.values() if row["commitment"]}
    assert [name for name in answered if COMMITMENTS[name]["follows"]] == []


def test_the_novated_contract_passed_on_and_the_failed_one_was_withdrawn():
    passed = [row for row in ACTIVITIES.values() if row["state"] == "novated"]
    assert [row["succeeded_by"] for row in passed] == ["office-cleaning-fennick"]
    before, after = (
        sum(Decimal(COMMITMENTS[name]["quantity"]) for name in names)
        for names in (
            ("office-cleaning.volunteering-hours.change-1", "office-cleaning-fennick.volunteering-hours"),
            ("office-cleaning.volunteering-hours",),
        )
    )
    assert before == after
    ends = [
        row["activity"] for row in COMMITMENTS.values() if row["stage"] == "withdrawn" and row["id"].endswith(".end")
    ]
    assert set(ends) == {"kelder-buses"} and len(ends) == 5


# --- Checked as it says


def test_every_verified_delivery_has_evidence_and_a_review_by_another_office():
    held = {row["delivery"] for row in rows("evidence")}
    decided = {row["delivery"]: row for row in rows("reviews") if row["decision"] == "verify"}
    verified = {name for name, row in DELIVERIES.items() if row["state"] == "verified"}
    assert verified - held == set() and verified == decided.keys()
    assert [
        row["id"] for row in rows("reviews") if row["by"] == row["maker"] or not row["by"] or not row["maker"]
    ] == []


def test_reviews_and_evidence_come_in_the_order_of_time():
    for row in rows("reviews"):
        assert DELIVERIES[row["delivery"]]["end"] < DELIVERIES[row["delivery"]]["reported_on"] < row["on"], row["id"]
    for row in rows("evidence"):
        assert row["dated"] <= DELIVERIES[row["delivery"]]["reported_on"]


def test_a_question_or_a_refusal_has_its_review_and_an_open_claim_has_none():
    decisions = defaultdict(set)
    for row in rows("reviews"):
        decisions[row["delivery"]].add(row["decision"])
    for name, row in DELIVERIES.items():
        wanted = {"verified": "verify", "queried": "query", "rejected": "reject"}.get(row["state"])
        assert (wanted in decisions[name]) if wanted else not decisions[name]


def test_fingerprints_are_sha256_and_only_the_known_repeat_shares_one():
    seen: dict[str, list[str]] = defaultdict(list)
    for row in rows("evidence"):
        assert re.fullmatch("[0-9a-f]{64}", row["sha256"])
        seen[row["sha256"]].append(row["delivery"])
    assert [names for names in seen.values() if len(names) > 1] == [
        ["laptops-to-schools.devices-given.2024-q4", "laptops-twice"]
    ]
