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
# « du Jura », « de l'Orne »: read when the name has its capital, unless a word before makes it a river, a valley or a town.
DEPARTMENT_OF = re.compile(
    r"(?P<before>(?:^|\b[\w'-]+ )?)(?:du |de la |de l'|des |en |dans le )(?P<name>"
    + "|".join(re.sub(r"[ '-]", "[ '-]", re.escape(name).replace(r"\-", "-")) for name in sorted(DEPARTMENTS.values(), key=len, reverse=True))
    + r")(?![\w-])"
)
NOT_OF_A_DEPARTMENT = re.compile(r"(?:vallee|vallees|val|bords?|rives?|quais?|eaux?|bassin|pays|rue|avenue|source|sources|gorges|porte|portes|parc|massif|lac|pont|plaine|chateau|vin|vins|fromage|canal|crue|crues|gare|mer|train|cote|sables|plage|tunnel) $")
# A number for a département: « dans le 74 », « dept 85 », « (42) », « une boîte du 69 ».
DEPARTMENT_NUMBER = re.compile(
    r"\b(?:(?:dans|ds) (?:le|la|les)|departement(?: du| :|:)?|dept\.?|dpt\.?|dep\.?|dép\.?|(?:pme|pmi|tpe|eti|usine|entreprise|boite|societe|site|atelier|implantee?|basee?|installee?|situee?s?|est|sommes|suis)(?: \w+)? (?:du|dans le|ds le)) (?P<code>0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-46])(?=\s*(?:$|[,.;!?)(/:-]|on\b|avec|et\b|qui|pour|nous|je\b|mais|pres|a cote|svp))"
    r"|(?<=[a-z] )\((?P<bracket>0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-46])\)"
)
AFTER_A_TRADE = re.compile(r"^ (?P<code>0[1-9]|[1-8]\d|9[0-5]|2[ab])(?=\s*(?:$|[,;)]))")  # « papeterie 88 »
# A postal code beside its commune, or in brackets: « 01100 Oyonnax », « Saint-Dizier 52100 », « (39260) ».
POSTAL_CODE = re.compile(r"\((?P<bracket>(?:0[1-9]|[1-8]\d|9[0-5]|97)\d{3})\)|(?:\b(?:cp|code postal)\s?:?\s?)(?P<named>(?:0[1-9]|[1-8]\d|9[0-5]|97)\d{3})\b|(?<![\d.,])(?P<first>(?:0[1-9]|[1-8]\d|9[0-5]|97)\d{3})(?= [a-z])|(?P<town>\b[a-z][a-z'-]{2,}),? (?P<after>(?:0[1-9]|[1-8]\d|9[0-5]|97)\d{3})(?=\s*(?:$|[,.;)!?]|on\b|nous\b|et\b|avec\b))")
NO_TOWN = frozenset("budget ca devis montant investissement effectif bilan total prix cout siret siren environ enveloppe ticket subvention aide chiffre projet turnover revenue".split())
_COMPANY = r"(?:pme|pmi|tpe|eti|entreprise|societe|boite|usine|industriel\w*|start-?up|fabricant\w*|manufacture|atelier|groupe|fabrique|site|producteur|commune|mairie|collectivite|association|asso|cooperative|scop|artisan\w*|sous-traitant\w*|equipementier|maison|agglo\w*|interco\w*|famille)"
_DEPARTMENT_ADJECTIVES = {
    "02": "axonaise?", "07": "ardechois(?:e)?", "08": "ardennaise?", "09": "ariegeoise?", "10": "auboise?", "11": "audoise?", "12": "aveyronnaise?", "15": "cantalien(?:ne)?", "19": "correzien(?:ne)?", "22": "costarmoricaine?",
    "23": "creusoise?", "24": "perigourdine?", "26": "dromoise?", "29": "finisterien(?:ne)?", "30": "gardoise?", "32": "gersoise?", "33": "girondine?", "34": "heraultaise?", "38": "iseroise?", "39": "jurassien(?:ne)?", "40": "landaise?",
    "45": "loiretaine?", "46": "lotoise?", "48": "lozerien(?:ne)?", "50": "manchoise?", "51": "marnaise?", "53": "mayennaise?", "55": "meusien(?:ne)?", "56": "morbihannaise?", "57": "mosellane?", "58": "nivernaise?", "60": "oisien(?:ne)?",
    "61": "ornaise?", "72": "sarthoise?", "74": "haut[- ]savoyarde?", "78": "yvelinoise?", "81": "tarnaise?", "83": "varoise?", "84": "vauclusien(?:ne)?", "85": "vendeen(?:ne)?", "88": "vosgien(?:ne)?", "89": "icaunaise?", "91": "essonnien(?:ne)?",
}  # fmt: skip
_REGION_ADJECTIVES = {
    "Bretagne": "breton(?:ne)?", "Normandie": "normande?", "Occitanie": "occitane?", "Corse": "corse", "Île-de-France": "francilien(?:ne)?", "La Réunion": "reunionnaise?", "Guadeloupe": "guadeloupeen(?:ne)?",
    "Martinique": "martiniquaise?", "Guyane": "guyanaise?", "Mayotte": "mahoraise?", "Nouvelle-Aquitaine": "neo-aquitaine?", "Auvergne-Rhône-Alpes": "auvergnate? et rhonalpine?",
}  # fmt: skip
# « PME bretonne », « scierie vosgienne »: the adjective counts right after a company or a trade.
ADJECTIVES = [
    (field, value, re.compile(rf"(?:\b(?P<company>{_COMPANY}) (?:\w+ )?)?(?P<adjective>\b{words})s?\b"))
    for field, table in (("departement", _DEPARTMENT_ADJECTIVES), ("region", _REGION_ADJECTIVES))
    for value, words in table.items()
]
REGION_WORDS = {re.sub(r"[^a-z0-9]+", " ", fold(name)): name for name in REGIONS} | {
    "paca": "Provence-Alpes-Côte d'Azur", "aura": "Auvergne-Rhône-Alpes", "auvergne rhone alpes": "Auvergne-Rhône-Alpes", "hdf": "Hauts-de-France", "region sud": "Provence-Alpes-Côte d'Azur",
    "ile de france": "Île-de-France", "idf": "Île-de-France", "bourgogne franche comte": "Bourgogne-Franche-Comté", "centre val de loire": "Centre-Val de Loire", "a la reunion": "La Réunion",
    "ile de la reunion": "La Réunion", "region centre": "Centre-Val de Loire", "bfc": "Bourgogne-Franche-Comté", "region grand est": "Grand Est", "en region sud": "Provence-Alpes-Côte d'Azur", "pays de loire": "Pays de la Loire",
    "brittany": "Bretagne", "normandy": "Normandie", "corsica": "Corse", "reunion island": "La Réunion", "nvelle aquitaine": "Nouvelle-Aquitaine", "nouvelle aquitaine": "Nouvelle-Aquitaine", "provence alpes cote d azur": "Provence-Alpes-Côte d'Azur",
}  # fmt: skip
REGION_WORDS.pop("la reunion", None)
REGION = re.compile(
    r"(?<![\w-])(?<![a-ce-km-z]')(?P<region>"
    + "|".join(re.sub(" ", "[ '-]+", re.escape(words).replace(r"\ ", " ")) for words in sorted(REGION_WORDS, key=len, reverse=True))
    + r")(?![\w-])"
)
