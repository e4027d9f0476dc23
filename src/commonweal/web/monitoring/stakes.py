"""What is at stake where somebody decides: the £ of each claim that waits, from frozen lines and the valuation."""

from collections import defaultdict
from decimal import Decimal

from commonweal.snapshot.long_table import Asked, LongTable
from commonweal.snapshot.model import Snapshot
from commonweal.valuation.reference import value_lines

# Of lines that were reported and not yet checked.
_WAITS = "reported"


def stakes(snapshot: Snapshot) -> dict[str, dict[str, Decimal]]:
    """The £ of each claim that waits for a decision, before reductions, by contract or project and claim.

    Types of £ are never added: of a claim that has several it is the largest. One without £ is left out.
    """
    lines = snapshot.lines
    waiting = (lines.rows(Asked({"standing": [_WAITS]})) if isinstance(lines, LongTable)
               else (line for line in lines if line.text("standing") == _WAITS))
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for valued in value_lines(waiting, snapshot.unit_values, snapshot.factor_sets):
        claims, claim = found[valued.line.text("activity")], valued.line.text("row")
        if valued.gross_central is not None and abs(valued.gross_central) >= claims.get(claim, Decimal(0)):
            claims[claim] = abs(valued.gross_central)
    return found
