"""The communes, intercommunalities, territories, postal codes and départements that a free French question names, with their offsets.

Precision comes first: hundreds of communes are called like an ordinary word (« Contes », « Die », « Plan », « Sens », « Y »). A name counts when something
beside it says that it is a place: a code, a preposition, a capital in the middle of a sentence. The commoner the word, the stronger the evidence asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.territories import Kind, LookupResult, TerritoryIndex, place_key


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MAX_TEXT = 4000  # characters read
_MAX_WORDS = 9  # of the longest name looked for


@dataclass(frozen=True, slots=True)
class PlaceMention:
    text: str
    start: int
    end: int
    kind: Kind
    result: LookupResult


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    raw: str
    key: str
    glue: str  # what stands between the word before and this one

    @property
    def capital(self) -> bool:
        return self.raw[0].isupper()


# Towns called like an ordinary word, but so known that « à » is enough, even in lower case.
_TOWNS = _words("""
    paris tours vannes moulins strasbourg cannes lourdes cognac macon vienne sceaux trappes houilles vitre menton cassis orange guise bordeaux saintes
    valence romans roanne nantes rennes laval dole castres tarare privas cambrai quimper vichy provins rodez thiers
""")
# Words that no preposition turns into a place: only a code beside them does, or « commune de ».
_HARD = _words("""
    y us eu by aides aide plan industrie charge son ligne cours place contre mars avril mai juin juillet aout janvier fevrier ecole ville moyen simple
    corps vue celle celles long vers aucun mer maire marche marches rue homme hommes pere mere force fins fin cesse seuil port centre centres change
    premieres bonne bonnes courant issus portes sens-unique parce appelle servant signes publier grand grande confort maison maisons jury ponts termes
    villes aire bar bus barre campagne routes combles branches chance rang fille survie dangers teneur chemin vieux bio bars geste poses viens omet
    sure alloue devise laps plaine bords lieu lieux moment terme titre compte distance hauteur base jour faire former monter vendre louer investir
    industriel industrielle zone projet friche terrain usine site territoire territoires region departement commune agglo france etat europe nord sud
    est ouest fonds vert verte pacte loi article phase poste la-poste le-plan le-titre le-port la-force la-ville non oui merci bonjour salut allo svp
    cdi cdd nous ils mon ton ses sur cour cours beges beges-plus dom com drom
""")
# Ordinary words, brands, wines, first names and institutions missing from the list of common words.
_COMMON = _words("""
    ars lacs contes conte die sens tour eu agneaux aime allons anche anches arche arceau aviron baby baille boulot bouillon breves brise brosses
    bruyeres campes cerise chars charme charmes clavier claviers corne courbes coudes crosses cuis dry eclaires ecot ecueil etable etables etais
    etalon faucon fleurie folies forges fours frise gland gorges grives haleine hem herisson houx jars jas joyeuse joyeux julienne lange lasse lent
    lime limon longes louches lux lys maille maillot mare martinet maure merles messe mire moire molles monts mouches noce noyers ongles orges orgueil
    oust paille perles pers pince pis plaisir pleurs poix pommier prince quarante rai raids rance rances real ri riche richelieu ris rivas rocher
    rouille rustiques sache sai sains salins salives semons sers sorbets soudan soupir surin tardes tende tonnerre tourbes toussaint tresses tricot
    trimer tulle-noir vaillant vains vals vanne vendes verges ver violes vires vives viviers vogue voise vif job luc eve adon alban albert alex alix
    andres ange annie arnaud aube aubin baron bernard blaise brion bruno claire clara denis eloise erin eva fay francois germaine gilles gillette guy
    henri herm hubert humbert jean jeanne jules julien lambert laurens leon lilly lorette louis louise luce lucie lucy marcel marie marin martin mary
    maurice michel nancy-ajram nicole nicolas noe olivet olivier paule paul pierre prosper raymond regina remy rene renee robert roger romain rose
    roland salome simon suzanne thierry valentine victor vincent yves saint-gobain evian vittel volvic contrexeville camembert chablis champagne
    bourgogne sancerre sauternes roquefort munster cantal laguiole matignon bologne londres lisbonne cologne florence rome berne athis euro total
    thales lafarge michelin renault peugeot bosch siemens air-liquide danone lidl bio-sphere chef chefs gares lignes parcs bourg mairie abbaye chateau
    chapelle fontaine riviere roche villard vallet villars foret villeneuve mont pont val monde notre souche cadre carte cause rendez-vous garde serre
    ferme fermes table titre machine cote piece pieces formation porte
