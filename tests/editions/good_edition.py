"""A small sound edition with every table and both forms of derivation: what the gallery breaks, one thing a time."""

from pathlib import Path

GOOD = {
    "edition.toml": """\
framework = "example-framework"
version = "2024"
title = "Example Framework 2024"
publisher = "Example Council (invented)"
published = 2024-04-01
status = "draft"
licence = "CC BY 4.0"
redistributable = true
price_year = 2024
levels = ["Theme", "Outcome", "Measure"]
valid_from = 2024-04-01
valid_to = 2025-03-31
add_kinds = []
supersedes = "2023"
notes = ["Invented, for tests."]
gaps = ["tonne-2026: not published for 2025"]

[[sources]]
id = "handbook"
title = "Handbook"
publisher = "Example Council (invented)"
date = "2024"
url = ""
licence = "CC BY 4.0"
note = ""

[[sources]]
id = "statistics"
title = "Statistics"
publisher = "Example Office (invented)"
date = "2023"
licence = "OGL v3"
""",
    "measures.csv": """\
id,title,theme,outcome,pillar,unit,counting,people,who_counts,excludes,no_value_because,source
hours,Hours of help,Community,More help,social,hour,flow,none,Unpaid people,training,,"handbook, page 3"
training,People trained,Skills,More skills,economic,person,once,count,Each person once,hours,,handbook
tonnes,Carbon saved,Environment,Less carbon,environmental,tonne,flow,none,The activity's own,,,handbook
spend,Spend with small firms,Work,More trade,economic,£,flow,none,Invoices paid,,Money spent is no gain,handbook
""",
    "values.csv": """\
id,measure,kind,unit,area,low,central,high,price_year,valid_from,valid_to,source,licence,redistributable,derivation,\
part_of,is_not
hour,hours,economic,hour,,14.00,16.00,18.50,2024,2024-04-01,,"handbook, page 9",CC BY 4.0,yes,,,A wage
trained,training,economic,person,,,404.00,,2024,2024-04-01,,handbook,CC BY 4.0,yes,4 * 101.00,,A qualification
trained-room,training,economic,person,,,100.00,,2024,2024-04-01,,handbook,CC BY 4.0,yes,,trained,The whole course
tonne-2024,tonnes,environmental,tonne,,,125.00,,2023,2024-01-01,2024-12-31,statistics,OGL v3,yes,\
100.00 indexed prices 2020 2023,,A credit
tonne-2026,tonnes,environmental,tonne,,,130.00,,2023,2026-01-01,2026-12-31,statistics,OGL v3,yes,,,A credit
""",
    "indices.csv": """\
index,year,value,source
prices,2020,80,statistics
prices,2021,84,statistics
prices,2022,90,statistics
prices,2023,100,statistics
""",
    "criteria.csv": """\
id,theme,outcome,title,source
c1,Skills,More skills,How people are trained,handbook
""",
    "bands.csv": """\
id,value_from,value_below,weight_from,weight_to,valid_from,valid_to,source
small,0,1000000,0.1,0.2,2024-04-01,,handbook
large,1000000,,0.2,,2024-04-01,,handbook
""",
    "crosswalk.csv": """\
measure,other_framework,other_measure,relation,factor,note
hours,other-framework,volunteering,same,1,Both count an hour
tonnes,other-framework,kilograms,close,1000,There in kilograms
""",
}


def write_good(folder: Path) -> Path:
    """Write the sound edition into a folder, which is made."""
    folder.mkdir(parents=True)
    for name, text in GOOD.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
