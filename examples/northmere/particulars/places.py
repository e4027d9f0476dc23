"""Where: two regions, six districts on a tile map, twelve neighbourhoods, and the facts about them."""

SOURCE = "Northmere district profiles 2024 (invented)"

# id, name, kind, parent, code, tile row, tile column, tenth of the country by deprivation (1 the most deprived)
PLACES = (
    ("fellmarch", "The Fellmarch", "region", "", "INV-R1", "", "", ""),
    ("southmarch", "The Southmarch", "region", "", "INV-R2", "", "", ""),
    ("northmere", "Northmere", "area", "fellmarch", "INV-00", "", "", ""),
    ("kelderby", "Kelderby", "council", "northmere", "INV-01", "1", "2", ""),
    ("hallowick", "Hallowick", "council", "northmere", "INV-02", "1", "3", ""),
    ("greystrand", "Greystrand", "council", "northmere", "INV-03", "2", "1", ""),
    ("eskerby", "Eskerby", "council", "northmere", "INV-04", "2", "2", ""),
    ("brackmoor", "Brackmoor", "council", "northmere", "INV-05", "2", "3", ""),
    ("wendlemere", "Wendlemere", "council", "northmere", "INV-06", "3", "2", ""),
    ("kelderby-fellside", "Fellside", "neighbourhood", "kelderby", "INV-01-1", "", "", "5"),
    ("kelderby-market", "Kelderby Market", "neighbourhood", "kelderby", "INV-01-2", "", "", "8"),
    ("hallowick-weirs", "The Weirs", "neighbourhood", "hallowick", "INV-02-1", "", "", "3"),
    ("hallowick-lime", "Limeworks", "neighbourhood", "hallowick", "INV-02-2", "", "", "6"),
    ("greystrand-quays", "Greystrand Quays", "neighbourhood", "greystrand", "INV-03-1", "", "", "2"),
    ("greystrand-terraces", "The Terraces", "neighbourhood", "greystrand", "INV-03-2", "", "", "1"),
    ("eskerby-centre", "Eskerby Centre", "neighbourhood", "eskerby", "INV-04-1", "", "", "4"),
    ("eskerby-tannery", "Tannery", "neighbourhood", "eskerby", "INV-04-2", "", "", "1"),
    ("brackmoor-pits", "Old Pits", "neighbourhood", "brackmoor", "INV-05-1", "", "", "2"),
    ("brackmoor-north", "Brackmoor North", "neighbourhood", "brackmoor", "INV-05-2", "", "", "7"),
    ("wendlemere-lakes", "Lakes", "neighbourhood", "wendlemere", "INV-06-1", "", "", "9"),
    ("wendlemere-hythe", "Hythe", "neighbourhood", "wendlemere", "INV-06-2", "", "", ""),
)

_POP = "Residents at mid-2023, by the invented count"
_DEP = "Share of residents living in the fifth of neighbourhoods with least income"

# id, title, value, unit, as printed, definition, date, numerator, denominator, comparator, place
CONTEXT = (
    ("residents", "People who live in Northmere", "812400", "people", "812,400", _POP, "2023-06-30", "", "", "", "northmere"),
    ("residents-kelderby", "People who live in Kelderby", "96300", "people", "96,300", _POP, "2023-06-30", "", "", "", "kelderby"),
    ("residents-hallowick", "People who live in Hallowick", "118700", "people", "118,700", _POP, "2023-06-30", "", "", "", "hallowick"),
    ("residents-greystrand", "People who live in Greystrand", "141900", "people", "141,900", _POP, "2023-06-30", "", "", "", "greystrand"),
    ("residents-eskerby", "People who live in Eskerby", "247800", "people", "247,800", _POP, "2023-06-30", "", "", "", "eskerby"),
    ("residents-brackmoor", "People who live in Brackmoor", "129600", "people", "129,600", _POP, "2023-06-30", "", "", "", "brackmoor"),
    ("residents-wendlemere", "People who live in Wendlemere", "78100", "people", "78,100", _POP, "2023-06-30", "", "", "", "wendlemere"),
    ("deprivation-kelderby", "Residents in the least well-off neighbourhoods, Kelderby", "14", "%", "14%", _DEP, "2023-06-30", "13482", "96300", "20% by definition", "kelderby"),
    ("deprivation-hallowick", "Residents in the least well-off neighbourhoods, Hallowick", "31", "%", "31%", _DEP, "2023-06-30", "36797", "118700", "20% by definition", "hallowick"),
    ("deprivation-greystrand", "Residents in the least well-off neighbourhoods, Greystrand", "44", "%", "44%", _DEP, "2023-06-30", "62436", "141900", "20% by definition", "greystrand"),
    ("deprivation-eskerby", "Residents in the least well-off neighbourhoods, Eskerby", "27", "%", "27%", _DEP, "2023-06-30", "66906", "247800", "20% by definition", "eskerby"),
    ("deprivation-brackmoor", "Residents in the least well-off neighbourhoods, Brackmoor", "38", "%", "38%", _DEP, "2023-06-30", "49248", "129600", "20% by definition", "brackmoor"),
    ("deprivation-wendlemere", "Residents in the least well-off neighbourhoods, Wendlemere", "9", "%", "9%", _DEP, "2023-06-30", "7029", "78100", "20% by definition", "wendlemere"),
    ("out-of-work", "Residents aged 16 to 64 who want work and have none", "5.5", "%", "5.5%", "By the invented household survey", "2024-12-31", "27500", "500000", "4.4% in the nation, by the same survey", "northmere"),
    ("young-not-learning", "Young people aged 16 and 17 not in work or learning", "6", "%", "6%", "By the districts' own lists", "2024-12-31", "1080", "18000", "", "northmere"),
    ("cold-homes", "Homes below the middle energy band", "47", "%", "47%", "By certificates held", "2024-03-31", "163560", "348000", "", "northmere"),
    ("carbon-per-person", "Tonnes of CO2e a year for each resident", "5.2", "tonne CO2e", "5.2 tonnes", "Emissions within the area", "2023-12-31", "", "", "", "northmere"),
    ("volunteering-rate", "Adults who volunteer at least monthly", "16", "%", "16%", "By the invented household survey", "2024-12-31", "", "", "", "northmere"),
)


def context() -> list[tuple[str, ...]]:
    """The facts, those of single districts in the series that the first word of their id names."""
    return [(*row, row[0].removesuffix(f"-{row[10]}") if row[10] != "northmere" else "") for row in CONTEXT]
