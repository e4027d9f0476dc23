"""Every table of a book and every column once: name, kind, unit, meaning, who may see it.

The CSV reader, the Parquet schema, the data dictionary and the package's field list are made from these.
"""

from commonweal.basics.periods import PeriodKind
from commonweal.basics.tables import Column, Kind, See, Table

ROLES = ("employer", "investor", "service-provider", "commissioner", "civic-leader")
AREAS = (*ROLES, "cross-cutting", "devolved-powers")
BOUNDS = ("exact", "over", "nearly", "about", "up-to")
PERIOD_KINDS = tuple(kind.value for kind in PeriodKind)
STAGES = ("potential", "offered", "committed", "withdrawn")
DELIVERY_STATES = ("draft", "submitted", "queried", "verified", "rejected")
PERSON_STAGES = ("referred", "started", "completed", "sustained", "not-applicable")
REMEDY_STATES = ("planned", "in-progress", "done")
OPPORTUNITY_STATES = ("planned", "open", "complete", "cancelled", "unsuccessful", "withdrawn", "not-stated")
RATINGS = ("met", "slightly-below", "below", "significantly-below", "other")
DECILES = tuple(str(number) for number in range(1, 11))
PROMISE_STATES = ("open", "in-progress", "met", "part-met", "not-met", "changed")

_ID = Column("id", Kind.ID, "The row's own id; it never changes.", required=True)
_SOURCE = Column("source", Kind.TEXT, "Where this stands: document and line, return and row.")
_NOTE = Column("note", Kind.TEXT, "Anything a reader must know; printed beside the figure.")
_INTERNAL_NOTE = Column("internal_note", Kind.TEXT, "For colleagues only; never published.", see=See.INTERNAL)
_PLACE = Column("place", Kind.ID, "Where it landed; blank is the whole area.", refers_to="places")
_BOUND = Column("bound", Kind.CHOICE, "Whether the source says exactly this, over, nearly, about or up to it.",
                choices=BOUNDS, default="exact")
_PERIOD_KIND = Column("period_kind", Kind.CHOICE, "What kind of span the number is about.", choices=PERIOD_KINDS, required=True)
_OWNER = Column("owner", Kind.TEXT, "The office that answers for it (an office, never a person's name).")
_PART_OF = Column("part_of", Kind.ID, "The row that this is an 'of which' part of; a part enters no total.")
_ALTERNATIVE = Column("alternative_to", Kind.ID, "The row that this is another way of counting; it enters no total.")

PLACES = Table("places", "one place, from the whole area down to a ward", (
    _ID,
    Column("name", Kind.TEXT, "The place's name.", required=True),
    Column("kind", Kind.CHOICE, "What sort of place.", required=True,
           choices=("area", "council", "ward", "neighbourhood", "region", "nation")),
    Column("parent", Kind.ID, "The place that it lies in.", refers_to="places"),
    Column("code", Kind.TEXT, "The official code, if there is one."),
    Column("tile_row", Kind.COUNT, "Its row on our own tile map, from the north."),
    Column("tile_column", Kind.COUNT, "Its column on our own tile map, from the west."),
    Column("decile", Kind.CHOICE, "For a neighbourhood: its tenth of the country by deprivation, 1 the most deprived; blank is not known.",
           choices=DECILES),
    Column("page", Kind.YES_NO, "Whether the report may tell of it by itself; no where a source counts it without naming it.",
           default="yes"),
    _SOURCE,
))

ORGANISATIONS = Table("organisations", "one body that promises, delivers, funds, checks or receives", (
    _ID,
    Column("name", Kind.TEXT, "The name as the body uses it.", required=True),
    Column("kind", Kind.CHOICE, "What sort of body.", required=True, choices=(
        "authority", "council", "public-body", "company", "charity", "social-enterprise", "school", "college",
        "university", "joint-venture", "group", "national-body", "not-stated")),
    Column("size", Kind.CHOICE, "Micro, small, medium or large by the usual headcount bands; sme where a source says only "
           "that it is not large; blank is not known.", choices=("micro", "small", "medium", "sme", "large")),
    Column("vcse", Kind.YES_NO, "Whether it is a voluntary, community or social enterprise; blank is not known."),
    Column("place", Kind.ID, "Where its office is; blank is not known.", refers_to="places"),
    Column("company_number", Kind.TEXT, "Its number at the register of companies, where it has one."),
    Column("same_as", Kind.TEXT, "The same body in another book, as book:id."),
    Column("identifiers", Kind.IDS, "Its ids in registers and portals, in lower case: gb-coh-01234567 is a company number."),
    _SOURCE, _NOTE,
))

