"""The forms by which people come in, and by which administrators let them."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from commonweal.ledger.asking import DELIVERS
from commonweal.web.people.models import Body
from commonweal.web.people.roles import ROLES
from commonweal.web.register.models import ROWS

_ADDRESS = _("Enter an e-mail address in the form name@example.org")


def _address(label: str = "", help_text: str = "") -> forms.EmailField:
    return forms.EmailField(
        label=label or _("E-mail address"), help_text=help_text, widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _ADDRESS, "invalid": _ADDRESS})


class AskForLink(forms.Form):
    """Where a link and a code should be mailed to."""

    address = _address(help_text=_("We will send you a link and a code. You need no password."))


class TypeCode(forms.Form):
    """The code from the mail, with the address that it was sent to."""

    address = _address()
    code = forms.CharField(
        label=_("Six-digit code"), help_text=_("It is in the e-mail that we sent, below the link."), max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Enter the six digits from the e-mail")})

    def clean_code(self) -> str:
        """The digits alone, however they were spaced."""
        return "".join(found for found in self.cleaned_data["code"] if found.isdigit())


class SignInByPassword(LoginForm):
    """Address and password, in the site's own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address()
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = _("Enter your password")
        self.fields.pop("remember", None)


class _NewPassword:
    """A new password typed twice, with the rule said in plain words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("oldpassword", _("The password you have now")), ("password1", _("New password")),
                            ("password2", _("New password again"))):
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, ""
        self.fields["password1"].help_text = _(
            "At least 12 characters. Three or four random words are easy to remember and hard to guess.")


class ChangePassword(_NewPassword, ChangePasswordForm):
    """Another password, by somebody who knows the present one."""


class ChoosePassword(_NewPassword, ResetPasswordKeyForm):
    """A password, by somebody who was mailed a link."""


class ShowPassword(ReauthenticateForm):
    """The password once more, before how one signs in is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class AddPasskey(AddWebAuthnForm):
    """A passkey, with a name to tell it from others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["name"].help_text = _("Such as: my work phone")
        self.fields["passwordless"] = forms.BooleanField(
            label=_("It is enough by itself, without my password"), required=False, initial=True)


class ForgottenPassword(ResetPasswordForm):
    """Whom to mail a link for a new password: only those who sign in by one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address(help_text=_("We will send you a link for choosing a new password."))

    def clean_email(self) -> str:
        """The address, with those people of it who have a role that the body itself gave to staff."""
        address = super().clean_email()
        self.users = [person for person in self.users if any(
            not ROLES[held.role].by_link and not held.by_directory for held in person.memberships.all())]
        return address


def organisations_of(body: Body) -> list[tuple[str, str]]:
    """The organisations of a body's records that deliver something, by name."""
    deliver = ROWS["parties"].objects.filter(body=body, part__in=DELIVERS).values("organisation")
    rows = ROWS["organisations"].objects.filter(body=body, key__in=deliver).order_by("name")
    return list(rows.values_list("key", "name"))


def activities_of(body: Body) -> list[tuple[str, str]]:
    """The contracts and projects of a body's records, by title."""
    return list(ROWS["activities"].objects.filter(body=body).order_by("title").values_list("key", "title"))


class GiveRole(forms.Form):
    """One more role for somebody; for a supplier, whom they speak for."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect,
                             error_messages={"required": _("Choose a role")})
    organisation = forms.ChoiceField(
        label=_("Organisation they report for"), required=False, help_text=_("For the role Supplier only."))

    def __init__(self, body: Body, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (name, f"{_(role.shown)}: {_(role.description)}") for name, role in ROLES.items()]
        self.fields["organisation"].choices = [("", _("None")), *organisations_of(body)]

    def clean(self) -> dict[str, Any]:
        """An organisation for suppliers, and for nobody else."""
        said = super().clean()
        supplier = said.get("role") == "supplier"
        if supplier and not said.get("organisation"):
            self.add_error("organisation", _("Choose the organisation that this supplier reports for"))
        elif said.get("role") and not supplier:
            said["organisation"] = ""
        return said


class Invite(GiveRole):
    """Somebody new, and what they may do here."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "off"}),
                           error_messages={"required": _("Enter their name")})
    address = _address(help_text=_("They are sent a link to this address."))
    field_order = ("name", "address", "role", "organisation")


class Assign(forms.Form):
    """The contracts and projects that somebody looks after."""

    activities = forms.MultipleChoiceField(label=_("Contracts and projects they look after"), required=False,
                                           widget=forms.CheckboxSelectMultiple)

    def __init__(self, body: Body, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activities"].choices = activities_of(body)


class Part(forms.Form):
    """Why somebody's access ends."""

    reason = forms.CharField(label=_("Reason"), required=False, help_text=_("For your own records, if you like."),
                             widget=forms.Textarea({"rows": 2}))


class SetGroup(forms.Form):
    """A group of the body's own directory, and the role of everybody in it."""

    group = forms.CharField(
        label=_("Group"), max_length=200, error_messages={"required": _("Enter the group")},
        help_text=_("As your directory sends it: its name, or its id, such as 7f3c9a10-5b1e-4c1b-9d61-0a8f5e2c7d44."))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect,
                             error_messages={"required": _("Choose a role")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(name, _(role.shown)) for name, role in ROLES.items() if not role.by_link]
