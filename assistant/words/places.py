"""Names of départements and regions: in full, as adjectives, by number and by abbreviation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.company_facts import REGIONS
from assistant.french import fold

DEPARTMENTS = {
    "01": "ain", "02": "aisne", "03": "allier", "04": "alpes-de-haute-provence", "05": "hautes-alpes", "06": "alpes-maritimes", "07": "ardeche", "08": "ardennes", "09": "ariege", "10": "aube", "11": "aude",
    "12": "aveyron", "13": "bouches-du-rhone", "14": "calvados", "15": "cantal", "16": "charente", "17": "charente-maritime", "18": "cher", "19": "correze", "2A": "corse-du-sud", "2B": "haute-corse",
    "21": "cote-d'or", "22": "cotes-d'armor", "23": "creuse", "24": "dordogne", "25": "doubs", "26": "drome", "27": "eure", "28": "eure-et-loir", "29": "finistere", "30": "gard", "31": "haute-garonne",
    "32": "gers", "33": "gironde", "34": "herault", "35": "ille-et-vilaine", "36": "indre", "37": "indre-et-loire", "38": "isere", "39": "jura", "40": "landes", "41": "loir-et-cher", "42": "loire",
    "43": "haute-loire", "44": "loire-atlantique", "45": "loiret", "46": "lot", "47": "lot-et-garonne", "48": "lozere", "49": "maine-et-loire", "50": "manche", "51": "marne", "52": "haute-marne",
    "53": "mayenne", "54": "meurthe-et-moselle", "55": "meuse", "56": "morbihan", "57": "moselle", "58": "nievre", "59": "nord", "60": "oise", "61": "orne", "62": "pas-de-calais", "63": "puy-de-dome",
    "64": "pyrenees-atlantiques", "65": "hautes-pyrenees", "66": "pyrenees-orientales", "67": "bas-rhin", "68": "haut-rhin", "69": "rhone", "70": "haute-saone", "71": "saone-et-loire", "72": "sarthe", "73": "savoie",
    "74": "haute-savoie", "77": "seine-et-marne", "78": "yvelines", "76": "seine-maritime", "79": "deux-sevres", "80": "somme", "81": "tarn", "82": "tarn-et-garonne", "83": "var", "84": "vaucluse", "85": "vendee",
    "86": "vienne", "87": "haute-vienne", "88": "vosges", "89": "yonne", "90": "territoire de belfort", "91": "essonne", "92": "hauts-de-seine", "93": "seine-saint-denis", "94": "val-de-marne", "95": "val-d'oise",
}  # fmt: skip
# What else people write for a département; a name may be cut by spaces, hyphens or apostrophes.
_ALSO = {
    "04": "alpes de hautes provence", "05": "haute alpes", "06": "alpes mar, alpes maritime", "13": "bouche du rhone, bdr, bouches rhone", "17": "charentes maritimes, charente mar, charentes maritime", "21": "cote dor", "22": "cotes darmor, cote d'armor",
    "35": "ille et vilaine, ille & vilaine, ile et vilaine, illeetvilaine", "40": "lande", "44": "loire atl, loire atlantiques", "47": "lot & garonne", "28": "eure & loir", "37": "indre & loire", "41": "loir & cher", "49": "maine & loire", "54": "meurthe & moselle",
    "62": "pas calais, pas de calai", "63": "puy dome, puys de dome", "64": "pyrenees atl, pyrenees atlantique", "65": "haute pyrenees", "66": "pyrenees orientale, pyrenees or", "67": "bas rhin", "68": "haut rhin, ht rhin", "71": "saone & loire",
    "76": "seine mar, seine maritimes", "77": "seine & marne", "79": "deux sevre, 2 sevres", "82": "tarn & garonne", "90": "territoire belfort", "93": "seine st denis", "95": "val doise", "78": "yveline", "88": "vosge", "2A": "corse sud", "2B": "hte corse",
    "08": "ardenne",
}  # fmt: skip
DEPARTMENT_CODES = {re.sub(r"[ '-]+", " ", name): code for code, name in DEPARTMENTS.items()} | {
    re.sub(r"[ '-]+", " ", name.strip()): code for code, names in _ALSO.items() for name in names.split(",")
}
PLAIN_NAMES = frozenset("02 03 07 08 09 12 14 15 19 24 25 29 30 32 33 34 38 39 40 45 48 53 54 55 56 57 58 61 68 72 73 78 81 84 85 88 89 91".split())
_SOMETIMES_A_WORD = frozenset("orne lande ardenne vosge".split())  # « ornée », « une lande »: read as a name of one word only after « dans », « en » or with its capital
_EN = frozenset("ain charente creuse allier indre marne".split()) - {"ain", "indre", "marne"}  # « en Charente »; nobody says « en Manche »
_WORD = re.compile(r"[a-z&]+|\d+")
_GAP = re.compile(r"[ '-]{1,2}$")
_FIRST_WORDS = frozenset(name.split()[0] for name in DEPARTMENT_CODES)
_LONGEST = max(len(name.split()) for name in DEPARTMENT_CODES)
_LEAD = re.compile(
    r"(?:(?P<inside>\b(?:dans|sur|depuis|vers|a travers) (?:tout )?(?:le |la |les |l')|\b(?:departement|dept|dpt|dep)\.?(?: :|:)? ?(?:\(|de la |de l'|des |du |de |d')?|\ben |\bcote )|(?P<of>\b(?:du |de la |de l'|des |de |d'))|(?P<the>\b(?:le |la |les |l')))?$"
)
_OWNER = re.compile(
    r"\b(?:pme|pmi|tpe|eti|sarl|sas|sasu|eurl|scop|sa|usine|entreprise|boite|societe|site|sites|ateliers?|industriel\w*|start-?up|fabri\w+|manufacture|groupe|producteur|productrice|commune|village|ville|maire|mairie|elue?|collectivite|association|asso|cooperative|artisane?|sous-traitant\w*|equipementier|maison|agglo\w*|interco\w*|communautes?|com ?com|metropole|departement|cci|cma|chambre|sud|nord|est|ouest|centre|coin|fond|limite|frontiere|cote|filiale|unite|ferme|exploitation|cave|domaine|zone|gars|gens|"
    r"suis|sommes|est|viens|venons|[a-z]{2,}(?:eries?|eurs?|euses?|ieres?|iers?|istes?|ages?))(?: \w+)? $"
)
_RIVER = re.compile(
    r"\b(?:vallees?|val|bords?|rives?|quais?|eaux?|bassin|pays|rue|avenue|place|sources?|gorges|portes?|coeur|parc|massif|lac|pont|plaine|chateau|vins?|fromages?|canal|crues?|gare|train|sables|plage|tunnel|grand|haut|bas|saint|sainte|st|ste|sur|sous|champagne|nord[ -]pas|montagnes?|fleuve|riviere|franche|poitou|centre) (?:du |de la |de l'|des |de |d'|la |le |les )?$"
    r"|\b(?:mer|jambon|bleu|comte|granit|pin|bois|chene|truite|sapin|poulet|foie gras|miel|biere|club|credit agricole|equipe) (?:du |de la |de l'|des |de |d')$"
)
_AFTER_A_RIVER = re.compile(r"[ -](?:la vallee|et[ -](?!on\b|nous\b|on\b|je\b|pour\b|avec\b)[a-z]+|pas[ -]de|alpes|valley|amont|aval|morvan|beaujolais|mont[ -]blanc|du sud|du nord)\b")
_RIVERS = frozenset("rhone charente indre eure loire marne var ain aube".split())
_NORTHERN = frozenset("dunkerque valenciennes maubeuge roubaix tourcoing douai cambrai lille denain hazebrouck armentieres".split())
_COMMON_WORD = {
    "nord": re.compile(r"[ -](?:de|du|des|d'|et|est|ouest|sud|isere|vendee|pas|americ\w*|africain\w*|europe)\b"), "somme": re.compile(r"\s?[?:=]| (?:de|d'|totale|importante|rondelette|due)\b"), "lot": re.compile(r" (?:de|d'|n|numero|\d)"),
    "cher": re.compile(r" (?:monsieur|madame|client|collegue|ami|pour|de)\b"), "manche": re.compile(r" (?:de|a)\b(?! \d)"), "creuse": re.compile(r" (?:de|du|la|le|un|une|sous|en dessous)\b"), "vienne": re.compile(r" (?:de|en|nous|me|un|une|38|isere)\b"),
    "var": re.compile(r" (?:de|d')\b"), "allier": re.compile(r" (?:a|avec|la|le|les|performance)\b"), "aube": re.compile(r" (?:de|d'|des)\b"), "eure": re.compile(r"[ -]et\b"), "aude": re.compile(r"$^"),
}  # fmt: skip
_CLAUSE = re.compile(r"[,;.!?(:\n]|(?<=\s)[-/](?=\s)|\bmais\b|\bet (?=on\b|nous\b|je\b|j'|l'usine|notre\b|mon\b)")
# Whose place it is: not the company's own, or only its head office.
_ELSEWHERE = re.compile(
    r"\b(?:livr\w*|vend\w*|export\w*|clients?|clientele|fournisseurs?|concurrents?|concurrence|quitt\w*|labos?|laboratoires? (?:de recherche|publics?|universitaires?)|universites?|universitaires?|partenaires?|partenariat|prestataires?|banque|ne|nee|originaire|grandi|chantiers|jusqu\w*|confreres?|beau-frere|frere|cousin|mari|femme|ami|copain|donneurs?|venons|demenage (?:de|du)|anciennement|avant|autrefois|passer|passage|vacances|voisine?s?) (?:(?!\b(?:notre|nos|mon|ma) )[^,;])*$"
)
_HEAD_OFFICE = re.compile(r"\b(?:siege(?: social)?|maison[- ]mere|holding|domicilie\w*|entrepot|depot|agence|showroom|bureaux?|etude|antenne|magasin|groupe)\b[^,;]*$")
_WORKS_HERE = re.compile(r"\b(?:usines?|ateliers?|sites?|prod\w*|fabri\w*|projet|agrandi\w*|constru\w*|implant\w*|install\w*|extension)\b[^,;]*$")
_CODE = r"(?:0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-46])"
_NO_UNIT = r"(?![\d.,]\d|\w|\s?(?:%|€|k\b|k€|m€|m2|m3|euros?|sal\w*|pers\w*|p\.|employ\w*|emplois?|etp\b|collab\w*|gars|gens|tetes|ouvri\w*|agents?|postes?|ans?\b|mois|jours?|heures?|h\b|semaines?|tonnes?|t\b|kg|km|metres?|millions?|milliers?|mille|premie\w*|dernie\w*|cm|mm|ha\b|hectares|gwh|mwh|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|machines?|clients?|communes?|sites?|eme|e\b|er\b|apprenti\w*|cdi|cdd|chambres|couverts|lits|pieces|references|camions|boites|societes|entreprises|autres|a \d|ou \d|/ ?\d|- ?\d))"
# « dans le 74 », « dept 85 », « une boîte du 69 », « (42) », « le 7-4 ».
DEPARTMENT_NUMBER = re.compile(
    rf"\b(?:(?:dans|depuis|sur|cote|vers) (?:le|la)|departement(?: du| :|:| de| numero| n°)?|depart\.?|dept\.?(?: :|:)?|dpt\.?(?: :|:)?|dep\.?(?: :|:)?) (?P<code>{_CODE}){_NO_UNIT}"
    rf"|(?<![\d.,])(?P<first>{_CODE}) (?:dpt|dept|departement)\b"
    rf"|\b(?:pme|pmi|tpe|eti|sarl|sas|scop|usine|entreprise|boite|societe|site|atelier|association|asso|commune|mairie|agglo\w*|maire|cci|implantee?|basee?|installee?|situee?s?|est|sommes|suis|viens|vient|gars|gens|secteur|[a-z]{{2,}}(?:erie|eur|iere|ier|iste))(?: \w+)? du (?P<of>{_CODE}){_NO_UNIT}"
    rf"|\b(?:basee?s?|implantee?s?|installee?s?|situee?s?) (?:en |au )?(?P<based>{_CODE}){_NO_UNIT}"
    rf"|(?<=[a-z])[ ,]*[(\[](?:dept?\.? ?|dpt\.? ?|departement )?(?P<bracket>{_CODE})(?=[)\]]|,| -)"
    r"|\b(?:dans|du|depuis|sur|cote) (?:le )?(?P<tens>[0-9])-(?P<units>[0-9ab])(?![\d\w-])"
)
# A bare code: « ferrailleur 06 », « voiles de bateau 56 », « Dijon, 21, ».
DEPARTMENT_BARE = re.compile(
    rf"(?:^|(?P<word>[a-z][a-z'-]*)(?P<comma>,)? |(?P<open>[,;?!.:] ))(?P<code>{_CODE})(?:(?P<end>\s*(?:$|[,;)]|\.(?:\s|$)|\bon\b|\bnous\b))|(?=\s(?!{_CODE}\b)\D)){_NO_UNIT}"
)
NOT_BEFORE_A_CODE = re.compile(
    r"(?:est|sommes|etions|etait|tout|total|a|de|des|du|d|le|la|les|l|un|une|dans|depuis|pour|avec|entre|moins|plus|environ|presque|effectif|effectifs|salaries?|personnes?|equipe|nombre|nb|phase|horizon|batiment|lot|ligne|axe|volet|tranche|rue|avenue|numero|cedex|article|loi|iso|norme|version|type|modele|classe|niveau|vers|chez|sur|et|ou|que|qu|a|au|aux|en|reste|compte|comptons|emploie|employons|fait|faisons|passe|passons|sommes|soit|genre|donc|vise|visons|france|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|jusqu|age|ans|n|no|ca|sont|boite|pme|eti|tpe|societe|entreprise|usine|atelier|groupe|sous|pas|non|oui|pardon|plutot|encore|deja|seulement|maintenant|aujourd'hui|actuellement|budget|montant|cout|prix|devis|aide|subvention|peut-etre|combien|bosse|bossons|tourne|tournons|apres|avant|annee|fin|debut|moitie|dont|quasi|quasiment|eff|pers|sal|desormais|reacteur|scope|serie|vitesse|capacite|puissance|reference|prime|taille|longueur|largeur|diametre|temperature|pression|format|calibre|repere|poste|salle|chambre|bureau|table|compte|ticket|covid|airbus|boeing|euro|cerfa|top|base|plan|fevr|semaine|jour|tel|bts|cap|titre|zone|quai|porte|bis)$"
)


@dataclass(frozen=True)
class Place:
    """A département named at `start`; `weak` when it may be only that of a head office, `strong` when works are told there."""

    code: str
    start: int
    end: int
    weak: bool = False
    strong: bool = False


def departments(text: str, raw_at: Callable[[int, int], str], *, shouted: bool) -> list[Place]:
    """The départements that a folded message tells as its own. `raw_at` gives the text as typed, for its capitals; `shouted` when all of it is in capitals."""
    found = [place for start, end, code in _names(text) if (place := _told(text, start, end, code, raw_at, shouted=shouted))]
    for match in DEPARTMENT_NUMBER.finditer(text):
        code = match["code"] or match["first"] or match["of"] or match["based"] or match["bracket"] or match["tens"] + match["units"]
        at = match.start("bracket") - 1 if match["bracket"] else match.start()
        if (match["tens"] and not re.fullmatch(_CODE, code)) or (match["bracket"] and any(p.end <= at and at - p.end <= 2 and p.code != code.upper() for p in found)):
            continue
        clause = _CLAUSE.split(text[max(0, at - 70) : at].rstrip(" ,"))[-1] + " "
        if not _ELSEWHERE.search(clause + text[at : match.end()] if match["bracket"] else clause):
            found.append(Place(code.upper(), match.start(), match.end(), bool(_HEAD_OFFICE.search(clause)), match[0].startswith("dep") or bool(_WORKS_HERE.search(clause))))
    return found


def bare_codes(text: str, raw_at: Callable[[int, int], str], *, counted: bool) -> list[Place]:
    """Codes that stand alone. `counted`: the head-count is known, so that a number between commas is no head-count."""
    found = []
    for match in DEPARTMENT_BARE.finditer(text):
        code, word = match["code"], match["word"] or ""
        clear = len(code) == 3 or code.startswith("0") or code in ("2a", "2b")
        if word and PREFECTURES.get(word) == code:
            found.append(Place(code.upper(), match.start("code"), match.end("code")))
            continue
        if NOT_BEFORE_A_CODE.fullmatch(word) or (word and len(word) < 3 and not clear) or (match["word"] is None and not match["open"]):
            continue
        if word and match["comma"]:
            until = text[: match.start("code")]
            named = re.search(r"(?:^|[,;.:] )[a-z'-]{4,}(?:[ -][a-z'-]+){0,3}, $", until) and raw_at(match.start("word"), match.start("word") + 1).isupper()
            alone = bool(named or re.search(r"\b(?:a|sur|de|pres de|vers) (?:(?:saint|st|la|le|les) )?[a-z'-]{4,}, $", until))
            if not (clear or counted or alone):
                continue
        town = bool(re.search(r"\b(?:a|de|sur|d') ?[a-z'-]{4,} $", text[: match.start("code")])) and raw_at(match.start("word"), match.start("word") + 1).isupper()
        if not clear and match["end"] is None and not town:
            continue
        found.append(Place(code.upper(), match.start("code"), match.end("code")))
    return found


# « chaudronnerie, 42, ca 3M » is left out: three figures in the order of a form may begin with the staff.
# What may follow a code and is not counted by it: no plural, no unit, no other figure.
_NOT_COUNTED = rf"{_NO_UNIT}\s(?:on|nous|je|aides|(?!(?:sal|pers|p|gars|ans?|mois|k|ke|m|mm|cm|km|t|kg|g|l|cv|ch|h|ml|cl|bar|an|ha|fois|place|axe|tete|degre|emploi|million|milliard|mille|cent|euro|eur|balle|tonne|heure|jour|semaine|minute|metre|litre|kilo|pour|pourcent|et|ou|a)s?\b)(?:[a-z]{{3,}}|ca)(?<![sx])\b)"
_AFTER_A_TRADE = re.compile(
    rf"(?: (?!(?:a|de|des|en|est|sont|et|ou|sur|avec|pour|dans|depuis|phase|tous|pas|les|la|le)\b)[a-z]{{3,}}){{0,2}}(?: \([^()\d]*\))?,? (?P<code>{_CODE})(?!, (?:ca|chiffre|bilan)\b)(?=\s*(?:$|[,;?!.-](?!\d))|{_NOT_COUNTED})"
)
_AFTER_STAFF = re.compile(rf"[a-z.]* ?,? (?P<code>{_CODE})(?=\s*(?:$|[,;?!.-](?!\d))|{_NOT_COUNTED})")


def codes_after(text: str, trades: list[int], staff: list[int]) -> list[Place]:
    """« scierie 41 cherche … », « nougat, 26, … », « 12 sal 61 plieuse »: a code right after the end of a name of activity, or of a head-count."""
    found = [match for pattern, ends in ((_AFTER_A_TRADE, trades), (_AFTER_STAFF, staff)) for end in ends if (match := pattern.match(text, end))]
    return [Place(match["code"].upper(), match.start("code"), match.end("code")) for match in found]


OF_ANOTHER_GROUP = re.compile(r"\b(?:(?:filiale|partie|propriete|rachetee?s?|detenue?s?)\b[^,;.]{0,15}\b(?:groupe|holding)|d'un (?:groupe|fonds)|(?:client|fournisseur|concurrent|confrere|actionnaire|investisseur)e?s?) $")


def elsewhere(before: str) -> bool:
    """What stands before a place tells that somebody else is there, or that goods go there."""
    return bool(_ELSEWHERE.search(_CLAUSE.split(before)[-1]))


def _names(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, code) of each name of département, the longest first where several begin together."""
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    n = 0
    while n < len(words):
        word, start, _ = words[n]
        long = 0
        if word in _FIRST_WORDS:
            name = ""
            for more in range(min(_LONGEST, len(words) - n)):
                if more and not _GAP.fullmatch(text[words[n + more - 1][2] : words[n + more][1]]):
                    break
                name = f"{name} {words[n + more][0]}" if more else word
                if name in DEPARTMENT_CODES:
                    long = more + 1
                    code, end = DEPARTMENT_CODES[name], words[n + more][2]
            if long and (start == 0 or text[start - 1] != "-") and (end == len(text) or text[end] != "-" or end + 1 == len(text) or not text[end + 1].isalnum()):
                yield start, end, code
        if not long and len(word) >= 5 and re.search(r"\bdans (?:le |la |les |l')$|\ben $|[,(] ?$", text[max(0, start - 11) : start]):
            for more in range(min(5, len(words) - n), 0, -1):
                piece = "".join(w for w, _, _ in words[n : n + more])
                if len(piece) >= 6 and (near := _misspelt(piece, several=more > 1)) and not re.search(r"[,;.()]", text[start : words[n + more - 1][2]]):
                    yield start, words[n + more - 1][2], near
                    long = more
                    break
        n += max(long, 1)