OPPORTUNITIES = Table("opportunities", "one lot or funding call, as its notices tell of it", (
    _ID,
    Column("process", Kind.TEXT, "The id of the whole procurement, the same for all its lots (its ocid)."),
    Column("title", Kind.TEXT, "What is to be bought or funded.", required=True),
    Column("buyer", Kind.ID, "The body that buys or funds.", refers_to="organisations"),
    Column("state", Kind.CHOICE, "Where it stands.", required=True, choices=OPPORTUNITY_STATES),
    Column("value", Kind.MONEY, "The estimate before award, without VAT; blank is not stated.", unit="£"),
    Column("published", Kind.DATE, "The day of its latest notice."),
    Column("closes", Kind.DATE, "The last day for bids or applications; blank is not stated."),
    Column("start", Kind.DATE, "First day of the contract, as planned."),
    Column("end", Kind.DATE, "Last day of the contract, as planned."),
    Column("suits_sme", Kind.YES_NO, "Whether it is said to suit small and medium-sized businesses; blank is not said."),
    Column("suits_vcse", Kind.YES_NO, "Whether it is said to suit voluntary, community and social enterprises; blank is not said."),
    Column("asks_social_value", Kind.YES_NO, "Whether social value or community benefits are asked for; blank is not said."),
    Column("social_value_text", Kind.TEXT, "What its notice says of social value or community benefits."),
    _SOURCE, _NOTE,
))

CRITERIA = Table("criteria", "one thing that bids for a lot are judged by, with its weight", (
    _ID,
    Column("opportunity", Kind.ID, "The lot or funding call.", required=True, refers_to="opportunities"),
    Column("kind", Kind.CHOICE, "Price, cost, quality or not stated.", required=True,
           choices=("price", "cost", "quality", "not-stated")),
    Column("title", Kind.TEXT, "What is judged; blank is not stated."),
    Column("weight", Kind.SHARE, "Its share of the whole; blank where the notice gives none that can be read as a share."),
    Column("weight_text", Kind.TEXT, "The weight as the notice prints it."),
    Column("social_value", Kind.YES_NO, "Yes where its own words speak of social value or community benefits."),
    _SOURCE, _NOTE,
))

ACTIVITIES = Table("activities", "one contract, grant, investment, programme, scheme, convening or development", (
    _ID,
    Column("title", Kind.TEXT, "The name that people use.", required=True),
    Column("kind", Kind.CHOICE, "What sort of activity.", required=True, choices=(
        "contract", "grant", "investment", "programme", "employment", "convening", "development", "policy")),
    Column("role", Kind.CHOICE, "The one role it is counted in.", required=True, choices=ROLES),
    Column("other_roles", Kind.IDS, "Other roles it is named in; it is counted in none of them."),
    Column("part_of", Kind.ID, "The activity that this one is a part of.", refers_to="activities"),
    Column("summary", Kind.TEXT, "One or two plain sentences on what it is."),
    _PLACE,
    Column("other_places", Kind.IDS, "Further places it works in.", refers_to="places"),
    Column("start", Kind.DATE, "First day; blank is not stated."),
    Column("end", Kind.DATE, "Last day, planned or actual; blank is not stated."),
    Column("state", Kind.CHOICE, "Where it stands.", required=True, choices=(
        "planned", "in-progress", "completed", "ended-early", "novated", "not-stated")),
    Column("succeeded_by", Kind.ID, "The activity that took over after novation.", refers_to="activities"),
    Column("value", Kind.MONEY, "What the contract, grant or programme is worth over its life.", unit="£"),
    Column("value_bound", Kind.CHOICE, "Whether the value is exact, over, nearly or about.", choices=BOUNDS, default="exact"),
    Column("awarded", Kind.DATE, "The day the contract or grant was awarded."),
    Column("includes_social_value", Kind.YES_NO, "Whether the award included social value; blank is not recorded."),
    Column("weighting", Kind.SHARE, "The weight of social value in the award."),
    Column("act_2012", Kind.YES_NO, "Whether the Public Services (Social Value) Act 2012 covers it."),
    Column("exemption", Kind.TEXT, "Why no social value was asked for, where it was above the threshold."),
    Column("opportunity", Kind.ID, "The lot or funding call that it was awarded from.", refers_to="opportunities"),
    _OWNER, _SOURCE, _NOTE, _INTERNAL_NOTE,
), over="end")