""")
_SMALL = _words("a au aux d de des du en et es l la le les lez pres sous sur")
_MONTHS = _words("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre")
_UNITS = (
    _words("""
    euros euro eur k ke keuros m meur millions million milliards milliard salaries salarie personnes emplois employes collaborateurs etp habitants hab
    m2 ha hectares hectare km kwh mwh gwh kw mw tonnes t ans mois jours heures h pour cent pourcent projets entreprises territoires communes sites
    fois points kg litres metres lots dossiers agents apprentis alternants postes
""")
    | _MONTHS
)
_COMMUNE_WORDS = _words("commune communes ville villes mairie maire mairies maires village municipalite prefecture elu elue elus adjoint adjointe")
_LOCATED = _words("""
    situe situee situes situees base basee bases basees implante implantee implantes implantees implanter implantation installe installee installes
    installees installer habite habitent habitons usine usines site sites atelier ateliers entreprise entreprises pme tpe eti boite societe industriel
    zone zi za zac friche terrain siege bureaux locaux entrepot fonderie scierie demenage demenager demenageons agrandir agrandit foncier arrive
    arrivons ouvrir ouvre ouvrons construire monter vit vis vivons travaille travaillons produit produisons fabrique fabriquons chimie agroalimentaire
    plasturgie travail bosse local parc batiment
