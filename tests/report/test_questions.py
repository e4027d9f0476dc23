"""What people with power ask: every question has an answer in figures, or a reason why nobody can answer."""

import re
from decimal import Decimal
from functools import cache

import pytest

from commonweal.report.activity_page import so_far_table
from commonweal.report.blocks import Bullets, Link, Paragraph, Part, Prose, Section, Table
from commonweal.report.questions import answers
from commonweal.report.words import CATALOGUE
from tests.report.documents import BOOKS, document, every

CANNOT = "We cannot say, because "


def texts(inlines) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in inlines)


@cache
def part(book: str, name: str) -> Part:
    return next(part for part in document(book).parts if part.id == name)


def section(book: str, name: str) -> Section:
    return next(block for part in document(book).parts for block in every(part.blocks)
                if isinstance(block, Section) and block.id == name)


def table(book: str, name: str) -> list[dict[str, str]]:
    found = next(block for part in document(book).parts for block in every(part.blocks)
                 if isinstance(block, Table) and block.id == name)
    titles = [column.title for column in found.columns]
    return [dict(zip(titles, map(texts, row), strict=True)) for row in found.rows]


def words(book: str, question: str) -> str:
    blocks = section(book, f"asked-{question}").blocks
    return " ".join(texts(block.parts) if isinstance(block, Paragraph) else block.markdown
                    for block in blocks if isinstance(block, (Paragraph, Prose)))


def pounds(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.-]", "", text))


@pytest.mark.parametrize("book", BOOKS)
def test_every_question_is_answered_or_says_why_nobody_can(book):
    found = answers(document(book).year)
    assert [answer.title for answer in found] == [
        section.title for section in part(book, "questions").sections]
    assert len(found) >= 14
    for answer in found:
        assert answer.blocks
        said = words(book, answer.name)
        # A reason is no answer, and an answer gives no reason for there being none.
        assert said.lower().startswith("we cannot say") == answer.unknown, answer.name


@pytest.mark.parametrize("book", BOOKS)
def test_the_summary_lists_every_question_and_marks_those_without_an_answer(book):
    listed = next(block for block in section(book, "asked").blocks if isinstance(block, Bullets))
    found = answers(document(book).year)
    assert [item[0] for item in listed.items] == [Link(answer.title, f"part:{answer.id}") for answer in found]
    assert [len(item) == 2 for item in listed.items] == [answer.unknown for answer in found]
    asked = [item[0].text for block in section(book, "gaps-asked").blocks for item in block.items]
    assert asked == [answer.title for answer in found if answer.unknown]


def test_the_source_report_leaves_most_of_them_open():
    unknown = {answer.name for answer in answers(document("lcr-2023").year) if answer.unknown}
    assert {"cost", "crowding", "comparison", "anyway", "pledged", "repriced", "undelivered", "badly"} <= unknown
    assert "the source report does not say" in words("lcr-2023", "undelivered")
    assert words("lcr-2023", "crowding") == f"{CANNOT}nobody was asked."


def test_the_body_answers_in_its_own_words_where_it_can():
    found = {answer.name: answer for answer in answers(document("northmere").year)}
    assert not found["crowding"].unknown and "The kitchens said" in words("northmere", "crowding")
    assert found["cost"].unknown and "asked for a price without social value" in words("northmere", "cost")
    assert words("northmere", "comparison").startswith(CANNOT)


def test_promises_by_age_add_up_to_all_promises():
    figures = document("northmere").year.by_id
    rows = table("northmere", "promises-by-age")
    for step, title in (("made", "Promised"), ("due", "Due by now"), ("reported", "Reported"), ("checked", "Checked"),
                        ("kept-up", "Kept up with"), ("late", "Late")):
        assert sum(int(row[title]) for row in rows) == figures[f"progress.promises.{step}"].value
    late = words("northmere", "delivered")
    parted = re.search(r"Of the late ones, .* for (\d+), less than half for (\d+), and nothing for (\d+)", late)
    assert parted
    counted = [int(number) for number in parted.groups()]
    assert sum(counted) == figures["progress.promises.late"].value
    assert "Late means that less was reported by 31 March 2025 than was due by then" in late


