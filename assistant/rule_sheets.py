"""A rule as published, in sentences: the text that proves what is said of it, whatever the facts of a project. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.company_facts import FIELDS, day_in_words, in_words, number_in_words
from assistant.documents import Document, Metadata, Source
from assistant.eligibility import Criterion, DatedValue, Rule, Test, expected_words
from assistant.rendering import french_date

AMOUNT_LABELS = {
    "min_investment_eur": "dépenses minimales",
    "max_investment_eur": "dépenses maximales",
    "min_aid_eur": "montant minimal",
    "max_aid_eur": "montant maximal",
    "rate": "taux",
}


def sheet_of(rule: Rule) -> str:
    """Every fact that the rule holds: its name, its calendar, its public, its amounts, each condition with each of its dated values."""
    return "\n".join(_lines(rule))


def document_of(rule: Rule) -> Document:
    """The sheet as a document that can be cited."""
    return rule_document(rule, id=f"fiche-regle-{rule.id}", title=f"{rule.name} : règle publiée", text=sheet_of(rule))


def rule_document(rule: Rule, *, id: str, title: str, text: str) -> Document:
    """A text about a rule as a document of ours, with the rule's sources, days and status."""
    metadata = Metadata(
        id=id,
        title=title,
        kind="dispositif",
        publisher="synthèse du projet",
        sources=tuple(Source(s.title, s.publisher, s.date, s.url) for s in rule.sources),
        published_on=rule.checked_on,
        checked_on=rule.checked_on,
        valid_from=rule.opens,
        valid_to=rule.closes,
        scheme=rule.id,
        status=rule.status,
        licence="Licence Ouverte 2.0",
    )
    return Document(metadata, text, ())


def _lines(rule: Rule) -> Iterator[str]:
    yield f"« {rule.name} »."
    yield f"Statut : {rule.status}{f' (source du {french_date(rule.status_date)}, {rule.status_date})' if rule.status_date else ''}."
    yield f"Sources relues le {day_in_words(rule.checked_on)}."
    if rule.opens:
        yield f"Ouverture : du {day_in_words(rule.opens)}, à partir du {day_in_words(rule.opens)}."
    if rule.closes:
        yield f"Clôture : au {day_in_words(rule.closes)}, jusqu'au {day_in_words(rule.closes)}{' (fin à vérifier)' if rule.end_doubt else ''}."
    if rule.window_note:
        yield f"Remarque : {rule.window_note}"
    told = (
        ("Opérateur", rule.operator), ("Contact", rule.contact), ("Base légale", rule.legal_basis), ("Bénéficiaires", ", ".join(rule.beneficiaries)),
        ("Territoire", rule.territory), ("Projets", ", ".join(rule.projects)),
    )  # fmt: skip
    yield from (f"{label} : {value}." for label, value in told if value)
    for key, label in AMOUNT_LABELS.items():
        if (amount := rule.amounts.get(key)) is not None:
            yield f"{label.capitalize()} : {amount if isinstance(amount, str) else f'{number_in_words(amount)} €'}."
    for criterion in rule.criteria:
        yield from _criterion(criterion)
    for point in rule.points_to_check:
        yield point.text
    if rule.next_step:
        yield f"Démarche : {rule.next_step}"
    for source in rule.sources:
        yield f"{source.title}, {source.publisher}, {source.date} : {source.url}."


def _criterion(criterion: Criterion) -> Iterator[str]:
    labels = ", ".join(dict.fromkeys(FIELDS[test.field].label if test.field in FIELDS else test.field for test in criterion.tests))
    yield f"Condition ({labels}) : {criterion.explanation}{f' Réserve : {criterion.doubt_reason}.' if criterion.doubt_reason else ''}"
    for test in criterion.tests:
        for dated in test.values:
            yield from _value(test, dated)
    for exception in criterion.exceptions:
        yield f"Exception : {exception.explanation}"
        for dated in (*exception.condition.values, *exception.values):
            yield from _value(criterion.tests[0] if dated in exception.values else exception.condition, dated)


def _value(test: Test, dated: DatedValue) -> Iterator[str]:
    yield f"{expected_words(test, dated.value)}, depuis le {day_in_words(dated.since)}."
    for value, _ in dated.alternatives:
        yield f"D'après une autre source, {expected_words(test, value)}."
    if dated.unsure:
        yield f"La source ne tranche pas pour : {', '.join(in_words(test.field, value) for value in dated.unsure)}."
