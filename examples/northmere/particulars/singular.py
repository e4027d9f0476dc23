"""Rows that no pattern makes: shared events, a duplicate, parts, other ways of counting, things never promised."""

# id, activity, commitment, measure, quantity, bound, start, end, period kind, state, reported by, place, and the rest by name
ROW = ("id", "activity", "commitment", "measure", "quantity", "bound", "start", "end", "period_kind", "state", "reported_by", "place")

DELIVERIES: tuple[tuple[tuple[str, ...], dict[str, str]], ...] = (
    # Two careers fairs with three organisers each: every claim is already the claimant's share of the pupils.
    (("fair-2023.host", "schools-fair", "schools-fair.students-reached", "students-reached", "240", "exact", "2023-11-08", "2023-11-08", "quarter", "verified", "nca", "eskerby-centre"),
     {"event": "careers-fair-2023", "event_share": "0.4", "note": "Four tenths of 600 pupils."}),
    (("fair-2023.hub", "careers-hub", "careers-hub.students-reached", "students-reached", "210", "exact", "2023-11-08", "2023-11-08", "quarter", "verified", "nca", "eskerby-centre"),
     {"event": "careers-fair-2023", "event_share": "0.35", "note": "Seven twentieths of 600 pupils."}),
    (("fair-2023.station", "hallowick-road", "hallowick-road.students-reached", "students-reached", "150", "exact", "2023-11-08", "2023-11-08", "quarter", "verified", "tollgrave", "eskerby-centre"),
     {"event": "careers-fair-2023", "event_share": "0.25", "note": "A quarter of 600 pupils."}),
    (("fair-2024.host", "schools-fair", "schools-fair.students-reached", "students-reached", "288", "exact", "2024-11-06", "2024-11-06", "quarter", "verified", "nca", "eskerby-centre"),
     {"event": "careers-fair-2024", "event_share": "0.4", "note": "Four tenths of 720 pupils."}),
    (("fair-2024.hub", "careers-hub", "careers-hub.students-reached", "students-reached", "216", "exact", "2024-11-06", "2024-11-06", "quarter", "verified", "nca", "eskerby-centre"),
     {"event": "careers-fair-2024", "event_share": "0.3", "note": "Three tenths of 720 pupils."}),
    (("fair-2024.payroll", "payroll-system", "", "students-reached", "144", "exact", "2024-11-06", "2024-11-06", "quarter", "submitted", "quillby", "eskerby-centre"),
     {"event": "careers-fair-2024", "event_share": "0.2", "note": "A fifth of 720 pupils; a tenth is claimed by nobody."}),
    # A duplicate, settled: the same gift of laptops was claimed by the giver and by the workshop that mended them.
    (("laptops-twice", "library-digital", "library-digital.devices-given", "devices-given", "47", "exact", "2024-10-01", "2024-12-31", "quarter", "verified", "quillby", "brackmoor"),
     {"counts": "no", "repeats": "laptops-to-schools.devices-given.2024-q4", "why_not_counted": "The same 47 laptops as in Old laptops to schools: decided by the Social Value Team on 3 February 2025.", "same_evidence": "laptops-to-schools.devices-given.2024-q4"}),
    (("meals-twice", "canteens", "", "in-kind-given", "1250", "exact", "2024-07-01", "2024-09-30", "quarter", "rejected", "lantern-kitchen", "eskerby-centre"),
     {"counts": "no", "repeats": "school-meals.in-kind-given.2024-q3", "why_not_counted": "The kitchen received this food and did not give it: decided by the Social Value Team on 11 November 2024."}),
    # Parts and other ways of counting: printed beside, never in a total.
    (("part.volunteering.ward", "staff-volunteering", "staff-volunteering.volunteering-hours", "volunteering-hours", "146.5", "exact", "2024-10-01", "2024-12-31", "quarter", "verified", "nca", "eskerby-tannery"),
     {"part_of": "staff-volunteering.volunteering-hours.2024-q4", "note": "Of which in Tannery."}),
    (("part.quals.level-3", "adult-skills", "adult-skills.qualifications", "qualifications", "31", "exact", "2024-07-01", "2024-09-30", "quarter", "verified", "hallowick-college", ""),
     {"part_of": "adult-skills.qualifications.2024-q3", "note": "Of which at level 3."}),
    (("other-way.carbon", "hallowick-road", "hallowick-road.carbon-saved", "carbon-saved", "133", "exact", "2024-07-01", "2024-09-30", "quarter", "submitted", "tollgrave", "hallowick"),
     {"alternative_to": "hallowick-road.carbon-saved.2024-q3", "note": "By the contractor's own factors."}),
    # Bounds: the printed word stays with the figure.
    (("about.resident-hours", "volunteering-week", "", "resident-hours", "2200", "about", "2024-06-03", "2024-06-09", "quarter", "submitted", "good-start", ""),
     {"note": "Estimated by the stewards."}),
    (("over.cash", "anchor-buying", "", "cash-given", "30000", "over", "2024-12-02", "2024-12-20", "quarter", "verified", "eskerby-hospitals", ""),
     {"note": "Winter collection at the four bodies."}),
    (("nearly.students", "careers-hub", "careers-hub.students-reached", "students-reached", "500", "nearly", "2025-02-03", "2025-02-14", "quarter", "submitted", "nca", "brackmoor"),
     {"note": "Nearly 500: the registers of one school are still missing."}),
    (("upto.devices", "payroll-system", "", "devices-given", "20", "up-to", "2025-02-01", "2025-03-31", "quarter", "draft", "quillby", ""), {}),
    # Never promised, and done all the same.
    (("extra.cables-van", "valley-minibuses", "", "in-kind-given", "2600", "exact", "2024-11-01", "2024-12-31", "quarter", "verified", "wendle-buses", "kelderby-fellside"),
     {"note": "Free lifts to the food shed while its van was mended."}),
    (("extra.trees", "footpaths", "", "trees-planted", "36", "exact", "2025-01-06", "2025-02-28", "quarter", "verified", "cobbleway", "hallowick-lime"), {}),
    (("extra.devices", "swing-bridge", "", "devices-given", "12", "exact", "2024-05-01", "2024-05-31", "quarter", "verified", "larkfell", "greystrand-quays"), {}),
    (("extra.cash", "harbour-wing", "", "cash-given", "3500", "exact", "2024-08-01", "2024-08-30", "quarter", "verified", "pellworth", "greystrand"), {}),
    (("extra.jobs", "furniture-reuse", "", "jobs-disabled", "2", "exact", "2024-10-01", "2024-12-31", "quarter", "verified", "second-spanner", "brackmoor"), {}),
    (("extra.canteen-hours", "canteens", "", "volunteering-hours", "64.5", "exact", "2024-12-02", "2024-12-20", "quarter", "verified", "lantern-kitchen", "eskerby-centre"), {}),
    (("extra.women", "depot-refit", "", "placement-weeks", "11", "exact", "2025-01-06", "2025-03-28", "quarter", "submitted", "pellworth", "brackmoor-north"), {}),
    (("extra.shelters", "bus-shelters", "", "cash-given", "1800", "exact", "2024-12-09", "2024-12-13", "quarter", "verified", "osmary", ""), {}),
    # How many answered stands beside what they answered: the four quarters' 21, 13, 13 and 9 of all who started.
    (("answered.disability", "fair-hiring", "", "disability-question-answered", "78.8732", "exact", "2024-04-01", "2025-03-31", "financial-year", "submitted", "nca", ""),
     {"numerator": "56", "denominator": "71", "note": "The others were asked again in April 2025."}),
    # School years and other spans stand apart from the financial years.
    (("year.learners.2023", "adult-skills", "adult-skills.digital-learners", "digital-learners", "212", "exact", "2023-08-01", "2024-07-31", "academic-year", "verified", "hallowick-college", "hallowick"),
     {"note": "The college counts by school year."}),
    (("year.mentors", "career-mentors", "career-mentors.students-reached", "students-reached", "1130", "exact", "2023-09-01", "2024-07-31", "academic-year", "verified", "nca", ""),
     {"note": "The schools' own count by school year; it stands apart."}),
    (("span.hub", "careers-hub", "", "placement-weeks", "148", "exact", "2023-09-01", "2025-03-31", "to-date", "submitted", "northmere-chamber", ""),
     {"note": "One figure for the whole time so far; it cannot be divided by year."}),
    # A loss, and a gain that makes up for a part of it.
    (("closure.osmary", "waste-collection", "", "jobs-lost", "-4", "exact", "2024-06-03", "2024-06-28", "quarter", "verified", "osmary", "hallowick-weirs"),
     {"note": "The sorting shed at the Weirs closed."}),
    (("opening.spanner", "furniture-reuse", "", "jobs-lost", "3", "exact", "2024-09-02", "2024-09-27", "quarter", "verified", "second-spanner", "brackmoor-pits"),
     {"note": "A second workshop opened."}),
)

