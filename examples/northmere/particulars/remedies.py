"""What the authority did about promises that are late, and about what went wrong."""

# id, activity, measure, title, owner, on, state
REMEDIES = (
    ("saltings-yard.payments", "saltings-yard", "", "Payments to the builder were stopped and the dispute was taken to an adjudicator.", "Commercial", "2024-11-18", "in-progress"),
    ("saltings-yard.homes", "saltings-yard", "homes-affordable", "The rest of the homes will be let in two smaller contracts, with a check of each builder's books before the award.", "Housing and Land", "2025-02-24", "in-progress"),
    ("saltings-yard.apprentices", "saltings-yard", "apprenticeship-weeks", "The apprentices who lost their place were offered one in our own depots, so that they can finish.", "Skills and Work", "2025-01-13", "done"),
    ("own-apprentices.groups", "own-apprentices", "", "Posts are now advertised in groups each spring with the college, and managers have time set aside for those they look after.", "People and Culture", "2025-02-03", "in-progress"),
    ("kelder-buses.ended", "kelder-buses", "", "The contract was ended early; community minibuses run instead until a contract that is paid by buses that ran is let.", "Transport Services", "2024-09-30", "done"),
    ("guarding.hours", "guarding", "volunteering-hours", "The contractor was written to and has named the sites whose guards may volunteer in paid time.", "Contract Management", "2025-03-10", "in-progress"),
    ("warm-terraces.homes", "warm-terraces", "homes-retrofitted", "A second installer was taken on, and the last payment of the grant now waits for the last home.", "Housing and Land", "2025-01-27", "in-progress"),
    ("warm-terraces.carbon", "warm-terraces", "carbon-saved", "It follows from the homes: the second installer brings it with them.", "Housing and Land", "2025-01-27", "in-progress"),
    ("warm-homes-line.firms", "warm-homes-line", "firms-supported", "The line now rings landlords as well as owners; the number of firms will be looked at again in September.", "Energy and Climate", "2025-03-03", "in-progress"),
    ("way-into-work.stayed", "way-into-work", "jobs-sustained", "Advisers now stay in touch for six months after a start, and not for one.", "Skills and Work", "2024-12-09", "done"),
    ("bus-shelters.weeks", "bus-shelters", "placement-weeks", "The contractor agreed to take placements from the college in the summer of 2025.", "Contract Management", "2025-03-17", "planned"),
    ("open-gate-rest.points", "open-gate-rest", "life-satisfaction-points", "Carers are now asked at the start as well as at the end; without that, no gain can be shown.", "Community Investment", "2024-10-14", "done"),
    ("climate-table.carbon", "climate-table", "carbon-saved", "Two of the large bodies have moved their plans to a later year; the table will set a new promise with them.", "Energy and Climate", "2025-03-27", "planned"),
    ("station.hours", "hallowick-road", "volunteering-hours", "The contractor has to catch up by the end of 2025, or pay for the hours into the careers hub.", "Contract Management", "2025-02-10", "in-progress"),
    ("meals.apprentices", "school-meals", "apprentice-starts", "Two kitchens were made ready for apprentices with the college.", "Skills and Work", "2025-03-24", "in-progress"),
)
SOURCE = "Log of actions, Social Value Team (invented)"
