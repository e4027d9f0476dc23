"""The tables that a snapshot adds to a book's own: lines, the unit values of each case, the net factors."""

from commonweal.basics.tables import Column, Kind, Table
from commonweal.frameworks.tables import PEOPLE, VALUE_KINDS
from commonweal.ledger.tables import BOUNDS, DECILES, PERIOD_KINDS, PERSON_STAGES, ROLES

STANDINGS = ("potential", "offered", "committed", "reported", "verified")
OUTSIDE_PERIODS = "outside"

# What figures are selected by; each is a column of `lines`. A "group" is the lines alike in all of these, in case and
# in net factor: one price holds for all of a group, so an engine looks it up by one number and adds up by it.
LINE_KEYS = (
    "standing", "period", "period_kind", "span", "role", "theme", "outcome", "pillar", "measure", "unit", "people",
    "place", "activity", "promise", "origin", "bound", "stage", "due_now", "confirmed", "evidence", "counted",
)
GROUP_KEYS = (*LINE_KEYS, "case_id", "factor_set")

LINES = Table("lines", "one scheduled part of a promise, or one quantity delivered: the unit of valuation", (
    Column("line", Kind.ID, "The line's own id.", required=True),
    Column("origin", Kind.CHOICE, "Which table it comes from.", required=True, choices=("commitments", "deliveries")),
    Column("row", Kind.ID, "The row of that table.", required=True),
    Column("promise", Kind.ID, "The first row of the promise that it belongs to or answers."),
    Column("activity", Kind.ID, "The activity.", required=True, refers_to="activities"),
    Column("role", Kind.CHOICE, "The role the activity is counted in.", required=True, choices=ROLES),
    Column("measure", Kind.ID, "The measure.", required=True),
    Column("theme", Kind.TEXT, "Its theme.", required=True),
    Column("outcome", Kind.TEXT, "Its outcome.", required=True),
    Column("pillar", Kind.TEXT, "Social, economic or environmental.", required=True),
    Column("unit", Kind.TEXT, "The measure's unit.", required=True),
    Column("people", Kind.CHOICE, "Whether and how people are counted.", required=True, choices=PEOPLE),
    Column("place", Kind.ID, "Where it landed; blank is the whole area."),
    Column("period", Kind.ID, "The reporting period it lies in, or 'outside'.", required=True),
    Column("period_kind", Kind.CHOICE, "What kind of span it is about.", required=True, choices=PERIOD_KINDS),
    Column("start", Kind.DATE, "First day.", required=True),
    Column("end", Kind.DATE, "Last day; for a promise, the day it is due.", required=True),
    Column("span", Kind.TEXT, "For a line outside the reporting periods: its first and last day, as one text."),
    Column("standing", Kind.CHOICE, "What it is a line of.", required=True, choices=STANDINGS),
    Column("due_now", Kind.YES_NO, "For a promise: whether it is due by the day of the snapshot."),
    Column("confirmed", Kind.YES_NO, "Whether the one who received it confirmed it."),
    Column("evidence", Kind.YES_NO, "Whether evidence is held for it."),
    Column("stage", Kind.CHOICE, "For people: how far they had come.", choices=PERSON_STAGES),
    Column("quantity", Kind.QUANTITY, "The body's own quantity: the whole × its own share, rounded once to 4 places.",
           required=True, negative=True),
    Column("whole_quantity", Kind.QUANTITY, "The quantity of the whole activity.", required=True, negative=True),
    Column("own_share", Kind.SHARE, "The body's share of the activity; blank where none is stated (then own is the whole)."),
    Column("bound", Kind.CHOICE, "Exactly, over, nearly, about or up to.", required=True, choices=BOUNDS),
    Column("counted", Kind.YES_NO, "Whether it enters totals.", required=True),
    Column("why_not_counted", Kind.TEXT, "Why it enters none."),
    Column("case_id", Kind.ID, "The case of unit values that applies to it.", required=True),
    Column("factor_set", Kind.ID, "The set of reductions that applies to it; blank where none is stated."),
))

