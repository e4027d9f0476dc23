"""What the authority does as a civic leader: it brings others together."""

from particulars.words import A, P

POLICY = "Policy and Partnerships"
BUSINESS = "Business and Growth"

CIVIC_LEADER = (
    A("fair-employers", "The Fair Employers Charter", "convening", "civic-leader", "2023-04-01", "2026-03-31", "in-progress", BUSINESS,
      "Firms sign up to living wages, secure hours and a voice at work, and check one another.",
      ("nca owner", "northmere-chamber partner", "osmary partner", "hexley partner"), (
          P("firms-supported", "120", "0.7"),
          P("edi-trained", "1500", "0.6"),
          P("advice-hours", "700", "0.8"),
      ), value="95000"),
    A("anchor-buying", "Buying nearby: the large bodies' compact", "convening", "civic-leader", "2023-04-01", "2026-03-31", "in-progress", POLICY,
      "Hospitals, university, college and councils buy more from small firms here; the authority counts only its share.",
      ("nca partner 0.2", "eskerby-hospitals partner 0.4", "eskerby-university partner 0.3", "eskerby-council partner 0.1"), (
          P("local-sme-spend", "24000000", "0.7"),
          P("vcse-spend", "3600000", "0.6"),
      ), value_bound="", note="Shares were agreed by the four bodies in March 2023."),
    A("schools-fair", "The two-district careers fair", "convening", "civic-leader", "2023-10-01", "2024-12-31", "completed", POLICY,
      "One fair a year at the tannery halls; three organisers, each counting only its share of the pupils.",
      ("nca host", "northmere-chamber partner", "tannery-school recipient"), (
          P("students-reached", "700", "0", "end", due="2024-12-31"),
          P("in-kind-given", "6000", "0.9"),
      ), place="eskerby-centre", receiver="tannery-school"),
    A("equality-panel", "Disability and race equality panel", "convening", "civic-leader", "2023-04-01", "2026-03-31", "in-progress", POLICY,
      "Fourteen residents, paid for their time, who read policies before they are decided.",
      ("nca owner", "harbour-minds partner"), (
          P("resident-hours", "1260", "0.9"),
          P("edi-trained", "400", "0.5"),
      ), value="84000"),
    A("climate-table", "The climate table", "convening", "civic-leader", "2023-04-01", "2026-03-31", "in-progress", "Energy and Climate",
      "Thirty bodies share carbon figures and a common way of counting them.",
      ("nca owner", "eskerby-university partner"), (
          P("carbon-saved", "2600", "0.45"),
          P("carbon-plan", "1", "1", "end", due="2025-03-31"),
      ), value="60000"),
    A("volunteering-week", "Northmere volunteering week", "convening", "civic-leader", "2023-05-01", "2025-06-30", "in-progress", POLICY,
      "A week each June in which large employers lend their staff to small causes.",
      ("nca owner", "osmary partner", "good-start recipient"), (
          P("volunteering-hours", "3000", "0.9", profile="milestones", parts=(
              ("2023-06-30", "900", "The week of 2023", "1.1", 0), ("2024-06-30", "1000", "The week of 2024", "0.85", 0),
              ("2025-06-30", "1100", "The week of 2025", "0", 0))),
          P("cash-given", "15000", "0.8"),
          P("in-kind-given", "22000", "0.9"),
      ), receiver="good-start"),
    A("carers-compact", "A fair deal for carers at work", "convening", "civic-leader", "2024-01-01", "2026-12-31", "in-progress", POLICY,
      "Employers agree flexible hours for staff who look after somebody.",
      ("nca owner", "open-gate partner"), (
          P("firms-supported", "40", "0.35"),
          P("carers-rested", "90", "0.4"),
      )),
    A("tram-extension-case", "The case for a tram to the Old Pits", "development", "civic-leader", "2025-06-01", "2027-05-31", "planned", "Transport Services",
      "A business case under way; nothing is decided.",
      ("nca owner",), (
          P("jobs-local", "85", stage="potential", profile="end", start="2025-06-01", due="2027-05-31",
            assumption="The scheme is funded, and one post in three goes to a resident, as on the signals renewal."),
          P("carbon-saved", "1400", stage="potential", start="2025-06-01", due="2027-05-31",
            assumption="One in nine of the car trips along the line moves to the tram."),
      ), place="brackmoor"),
)
