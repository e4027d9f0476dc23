"""What the authority pledges, plans, holds and says of itself."""

SELF = "Northmere Social Value Statement 2023 (invented)"
LAST = "Social Value Annual Report 2023/24 (invented)"
PLAN = "Northmere Plan 2023 to 2028 (invented)"

# id, title, kind, version, approved, approved text, review, link
POLICIES = (
    ("statement-2023", "Northmere Social Value Statement", "policy", "2023", "2023-03-13", "Cabinet, 13 March 2023", "2026-03-31", "https://northmere.example/social-value/statement"),
    ("plan-2023", "The Northmere Plan", "strategy", "2023 to 2028", "2023-01-23", "Full authority, 23 January 2023", "2028-01-31", "https://northmere.example/plan"),
    ("buying-rules", "Rules for buying", "policy", "4th", "2024-02-19", "Audit committee, 19 February 2024", "2026-02-28", "https://northmere.example/buying"),
    ("act-2012", "Public Services (Social Value) Act", "law", "2012", "2012-03-08", "8 March 2012", "", "https://www.legislation.gov.uk/ukpga/2012/3/contents"),
    ("fair-work-charter", "The Fair Employers Charter", "charter", "2023", "2023-06-26", "26 June 2023", "2025-06-30", "https://northmere.example/fair-employers"),
    ("handbook-2024", "Northmere Social Value Handbook", "framework", "2024", "2024-03-18", "18 March 2024", "2025-03-31", "https://northmere.example/social-value/handbook-2024"),
)

# id, policy, title, kind, measures
OBJECTIVES = (
    ("plan-work", "plan-2023", "A good job within reach of everyone", "theme", "jobs-local;jobs-barriers;jobs-disabled;living-wage"),
    ("plan-learn", "plan-2023", "A first step and a next step for every learner", "theme", "qualifications;apprentice-starts;apprenticeship-weeks;placement-weeks"),
    ("plan-trade", "plan-2023", "Public money that goes round at home", "theme", "local-spend;local-sme-spend;vcse-spend"),
    ("plan-warm", "plan-2023", "A warm home that people can pay for", "theme", "homes-retrofitted;homes-affordable"),
    ("plan-green", "plan-2023", "Half the carbon by 2032", "outcome", "carbon-saved;car-miles-avoided;carbon-plan"),
    ("statement-buy", "statement-2023", "Social value in every contract above the threshold", "objective", "local-sme-spend;jobs-local"),
    ("statement-schools", "statement-2023", "Every pupil meets people who work", "objective", "career-hours;students-reached"),
    ("statement-give", "statement-2023", "Time, money and things go to causes that ask for them", "objective", "volunteering-hours;cash-given;in-kind-given;devices-given"),
    ("statement-lonely", "statement-2023", "Fewer people are lonely", "need", "loneliness-eased;life-satisfaction-points"),
    ("charter-voice", "fair-work-charter", "Staff have a voice at work", "objective", ""),
)

