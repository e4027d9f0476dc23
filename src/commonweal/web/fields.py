"""Fields for numbers that must not change by a digit, kept as whole numbers of their smallest part; and for words that
can be said in another language.

SQLite keeps decimals as floats with 15 digits. A whole number of 64 bits is exact on every database, and holds
eighteen digits, the widest number of DESIGN's rules.
"""

import json
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from commonweal.basics.tables import WIDTHS, Kind
from commonweal.basics.told import from_json, to_json


class ScaledField(models.BigIntegerField):
    """A decimal number with a fixed number of places. Refuses what has more, and never rounds."""

    kind: Kind

    @property
    def places(self) -> int:
        """How many decimal places are kept."""
        return WIDTHS[self.kind][1]

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        """The number as it was written."""
        return None if value is None else Decimal(value).scaleb(-self.places)

    def to_python(self, value: Any) -> Decimal | None:
        """A number from a form or a file of fixtures."""
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, str):
            return Decimal(value)
        raise ValidationError(f"{value!r} is no decimal number: only Decimal and its text are exact.")

    def get_prep_value(self, value: Any) -> int | None:
        """The number as the database keeps it."""
        number = self.to_python(value)
        if number is None:
            return None
        scaled = number.scaleb(self.places)
        whole = int(scaled)
        if whole != scaled or abs(whole) >= 10 ** WIDTHS[self.kind][0]:
            raise ValidationError(f"{number} has more digits than are kept: {WIDTHS[self.kind][0]} in all, "
                                  f"{self.places} of them after the point.")
        return whole


class QuantityField(ScaledField):
    """A quantity: four places."""

    kind = Kind.QUANTITY


class MoneyField(ScaledField):
    """Pounds and pence."""

    kind = Kind.MONEY


class UnitValueField(ScaledField):
    """£ for one unit: four places."""

    kind = Kind.UNIT_VALUE


class ShareField(ScaledField):
    """A share between 0 and 1: four places."""

    kind = Kind.SHARE


class ToldField(models.TextField):
    """Something that is told to people: kept with its words and what stands in their gaps."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """What was told, as it was told."""
        return None if value is None else from_json(json.loads(value))

    def get_prep_value(self, value: Any) -> str | None:
        """What is told, as the database keeps it."""
        return None if value is None else json.dumps(to_json(value), ensure_ascii=False)
