"""The document of the interface (OpenAPI 3.1): made from the operations, with every way in which each can fail."""

import json
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from commonweal.web.interface.operations import OPERATIONS, ROOT, api
from commonweal.web.interface.problems import CONTENT_TYPE, SORTS, ProblemShape
from commonweal.web.interface.scopes import SCOPES

_ABOUT = (
    "What people do on the pages, for programs: read and send returns, read and keep the register, read figures. Make "
    "a token on the site, under Access for programs, and send it as `Authorization: Bearer commonweal_…`. A token does "
    "no more than its person's role does at that moment. Exact numbers travel as text, days as year-month-day.")
_ETAG = {"ETag": {"description": "The version, for If-Match.", "schema": {"type": "string", "pattern": '^"[0-9]+"$'}}}
# Ways in which only what sends something can fail.
_OF_WHAT_IS_SENT = (HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
_PLACE = {"Location": {"description": "The address of what was made.", "schema": {"type": "string"}}}


def document() -> dict[str, Any]:
    """The document, the same for the same program."""
    made = dict(api.get_openapi_schema(path_prefix=ROOT))
    made.pop("servers", None)
    made["info"] |= {"description": _ABOUT, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    shape = ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}")
    made["components"]["schemas"] |= {**shape.pop("$defs"), "Problem": shape}
    made["components"]["responses"] = dict(_failures())
    for methods in made["paths"].values():
        for said in methods.values():
            _complete(said)
    return made


@cache
def text() -> str:
    """The document as it is served and committed."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def _failures() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every way in which an operation can fail, by its status."""
    for status in sorted({sort.status for sort in SORTS.values()}):
        titles = " ".join(sort.title for sort in SORTS.values() if sort.status == status)
        yield f"failed-{status.value}", {"description": titles, "content": {
            CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _complete(said: dict[str, Any]) -> None:
    """Add to one operation what none of them says by itself."""
    rule = OPERATIONS[said["operationId"]]
    said["tags"] = [rule.scope]
    said["security"] = [{name: [rule.scope] for name in found} for found in said["security"]]
    for parameter in said["parameters"]:
        parameter["schema"] = _plain(parameter["schema"])
    done = {str(status): found for status, found in said["responses"].items()}
    for found in done.values():
        if rule.versioned:
            found["headers"] = {**_ETAG, **(_PLACE if rule.method == "POST" else {})}
    said["responses"] = done | {
        str(sort.status.value): {"$ref": f"#/components/responses/failed-{sort.status.value}"}
        for sort in sorted(SORTS.values(), key=lambda sort: sort.status)
        if rule.method != "GET" or sort.status not in _OF_WHAT_IS_SENT}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """What may stand in a parameter: one that is left out is not null, and its words stand beside it already."""
    chosen = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    found = chosen[0] if len(chosen) == 1 else schema
    return {name: value for name, value in found.items() if name not in ("title", "description")}


def told() -> list[dict[str, Any]]:
    """The operations as the page for people lists them: by scope, each with its method, address and what it is."""
    by_name = {said["operationId"]: (address, said) for address, methods in document()["paths"].items()
               for said in methods.values()}
    found = [{"name": rule.name, "method": rule.method, "scope": rule.scope, "address": by_name[rule.name][0],
              "summary": by_name[rule.name][1]["summary"]} for rule in OPERATIONS.values()]
    return [{"scope": scope, "about": SCOPES[scope], "operations": [each for each in found if each["scope"] == scope]}
            for scope in SCOPES]