def test_what_is_furthest_behind_comes_first_with_what_was_done_about_it():
    rows = table("northmere", "late-promises")
    # 60 + 80 + 80 of the 300 homes were due by 31 March 2025, and none was handed over.
    assert (rows[0]["Contract or project"], rows[0]["Due by now"], rows[0]["Reported"]) == (
        "Homes at Saltings Yard", "220 homes", "0 homes")
    assert rows[0]["Missing, of what was due"] == "100.0%"
    missing = [Decimal(row["Missing, of what was due"].rstrip("%")) for row in rows]
    assert missing == sorted(missing, reverse=True)
    remedies = document("northmere").year.book.rows("remedies")
    acted = {document("northmere").year.name("activities", row.text("activity")) for row in remedies}
    assert {row["Contract or project"] for row in rows if row["Action on it"] != "none on record"} <= acted
    assert any(row["Action on it"] == "none on record" for row in rows)
    told = next(block for block in section("northmere", "done-about-it").blocks if isinstance(block, Bullets))
    assert len(told.items) == len(remedies)
    assert "Housing and Land, 24 February 2025; under way" in " ".join(map(texts, told.items))


def test_a_change_in_pounds_adds_up_along_its_row():
    tables = [block for block in every((section("northmere", "change-pounds"),)) if isinstance(block, Table)]
    assert [found.id.removeprefix("change-pounds-") for found in tables] == [
        "northmere-framework-2024", "commonweal-open-2026-1"]
    for found in tables:
        for row in table("northmere", found.id):
            before, *steps, now = (pounds(text) for title, text in row.items() if title != "Type of £")
            assert before + sum(steps, Decimal(0)) == now, row


def test_what_fell_is_told_from_what_was_only_not_checked_yet():
    # By the records: fewer referrals in all; fewer qualifications only as far as the last quarter's are checked.
    fell = [row["Measure"] for row in table("northmere", "fallen-table")]
    assert any("referred" in measure for measure in fell)
    assert "People who gain a qualification" not in fell
    assert all(row["Change"].startswith("-") for row in table("northmere", "fallen-table"))
    said = " ".join(texts(block.parts) for block in part("northmere", "change").blocks if isinstance(block, Paragraph))
    # 532 of 718 lines and 469 of 517.
    assert "2024/25, 74.1% were checked" in said and "2023/24, 90.7%" in said


@pytest.mark.parametrize(("name", "count"), [("pledges", 12), ("priorities", 6)])
def test_what_came_of_last_year_comes_first_and_is_told_state_by_state(name, count):
    first = part("northmere", name).sections[0]
    assert first.id == f"{name}-carried"
    sentence = texts(next(block for block in first.blocks if isinstance(block, Paragraph)).parts)
    assert sentence.startswith(f"Carried from an earlier report: {count}. Of these: ")
    counts = [int(number) for number in re.findall(r"(\d+) (?:met|partly met|not met|changed|under way)", sentence)]
    assert len(counts) == 5 and sum(counts) == count
    states = [row["State"].partition(":")[0] for row in table("northmere", f"{name}-carried-table")]
    order = [CATALOGUE["pledge_state"][state] for state in ("met", "part-met", "not-met", "changed", "in-progress")]
    assert list(dict.fromkeys(states)) == order
    assert [states.count(state) for state in order] == counts
    none = part("lcr-2023", name).sections[0]
    assert none.id == f"{name}-carried" and "on record as carried" in texts(none.blocks[0].parts)


def test_settled_priorities_are_not_printed_as_this_years():
    settled = [row["Title"] for row in table("northmere", "priorities-carried-table") if row["State"] != "under way"]
    now = [row["Title"] for found in every(part("northmere", "priorities").blocks)
           if isinstance(found, Table) and re.match(r"priority-\d", found.id) for row in table("northmere", found.id)]
    assert len(settled) == 4 and not set(settled) & set(now)
    assert "Agree one way of counting shared events" in now


def test_what_has_no_number_is_named():
    missing = section("lcr-2023", "gaps-numbers")
    said = " ".join(texts(item) for block in missing.blocks if isinstance(block, Bullets) for item in block.items)
    # The source report gives no environmental number of its year, and promises shares of spend without one.
    assert "Greener" in said and "Share of spend on goods, services and works" in said
    all_there = section("northmere", "gaps-numbers")
    assert [texts(block.parts) for block in all_there.blocks][2] == "Every promise in force has a number."


