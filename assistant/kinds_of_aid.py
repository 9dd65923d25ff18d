"""« Quels prêts Bpifrance pour… ? »: the schemes of the kind or of the operator that a question names, read from the names that the rules give. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.eligibility import Rule
from assistant.french import fold

# A kind as it is asked for → as the name of a scheme tells it.
_KINDS: Mapping[str, tuple[str, str]] = {
    "prêt": (r"\bprets?\b|\bemprunts?\b|\bloans?\b", r"\bprets?\b"),
    "crédit d'impôt": (r"\bcredits? d'? ?impots?\b|\btax credits?\b", r"\bcredits? d'impot"),
    "garantie": (r"\bgaranties?\b|\bguarantees?\b", r"\bgaranties?\b"),
    "diagnostic": (r"\bdiag(?:nostic)?s?\b|\baudits?\b", r"\bdiag(?:nostic)?s?\b|\baudits?\b|\bvisite energie\b"),
    "exonération": (r"\bexonerations?\b|\bexoneres? d", r"\bexonerations?\b|\bzfrr\b|\bjeune entreprise innovante\b"),
}
_SUBSIDY = re.compile(r"\bsubventions?\b|\bgrants?\b")  # no name says it: whatever is not by its name another kind
_OPERATORS: Mapping[str, tuple[str, str]] = {
    "Bpifrance": (r"\bbpi(?:france)?\b", r"\bbpifrance\b"),
    "ADEME": (r"\bademe\b", r"\bademe\b"),
    "Banque des Territoires": (r"\bbanque des territoires\b|\bbdt\b|\bcaisse des depots\b", r"\bbanque des territoires\b|\bcaisse des depots\b"),
    "CCI": (r"\bcci\b|\bchambres? de commerce\b", r"\bcci\b"),
    "région": (r"\b(?:de|par|d'|du|dans|propose|proposent)\s?(?:la |les |ma |notre |une )?(?:conseil )?regions?\b|\baides? regionales?\b|\b(?:dispositifs?|prets?|subventions?) regiona\w+", r"^regions?\b|\bconseil regional\b"),
    "agence de l'eau": (r"\bagences? de l'? ?eau\b", r"\bagences? de l'eau\b"),
    "DGFiP": (r"\bdgfip\b|\bdes impots\b", r"\bdgfip\b"),
    "ANCT": (r"\banct\b", r"\banct\b"),
    "Opco 2i": (r"\bopco\b", r"\bopco\b"),
    "Business France": (r"\bbusiness france\b", r"\bbusiness france\b"),
}
_WHICH = re.compile(r"\bquel(?:le)?s?\b|\b(?:which|what)\b|\bles?quel(?:le)?s?\b|\b(?:y a[- ]?t[- ]?il|il y a|existe[- ]?t[- ]?il|il existe|cherch\w+|list\w+)\b")


@dataclass(frozen=True)
class AidsNamed:
    """The ids of the schemes kept, and what was read, to be shown back."""

    schemes: tuple[str, ...]
    read: tuple[str, ...]


def aids_named(text: str, rules: Mapping[str, Rule]) -> AidsNamed | None:
    """The schemes of the kind and of the operator that a « quels… » names; None when it names none, or none that the rules hold."""
    folded = fold(text)
    asked = _WHICH.search(folded)
    if not asked:
        return None
    rest = folded[asked.start() :]
    kinds = [kind for kind, (said, _) in _KINDS.items() if re.search(said, rest)]
    operators = [operator for operator, (said, _) in _OPERATORS.items() if re.search(said, rest)]
    subsidy = bool(_SUBSIDY.search(rest))
    by_kind = {rule.id for rule in rules.values() if _is_of(rule, kinds, subsidy=subsidy)} if kinds or subsidy else set(rules)
    by_operator = {rule.id for rule in rules.values() if any(re.search(_OPERATORS[o][1], fold(rule.operator or "")) for o in operators)} if operators else set(rules)
    kept, read = by_kind & by_operator, (*kinds, *(("subvention",) if subsidy else ()), *operators)
    if not kept or not read:
        return None
    return AidsNamed(tuple(scheme for scheme in rules if scheme in kept), read)


def _is_of(rule: Rule, kinds: list[str], *, subsidy: bool) -> bool:
    told = {kind for kind, (_, named) in _KINDS.items() if re.search(named, fold(rule.name))}
    return bool(told & set(kinds)) or (subsidy and not told)
