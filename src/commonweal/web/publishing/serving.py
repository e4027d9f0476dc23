"""Handing out the files of a report: only files of its own folder, each with the type that its ending says."""

import mimetypes
from pathlib import Path

from csp.constants import NONE
from django.http import FileResponse, Http404, HttpResponse

_TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".csv": "text/csv; charset=utf-8",
          ".json": "application/json", ".pdf": "application/pdf", ".svg": "image/svg+xml",
          ".txt": "text/plain; charset=utf-8", ".toml": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8",
          ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
# A report needs no script, sends no form and calls nobody.
_POLICY = {"script-src": [NONE], "form-action": [NONE], "connect-src": [NONE]}


def file_of(folder: Path, name: str) -> HttpResponse:
    """One file of a report's folder; its first page for a folder's name. Not found for anything that is not in it."""
    root = folder.resolve()
    try:
        path = (root / name).resolve()
        if path.is_dir():
            path = path / "index.html"
        found = path.is_relative_to(root) and path.is_file()
    except OSError:  # A name longer than that of any file.
        found = False
    if not found:
        raise Http404
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = FileResponse(path.open("rb"), content_type=kind)
    response._csp_replace = _POLICY
    return response
