"""What a small model reads in a message, beside the regular expressions of `facts_in_text`: the project, who carries it, the trade, how far it is, and where figures are told.

« Le proprio vend les murs », « le four a rendu l'âme »: the ways to tell a project have no end, and expressions know those that were thought of. The model
gives each label a probability, with the words that tell it; what was read is kept, dropped or completed by them (docs/adr/0014). Pure: the model is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.company_facts import APPLICANTS, LEGAL_FORMS, PROJECTS, SIZES

FLAGS = ("travaux_commences", "pret_bancaire_associe", "etude_prealable", "en_difficulte", "independante", "consortium")
DIVISIONS = tuple(f"{n:02}" for n in (*range(1, 4), *range(5, 34), *range(35, 40), *range(41, 44), *range(45, 48), 49, 52, 55, 56, 58, 62, 70, 71, 72, 77, 81, 82, 95, 96))
FIGURES = ("effectif", "chiffre_affaires_eur", "investissement_eur", "aide_demandee_eur", "date_projet", "anciennete_annees", "duree_projet_mois", "region", "departement")
ANY = "*"  # « effectif=* »: a value is told; `facts_in_text` finds which
LABELS: tuple[str, ...] = (
    *(f"projet={value}" for value in PROJECTS),
    *(f"type_demandeur={value}" for value in APPLICANTS),
    *(f"{flag}={value}" for flag in FLAGS for value in (True, False)),
    *(f"naf={division}" for division in DIVISIONS),
    *(f"forme_juridique={form}" for form in LEGAL_FORMS),
    *(f"taille={size}" for size in SIZES),
    *(f"{figure}={ANY}" for figure in FIGURES),
)


@dataclass(frozen=True)
class Told:
    """How likely a message tells a label, and where it does, in its characters."""

    probability: float
    start: int
    end: int


FactsModel = Callable[[str], Mapping[str, Told]]  # a message → what is told of each of LABELS


def labels_of(facts: Mapping[str, Any]) -> frozenset[str]:
    """« field=value » of what a labelled message states, in the fields that the model reads.

    >>> sorted(labels_of({"projet": ["eau"], "travaux_commences": False, "naf": "25.62B", "effectif": 4}))
    ['effectif=*', 'naf=25', 'projet=eau', 'travaux_commences=False']
    """
    told = {name: value if name == "projet" else [str(value)[:2] if name == "naf" else ANY if name in FIGURES else value] for name, value in facts.items()}
    return frozenset(label for name, values in told.items() for value in values if (label := f"{name}={value}") in LABELS)


# From `SURE` on, what no expression read is told all the same; under `DOUBT`, what one read is not kept. Chosen on the 760 messages of eval/facts/kept_out.jsonl, that
# were not learned from: a value too many costs more than one too few, which is asked for.
SURE = {"projet": 0.93, "naf": 0.95, "en_difficulte": 0.95}
SURE_ELSE = 0.9
DOUBT = {"projet": 0.2, "type_demandeur": 0.35, "taille": 0.35, "travaux_commences": 0.1, "effectif": 0.1, "en_difficulte": 0.05}
DOUBT_ELSE = 0.02


def sure(field: str, probability: float) -> bool:
    return probability >= SURE.get(field, SURE_ELSE)


def doubted(field: str, probability: float) -> bool:
    return probability < DOUBT.get(field, DOUBT_ELSE)
