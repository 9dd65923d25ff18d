"""Names of départements and regions: in full, as adjectives, by number and by abbreviation."""

from __future__ import annotations

import re

from assistant.company_facts import REGIONS
from assistant.french import fold

DEPARTMENTS = {
    "01": "ain", "02": "aisne", "03": "allier", "04": "alpes-de-haute-provence", "05": "hautes-alpes", "06": "alpes-maritimes", "07": "ardeche", "08": "ardennes", "09": "ariege", "10": "aube", "11": "aude",
    "12": "aveyron", "13": "bouches-du-rhone", "14": "calvados", "15": "cantal", "16": "charente", "17": "charente-maritime", "18": "cher", "19": "correze", "2A": "corse-du-sud", "2B": "haute-corse",
    "21": "cote-d'or", "22": "cotes-d'armor", "23": "creuse", "24": "dordogne", "25": "doubs", "26": "drome", "27": "eure", "28": "eure-et-loir", "29": "finistere", "30": "gard", "31": "haute-garonne",
    "32": "gers", "33": "gironde", "34": "herault", "35": "ille-et-vilaine", "36": "indre", "37": "indre-et-loire", "38": "isere", "39": "jura", "40": "landes", "41": "loir-et-cher", "42": "loire",
    "43": "haute-loire", "44": "loire-atlantique", "45": "loiret", "46": "lot", "47": "lot-et-garonne", "48": "lozere", "49": "maine-et-loire", "50": "manche", "51": "marne", "52": "haute-marne",
    "53": "mayenne", "54": "meurthe-et-moselle", "55": "meuse", "56": "morbihan", "57": "moselle", "58": "nievre", "59": "nord", "60": "oise", "61": "orne", "62": "pas-de-calais", "63": "puy-de-dome",
    "64": "pyrenees-atlantiques", "65": "hautes-pyrenees", "66": "pyrenees-orientales", "67": "bas-rhin", "68": "haut-rhin", "70": "haute-saone", "71": "saone-et-loire", "72": "sarthe", "73": "savoie",
    "74": "haute-savoie", "77": "seine-et-marne", "78": "yvelines", "76": "seine-maritime", "79": "deux-sevres", "80": "somme", "81": "tarn", "82": "tarn-et-garonne", "83": "var", "84": "vaucluse", "85": "vendee",
    "86": "vienne", "87": "haute-vienne", "88": "vosges", "89": "yonne", "90": "territoire de belfort", "91": "essonne", "92": "hauts-de-seine", "93": "seine-saint-denis", "94": "val-de-marne", "95": "val-d'oise",
}  # fmt: skip
DEPARTMENT_CODES = {re.sub(r"[ '-]+", " ", name): code for code, name in DEPARTMENTS.items()}
DEPARTMENT = re.compile(
    r"\b(?P<where>dans (?:le |la |les |l')|en |departement (?:de la |de l'|des |du |de |d'|: )?)(?P<name>"
    + "|".join(re.sub(r"[ '-]", "[ '-]", re.escape(name).replace(r"\-", "-")) for name in sorted(DEPARTMENTS.values(), key=len, reverse=True))
    + r")(?![\w'-])"
)
# A name without « dans », « en »: after a comma, in brackets, or after what is there (« PME de la Sarthe »); in several words, anywhere.
DEPARTMENT_ALONE = re.compile(
    r"(?P<where>^|,\s?|\(|\b(?:pme|pmi|tpe|eti|usine|entreprise|boite|societe|site|atelier|sud|nord|est|ouest|base\w*) (?:du |de la |de l'|des |de |d')|\s)(?P<name>"
    + "|".join(re.sub(r"[ '-]", "[ '-]", re.escape(name).replace(r"\-", "-")) for name in sorted(DEPARTMENTS.values(), key=len, reverse=True))
    + r")(?=\s*(?:$|[,.;!?)(/:]|\d|on\b|nous\b|avec\b|pour\b|et\b|qui\b|je\b))"
)
NOT_A_DEPARTMENT = re.compile(
    r"\b(?:pays|val|vallee|porte|portes|coeur|rives|grand|grande|haut|haute|bas|communaute|agglo\w*|rue|avenue|place|quai|saint|sainte|sur|la|le|les|de|du|des|d')\s?$"
)
NOT_ALONE = frozenset("59 46 18 86 80 42 50".split())  # also common words, or a commune (Vienne)
PLAIN_NAMES = frozenset("02 03 07 08 09 12 14 15 19 24 25 29 30 33 34 38 39 40 48 53 54 55 56 57 58 61 68 72 73 81 84 85 88 89 91".split())
REGION_WORDS = {re.sub(r"[^a-z0-9]+", " ", fold(name)): name for name in REGIONS} | {
    "paca": "Provence-Alpes-Côte d'Azur", "aura": "Auvergne-Rhône-Alpes", "auvergne rhone alpes": "Auvergne-Rhône-Alpes", "hdf": "Hauts-de-France", "region sud": "Provence-Alpes-Côte d'Azur",
    "ile de france": "Île-de-France", "idf": "Île-de-France", "bourgogne franche comte": "Bourgogne-Franche-Comté", "centre val de loire": "Centre-Val de Loire", "a la reunion": "La Réunion",
}  # fmt: skip
REGION_WORDS.pop("la reunion", None)
REGION = re.compile(
    r"(?<![\w'-])(?P<region>"
    + "|".join(re.sub(" ", "[ '-]+", re.escape(words).replace(r"\ ", " ")) for words in sorted(REGION_WORDS, key=len, reverse=True))
    + r")(?![\w-])"
)
