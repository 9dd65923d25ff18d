"""What a small model reads in a message beside the regular expressions of `facts_in_text`: the kind of project, who carries it, how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.company_facts import APPLICANTS, PROJECTS

FLAGS = ("travaux_commences", "pret_bancaire_associe", "etude_prealable", "en_difficulte")
LABELS: tuple[str, ...] = (
    *(f"projet={value}" for value in PROJECTS),
    *(f"type_demandeur={value}" for value in APPLICANTS),
    *(f"{flag}={value}" for flag in FLAGS for value in (True, False)),
)


def labels_of(facts: Mapping[str, Any]) -> frozenset[str]:
    """« field=value » of what a labelled message states, in the fields that the model reads.

    >>> sorted(labels_of({"projet": ["eau"], "travaux_commences": False, "effectif": 4}))
    ['projet=eau', 'travaux_commences=False']
    """
    told = {name: value if name == "projet" else [value] for name, value in facts.items()}
    return frozenset(label for name, values in told.items() for value in values if (label := f"{name}={value}") in LABELS)
