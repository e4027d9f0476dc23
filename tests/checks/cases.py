"""For each rule one faulty book and at least one sound one, as changes of the small book.

A case is: the rule's code, what is wrong in words, the rows changed, and the rows that the rule must name.
A sound case is the nearest thing to the fault that is right.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tests.checks.small_book import ACCESSIBILITY, ROWS, SETTINGS, Row, claim, evidence, promise, review, stated


class Case(NamedTuple):
    """A change of the small book, and what the rule must say of it: the subjects of its findings, or nothing."""

    code: str
    what: str
    tables: Mapping[str, list[Row]]
    subjects: tuple[str, ...] = ()
    files: Mapping[str, str] = {}


def _story(heading: str, text: str = "A text.") -> dict[str, str]:
    return {"stories/first.md": f'+++\ntitle = "First"\nrole = "investor"\n{heading}\n+++\n{text}\n'}


def _told(text: str) -> dict[str, str]:
    return _story('consent = "not-needed"', text)


def _released(prepared_by: str, approved_by: str) -> dict[str, str]:
    named = f'[release]\nprepared_by = "{prepared_by}"\napproved_by = "{approved_by}"\n'
    return {"book.toml": SETTINGS + named}


def _accessibility(said: str) -> dict[str, str]:
    return {"book.toml": SETTINGS.replace(ACCESSIBILITY, f"\n[accessibility]\n{said}\n")}


BOTH = {"book.toml": SETTINGS.replace("[book]", '[book]\nlanguages = ["en-GB", "cy"]')}


def _section(place: str) -> str:
    return f'+++\ntitle = "Why"\npart = "purpose"\n{place}\nstate = "signed-off"\n+++\nA text.\n'


def _told_in_two(first: str, other: str) -> dict[str, str]:
    return {**BOTH, "sections/why.md": _section(first), "sections/why.cy.md": _section(other)}


DOCK = ROWS["activities"][0]
PARK = ROWS["activities"][1]
PLEDGE: Row = {
    "id": "pledge",
    "title": "We will",
    "role": "employer",
    "horizon": "immediate",
    "owner": "People office",
    "due": "2025-03-31",
    "test": "share of staff",
    "state": "open",
}
ACTION: Row = {
    "id": "act",
    "area": "Work",
    "role": "employer",
    "kind": "action",
    "title": "Do it",
    "owner": "People office",
    "due": "2025-03-31",
    "test": "share of staff",
    "state": "open",
}
LOCKED: Row = {"period": "2024", "step": "lock", "due": "2025-02-01", "done": "2025-02-03"}
LEVEL: Row = {
    "id": "level",
    "organisation": "council",
    "scheme": "Fair Work",
    "held": "Bronze",
    "awarded": "2024-05-01",
    "aimed": "Silver",
    "due": "2025-05-01",
}
CONTEXT: Row = {
    "id": "low-pay",
    "title": "Jobs below the wage",
    "value": "26",
    "unit": "%",
    "as_printed": "26%",
    "numerator": "26",
    "denominator": "100",
    "source": "page 9",
}
RATIO: Row = {
    "id": "each",
    "title": "£ a job",
    "numerator": "stated/money",
    "denominator": "stated/posts",
    "unit": "£ a job",
    "places": "0",
    "as_printed": "33",
    "role": "investor",
}
MONEY = [stated("money", value="100", unit="£"), stated("posts", value="3", unit="jobs")]
AWARD = promise("award", follows="promised", in_force_from="2024-05-01", quantity="120")
PEOPLE = "delivery,token,group,start\n"

FAULTY = [
    Case(
        "UNKNOWN-REFERENCE",
        "a delivery in an activity that is not there",
        {"deliveries": [claim("d", activity="dokc")]},
        ("d",),
    ),
    Case("UNKNOWN-REFERENCE", "a measure that no version has", {"deliveries": [claim("d", measure="minutes")]}, ("d",)),
    Case(
        "UNKNOWN-REFERENCE", "a part of a row that is not there", {"stated": [stated("s", part_of="nothing")]}, ("s",)
    ),
    Case(
        "UNKNOWN-REFERENCE",
        "an answer that is not there",
        {"promises": [{**PLEDGE, "answered_by": "dock;dokc"}]},
        ("pledge",),
    ),
    Case("UNKNOWN-REFERENCE", "a role that is none", {"activities": [{**PARK, "other_roles": "banker"}]}, ("park",)),
    Case(
        "UNKNOWN-REFERENCE",
        "a story about an activity that is not there",
        {},
        ("first",),
        _story('consent = "not-needed"\nactivity = "dokc"'),
    ),
    Case(
        "UNKNOWN-REFERENCE",
        "a ratio of a row that is not there",
        {"stated": MONEY, "ratios": [{**RATIO, "denominator": "stated/jobs"}]},
        ("each",),
    ),
    Case(
        "CIRCULAR-REFERENCE",
        "two parts of each other",
        {"stated": [stated("one", part_of="two"), stated("two", part_of="one")]},
        ("one", "two"),
    ),
    Case(
        "SPAN-REVERSED",
        "an end before the start",
        {"stated": [stated("s", start="2024-05-02", end="2024-05-01")]},
        ("s",),
    ),
    Case("DELIVERY-OUTSIDE-ACTIVITY", "done after the end", {"deliveries": [claim("d", end="2025-01-01")]}, ("d",)),
    Case(
        "DELIVERY-OUTSIDE-ACTIVITY",
        "done before the start",
        {"activities": [{**DOCK, "start": "2024-01-02"}], "commitments": [promise("promised", start="2024-01-02")]},
        ("spring",),
    ),
    Case(
        "COMMITMENT-OUTSIDE-ACTIVITY",
        "due after the end",
        {"commitments": [promise("promised", due="2025-01-01")]},
        ("promised",),
    ),
    Case(
        "MEASURE-NOT-VALID",
        "done after the version that had the measure",
        {"deliveries": [claim("d", measure="plan", quantity="1", start="2024-10-01", end="2024-10-01")]},
        ("d",),
    ),
    Case(
        "PERIOD-NOT-STATED", "a number of no stated span", {"stated": [stated("s", period_kind="not-stated")]}, ("s",)
    ),
    Case("CHAIN-BROKEN", "two rows that follow one", {"commitments": [AWARD, {**AWARD, "id": "other"}]}, ("other",)),
    Case(
        "CHAIN-BROKEN",
        "a row that takes force before the one it follows",
        {"commitments": [{**AWARD, "in_force_from": "2023-12-31"}]},
        ("award",),
    ),
    Case("CHAIN-BROKEN", "a promise of another measure", {"commitments": [{**AWARD, "measure": "spend"}]}, ("award",)),
    Case(
        "CHAIN-BROKEN",
        "a promise of an activity that did not take over",
        {"commitments": [{**AWARD, "activity": "park"}]},
        ("award",),
    ),
    Case(
        "CHAIN-BROKEN",
        "rows that follow each other in a circle",
        {"commitments": [{**AWARD, "id": "one", "follows": "two"}, {**AWARD, "id": "two", "follows": "one"}]},
        ("one", "two"),
    ),
    Case(
        "CHAIN-STAGE",
        "an agreement that becomes an offer again",
        {"commitments": [{**AWARD, "stage": "offered"}]},
        ("award",),
    ),
    Case("CHAIN-STAGE", "a promise that begins as its end", {"commitments": [promise("w", stage="withdrawn")]}, ("w",)),
    Case(
        "MILESTONES",
        "milestones that do not add up",
        {
            "commitments": [promise("promised", profile="milestones")],
            "milestones": [
                {"commitment": "promised", "due": "2024-06-30", "quantity": "40"},
                {"commitment": "promised", "due": "2024-12-31", "quantity": "50"},
            ],
        },
        ("promised",),
    ),
    Case("MILESTONES", "no milestones", {"commitments": [promise("promised", profile="milestones")]}, ("promised",)),
    Case(
        "MILESTONES",
        "milestones that nothing falls due by",
        {"milestones": [{"commitment": "promised", "due": "2024-06-30", "quantity": "100"}]},
        ("promised",),
    ),
    Case(
        "MILESTONES",
        "a milestone after the promise is due",
        {
            "commitments": [promise("promised", profile="milestones")],
            "milestones": [{"commitment": "promised", "due": "2025-01-01", "quantity": "100"}],
        },
        ("promised/2025-01-01",),
    ),
    Case(
        "DELIVERY-AGAINST-COMMITMENT",
        "another measure than was promised",
        {"deliveries": [claim("d", commitment="promised", measure="spend")]},
        ("d",),
    ),
    Case(
        "DELIVERY-AGAINST-COMMITMENT",
        "another activity than it was promised in",
        {"deliveries": [claim("d", commitment="promised", activity="park")]},
        ("d",),
    ),
    Case(
        "DELIVERY-AGAINST-COMMITMENT",
        "a later row of the chain",
        {"commitments": [AWARD], "deliveries": [claim("d", commitment="award")]},
        ("d",),
    ),
    Case(
        "FAR-OVER-COMMITMENT",
        "976 and 25 of 100 promised",
        {"deliveries": [claim("d", commitment="promised", quantity="976")]},
        ("promised",),
    ),
    Case(
        "OVER-COMMITMENT",
        "176 and 25 of 100 promised",
        {"deliveries": [claim("d", commitment="promised", quantity="176")]},
        ("promised",),
    ),
    Case("NEGATIVE-NOT-ALLOWED", "hours below zero", {"deliveries": [claim("d", quantity="-1")]}, ("d",)),
    Case("YES-NO-QUANTITY", "two of yes", {"deliveries": [claim("d", measure="plan", quantity="2")]}, ("d",)),
    Case(
        "TO-DATE-FALLS",
        "a running total that falls",
        {
            "deliveries": [
                claim("june", basis="to-date", quantity="50"),
                claim("july", basis="to-date", quantity="49", end="2024-07-31"),
            ]
        },
        ("july",),
    ),
    Case(
        "TO-DATE-LOSS",
        "a running total of jobs that falls",
        {
            "deliveries": [
                claim("june", measure="jobs-won", basis="to-date", quantity="50"),
                claim("july", measure="jobs-won", basis="to-date", quantity="49", end="2024-07-31"),
            ]
        },
        ("july",),
    ),
    Case(
        "PART-OVER-WHOLE",
        "a part greater than its whole",
        {"stated": [stated("whole"), stated("part", value="81", part_of="whole")]},
        ("part",),
    ),
    Case(
        "REPEATED-CLAIM", "the same claim twice by one reporter", {"deliveries": [claim("one"), claim("two")]}, ("two",)
    ),
    Case(
        "REPEATED-CLAIM",
        "the same claim by a supplier and its subcontractor",
        {"deliveries": [claim("one"), claim("two", reported_by="fitter")]},
        ("two",),
    ),
    Case(
        "ALIKE-CLAIMS",
        "the same claim by one reporter in two activities",
        {"deliveries": [claim("one"), claim("two", activity="park")]},
        ("two",),
    ),
    Case(
        "ALIKE-CLAIMS",
        "the same large claim by strangers",
        {
            "deliveries": [
                claim("one", quantity="20"),
                claim("two", activity="park", reported_by="charity", quantity="20"),
            ]
        },
        ("two",),
    ),
    Case(
        "ONCE-CLAIMED-TWICE",
        "people who started once, by quarter and by month",
        {
            "deliveries": [
                claim("quarter", measure="trained"),
                claim("month", measure="trained", start="2024-06-01", quantity="4"),
            ]
        },
        ("month",),
    ),
    Case(
        "EXCLUDED-TOGETHER",
        "two measures that exclude each other, in overlapping days",
        {
            "deliveries": [
                claim("one", measure="spend"),
                claim("two", measure="small-spend", quantity="5", start="2024-06-30"),
            ]
        },
        ("two",),
    ),
    Case(
        "SAME-EVIDENCE",
        "one file behind one measure in two activities",
        {
            "deliveries": [claim("one"), claim("two", activity="park", quantity="11")],
            "evidence": [evidence("e1", "one", "b"), evidence("e2", "two", "b")],
        },
        ("e2",),
    ),
    Case(
        "SHARED-EVIDENCE",
        "one file behind two quarters",
        {"deliveries": [claim("one")], "evidence": [evidence("e1", "one", "A")]},
        ("e1",),
    ),
    Case(
        "PERSON-TWICE",
        "one person in two claims of a measure that counts people once",
        {
            "deliveries": [
                claim("one", measure="trained"),
                claim("two", measure="trained", activity="park", quantity="9"),
            ]
        },
        ("two",),
        {"private/participants.csv": f"{PEOPLE}one,SECRET-1,,\ntwo,SECRET-1,,\ntwo,SECRET-2,,\n"},
    ),
    Case(
        "EVENT-OVER-WHOLE",
        "more than the whole of one event",
        {
            "deliveries": [
                claim("one", event="fair", event_share="0.6"),
                claim("two", event="fair", event_share="0.5", activity="park", quantity="9"),
            ]
        },
        ("two",),
    ),
    Case(
        "EVENT-WITHOUT-SHARE",
        "an event claimed twice, once without a share",
        {"deliveries": [claim("one", event="fair"), claim("two", event="fair", event_share="0.5", activity="park")]},
        ("one",),
    ),
    Case(
        "PARTY-SHARES",
        "shares above the whole on one day",
        {
            "parties": [
                {"activity": "dock", "organisation": "charity", "part": "partner", "share": "0.1", "from": "2024-12-31"}
            ]
        },
        ("dock/charity/partner",),
    ),
    Case(
        "SUBCONTRACTOR-PRIME",
        "a subcontractor of nobody there",
        {"parties": [{"activity": "park", "organisation": "fitter", "part": "subcontractor", "under": "builder"}]},
        ("park/fitter/subcontractor",),
    ),
    Case(
        "NOT-COUNTED",
        "a claim that does not count, without a reason",
        {"deliveries": [claim("d", counts="no", repeats="spring")]},
        ("d",),
    ),
    Case("NOT-COUNTED", "a repeat that still counts", {"deliveries": [claim("d", repeats="spring")]}, ("d",)),
    Case(
        "NOT-COUNTED",
        "a repeat of what does not count",
        {
            "deliveries": [
                claim("one", counts="no", repeats="spring", why_not_counted="Same hours; Contracts office"),
                claim("two", counts="no", repeats="one", why_not_counted="Same hours; Contracts office"),
            ]
        },
        ("two",),
    ),
    Case(
        "RATE-WITHOUT-BASE",
        "a rate without its whole",
        {"deliveries": [claim("d", measure="local-share", quantity="80", numerator="8")]},
        ("d",),
    ),
    Case(
        "RATE-WITHOUT-BASE",
        "a rate of nothing",
        {"deliveries": [claim("d", measure="local-share", quantity="0", numerator="0", denominator="0")]},
        ("d",),
    ),
    Case(
        "PERCENTAGE-WITHOUT-BASE", "a printed percentage without its base", {"stated": [stated("s", unit="%")]}, ("s",)
    ),
    Case(
        "PERCENTAGE-WITHOUT-BASE",
        "a percentage of the place without its base",
        {"context": [{**CONTEXT, "denominator": ""}]},
        ("low-pay",),
    ),
    Case(
        "RATIO-CONTRADICTS-PARTS",
        "81% as 8 of 10",
        {"deliveries": [claim("d", measure="local-share", quantity="81", numerator="8", denominator="10")]},
        ("d",),
    ),
    Case(
        "RATIO-CONTRADICTS-PARTS",
        "over 80% as 8 of 11",
        {"stated": [stated("s", unit="%", bound="over", numerator="8", denominator="11")]},
        ("s",),
    ),
    Case(
        "RATIO-AGAINST-PRINTED",
        "£34 a job as £100 for 3",
        {"stated": MONEY, "ratios": [{**RATIO, "as_printed": "34"}]},
        ("each",),
    ),
    Case(
        "VERIFIED-WITHOUT-EVIDENCE",
        "checked without evidence",
        {"deliveries": [claim("d", state="verified")], "reviews": [review("r", "d", "verify")]},
        ("d",),
    ),
    Case(
        "VERIFIED-WITHOUT-REVIEW",
        "checked without a decision",
        {"deliveries": [claim("d", state="verified")], "evidence": [evidence("e", "d", "b")]},
        ("d",),
    ),
    Case(
        "CHECKER-IS-MAKER",
        "checked by the maker",
        {"reviews": [review("checked", "spring", "verify", by="builder  LTD")]},
        ("checked",),
    ),
    Case(
        "CHECKER-IS-MAKER",
        "checked by the reporter, where no maker is named",
        {"reviews": [review("checked", "spring", "verify", by="Builder Ltd", maker="")]},
        ("checked",),
    ),
    Case(
        "CHECKER-IS-MAKER",
        "nobody says who made it",
        {
            "deliveries": [{**ROWS["deliveries"][0], "reported_by": ""}],
            "reviews": [review("checked", "spring", "verify", maker="")],
        },
        ("checked",),
    ),
    Case("STATE-AGAINST-REVIEW", "refused without a decision", {"deliveries": [claim("d", state="rejected")]}, ("d",)),
    Case(
        "STATE-AGAINST-REVIEW",
        "counted after it was refused",
        {"deliveries": [claim("d")], "reviews": [review("r", "d", "reject")]},
        ("d",),
    ),
    Case(
        "EVIDENCE-FINGERPRINT",
        "a file name for a fingerprint",
        {"evidence": [{**ROWS["evidence"][0], "sha256": "timesheet.pdf"}]},
        ("sheet",),
    ),
    Case(
        "POTENTIAL-WITHOUT-ASSUMPTION",
        "possible, on no assumption",
        {"commitments": [promise("p", stage="potential")]},
        ("p",),
    ),
    Case(
        "COMMITMENT-WITHOUT-BASELINE",
        "no level before and no reason",
        {"commitments": [promise("promised", baseline="")]},
        ("promised",),
    ),
    Case(
        "PROMISE-INCOMPLETE",
        "a pledge without owner and day",
        {"promises": [{**PLEDGE, "owner": "", "due": "", "due_text": "soon"}]},
        ("pledge",),
    ),
    Case("PRIORITY-INCOMPLETE", "an action without test", {"priorities": [{**ACTION, "test": ""}]}, ("act",)),
    Case(
        "ACCREDITATION-UNDATED",
        "a level held since nobody knows when",
        {"accreditations": [{**LEVEL, "awarded": ""}]},
        ("level",),
    ),
    Case("ACCREDITATION-UNDATED", "a level aimed for some day", {"accreditations": [{**LEVEL, "due": ""}]}, ("level",)),
    Case("CLAIM-UNMEASURED", "neither a number nor a way to one", {"stated": [stated("s", value="", unit="")]}, ("s",)),
    Case("NUMBER-WITHOUT-UNIT", "80 of what", {"stated": [stated("s", unit="")]}, ("s",)),
    Case("SOURCE-NOT-GIVEN", "a number from nowhere", {"stated": [stated("s", source="")]}, ("s",)),
    Case(
        "CLAIMS-OPEN",
        "a claim without a decision in a locked year",
        {"deliveries": [claim("summer")], "calendar": [LOCKED]},
        ("2024",),
    ),
    Case("STORY-CONSENT", "a story without consent", {}, ("first",), _story('consent = "no"')),
    Case(
        "STORY-CONSENT",
        "consent that ran out in the year",
        {},
        ("first",),
        _story('consent = "yes"\nconsent_until = 2024-12-30'),
    ),
    Case("TRANSLATION-DIFFERS", "another place", {}, ("why.cy",), _told_in_two("order = 1", "order = 2")),
    Case("TRANSLATION-MISSING", "none", {}, ("why.cy",), {**BOTH, "sections/why.md": _section("order = 1")}),
    Case("ACCESSIBILITY-STATEMENT", "no word on it", {}, ("",), _accessibility("")),
    Case("ACCESSIBILITY-STATEMENT", "no day", {}, ("",), _accessibility('contact = "Web Team"')),
    Case("STORY-SMALL-PLACE", "a ward and a trait", {}, ("first",), _told("A wheelchair user from North ward cooks.")),
    Case(
        "STORY-SMALL-PLACE",
        "a trait in a story set in a ward",
        {},
        ("first",),
        _story('consent = "not-needed"\nplace = "north"', "Her autism was never in the way."),
    ),
    Case("RELEASE-SAME-HANDS", "one office, twice", {}, ("release",), _released("Insight Team", "insight  team")),
    Case("RELEASE-SAME-HANDS", "nobody who approves", {}, ("release",), _released("Insight Team", "")),
]

SOUND = [
    Case(
        "UNKNOWN-REFERENCE",
        "every sort of reference that is there",
        {
            "activities": [{**PARK, "other_roles": "investor;employer", "part_of": "dock"}],
            "promises": [{**PLEDGE, "answered_by": "dock;spring"}],
            "stated": MONEY,
            "ratios": [RATIO],
        },
        files=_story('consent = "not-needed"\nactivity = "dock"\nplace = "north"\nmeasures = ["hours"]'),
    ),
    Case(
        "CIRCULAR-REFERENCE",
        "a part of a part",
        {"stated": [stated("whole"), stated("part", part_of="whole"), stated("smaller", part_of="part")]},
    ),
    Case("SPAN-REVERSED", "one day", {"stated": [stated("s", start="2024-05-01", end="2024-05-01")]}),
    Case(
        "DELIVERY-OUTSIDE-ACTIVITY",
        "done on the first and last days, or where no days are stated",
        {
            "deliveries": [
                claim("d", start="2024-12-31", end="2024-12-31"),
                claim("e", activity="park", quantity="9", end="2025-06-30"),
            ]
        },
    ),
    Case(
        "COMMITMENT-OUTSIDE-ACTIVITY",
        "withdrawn or replaced, due after the end",
        {
            "commitments": [
                promise("promised", due="2025-06-30"),
                {**AWARD, "stage": "withdrawn", "due": "2025-06-30"},
            ]
        },
    ),
    Case(
        "MEASURE-NOT-VALID",
        "done on the last day of the version that had the measure",
        {"deliveries": [claim("d", measure="plan", quantity="1", end="2024-09-30")]},
    ),
    Case(
        "PERIOD-NOT-STATED",
        "no number, no span",
        {"stated": [stated("s", value="", unit="", would_measure="a count", period_kind="not-stated")]},
    ),
    Case(
        "CHAIN-BROKEN",
        "an award and a novation to the activity that took over",
        {
            "activities": [{**DOCK, "succeeded_by": "park", "state": "novated"}],
            "commitments": [
                AWARD,
                {**AWARD, "id": "moved", "follows": "award", "activity": "park", "in_force_from": "2024-06-01"},
            ],
        },
    ),
    Case(
        "CHAIN-STAGE",
        "an estimate, an offer, an award, an end",
        {
            "commitments": [
                promise("est", stage="potential", assumption="all take part"),
                {**AWARD, "id": "bid", "follows": "est", "stage": "offered"},
                {**AWARD, "id": "won", "follows": "bid"},
                {**AWARD, "id": "end", "follows": "won", "stage": "withdrawn"},
            ]
        },
    ),
    Case(
        "MILESTONES",
        "milestones that add up",
        {
            "commitments": [promise("promised", profile="milestones")],
            "milestones": [
                {"commitment": "promised", "due": "2024-01-01", "quantity": "40"},
                {"commitment": "promised", "due": "2024-12-31", "quantity": "60"},
            ],
        },
    ),
    Case(
        "DELIVERY-AGAINST-COMMITMENT",
        "done in a part of the promise's activity, and in the one that took over",
        {
            "activities": [{**PARK, "part_of": "dock"}, {**PARK, "id": "quay"}, {**DOCK, "succeeded_by": "quay"}],
            "deliveries": [
                claim("d", commitment="promised", activity="park"),
                claim("e", commitment="promised", activity="quay", quantity="9"),
            ],
        },
    ),
    Case(
        "FAR-OVER-COMMITMENT",
        "what was never promised, and a variation",
        {
            "commitments": [{**AWARD, "quantity": "600"}],
            "deliveries": [claim("d", commitment="promised", quantity="976"), claim("e", quantity="5000")],
        },
    ),
    Case(
        "OVER-COMMITMENT",
        "exactly twice, and stages that are not added",
        {
            "commitments": [promise("people", measure="trained")],
            "deliveries": [
                claim("d", commitment="promised", quantity="175"),
                claim("s", commitment="people", measure="trained", quantity="150", stage="started"),
                claim("c", commitment="people", measure="trained", quantity="140", stage="completed"),
            ],
        },
    ),
    Case(
        "OVER-COMMITMENT",
        "levels and running totals that are not added",
        {
            "commitments": [promise("posts", measure="jobs", quantity="60")],
            "deliveries": [
                claim("d", commitment="promised", quantity="90", basis="to-date"),
                claim("e", commitment="promised", quantity="170", basis="to-date", end="2024-07-31"),
                claim("j", commitment="posts", measure="jobs", quantity="100"),
                claim("k", commitment="posts", measure="jobs", quantity="99", end="2024-09-30"),
            ],
        },
    ),
    Case(
        "NEGATIVE-NOT-ALLOWED",
        "jobs lost, where losses may be recorded",
        {"deliveries": [claim("d", measure="jobs-won", quantity="-1")]},
    ),
    Case("YES-NO-QUANTITY", "yes", {"deliveries": [claim("d", measure="plan", quantity="1")]}),
    Case(
        "TO-DATE-FALLS",
        "another place, and a total that rises",
        {
            "deliveries": [
                claim("june", basis="to-date", quantity="50"),
                claim("july", basis="to-date", quantity="51", end="2024-07-31"),
                claim("north", basis="to-date", quantity="9", end="2024-08-31", place="north"),
            ]
        },
    ),
    Case(
        "TO-DATE-LOSS",
        "increments that fall",
        {
            "deliveries": [
                claim("june", measure="jobs-won", quantity="50"),
                claim("july", measure="jobs-won", quantity="9", start="2024-07-01", end="2024-07-31"),
            ]
        },
    ),
    Case(
        "PART-OVER-WHOLE",
        "a part as great as its whole, a part of 'over', and one in another unit",
        {
            "stated": [
                stated("whole"),
                stated("part", part_of="whole"),
                stated("more", bound="over"),
                stated("big", value="90", part_of="more"),
                stated("money", value="500", unit="£", part_of="whole"),
            ]
        },
    ),
    Case(
        "REPEATED-CLAIM",
        "a settled repeat, another stage, and shares of one event",
        {
            "deliveries": [
                claim("one"),
                claim("two", counts="no", repeats="one", why_not_counted="Same hours; Contracts office"),
                claim("three", stage="started"),
                claim("four", event="fair", event_share="0.5", quantity="12"),
                claim("five", event="fair", event_share="0.5", quantity="12"),
            ]
        },
    ),
    Case(
        "ALIKE-CLAIMS",
        "a small number twice, by strangers",
        {"deliveries": [claim("one"), claim("two", activity="park", reported_by="charity")]},
    ),
    Case(
        "ONCE-CLAIMED-TWICE",
        "one quarter after the other, and another reporter",
        {
            "deliveries": [
                claim("one", measure="trained"),
                claim("two", measure="trained", start="2024-07-01", end="2024-09-30"),
                claim("three", measure="trained", quantity="3", reported_by="fitter"),
            ]
        },
    ),
    Case(
        "EXCLUDED-TOGETHER",
        "in another quarter, and in another activity",
        {
            "deliveries": [
                claim("one", measure="spend"),
                claim("two", measure="small-spend", quantity="5", start="2024-07-01", end="2024-09-30"),
                claim("three", measure="small-spend", quantity="5", activity="park"),
            ]
        },
    ),
    Case(
        "SAME-EVIDENCE",
        "one file behind the shares of one event, and behind what does not count",
        {
            "deliveries": [
                claim("one", event="fair", event_share="0.5"),
                claim("two", event="fair", event_share="0.5", activity="park"),
                claim("three", activity="park", quantity="7", state="draft"),
            ],
            "evidence": [evidence("e1", "one", "b"), evidence("e2", "two", "b"), evidence("e3", "three", "b")],
        },
    ),
    Case(
        "SHARED-EVIDENCE",
        "one file behind two measures of one activity, and two files behind one claim",
        {
            "deliveries": [claim("one"), claim("two", measure="spend")],
            "evidence": [evidence("e1", "one", "b"), evidence("e2", "two", "b"), evidence("e3", "one", "c")],
        },
    ),
    Case(
        "PERSON-TWICE",
        "a further stage, and a running total",
        {
            "deliveries": [
                claim("one", measure="trained", stage="started"),
                claim("two", measure="trained", stage="completed"),
                claim("may", measure="trained", activity="park", basis="to-date", end="2024-05-31"),
                claim("june", measure="trained", activity="park", basis="to-date", quantity="11"),
            ]
        },
        (),
        {"private/participants.csv": f"{PEOPLE}one,SECRET-1,,\ntwo,SECRET-1,,\nmay,SECRET-2,,\njune,SECRET-2,,\n"},
    ),
    Case(
        "EVENT-OVER-WHOLE",
        "the whole of one event",
        {
            "deliveries": [
                claim("one", event="fair", event_share="0.6"),
                claim("two", event="fair", event_share="0.4", activity="park"),
            ]
        },
    ),
    Case("EVENT-WITHOUT-SHARE", "an event of one claim", {"deliveries": [claim("one", event="fair")]}),
    Case(
        "PARTY-SHARES",
        "one supplier after the other",
        {
            "parties": [
                {"activity": "park", "organisation": "builder", "part": "prime", "share": "1", "to": "2024-06-30"},
                {"activity": "park", "organisation": "charity", "part": "prime", "share": "1", "from": "2024-07-01"},
            ]
        },
    ),
    Case(
        "SUBCONTRACTOR-PRIME",
        "a subcontractor of a subcontractor",
        {"parties": [{"activity": "dock", "organisation": "charity", "part": "subcontractor", "under": "fitter"}]},
    ),
    Case(
        "NOT-COUNTED",
        "a settled repeat",
        {"deliveries": [claim("d", counts="no", repeats="spring", why_not_counted="Same hours; Contracts office")]},
    ),
    Case(
        "RATE-WITHOUT-BASE",
        "none of ten",
        {"deliveries": [claim("d", measure="local-share", quantity="0", numerator="0", denominator="10")]},
    ),
    Case(
        "PERCENTAGE-WITHOUT-BASE",
        "a percentage with its base, and one that has no number",
        {
            "stated": [
                stated("s", unit="%", numerator="8", denominator="10"),
                stated("t", value="", unit="%", would_measure="a count"),
            ],
            "context": [CONTEXT],
        },
    ),
    Case(
        "RATIO-CONTRADICTS-PARTS",
        "67% as 2 of 3, 12.5% as 1 of 8, about, and a rise of 10% to 110",
        {
            "stated": [
                stated("a", value="67", unit="%", numerator="2", denominator="3"),
                stated("b", value="12.5", unit="%", numerator="1", denominator="8"),
                stated("c", value="70", unit="%", bound="about", numerator="2", denominator="3"),
                stated("d", value="10", unit="%", share_or_change="change", numerator="110", denominator="100"),
            ]
        },
    ),
    Case(
        "RATIO-AGAINST-PRINTED",
        "£33 a job as £100 for 3, and one that nobody printed",
        {"stated": MONEY, "ratios": [RATIO, {**RATIO, "id": "ours", "as_printed": ""}]},
    ),
    Case("VERIFIED-WITHOUT-EVIDENCE", "sent in, without evidence", {"deliveries": [claim("d")]}),
    Case(
        "VERIFIED-WITHOUT-EVIDENCE",
        "nought needs none: there is nothing to show",
        {"deliveries": [claim("d", quantity="0", state="verified")], "reviews": [review("r", "d", "verify")]},
    ),
    Case("VERIFIED-WITHOUT-REVIEW", "sent in, without a decision", {"deliveries": [claim("d")]}),
    Case(
        "CHECKER-IS-MAKER",
        "a question may be asked by anybody",
        {"deliveries": [claim("d", state="queried")], "reviews": [review("r", "d", "query", by="Builder Ltd")]},
    ),
    Case(
        "STATE-AGAINST-REVIEW",
        "a question, answered; a question, open; a refusal",
        {
            "deliveries": [
                claim("d"),
                claim("e", state="queried", quantity="9"),
                claim("f", state="rejected", quantity="8"),
            ],
            "reviews": [
                review("r", "d", "query"),
                review("s", "e", "query"),
                review("t", "f", "query"),
                review("u", "f", "reject", on="2024-07-09"),
            ],
        },
    ),
    Case("EVIDENCE-FINGERPRINT", "capitals", {"evidence": [{**ROWS["evidence"][0], "sha256": "A" * 64}]}),
    Case(
        "POTENTIAL-WITHOUT-ASSUMPTION",
        "possible, if all take part",
        {"commitments": [promise("p", stage="potential", assumption="all take part")]},
    ),
    Case(
        "COMMITMENT-WITHOUT-BASELINE",
        "a note, a later row, and an offer not taken up",
        {
            "commitments": [
                promise("promised", baseline="", baseline_note="a new scheme"),
                {**AWARD, "baseline": ""},
                promise("bid", baseline="", stage="offered"),
            ]
        },
    ),
    Case("PROMISE-INCOMPLETE", "a whole pledge", {"promises": [PLEDGE]}),
    Case("PRIORITY-INCOMPLETE", "a whole action", {"priorities": [ACTION]}),
    Case(
        "ACCREDITATION-UNDATED",
        "both dates, and a level that aims for nothing",
        {"accreditations": [LEVEL, {**LEVEL, "id": "last", "aimed": "", "due": ""}]},
    ),
    Case(
        "CLAIM-UNMEASURED",
        "what would measure it",
        {"stated": [stated("s", value="", unit="", would_measure="a count of people")]},
    ),
    Case("NUMBER-WITHOUT-UNIT", "80 people", {"stated": [stated("s")]}),
    Case("SOURCE-NOT-GIVEN", "a number with its page", {"stated": [stated("s")], "context": [CONTEXT]}),
    Case(
        "CLAIMS-OPEN",
        "a claim that was decided on",
        {"deliveries": [claim("summer", state="rejected")], "reviews": [review("no", "summer", "reject")],
         "calendar": [LOCKED]},
    ),
    Case(
        "CLAIMS-OPEN",
        "a claim without a decision while the year is collected",
        {"deliveries": [claim("summer")], "calendar": [{**LOCKED, "done": ""}]},
    ),
    Case("STORY-CONSENT", "consent to the last day", {}, (), _story('consent = "yes"\nconsent_until = 2024-12-31')),
    Case("TRANSLATION-DIFFERS", "the same place", {}, (), _told_in_two("order = 1", "order = 1")),
    Case("TRANSLATION-MISSING", "both", {}, (), _told_in_two("order = 1", "order = 1")),
    Case(
        "ACCESSIBILITY-STATEMENT",
        "a contact and a day",
        {},
        (),
        _accessibility('contact = "Web Team"\nprepared = 2025-01-31'),
    ),
    Case("STORY-SMALL-PLACE", "a trait in a town", {}, (), _told("A wheelchair user from Town cooks.")),
    Case("STORY-SMALL-PLACE", "two paragraphs", {}, (), _told("She lives in North ward.\n\nDisabled people cook.")),
    Case("RELEASE-SAME-HANDS", "two offices", {}, (), _released("Insight Team", "Chief Executive's Office")),
]
