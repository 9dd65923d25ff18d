"""« Compare le prêt vert et le diag décarbon'action »: two schemes side by side, each cell proved by the rule that it cites.

A name that stands for several schemes is that of the only open one, and the answer says so; two that are open are asked about. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.answers import ANSWERED, CLARIFICATION, Answer, Citation, Sentence
from assistant.company_facts import CompanyFacts
from assistant.conversing import Conversation
from assistant.eligibility import NO_CONDITION, NOT_GIVEN, OPEN, Rule, compare, evaluate
from assistant.eligibility_table import naf_in_words
from assistant.french import fold
from assistant.phrases import phrase
from assistant.rendering import french_date
from assistant.rule_sheets import document_of
from assistant.schemes_in_text import SchemeNames
from assistant.verifying import foreign_facts

_COMPARES = re.compile(r"\bcompar(?:e|er|ez|ons|aison|ateur|es)\b|\bcompare-(?:l[ea]s?|moi)\b|\bdifferences? entre\b|\b(?:quelle|la) difference (?:avec|par rapport)\b|\bversus\b|\bvs\b|\bcote a cote\b|\bplutot\b.* ou (?:plutot )?(?:le|la|l')|\bmieux\b.* ou (?:le|la|l')|\bdifference between\b")
_POINTS_BACK = re.compile(r"\bcompare[rz]?-(?:le|la|les)\b|\b(?:le|la|les|l')\s?compare|\bdifference (?:avec|par rapport)|\bces deux\b|\bles deux\b|\bcelui-ci|\bce dispositif|\bcette aide")


def asks_to_compare(text: str) -> bool:
    """
    >>> asks_to_compare("compare le prêt vert et le diag décarbon'action"), asks_to_compare("le prêt vert est-il ouvert ?")
    (True, False)
    """
    return bool(_COMPARES.search(fold(text)))


def answer_comparison(text: str, base: Answer, rules: Mapping[str, Rule], names: SchemeNames, conversation: Conversation, *, on: date) -> Answer | None:
    """The two schemes that the message compares, side by side; None when it does not compare two of them."""
    if not asks_to_compare(text):
        return None
    groups = [[scheme for scheme in mention.ids if scheme in rules] for mention in names.mentions(text)]
    groups = [group for n, group in enumerate(groups) if group and group not in groups[:n]]
    if len(groups) < 2 and (not groups or _POINTS_BACK.search(fold(text))):
        groups = [*_shown_before(conversation, rules, groups), *groups]
    if len(groups) < 2:
        return None
    notices = [phrase("two_at_a_time", base.language)] if len(groups) > 2 else []
    chosen: list[Rule] = []
    for group in groups[:2]:
        rule, told = _the_one(group, rules, on)
        if rule is None:
            return replace(base, status=CLARIFICATION, clarifications=(told,), engine={**base.engine, "composer": "rules"})
        notices += [told] if told else []
        chosen.append(rule)
    if chosen[0].id == chosen[1].id:
        return None
    return _side_by_side(base, chosen[0], chosen[1], on=on, notices=notices)


def _shown_before(conversation: Conversation, rules: Mapping[str, Rule], named: Sequence[Sequence[str]]) -> list[list[str]]:
    """The schemes that « le » or « les deux » points to: under assessment, else those that the last answer showed."""
    wanted = 2 - len(named)
    if conversation.schemes and wanted == 1:
        return [[scheme for scheme in conversation.schemes if scheme in rules]]
    shown = conversation.last.choices if conversation.last else ()
    ids = [[rule.id] for name in shown for rule in rules.values() if rule.name == name and [rule.id] not in named]
    return ids[:wanted]


def _the_one(group: Sequence[str], rules: Mapping[str, Rule], on: date) -> tuple[Rule | None, str]:
    """The scheme that a name stands for, and the sentence that says how it was chosen, or asks which."""
    if len(group) == 1:
        return rules[group[0]], ""
    opened = [rules[scheme] for scheme in group if evaluate(rules[scheme], CompanyFacts(), on=on).window == OPEN]
    others = [rules[scheme] for scheme in group if not opened or rules[scheme].id != opened[0].id]
    if len(opened) == 1:
        return opened[0], f"J'ai retenu « {opened[0].name} », seul donné comme ouvert ; le même nom désigne aussi : {', '.join(rule.name for rule in others)}."
    return None, f"Lequel voulez-vous comparer : {', '.join(rules[scheme].name for scheme in group)} ?"


def _in_french(text: str) -> str:
    return naf_in_words(re.sub(r"\b\d{4}-\d{2}(?:-\d{2})?\b", lambda match: french_date(match[0]), text))


def _side_by_side(base: Answer, left: Rule, right: Rule, *, on: date, notices: Sequence[str]) -> Answer:
    comparison = compare(left, right, on=on)
    sheets = (document_of(left), document_of(right))
    citations = tuple(Citation(number, sheet, sheet.text, 0, len(sheet.text)) for number, sheet in enumerate(sheets, start=1))
    heads = ("", left.name, right.name)
    rows = [Sentence(f"{left.name} et {right.name}, côte à côte.", "fact", (1, 2), "row", cells=heads)]
    for row in comparison.rows:
        sides = [_in_french(side) if not foreign_facts(side, [sheet.text]) else NOT_GIVEN for side, sheet in zip((row.left, row.right), sheets, strict=True)]
        if not set(sides) <= {NOT_GIVEN, NO_CONDITION}:
            label = f"{row.label[0].upper()}{row.label[1:]}"
            rows.append(Sentence(f"{label} : {sides[0]} ({left.name}) ; {sides[1]} ({right.name}).", "fact", (1, 2), "row", cells=(label, *sides)))
    return replace(
        base,
        status=ANSWERED,
        sentences=(Sentence(phrase("comparison", base.language), "frame", layout="lead_in"), *rows),
        citations=citations,
        eligibility={"comparison": comparison.to_json()},
        notices=(*base.notices, *notices, phrase("indicative", base.language)),
        engine={**base.engine, "composer": "rules"},
    )