PARTIES = Table("parties", "one organisation's part in one activity", (
    Column("activity", Kind.ID, "The activity.", required=True, refers_to="activities"),
    Column("organisation", Kind.ID, "The organisation.", required=True, refers_to="organisations"),
    Column("part", Kind.CHOICE, "What it does there.", required=True, choices=(
        "buyer", "funder", "prime", "subcontractor", "partner", "employer", "recipient", "owner", "host")),
    Column("share", Kind.SHARE, "Its share of the results, where one was agreed; blank is not stated."),
    Column("under", Kind.ID, "For a subcontractor, the prime that it works for.", refers_to="organisations"),
    Column("from", Kind.DATE, "First day of its part; blank is the activity's start."),
    Column("to", Kind.DATE, "Last day of its part; blank is the activity's end."),
    _SOURCE, _NOTE,
), key=("activity", "organisation", "part"))

KPIS = Table("kpis", "one performance indicator of a contract, without dates; or one rating of it, for a span", (
    _ID,
    Column("activity", Kind.ID, "The contract.", required=True, refers_to="activities"),
    Column("title", Kind.TEXT, "What is measured.", required=True),
    Column("target", Kind.TEXT, "The standard to be met, as the contract or its notice prints it."),
    Column("start", Kind.DATE, "First day of the span that was rated; blank for the indicator itself, or not stated."),
    Column("end", Kind.DATE, "Last day of that span."),
    Column("result", Kind.TEXT, "What was reached, as the notice prints it."),
    Column("rating", Kind.CHOICE, "Whether the standard was met; blank for the indicator itself.", choices=RATINGS),
    _SOURCE, _NOTE,
))

COMMITMENTS = Table("commitments", "a promised quantity of a measure by a date; rows are linked by follows, never overwritten", (
    _ID,
    Column("activity", Kind.ID, "The activity that it is promised in.", required=True, refers_to="activities"),
    Column("measure", Kind.ID, "What is promised, by the book's own framework.", required=True),
    Column("stage", Kind.CHOICE, "Potential, offered, committed or withdrawn.", required=True, choices=STAGES),
    Column("quantity", Kind.QUANTITY, "How much, in the measure's unit; blank where the source gives no number.", negative=True),
    _BOUND,
    Column("start", Kind.DATE, "First day of the promise.", required=True),
    Column("due", Kind.DATE, "The day by which all of it is due.", required=True),
    Column("profile", Kind.CHOICE, "How it falls due: evenly by day, all at the end, or by milestones.",
           required=True, choices=("even", "end", "milestones")),
    _PERIOD_KIND,
    Column("in_force_from", Kind.DATE, "The day this row takes force.", required=True),
    Column("follows", Kind.ID, "The earlier row of the chain that this one replaces (award, variation, end).",
           refers_to="commitments"),
    Column("baseline", Kind.QUANTITY, "The level before, in the measure's unit.", negative=True),
    Column("baseline_note", Kind.TEXT, "What the baseline is, or why there can be none."),
    Column("assumption", Kind.TEXT, "For a potential figure: what it assumes (take-up, headcount)."),
    Column("person_stage", Kind.CHOICE, "For people on a course or programme: how far they are promised to come.",
           choices=PERSON_STAGES, default="not-applicable"),
    _PLACE, _PART_OF, _ALTERNATIVE, _OWNER, _SOURCE, _NOTE, _INTERNAL_NOTE,
), over="due")

MILESTONES = Table("milestones", "a part of a promise that is due on a day of its own", (
    Column("commitment", Kind.ID, "The commitment.", required=True, refers_to="commitments"),
    Column("due", Kind.DATE, "The day the part is due.", required=True),
    Column("quantity", Kind.QUANTITY, "The part; all parts add up to the commitment.", required=True, negative=True),
    Column("title", Kind.TEXT, "What the milestone is."),
), key=("commitment", "due"))

