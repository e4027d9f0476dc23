"""Payments: whether a list of spending says who was paid."""

import re

from commonweal.basics.tables import Record

# What stands in the place of a name; "Redactive Publishing Ltd" is a firm.
_IN_PLACE_OF_A_NAME = re.compile(r"\b(?:redacted|redaction|withheld)\b", re.IGNORECASE)


def paid_to(payment: Record) -> str:
    """The supplier's name as printed; blank where the list withholds it, in whatever words.

    >>> from commonweal.ledger.tables import PAYMENTS
    >>> [paid_to(Record(PAYMENTS, {"supplier": name})) for name in ("**REDACTED PERSONAL**", "Redactive Ltd", None)]
    ['', 'Redactive Ltd', '']
    """
    name = payment.text("supplier")
    return "" if _IN_PLACE_OF_A_NAME.search(name) else name
