"""The forms of checking."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.ledger.tables import DELIVERIES
from commonweal.web.people.models import Body
from commonweal.web.register.columns import field_for
from commonweal.web.register.models import ROWS
from commonweal.web.returns.forms import LONGEST_REASON


class DecisionForm(forms.Form):
    """A decision on one claim, with its reason."""

    decision = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect, choices=[
        ("verify", _("Accept: the evidence shows it")), ("query", _("Ask: the supplier answers, and it comes back")),
        ("reject", _("Do not accept: it stays on record and is in no total"))],
        error_messages={"required": _("Choose what you decide.")})
    reason = forms.CharField(label=_("Your question or reason"), max_length=LONGEST_REASON,
                             widget=forms.Textarea(attrs={"rows": 4}),
                             help_text=_("The supplier reads it. It is kept with the decision. Do not name people."),
                             error_messages={"required": _("Give your question or reason in a sentence.")})
    version = forms.IntegerField(widget=forms.HiddenInput)


class RecipientForm(forms.Form):
    """Who received it: chosen from a list, or searched where there are too many organisations for one."""

    email = forms.EmailField(label=_("Their e-mail address"), error_messages={
        "required": _("Type an e-mail address such as name@example.org."),
        "invalid": _("Type an e-mail address such as name@example.org.")})
    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    field_order = ("organisation", "email")

    def __init__(self, body: Body, reporter: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"form_token": uuid.uuid4().hex}, **kwargs)
        self.body = body
        found = self.fields["organisation"] = field_for(DELIVERIES, DELIVERIES.column("confirmed_by"), body)
        found.label = _("Who received it")
        if hasattr(found, "choices"):
            # Whoever reported it cannot confirm it.
            found.choices = found.widget.choices = [
                (key, name) for key, name in found.choices if key not in ("", reporter)]
        self.order_fields(self.field_order)

    def clean_organisation(self) -> str:
        """The organisation's id."""
        key = self.cleaned_data["organisation"] or ""
        if not ROWS["organisations"].objects.filter(body=self.body, key=key).exists():
            raise forms.ValidationError(gettext("Choose who received it."))
        return key


class ReasonForm(forms.Form):
    """Why a locked period is opened again."""

    reason = forms.CharField(label=_("Why is it opened again?"), max_length=LONGEST_REASON,
                             widget=forms.Textarea(attrs={"rows": 4}),
                             help_text=_("Suppliers and those who signed are told that it is open, and why."),
                             error_messages={"required": _("Give the reason in a sentence.")})


class SampleForm(forms.Form):
    """How large a sample, and its seed."""

    wanted = forms.IntegerField(label=_("How many to draw"), min_value=1, max_value=1_000, initial=30)
    seed = forms.CharField(label=_("Seed"), max_length=80, help_text=_(
        "Any words or digits that nobody could choose in their favour, such as the day's first lottery numbers. With "
        "them an auditor draws the same sample."))


class ResultForm(forms.Form):
    """What looking at the evidence of a drawn claim showed."""

    result = forms.ChoiceField(label=_("What it shows"), widget=forms.RadioSelect, choices=[
        ("right", _("The evidence shows what was reported")), ("wrong", _("The evidence shows something else")),
        ("missing", _("There is no evidence"))])
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST_REASON,
                           widget=forms.Textarea(attrs={"rows": 3}))
