"""The form of reminders."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RemindersForm(forms.Form):
    """Whether somebody wants reminders."""

    wanted = forms.ChoiceField(
        label=_("Do you want reminders by e-mail?"), choices=(("on", _("Yes")), ("off", _("No"))),
        widget=forms.RadioSelect, error_messages={"required": _("Choose yes or no"), "invalid_choice":
                                                  _("Choose yes or no")})
