"""Forms of publishing."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FreezeForm(forms.Form):
    """The day as of which figures are frozen."""

    as_of = forms.DateField(
        label=_("As of which day"), input_formats=["%Y-%m-%d"],
        help_text=_("Year-month-day, such as 2025-03-31. What was written down later counts, if it was done by then."),
        error_messages={"invalid": _("Write the day as year-month-day, such as 2025-03-31"),
                        "required": _("Write the day as of which figures are frozen, such as 2025-03-31")},
        widget=forms.TextInput())


class AskForm(forms.Form):
    """The address of somebody who is asked to approve."""

    email = forms.EmailField(label=_("Address of somebody who may approve it"),
                             help_text=_("Anybody who can sign in here and did not prepare it."))
