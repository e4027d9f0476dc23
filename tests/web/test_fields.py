"""Numbers in the database: exact on every one, and never added up there."""

import ast
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from commonweal.ledger.tables import BOOK_TABLES
from commonweal.web.fields import MoneyField, QuantityField, ShareField
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS, Row
from tests.house.repository import SOURCE

WEB = sorted((SOURCE / "web").rglob("*.py"))
INEXACT = {"DecimalField", "FloatField"}
ADDING = {"Sum", "Avg", "StdDev", "Variance"}


class TestExact(TestCase):
    """What goes in comes out to the last digit, where SQLite's own decimals keep fifteen digits."""

    @given(st.decimals(min_value="-99999999999999.9999", max_value="99999999999999.9999", places=4))
    def test_a_quantity_of_eighteen_digits_comes_back_unchanged(self, quantity):
        body, _ = Body.objects.get_or_create(slug="exact", name="Exact")
        row = ROWS["deliveries"](body=body, key="one", row_position=0, quantity=quantity)
        row.save()
        assert str(ROWS["deliveries"].objects.get(pk=row.pk).quantity) == str(quantity)
        row.delete()


@pytest.mark.parametrize(("field", "wrong"), [
    (QuantityField(), Decimal("1.00001")), (MoneyField(), Decimal("0.001")), (ShareField(), Decimal("0.00005")),
    (MoneyField(), Decimal("10000000000.00")), (QuantityField(), Decimal("100000000000000")), (QuantityField(), 1.5),
])
def test_a_number_that_cannot_be_kept_is_refused_and_never_rounded(field, wrong):
    with pytest.raises(ValidationError):
        field.get_prep_value(wrong)


def test_no_model_keeps_a_decimal_as_a_float_and_nothing_is_added_up_by_the_database():
    found = [(path.name, name) for path in WEB for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             for name in [getattr(node, "attr", getattr(node, "id", ""))] if name in INEXACT | ADDING]
    assert found == []


def test_every_column_of_the_ledger_has_a_field_of_its_kind_and_none_hides_a_row_s_own():
    own = {"body", "key", "row_position", "row_version", "row_changed", "TABLE"}
    for table in BOOK_TABLES:
        fields = {field.name for field in ROWS[table.name]._meta.get_fields()} - own - {"id"}
        assert fields == set(table.names) - {"id"}
        assert not own & set(table.names)
    assert issubclass(ROWS["places"], Row)