# id, title, role, policy, horizon, owner, due, due text, test, state, answered by, carried from, outcome, source
PROMISES = (
    ("p-volunteer", "Double the hours that staff volunteer", "employer", "statement-2023", "immediate", "People and Culture", "2025-03-31", "31 March 2025",
     "Checked hours in 2024/25 are twice those of 2022/23", "met", "staff-volunteering", LAST, "More than doubled.", SELF),
    ("p-apprentices", "One apprentice for every forty staff", "employer", "statement-2023", "immediate", "People and Culture", "2025-03-31", "31 March 2025",
     "Apprentices in post over staff in post", "not-met", "own-apprentices", LAST, "Recruitment stalled twice; the promise stands, with a new plan.", SELF),
    ("p-living-wage", "Pay the Real Living Wage to everyone who works in our buildings", "employer", "statement-2023", "immediate", "People and Culture", "2024-12-31", "end of 2024",
     "Every contract on our sites declares it", "part-met", "living-wage-employer;guarding", LAST, "Every contract but the guarding does.", SELF),
    ("p-threshold", "Ask for social value in every contract above the threshold", "commissioner", "buying-rules", "immediate", "Commercial", "2024-06-30", "by the summer of 2024",
     "Contracts above the threshold with social value, over all of them", "part-met", "flood-wall;insurance;skills-evaluation", LAST, "All but those with a recorded exemption and one that did not record it.", SELF),
    ("p-weighting", "Weight social value between a tenth and a fifth", "commissioner", "buying-rules", "immediate", "Commercial", "2025-03-31", "31 March 2025",
     "Weightings within the range", "part-met", "valley-minibuses;tram-shelter-art", LAST, "Two awards stood outside the range, each with a reason.", SELF),
    ("p-homes", "Three hundred homes at Saltings Yard", "commissioner", "plan-2023", "longer-term", "Housing and Land", "2026-03-31", "31 March 2026",
     "Homes handed over", "changed", "saltings-yard", LAST, "The builder has failed; the authority now plans in two smaller contracts.", PLAN),
    ("p-warm", "Make a thousand homes warmer", "investor", "plan-2023", "longer-term", "Housing and Land", "2026-03-31", "31 March 2026",
     "Homes raised by an energy band", "in-progress", "warm-terraces;warm-homes-line", LAST, "Behind the plan.", PLAN),
    ("p-carers", "Time off for every carer who asks", "investor", "statement-2023", "next-report", "Community Investment", "2025-03-31", "in this report",
     "Carers with cover over carers who asked", "part-met", "open-gate-rest", LAST, "Cover was found for most; the waiting list was not counted until the autumn.", LAST),
    ("p-evidence", "Hold evidence for every checked figure", "cross-cutting", "", "next-report", "Social Value Team", "2025-03-31", "in this report",
     "Checked lines with evidence over checked lines", "met", "", LAST, "Kept.", LAST),
    ("p-schools", "Four meetings with employers for every pupil", "service-provider", "statement-2023", "longer-term", "Skills and Work", "2026-07-31", "summer of 2026",
     "Pupils who have met four employers, by the hub's register", "in-progress", "careers-hub;career-mentors", LAST, "", SELF),
    ("p-panel", "Pay the equality panel for its time", "civic-leader", "statement-2023", "immediate", "Policy and Partnerships", "2023-12-31", "end of 2023",
     "Payments made for every meeting", "met", "equality-panel", LAST, "Kept since November 2023.", SELF),
    ("p-stories", "Tell what did not work beside what did", "cross-cutting", "", "next-report", "Social Value Team", "2025-07-31", "with this report",
     "At least two such stories in the report", "met", "", LAST, "Kept.", LAST),
    ("p-due", "Say what was due by now beside what was promised", "cross-cutting", "", "next-report", "Social Value Team", "2025-07-31", "with this report",
     "Each promise shows what was due by the day of the report", "open", "", "", "", SELF),
)

PRIORITIES_SOURCE = "Priorities paper of July 2025 (invented)"
# id, area, role, kind, title, owner, due, baseline, test, state, same as
PRIORITIES = (
    ("a1", "A better employer", "employer", "action", "Recruit apprentices in groups, twice a year, with the college", "People and Culture", "2025-09-30", "9 apprentices in post", "Apprentices in post on 30 September 2025", "open", ""),
    ("a2", "A better employer", "employer", "action", "Give managers an hour a month for the apprentices they look after", "People and Culture", "2025-06-30", "No time set aside", "Hours recorded", "open", ""),
    ("a3", "A better employer", "employer", "success", "Apprentices stay for their second year", "People and Culture", "2026-09-30", "3 of 5 stayed", "Stayers over starters", "open", ""),
    ("b1", "Contracts that keep their promises", "commissioner", "action", "Put every promise from a winning bid into the contract before it is signed", "Commercial", "2025-07-31", "Done by hand for large contracts only", "Contracts signed with a list of promises, over contracts signed", "in-progress", ""),
    ("b2", "Contracts that keep their promises", "commissioner", "action", "Meet each prime and its subcontractors twice a year about what is due", "Contract Management", "2026-03-31", "Primes only, once a year", "Meetings held", "open", ""),
    ("b3", "Contracts that keep their promises", "commissioner", "action", "Let the rest of Saltings Yard in two smaller contracts", "Housing and Land", "2025-12-31", "One contract, in dispute", "Two contracts signed", "in-progress", ""),
    ("b4", "Contracts that keep their promises", "commissioner", "success", "Four fifths of what is due is done", "Commercial", "2026-03-31", "About three fifths", "Done over due, by number of promises", "open", ""),
    ("c1", "Money that stays", "investor", "action", "Open the loan fund to village halls", "Community Investment", "2025-10-31", "Kitchens and workshops only", "First loan to a hall", "open", ""),
    ("c2", "Money that stays", "investor", "success", "Every loan is matched by at least its own size", "Community Investment", "2026-03-31", "Most are", "Others' money over the authority's", "open", ""),
    ("d1", "Services that follow people", "service-provider", "action", "Ask every learner after a year what became of them", "Skills and Work", "2026-01-31", "Not asked", "Answers over learners", "open", ""),
    ("d2", "Services that follow people", "service-provider", "action", "Bring the evening buses back for good", "Transport Services", "2025-09-30", "Interim minibuses", "A contract signed", "in-progress", ""),
    ("d3", "Services that follow people", "service-provider", "success", "Half of those who start a programme are in work six months later", "Skills and Work", "2026-03-31", "Two in five", "Stayed over started", "open", ""),
    ("e1", "Leading together", "civic-leader", "action", "Meet primes with the other large bodies, so that suppliers answer once", "Policy and Partnerships", "2026-03-31", "Each body asks alone", "Joint meetings held", "open", "b2"),
    ("e2", "Leading together", "civic-leader", "action", "Agree one way of counting shared events", "Policy and Partnerships", "2025-11-30", "Agreed for one fair", "Events counted that way", "in-progress", ""),
    ("e3", "Leading together", "civic-leader", "success", "Every large body publishes its own carbon figures", "Energy and Climate", "2026-03-31", "18 of 30 do", "Bodies that publish over bodies at the table", "open", ""),
    ("f1", "Figures that people can trust", "cross-cutting", "action", "Sample a tenth of checked lines each quarter", "Internal Audit", "2025-12-31", "No sample", "Lines sampled", "open", ""),
)

