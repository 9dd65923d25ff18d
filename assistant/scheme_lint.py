"""What is wrong with the sheet of a scheme: its sections, its status and first sentence, and its agreement with the scheme's rule.

The rule (`corpus/rules/<id>.yaml`) decides and the sheet is quoted: a threshold, a date or a source that only one of them holds would show a verdict
that no document proves. Pure, like `corpus_lint`, whose faults it returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from assistant.corpus_lint import Fault, Sheet, fault
from assistant.eligibility import Rule
from assistant.french import fold
from assistant.numbers_in_text import fold_in_place, quantities

# The sections of a scheme's sheet, in order: what the reader asks, and how the folded heading begins.
SECTIONS: tuple[tuple[str, str], ...] = (
    ("ce que c'est", r"qu'est-ce qu|que sont"),
    ("qui", r"qui peut"),
    ("où", r"ou s'applique"),
    ("quels projets", r"quels projets"),
    ("combien", r"combien"),
    ("exclusions", r"quelles exclusions"),
    ("calendrier", r"quel calendrier"),
    ("démarche", r"comment"),
    ("à qui s'adresser", r"a qui s'adresser"),
    ("base légale", r"quelle base legale"),
    ("ce que l'on sait", r"que sait-on"),
)

# How a first sentence tells the status.
_CLOSED = re.compile(r"\b(?:est|sont) ferme(?:e|s|es)?\b")
_OPEN = re.compile(r"\b(?:ouvert(?:e|s|es)?|en vigueur)\b")
_UNKNOWN = re.compile(r"aucune source\b.*\bne confirme\b")
_SCALED = re.compile(r"(\d+(?:,\d+)?) (million|milliard)s?\b")
_PLAIN = re.compile(r"\d+(?:,\d+)?")
_ONE = re.compile(r"\bun an\b|\bune annee\b")


def scheme_faults(sheets: Sequence[Sheet], rules: Mapping[str, Rule], *, today: date) -> Iterator[Fault]:
    """Faults of the sheets that describe a scheme (`scheme` in the front matter), and of the rules that no sheet describes."""
    described = {sheet.document.metadata.scheme: sheet for sheet in sheets if sheet.document.metadata.scheme and sheet.document.metadata.kind == "dispositif"}
    for scheme, sheet in described.items():
        yield from _section_faults(sheet)
        yield from _status_faults(sheet, today)
        if rules:
            rule = rules.get(scheme)
            if rule is None:
                yield fault(sheet, "règle", f"le dispositif « {scheme} » n'a pas de règle d'éligibilité.", near="scheme:")
            else:
                yield from _rule_faults(sheet, rule)
    for scheme in sorted(set(rules) - set(described)):
        yield Fault(f"rules/{scheme}.yaml", 0, "règle", "aucune fiche ne décrit ce dispositif.")


def _section_faults(sheet: Sheet) -> Iterator[Fault]:
    document = sheet.document
    headings = [document.text[block.start : block.end] for block in document.blocks if block.kind == "heading" and block.level == 2]
    for position, (name, pattern) in enumerate(SECTIONS):
        if position >= len(headings):
            yield fault(sheet, "rubrique", f"la rubrique « {name} » manque.")
        elif not re.match(pattern, fold(headings[position])):
            yield fault(sheet, "rubrique", f"la rubrique n° {position + 1} doit être « {name} », et non « {headings[position]} ».", near=headings[position])
            return  # the next ones would only be shifted
    for extra in headings[len(SECTIONS) :]:
        yield fault(sheet, "rubrique", f"« {extra} » n'est pas une rubrique d'une fiche de dispositif.", near=extra)


def _status_faults(sheet: Sheet, today: date) -> Iterator[Fault]:
    document, metadata = sheet.document, sheet.document.metadata
    if not metadata.status:
        yield fault(sheet, "statut", "« status » manque : ouvert, fermé ou inconnu.", near="scheme:")
        return
    if "status_date" not in sheet.head:
        yield fault(sheet, "statut", "« status_date » manque : la date de la source du statut, ou null.", near="status:")
    first = next((document.text[block.start : block.end] for block in document.blocks if block.kind in ("paragraph", "lead_in")), "")
    said = fold(re.split(r"(?<=[.!?])\s", first)[0])
    if metadata.status == "fermé":
        if metadata.valid_to is None:
            yield fault(sheet, "statut", "un dispositif fermé a un « valid_to » : le dernier jour où il valait.", near="valid_to:")
        elif metadata.valid_to >= today:
            yield fault(sheet, "statut", f"le statut est « fermé » et « valid_to » ({metadata.valid_to.isoformat()}) n'est pas passé.", near="valid_to:")
        if "ferme" not in fold(metadata.title):
            yield fault(sheet, "statut", "le titre d'un dispositif fermé le dit.", near="title:")
        if not _CLOSED.search(said):
            yield fault(sheet, "statut", "la première phrase d'un dispositif fermé dit qu'il « est fermé ».", near=first)
    elif _CLOSED.search(said):
        yield fault(sheet, "statut", f"la première phrase dit « fermé » et le statut est « {metadata.status} ».", near=first)
    elif metadata.status == "ouvert" and not _OPEN.search(said):
        yield fault(sheet, "statut", "la première phrase d'un dispositif ouvert dit qu'il est ouvert ou en vigueur.", near=first)
    elif metadata.status == "inconnu" and not _UNKNOWN.match(said):
        yield fault(sheet, "statut", "la première phrase d'un dispositif au statut inconnu commence par « Aucune source … ne confirme ».", near=first)


def _rule_faults(sheet: Sheet, rule: Rule) -> Iterator[Fault]:
    metadata = sheet.document.metadata
    if rule.status != metadata.status:
        yield fault(sheet, "règle", f"le statut de la règle est « {rule.status} », celui de la fiche « {metadata.status} ».", near="status:")
    if (rule.status_date or "") != metadata.status_date:
        yield fault(sheet, "règle", f"la date du statut est « {rule.status_date or 'null'} » dans la règle et « {metadata.status_date or 'null'} » dans la fiche.", near="status_date:")
    for name, of_rule, of_sheet in (("début", rule.opens, metadata.valid_from), ("fin", rule.closes, metadata.valid_to)):
        if of_rule and of_sheet and of_rule != of_sheet:
            yield fault(sheet, "règle", f"le {name} est le {of_rule.isoformat()} dans la règle et le {of_sheet.isoformat()} dans la fiche.".replace("le fin", "la fin"), near="valid_from:")
    cited = {source.url for source in metadata.sources}
    for address in sorted(_addresses(rule) - cited):
        yield fault(sheet, "règle", f"la règle s'appuie sur une source que la fiche ne cite pas : {address}", near="sources:")
    held = _numbers(sheet.document.text)
    for where, value in _thresholds(rule):
        if not _readings(value, where) & held:
            yield fault(sheet, "règle", f"la règle compte {value:g} ({where}) et la fiche ne donne pas ce nombre.")


def _addresses(rule: Rule) -> set[str]:
    found = {rule.status_source, rule.window_source, str(rule.amounts.get("source_url") or "")}
    found |= {point.source_url for point in rule.points_to_check}
    for criterion in rule.criteria:
        dated = [value for test in criterion.tests for value in test.values]
        dated += [value for exception in criterion.exceptions for value in exception.values]
        found |= {value.source_url for value in dated} | {address for value in dated for _, address in value.alternatives}
    return {address for address in found if address}


def _thresholds(rule: Rule) -> Iterator[tuple[str, float]]:
    for name in ("min_investment_eur", "max_investment_eur", "min_aid_eur", "max_aid_eur"):
        if _is_number(rule.amounts.get(name)):
            yield name, float(rule.amounts[name])
    for criterion in rule.criteria:
        for test in criterion.tests:
            dated = [*test.values, *(value for exception in criterion.exceptions for value in exception.values)]
            for value in (one for held in dated for one in (held.value, *(other for other, _ in held.alternatives))):
                if _is_number(value) and value:
                    yield f"{test.field} {test.operator}", float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _readings(value: float, where: str) -> set[float]:
    """What a sheet may write for the value: « moins de 250 » for « <= 249 », « 2 ans » for 24 months."""
    readings = {value}
    if where.startswith("effectif"):
        readings |= {value + 1, value - 1}
    if "_mois" in where and value % 12 == 0:
        readings.add(value / 12)
    return readings


def _numbers(text: str) -> set[float]:
    """Every number of the text, percentages and years included.

    >>> sorted(_numbers("de 1,5 à 3 millions d'euros, trois projets, 20 % de 75 000 €"))
    [1.5, 3.0, 20.0, 75000.0, 1500000.0, 3000000.0]
    """
    folded = fold_in_place(text)
    found = {float(bound) for quantity in quantities(folded) for bound in (quantity.value, quantity.high) if bound is not None}
    bare = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", folded.text)
    for match in _SCALED.finditer(bare):
        found.add(float(match[1].replace(",", ".")) * (1e9 if match[2] == "milliard" else 1e6))
    if _ONE.search(bare):
        found.add(1.0)
    return found | {float(match[0].replace(",", ".")) for match in _PLAIN.finditer(bare)}