def _told(text: str, start: int, end: int, code: str, raw_at: Callable[[int, int], str], *, shouted: bool) -> Place | None:
    """The place of a name, None when it is a river, a common word, or where somebody else is."""
    name = re.sub(r"[ '-]+", " ", text[start:end])
    several = " " in name and name not in ("bdr",)
    plain = several or (code in PLAIN_NAMES and name not in _SOMETIMES_A_WORD and name != "allier")
    capital = raw_at(start, start + 1).isupper() and not shouted
    left = text[max(0, start - 80) : start]
    lead = _LEAD.search(left)
    inside, of, the = (lead["inside"], lead["of"], lead["the"]) if lead else (None, None, None)
    before = left[: lead.start()] if lead else left
    after = text[end : end + 30]
    own_code = re.match(rf" ?[(\[]?{code.lower()}(?!\w|[.,]\d| (?:sal|pers|emplo|gars|etp|ouvr|000))", after)
    opens = not before.strip() or before.rstrip()[-1:] in ",;.:(/!?-\n"
    closes = re.match(r"\s*(?:$|[,;.!?)(/:\n]|\d|on\b|nous\b|avec\b|pour\b|et (?:on|nous)\b|qui\b|je\b|-\s)", after)
    if not several and _AFTER_A_RIVER.match(after) and not (inside or "").startswith(("dans", "depart")):
        return None
    if _RIVER.search(left) and not (inside and not inside.startswith("cote") and not re.search(r"\b(?:pays|val|vallee)\b", before[-12:])):
        return None
    if (common := _COMMON_WORD.get(name)) and common.match(after) and not own_code:
        return None
    if inside:
        if inside == "en " and not plain and name not in _EN and not own_code:
            return None
        if inside == "en " and re.search(r"\b(?:fait|mis\w*|pass\w*|transform\w*|bouteilles?|vin) $", before) and not capital:
            return None
        if inside in ("vers la ", "vers le ", "vers les ", "vers l'", "sur le ", "sur la ", "sur les ", "sur l'") and not plain and not capital:
            return None
    elif of:
        owner = _OWNER.search(before) or re.search(r"\b[a-z]+ (?:bois|alu|inox|acier|artisanale?s?) $", before)
        if not (owner or (capital and before.strip()) or own_code or (opens and plain and capital)):
            return None
        if not plain and not (capital or owner):
            return None
        if name in ("nord", "lot", "somme", "cher") and not (capital and owner):
            return None
        if of in ("de ", "d'") and not plain and not own_code:
            return None
    elif the:
        if not (own_code or (plain and (opens or re.search(r"\b(?:habit\w+|c'est|sommes|est|rejoin\w+|couvr\w+|autour de) $", before))) or (capital and opens and closes)):
            return None
    elif not (own_code or plain or (opens and closes and name not in ("cher", "vienne")) or (closes and _after_its_town(name, code, before, capital=capital))):
        return None
    clause = _CLAUSE.split(left)[-1]
    if _ELSEWHERE.search(clause) and not own_code:
        return None
    return Place(code, start, end, bool(_HEAD_OFFICE.search(clause)), bool(_WORKS_HERE.search(clause)))


