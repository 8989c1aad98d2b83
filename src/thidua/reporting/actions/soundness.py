"""Whether numbers may stand: hard findings are refused when they are saved, soft ones ask for an explanation to hand in."""

from thidua.reporting import checks, errors, guards
from thidua.reporting.models import Figure, Report


def need_possible(report: Report, held: list[Figure]) -> None:
    """Refuse what cannot be. No query while every number lies within its guard."""
    suspects = guards.beyond(report, held, hard_only=True)
    found = guards.findings_of(report, suspects)
    for figure in suspects:
        for finding in checks.hard(found[figure.pk]):
            if finding.rule.at_save:
                raise errors.FigureImpossible(figure.indicator.name, finding.sentence, field=finding.measure)


def need_sound(report: Report, held: list[Figure]) -> None:
    """For handing in: nothing impossible, and a reason for whatever is unusual. No query within the guards, three beyond."""
    suspects = guards.beyond(report, held)
    if not suspects:
        return
    found = guards.findings_of(report, suspects)
    for figure in suspects:
        for finding in checks.hard(found[figure.pk]):
            raise errors.FigureImpossible(figure.indicator.name, finding.sentence)
    unexplained = {
        figure.pk: f"{figure.indicator.name}: {checks.soft(found[figure.pk])[0].sentence}"
        for figure in suspects
        if checks.soft(found[figure.pk]) and not figure.explanation.strip()
    }
    if unexplained:
        raise errors.ExplanationMissing(unexplained)