DELIVERIES = Table("deliveries", "a quantity reported for a span of time", (
    _ID,
    Column("activity", Kind.ID, "The activity that it was done in.", required=True, refers_to="activities"),
    Column("commitment", Kind.ID, "The first row of the promise it answers; blank is something never promised.",
           refers_to="commitments"),
    Column("measure", Kind.ID, "What was done, by the book's own framework.", required=True),
    Column("quantity", Kind.QUANTITY, "How much, in the measure's unit.", required=True, negative=True),
    _BOUND,
    Column("start", Kind.DATE, "First day of the span.", required=True),
    Column("end", Kind.DATE, "Last day of the span.", required=True),
    _PERIOD_KIND,
    Column("basis", Kind.CHOICE, "increment: done in the span; to-date: the running total at its end.",
           choices=("increment", "to-date"), default="increment"),
    Column("state", Kind.CHOICE, "Draft, submitted, queried, verified or rejected.", required=True, choices=DELIVERY_STATES),
    Column("confirmed_by", Kind.ID, "The organisation that received it and says so.", refers_to="organisations"),
    Column("reported_by", Kind.ID, "The organisation that reported it.", refers_to="organisations"),
    Column("reported_on", Kind.DATE, "The day it was reported."),
    _PLACE,
    Column("stage", Kind.CHOICE, "For people on a course or programme: how far they had come.",
           choices=PERSON_STAGES, default="not-applicable"),
    Column("numerator", Kind.QUANTITY, "For a rate: the part."),
    Column("denominator", Kind.QUANTITY, "For a rate: the whole, that is the base."),
    Column("event", Kind.ID, "The shared event that this is a share of."),
    Column("event_share", Kind.SHARE, "The share of the event claimed here; all shares of an event add up to at most 1."),
    Column("counts", Kind.YES_NO, "No where a decision says that it repeats another line.", default="yes"),
    Column("repeats", Kind.ID, "The delivery that it repeats.", refers_to="deliveries"),
    Column("why_not_counted", Kind.TEXT, "The decision: why, and which office took it."),
    _PART_OF, _ALTERNATIVE, _SOURCE, _NOTE, _INTERNAL_NOTE,
), over="end")

ADJUSTMENTS = Table("adjustments", "a reduction of what is counted, with its reason", (
    _ID,
    Column("kind", Kind.CHOICE, "What the reduction is for.", required=True,
           choices=("deadweight", "attribution", "displacement", "leakage", "drop-off")),
    Column("reduction", Kind.SHARE, "The share taken off (0.2 leaves four fifths).", required=True),
    Column("activity", Kind.ID, "Only for this activity; blank is all.", refers_to="activities"),
    Column("measure", Kind.ID, "Only for this measure; blank is all."),
    Column("reason", Kind.TEXT, "Why this much.", required=True),
    Column("source", Kind.TEXT, "Where the share comes from.", required=True),
    _NOTE,
))

EVIDENCE = Table("evidence", "what supports something that was done, held by its fingerprint", (
    _ID,
    Column("delivery", Kind.ID, "The delivery that it supports.", required=True, refers_to="deliveries"),
    Column("sha256", Kind.TEXT, "The file's SHA-256 fingerprint.", required=True),
    Column("kind", Kind.CHOICE, "What sort of evidence.", required=True, choices=(
        "timesheet", "payroll-extract", "register", "receipt", "letter", "photograph", "report", "invoice", "certificate")),
    Column("dated", Kind.DATE, "The day of the evidence.", required=True),
    Column("file_name", Kind.TEXT, "The file's name.", see=See.INTERNAL),
), over="dated")

REVIEWS = Table("reviews", "the decision on something that was reported", (
    _ID,
    Column("delivery", Kind.ID, "The delivery decided on.", required=True, refers_to="deliveries"),
    Column("decision", Kind.CHOICE, "What was decided.", required=True, choices=("query", "verify", "reject")),
    Column("by", Kind.TEXT, "The office that decided.", required=True, see=See.INTERNAL),
    Column("maker", Kind.TEXT, "The office or organisation that made the claim.", see=See.INTERNAL),
    Column("on", Kind.DATE, "The day of the decision.", required=True),
    Column("reason", Kind.TEXT, "Why.", see=See.INTERNAL),
), over="on")

