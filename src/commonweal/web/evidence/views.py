"""Giving evidence back to those who may see the claim: a file to save, never shown or run by a browser."""

import logging
from collections.abc import Iterable
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.web.evidence.keeping import Damaged, read
from commonweal.web.evidence.models import Upload
from commonweal.web.evidence.sorts import SORTS

_LOG = logging.getLogger(__name__)


def give_back(upload: Upload) -> HttpResponse:
    """The file as an answer. Refused where its bytes are not what was kept; one whose time was over is not found."""
    if upload.destroyed:
        raise Http404
    try:
        content = read(upload.sha256)
    except Damaged as damaged:
        _LOG.error("%s", damaged)
        raise Refused(gettext("%(name)s cannot be given out: what was kept of it is gone, or was changed on disk. Tell "
                              "whoever runs this site; a backup may hold it.") % {"name": upload.name}) from damaged
    content_type = next((sort.content_type for sort in SORTS if sort.shown == upload.sort), "application/octet-stream")
    answer = HttpResponse(content, content_type=content_type)
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " .-_") else "_" for sign in upload.name)
    exact = quote(upload.name, safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def notes_taken_out(kept: Iterable[Upload]) -> str:
    """Which photographs are kept without the place and the camera's other notes; empty where none had any."""
    names = ", ".join(upload.name for upload in kept if upload.arrived)
    return gettext("The place and the camera's other notes were taken out of %(names)s.") % {
        "names": names} if names else ""
