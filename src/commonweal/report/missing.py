"""What has no number: themes and outcomes of which nothing was reported this year, and promises made without one."""

from commonweal.report.activity_page import activity_link
from commonweal.report.blocks import Block, Bullets, Inlines, Paragraph
from commonweal.report.phrases import join
from commonweal.report.words import say
from commonweal.report.year import Year


def without_a_number(year: Year) -> list[Block]:
    """Themes, outcomes and promises of which this report gives no number, each as a list; or that there are none.

    An outcome is listed only where its theme has a number of another outcome.
    """
    themes, outcomes = _unreported(year)
    promised: tuple[Inlines, ...] = tuple(
        (activity_link(year, activity), ": ", *join(
            year.facts.measures[row.text("measure")].text("title") for row in rows))
        for activity, rows in year.unnumbered.items())
    blocks: list[Block] = []
    for key, items in (("themes", themes), ("outcomes", outcomes), ("promises", promised)):
        if items:
            blocks += [Paragraph((say(f"missing.{key}", period=year.period),)), Bullets(items)]
        else:
            blocks.append(Paragraph((say(f"missing.no_{key}", period=year.period),)))
    return blocks


def _unreported(year: Year) -> tuple[tuple[Inlines, ...], tuple[Inlines, ...]]:
    """The themes and outcomes of the body's own framework of which nothing is reported in the reporting period."""
    reported = {
        (measure.text("theme"), measure.text("outcome"))
        for figure in year.having("rule", "quantity")
        if figure.standing == "reported" and figure.period == year.book.settings.period.id
        and (measure := year.facts.measures.get(figure.measure))
    }
    rates = {(figure.theme, figure.outcome) for figure in year.having("rule", "rates")
             if figure.period == year.book.settings.period.id}
    told = reported | rates
    newest = year.book.own_editions[-1].measures.values()
    listed = dict.fromkeys((measure.text("theme"), measure.text("outcome")) for measure in newest)
    with_numbers = {theme for theme, _ in told}
    themes = list(dict.fromkeys(theme for theme, _ in listed if theme not in with_numbers))
    outcomes = [(theme, outcome) for theme, outcome in listed
                if outcome and (theme, outcome) not in told and theme not in themes]
    return tuple((theme,) for theme in themes), tuple((f"{theme}: {outcome}",) for theme, outcome in outcomes)