def _after_its_town(name: str, code: str, before: str, *, capital: bool) -> bool:
    """A name that is also a river or a common word, right after a word that makes it a place: « métallurgie rhône », « Dunkerque Nord »."""
    words = before.split()
    if not words or len(words[-1]) < 3 or not words[-1].isalpha():
        return False
    return PREFECTURES.get(words[-1]) == code or name in _RIVERS or (name == "nord" and (capital or words[-1] in _NORTHERN))


def _without_a_letter(word: str) -> set[str]:
    return {word[:n] + word[n + 1 :] for n in range(len(word))} | {word}


@lru_cache(maxsize=1)
def _nearly() -> dict[str, str]:
    """Long names with one letter less → code; what two départements share is left out."""
    found: dict[str, set[str]] = {}
    for name, code in DEPARTMENT_CODES.items():
        joined = re.sub(r"\W", "", name)
        if len(joined) >= 6 and joined not in ("allier", "manche", "vienne", "creuse", "landes"):
            for near in _without_a_letter(joined):
                found.setdefault(near, set()).add(code)
    return {near: codes.pop() for near, codes in found.items() if len(codes) == 1}


def _misspelt(word: str, *, several: bool) -> str | None:
    """The département of a long name with one letter wrong, lost or doubled."""
    if len(word) < (9 if several else 6):
        return None
    codes = {code for near in _without_a_letter(word) if (code := _nearly().get(near))}
    return codes.pop() if len(codes) == 1 else None


