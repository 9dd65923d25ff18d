"""What is not a question about the documents: greetings, thanks, orders to the program. Recognised by fixed patterns."""

from __future__ import annotations

import re

from assistant.french import fold

_GREETING = re.compile(r"^(?:bonjour|bonsoir|salut|hello|hi|coucou|hey|bjr|slt)(?: (?:a tous|madame|monsieur|l'assistant|toi|vous))?[ !.,?]*$")
_THANKS = re.compile(r"^(?:ok(?:ay)?[ ,!.]*)?(?:merci|thanks?|thank you|super|parfait|genial|nickel|top|tres bien|d'accord)(?: (?:beaucoup|bien|pour tout|a vous|a toi|c'est clair))*[ !.,]*(?:merci)?[ !.]*$")
_RESET = re.compile(r"^(?:on (?:recommence|repart)(?: (?:a|de) zero)?|recommencons|reset|nouvelle conversation|oublie tout|efface tout|repartons de zero|start over)[ !.]*$")
# Orders to the program, not questions: whoever writes them, in a question or in a document, they change nothing.
_ORDER = re.compile(
    r"\b(?:ignore|oublie|oubliez|ignorez|disregard|forget|override|bypass|contourne)\w*\b.{0,40}\b(?:consignes?|instructions?|regles?|prompt|precedent\w*|previous|rules?|above|system\w*)\b"
    r"|\b(?:affiche|montre|revele|donne|repete|repeat|print|show|reveal|ecris)\w*(?:-moi)?\b.{0,40}\b(?:prompt|consignes? (?:systeme|initiales?)|instructions? (?:systeme|initiales?|internes?)|system prompt|mot de passe|cle api|api key|variables? d'environnement)\b"
    r"|\btu es (?:maintenant|desormais)\b|\byou are now\b|\bact as\b|\bfais comme si tu\b|\bfais semblant\b|\bpretend (?:to be|you)\b|\bmode (?:developpeur|developer|dan|admin)\b|\bjailbreak\b"
    r"|\breponds? (?:seulement|uniquement|juste)? ?(?:par )?«? ?(?:oui|ok)\b.{0,30}\bquoi qu'il arrive\b"
)
# Data about a named person: never looked for.
_PERSONAL = re.compile(
    r"\b(?:numero de telephone|telephone portable|portable|adresse (?:personnelle|perso|mail personnelle)|salaire|mail perso|date de naissance|domicile|age|vie privee|religion|opinions? politiques?)\b.{0,40}\b(?:de |du |d')(?:m\.|mme|monsieur|madame|maire|ministre|president|directeur|directrice|chef|prefet)\b"
)


def kind_of(text: str) -> str:
    """greeting | thanks | reset | order | personal, or "" for anything else."""
    folded = fold(text).strip()
    for kind, pattern in (("greeting", _GREETING), ("thanks", _THANKS), ("reset", _RESET)):
        if pattern.match(folded):
            return kind
    if _ORDER.search(folded):
        return "order"
    return "personal" if _PERSONAL.search(folded) else ""
