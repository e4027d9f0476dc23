"""What goes out is valid by the standards' own files: the OCDS schema, and the shapes of the Impact Data Standard."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from commonweal.exchange.forms import form
from commonweal.exchange.impact import CONTEXT
from tests.exchange.notices import northmere
from tests.exchange.test_out import with_lots

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SCHEMAS = DATA / "ocds" / "schema"
IMPACT = DATA / "impact_standard"
# The library that reads linked data uses parts of itself that it advises others against.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl")


@pytest.fixture(autouse=True)
def _data_is_there():
    if not (SCHEMAS.is_dir() and IMPACT.is_dir()):
        pytest.skip("the open data folder is not beside the checkout: ocds/schema and impact_standard are absent")


@cache
def validator() -> Draft4Validator:
    """The schema of release packages, with that of releases from beside it; nothing is fetched."""
    package = json.loads((SCHEMAS / "ocds-1.1.5-release-package-schema.json").read_text(encoding="utf-8"))
    release = json.loads((SCHEMAS / "ocds-1.1.5-release-schema.json").read_text(encoding="utf-8"))
    address = package["properties"]["releases"]["items"]["$ref"]
    return Draft4Validator(package, registry=Registry().with_resource(
        address, Resource.from_contents(release, default_specification=DRAFT4)))


@pytest.mark.parametrize("name", ["ocds", "ocds-whole"])
def test_a_package_is_valid_by_the_standards_schema(name):
    package = json.loads(form(name).depart(with_lots()))
    assert len(package["releases"]) > 30
    assert [(list(fault.path), fault.message) for fault in validator().iter_errors(package)] == []


def test_the_schema_refuses_a_package_that_is_wrong():
    package = json.loads(form("ocds").depart(northmere()))
    del package["releases"][0]["ocid"]
    package["releases"][1]["contracts"][0]["status"] = "finished"
    assert len(list(validator().iter_errors(package))) >= 2


@cache
def graph() -> dict[str, Any]:
    """The invented authority as linked data."""
    found: dict[str, Any] = json.loads(form("impact-standard").depart(northmere()))
    return found


def _conforms(data: dict[str, Any] | list[Any]) -> tuple[bool, str]:
    triples = rdflib.Graph().parse(data=json.dumps(data), format="json-ld")
    assert len(triples) > 0
    shapes = rdflib.Graph().parse(IMPACT / "cids.basictier.shacl.ttl")
    conforms, _, text = pyshacl.validate(triples, shacl_graph=shapes, advanced=False)
    return conforms, text


def test_the_basic_tier_accepts_the_linked_data():
    conforms, text = _conforms(graph())
    assert conforms, text


@pytest.mark.parametrize(("kind", "term"), [
    ("cids:Indicator", "unitDescription"), ("cids:IndicatorReport", "value"), ("cids:IndicatorReport", "startedAtTime"),
    ("cids:Organization", "hasLegalName"), ("cids:Outcome", "forOrganization"), ("cids:Theme", "hasName")])
def test_the_basic_tier_refuses_the_linked_data_without_what_it_asks_for(kind, term):
    nodes = graph()["@graph"]
    spoilt = next(node for node in nodes if node["@type"] == kind and term in node)
    # The node with all that it points at: the whole graph need not be gone through again.
    near = [node for node in nodes if node["@type"] in ("cids:Organization", "cids:Theme", "cids:Outcome")
            and node is not spoilt]
    left = {key: value for key, value in spoilt.items() if key not in (term, "hasIndicatorReport", "forIndicator")}
    conforms, text = _conforms({"@context": CONTEXT, "@graph": [*near, left]})
    assert not conforms and term in text


def test_the_terms_are_those_of_the_standards_own_context():
    theirs = json.loads((IMPACT / "cidsContext.jsonld").read_text(encoding="utf-8"))["@context"]
    for name, ours in CONTEXT.items():
        assert theirs[name] == ours, name
