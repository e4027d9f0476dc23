"""What the authority does as an employer."""

from particulars.words import A, P

PEOPLE = "People and Culture"
ESTATES = "Estates and Fleet"

EMPLOYER = (
    A("staff-volunteering", "Three paid days to volunteer", "employment", "employer", "2023-04-01", "2026-03-31", "in-progress", PEOPLE,
      "Every member of staff may give three paid days a year to a charity or school in the six districts.",
      ("nca employer", "lantern-kitchen recipient", "fellside-food recipient"), (
          P("volunteering-hours", "5480", monthly=False, baseline="612", baseline_note="Hours booked in 2022/23, when one day was allowed.",
            fixed=(("2023-04-01", "2023-06-30", "300", "verified"), ("2023-07-01", "2023-09-30", "280.5", "verified"),
                   ("2023-10-01", "2023-12-31", "310", "verified"), ("2024-01-01", "2024-03-31", "295.25", "verified"),
                   ("2024-04-01", "2024-06-30", "412.5", "verified"), ("2024-07-01", "2024-09-30", "368", "verified"),
                   ("2024-10-01", "2024-12-31", "501.25", "verified"), ("2025-01-01", "2025-03-31", "455", "submitted"))),
          P("volunteering-hours", "16800", stage="potential", tag="all-staff", start="2024-04-01", due="2025-03-31", profile="end",
            assumption="Every one of 800 staff takes all three days of 7 hours (800 × 21 hours).",
            note="What full use of the scheme would be; it is not a promise."),
          P("in-kind-given", "24000", "0.7", start="2023-04-01", due="2025-03-31"),
      ), receiver="lantern-kitchen"),
    A("own-apprentices", "Apprentices in every directorate", "employment", "employer", "2023-04-01", "2026-03-31", "in-progress", PEOPLE,
      "One apprentice post for every forty staff. Recruitment stalled twice, and the scheme is far behind its promise.",
      ("nca employer", "hallowick-college partner"), (
          P("apprentice-starts", "36", "0.25", due="2025-12-31", baseline="4", baseline_note="Apprentices who started in 2022/23."),
          P("apprenticeship-weeks", "3650", "0.22", due="2026-03-30", late=2),
          P("qualifications", "18", "0.3", start="2024-04-01", due="2026-03-31"),
      )),
    A("fair-work-course", "Four hours on fair and inclusive work", "employment", "employer", "2023-06-01", "2025-03-31", "in-progress", PEOPLE,
      "A four-hour course for all staff, written with the equality panel and taught by two of its members.",
      ("nca employer",), (
          P("edi-trained", "700", start="2023-06-01", due="2025-03-31", fixed=(
              ("2023-07-01", "2023-09-30", "64", "verified"), ("2023-10-01", "2023-12-31", "112", "verified"),
              ("2024-01-01", "2024-03-31", "97", "verified"), ("2024-04-01", "2024-06-30", "85", "verified"),
              ("2024-07-01", "2024-09-30", "73", "verified"), ("2024-10-01", "2024-12-31", "91", "verified"),
              ("2025-01-01", "2025-03-31", "60", "submitted"))),
          P("edi-trained", "800", stage="potential", tag="all-staff", start="2023-06-01", due="2025-03-31", profile="end",
            assumption="All 800 staff finish the course.", note="Another way of counting the promise beside it.",
            alternative_to="fair-work-course.edi-trained"),
      )),
    A("fair-hiring", "Name-blind hiring and a guaranteed interview", "employment", "employer", "2023-04-01", "2026-03-31", "in-progress", PEOPLE,
      "Applications are read without names, and disabled applicants who meet the essentials are interviewed.",
      ("nca employer",), (
          P("disabled-starters-share", "12", "1", "end", due="2026-03-31", base=(9, 16), baseline="7", baseline_note="Share in 2022/23: 5 of 71 who answered."),
          P("jobs-disabled", "24", "0.6", due="2025-09-30"),
          P("ethnic-minority-promoted", "20", "0.55", due="2026-03-31"),
          P("jobs-barriers", "16", "0.5", due="2026-03-31"),
      )),
    A("living-wage-employer", "Living wage for staff and on-site contractors", "policy", "employer", "2023-11-01", "2026-10-31", "in-progress", PEOPLE,
      "The authority pays the Real Living Wage and asks it of everyone who works in its buildings.",
      ("nca employer",), (P("living-wage", "1", "1", "end", due="2025-03-31"),)),
    A("laptops-to-schools", "Old laptops to schools and kitchens", "programme", "employer", "2023-04-01", "2025-03-31", "in-progress", ESTATES,
      "Office machines are wiped, mended by Second Spanner and given to pupils and community kitchens.",
      ("nca owner", "second-spanner partner", "tannery-school recipient", "lantern-kitchen recipient"), (
          P("devices-given", "400", start="2023-04-01", due="2025-03-31", place="brackmoor", fixed=(
              ("2023-07-01", "2023-09-30", "38", "verified"), ("2023-10-01", "2023-12-31", "45", "verified"),
              ("2024-04-01", "2024-06-30", "52", "verified"), ("2024-07-01", "2024-09-30", "31", "verified"),
              ("2024-10-01", "2024-12-31", "47", "verified"), ("2025-01-01", "2025-03-31", "26", "queried"))),
          P("waste-diverted", "6", "0.9", due="2025-03-31"),
      ), receiver="tannery-school"),
    A("career-mentors", "Staff as career mentors", "programme", "employer", "2023-09-01", "2025-07-31", "in-progress", PEOPLE,
      "Planners, drivers and accountants each adopt a class for a school year and come back every half term.",
      ("nca employer", "oldpits-school recipient", "tannery-school recipient"), (
          P("career-hours", "1000", start="2023-09-01", due="2024-12-31", fixed=(
              ("2023-10-01", "2023-12-31", "122", "verified"), ("2024-01-01", "2024-03-31", "140.5", "verified"),
              ("2024-04-01", "2024-06-30", "131", "verified"), ("2024-07-01", "2024-09-30", "48", "verified"),
              ("2024-10-01", "2024-12-31", "155.5", "submitted"))),
          P("students-reached", "2600", "0.8", due="2025-07-20"),
      ), receiver="oldpits-school"),
    A("staff-travel", "Getting to work without the car", "programme", "employer", "2024-04-01", "2026-03-31", "in-progress", ESTATES,
      "Season-ticket loans, showers at the depot and a lease of forty electric bicycles.",
      ("nca employer",), (
          P("car-miles-avoided", "310000", "0.75"),
          P("carbon-plan", "1", "1", "end", due="2026-03-31"),
      )),
    A("payroll-giving", "Giving through the payroll, matched", "employment", "employer", "2023-04-01", "2026-03-31", "in-progress", PEOPLE,
      "Staff give from their pay to a charity of their choice in the area, and the authority matches the first ten pounds a month.",
      ("nca employer", "good-start recipient", "fellside-food recipient"), (
          P("cash-given", "54000", "0.65", to_date=True),
      ), receiver="fellside-food"),
)
