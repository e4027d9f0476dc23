"""Addresses for coming in, for how somebody signs in, and for those who let others in.

The library that signs people in finds its own pages by their names here (those with `account_`, `mfa_` and so on); what
is not listed, such as signing up, does not exist.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as directories
from django.contrib.auth.views import LogoutView
from django.urls import register_converter, reverse_lazy
from django.urls.converters import StringConverter

from commonweal.web.config.menu import Group
from commonweal.web.config.routes import Open, owner, page
from commonweal.web.people import managing, sign_in, views
from commonweal.web.people.models import Body, Membership
from commonweal.web.people.roles import May


class Base36(StringConverter):
    """A number in digits and letters, so that the dash after it parts it from what follows."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36, "base36")


@owner("person")
def _person(body: Body, key: str) -> str | None:
    return "" if Membership.objects.filter(body=body, person__key=key).exists() else None


_ALL, _MINE, _PEOPLE = Open.EVERYBODY, Open.SIGNED_IN, May.MANAGE_PEOPLE
_ONE = "<slug:body>/people/<str:person>/"

urlpatterns = [
    page("", views.front, "front", sees=_ALL),
    page("start/", views.start, "start", sees=_MINE),
    page("sign-out/", LogoutView.as_view(), "sign-out", sees=None, does=_MINE),
    # Coming in.
    page("sign-in/", sign_in.sign_in, "sign-in", sees=_ALL, does=_ALL),
    page("sign-in/code/", sign_in.code, "sign-in-code", sees=_ALL, does=_ALL),
    page("sign-in/link/<str:word>/", sign_in.by_link, "sign-in-link", sees=_ALL, does=_ALL),
    page("sign-in/password/", account.login, "account_login", sees=_ALL, does=_ALL),
    page("sign-in/second-factor/", factors.authenticate, "mfa_authenticate", sees=_ALL, does=_ALL),
    page("sign-in/passkey/", passkeys.login_webauthn, "mfa_login_webauthn", sees=_ALL, does=_ALL),
    page("sign-in/ended/", account.account_inactive, "account_inactive", sees=_ALL),
    page("sign-in/forgotten/", account.password_reset, "account_reset_password", sees=_ALL, does=_ALL),
    page("sign-in/forgotten/sent/", account.password_reset_done, "account_reset_password_done", sees=_ALL),
    page("sign-in/new-password/<base36:uidb36>-<str:key>/", account.password_reset_from_key,
         "account_reset_password_from_key", sees=_ALL, does=_ALL),
    page("sign-in/new-password/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done",
         sees=_ALL),
    page("sign-in/directory/<slug:provider_id>/", sign_in.to_directory, "openid_connect_login", sees=_ALL, does=_ALL),
    page("sign-in/directory/<slug:provider_id>/back/", sign_in.from_directory, "openid_connect_callback", sees=_ALL),
    page("sign-in/directory-cancelled/", directories.login_cancelled, "socialaccount_login_cancelled", sees=_ALL),
    # How somebody signs in.
    page("you/", sign_in.You.as_view(), "mfa_index", sees=_MINE),
    page("you/sessions/", sign_in.end_session, "end-session", sees=None, does=_MINE),
    page("you/password/", account.password_change, "account_change_password", sees=_MINE, does=_MINE),
    page("you/again/", account.reauthenticate, "account_reauthenticate", sees=_MINE, does=_MINE),
    page("you/again/code/", factors.reauthenticate, "mfa_reauthenticate", sees=_MINE, does=_MINE),
    page("you/again/passkey/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn", sees=_MINE, does=_MINE),
    page("you/app/", app.activate_totp, "mfa_activate_totp", sees=_MINE, does=_MINE),
    page("you/app/remove/", app.deactivate_totp, "mfa_deactivate_totp", sees=_MINE, does=_MINE),
    page("you/recovery-codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes", sees=_MINE),
    page("you/recovery-codes/new/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes", sees=_MINE,
         does=_MINE),
    page("you/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn", sees=_MINE, does=_MINE),
    page("you/passkeys/<int:pk>/remove/",
         passkeys.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")), "mfa_remove_webauthn",
         sees=_MINE, does=_MINE),
    # Letting others in.
    page("<slug:body>/people/", managing.people, "people", sees=_PEOPLE, group=Group.PEOPLE, listed="People"),
    page("<slug:body>/people/invite/", managing.invite, "invite", sees=_PEOPLE, does=_PEOPLE),
    page("<slug:body>/people/groups/", managing.groups, "groups", sees=_PEOPLE, does=_PEOPLE),
    page(_ONE, managing.person, "person", sees=_PEOPLE),
    page(f"{_ONE}give/", managing.give, "give-role", sees=None, does=_PEOPLE),
    page(f"{_ONE}take/", managing.take, "take-role", sees=None, does=_PEOPLE),
    page(f"{_ONE}assign/", managing.assign, "assign", sees=_PEOPLE, does=_PEOPLE),
    page(f"{_ONE}write/", managing.write_again, "write-again", sees=None, does=_PEOPLE),
    page(f"{_ONE}factors/", managing.forget_factors, "forget-factors", sees=None, does=_PEOPLE),
    page(f"{_ONE}part/", managing.part, "part", sees=None, does=_PEOPLE),
]