# A list of spending names people: sole traders, carers, tenants. No row of it is frozen or published, only its sums.
PAYMENTS = Table("payments", "one payment that the body made; its sums are frozen and published, never the row", (
    _ID,
    Column("paid", Kind.DATE, "The day it was paid; of a month's total, the last day of the month.", required=True, see=See.INTERNAL),
    Column("amount", Kind.MONEY, "What was paid, below zero for a credit note or a payment taken back.", unit="£",
           required=True, negative=True, see=See.INTERNAL),
    Column("supplier", Kind.TEXT, "Who was paid, as printed; it may be a person's name. Blank where the list withholds it.", see=See.PERSONAL),
    Column("organisation", Kind.ID, "The organisation that this supplier is.", refers_to="organisations", see=See.INTERNAL),
    Column("company_number", Kind.TEXT, "The supplier's number at the register of companies, where the list gives it.",
           see=See.INTERNAL),
    Column("category", Kind.TEXT, "What it was for, as the list sorts it.", see=See.INTERNAL),
    Column("sme", Kind.YES_NO, "Whether the supplier is a small or medium-sized enterprise; blank is not said.", see=See.INTERNAL),
    Column("vcse", Kind.YES_NO, "Whether it is a voluntary, community or social enterprise; blank is not said.", see=See.INTERNAL),
    Column("postcode", Kind.TEXT, "The postcode of the supplier's office.", see=See.PERSONAL),
    Column("office", Kind.ID, "The place that this postcode lies in; blank is not known.", refers_to="places", see=See.INTERNAL),
    Column("delivery_postcode", Kind.TEXT, "The postcode that it was delivered to.", see=See.PERSONAL),
    Column("place", Kind.ID, "The place that it was delivered in; blank is not known.", refers_to="places", see=See.INTERNAL),
    Column("source", Kind.TEXT, "Where this stands: file and row.", see=See.INTERNAL),
), over="paid")

REMEDIES = Table("remedies", "what was done about something that was promised and not done, or went wrong", (
    _ID,
    Column("activity", Kind.ID, "The contract or project.", required=True, refers_to="activities"),
    Column("measure", Kind.ID, "What of it was promised and is late; blank is all of it."),
    Column("title", Kind.TEXT, "What was done about it, in one or two plain sentences.", required=True),
    Column("owner", Kind.TEXT, "The office that acted (an office, never a person's name).", required=True),
    Column("on", Kind.DATE, "The day it was done, begun or decided.", required=True),
    Column("state", Kind.CHOICE, "Where it stands.", required=True, choices=REMEDY_STATES),
    _SOURCE, _NOTE, _INTERNAL_NOTE,
), over="on")

STATED = Table("stated", "something a source says of a result, with a number or without, that has no lines behind it", (
    _ID,
    Column("title", Kind.TEXT, "What is said, in our words.", required=True),
    Column("role", Kind.CHOICE, "The role or part of the report it belongs to.", required=True, choices=AREAS),
    Column("activity", Kind.ID, "The activity it is about.", refers_to="activities"),
    Column("value", Kind.QUANTITY, "The number as printed; blank where the source gives none.", negative=True),
    Column("unit", Kind.TEXT, "Of what: %, £, people; blank where there is no number."),
    _BOUND, _PERIOD_KIND,
    Column("start", Kind.DATE, "First day of the span, where stated."),
    Column("end", Kind.DATE, "Last day of the span, where stated."),
    Column("numerator", Kind.QUANTITY, "For a percentage: the part, where stated."),
    Column("denominator", Kind.QUANTITY, "For a percentage: the base, where stated."),
    Column("share_or_change", Kind.CHOICE, "Whether a percentage is a share of a whole or a change.",
           choices=("share", "change", "neither"), default="neither"),
    Column("would_measure", Kind.TEXT, "Where there is no number: what would measure it."),
    _PART_OF, _PLACE, _SOURCE, _NOTE,
))

CONTEXT = Table("context", "a fact about the place or its people that nobody here delivered", (
    _ID,
    Column("title", Kind.TEXT, "What it is.", required=True),
    Column("value", Kind.QUANTITY, "The number; blank where the source gives none.", negative=True),
    Column("unit", Kind.TEXT, "Of what.", required=True),
    _BOUND,
    Column("as_printed", Kind.TEXT, "How the source words the number.", required=True),
    Column("definition", Kind.TEXT, "What exactly is counted, where the source says."),
    Column("date", Kind.DATE, "The day or end of the period that it is about; blank is not stated."),
    Column("numerator", Kind.QUANTITY, "For a share: the part, where stated."),
    Column("denominator", Kind.QUANTITY, "For a share: the base, where stated."),
    Column("comparator", Kind.TEXT, "What it is compared with, where stated."),
    _PLACE,
    Column("series", Kind.ID, "A word that rows of the same fact for different places share; maps set them side by side."),
    _SOURCE, _NOTE,
))

