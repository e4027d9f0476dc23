"""Amounts of money in notices: pounds or nothing, and a token such as £0.01 is not a value."""

from decimal import Decimal

from commonweal.basics.numbers import PENNY, plain
from commonweal.basics.told import told
from commonweal.exchange.ocds.nodes import Node


def pounds_of(value: Node) -> str:
    """The amount without VAT, as a cell; blank, with a finding, where it is in other money or a mere token."""
    amount, currency = value.number("amount"), value.text("currency")
    if amount is None:
        return ""
    if currency not in ("GBP", ""):
        value.say("OCDS-CURRENCY", value.path,
                  told("the value is {amount} {currency}, not pounds.", amount=plain(amount), currency=currency),
                  told("The cell is left blank; write the value in £ by hand, with the day's rate in the note."))
        return ""
    if Decimal(0) <= amount <= PENNY:
        value.say("OCDS-VALUE-TOKEN", value.path,
                  told("the value is £{amount}, as is written where none is given.", amount=plain(amount)),
                  told("The cell is left blank; fill in the value if you know it."))
        return ""
    return plain(amount)
