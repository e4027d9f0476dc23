"""What the demonstration's officer finds of payments: a few invented ones, some to names that are only alike."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from commonweal.basics.tables import Record
from commonweal.ledger.tables import PAYMENTS
from commonweal.web.audit.actions import Actor
from commonweal.web.people.models import Body
from commonweal.web.register.actions import write_row
from commonweal.web.register.local_spend import ask, work_out
from commonweal.web.register.models import LocalSpend
from commonweal.web.register.reading import settings_of

# The name as a list prints it, what was paid, for what, and where the office and the delivery were, as far as is known.
_PAID = (
    ("Pellworth Build", "184200.00", "Works", "", "eskerby"), ("Saltrow Print & Mail", "4120.00", "Print", "", ""),
    ("HEXLEY CATERING LTD", "23150.40", "Food", "", "hallowick"),
    ("Hexley Catering Ltd", "-310.25", "Food", "", "hallowick"),
    ("Cobbleway Surfacing Ltd", "61875.90", "Works", "", "brackmoor"),
    ("Tarrow Fleet Hires", "9480.00", "Fleet", "", ""),
    ("Northern Lights Stationers Ltd", "2214.60", "Office", "kelderby", "eskerby"),
    ("Ida Quillfeather (invented)", "850.00", "Training", "wendlemere", "wendlemere"),
    ("Name withheld", "1200.00", "Care", "", ""),
)


def show_payments(actor: Actor, body: Body) -> None:
    """Add a small list of spending to the records, and work out how much of it was local."""
    for row in _rows():
        write_row(actor, body, row, 0)
    ask(body, settings_of(body).period.span.end)
    work_out(LocalSpend.objects.get(body=body))


def _rows() -> Iterator[Record]:
    for number, (supplier, amount, category, office, place) in enumerate(_PAID, 1):
        yield Record(PAYMENTS, dict.fromkeys(PAYMENTS.names) | {
            "id": f"paid-{number}", "paid": date(2025, number % 3 + 1, 28), "amount": Decimal(amount),
            "supplier": supplier, "category": category, "office": office or None, "place": place or None,
            "source": "Invented for the demonstration"})