# Decisions on claims that the pattern makes: what was settled about them afterwards.
SETTLED = {
    "office-cleaning.jobs-local.2024-q2": {
        "counts": "no", "repeats": "office-cleaning-fennick.jobs-local.2024-q3",
        "why_not_counted": "The same posts passed to Fennick on 1 July 2024 and are counted there: decided by the Social Value Team on 21 October 2024.",
    },
    # Returns that came after collection had closed on 9 May 2025.
    **{name: {"reported_on": day, "source": f"Return of {day} (invented)"} for name, day in (
        ("guarding.jobs-barriers.2025-q1", "2025-05-19"), ("warm-homes-line.carbon-saved.2025-q1", "2025-05-14"),
        ("saltings-yard.apprenticeship-weeks.2025-q1", "2025-05-22"))},
}

# Gaps that the book knows of and publishes with (finding, reason, by, on).
DECLARED = (
    ("PERCENTAGE-WITHOUT-BASE:volunteering-rate", "The survey prints the share alone; its base was asked for and not given.", "Social Value Team", "2025-06-05"),
    ("CLAIMS-OPEN:2024-25", "Returns of the last quarter that came in the week the year was closed, and questions that suppliers had not answered by the lock. They are counted by state under the quality of the data.", "Social Value Team", "2025-06-05"),
    ("PERIOD-NOT-STATED:s-bus", "The log counts evenings of the whole contract, not of a year.", "Social Value Team", "2025-06-05"),
)