RATIOS = Table("ratios", "one number over another, printed with both its parts", (
    _ID,
    Column("title", Kind.TEXT, "What it says, such as '£ invested for each job'.", required=True),
    Column("numerator", Kind.TEXT, "The number above: table/row (activities/x is its £ value) or figure/id.", required=True),
    Column("denominator", Kind.TEXT, "The number below, in the same form.", required=True),
    Column("unit", Kind.TEXT, "Of what, such as '£ a job' or '£ for each £1'.", required=True),
    Column("places", Kind.COUNT, "To how many decimal places it is printed.", required=True),
    Column("as_printed", Kind.QUANTITY, "What the source prints, where it does; a check compares."),
    Column("role", Kind.CHOICE, "The part of the report it belongs to.", required=True, choices=AREAS),
    _SOURCE, _NOTE,
))

POLICIES = Table("policies", "one policy, strategy or law that the work answers", (
    _ID,
    Column("title", Kind.TEXT, "The document's title.", required=True),
    Column("kind", Kind.CHOICE, "What sort of document.", required=True, choices=("policy", "strategy", "law", "framework", "charter")),
    Column("version", Kind.TEXT, "Its version or year."),
    Column("approved", Kind.DATE, "The day it was approved; blank is not stated."),
    Column("approved_text", Kind.TEXT, "How the source dates it."),
    Column("review", Kind.DATE, "The day it is due for review; blank is not stated."),
    Column("link", Kind.TEXT, "Its public address, if the source gives one."),
    _SOURCE, _NOTE,
))

OBJECTIVES = Table("objectives", "one thing that a policy sets out to reach", (
    _ID,
    Column("policy", Kind.ID, "The policy it stands in.", required=True, refers_to="policies"),
    Column("title", Kind.TEXT, "The objective, in our words.", required=True),
    Column("kind", Kind.CHOICE, "Vision theme, headline outcome or objective.", required=True,
           choices=("theme", "outcome", "objective", "need")),
    Column("measures", Kind.IDS, "The measures that answer it; none shows as a gap."),
    _SOURCE, _NOTE,
))

PROMISES = Table("promises", "what the body pledges in its own policy or report", (
    _ID,
    Column("title", Kind.TEXT, "The promise, in our words.", required=True),
    Column("role", Kind.CHOICE, "The role it is made in.", required=True, choices=AREAS),
    Column("policy", Kind.ID, "The policy it is made in; blank is the report itself.", refers_to="policies"),
    Column("horizon", Kind.CHOICE, "Immediate or longer term.", choices=("immediate", "longer-term", "next-report", "not-stated"),
           required=True),
    _OWNER,
    Column("due", Kind.DATE, "The day it is due; blank is not stated."),
    Column("due_text", Kind.TEXT, "How the source dates it."),
    Column("test", Kind.TEXT, "What will show that it is kept."),
    Column("state", Kind.CHOICE, "Where it stands.", required=True, choices=PROMISE_STATES),
    Column("answered_by", Kind.IDS, "The activities or figures of this report that answer it."),
    Column("carried_from", Kind.TEXT, "The earlier report that it was carried forward from."),
    Column("outcome", Kind.TEXT, "What came of it."),
    _SOURCE, _NOTE,
))

PRIORITIES = Table("priorities", "one action or success statement of a priority area", (
    _ID,
    Column("area", Kind.TEXT, "The priority area (the table's heading).", required=True),
    Column("role", Kind.CHOICE, "The part of the report it stands under.", required=True, choices=AREAS),
    Column("kind", Kind.CHOICE, "An action, or what success looks like.", required=True, choices=("action", "success")),
    Column("title", Kind.TEXT, "The action or statement, in our words.", required=True),
    _OWNER,
    Column("due", Kind.DATE, "The day it is due; blank is not stated."),
    Column("baseline", Kind.TEXT, "Where things stand now; blank is not stated."),
    Column("test", Kind.TEXT, "The indicator or test; blank is not stated."),
    Column("state", Kind.CHOICE, "Where it stands.", required=True, choices=PROMISE_STATES),
    Column("same_as", Kind.ID, "The action in another area that is the same one.", refers_to="priorities"),
    Column("carried_from", Kind.TEXT, "The earlier report that it was carried forward from."),
    Column("outcome", Kind.TEXT, "What came of it."),
    _SOURCE, _NOTE,
))

