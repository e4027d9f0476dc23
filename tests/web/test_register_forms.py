"""Forms of the register: every table, read as the files are, checked by the ledger's own rules, written once."""

import re
from html import unescape

import pytest

from commonweal.basics.tables import read_value
from commonweal.ledger.tables import BY_NAME
from commonweal.web.audit.models import Event
from commonweal.web.register.forms import RowForm
from commonweal.web.register.models import ROWS
from commonweal.web.register.particulars import PARTICULARS
from commonweal.web.register.reading import record
from tests.web.conftest import person, signed_in

# What a form of the table is sent with, the boxes of a day named apart; the rest is left as it is offered.
SENT = {
    "organisations": {"name": "Lantern Kitchen", "kind": "charity"},
    "places": {"name": "North End", "kind": "ward"},
    "activities": {"title": "Harbour Lights", "kind": "grant", "role": "investor", "state": "planned"},
    "policies": {"title": "Clean Air Plan", "kind": "policy"},
    "objectives": {"title": "Cleaner air", "kind": "objective"},
    "promises": {"title": "Plant trees", "role": "civic-leader", "horizon": "immediate", "state": "open"},
    "priorities": {"area": "Air", "title": "Measure it", "role": "civic-leader", "kind": "action", "state": "open"},
    "accreditations": {"organisation": "brightbuild", "scheme": "Fair Tax Mark", "held": "Bronze"},
    "guidance": {"title": "How to promise", "audience": "bidders", "role": "commissioner", "state": "in-use"},
    "calendar": {"period": "2024/25", "step": "lock"},
    "declared": {"finding": "SOURCE-NOT-GIVEN:repairs", "reason": "Not kept then.", "by": "Social Value Team",
                 "on": "2025-05-01"},
    "stated": {"title": "Homes warmed", "role": "investor", "period_kind": "not-stated", "value": "12",
               "unit": "homes"},
    "context": {"title": "People", "value": "1000", "unit": "people", "as_printed": "1,000"},
    "ratios": {"title": "£ for each", "numerator": "activities/repairs", "denominator": "activities/repairs",
               "unit": "£ a job", "places": "2", "role": "investor"},
    "corrections": {"release": "2", "date": "2025-05-01", "what": "A number.", "why": "A slip, found by Finance."},
    "adjustments": {"kind": "deadweight", "reduction": "0.2", "reason": "A study.", "source": "Study 2024"},
    "opportunities": {"title": "Painting of bridges", "state": "open"},
    "criteria": {"opportunity": "painting-of-bridges", "kind": "quality", "title": "Social value", "weight": "0.1"},
    "kpis": {"title": "Calls answered", "target": "90%"},
    "remedies": {"title": "Asked for a plan", "on": "2025-05-01", "owner": "Highways", "state": "done"},
    "parties": {"organisation": "lantern", "part": "partner"},
    "commitments": {"stage": "committed", "quantity": "40", "start": "2025-05-01", "due": "2025-12-31",
                    "profile": "even", "period_kind": "financial-year", "in_force_from": "2025-05-01"},
}


def sent(said, token="one", **more):
    """What a browser sends of a form: the boxes of a day apart."""
    data = {"form_token": token, "row_version": "0"}
    for name, value in {**said, **more}.items():
        if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
            data |= dict(zip((f"{name}_year", f"{name}_month", f"{name}_day"), value.split("-"), strict=True))
        else:
            data[name] = value
    return data


def errors_of(answer):
    """The sentences of the summary of errors."""
    text = answer.content.decode()
    summary = re.search(r'class="govuk-error-summary".*?</ul>', text, re.DOTALL)
    items = re.findall(r"<li>.*?</li>", summary.group(), re.DOTALL) if summary else []
    return [unescape(re.sub(r"<[^>]*>", "", item)).strip() for item in items]


@pytest.fixture
def officer(body):
    return signed_in(person("officer", body))


def _measure(body):
    return ROWS["commitments"].objects.filter(body=body).first().measure


def _address(table, body, officer):
    if not PARTICULARS[table].own:
        return f"/{body.slug}/records/{table}/add/"
    more = f"?measure={_measure(body)}" if table == "commitments" else ""
    return f"/{body.slug}/activities/repairs/add/{table}/{more}"


@pytest.mark.parametrize("table", [name for name in PARTICULARS if name != "milestones"])
def test_a_row_of_every_table_is_added_by_its_form_and_shown_on_its_page(body, officer, table):
    if table == "parties":
        assert officer.post("/smallford/records/organisations/add/", sent({"name": "Lantern", "kind": "charity"}, "o"))
    if table == "objectives":
        officer.post("/smallford/records/policies/add/", sent(SENT["policies"], "p"))
        SENT["objectives"]["policy"] = "clean-air-plan"
    if table == "criteria":
        officer.post("/smallford/records/opportunities/add/", sent(SENT["opportunities"], "l"))
    before = Event.objects.count()
    address = _address(table, body, officer)
    assert officer.get(address).status_code == 200
    answer = officer.post(address, sent(SENT[table]))
    assert answer.status_code == 302, errors_of(answer)
    assert Event.objects.count() == before + 1
    key = answer.headers["Location"].split(f"/row/{table}/")[1].rstrip("/")
    found = record(body, table, key.replace("%3A", ":"))
    for name, value in SENT[table].items():
        column = BY_NAME[table].column(name)
        assert found.get(name) == read_value(value, column), name
    assert officer.get(answer.headers["Location"]).status_code == 200


