"""Valued lines as a published table."""

from commonweal.basics.tables import Column, Kind, Table
from commonweal.frameworks.tables import VALUE_KINDS

VALUED_LINES = Table("valued_lines", "one line and one £ per unit: what it is worth, or the reason why it has no value", (
    Column("line", Kind.ID, "The line.", required=True),
    Column("edition", Kind.TEXT, "The framework version; blank where there is no value."),
    Column("value", Kind.ID, "The value's id in that version."),
    Column("case_id", Kind.ID, "The case of unit values that applies.", required=True),
    Column("value_measure", Kind.ID, "The measure of that version."),
    Column("kind", Kind.CHOICE, "The type of £.", choices=VALUE_KINDS),
    Column("price_year", Kind.YEAR, "The prices the £ are in."),
    Column("redistributable", Kind.YES_NO, "Whether the value may stand in a published package."),
    Column("gross_low", Kind.MONEY, "Quantity × low, to the penny; central where the source gives no range.", negative=True),
    Column("gross_central", Kind.MONEY, "Quantity × £ per unit, to the penny.", negative=True),
    Column("gross_high", Kind.MONEY, "Quantity × high, to the penny; central where the source gives no range.", negative=True),
    Column("gross_ranged", Kind.MONEY, "The gross where the source gives a range; blank where it does not.", negative=True),
    Column("net_factor", Kind.SHARE, "The share counted; blank where no reduction is stated."),
    Column("net_low", Kind.MONEY, "Gross low × share counted, to the penny.", negative=True),
    Column("net_central", Kind.MONEY, "Gross × share counted, to the penny.", negative=True),
    Column("net_high", Kind.MONEY, "Gross high × share counted, to the penny.", negative=True),
    Column("reason", Kind.TEXT, "Why there is no value."),
), key=("line", "edition", "value"))
