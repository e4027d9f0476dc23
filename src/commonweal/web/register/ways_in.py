"""What a file that somebody brings can be on this site: the doors that stand open, and what is none of them."""

from commonweal.exchange.doors import DOORS

WHOLE = ""
# Found out from the file itself.
FIND_OUT = "find-out"
MAP = "map"
POSTCODES = "postcodes"
# Doors at which a person may say which column is what.
MAPPED = (MAP, POSTCODES)
# The list of suppliers' names with the answers so far.
SUPPLIERS = "suppliers"
# A return's workbook is brought to the return, where its answers wait to be sent; the list is answered on its own page.
ELSEWHERE = {"return", SUPPLIERS}


def doors() -> tuple[str, ...]:
    """The names of the doors that a file can come through."""
    return tuple(sorted(DOORS.keys() - ELSEWHERE))