def test_the_form_asks_for_every_declared_column_but_ids_and_what_is_known(body):
    known = {"id", "activity", "measure", "follows", "commitment"}
    for name, found in PARTICULARS.items():
        assert set(BY_NAME[name].names) - set(found.asked) <= known, name
        assert set(found.asked) <= set(BY_NAME[name].names), name


def test_what_is_for_colleagues_only_says_so(body, officer):
    text = officer.get("/smallford/records/activities/add/").content.decode()
    assert "For colleagues only; never published." in text


def test_each_fault_stands_where_it_belongs_and_says_what_to_type(body, officer):
    answer = officer.post("/smallford/records/activities/add/", sent(
        {**SENT["activities"], "title": "", "value": "1.1m", "weighting": "20", "start_day": "31", "start_month": "6",
         "start_year": "2025"}))
    said = errors_of(answer)
    assert answer.status_code == 200 and len(said) == 4
    assert any("Fill in “Title”" in text for text in said)
    assert any("no such day in the calendar" in text for text in said)
    assert any("0.5" in text for text in said)
    assert not ROWS["activities"].objects.filter(body=body, role="investor").exists()
    assert 'href="#id_title"' in answer.content.decode() and 'value="1.1m"' in answer.content.decode()


def test_a_check_of_the_ledger_stops_what_is_wrong_and_only_points_to_what_is_open(body, officer):
    wrong = sent({**SENT["activities"], "start": "2025-05-01", "end": "2024-05-01"})
    said = errors_of(officer.post("/smallford/records/activities/add/", wrong))
    assert len(said) == 1 and "before" in said[0]
    open_yet = officer.post("/smallford/records/promises/add/", sent(SENT["promises"]), follow=True)
    assert "Saved. There is something to check" in open_yet.content.decode()
    assert "To check" in open_yet.content.decode()


def test_a_fault_that_stood_before_stops_nobody_from_mending_another(body, officer):
    ROWS["activities"].objects.filter(body=body, key="repairs").update(start="2030-01-01", end="2020-01-01")
    answer = officer.post("/smallford/activities/repairs/add/remedies/", sent(SENT["remedies"]))
    assert answer.status_code == 302


def test_shares_over_the_whole_are_refused(body, officer):
    officer.post("/smallford/records/organisations/add/", sent(SENT["organisations"], "o"))
    row = ROWS["parties"].objects.get(body=body, key="repairs/brightbuild/prime")
    first = officer.post("/smallford/change/parties/repairs/brightbuild/prime/",
                         sent({"share": "0.7"}, "a", row_version=str(row.row_version)))
    assert first.status_code == 302
    second = officer.post("/smallford/activities/repairs/add/parties/",
                          sent({"organisation": "lantern-kitchen", "part": "partner", "share": "0.4"}, "b"))
    assert second.status_code == 200 and any("1.1" in text for text in errors_of(second))


def test_a_manager_keeps_their_own_contract_and_no_other(body):
    manager = signed_in(person("manager", body, looks_after=("repairs",)))
    assert manager.post("/smallford/activities/repairs/add/remedies/", sent(SENT["remedies"])).status_code == 302
    assert ROWS["remedies"].objects.get(body=body).activity == "repairs"
    # A contract named in what is sent is not asked, and changes nothing.
    manager.post("/smallford/activities/repairs/add/remedies/", sent(SENT["remedies"], "two", activity="paths"))
    assert set(ROWS["remedies"].objects.values_list("activity", flat=True)) == {"repairs"}
    assert manager.get("/smallford/records/activities/add/").status_code == 403


def test_the_same_form_sent_a_thousand_times_gives_one_record(body, officer):
    data = sent(SENT["organisations"])
    places = {officer.post("/smallford/records/organisations/add/", data).headers["Location"] for _ in range(1000)}
    assert places == {"/smallford/row/organisations/lantern-kitchen/"}
    assert ROWS["organisations"].objects.filter(body=body, name="Lantern Kitchen").count() == 1
    assert Event.objects.filter(table="organisations", key="lantern-kitchen").count() == 1


def test_another_form_with_the_same_words_is_another_row(body, officer):
    for token in ("one", "two"):
        officer.post("/smallford/records/organisations/add/", sent(SENT["organisations"], token))
    assert set(ROWS["organisations"].objects.filter(name="Lantern Kitchen").values_list("key", flat=True)) == {
        "lantern-kitchen", "lantern-kitchen-2"}


