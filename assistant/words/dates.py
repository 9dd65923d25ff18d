"""Words around a year: when a company was born, when a project will start."""

from __future__ import annotations

import re

from assistant.signs import MONTHS

MONTH_NAMES = "|".join(MONTHS)
CREATED = r"(?:cree(?:e|es|s)?|creee|creer|fonde(?:e|es|s)?|lance(?:e|es)?|immatricule(?:e|s)?|nee|montee?s?(?: (?:ma|la|notre|mon) (?:boite|societe|entreprise))?|repris(?:e)?|reprise de l'entreprise|existe\w*|existons|creation|date de creation|ouvert(?:e)?|demarre (?:mon|notre) activite|installee?s?|immatriculation|depuis)"
BORN = re.compile(
    rf"\b(?P<cue>{CREATED})\b(?:\s(?:l'entreprise|la societe|la boite|ma boite|ma societe|mon entreprise|notre societe|notre entreprise|nous|depuis|en|le|est|a|ete|date|de|:|du|dans|au mois|fin|debut|mi|l'usine|on|par|mon|pere|grand|industriels?|familiale?|il|c'est))*\s*:?\s*(?:(?P<day>1er|\d{{1,2}})\s)?(?:(?P<month>{MONTH_NAMES})\s)?(?P<year>19\d\d|20[0-3]\d)\b(?!\s?(?:€|k|sala|euro))"
    r"|\b(?P<cue2>cree\w*|fonde\w*|creation|immatricul\w*)\s(?:\w+ ){0,2}?(?:le |du )?(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})\b"
)
YEARS_OLD = re.compile(
    r"\b(?:on a|j'ai|nous avons|entreprise de|societe de|boite de|pme de|a tout juste|a|existe depuis|existons depuis|depuis|age de|agee de|ca fait|fait|il y a|cree\w* il y a|y a|a moins de)\s(?:a peu pres |environ |plus de |bientot |deja |seulement |que |tout juste |moins de )?(?P<n>\d{1,3}|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|trente)\s(?P<unit>ans?|annees?|mois)\b(?P<after>[^,;.?!]{0,45})"
)
SEASON = {
    "debut": (1, 4),
    "fin": (9, 12),
    "mi": (5, 8),
    "courant": (1, 12),
    "premier semestre": (1, 6),
    "second semestre": (7, 12),
    "deuxieme semestre": (7, 12),
    "premier trimestre": (1, 3),
    "deuxieme trimestre": (4, 6),
    "troisieme trimestre": (7, 9),
    "quatrieme trimestre": (10, 12),
    "1er semestre": (1, 6), "2e semestre": (7, 12), "2eme semestre": (7, 12), "2nd semestre": (7, 12), "s1": (1, 6), "s2": (7, 12),
    "1er trimestre": (1, 3), "2e trimestre": (4, 6), "2eme trimestre": (4, 6), "3e trimestre": (7, 9), "3eme trimestre": (7, 9), "4e trimestre": (10, 12), "4eme trimestre": (10, 12), "dernier trimestre": (10, 12),
    "t1": (1, 3), "t2": (4, 6), "t3": (7, 9), "t4": (10, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12), "rentree": (9, 9),
}  # fmt: skip
_TERMS = "|".join(sorted((term for term in SEASON if term not in ("debut", "fin", "mi", "courant")), key=len, reverse=True))
TERM = re.compile(rf"\b(?P<season>{_TERMS})[ -]?(?:de |d'|en )?(?P<year>20[2-4]\d)\b")
_COUNT = r"(?:\d{1,3}|un|deux|trois|quatre|cinq|six|dix|douze|dix-huit|vingt-quatre|trente-six)"
DURATION = re.compile(
    rf"(?:\b(?:projet|travaux|chantier|duree|programme|realisation|dure\w*|etale\w*|operation|s'etal\w*|these|cifre|etude|mission)\b[^;.?!]{{0,40}}?(?:\b(?:sur|de|:|durer\w*|pendant|en)\s|,\s)"
    rf"|(?:\d\s?(?:k€|m€|ke|€|k|m)|euros?|millions?)(?:,? (?:ht|ttc))? (?:etale\w* )?sur )(?:environ )?(?P<n>{_COUNT})\s(?P<unit>mois|ans?|annees?)\b(?! (?:d'|de )(?:recul|experience|existence|anciennete|garantie))"
)
PERIOD = re.compile(
    rf"(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>20[2-4]\d)\b|(?P<season>{'|'.join(sorted(SEASON, key=len, reverse=True))})?[ -]?(?:de |d'|en )?(?:(?P<day>1er|\d{{1,2}}) )?(?:(?P<month>{MONTH_NAMES}) )?(?P<year>20[2-4]\d)\b"
)
PROJECT_DATE = re.compile(
    r"\b(?:travaux|demarr\w*|commenc\w*|debut\w*|lanc\w*|livr\w*|mise en service|prevu\w*|projet\w*|chantier|invest\w*|realis\w*|construire|installer|d'ici|horizon|ouverture|ouvrir|planifi\w*|achat|achet\w*)\b[^,;.?!\d]{0,40}?(?:\ben |\ba partir de |\bpour |\bd'ici |\bau |\bhorizon |\ble |\bfin |\bdebut |\bcourant |\bmi-?|\ba l'automne |\bl'horizon |\bprevue?s? |\b(?=[stq][1-4] 20|rentree 20))"
)