# What became of priorities of the report before: the same columns, the report that they came from, what came of them.
SETTLED_PRIORITIES = (
    ("y1", "A better employer", "employer", "action", "Bring in a first group of apprentices", "People and Culture", "2024-09-30", "4 apprentices in post", "A group in post on 30 September 2024", "not-met", "", LAST, "The offers were withdrawn when a budget was frozen; the action on groups of apprentices takes it up again."),
    ("y2", "Contracts that keep their promises", "commissioner", "action", "Name one office for the promises of each contract", "Contract Management", "2024-12-31", "Half of the contracts had one", "Contracts with a named office, over contracts", "met", "", LAST, "Every contract has one."),
    ("y3", "Figures that people can trust", "cross-cutting", "action", "Check each return within six weeks", "Social Value Team", "2025-03-31", "Not measured", "Returns checked within six weeks, over returns", "part-met", "", LAST, "Kept until the winter; the last returns of the year were still being checked when the figures were frozen."),
    ("y4", "Services that follow people", "service-provider", "action", "Run the evening buses of the Kelder valley to time", "Transport Services", "2025-03-31", "One evening in three without a bus", "Evenings with every bus run", "changed", "", LAST, "The contract ended early; the action on evening buses takes its place."),
)
# Priorities of this report that were already in the one before, by id.
CARRIED_ON = {"e2": LAST, "b1": LAST}

# id, organisation, scheme, held, aimed, ladder, awarded, due, due text
ACCREDITATIONS = (
    ("lw", "nca", "Northmere Living Wage Places (invented)", "Accredited", "Leader", "working-towards;accredited;leader", "2023-11-20", "2025-11-30", "November 2025"),
    ("carers", "nca", "Carers at Work mark (invented)", "Bronze", "Silver", "bronze;silver;gold", "2024-03-11", "2026-03-31", "March 2026"),
    ("disability", "nca", "Open Door employer (invented)", "Level 2", "Level 3", "level-1;level-2;level-3", "2024-06-17", "2026-06-30", "June 2026"),
    ("carbon", "nca", "Plain Carbon register (invented)", "Listed", "Checked", "listed;checked;halving", "2023-09-04", "2025-09-30", "September 2025"),
    ("osmary-lw", "osmary", "Northmere Living Wage Places (invented)", "Working towards", "Accredited", "working-towards;accredited;leader", "2024-02-05", "2025-12-31", "end of 2025"),
)

# id, title, audience, role, state, completions
GUIDANCE = (
    ("g-first-return", "Your first return, in fifteen minutes", "suppliers", "commissioner", "in-use", "41"),
    ("g-write-promise", "How to write a promise that can be checked", "bidders", "commissioner", "in-use", "88"),
    ("g-evidence", "What counts as evidence", "suppliers", "cross-cutting", "in-use", "37"),
    ("g-managers", "Managing promises: a half day for contract managers", "staff", "commissioner", "in-use", "29"),
    ("g-grants", "Social value for applicants who have never counted it", "applicants", "investor", "in-use", "52"),
    ("g-shared", "Counting a shared event once", "partners", "civic-leader", "in-progress", ""),
    ("g-carbon", "Carbon for small firms", "suppliers", "cross-cutting", "planned", ""),
)

# period, step, due, done
CALENDAR = (
    ("2023-24", "collection-opens", "2024-04-02", "2024-04-02"),
    ("2023-24", "collection-closes", "2024-05-10", "2024-05-24"),
    ("2023-24", "lock", "2024-06-07", "2024-06-14"),
    ("2023-24", "approval", "2024-07-01", "2024-07-08"),
    ("2023-24", "publication", "2024-07-15", "2024-07-22"),
    ("2024-25", "collection-opens", "2025-04-01", "2025-04-01"),
    ("2024-25", "collection-closes", "2025-05-09", "2025-05-09"),
    ("2024-25", "lock", "2025-06-06", "2025-06-05"),
    ("2024-25", "approval", "2025-07-07", "2025-07-07"),
    ("2024-25", "publication", "2025-07-14", "2025-07-14"),
)

