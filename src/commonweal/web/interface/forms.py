"""The form by which somebody makes a token."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from commonweal.web.interface.models import this_day
from commonweal.web.interface.scopes import SCOPES, scopes_for
from commonweal.web.people.models import Membership
from commonweal.web.people.roles import ROLES

_NAME = RegexValidator(r"\A[a-z0-9][a-z0-9-]{1,39}\Z", _(
    "Use 2 to 40 small letters, digits and hyphens, for example finance-nightly"))


class MakeToken(forms.Form):
    """What the token is for, what it may do, and how long."""

    role = forms.ChoiceField(label=_("In which of your roles"), widget=forms.RadioSelect,
                             error_messages={"required": _("Choose the role")})
    name = forms.CharField(
        label=_("Name"), validators=[_NAME], error_messages={"required": _("Type a name for the token")},
        help_text=_("Say which program it is for, in small letters, digits and hyphens: finance-nightly. It stands in "
                    "the audit trail, so do not name a person."))
    scopes = forms.MultipleChoiceField(label=_("What the program may do"), widget=forms.CheckboxSelectMultiple,
                                       error_messages={"required": _("Choose at least one thing that it may do")})
    lasts = forms.TypedChoiceField(
        label=_("How long it lasts"), coerce=int, widget=forms.RadioSelect, initial=90,
        error_messages={"required": _("Choose how long it lasts")},
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("One year"))])

    def __init__(self, held: list[tuple[Membership, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {str(each.pk): each for each, _shown in held}
        self.fields["role"].choices = [(str(each.pk), shown) for each, shown in held]
        offered = [name for name in SCOPES if any(name in scopes_for(ROLES[each.role]) for each in self.held.values())]
        self.fields["scopes"].choices = [(name, f"{_(SCOPES[name].shown)}: {_(SCOPES[name].description)}")
                                         for name in offered]
        if len(held) == 1:
            del self.fields["role"]

    @property
    def membership(self) -> Membership:
        """The role that it is made in."""
        return self.held[self.cleaned_data.get("role") or next(iter(self.held))]

    @property
    def ends(self) -> date:
        """The last day of the token."""
        return this_day() + timedelta(days=self.cleaned_data["lasts"])