def test_two_people_who_change_one_row_see_both_versions_and_one_decides(body, officer):
    officer.post("/smallford/records/organisations/add/", sent(SENT["organisations"]))
    address = "/smallford/change/organisations/lantern-kitchen/"
    hers = sent({**SENT["organisations"], "name": "Lantern Kitchen Trust"}, "hers", row_version="1")
    his = sent({**SENT["organisations"], "kind": "social-enterprise"}, "his", row_version="1")
    assert officer.post(address, hers).status_code == 302
    met = officer.post(address, his)
    text = met.content.decode()
    assert met.status_code == 200 and "Somebody else changed this while you were writing" in text
    assert "Lantern Kitchen Trust" in text and ">social enterprise<" in text
    assert record(body, "organisations", "lantern-kitchen").text("kind") == "charity"
    version = re.search(r'name="row_version" value="(\d+)"', text).group(1)
    assert officer.post(address, {**his, "row_version": version}).status_code == 302
    assert record(body, "organisations", "lantern-kitchen").text("kind") == "social-enterprise"


def test_a_row_that_is_named_by_others_is_not_taken_away_and_another_is_with_its_reason(body, officer):
    text = officer.get("/smallford/take-away/organisations/brightbuild/").content.decode()
    assert "cannot be taken away yet" in text
    officer.post("/smallford/take-away/organisations/brightbuild/", {"row_version": "1", "reason": "x"})
    assert record(body, "organisations", "brightbuild")
    officer.post("/smallford/records/organisations/add/", sent(SENT["organisations"]))
    address = "/smallford/take-away/organisations/lantern-kitchen/"
    assert "Write why it is taken away" in officer.post(address, {"row_version": "1", "reason": " "}).content.decode()
    later = officer.post(address, {"row_version": "7", "reason": "x"}).content.decode()
    assert "Somebody changed it meanwhile" in later
    assert officer.post(address, {"row_version": "1", "reason": "Entered twice"}).status_code == 302
    assert record(body, "organisations", "lantern-kitchen") is None
    assert Event.objects.filter(key="lantern-kitchen", what="take away").count() == 1


def test_a_list_that_is_long_is_searched_and_asks_which_one_is_meant(body, officer):
    model = ROWS["organisations"]
    model.objects.bulk_create(
        model(body=body, key=f"org-{n}", name=f"Builders of {'North' if n < 3 else 'South'} {n}", kind="company",
              row_position=50 + n) for n in range(80))
    address = "/smallford/activities/repairs/add/parties/"
    asked = officer.post(address, sent({"organisation": "north", "part": "partner"}))
    text = asked.content.decode()
    assert "choose the one that you mean" in text and 'value="org-2"' in text and 'value="org-3"' not in text
    assert any("nothing is called" in said for said in errors_of(officer.post(address, sent({"organisation": "zzz"}))))
    assert officer.post(address, sent({"organisation": "org-2", "part": "partner"})).status_code == 302
    shown = RowForm("accreditations", body, first={"organisation": "org-5"})
    assert "Builders of South 5 [org-5]" in str(shown["organisation"])


def test_a_contract_that_ends_early_or_goes_over_to_another_says_so_and_leads_there(body, officer):
    officer.post("/smallford/records/activities/add/", sent(SENT["activities"]))
    row = ROWS["activities"].objects.get(body=body, key="repairs")
    form = officer.get("/smallford/change/activities/repairs/?state=novated").content.decode()
    assert re.search(r'value="novated"[^>]* selected', form)
    said = {name: str(getattr(row, name) or "") for name in ("title", "kind", "role", "start", "end")}
    answer = officer.post("/smallford/change/activities/repairs/", sent(
        said, "two", state="novated", succeeded_by="harbour-lights", row_version=str(row.row_version)))
    assert answer.status_code == 302, errors_of(answer)
    assert "It goes on as" in officer.get("/smallford/activities/repairs/").content.decode()
    assert "It took over from" in officer.get("/smallford/activities/harbour-lights/").content.decode()


def test_parts_lead_both_ways(body, officer):
    officer.post("/smallford/records/activities/add/", sent(SENT["activities"], part_of="repairs"))
    title = ROWS["activities"].objects.get(body=body, key="repairs").title
    assert title in officer.get("/smallford/activities/harbour-lights/").content.decode()
    assert "Harbour Lights" in officer.get("/smallford/activities/repairs/").content.decode()


def test_a_body_whose_records_are_only_read_offers_nothing_to_change(body):
    officer = signed_in(person("officer", body))
    body.read_only = True
    body.save()
    text = officer.get("/smallford/activities/repairs/").content.decode()
    assert "/change/" not in text and "/add/" not in text
    assert officer.post("/smallford/records/organisations/add/", sent(SENT["organisations"])).status_code == 403


def test_a_writer_says_who_acts(body, officer):
    officer.post("/smallford/records/organisations/add/", sent(SENT["organisations"]))
    event = Event.objects.order_by("-number").first()
    assert (event.role, event.what, event.table) == ("officer", "add", "organisations")