# id, title, role, activity, value, unit, bound, period kind, start, end, numerator, denominator, share or change, would measure, source
STATED = (
    ("s-suppliers", "Suppliers who say that the return is easier than last year", "commissioner", "", "70", "%", "about", "financial-year", "2024-04-01", "2025-03-31", "28", "40", "share", "", "Supplier survey, March 2025 (invented)"),
    ("s-visits", "Visits to the page about the charter", "civic-leader", "fair-employers", "9000", "visits", "over", "financial-year", "2024-04-01", "2025-03-31", "", "", "neither", "", "Web log (invented)"),
    ("s-bus", "Evenings on which no valley bus ran", "commissioner", "kelder-buses", "131", "evenings", "exact", "not-stated", "2023-09-01", "2024-09-30", "", "", "neither", "", "Bus monitoring log (invented)"),
    ("s-pride", "Residents say that they are prouder of the quays", "investor", "quayside-rents", "", "", "exact", "not-stated", "", "", "", "", "neither", "A yearly survey that asks the same question of the same streets", "Letter of the residents' group (invented)"),
    ("s-press", "A radio programme was made about the kitchens", "civic-leader", "", "", "", "exact", "not-stated", "", "", "", "", "neither", "Not a result; nothing would measure it", "Press log (invented)"),
)

# kind, reduction, activity, measure, reason, source
ADJUSTMENTS = (
    ("dw-warm", "deadweight", "0.2", "warm-terraces", "carbon-saved", "One owner in five would have insulated anyway.", "Northmere Value Study 2024 (invented), chapter 6"),
    ("at-warm", "attribution", "0.25", "warm-terraces", "carbon-saved", "A national scheme pays a quarter of the work.", "Grant agreement, schedule 2 (invented)"),
    ("dw-way", "deadweight", "0.35", "way-into-work", "jobs-barriers", "A third and a little more find work without help within the year.", "Northmere Value Study 2024 (invented), chapter 3"),
    ("dp-way", "displacement", "0.1", "way-into-work", "jobs-barriers", "Some take a place that another resident would have had.", "Northmere Value Study 2024 (invented), chapter 3"),
    ("dw-quals", "deadweight", "0.15", "adult-skills", "qualifications", "Some would have paid for the course.", "Northmere Value Study 2024 (invented), chapter 4"),
    ("at-quals", "attribution", "0.5", "adult-skills", "qualifications", "Half of the money is the nation's.", "Funding letter 2023 (invented)"),
    ("dp-station", "displacement", "0.15", "hallowick-road", "jobs-local", "Some posts moved from other sites in the area.", "Contract manager's assessment (invented)"),
    ("dw-station", "deadweight", "0.1", "hallowick-road", "jobs-local", "Some would have found like work.", "Northmere Value Study 2024 (invented), chapter 2"),
    ("at-lights", "attribution", "0.1", "street-lights", "carbon-saved", "The power company changed some lamps at its own cost.", "Contract schedule (invented)"),
    ("dw-vol", "deadweight", "0.05", "staff-volunteering", "volunteering-hours", "A few would have helped in their own time.", "Staff survey 2024 (invented)"),
)

# id, title, numerator, denominator, unit, places, role, source
RATIOS = (
    ("grant-a-home", "Grant for each home for fair rent", "activities/quayside-rents", "commitments/quayside-rents.homes-affordable", "£ a home", "2", "investor", "Grant agreement of Sixty homes for fair rent on the quays (invented)"),
    ("others-money-lenders", "Others' money promised for each £1 of ours in the loan fund", "commitments/community-lenders.match-funding", "activities/community-lenders", "£ for each £1", "2", "investor", "Investment agreement of A loan fund for kitchens, workshops and halls (invented)"),
    ("value-a-station-job", "Contract value for each local job promised at Hallowick Road", "activities/hallowick-road", "commitments/hallowick-road.jobs-local.award", "£ a job", "2", "commissioner", "Contract schedule of Hallowick Road station (invented)"),
    ("in-kind-a-resident", "Goods and services given to local causes in 2024/25, checked, for each resident", "figure/value.verified.in-kind-given.2024-25.northmere-framework-2024.in-kind.2024", "context/residents", "£ a resident", "2", "commissioner", "Returns of 2024/25 and Northmere district profiles 2024 (invented)"),
    ("cash-a-resident", "Money given to local causes in 2024/25, checked, for each resident", "figure/value.verified.cash-given.2024-25.northmere-framework-2024.cash-given.2024", "context/residents", "£ a resident", "2", "commissioner", "Returns of 2024/25 and Northmere district profiles 2024 (invented)"),
)
