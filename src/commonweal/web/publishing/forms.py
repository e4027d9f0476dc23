"""Forms of publishing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.web.audit.forms import Once


class FreezeForm(Once):
    """The day as of which figures are frozen."""

    as_of = forms.DateField(
        label=_("As of which day"), input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        help_text=_("Such as 31/3/2025. What was written down later counts, if it was done by then."),
        error_messages={"invalid": _("Write the day as 31/3/2025"),
                        "required": _("Write the day as of which figures are frozen, such as 31/3/2025")},
        widget=forms.TextInput())


class AskForm(forms.Form):
    """Somebody who is asked to approve."""

    name = forms.CharField(label=_("Their name"), max_length=200, required=False,
                           help_text=_("May be left out for somebody who signs in here already."))
    email = forms.EmailField(
        label=_("Their e-mail address"), help_text=_(
            "Anybody you trust with it who did not prepare it. They get a link and a code, and need no account."),
        error_messages={name: _("Enter an e-mail address in the form name@example.org")
                        for name in ("required", "invalid")})


class AnswerForm(forms.Form):
    """Why somebody does not approve."""

    reason = forms.CharField(
        label=_("If you do not approve it: what has to be mended?"), required=False, max_length=2000,
        widget=forms.Textarea({"rows": 3}))

    def clean(self) -> dict[str, str]:
        """Who does not approve says why."""
        said = super().clean()
        if self.data.get("decision") == "decline" and not said.get("reason"):
            self.add_error("reason", _("Say in a sentence what has to be mended before you approve it"))
        return said