def test_how_many_returns_came_is_said_or_that_nobody_can_say():
    # Three returns of the last quarter are dated after 9 May 2025 in the records.
    assert "received, 3 of these in part after collection was to close" in words("northmere", "data")
    assert "How many returns were due and how many came cannot be said" in words("lcr-2023", "data")
    rows = table("northmere", "returns")
    assert [row["Period"] for row in rows] == ["2024/25"] * 4 + ["2023/24"] * 4


def test_what_is_left_after_reductions_stands_beside_the_part_that_states_any():
    """A tenth of the value may state reductions: set against the whole, nine tenths would seem to be taken off."""
    year = document("northmere").year
    own = {edition.id for edition in year.book.own_editions}
    checked = {line.key for line in year.snapshot.lines
               if line.text("standing") == "verified" and line.text("period") == "2024-25" and line.get("counted")}
    states = [row for row in year.valued if row["line"] in checked and row["net_central"] is not None
              and row["kind"] == "economic" and row["edition"] in own]
    gross, net = (sum(row[name] for row in states) for name in ("gross_central", "net_central"))
    [row] = [row for row in table("northmere", "pounds-summary") if row["Type of £"].startswith("economic")]
    assert 0 < net < gross < pounds(row["Checked"]) / 2
    assert row["After reductions"] == f"£{net:,} is left of £{gross:,}"
    assert {row["After reductions"] for row in table("northmere", "pounds-summary")
            if row["Type of £"].startswith("cash")} == {"none stated"}


def test_promises_that_were_cut_are_told_with_what_was_first_agreed():
    """The evening buses ended early. Their promises are in no count of promises, late or kept, and stand here."""
    rows = {(row["Contract or project"], row["Measure"]): row for row in table("northmere", "altered")}
    ended = rows["Evening buses for the Kelder valley", "Hours that staff volunteer in paid time"]
    assert ended == {**ended, "Bid": "–", "First agreed": "640 hours by 31 August 2027", "Stands now": "given up",
                     "Since": "1 October 2024", "Why": "The contract was ended."}
    cut = rows["Warm Terraces", "Weeks of apprenticeship at level 2 or above"]
    assert (cut["First agreed"], cut["Stands now"]) == (
        "520 weeks by 31 December 2025", "416 weeks by 31 December 2025")
    assert not [row for row in rows.values() if row["Contract or project"] == "Hallowick Road station"], "raised"
    year = document("northmere").year
    commitments = year.book.rows("commitments")
    ends = {row.text("follows") for row in commitments if row.text("stage") == "withdrawn"}
    given_up = [row for row in commitments if row.key in ends and row.text("stage") == "committed"]
    assert year.by_id["altered.withdrawn"].value == len(given_up) == 5
    made = year.by_id["progress.promises.made"].value
    assert year.by_id["altered.withdrawn"].denominator == made + 5
    # The bid that won the homes offered more of them than the contract says.
    homes = rows["Homes at Saltings Yard", "Affordable homes handed over"]
    assert (homes["Bid"], homes["First agreed"]) == ("320 homes by 31 March 2026", "300 homes by 31 March 2026")
    under_bid = year.by_id["altered.under-bid"]
    assert (under_bid.value, under_bid.denominator) == (5, 19)
    for part_id in ("summary", "questions"):
        assert any("given up since 5," in texts(block.parts) for block in every(part("northmere", part_id).blocks)
                   if isinstance(block, Paragraph))


def test_a_contract_that_promised_something_for_protected_people_is_not_said_to_have_done_nothing():
    """What was done for them is never told by contract. A dash beside the promise would read as nothing."""
    year = document("northmere").year
    row = year.book.by_id("activities")["quayside-rents"]
    done = [claim for claim in year.book.rows("deliveries")
            if claim.text("activity") == "quayside-rents" and claim.text("measure") == "women-trained"]
    assert len(done) > 5
    told = so_far_table(year, row)
    [women] = [cells for cells in told.rows if texts(cells[0]).startswith("Women")]
    assert [texts(cell) for cell in women[1:]] == ["36 people", "28.8 people", "not shown", "not shown"]
    assert "never counted by contract" in texts(told.note)
