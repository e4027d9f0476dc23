"""What the authority paid, to whom and for what: the parts of its list of payments over £500. All invented."""

SOURCE = "Northmere list of payments over £500 (invented)"

# Supplier as printed, organisation, category, office (a place), postcode of it, where it was delivered, payments a
# year, £ of a usual one. A blank organisation is a supplier that nobody has matched yet; no area of post is called NM.
SUPPLIERS = (
    ("TOLLGRAVE RAIL WORKS", "tollgrave", "Roads and rail", "fellmarch", "QX4 7RT", "hallowick", 12, 182000),
    ("Larkfell Civil Works", "larkfell", "Roads and rail", "brackmoor-north", "NM5 2LF", "brackmoor", 12, 96500),
    ("STENNICK SIGNALS", "stennick", "Roads and rail", "brackmoor-pits", "NM5 1ST", "eskerby", 8, 41200),
    ("Cobbleway Surfacing", "cobbleway", "Roads and rail", "brackmoor-pits", "NM5 1CW", "brackmoor", 10, 18400),
    ("Dunstrake Coaches", "dunstrake", "Buses", "kelderby-market", "NM1 2DC", "kelderby", 12, 61300),
    ("WENDLE COMMUNITY MINIBUSES", "wendle-buses", "Buses", "wendlemere-hythe", "NM6 2WB", "wendlemere", 12, 7900),
    ("Pellworth Build", "pellworth", "Buildings", "hallowick-lime", "NM2 2PB", "greystrand", 9, 88700),
    ("Sabbery Homes Partnership", "sabbery", "Buildings", "southmarch", "QX1 3SH", "eskerby", 6, 240000),
    ("Greenlathe Retrofit", "greenlathe", "Buildings", "greystrand-terraces", "NM3 2GR", "greystrand", 11, 33600),
    ("MARRABLE JOINERY", "marrable", "Buildings", "greystrand-quays", "NM3 1MJ", "greystrand", 5, 4150),
    ("Birkhow Scaffolding", "birkhow", "Buildings", "hallowick-weirs", "NM2 1BS", "hallowick", 5, 6300),
    ("Osmary Facilities", "osmary", "Running of offices", "southmarch", "QX2 9OF", "eskerby", 12, 28900),
    ("Fennick Cleaning Co-operative", "fennick", "Running of offices", "eskerby-tannery", "NM4 2FC", "eskerby", 12, 9400),
    ("Ludsworth Guarding", "ludsworth", "Running of offices", "eskerby-centre", "NM4 1LG", "eskerby", 12, 11200),
    ("Saltrow Print & Mail", "saltrow", "Running of offices", "wendlemere-lakes", "NM6 1SP", "", 6, 2350),
    ("Vantrel Energy Services", "vantrel", "Running of offices", "southmarch", "QX7 5VE", "", 12, 19800),
    ("Quillby Digital", "quillby", "Computing", "eskerby-centre", "NM4 1QD", "", 10, 26400),
    ("Tarrow Fleet Hire", "tarrow", "Computing", "eskerby-tannery", "NM4 2TF", "", 7, 8600),
    ("Thrapley & Nunn Consulting", "thrapley", "Advice", "eskerby-centre", "NM4 1TN", "", 6, 14700),
    ("Mossgill Ecology", "mossgill", "Advice", "wendlemere-lakes", "NM6 1ME", "wendlemere", 4, 3900),
    ("Clear Text Interpreters", "clear-text", "Advice", "eskerby-centre", "NM4 1CT", "", 8, 1150),
    ("Hallowick and Brackmoor College", "hallowick-college", "Training", "hallowick-weirs", "NM2 1HC", "hallowick", 9, 52100),
    ("GREYSTRAND HARBOUR SKILLS CENTRE", "greystrand-maritime", "Training", "greystrand-quays", "NM3 1HS", "greystrand", 8, 37500),
    ("Good Start Northmere", "good-start", "Training", "eskerby-tannery", "NM4 2GS", "eskerby", 8, 12800),
    ("Harbour Minds Greystrand", "harbour-minds", "Grants", "greystrand-terraces", "NM3 2HM", "greystrand", 4, 15000),
    ("Open Gate Carers of Northmere", "open-gate", "Grants", "hallowick-lime", "NM2 2OG", "", 4, 11500),
    ("Northmere Trees & Parks Trust", "northmere-trees", "Grants", "wendlemere-lakes", "NM6 1TP", "", 4, 18250),
    ("Kelder Valley Community Lenders", "kelder-loans", "Grants", "kelderby-market", "NM1 2KV", "kelderby", 2, 60000),
    # Not matched: what the list says of them is all that is known.
    ("ASHBRIG PLANT HIRE", "", "Roads and rail", "kelderby-fellside", "NM1 1AP", "", 7, 5200),
    ("Corrieholm Analytics", "", "Computing", "", "", "", 5, 21300),
    ("Vennacher Fleet Leasing", "", "Buses", "", "ZX9 9ZZ", "", 4, 16900),
    ("REDACTED PERSONAL DATA", "", "Grants", "", "", "", 9, 820),
)
# Payments taken back: supplier, day, £.
CREDITS = (("TOLLGRAVE RAIL WORKS", "2024-09-26", "-41250.00"), ("Osmary Facilities", "2025-01-30", "-3120.50"))
