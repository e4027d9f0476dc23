"""What the authority does as an investor: grants, loans and shares in programmes."""

from particulars.words import A, P

HOMES = "Housing and Land"
BUSINESS = "Business and Growth"
COMMUNITY = "Community Investment"
ENERGY = "Energy and Climate"

INVESTOR = (
    A("warm-terraces", "Warm Terraces", "grant", "investor", "2023-07-01", "2025-12-31", "in-progress", HOMES,
      "Wall insulation, new windows and advice for older homes in Greystrand and Brackmoor whose owners cannot pay for it.",
      ("nca funder", "greenlathe prime", "marrable subcontractor - greenlathe", "greystrand-council partner"), (
          P("homes-retrofitted", "420", place="greystrand", tag="greystrand", due="2025-12-31", fixed=(
              ("2024-04-01", "2024-06-30", "31", "verified"), ("2024-07-01", "2024-09-30", "44", "verified"),
              ("2024-10-01", "2024-12-31", "27", "verified"), ("2025-01-01", "2025-03-31", "22", "submitted"))),
          P("homes-retrofitted", "260", place="brackmoor", tag="brackmoor", due="2025-12-31", fixed=(
              ("2024-04-01", "2024-06-30", "18", "verified"), ("2024-07-01", "2024-09-30", "25", "verified"),
              ("2024-10-01", "2024-12-31", "20", "queried"))),
          P("carbon-saved", "900", start="2023-07-01", due="2025-12-31", fixed=(
              ("2024-04-01", "2024-06-30", "61.4", "verified"), ("2024-07-01", "2024-09-30", "88.25", "verified"),
              ("2024-10-01", "2024-12-31", "57.125", "verified"))),
          P("apprenticeship-weeks", "520", "0.5", changes=(("2024-09-01", "416", "", "Two of the five planned posts could not be filled."),)),
          P("jobs-local", "18", "0.9", "end", due="2025-12-31", changes=(("2024-09-01", "16", "", "One crew fewer than planned."),)),
      ), place="greystrand", other_places="brackmoor", value="6400000", awarded="2023-06-05"),
    A("community-lenders", "A loan fund for kitchens, workshops and halls", "investment", "investor", "2023-04-01", "2028-03-31", "in-progress", COMMUNITY,
      "Half of a loan fund run by Kelder Valley Community Lenders; the other half is the lenders' own.",
      ("nca funder 0.5", "kelder-loans prime 0.5"), (
          P("firms-supported", "60", start="2024-04-01", due="2026-03-31", fixed=(
              ("2024-04-01", "2024-06-30", "5", "verified"), ("2024-07-01", "2024-09-30", "8", "verified"),
              ("2024-10-01", "2024-12-31", "6", "verified"), ("2025-01-01", "2025-03-31", "7", "verified"))),
          P("advice-hours", "900", start="2024-04-01", due="2026-03-31", fixed=(
              ("2024-04-01", "2024-06-30", "75.5", "verified"), ("2024-07-01", "2024-09-30", "82.25", "verified"),
              ("2024-10-01", "2024-12-31", "91", "verified"))),
          P("match-funding", "1500000", "0.7"),
      ), value="1500000", awarded="2023-03-20"),
    A("weirs-workshop", "Workshop roof for the Weirs Makers", "grant", "investor", "2023-05-01", "2024-06-30", "completed", COMMUNITY,
      "A new roof and dust extraction, so that the co-operative could take on learners.",
      ("nca funder", "weirs-makers recipient"), (
          P("placement-weeks", "96", "0.9"),
          P("firms-supported", "6", "1", "end", due="2024-06-30"),
          P("in-kind-given", "9500", "1.05"),
      ), place="hallowick-weirs", value="118000", awarded="2023-04-17"),
    A("food-shed-van", "A cold van for the Fellside Food Shed", "grant", "investor", "2023-09-01", "2025-08-31", "in-progress", COMMUNITY,
      "A refrigerated van and a driver for two years; surplus food now reaches the upper valley in a day.",
      ("nca funder", "fellside-food recipient"), (
          P("waste-diverted", "84", "0.95", monthly=True),
          P("resident-hours", "3200", "0.9", monthly=True),
          P("in-kind-given", "12000", "0.4"),
      ), place="kelderby-fellside", value="64000", awarded="2023-08-07"),
    A("harbour-minds-groups", "Evening groups against loneliness", "grant", "investor", "2023-06-01", "2025-05-31", "in-progress", COMMUNITY,
      "Six evening groups on the quays, run by people who came to the first ones.",
      ("nca funder", "harbour-minds recipient"), (
          P("loneliness-eased", "240", "0.7"),
          P("resident-hours", "4100", "0.85"),
          P("programme-people", "380", "0.8", person_stage="started", tag="started"),
          P("programme-people", "300", "0.7", person_stage="completed", tag="completed"),
      ), place="greystrand-quays", value="142000", awarded="2023-05-15"),
    A("open-gate-rest", "Time off for carers", "grant", "investor", "2023-04-01", "2026-03-31", "in-progress", COMMUNITY,
      "Sitting, cooking and night cover, arranged at two days' notice.",
      ("nca funder", "open-gate recipient", "hallowick-council partner"), (
          P("carers-rested", "360", "0.8"),
          P("life-satisfaction-points", "190", "0.75", "milestones", parts=(
              ("2024-03-31", "60", "First yearly survey", "0.9", 0), ("2025-03-31", "65", "Second yearly survey", "0.6", 0),
              ("2026-03-31", "65", "Third yearly survey", "0", 0))),
      ), value="288000", awarded="2023-03-27"),
    A("street-trees", "Four thousand street trees", "grant", "investor", "2024-04-01", "2026-03-31", "in-progress", ENERGY,
      "Native trees in streets that have none, chosen with the people who live there and watered by them for three summers.",
      ("nca funder", "northmere-trees prime", "mossgill subcontractor - northmere-trees"), (
          P("trees-planted", "4000", profile="milestones", parts=(
              ("2024-06-30", "500", "Wendlemere", "1", 0), ("2024-12-31", "1500", "Eskerby and Brackmoor", "0.6", 0),
              ("2025-03-31", "1000", "Greystrand", "0.8", 0), ("2026-03-31", "1000", "Hallowick and Kelderby", "0", 0)),
            fixed=(("2024-04-01", "2024-06-30", "480", "verified"), ("2024-07-01", "2024-09-30", "120", "verified"),
                   ("2024-10-01", "2024-12-31", "900", "verified"), ("2025-01-01", "2025-03-31", "760", "verified"))),
          P("green-space", "11", "1", "end", due="2026-03-31"),
          P("resident-hours", "2400", "0.75"),
      ), value="610000", awarded="2024-03-11"),
    A("rural-fibre", "Fast lines to the upper valley", "investment", "investor", "2023-10-01", "2026-09-30", "in-progress", BUSINESS,
      "Public money fills the gap for farms and hamlets that no firm would reach on its own.",
      ("nca funder 0.4", "quillby prime 0.6"), (
          P("match-funding", "2700000", "0.6", bound="over"),
          P("local-sme-spend", "840000", "0.75"),
          P("firms-supported", "45", "0.5"),
      ), place="kelderby", value="4500000", value_bound="about", awarded="2023-09-11"),
    A("quayside-rents", "Sixty homes for fair rent on the quays", "grant", "investor", "2023-04-01", "2025-09-30", "in-progress", HOMES,
      "Grant to the Lakes and Quays Housing Society for homes let at a third of local pay.",
      ("nca funder", "lakes-housing prime", "pellworth subcontractor - lakes-housing"), (
          P("homes-affordable", "60", profile="milestones", parts=(
              ("2024-03-31", "20", "Block A", "1", 1), ("2024-12-31", "24", "Block B", "1", 0), ("2025-09-30", "16", "Block C", "0", 0)),
            fixed=(("2024-04-01", "2024-06-30", "20", "verified"), ("2024-10-01", "2024-12-31", "24", "verified"))),
          P("apprenticeship-weeks", "312", "0.85"),
          P("women-trained", "30", "0.6", changes=(("2024-06-03", "36", "", "A third course was added."),)),
          P("local-sme-spend", "2100000", "0.9"),
      ), place="greystrand-quays", value="7200000", awarded="2023-02-20"),
    A("growth-vouchers", "Growth vouchers for small firms", "grant", "investor", "2023-04-01", "2025-03-31", "in-progress", BUSINESS,
      "Up to five days of advice for firms of fewer than fifty people, chosen by the firm.",
      ("nca funder", "northmere-chamber prime", "thrapley partner"), (
          P("advice-hours", "6200", "0.8", monthly=True),
          P("firms-supported", "210", "0.75"),
          P("jobs-local", "70", "0.7", "end", due="2025-03-31", changes=(("2024-04-15", "60", "", "Fewer firms applied than expected."),)),
      ), value="930000", awarded="2023-03-06"),
    A("electric-minibuses", "Electric minibuses for village lifts", "grant", "investor", "2024-01-01", "2026-12-31", "in-progress", ENERGY,
      "Four electric minibuses with lifts, and the chargers to go with them.",
      ("nca funder", "wendle-buses recipient"), (
          P("car-miles-avoided", "190000", "0.85", start="2024-04-01"),
          P("resident-hours", "2900", "0.9"),
      ), place="wendlemere", value="395000", awarded="2023-12-04"),
    A("old-pits-land", "Clearing the Old Pits yard", "development", "investor", "2023-04-01", "2024-12-31", "completed", HOMES,
      "Capping two shafts and cleaning the soil, so that homes and a park can follow.",
      ("nca owner", "larkfell prime", "mossgill subcontractor - larkfell"), (
          P("waste-diverted", "5200", "1.1"),
          P("jobs-local", "14", "1", "end", due="2024-12-31"),
          P("apprenticeship-weeks", "182", "0.7"),
          P("volunteering-hours", "240", "0.6"),
      ), place="brackmoor-pits", value="3100000", awarded="2023-02-27"),
)
