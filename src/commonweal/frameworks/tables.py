"""The tables of an edition, every column once. An edition is a folder: edition.toml, DIGEST and these files."""

from commonweal.basics.tables import Column, Kind, Table

VALUE_KINDS = ("economic", "fiscal", "social", "wellbeing", "environmental", "cash-given", "in-kind", "spend")
COUNTING = ("flow", "stock", "once", "yes-no", "rate")
PEOPLE = ("none", "count", "characteristic")
CONFIDENCE = ("high", "medium", "low", "not-graded")
RELATIONS = ("same", "close", "part-of")

MEASURES = Table(
    "measures",
    "one thing that can be promised, done and counted",
    (
        Column("id", Kind.ID, "The measure's code within its framework; it keeps its meaning over versions.",
               required=True),
        Column("title", Kind.TEXT, "What is counted, in words a resident understands.", required=True),
        Column("theme", Kind.TEXT, "The theme it belongs to, as the publisher names it.", required=True),
        Column("outcome", Kind.TEXT, "The outcome it belongs to, as the publisher names it.", required=True),
        Column("pillar", Kind.CHOICE, "Social, economic or environmental benefit.", required=True,
               choices=("social", "economic", "environmental")),
        Column("unit", Kind.TEXT, "One of these is one unit: hour, person, job, £, tonne CO2e.", required=True),
        Column("counting", Kind.CHOICE,
               "flow adds over time; stock is a level and is never summed over periods; once counts a single time; "
               "yes-no is kept or not; rate is never summed.", required=True, choices=COUNTING),
        Column("people", Kind.CHOICE,
               "none; count of posts or people; characteristic when split or chosen by a protected trait "
               "(then small numbers are withheld).", required=True, choices=PEOPLE),
        Column("who_counts", Kind.TEXT, "Whose hours, jobs or gifts count, and whose do not.", required=True),
        Column("counting_rule", Kind.TEXT, "How one unit is counted, so that two people count alike."),
        Column("evidence_rule", Kind.TEXT, "What shows that it happened, and who confirms it."),
        Column("negative", Kind.YES_NO, "Whether a loss may be recorded as a number below zero.", default="no"),
        Column("excludes", Kind.IDS, "Measures that may not be claimed for the same activity and period.",
               refers_to="measures"),
        Column("no_value_because", Kind.TEXT, "Why the edition gives no £ per unit, where it gives none on purpose."),
        Column("source", Kind.TEXT, "The id of the source in edition.toml, with the page or line."),
    ),
)

VALUES = Table(
    "values",
    "£ for one unit of a measure, for a time and a place",
    (
        Column("id", Kind.ID, "The value's own code.", required=True),
        Column("measure", Kind.ID, "The measure that it values.", required=True, refers_to="measures"),
        Column("kind", Kind.CHOICE, "What sort of £ it is; kinds are never added.", required=True, choices=VALUE_KINDS),
        Column("unit", Kind.TEXT, "£ per what; must be the measure's unit.", required=True),
        Column("area", Kind.ID, "The place it holds for; blank is everywhere the edition is used."),
        Column("low", Kind.UNIT_VALUE, "The low end, only where the source gives a range.", unit="£ per unit",
               negative=True),
        Column("central", Kind.UNIT_VALUE, "The amount.", required=True, unit="£ per unit", negative=True),
        Column("high", Kind.UNIT_VALUE, "The high end, only where the source gives a range.", unit="£ per unit",
               negative=True),
        Column("price_year", Kind.YEAR,
               "The year whose prices these are (a financial year by its first calendar year).", required=True),
        Column("valid_from", Kind.DATE, "First day it holds for what was done.", required=True),
        Column("valid_to", Kind.DATE, "Last day it holds; blank is open."),
        Column("source", Kind.TEXT, "The id of the source in edition.toml, then the page, table or cell.",
               required=True),
        Column("licence", Kind.TEXT, "The licence the value is used under.", required=True),
        Column("redistributable", Kind.YES_NO, "Whether the licence lets it stand in a published package.",
               required=True),
        Column("derivation", Kind.TEXT,
               "How the amount comes about, as data that is checked: '4 * 101.00', or "
               "'1509.00 indexed gdp-deflator 2005 2015'."),
        Column("inference", Kind.TEXT, "What in the derivation is our inference and not the source's word."),
        Column("confidence", Kind.CHOICE, "The source's grade of its own figure.", choices=CONFIDENCE,
               default="not-graded"),
        Column("part_of", Kind.ID, "The headline value that this is a part of; only one of the two is used.",
               refers_to="values"),
        Column("is_not", Kind.TEXT, "What it must not be used for.", required=True),
        Column("note", Kind.TEXT, "Cautions that print with every figure made with it."),
    ),
)

INDICES = Table(
    "indices",
    "one year of a named index, used for uprating or discounting",
    (
        Column("index", Kind.ID, "The index's name.", required=True),
        Column("year", Kind.COUNT,
               "The year (a financial year by its first calendar year), or years from now for discounting.",
               required=True),
        Column("value", Kind.QUANTITY, "The index number or factor.", required=True),
        Column("forecast", Kind.YES_NO, "Whether the publisher calls it a forecast.", default="no"),
        Column("source", Kind.TEXT, "The id of the source in edition.toml.", required=True),
        Column("note", Kind.TEXT, "A caution for this year."),
    ),
    key=("index", "year"),
)

CRITERIA = Table(
    "criteria",
    "one award criterion of a model that scores words, not units",
    (
        Column("id", Kind.ID, "The criterion's code.", required=True),
        Column("theme", Kind.TEXT, "The theme or mission.", required=True),
        Column("outcome", Kind.TEXT, "The outcome.", required=True),
        Column("title", Kind.TEXT, "What a bidder must show.", required=True),
        Column("source", Kind.TEXT, "The id of the source in edition.toml.", required=True),
    ),
)

BANDS = Table(
    "bands",
    "the weight social value must have in an award, by contract value and date",
    (
        Column("id", Kind.ID, "The band's code.", required=True),
        Column("value_from", Kind.MONEY, "Contracts of this value or more.", required=True, unit="£"),
        Column("value_below", Kind.MONEY, "Contracts below this value; blank is no upper bound.", unit="£"),
        Column("weight_from", Kind.SHARE, "Smallest weight allowed.", required=True),
        Column("weight_to", Kind.SHARE, "Largest weight allowed; blank is no upper bound."),
        Column("valid_from", Kind.DATE, "First day of the rule.", required=True),
        Column("valid_to", Kind.DATE, "Last day of the rule; blank is open."),
        Column("source", Kind.TEXT, "The id of the source in edition.toml.", required=True),
    ),
)

CROSSWALK = Table(
    "crosswalk",
    "one measure here and the measure of another framework that the same fact also answers",
    (
        Column("measure", Kind.ID, "The measure of this edition.", required=True, refers_to="measures"),
        Column("other_framework", Kind.ID, "The other framework (without a version).", required=True),
        Column("other_measure", Kind.ID, "Its measure.", required=True),
        Column("relation", Kind.CHOICE,
               "same: the units are alike; close: near enough, with a note; part-of: only a part answers.",
               required=True, choices=RELATIONS),
        Column("factor", Kind.QUANTITY, "Units there for one unit here.", default="1"),
        Column("note", Kind.TEXT, "What differs, and why it may be carried over.", required=True),
    ),
    key=("measure", "other_framework", "other_measure"),
)

EDITION_TABLES = (MEASURES, VALUES, INDICES, CRITERIA, BANDS, CROSSWALK)
