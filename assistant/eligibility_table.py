"""Verdicts as plain tables for a terminal: what the simulator of the page shows, in columns of characters. Pure."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

from assistant.company_facts import FIELDS, in_words
from assistant.eligibility import CLOSED, LIKELY, MET, MISSING, NOT_CONCERNED, NOT_ELIGIBLE, NOT_MET, TO_CHECK, TO_COMPLETE, CriterionOutcome, Verdict
from assistant.simulating import Ranking, decisive

VERDICT_WORDS = {
    LIKELY: "Semble remplir les conditions", TO_COMPLETE: "À compléter", TO_CHECK: "À vérifier", NOT_ELIGIBLE: "Une condition ne semble pas remplie", CLOSED: "Fermé",
}  # fmt: skip
OUTCOME_WORDS = {MET: "Semble rempli", NOT_MET: "Ne semble pas rempli", MISSING: "À préciser", TO_CHECK: "À confirmer"}
_GAP = "  "


def label_of(criterion: CriterionOutcome) -> str:
    """What a criterion is about: « effectif », « date », « point à confirmer »."""
    if criterion.field == "date":
        return "ouverture du dispositif"
    if criterion.field == "autre":
        return "autre condition"
    return FIELDS[criterion.field].label if criterion.field in FIELDS else criterion.field.replace("_", " ")


# The sections of the NAF (rév. 2) that rules name by their letter.
_SECTIONS = {
    "A": "agriculture, sylviculture et pêche", "B": "industries extractives", "C": "industrie manufacturière", "D": "électricité, gaz, vapeur", "E": "eau, assainissement, déchets", "F": "construction",
    "G": "commerce", "H": "transports et entreposage", "I": "hébergement et restauration", "J": "information et communication", "K": "finance et assurance", "L": "immobilier",
    "M": "activités spécialisées, scientifiques et techniques", "N": "services administratifs et de soutien", "O": "administration publique", "P": "enseignement", "Q": "santé et action sociale",
    "R": "arts, spectacles et loisirs", "S": "autres services", "T": "ménages employeurs", "U": "activités extraterritoriales",
}  # fmt: skip


def naf_in_words(text: str) -> str:
    """The letters of the NAF with what they stand for.

    >>> naf_in_words("hors NAF C")
    'hors NAF C (industrie manufacturière)'
    """
    return re.sub(r"(?<=\bNAF )[A-U](?:(?:, | ou )[A-U])*\b", lambda m: re.sub(r"[A-U]\b", lambda letter: f"{letter[0]} ({_SECTIONS[letter[0]]})", m[0]), text)


def expected(criterion: CriterionOutcome) -> str:
    """What is asked for, in words."""
    return naf_in_words(criterion.expected) if criterion.expected else "—"


def outcome(criterion: CriterionOutcome) -> str:
    """The outcome in words; a condition that does not concern the project says so."""
    return "Sans objet" if criterion.outcome == MET and criterion.expected == NOT_CONCERNED else OUTCOME_WORDS[criterion.outcome]


def given(criterion: CriterionOutcome) -> str:
    """What the person said, or that nothing was said."""
    if criterion.field == "autre":
        return "—"
    return in_words(criterion.field, criterion.value) if criterion.value not in (None, ()) else "non précisé"


def tally(verdict: Verdict) -> str:
    """« 4 conditions semblent remplies, 3 à préciser »."""
    met, missing, doubtful, failed = decisive(verdict)
    parts = [
        f"{failed} {'condition ne semble pas remplie' if failed == 1 else 'conditions ne semblent pas remplies'}" if failed else "",
        f"{met} {'condition semble remplie' if met == 1 else 'conditions semblent remplies'}" if met else "",
        f"{missing} à préciser" if missing else "",
        f"{doubtful} à confirmer" if doubtful else "",
    ]
    return ", ".join(part for part in parts if part) or "aucune condition que l'on puisse vérifier"


def verdict_table(verdict: Verdict, *, width: int = 110) -> str:
    """One scheme, criterion by criterion."""
    rows = [(outcome(c), label_of(c), expected(c), given(c)) for c in verdict.criteria if c.field != "autre"]
    others = [c for c in verdict.criteria if c.field == "autre"]
    sources = list(dict.fromkeys(c.source_url for c in verdict.criteria if c.source_url))
    parts = [
        f"{verdict.rule.name} — {VERDICT_WORDS[verdict.verdict]}",
        _wrapped(verdict.message, width),
        table(("Résultat", "Critère", "Attendu", "Votre réponse"), rows, width=width),
        "\n".join(_wrapped(f"- {c.explanation}", width) for c in others),
        "\n".join(_wrapped(f"? {question}", width) for question in verdict.questions),
        "\n".join(_wrapped(line, width) for line in (f"Démarche : {verdict.rule.next_step}" if verdict.rule.next_step else "", f"Contact : {verdict.rule.contact}" if verdict.rule.contact else "") if line),
        "Sources\n" + "\n".join(f"- {url}" for url in sources) if sources else "",
    ]
    return "\n\n".join(part for part in parts if part)


def ranking_table(ranking: Ranking, *, width: int = 110) -> str:
    """Every scheme: the open ones by fit, those whose status is not known, those with a condition that does not seem met, the closed ones in one line."""
    groups = (
        ("Ouverts, proches du projet", ranking.near),
        ("Ouverts, sans point commun connu avec le projet", ranking.distant),
        ("Rien de récent ne dit s'ils sont ouverts : à vérifier avant toute démarche", ranking.unknown_status),
        ("Une condition au moins ne semble pas remplie", ranking.not_eligible),
    )
    parts = [
        f"{title} ({len(verdicts)})\n" + table(("Dispositif", "Résultat", "Conditions", "Identifiant"), [(v.rule.name, VERDICT_WORDS[v.verdict], tally(v), v.rule.id) for v in verdicts], width=width)
        for title, verdicts in groups
        if verdicts
    ]
    if ranking.closed:
        parts.append(_wrapped(f"Fermés : {' ; '.join(v.rule.name for v in ranking.closed)}.", width))
    if ranking.questions:
        parts.append("Pour avancer\n" + "\n".join(_wrapped(f"? {asked.question} ({asked.field}, attendu par {len(asked.schemes)} dispositifs)", width) for asked in ranking.questions[:2]))
    return "\n\n".join(parts)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, width: int) -> str:
    """Columns whose cells wrap, so that a line holds in `width` characters when each column has at least ten.

    >>> print(table(("a", "b"), [("un", "deux trois")], width=40))
    a   b
    --  ----------
    un  deux trois
    """
    lines = [tuple(heads), *(tuple(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(heads))]
    room = width - len(_GAP) * (len(heads) - 1)
    while sum(widths) > room and max(widths) > 10:
        widths[widths.index(max(widths))] -= 1
    shown = [_row(lines[0], widths), _GAP.join("-" * size for size in widths), *(_row(line, widths) for line in lines[1:])]
    return "\n".join(shown)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    wrapped = [textwrap.wrap(cell, size, break_long_words=True) or [""] for cell, size in zip(cells, widths, strict=True)]
    height = max(len(lines) for lines in wrapped)
    rows = [_GAP.join((lines[i] if i < len(lines) else "").ljust(size) for lines, size in zip(wrapped, widths, strict=True)).rstrip() for i in range(height)]
    return "\n".join(rows)


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width, subsequent_indent="  " if text.startswith(("- ", "? ")) else "", break_long_words=False, break_on_hyphens=False)