ACCREDITATIONS = Table("accreditations", "one scheme's level held and aimed for", (
    _ID,
    Column("organisation", Kind.ID, "Who holds it.", required=True, refers_to="organisations"),
    Column("scheme", Kind.TEXT, "The scheme.", required=True),
    Column("held", Kind.TEXT, "The level held.", required=True),
    Column("aimed", Kind.TEXT, "The level aimed for."),
    Column("ladder", Kind.IDS, "All levels, lowest first."),
    Column("awarded", Kind.DATE, "The day the level was awarded; blank is not stated."),
    Column("due", Kind.DATE, "The day the next level is due; blank is not stated."),
    Column("due_text", Kind.TEXT, "How the source dates it."),
    _SOURCE, _NOTE,
))

GUIDANCE = Table("guidance", "one piece of guidance or training that helps people promise, do or show social value", (
    _ID,
    Column("title", Kind.TEXT, "What it is.", required=True),
    Column("audience", Kind.CHOICE, "For whom.", required=True, choices=("staff", "suppliers", "bidders", "applicants", "partners")),
    Column("role", Kind.CHOICE, "The role it belongs to.", required=True, choices=AREAS),
    Column("state", Kind.CHOICE, "Planned, in use or under way.", required=True, choices=("planned", "in-progress", "in-use")),
    Column("completions", Kind.COUNT, "How many people completed it; blank is not counted."),
    _SOURCE, _NOTE,
))

CALENDAR = Table("calendar", "the steps of one reporting year", (
    Column("period", Kind.TEXT, "The reporting period.", required=True),
    Column("step", Kind.CHOICE, "The step.", required=True, choices=("collection-opens", "collection-closes", "lock", "approval", "publication")),
    Column("due", Kind.DATE, "The day it was due; blank is not stated."),
    Column("done", Kind.DATE, "The day it was done; blank is not yet, or not stated."),
    _SOURCE, _NOTE,
), key=("period", "step"))

DECLARED = Table("declared", "a gap that the body knows of and publishes with", (
    Column("finding", Kind.TEXT, "The finding's id, as 'commonweal check' prints it: CODE:row.", required=True),
    Column("reason", Kind.TEXT, "Why it stays a gap, for readers.", required=True),
    Column("by", Kind.TEXT, "The office that declares it.", required=True),
    Column("on", Kind.DATE, "The day it was declared.", required=True),
))

CORRECTIONS = Table("corrections", "one thing that a later release of the report puts right", (
    _ID,
    Column("period", Kind.TEXT, "The id of the reporting period whose report it puts right. Blank is the period of the report, for a book of one period."),
    Column("release", Kind.COUNT, "The release of that report that puts it right: 2 or later.", required=True),
    Column("date", Kind.DATE, "The day of that release.", required=True),
    Column("what", Kind.TEXT, "What was wrong and what stands there now, for readers.", required=True),
    Column("why", Kind.TEXT, "How it came to be wrong, and who found it (an office, not a person).", required=True),
    Column("figures", Kind.IDS, "The figures that it changes; an id also stands for all that begin with it and a point. "
           "Blank where only words change."),
    Column("earlier", Kind.TEXT, "The public address at which the release before this one stays."),
))

BOOK_TABLES = (
    PLACES, ORGANISATIONS, OPPORTUNITIES, CRITERIA, ACTIVITIES, PARTIES, KPIS, COMMITMENTS, MILESTONES, DELIVERIES,
    ADJUSTMENTS, EVIDENCE, REVIEWS, PAYMENTS, REMEDIES, STATED, CONTEXT, RATIOS, POLICIES, OBJECTIVES, PROMISES, PRIORITIES, ACCREDITATIONS, GUIDANCE, CALENDAR,
    DECLARED, CORRECTIONS,
)

# Tables of a book that a snapshot holds only as sums.
NEVER_FROZEN = (PAYMENTS.name,)

BY_NAME = {table.name: table for table in BOOK_TABLES}
