"""The form that chooses whose quarters, and of which measure."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.basics.tables import Record
from commonweal.web.monitoring.quarters import Results


class QuartersForm(forms.Form):
    """Who delivers, and the measure that is drawn; the first with a promise where none is chosen."""

    partner = forms.ChoiceField(label=_("Who delivers"), required=False)
    measure = forms.ChoiceField(label=_("Measure"), required=False)

    def __init__(self, partners: Sequence[tuple[str, str]], results: Sequence[Results], known: Mapping[str, Record],
                 **more: Any) -> None:
        super().__init__(**more)
        self.fields["partner"].choices = [("", _("All")), *partners]
        self.fields["measure"].choices = [(one.measure, known[one.measure].text("title"))
                                          for one in results if one.measure in known]
        chosen = (one for one in results if one.measure == self.initial["measure"])
        self.shown = next(chosen, None) or max(results, key=lambda one: one.due > 0, default=None)
        self.initial["measure"] = self.shown.measure if self.shown else ""