UNIT_VALUES = Table("unit_values", "one £ per unit that applies to a case, as it is used; or the reason why there is none", (
    Column("case_id", Kind.ID, "The case.", required=True),
    Column("edition", Kind.TEXT, "The framework version; blank where there is no value."),
    Column("value", Kind.ID, "The value's id in that version; blank where there is no value."),
    Column("value_measure", Kind.ID, "The measure of that version that the fact answers."),
    Column("kind", Kind.CHOICE, "The type of £.", choices=VALUE_KINDS),
    Column("low", Kind.UNIT_VALUE, "Low £ per unit as used; blank where the source gives no range.", negative=True),
    Column("central", Kind.UNIT_VALUE, "£ per unit as used; blank where there is no value or it may not be shown.", negative=True),
    Column("high", Kind.UNIT_VALUE, "High £ per unit as used; blank where the source gives no range.", negative=True),
    Column("price_year", Kind.YEAR, "The prices they are in."),
    Column("printed_low", Kind.UNIT_VALUE, "Low as the edition prints it.", negative=True),
    Column("printed_central", Kind.UNIT_VALUE, "The amount as the edition prints it.", negative=True),
    Column("printed_high", Kind.UNIT_VALUE, "High as the edition prints it.", negative=True),
    Column("printed_price_year", Kind.YEAR, "The prices the edition gives it in."),
    Column("uprated_with", Kind.TEXT, "The index that brought it from the one price year to the other; blank if none."),
    Column("units", Kind.QUANTITY, "Units of that measure for one of ours."),
    Column("source", Kind.TEXT, "Where the amount comes from."),
    Column("licence", Kind.TEXT, "The licence of the amount."),
    Column("redistributable", Kind.YES_NO, "Whether it may stand in a published package."),
    Column("is_not", Kind.TEXT, "What it must not be used for."),
    Column("reason", Kind.TEXT, "Why there is no value."),
), key=("case_id", "edition", "value"))

FACTOR_SETS = Table("factor_sets", "the reductions that apply together, and what share they leave", (
    Column("factor_set", Kind.ID, "The set's id.", required=True),
    Column("net_factor", Kind.SHARE, "The product of (1 − reduction), rounded once to 4 places.", required=True),
    Column("adjustments", Kind.IDS, "The rows of adjustments.csv in it.", required=True, refers_to="adjustments"),
))

CLAIM_COUNTS = Table("claim_counts", "how many claims of a role stand in each state in a period, without naming any; "
                     "those on people with a protected characteristic are not counted", (
    Column("period", Kind.ID, "The reporting period, or 'outside'.", required=True),
    Column("role", Kind.CHOICE, "The role.", required=True, choices=ROLES),
    Column("state", Kind.TEXT, "The state.", required=True),
    Column("claims", Kind.COUNT, "How many.", required=True),
    Column("with_evidence", Kind.COUNT, "How many of them have evidence.", required=True),
), key=("period", "role", "state"))

# Whether the place of a payment is known, and if not, why.
PLACED = ("placed", "withheld", "no-postcode", "unknown-postcode")

SPEND = Table("spend", "payments that are alike in all these columns: how many, and their sum, without naming any", (
    Column("id", Kind.ID, "The row's number in this snapshot.", required=True),
    Column("period", Kind.ID, "The reporting period, or 'outside'.", required=True),
    Column("category", Kind.TEXT, "What it was for, as the list sorts it; blank is not said."),
    Column("sme", Kind.YES_NO, "Whether to a small or medium-sized enterprise; blank is not known."),
    Column("vcse", Kind.YES_NO, "Whether to a voluntary, community or social enterprise; blank is not known."),
    Column("office", Kind.ID, "The council, region or nation of the supplier's office; blank is not known.", refers_to="places"),
    Column("office_placed", Kind.CHOICE, "Whether the office is placed, and if not, why.", required=True, choices=PLACED),
    Column("office_decile", Kind.CHOICE, "The deprivation tenth of the office's neighbourhood.", choices=DECILES),
    Column("place", Kind.ID, "The council, region or nation that it was delivered in; blank is not known.", refers_to="places"),
    Column("delivery_placed", Kind.CHOICE, "Whether the delivery is placed, and if not, why.", required=True, choices=PLACED),
    Column("delivery_decile", Kind.CHOICE, "The deprivation tenth of the neighbourhood delivered to.", choices=DECILES),
    Column("payments", Kind.COUNT, "How many.", required=True),
    Column("amount", Kind.MONEY, "Their sum.", unit="£", required=True, negative=True),
    Column("credits", Kind.COUNT, "How many of them are below zero.", required=True),
    Column("credited", Kind.MONEY, "The sum of these.", unit="£", required=True, negative=True),
))

SNAPSHOT_TABLES = (LINES, UNIT_VALUES, FACTOR_SETS, CLAIM_COUNTS, SPEND)