""")
_BEING = _words("suis sommes est etes sont")
_PREPOSITIONS = _words("a de d du des sur vers au aux dans entre pres")
_PERSONS = _words("m mr mme monsieur madame mlle ministre president presidente prefet prefete maitre")
_NOT_A_PLACE_AFTER = _words("chez loi rapport plan label fonds groupe programme dispositif accord norme marque rue avenue boulevard place quai saint")
_EPCI_WORDS: tuple[tuple[str, ...], ...] = (
    ("communaute", "urbaine"), ("communaute", "de", "communes"), ("communaute", "de", "commune"), ("communaute", "d", "agglomeration"),
    ("communaute", "d", "agglo"), ("communaute", "agglomeration"), ("com", "com"), ("comcom",), ("codecom",), ("agglomeration",), ("agglo",),
    ("metropole",), ("interco",), ("intercommunalite",), ("ept",), ("epci",), ("cc",), ("ca",), ("cu",),
)  # fmt: skip
_EPCI_FIRST_WORDS = frozenset(marker[0] for marker in _EPCI_WORDS)
_EPCI_TAILS = _words("agglo agglomeration communaute metropole interco")
# Départements called like a common noun: a capital, and « dans le », « département ».
_NOUN_DEPARTMENTS = _words("nord manche somme lot cher aube landes orne var loire ain marne indre eure gard")
_RIVERS = _words("vallee val pays bords bord chateaux gorges source estuaire bassin sur rive rives haut bas")
_TIGHT = re.compile(r"[ \u00a0]*[-‑–—'’/. ]?[ \u00a0]*")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_CUTS = frozenset("-‑_@/")
_GOES_ON = re.compile(r"[-‑_@]\w|\.\w{2,3}\b")


def find_places(text: str, index: TerritoryIndex) -> list[PlaceMention]:
    """The places named in `text`, in order, none overlapping another. Same text, same lists: same mentions."""
    return list(_mentions(text[:MAX_TEXT], index))


@lru_cache(maxsize=64)  # one question is read several times on its way, and the lists never change
def _mentions(text: str, index: TerritoryIndex) -> tuple[PlaceMention, ...]:
    return tuple(_Reader(text, index).mentions())


class _Reader:
    """One question being read, word by word."""

    def __init__(self, text: str, index: TerritoryIndex) -> None:
        self.text, self.index = text, index
        self.last_after = -1  # the word after the last mention
        self.words: list[_Word] = []
        end = 0
        for match in _WORD.finditer(text):
            if key := place_key(match[0]):
                self.words.append(_Word(match.start(), match.end(), match[0], key, text[end : match.start()]))
                end = match.end()
        # tight[i]: word i follows word i - 1 with nothing but a space, a hyphen, an apostrophe or a slash between them
        self.tight = [self._is_tight(i) for i in range(len(self.words))]
        self.reach = list(range(1, len(self.words) + 1))  # reach[i]: the end of the longest run of tight words that begins with word i
        for i in range(len(self.words) - 2, -1, -1):
            if self.tight[i + 1]:
                self.reach[i] = self.reach[i + 1]
        self.cut_before = [text[word.start - 1 : word.start] in _CUTS for word in self.words]
        self.cut_behind = [_GOES_ON.match(text, word.end) is not None for word in self.words]
        letters = [c for c in text if c.isalpha()]
        self.shouting = len(letters) > 3 and sum(c.isupper() for c in letters) > 0.7 * len(letters)
        self.regions = self._regions()  # words that are part of a region's name
        self.areas = self._areas()  # first word → (last word + 1, codes)
        codes = {code for _, found in self.areas.values() for code in found}
        self.area_codes = frozenset(codes) if len(self.areas) == 1 else None

    # --- reading -----------------------------------------------------------------------------------------------------------------------------

    def mentions(self) -> Iterator[PlaceMention]:
        at = 0
        while at < len(self.words):
            found = self._whole_text() if at == 0 else None
            found = found or self._code(at) or self._grouping(at) or self._territory(at) or self._commune(at) or self._area(at) or self._typo(at)
            if found is None:
                at += 1
                continue
            after, mention = found
            yield mention
            at = after

    def _mention(self, first: int, after: int, kind: Kind, result: LookupResult) -> tuple[int, PlaceMention]:
        start, end = self.words[first].start, self.words[after - 1].end
        if end < len(self.text) and self.text[end] == ")" and "(" in self.text[start:end]:
            end += 1
        self.last_after = after
        return after, PlaceMention(self.text[start:end], start, end, result.kind or kind, result)

    def _key(self, first: int, after: int) -> str:
        return " ".join(word.key for word in self.words[first:after])

    def _is_tight(self, at: int) -> bool:
        if at == 0 or self.words[at].glue == " ":
            return True
        glue = self.words[at].glue
        return _TIGHT.fullmatch(glue) is not None and (glue.strip() != "." or self.words[at - 1].raw.lower() in ("st", "ste"))

    def _joined(self, first: int, after: int) -> bool:
        return after <= self.reach[first]

    def _cut_in_a_compound(self, first: int, after: int) -> bool:
        """« Bourg » in « Bourg-Machin » is no mention of Bourg."""
        return self.cut_before[first] or self.cut_behind[after - 1]

    def _previous(self, first: int, back: int = 1) -> str:
        """The word before, when only a space or an apostrophe parts it from this one."""
        at = first - back + 1
        if at < 1 or not re.fullmatch(r"[ \u00a0]*['’]?[ \u00a0]*", self.words[at].glue):
            return ""
        return self.words[at - 1].key

    def _sentence_start(self, first: int) -> bool:
        return first == 0 or bool(re.search(r"[.!?:;\n«\"]", self.words[first].glue))

    def _acronym(self, first: int, after: int) -> bool:
        last = self.words[after - 1].raw
        if "(" in self.words[first].glue and len(last) <= 6 and last.isupper() and not self.shouting:
            return True
        return not self.shouting and 1 < len(last) <= 4 and last.isupper() and (after - first == 1 or not self.words[first].raw.isupper())

    def _capitals(self, first: int, after: int) -> bool:
        if self.shouting or self._acronym(first, after):
            return False
        shown = [word for word in self.words[first:after] if word.key not in _SMALL and not word.raw.isdigit()]
        return bool(shown) and all(word.capital for word in shown)

    # --- codes -------------------------------------------------------------------------------------------------------------------------------

    def _code(self, at: int) -> tuple[int, PlaceMention] | None:
        word = self.words[at]
        if word.key == "ti" and (match := re.compile(r"ti[-_]?(\d{2}|2[ab])[-_]?\d{2}\b", re.IGNORECASE).match(self.text, word.start)):
            after = at + 1
            while after < len(self.words) and self.words[after].start < match.end():
                after += 1
            if phase := re.compile(r"[ ,(]*(?:en |de la )?phase [12]", re.IGNORECASE).match(self.text, match.end()):
                while after < len(self.words) and self.words[after].start < phase.end():
                    after += 1
                number = phase[0][-1]
                return self._mention(at, after, "territory", self.index.look_up(f"{match[0]} phase {number}"))
            return self._mention(at, after, "territory", self.index.look_up(match[0]))
        if not word.raw.isdigit() or self._is_an_amount(at):
            return None
        if len(word.raw) == 9 and self.index.look_up(word.raw).status != "unknown":
            return self._mention(at, at + 1, "epci", self.index.look_up(word.raw))
        if len(word.raw) != 5 or not (self.index.look_up(word.raw).candidates or self.index.look_up(word.raw).commune):
            return None
        for after in range(min(at + 1 + _MAX_WORDS, len(self.words)), at + 1, -1):  # « 01100 Oyonnax »
            if self._joined(at, after) and any(kind in ("commune", "former") for kind, _ in self.index.refs_by_key.get(self._key(at + 1, after), ())):
                if self._cut_in_a_compound(at + 1, after):
                    break
                return self._mention(at, after, "commune", self.index.look_up(self._key(at, after)))
        before = {self._previous(at, back) for back in (1, 2, 3, 4)}
        named = before & {"postal", "cp", "insee", "code"}
        follower = self.words[at + 1].key if at + 1 < len(self.words) else ""
        opening = at == 0 and follower in ("j", "je", "on", "nous", "notre", "mon", "ma", "c", "est")
        placed = self._previous(at) in ("a", "au", "le", "sur", "dans") or "(" in word.glue or len(self.words) <= 3 or opening
        if not (named or placed):
            return None
        label = "insee " if "insee" in before else "code postal "
        result = self.index.look_up(label + word.raw)
        return self._mention(at, at + 1, "commune", result if result.status != "unknown" else self.index.look_up(word.raw))

    def _is_an_amount(self, at: int) -> bool:
        word = self.words[at]
        behind = self.text[word.end : word.end + 3]
        follower = self.words[at + 1].key if at + 1 < len(self.words) and not self.words[at + 1].glue.strip(" \u00a0-") else ""
        if re.match(r"\s?[%€$]|[.,/:]\d|[hH]\d|²|\s?\d", behind) or follower in _UNITS:
            return True
        return bool(re.search(r"[\d.,/:+-]\s?$|[€$]\s?$", self.text[max(0, word.start - 2) : word.start])) and "(" not in word.glue

    # --- départements ------------------------------------------------------------------------------------------------------------------------

    def _regions(self) -> frozenset[int]:
        inside: set[int] = set()
        for at in range(len(self.words)):
            for after in range(min(at + 6, self.reach[at]), at, -1):
                if self._key(at, after) in self.index.region_names:
                    inside.update(range(at, after))
                    break
        return frozenset(inside)

    def _areas(self) -> dict[int, tuple[int, frozenset[str]]]:
        """Where a département (or a region) is named with evidence: first word → (word after, codes)."""
        found: dict[int, tuple[int, frozenset[str]]] = {}
        at = 0
        while at < len(self.words):
            for after in range(min(at + 6, self.reach[at]), at, -1):
                if not self._cut_in_a_compound(at, after) and (codes := self._area_codes(at, after)):
                    found[at] = (after, codes)
                    at = after - 1
                    break
            at += 1
        return found

    def _area_codes(self, at: int, after: int) -> frozenset[str] | None:
        key = self._key(at, after)
        if key not in self.index.department_names and not self.words[at].raw.isdigit():
            return None
        word, previous, before = self.words[at], self._previous(at), self._previous(at, 2)
        named = bool({previous, before, self._previous(at, 3)} & {"departement", "dept", "dpt", "dep", "departements"})
        bracketed = "(" in word.glue and self.text[self.words[after - 1].end : self.words[after - 1].end + 1] == ")"
        if re.fullmatch(r"\d{2,3}|2 [ab]", key):
            if (after - at == 1 and self._is_an_amount(at)) or (code := key.replace(" ", "").upper()) not in self.index.departments:
                return None
            placed = previous == "le" and before in ("dans", "sur", "depuis") and not self._counts_something(after)
            return frozenset({code}) if placed or named or bracketed else None
        if key not in self.index.department_names or key == "paris":
            return None
        codes = self.index.department_codes(key)
        if after < len(self.words) and codes and self.words[after].raw.upper() in codes and "(" in self.words[after].glue:
            return codes
        capital = self._capitals(at, after)
        inside = previous in ("en",) or (previous in ("le", "la", "l", "les") and before == "dans") or (key in ("mayotte", "la reunion") and previous == "a")
        if key in ("reunion", "la reunion") and not capital and not named:
            return None  # « lors de la réunion »
        if key in _NOUN_DEPARTMENTS:
            follower = self.words[after].key if after < len(self.words) and not self.words[after].glue.strip() else ""
            if follower in ("de", "du", "des", "est", "ouest", "d") and key == "nord":
                return None
            return codes if named or bracketed or (capital and inside) else None
        of = previous in ("du", "des") or (previous in ("la", "l", "de") and before in ("de", "") and previous != before)
        of = of or (previous in ("de", "d") and codes is not None and self.index.departments[min(codes)].located_in.startswith("en "))
        if before in _RIVERS or self._previous(at, 3) in _RIVERS:
            return codes if named else None
        return codes if named or bracketed or inside or (of and capital) else None

    def _counts_something(self, after: int) -> bool:
        """« dans le 10 rue » counts a house, « dans le 01 » stands alone."""
        if after >= len(self.words) or self.words[after].glue.strip():
            return False
        return self.words[after].key in _UNITS or self.words[after].key in ("rue", "avenue", "boulevard", "au", "eme", "e", "er")

    def _area(self, at: int) -> tuple[int, PlaceMention] | None:
        if at not in self.areas:
            return None
        after, _codes = self.areas[at]
        return self._mention(
            at, after, "department", self.index.look_up("département " + self._key(at, after).replace(" ", "-" if not self.words[at].raw.isdigit() else ""))
        )

    # --- intercommunalities and territories ---------------------------------------------------------------------------------------------------

    def _grouping(self, at: int) -> tuple[int, PlaceMention] | None:
        for marker in _EPCI_WORDS if self.words[at].key in _EPCI_FIRST_WORDS else ():
            end = at + len(marker)
            if tuple(word.key for word in self.words[at:end]) != marker or not self._joined(at, end):
                continue
            if marker == ("ca",) and self.words[at].raw != "CA":
                continue
            name = end
            while name < len(self.words) and self.words[name].key in ("de", "du", "des", "d", "la", "l", "le", "les") and self._joined(name - 1, name + 1):
                name += 1
            for first in range(end, name + 1):
                for after in range(min(first + _MAX_WORDS, len(self.words)), first, -1):
                    key = self._key(first, after)
                    if not self._joined(at, after) or self._cut_in_a_compound(first, after):
                        continue
                    known = key in self.index.epci_cores
                    place = first == name and self._a_commune(key) and key not in _HARD and (self._capitals(first, after) or not self._is_common(key))
                    if known or place:
                        return self._mention(at, after, "epci", self.index.look_up(self._key(at, after)))
            return None
        for after in range(min(at + _MAX_WORDS, self.reach[at]), at + 1, -1):
            if self._cut_in_a_compound(at, after):
                continue
            key, core = self._key(at, after), self._key(at, after - 1)
            whole = any(kind == "epci" for kind, _ in self.index.refs_by_key.get(key, ()))
            tailed = self.words[after - 1].key in _EPCI_TAILS and (core in self.index.epci_cores or self._a_commune(core))
            if not (whole or tailed):
                continue
            opening = self._sentence_start(at) and core in self.index.epci_cores and not self._is_common(core)
            if opening or self._capitals(at, at + 1) or self._previous(at) in _PREPOSITIONS | {"la", "le", "l"} or after - at >= 3:
                if tailed and not whole and self._is_common(core) and not self._capitals(at, after - 1):
                    continue
                return self._mention(at, after, "epci", self.index.look_up(key))
        return None

    def _territory(self, at: int) -> tuple[int, PlaceMention] | None:
        marked = self._after_territory_word(at)
        for after in range(min(at + _MAX_WORDS + 3, self.reach[at]), at, -1):
            if self._cut_in_a_compound(at, after):
                continue
            key = self._key(at, after)
            refs = self.index.refs_by_key.get(key, ())
            if not any(kind == "territory" for kind, _ in refs):
                continue
            if any(kind in ("commune", "former") for kind, _ in refs) and not marked:
                continue
            if key in self.index.department_names and not marked:
                continue
            many = after - at >= 2
            shown = many and any(word.capital for word in self.words[at:after]) and not self.shouting and not self._sentence_start(at)
            if (shown and after - at >= 3) or marked or (many and self._capitals(at, after)) or (after - at >= 3 and self._previous(at) in _PREPOSITIONS) or (
                not many and self._capitals(at, after) and self._previous(at) in ("le", "l", "du", "dans")
            ):  # fmt: skip
                return self._mention(at, after, "territory", self.index.look_up(("territoire d'industrie " if marked else "") + key))
        if marked and not self._a_commune(self.words[at].key) and self._capitals(at, at + 1):
            for after in range(min(at + 6, len(self.words)), at + 1, -1):
                if self._joined(at, after) and self._capitals(at, after):
                    result = self.index.look_up(self._key(at, after))
                    if result.kind == "territory":
                        return self._mention(at, after, "territory", result)
        return None

    def _after_territory_word(self, at: int) -> bool:
        back = 1
        while self._previous(at, back) in ("de", "du", "des", "d", "la", "le", "les", "l"):
            back += 1
        return self._previous(at, back) == "ti" or (self._previous(at, back) == "industrie" and "territoire" in self._previous(at, back + 2))

    # --- communes ----------------------------------------------------------------------------------------------------------------------------

    def _a_commune(self, key: str) -> bool:
        return any(kind in ("commune", "former") for kind, _ in self.index.refs_by_key.get(key, ()))

    def _is_common(self, key: str) -> bool:
        words = key.split()
        if words[0] in ("la", "le", "les", "l") and len(words) == 2:
            words = words[1:]
        if len(words) == 1:
            return words[0] not in _TOWNS and (words[0] in self.index.common_words or words[0] in _COMMON or words[0] in _HARD)
        return "-".join(words) in _COMMON or all(w in self.index.common_words or w in _SMALL or w in _HARD for w in words)

    def _whole_text(self) -> tuple[int, PlaceMention] | None:
        """The whole message is a place: the answer to « Dans quelle commune ? »."""
        if not 1 <= len(self.words) <= 8:
            return None
        text = self.text.strip(' .?!,;:\n\t«»"')
        key = self._key(0, len(self.words))
        if self._a_commune(key) and key not in _HARD and (not self._is_common(key) or self._capitals(0, len(self.words)) or key in _TOWNS):
            return self._mention(0, len(self.words), "commune", self.index.look_up(text))
        split = self.index.split_department(key)
        if split and self._a_commune(split[0]) and split[0] not in _HARD and not self._cut_in_a_compound(0, len(self.words)):
            result = self.index.look_up(text)
            if result.commune is not None:
                return self._mention(0, len(self.words), "commune", result)
        return None

    def _spellings(self, first: int, after: int) -> Iterator[str]:
        key = self._key(first, after)
        previous = self._previous(first)
        if previous in ("du", "au"):
            yield f"le {key}"
        if previous in ("des", "aux"):
            yield f"les {key}"
        yield key

    def _commune(self, at: int) -> tuple[int, PlaceMention] | None:
        if self.words[at].raw.isdigit() and len(self.words[at].raw) > 1:
            return None
        for after in range(min(at + _MAX_WORDS, self.reach[at]), at, -1):
            if self._cut_in_a_compound(at, after):
                continue
            for key in self._spellings(at, after):
                if not self._a_commune(key):
                    continue
                if coded := self._beside_a_code(at, after, key):
                    return coded
                if any(start in self.areas and self.areas[start][0] >= after for start in range(at, after)) and not self._explicit(at):
                    continue
                if (at in self.regions and not self._explicit(at)) or not self._counts(at, after, key):
                    continue
                result = self.index.look_up(key)
                if self.area_codes and result.status == "ambiguous" and (chosen := self.index.look_up(key, department=next(iter(self.area_codes)))).commune:
                    result = chosen
                elif result.commune is None and self._a_commune(key) and len(result.candidates) > 1 and self._explicit(at):
                    result = self.index.look_up(f"commune de {key}") if key == self._key(at, after) else result
                return self._mention(at, after, "commune", result)
        return None

    def _beside_a_code(self, at: int, after: int, key: str) -> tuple[int, PlaceMention] | None:
        """« Contes (06) », « Contes 06390 », « Ussel en Corrèze », « Saint-Denis dans le 93 »."""
        if after >= len(self.words):
            return None
        follower = self.words[after]
        tight = re.fullmatch(r"[ \u00a0]*[(,]?[ \u00a0]*(?:[-–][ \u00a0]*)?", follower.glue) is not None
        if tight and follower.raw.isdigit() and not self._is_an_amount(after):
            if len(follower.raw) == 5 and self.index.communes_by_postal.get(follower.raw) and not self._unlikely(at, after, key):
                return self._mention(at, after + 1, "commune", self.index.look_up(f"{key} {follower.raw}"))
            code = follower.raw
            town = key in ("paris", "lyon", "marseille")
            if town and (match := re.compile(r"[ ,(]*\d{1,2} ?(?:er|e|eme|ème|è)\b(?: ?arr(?:ondissement)?\b)?").match(self.text, self.words[after - 1].end)):
                last = after
                while last < len(self.words) and self.words[last].start < match.end():
                    last += 1
                return self._mention(at, last, "commune", self.index.look_up(self.text[self.words[at].start : match.end()]))
            if len(code) in (2, 3) and code in self.index.departments and not self._counts_something(after + 1):
                result = self.index.look_up(key, department=code)
                if self.index.department_names.get(key) == code and at in self.areas and not self._explicit(at):
                    return None  # « Corrèze (19) » is the département
                if result.commune is not None and ("(" in follower.glue or not self._unlikely(at, after, key)):
                    return self._mention(at, after + 1, "commune", result)
        if town_match := (
            key in ("paris", "lyon", "marseille") and re.compile(r" (\d{1,2}) ?(?:er|e|eme|ème|è)\b").match(self.text, self.words[after - 1].end)
        ):
            last = after
            while last < len(self.words) and self.words[last].start < town_match.end():
                last += 1
            return self._mention(at, last, "commune", self.index.look_up(self.text[self.words[at].start : town_match.end()]))
        for size in range(min(5, len(self.words) - after), 0, -1):  # « Mazamet Tarn », « Mer, Loir-et-Cher »
            area = self._key(after, after + size)
            if area not in self.index.department_names or not self._joined(after, after + size) or not re.fullmatch(r"[ ,(]+", follower.glue):
                continue
            if area == key or not (self._counts(at, after, key) or self._explicit(at)) or self._previous(at) in _RIVERS:
                continue
            result = self.index.look_up(key, department=area)
            if result.commune is not None and not self._cut_in_a_compound(after, after + size):
                return self._mention(at, after + size, "commune", result)
        for start in range(after, min(after + 4, len(self.words))):
            if start in self.areas:
                links = {word.key for word in self.words[after:start]}
                between = self.text[self.words[after - 1].end : self.words[start].start]
                if links <= {"dans", "en", "le", "la", "l", "les", "du", "de", "departement", "dept", "dpt"} and not re.search(r"[.;:!?]", between):
                    end, codes = self.areas[start]
                    if len(codes) == 1:
                        result = self.index.look_up(key, department=next(iter(codes)))
                        if result.commune is not None and not (self._unlikely(at, after, key) and "(" not in between):
                            return self._mention(at, end, "commune", result)
                break
        return None

    def _unlikely(self, at: int, after: int, key: str) -> bool:
        """An ordinary word in lower case that only happens to stand before a number."""
        return (self._is_common(key) or key in _HARD) and not (self._capitals(at, after) and key not in _HARD) and not self._explicit(at)

    def _explicit(self, at: int) -> bool:
        """« commune de », « maire de », « ville d' » stand just before."""
        return self._previous(at) in ("de", "d", "du", "des") and self._previous(at, 2) in _COMMUNE_WORDS

    def _located(self, at: int) -> bool:
        """A verb or a noun of place within three words before the preposition."""
        previous = self._previous(at)
        if previous not in ("a", "au", "aux", "sur", "vers", "de", "d", "du", "pres"):
            return False
        if self._previous(at, 2) in _BEING or self._previous(at, 2) in ("pres", "cote", "proximite"):
            return True
        return any(self._previous(at, back) in _LOCATED for back in (2, 3, 4))

    def _counts(self, at: int, after: int, key: str) -> bool:
        capital, previous = self._capitals(at, after), self._previous(at)
        explicit, located = self._explicit(at), self._located(at)
        accented = (at > 0 and self.words[at - 1].raw in ("à", "À")) or previous in ("au", "aux")
        hard = key in _HARD or key.replace(" ", "-") in _HARD or (len(key) <= 2 and not explicit)
        if self._acronym(at, after):
            return False
        if hard:
            return explicit and capital
        if previous == "chez" or previous in _PERSONS or (self._previous(at, 2) in _PERSONS and previous not in _PREPOSITIONS):
            return False
        if self._is_common(key):
            return explicit or (capital and (accented or (located and previous in ("a", "sur", "vers")))) or (located and previous == "a" and key in _TOWNS)
        if key in self.index.department_names and key not in ("paris", "mayenne", "vienne"):
            return explicit or (accented and capital)  # « Allier », « Doubs », « Landes » alone are the département
        if key == "orange" and previous in ("d", "de", ""):
            return explicit
        if key in _TOWNS and not capital and (key in self.index.common_words or key in _COMMON):
            return explicit or (previous in ("a", "sur", "vers") and (accented or located or key == "paris"))
        if explicit:
            return True
        size = after - at
        if capital:
            if previous in _NOT_A_PLACE_AFTER:
                return False
            neighbour = (
                at > 0 and not self.words[at].glue.strip() and self.words[at - 1].capital and not self._sentence_start(at - 1) and previous not in _PREPOSITIONS
            )
            if neighbour and previous not in _SMALL and previous not in _LOCATED:
                return False
            if self._sentence_start(at):
                return size > 1 or (len(key) >= 5 and not self._verb_like(key))
            return len(key) >= 4 or previous in _PREPOSITIONS
        listed = previous in ("et", "ou") and self.last_after == at - 1
        if previous in ("a", "sur", "vers", "au", "aux", "pres") or listed:
            return len(key) >= 4 and (accented or located or previous in ("sur", "vers") or listed or size > 1 or not self._verb_like(key))
        if previous in ("de", "d", "du", "des", "dans"):
            return size > 1 or (len(key) >= 5 and not self._verb_like(key))
        return size >= 3 or (size == 2 and key.split()[0] in ("saint", "sainte"))

    @staticmethod
    def _verb_like(key: str) -> bool:
        return bool(re.search(r"(?:er|ir|re|ant|ons|ez|ment|tion|ique|ie)$", key)) and " " not in key

    # --- near names --------------------------------------------------------------------------------------------------------------------------

    def _typo(self, at: int) -> tuple[int, PlaceMention] | None:
        """A name with a letter wrong, where only a place can stand."""
        previous = self._previous(at)
        if previous not in ("a", "sur", "vers", "au", "de", "d", "du", "dans") or self.words[at].raw.isdigit():
            return None
        explicit, located = self._explicit(at), self._located(at) and previous in ("a", "sur", "vers", "au")
        if explicit and self._previous(at, 2) in ("elu", "elue", "elus", "adjoint", "adjointe") and not self.words[at].capital:
            explicit = False
        for after in range(min(at + 4, len(self.words)), at, -1):
            key = self._key(at, after)
            if not self._joined(at, after) or self._cut_in_a_compound(at, after) or len(key) < 5 or any(w.raw.isdigit() for w in self.words[at:after]):
                continue
            if after - at > 1 and (
                self.words[after - 1].key in _SMALL or not (self._hyphenated(at, after) or self._capitals(at, after) or self.words[at].key == "saint")
            ):
                continue
            if self._ordinary(at, after) or any(start in self.areas for start in range(at, after)):
                continue
            capital = self._capitals(at, after)
            sure = self.words[at - 1].raw == "à" and len(key) >= 8
            if not (explicit or located or capital or sure) or self._acronym(at, after) or (not capital and self._verb_like(key)):
                continue
            if previous in ("de", "d", "du", "dans") and not explicit:
                continue
            department = next(iter(self.area_codes)) if self.area_codes and len(self.area_codes) == 1 else None
            beginning = capital and located and key in self.index.first_words and len(key) >= 5
            if not beginning and not any(letters <= self.index.reach(key) for _, letters in self.index.near_keys(key)):
                continue
            result = self.index.look_up(key)
            if result.commune is None and department:
                narrowed = self.index.look_up(key, department=department)
                result = narrowed if narrowed.commune is not None else result
            if result.understood_as is not None or (result.candidates and (explicit or located)):
                return self._with_area(at, after, key) or self._mention(at, after, result.kind or "commune", result)
        return None

    def _with_area(self, at: int, after: int, key: str) -> tuple[int, PlaceMention] | None:
        """« à Anonay en Ardèche »: the département that follows belongs to the misspelt name."""
        for start in range(after, min(after + 4, len(self.words))):
            if start in self.areas and {word.key for word in self.words[after:start]} <= {"dans", "en", "le", "la", "l", "les"}:
                end, codes = self.areas[start]
                result = self.index.look_up(key, department=min(codes))
                if len(codes) == 1 and result.commune is not None:
                    return self._mention(at, end, "commune", result)
        return None

    def _hyphenated(self, at: int, after: int) -> bool:
        return all("-" in word.glue for word in self.words[at + 1 : after])

    def _ordinary(self, at: int, after: int) -> bool:
        """Ordinary words never count as a misspelt name."""
        shown = [word for word in self.words[at:after] if word.key not in _SMALL]
        return not shown or all(
            word.key in self.index.common_words or word.key in _COMMON or word.key in _HARD or word.key in _LOCATED or word.key in _UNITS for word in shown
        )
