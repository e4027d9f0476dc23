"""What the authority does as a provider of services."""

from particulars.words import A, P

SKILLS = "Skills and Work"
TRANSPORT = "Transport Services"
ENERGY = "Energy and Climate"

SERVICE_PROVIDER = (
    A("way-into-work", "Way Into Work", "programme", "service-provider", "2023-04-01", "2026-03-31", "in-progress", SKILLS,
      "One adviser for each person for as long as it takes, in places that people already go to.",
      ("nca owner", "good-start partner", "eskerby-hospitals partner"), (
          P("programme-people", "2400", "0.9", person_stage="referred", tag="referred"),
          P("programme-people", "1800", "0.75", person_stage="started", tag="started"),
          P("programme-people", "700", "0.6", person_stage="completed", tag="completed"),
          P("programme-people", "420", "0.5", person_stage="sustained", tag="sustained"),
          P("jobs-barriers", "540", start="2023-04-01", due="2026-03-31", fixed=(
              ("2023-07-01", "2023-09-30", "21", "verified"), ("2023-10-01", "2023-12-31", "33", "verified"),
              ("2024-01-01", "2024-03-31", "29", "verified"), ("2024-04-01", "2024-06-30", "34", "verified"),
              ("2024-07-01", "2024-09-30", "41", "verified"), ("2024-10-01", "2024-12-31", "28", "verified"),
              ("2025-01-01", "2025-03-31", "37", "submitted"))),
          P("jobs-sustained", "300", "0.55"),
          P("jobs-disabled", "60", "0.5"),
      ), value="5200000"),
    A("adult-skills", "Adult skills", "programme", "service-provider", "2023-04-01", "2025-07-31", "in-progress", SKILLS,
      "Free courses up to level 3 in colleges, halls and works canteens.",
      ("nca funder", "hallowick-college prime", "greystrand-maritime partner"), (
          P("qualifications", "3400", "0.8"),
          P("resident-hours", "9000", "0.7"),
          P("women-trained", "120", "0.75"),
          P("digital-learners", "900", "0.65"),
      ), value="14800000"),
    A("skills-camps", "Sixteen-week skills camps", "programme", "service-provider", "2023-09-01", "2025-03-31", "in-progress", SKILLS,
      "Short, hard courses in welding, rail signalling and care, with an interview at the end.",
      ("nca funder", "greystrand-maritime prime", "stennick partner"), (
          P("qualifications", "260", "0.85"),
          P("women-trained", "48", "0.4"),
          P("jobs-barriers", "90", "0.6"),
      ), value="1150000"),
    A("library-digital", "Digital skills in libraries", "programme", "service-provider", "2023-04-01", "2025-03-31", "in-progress", SKILLS,
      "Twelve hours with a patient tutor, a lent tablet and a number to ring afterwards.",
      ("nca funder", "kelderby-council host", "wendlemere-council host", "quillby partner"), (
          P("digital-learners", "1600", "0.75", monthly=True),
          P("volunteering-hours", "820", "0.6"),
          P("devices-given", "240", "0.7"),
      ), value="410000"),
    A("careers-hub", "Northmere Careers Hub", "programme", "service-provider", "2023-09-01", "2025-08-31", "in-progress", SKILLS,
      "Brings firms and schools together so that every pupil meets four employers before leaving.",
      ("nca owner", "northmere-chamber partner", "tannery-school host", "oldpits-school host"), (
          P("career-hours", "3600", "0.8"),
          P("students-reached", "14000", "0.85"),
          P("placement-weeks", "900", "0.5"),
      ), value="520000", receiver="tannery-school"),
    A("warm-homes-line", "Warm homes advice line", "programme", "service-provider", "2023-10-01", "2025-09-30", "in-progress", ENERGY,
      "A telephone line and home visits on bills, damp and small measures.",
      ("nca owner", "lakes-housing partner"), (
          P("homes-retrofitted", "600", "0.55"),
          P("carbon-saved", "340", "0.5"),
          P("firms-supported", "10", "0.4"),
      ), value="360000"),
    A("travel-training", "Learning to travel alone", "programme", "service-provider", "2023-04-01", "2025-03-31", "in-progress", TRANSPORT,
      "A trainer rides along until a young person with a learning disability can make the trip alone.",
      ("nca owner", "wendle-buses partner"), (
          P("jobs-disabled", "30", "0.6"),
          P("car-miles-avoided", "64000", "0.8", start="2024-04-01"),
      ), value="210000"),
    A("women-into-trades", "Women into trades", "programme", "service-provider", "2023-09-01", "2025-07-31", "in-progress", SKILLS,
      "Ten-day tasters on live sites, with childcare and boots in every size.",
      ("nca funder 0.75", "pellworth partner 0.25", "greystrand-maritime host"), (
          P("women-trained", "140", "0.7"),
          P("placement-weeks", "420", "0.65"),
          P("apprentice-starts", "40", "0.4"),
      ), value="330000"),
)