# What may be one, where a model says that a place is told.
CODE_OR_POSTAL = re.compile(r"(?<![\w.,/€-])(?<!\d )(?<!version )(?<!n° )(?:\d{5}|97[1-6]|\d{2}|2[ab])(?=\s*(?:$|[,;:!?)–-]|\.(?!\d)))")


def department_of(code: str) -> str:
    """The département of a postal code, or the code of a département itself.

    >>> department_of("20200"), department_of("97410"), department_of("63")
    ('2B', '974', '63')
    """
    if len(code) < 5:
        return code
    return code[:3] if code.startswith("97") else ("2A" if code < "20200" else "2B") if code.startswith("20") else code[:2]


# A postal code beside its commune, or in brackets: « 01100 Oyonnax », « Saint-Dizier 52100 », « (39260) ».
POSTAL_CODE = re.compile(r"\((?P<bracket>(?:0[1-9]|[1-8]\d|9[0-5]|97)\d{3})\)|(?:\b(?:cp|code postal)\s?:?\s?)(?P<named>(?:0[1-9]|[1-8]\d|9[0-5]|97)\d{3})\b|(?<![\d.,])(?P<first>(?:0[1-9]|[1-8]\d|9[0-5]|97)\d{3})(?= [a-z])|(?P<town>\b[a-z][a-z'-]{2,}),? (?P<after>(?:0[1-9]|[1-8]\d|9[0-5]|97)\d{3})(?=\s*(?:$|[,.;)!?]|on\b|nous\b|et\b|avec\b))")
# The main town of a département, whose postal code is a round number: « Troyes 10000 ».
PREFECTURES = {
    "bourg en bresse": "01", "laon": "02", "moulins": "03", "digne": "04", "digne les bains": "04", "gap": "05", "nice": "06", "privas": "07", "charleville": "08", "charleville mezieres": "08", "foix": "09", "troyes": "10", "carcassonne": "11", "rodez": "12",
    "marseille": "13", "caen": "14", "aurillac": "15", "angouleme": "16", "la rochelle": "17", "bourges": "18", "tulle": "19", "ajaccio": "20", "dijon": "21", "saint brieuc": "22", "st brieuc": "22", "gueret": "23", "perigueux": "24", "besancon": "25", "valence": "26",
    "evreux": "27", "chartres": "28", "quimper": "29", "nimes": "30", "toulouse": "31", "auch": "32", "bordeaux": "33", "montpellier": "34", "rennes": "35", "chateauroux": "36", "tours": "37", "grenoble": "38", "lons le saunier": "39", "mont de marsan": "40", "blois": "41",
    "saint etienne": "42", "st etienne": "42", "le puy": "43", "le puy en velay": "43", "nantes": "44", "orleans": "45", "cahors": "46", "agen": "47", "mende": "48", "angers": "49", "saint lo": "50", "st lo": "50", "chalons": "51", "reims": "51", "chaumont": "52", "laval": "53",
    "nancy": "54", "bar le duc": "55", "vannes": "56", "metz": "57", "nevers": "58", "lille": "59", "beauvais": "60", "alencon": "61", "arras": "62", "clermont ferrand": "63", "clermont": "63", "pau": "64", "tarbes": "65", "perpignan": "66", "strasbourg": "67", "colmar": "68",
    "lyon": "69", "vesoul": "70", "macon": "71", "le mans": "72", "chambery": "73", "annecy": "74", "paris": "75", "rouen": "76", "melun": "77", "versailles": "78", "niort": "79", "amiens": "80", "albi": "81", "montauban": "82", "toulon": "83", "avignon": "84",
    "la roche sur yon": "85", "poitiers": "86", "limoges": "87", "epinal": "88", "auxerre": "89", "belfort": "90", "evry": "91", "nanterre": "92", "bobigny": "93", "creteil": "94", "cergy": "95",
}  # fmt: skip
A_TOWN_ALONE = re.compile(r"\b(?P<town>(?:(?:saint|st|la|le|les|bourg|clermont|bar|mont)[ -])?[a-z]{3,}(?:[ -](?:en|sur|les|le|la|de)[ -][a-z]+|[ -][a-z]{5,})?),? \d{5}$")  # « thiers 63300 »
NO_TOWN = frozenset("iso norme normes certifie certifies certification nf dossier numero reference ref commande facture contrat article modele type serie budget ca devis montant investissement effectif bilan total prix cout siret siren environ enveloppe ticket subvention aide chiffre projet turnover revenue".split())
_COMPANY = r"(?:pme|pmi|tpe|eti|entreprise|societe|boite|usine|industriel\w*|start-?up|fabricant\w*|manufacture|atelier|groupe|fabrique|site|producteur|commune|mairie|collectivite|association|asso|cooperative|scop|artisan\w*|sous-traitant\w*|equipementier|maison|agglo\w*|interco\w*|famille)"
_DEPARTMENT_ADJECTIVES = {
    "02": "axonaise?", "03": "bourbonnaise?", "07": "ardechois(?:e)?", "08": "ardennaise?", "09": "ariegeoise?", "10": "auboise?", "11": "audoise?", "12": "aveyronnaise?", "15": "cantalien(?:ne)?", "19": "correzien(?:ne)?", "22": "costarmoricaine?",
    "23": "creusoise?", "24": "perigourdine?", "26": "dromoise?", "29": "finisterien(?:ne)?", "30": "gardoise?", "32": "gersoise?", "33": "girondine?", "34": "heraultaise?", "38": "iseroise?", "39": "jurassien(?:ne)?", "40": "landaise?",
    "45": "loiretaine?", "46": "lotoise?", "48": "lozerien(?:ne)?", "50": "manchoise?", "51": "marnaise?", "53": "mayennaise?", "55": "meusien(?:ne)?", "56": "morbihann?aise?", "57": "mosellane?", "58": "nivernaise?", "60": "oisien(?:ne)?",
    "61": "ornaise?", "16": "charentaise?(?! maritime)", "21": "cote[- ]d'orien(?:ne)?", "27": "euroise?", "28": "eurelien(?:ne)?", "31": "haut[e]?[- ]garonnaise?", "36": "indrien(?:ne)?", "37": "tourangeau|tourangelle", "43": "altiligerien(?:ne)?", "47": "lot[- ]et[- ]garonnaise?",
    "49": "angevine?|maine[- ]et[- ]loirien(?:ne)?", "52": "haut[e]?[- ]marnaise?", "54": "meurthe[- ]et[- ]mosellane?", "63": "puydomoise?", "64": "bearnaise?", "65": "bigourdane?|haut[e]?[- ]pyreneen(?:ne)?", "67": "bas[- ]rhinoise?", "68": "haut[- ]rhinoise?", "69": "rhodanien(?:ne)?", "70": "haut[e]?[- ]saonoise?", "77": "seine[- ]et[- ]marnaise?",
    "79": "deux[- ]sevrien(?:ne)?", "80": "samarien(?:ne)?", "87": "haut[e]?[- ]viennoise?", "94": "val[- ]de[- ]marnaise?", "95": "val[- ]?d'?oisien(?:ne)?", "72": "sarthoise?", "74": "haut[- ]savoyarde?", "78": "yvelinoise?", "81": "tarnaise?", "83": "varoise?", "84": "vauclusien(?:ne)?", "85": "vendeen(?:ne)?", "88": "vosgien(?:ne)?", "89": "icaunaise?", "91": "essonnien(?:ne)?",
}  # fmt: skip
_REGION_ADJECTIVES = {
    "Bretagne": "breton(?:ne)?", "Normandie": "normande?", "Occitanie": "occitane?", "Corse": "corse", "Île-de-France": "francilien(?:ne)?", "La Réunion": "reunionnaise?", "Guadeloupe": "guadeloupeen(?:ne)?",
    "Martinique": "martiniquaise?", "Guyane": "guyanaise?", "Mayotte": "mahoraise?", "Nouvelle-Aquitaine": "neo-aquitaine?", "Auvergne-Rhône-Alpes": "auvergnate? et rhonalpine?",
}  # fmt: skip
# « PME bretonne », « scierie vosgienne »: the adjective counts right after a company or a trade.
ADJECTIVES = [
    (field, value, words[:4], re.compile(rf"(?:\b(?P<company>{_COMPANY}{'|[a-z]{3,}(?:erie|ier|iere|eur|iste)' if field == 'departement' else ''}) (?:\w+ )?)?(?P<adjective>\b(?:{words}))s?\b"))
    for field, table in (("departement", _DEPARTMENT_ADJECTIVES), ("region", _REGION_ADJECTIVES))
    for value, words in table.items()
]
ANY_ADJECTIVE = re.compile(rf"\b(?:{'|'.join((*_DEPARTMENT_ADJECTIVES.values(), *_REGION_ADJECTIVES.values()))})s?\b")
REGION_WORDS = {re.sub(r"[^a-z0-9]+", " ", fold(name)): name for name in REGIONS} | {
    "paca": "Provence-Alpes-Côte d'Azur", "aura": "Auvergne-Rhône-Alpes", "auvergne rhone alpes": "Auvergne-Rhône-Alpes", "hdf": "Hauts-de-France", "region sud": "Provence-Alpes-Côte d'Azur",
    "ile de france": "Île-de-France", "idf": "Île-de-France", "bourgogne franche comte": "Bourgogne-Franche-Comté", "centre val de loire": "Centre-Val de Loire", "a la reunion": "La Réunion",
    "ile de la reunion": "La Réunion", "region centre": "Centre-Val de Loire", "bfc": "Bourgogne-Franche-Comté", "region grand est": "Grand Est", "en region sud": "Provence-Alpes-Côte d'Azur", "pays de loire": "Pays de la Loire",
    "brittany": "Bretagne", "normandy": "Normandie", "corsica": "Corse", "reunion island": "La Réunion", "nvelle aquitaine": "Nouvelle-Aquitaine", "nouv aquitaine": "Nouvelle-Aquitaine", "hts de france": "Hauts-de-France", "haut de france": "Hauts-de-France", "pdl": "Pays de la Loire", "cvl": "Centre-Val de Loire", "bzh": "Bretagne", "gd est": "Grand Est", "reunion 974": "La Réunion", "nouvelle aquitaine": "Nouvelle-Aquitaine", "provence alpes cote d azur": "Provence-Alpes-Côte d'Azur",
}  # fmt: skip
REGION_WORDS.pop("la reunion", None)
REGION = re.compile(
    r"(?<![\w-])(?<![a-ce-km-z]')(?P<region>"
    + "|".join(re.sub(" ", "[ '-]+", re.escape(words).replace(r"\ ", " ")) for words in sorted(REGION_WORDS, key=len, reverse=True))
    + r")(?![\w-])"
)
