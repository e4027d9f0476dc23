"""What holds for every answer of the site."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from commonweal.report.languages import ENGLISH, languages, printed_in


def never_stored(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """No page is kept by a browser or a proxy, so nothing can be read after signing out; nor may it use devices."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return answer


def in_one_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Words that the site shares with the report are said in the language of the page, where the report knows it."""

    def answer(request: HttpRequest) -> HttpResponse:
        with printed_in(_of_the_report(translation.get_language() or ENGLISH)):
            return get_response(request)

    return answer


def _of_the_report(language: str) -> str:
    """A language of the site as the report's catalogues name it; English where there is none of it."""
    return next((name for name in languages() if name.lower() == language.lower()), ENGLISH)
