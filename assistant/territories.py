"""Which Territoire d'industrie a commune, an intercommunality or a postal code belongs to, said in French with its phase, its date and its source.

`TerritoryIndex.look_up` reads top to bottom: codes first (TI id, SIREN, INSEE, postal code, département), then exact names, then near names.
Three promises hold everywhere: unknown is never “no”, a near name is never answered in silence, and the two phases are never joined by their ids
(`ti-8413` names one territory in phase 1 and another one in phase 2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

Status = Literal["member", "former_member", "not_member", "ambiguous", "unknown"]
Kind = Literal["commune", "former", "epci", "territory", "department", "region"]
Ref = tuple[Kind, str]
"""What a name designates: its kind and its code (INSEE, rank in the former communes, SIREN, « phase:id », département, region)."""

SOURCE_URL = "https://www.data.gouv.fr/fr/datasets/programme-territoires-dindustrie/"
NO_RIGHT = "Être dans un Territoire d'industrie ne vaut pas droit à une aide : chaque dispositif a ses propres critères."
YEARS = {1: "2018-2022", 2: "2023-2027"}
MAX_QUERY = 200  # characters; no place name is that long
MAX_LISTED = 12  # candidates named in a sentence; `candidates` holds them all

# A commune that shares its name with its département or another one, and that people mean when they say the name alone.
_TOWNS_ABOVE_DEPARTMENTS = frozenset({"paris", "vienne", "mayenne"})
_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")


@dataclass(frozen=True, slots=True)
class Department:
    code: str
    name: str
    located_in: str  # « dans l'Ain », « en Savoie »
    region_code: str
    region: str


@dataclass(frozen=True, slots=True)
class Member:
    """A grouping, or a commune listed on its own, as the ANCT names it in the list."""

    siren: str
    name: str
    nature: str  # CC, CA, CU, METRO, EPT or COM


@dataclass(frozen=True, slots=True)
class Territory:
    phase: int
    id: str
    name: str
    region_code: str
    region: str
    status: str  # "new" or "renewed" in phase 2, empty in phase 1
    list_date: str  # ISO
    source_url: str
    confidence: str
    note: str
    commune_count: int  # computed on the communes of 2026
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Epci:
    siren: str
    name: str | None  # None when no list names it
    nature: str | None
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Commune:
    insee: str
    name: str
    department: str
    postal_codes: tuple[str, ...]
    epci: str
    ept: str
    phase_1: str
    phase_2: str
    to_check: bool
    note: str


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A delegated or associated commune, a municipal arrondissement, or a commune lost without a successor (`present_insee` empty)."""

    insee: str
    name: str
    kind: str
    present_insee: str
    department: str


@dataclass(frozen=True, slots=True)
class Candidate:
    kind: str  # commune, epci, territoire, departement, region
    code: str
    name: str
    department: str | None
    department_name: str | None
    status: Status | None
    territory: str | None  # name of its phase-2 territory
    phase: int | None
    remark: str | None = None  # « aujourd'hui … » for a former commune


@dataclass(frozen=True, slots=True)
class LookupResult:
    status: Status
    query: str
    message: str
    commune: Commune | None = None
    commune_department: Department | None = None
    epci: Epci | None = None
    territories: tuple[Territory, ...] = ()  # phase 2 first
    candidates: tuple[Candidate, ...] = ()
    list_date: str = ""
    source_url: str = SOURCE_URL
    understood_as: str | None = None  # set when the name was not typed as it is written
    kind: Kind | None = None  # of what was found, when one thing was
    area: str = ""  # « Département Ain (01) », when a whole département or region was asked for

    def to_json(self) -> dict[str, Any]:
        """The object of `territory --json`: these nine keys, always."""
        commune = epci = None
        if self.commune is not None:
            commune = {
                "insee": self.commune.insee,
                "name": self.commune.name,
                "department": self.commune.department,
                "department_name": self.commune_department.name if self.commune_department else None,
                "region": (self.commune_department.region or None) if self.commune_department else None,
                "postal_codes": list(self.commune.postal_codes),
                "to_check": self.commune.to_check,
            }
        if self.epci is not None:
            epci = {"siren": self.epci.siren, "name": self.epci.name, "nature": self.epci.nature}
        return {
            "status": self.status,
            "commune": commune,
            "epci": epci,
            "territories": [{"id": t.id, "name": t.name, "phase": t.phase, "region": t.region} for t in self.territories],
            "candidates": [
                {
                    "kind": c.kind, "code": c.code, "name": c.name, "department": c.department, "department_name": c.department_name,
                    "status": c.status, "territory": c.territory, "phase": c.phase, "remark": c.remark,
                }
                for c in self.candidates
            ],
            "list_date": self.list_date,
            "source_url": self.source_url,
            "message": self.message,
        }  # fmt: skip


# --- names ---------------------------------------------------------------------------------------------------------------------------------

_FOLD: dict[int, str] = {ord(c): " " for c in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~’‘ʼ´«»“”–—‑‐•·…°\u00a0\u202f\t\n\r"}
_FOLD |= {ord(a): b for a, b in zip("àáâãäåçèéêëìíîïñòóôõöùúûüýÿ", "aaaaaaceeeeiiiinooooouuuuyy", strict=True)}
_FOLD |= {ord("œ"): "oe", ord("æ"): "ae", ord("&"): " et "}
_EXPANDED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "lez": "les", "ss": "sous"}
_ABBREVIATED = frozenset(_EXPANDED)
_ARTICLES = frozenset({"la", "le", "les", "l"})


def place_key(text: str) -> str:
    """What two spellings of one name share: lower case, no accents, words apart by one space, « St » written out.

    >>> place_key("St-Étienne-lès-Remiremont") == place_key("SAINT ETIENNE LES REMIREMONT")
    True
    >>> place_key("L’Haÿ-les-Roses")
    'l hay les roses'
    """
    folded = text.lower().translate(_FOLD)
    if not folded.isascii():
        folded = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = folded.split()
    if not _ABBREVIATED.isdisjoint(words):
        words = [_EXPANDED.get(word, word) for word in words]
    return " ".join(words)


def french_date(iso: str) -> str:
    """
    >>> french_date("2024-07-01"), french_date("2024-07-04")
    ('1er juillet 2024', '4 juillet 2024')
    """
    day = date.fromisoformat(iso)
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


def _of_month(iso: str) -> str:
    """
    >>> _of_month("2024-07-04"), _of_month("2025-10-01")
    ('de juillet 2024', "d'octobre 2025")
    """
    day = date.fromisoformat(iso)
    month = _MONTHS[day.month - 1]
    return f"{'d' + chr(39) if month[0] in 'ao' else 'de '}{month} {day.year}"


def _as_clause(note: str) -> str:
    """A note of the list as a clause about « cette commune »."""
    clause = note[:1].lower() + note[1:].rstrip(".")
    clause = re.sub(r"^figurait", "cette commune figurait", clause)
    return re.sub(r"^(rattachée|absente)", r"cette commune était \1", clause)


def _with_article(name: str) -> str:
    """« La CC du Thouarsais », « L'EPT Plaine Commune »; other names as they are."""
    first = name.split(" ", 1)[0]
    return f"La {name}" if first in ("CC", "CA", "CU", "Métropole") else f"L'{name}" if first == "EPT" else name


_EPCI_MARKER = re.compile(
    r"^(?:la |le |l |les |notre |ma |mon )?(?:cc|ca|cu|ept|epci|com com|comcom|codecom|interco|intercommunalite|agglo|agglomeration|grande agglo"
    r"|communaute (?:de communes?|de com|d agglo|d agglomeration|urbaine|d urbaine|urbaine et rurale)|communaute"
    r"|etablissement public territorial|metropole)\b ?"
)
_EPCI_TAIL = re.compile(r" (?:agglomeration|agglo|communaute de communes|communaute d agglomeration|communaute|metropole|interco)$")
_LEADING_LINK = re.compile(r"^(?:(?:de la|de l|des|de|du|d|la|le|les|l|aux|au) )+")
_TERRITORY_MARKER = re.compile(r"^(?:le |l |un |au |du )?(?:territoires? d industrie|ti)(?: phase [12])?\b ?")
_COMMUNE_MARKER = re.compile(r"^(?:la |le )?(?:commune|ville|mairie|village|municipalite) (?:de |du |des |d )?")
_DEPARTMENT_MARKER = re.compile(r"^(?:le |la |dans le |dans )?(?:departement|dept|dpt|dep) (?:de la |de l |des |de |du |d )?")
_REGION_MARKER = re.compile(r"^(?:la |en )?region (?:de la |de l |des |de |du |d )?")
_LINKS = frozenset(["dans", "le", "la", "les", "l", "en", "du", "de", "des", "d", "departement", "dept", "dpt", "dep", "region", "a"])


def epci_core(key: str) -> str:
    """The part of an intercommunality's name that makes it itself.

    >>> epci_core(place_key("CC du Thouarsais")), epci_core(place_key("Haut-Bugey Agglomération")), epci_core("communaute d agglomeration de nevers")
    ('thouarsais', 'haut bugey', 'nevers')
    """
    core = _EPCI_TAIL.sub("", _EPCI_MARKER.sub("", key))
    return _LEADING_LINK.sub("", core) or key


class TerritoryIndex:
    """The lists, ready to be asked. Holds no file and no clock: the same rows give the same answers."""

    def __init__(
        self,
        *,
        territories: Iterable[Territory],
        communes: Iterable[Commune],
        former_communes: Iterable[FormerCommune],
        epcis: Iterable[Epci],
        departments: Iterable[Department],
        common_words: Iterable[str] = (),
    ) -> None:
        self.territories: dict[tuple[int, str], Territory] = {(t.phase, t.id): t for t in territories}
        self.communes: dict[str, Commune] = {c.insee: c for c in communes}
        self.former_communes: tuple[FormerCommune, ...] = tuple(former_communes)
        self.epcis: dict[str, Epci] = {e.siren: e for e in epcis}
        self.departments: dict[str, Department] = {d.code: d for d in departments}
        self.regions: dict[str, str] = {d.region_code: d.region for d in self.departments.values() if d.region_code}
        self.common_words: frozenset[str] = frozenset(common_words)
        self.list_date = max((t.list_date for t in self.territories.values() if t.phase == 2), default="")

        self._territories_of_siren: dict[str, list[Territory]] = {}
        for territory in self.territories.values():
            for member in territory.members:
                self._territories_of_siren.setdefault(member.siren, []).append(territory)
        self.refs_by_key: dict[str, list[Ref]] = {}
        self._by_short_key: dict[str, list[Ref]] = {}
        self.communes_by_postal: dict[str, list[str]] = {}
        self._communes_of_epci: dict[str, list[str]] = {}
        self._former_by_insee: dict[str, int] = {}
        self.epci_cores: dict[str, list[str]] = {}
        self.department_names: dict[str, str] = {}
        self.region_names: dict[str, str] = {}
        self._index_communes()
        self._index_groupings()

    def _index_communes(self) -> None:
        by_key, by_postal, of_epci = self.refs_by_key, self.communes_by_postal, self._communes_of_epci
        short = self._by_short_key
        for insee, commune in self.communes.items():  # the hot loop of the loading: 35,000 turns
            ref: Ref = ("commune", insee)
            key = place_key(commune.name)
            if key in by_key:
                by_key[key].append(ref)
            else:
                by_key[key] = [ref]
            if key[0] == "l" and (space := key.find(" ")) > 0 and key[:space] in _ARTICLES:
                short.setdefault(key[space + 1 :], []).append(ref)
            if "(" in commune.name:  # « Château-Chinon (Ville) » is also asked for as « Château-Chinon »
                self._index_name(commune.name[: commune.name.index("(")], ref)
            for code in commune.postal_codes:
                by_postal.setdefault(code, []).append(insee)
            for siren in (commune.epci, commune.ept):
                if siren:
                    of_epci.setdefault(siren, []).append(insee)
        for rank, former in enumerate(self.former_communes):
            if former.insee:
                self._former_by_insee[former.insee] = rank
            present = self.communes.get(former.present_insee)
            key = place_key(former.name)
            if present is None or ("commune", present.insee) not in by_key.get(key, ()):
                self._index_name(former.name, ("former", str(rank)))

    def _index_name(self, name: str, ref: Ref) -> None:
        key = place_key(name)
        refs = self.refs_by_key.setdefault(key, [])
        if ref not in refs:
            refs.append(ref)
        article, _, rest = key.partition(" ")
        if rest and article in _ARTICLES:
            self._by_short_key.setdefault(rest, []).append(ref)

    def _index_groupings(self) -> None:
        for (phase, identifier), territory in self.territories.items():
            self._index_name(territory.name, ("territory", f"{phase}:{identifier}"))
        for siren, epci in self.epcis.items():
            for name in filter(None, (epci.name, *epci.other_names)):
                for spelling in {re.sub(r"\s*\([^)]*\)", "", name), name}:
                    key = place_key(spelling)
                    if ("epci", siren) not in self.refs_by_key.setdefault(key, []):
                        self.refs_by_key[key].append(("epci", siren))
                    cores = self.epci_cores.setdefault(epci_core(key), [])
                    if siren not in cores:
                        cores.append(siren)
                for acronym in re.findall(r"\((\w+)\)", name):
                    self.epci_cores.setdefault(place_key(acronym), []).append(siren)
        for department in self.departments.values():
            self.department_names[place_key(department.name)] = department.code
            self.refs_by_key.setdefault(place_key(department.name), []).append(("department", department.code))
        for synonym, code in (("reunion", "974"), ("ile de la reunion", "974"), ("belfort territoire", "90")):
            if code in self.departments:
                self.department_names[synonym] = code
        for code, region in self.regions.items():
            if place_key(region) not in self.department_names:
                self.region_names[place_key(region)] = code
                self.refs_by_key.setdefault(place_key(region), []).append(("region", code))
        if "94" in self.regions:
            self.region_names["corse"] = "94"
        if "93" in self.regions:
            self.region_names["paca"] = "93"

    # --- the look-up -----------------------------------------------------------------------------------------------------------------------

    def look_up(self, text: str, *, department: str | None = None) -> LookupResult:
        """One place, however it is written. `department` (code or name) narrows communes down."""
        query = " ".join(text.split())
        scope = self.department_codes(department) if department else None
        if not query or not any(c.isalnum() for c in query):
            return self._unknown(query, "Indiquez une commune, un code postal, une intercommunalité ou un Territoire d'industrie.")
        if len(query) > MAX_QUERY:
            return self._unknown(
                query[:MAX_QUERY], "La demande est trop longue pour être un nom de lieu : indiquez seulement la commune, le code postal ou l'intercommunalité."
            )
        if (coded := self._by_code(query, scope)) is not None:
            return coded
        key = place_key(re.sub(r"\bs/ ?", "sur ", query, flags=re.IGNORECASE))
        if (named := self._by_name(query, key, scope)) is not None:
            return named
        if (near := self._by_near_name(query, key, scope)) is not None:
            return near
        return self._not_found(query)

    def department_codes(self, text: str) -> frozenset[str] | None:
        """The départements that a code, a name or a region's name designates; None when it designates none."""
        key = _REGION_MARKER.sub("", _DEPARTMENT_MARKER.sub("", place_key(text)))
        for candidate in (key, _LEADING_LINK.sub("", re.sub(r"^(?:dans|en|a) ", "", key))):
            code = candidate.upper()
            if code.isdigit() and len(code) == 1:
                code = f"0{code}"
            if code in self.departments:
                return frozenset({code})
            if code == "20":
                return frozenset({"2A", "2B"} & self.departments.keys()) or None
            if candidate in self.department_names:
                return frozenset({self.department_names[candidate]})
            if candidate in self.region_names:
                return frozenset(d.code for d in self.departments.values() if d.region_code == self.region_names[candidate])
        return None

    # --- codes -----------------------------------------------------------------------------------------------------------------------------

    def _by_code(self, query: str, scope: frozenset[str] | None) -> LookupResult | None:
        compact = query.strip(" .?!;:")
        if match := re.fullmatch(
            r"(?:territoire d['’]industrie |ti )?ti[-_ ]?(\w{2})[-_ ]?(\d{2})(?:\W+(?:de la )?phase (?P<phase>[12]))?\W*", compact, re.IGNORECASE
        ):
            identifier = f"ti-{match[1]}{match[2]}".lower()
            return self._territory_by_id(query, identifier, int(match["phase"]) if match["phase"] else None)
        digits = re.sub(r"^(?:siren|siret|n°|numéro)?[ :]*", "", compact, flags=re.IGNORECASE).replace(" ", "")
        if re.fullmatch(r"\d{14}", digits):
            return self._unknown(
                query,
                "Un numéro SIRET désigne un établissement : sans consultation en ligne, je ne connais pas sa commune. Dans "
                "quelle commune se trouve cet établissement ?",
            )
        if re.fullmatch(r"\d{9}", digits):
            return self._by_siren(query, digits)
        if match := re.fullmatch(r"(?P<label>(?:code )?insee|cog|code commune|code postal|cp)?[ :]*(?P<code>\d{5}|2[abAB]\d{3})", compact, re.IGNORECASE):
            return self._by_five_digits(query, match["code"].upper(), (match["label"] or "").lower(), scope)
        if match := re.search(r"\b(\d{5}|2[AB]\d{3})\b", compact):
            return self._by_code_and_name(query, match[1], (compact[: match.start()] + " " + compact[match.end() :]).strip(" ,;:()-"))
        if match := re.fullmatch(
            r"(paris|lyon|marseille)[ ,]*(?:(?:le )?(\d{1,2}) ?(er|e|eme|ème|è|nd)?(?: ?arr(?:t|ondissement)?\.?)?)", compact, re.IGNORECASE
        ):
            town, number = match[1].lower(), int(match[2])
            own_department = {"paris": 75, "lyon": 69, "marseille": 13}[town]
            insee = str({"paris": 75100, "lyon": 69380, "marseille": 13200}[town] + number)
            if insee in self._former_by_insee and (match[3] or number != own_department):
                return self._one(query, ("former", str(self._former_by_insee[insee])))
        if re.fullmatch(r"(?:(?:le |la |dans le )?(?:département|departement|dept|dpt|dep)\.? )?\(?(\d{1,3}|2[abAB])\)?", compact, re.IGNORECASE):
            number_text = re.sub(r"\D*(?=\d)|[()]", "", compact).upper()
            if (codes := self.department_codes(number_text)) and (len(number_text) > 1 or compact[0].isalpha()):
                return self._department_result(query, sorted(codes))
            return self._unknown(
                query, f"« {query} » n'est pas un numéro de département que je connais. Indiquez la commune, le code postal ou l'intercommunalité."
            )
        return None

    def _territory_by_id(self, query: str, identifier: str, phase: int | None) -> LookupResult:
        found = [self.territories[p, identifier] for p in (2, 1) if (p, identifier) in self.territories and phase in (None, p)]
        if not found:
            elsewhere = [t for p in (2, 1) if (t := self.territories.get((p, identifier)))]
            hint = f" En phase {elsewhere[0].phase} ({YEARS[elsewhere[0].phase]}), il désigne « {elsewhere[0].name} »." if elsewhere else ""
            wanted = f" en phase {phase} ({YEARS[phase]})" if phase else ""
            return self._unknown(query, f"L'identifiant {identifier} ne désigne aucun Territoire d'industrie{wanted} dans mes listes.{hint}")
        if len(found) == 1 or found[0].name == found[1].name:
            return self._territory_result(query, found)
        message = (
            f"L'identifiant {identifier} désigne deux territoires différents selon la phase : « {found[0].name} » en phase 2 (2023-2027) "
            f"et « {found[1].name} » en phase 1 (2018-2022). Les identifiants ont été réattribués entre les deux phases. De quelle phase parlez-vous ?"
        )
        return self._ambiguous(query, [("territory", f"{t.phase}:{t.id}") for t in found], message)

    def _by_siren(self, query: str, siren: str) -> LookupResult:
        if siren in self.epcis or siren in self._communes_of_epci:
            return self._epci_result(query, siren)
        if listed := self._territories_of_siren.get(siren):
            member = next(m for m in listed[0].members if m.siren == siren)
            twins = [c for c in self.communes.values() if c.name == member.name and self._commune_is_listed(c, siren)]
            if len(twins) == 1:
                return self._one(query, ("commune", twins[0].insee))
        return self._unknown(
            query,
            f"Le numéro SIREN {siren} n'est pas celui d'une intercommunalité de mes listes ; si c'est celui d'une "
            f"entreprise, indiquez la commune de son établissement.",
        )

    def _commune_is_listed(self, commune: Commune, siren: str) -> bool:
        ids = {(t.phase, t.id) for t in self._territories_of_siren.get(siren, ())}
        return bool(ids & {(1, commune.phase_1), (2, commune.phase_2)})

    def _by_five_digits(self, query: str, code: str, label: str, scope: frozenset[str] | None) -> LookupResult:
        """A bare number may be an INSEE code and a postal code of other communes: then both are offered."""
        insee: list[Ref] = []
        if "postal" not in label and label != "cp":
            if code in self.communes:
                insee = [("commune", code)]
            elif code in self._former_by_insee:
                insee = [("former", str(self._former_by_insee[code]))]
        postal: list[Ref] = []
        if label in ("", "code postal", "cp"):
            postal = [("commune", i) for i in self.communes_by_postal.get(code, ()) if scope is None or self.communes[i].department in scope]
        refs = insee + [ref for ref in postal if ref not in insee]
        if not refs:
            return self._unknown(
                query,
                f"Je ne connais pas le code {code} : il peut s'agir d'un code CEDEX ou d'un code supprimé. "
                "Ce n'est pas un « non » : indiquez le nom de la commune et son département.",
            )
        if len(refs) == 1:
            return self._one(query, refs[0])
        if insee and postal:
            first = self._candidate(insee[0])
            message = (
                f"Le nombre {code} est à la fois le code INSEE de {first.name} et un code postal d'autres communes : "
                f"{self._listed([ref for ref in postal if ref not in insee])}. De quelle commune s'agit-il ?"
            )
            return self._ambiguous(query, refs, message)
        names = {self.communes[code_].phase_2 for _, code_ in postal}
        common = ""
        if len(names) == 1 and not any(self.communes[i].to_check for _, i in postal):
            (identifier,) = names
            if identifier:
                common = (
                    f" Toutes sont dans le Territoire d'industrie « {self.territories[2, identifier].name} » (phase 2, 2023-2027), "
                    f"d'après la liste du {french_date(self.list_date)}."
                )
            else:
                common = f" D'après la liste du {french_date(self.list_date)}, aucune n'est dans un Territoire d'industrie de la phase 2 (2023-2027)."
        message = f"Le code postal {code} est partagé par {len(postal)} communes : {self._listed(postal)}.{common} De quelle commune s'agit-il ?"
        return self._ambiguous(query, refs, message)

    def _by_code_and_name(self, query: str, code: str, name: str) -> LookupResult | None:
        """« 01100 Oyonnax », « Oyonnax (01100) »: the code chooses among the communes of that name."""
        scoped = list(dict.fromkeys([*self.communes_by_postal.get(code, ()), *((code,) if code in self.communes else ())]))
        key = re.sub(r"\s*\bcedex\b.*$", "", place_key(name)) or place_key(name)
        if key in ("", "code postal", "cp", "insee", "code insee"):
            return self._by_five_digits(query, code, "", None)
        key = re.sub(r" (?:code postal|cp|insee|code insee)$|^(?:code postal|cp|insee|code insee) ", "", key)
        named = self._commune_refs(key)
        both = [ref for ref in named if self._present(ref) in scoped]
        if len(both) == 1:
            return self._one(query, both[0])
        departments = {code[:3] if code.startswith("97") else code[:2]} | ({"2A", "2B"} if code.startswith("20") else set())
        in_department = [ref for ref in named if self._department_of(ref) in departments]
        if not both and len(in_department) == 1 and code not in self.communes_by_postal:  # a CEDEX code
            return self._one(query, in_department[0])
        choices = {place_key(self.communes[i].name): i for i in scoped}
        if not named and choices and (hit := process.extractOne(key, list(choices), scorer=OSA.distance, score_cutoff=self.reach(key))):
            rivals = [c for c in choices if c != hit[0] and OSA.distance(key, c) <= hit[1] + 1]
            if not rivals:
                commune = self.communes[choices[hit[0]]]
                return self._one(query, ("commune", commune.insee), understood=f"{commune.name} ({code})")
        if not named and not scoped:
            return None
        refs = both or in_department or [*named, *(("commune", i) for i in scoped)]
        refs = list(dict.fromkeys(refs))
        shown = (
            f"« {name} » et le code {code} ne vont pas ensemble dans mes listes"
            if not both
            else f"plusieurs lieux portent le nom « {name} » avec le code {code}"
        )
        return self._ambiguous(query, refs, f"Je ne peux pas choisir : {shown}. Possibilités : {self._listed(refs)}. De quelle commune s'agit-il ?")

    # --- exact names -----------------------------------------------------------------------------------------------------------------------

    def _by_name(self, query: str, key: str, scope: frozenset[str] | None) -> LookupResult | None:
        if self._commune_refs(key) and (result := self._communes_named(query, key, scope)):
            return result  # « Ville-Langy » is a name, not « la ville de Langy »
        if scope is None and (match := _DEPARTMENT_MARKER.match(key)) and (codes := self.department_codes(key)):
            return self._department_result(query, sorted(codes))
        if scope is None and _REGION_MARKER.match(key) and (region := self.region_names.get(_REGION_MARKER.sub("", key))):
            return self._region_result(query, region)
        if (match := _TERRITORY_MARKER.match(key)) and match.end() < len(key):
            rest = key[match.end() :]
            refs = [r for k in (rest, _LEADING_LINK.sub("", rest)) for r in self.refs_by_key.get(k, ()) if r[0] == "territory"]
            if refs:
                return self._territory_result(query, self._territories(refs))
            key = _LEADING_LINK.sub("", rest)
        if scope is None and key not in self.refs_by_key and (split := self.split_department(key)) and self._commune_refs(split[0]):
            return self._with_department(query, key)
        if match := _COMMUNE_MARKER.match(key):
            rest = key[match.end() :]
            spellings = (rest, f"le {rest}") if " du " in match[0] + " " else (f"les {rest}", rest) if match[0].endswith("des ") else (rest,)
            for spelling in spellings:
                if result := self._communes_named(query, spelling, scope, only_communes=True):
                    return result
                if result := self._with_department(query, spelling, only_communes=True):
                    return result
        if result := self._communes_named(query, key, scope):
            return result
        if scope is None and (result := self._with_department(query, key)):
            return result
        if result := self._epci_named(query, key):
            return result
        if short := self._scoped(self._by_short_key.get(key, ()), scope):
            name = self._candidate(short[0]).name
            return self._resolve(query, short, scope, understood=name if len(short) == 1 else None)
        if scope is None and (result := self._with_department(query, key, short=True)):
            return result
        return None

    def _communes_named(self, query: str, key: str, scope: frozenset[str] | None, *, only_communes: bool = False) -> LookupResult | None:
        refs = self.refs_by_key.get(key, [])
        communes = [ref for ref in refs if ref[0] in ("commune", "former")]
        if scope is not None:
            kept = self._scoped(communes, scope)
            if kept:
                return self._resolve(query, kept, scope)
            if communes:
                where = " ou ".join(self.departments[code].name for code in sorted(scope)[:3])
                message = (
                    f"Je ne trouve pas « {query} » dans ce département ({where}). Ce nom existe ailleurs : "
                    f"{self._listed(communes)}. De quelle commune s'agit-il ?"
                )
                return self._ambiguous(query, communes, message)
            return None
        if only_communes:
            return self._resolve(query, communes, None) if communes else None
        others = [ref for ref in refs if ref[0] not in ("commune", "former")]
        departments = [code] if (code := self.department_names.get(key)) else []
        if not communes:
            territories = self._territories(others)
            if departments:
                area = self._department_result(query, departments)
                known = {(c.phase, c.code) for c in area.candidates}
                namesakes = [self._candidate(("territory", f"{t.phase}:{t.id}")) for t in territories if (t.phase, t.id) not in known]
                return replace(area, candidates=(*area.candidates, *namesakes))
            epcis = [code for kind, code in others if kind == "epci"]
            if (
                epcis
                and territories
                and not any(t.id == own.id and t.phase == own.phase for t in territories for own in self._territories_of_siren.get(epcis[0], ()))
            ):
                return self._ambiguous(query, others, f"« {query} » désigne plusieurs choses : {self._listed(others)}. Laquelle ?")
            if epcis:
                return self._epci_result(query, epcis[0]) if len(epcis) == 1 else self._ambiguous_names(query, others)
            if territories:
                return self._territory_result(query, territories)
            if region := self.region_names.get(key):
                return self._region_result(query, region)
            return None
        if key in _TOWNS_ABOVE_DEPARTMENTS:
            result = self._resolve(query, communes, None)
            if departments and result.commune is not None and result.commune.department != departments[0]:
                aside = self.departments[departments[0]]
                return replace(
                    result,
                    message=f"{result.message} Si vous parliez du département ({aside.name}, {aside.code}), dites-le : la réponse dépend alors de la commune.",
                )
            return result
        if departments or any(kind == "region" for kind, _ in others):
            return self._ambiguous_names(query, [*communes, *others])
        present = {self._present(ref) for ref in communes}
        strangers = [ref for ref in others if ref[0] in ("territory", "epci") and not self._agrees(ref, present)]
        if strangers:
            return self._ambiguous_names(query, [*communes, *strangers])
        return self._resolve(query, communes, None)

    def _agrees(self, ref: Ref, present: set[str]) -> bool:
        """True when the commune of the same name lies in that territory or intercommunality: naming one or the other comes to the same."""
        if len(present) != 1:
            return False
        commune = self.communes.get(next(iter(present)))
        if commune is None:
            return False
        if ref[0] == "epci":
            return ref[1] in (commune.epci, commune.ept)
        phase, identifier = ref[1].split(":", 1)
        return identifier == (commune.phase_1 if phase == "1" else commune.phase_2)

    def _with_department(self, query: str, key: str, *, only_communes: bool = False, short: bool = False) -> LookupResult | None:
        """« Ussel 19 », « Ussel en Corrèze », « 19 Ussel »."""
        if (split := self.split_department(key)) is None:
            return None
        name, codes = split
        refs = self._commune_refs(name) if not short else list(self._by_short_key.get(name, ()))
        if not refs:
            return None
        kept = self._scoped(refs, codes)
        if kept:
            understood = self._candidate(kept[0]).name if short and len(kept) == 1 else None
            return self._resolve(query, kept, codes, understood=understood)
        where = " ou ".join(f"{self.departments[code].name} ({code})" for code in sorted(codes)[:3])
        return self._ambiguous(
            query,
            refs,
            f"Je ne trouve pas « {query} » dans ce département : {where}. Ce nom existe ailleurs : {self._listed(refs)}. De quelle commune s'agit-il ?",
        )

    def split_department(self, key: str) -> tuple[str, frozenset[str]] | None:
        words = key.split()
        for size in range(min(6, len(words) - 1), 0, -1):
            if words[-size] in _LINKS or (codes := self.department_codes(" ".join(words[-size:]))) is None:
                continue
            rest = words[:-size]
            while rest and rest[-1] in _LINKS and " ".join(rest) not in self.refs_by_key:  # « Montbrison-sur-Lez (26) » keeps its « Lez »
                rest.pop()
            if rest:
                return " ".join(rest), codes
        if len(words) > 1 and words[0].upper() in self.departments:
            return " ".join(words[1:]), frozenset({words[0].upper()})
        return None

    def _commune_refs(self, key: str) -> list[Ref]:
        return [ref for ref in self.refs_by_key.get(key, ()) if ref[0] in ("commune", "former")]

    def _scoped(self, refs: Iterable[Ref], scope: frozenset[str] | None) -> list[Ref]:
        """Those of the département; failing that, those whose postal code says so (sixteen postal codes cross a border)."""
        refs = [ref for ref in refs if ref[0] in ("commune", "former")] if scope is not None else list(refs)
        if scope is None:
            return refs
        kept = [ref for ref in refs if self._department_of(ref) in scope]
        return kept or [ref for ref in refs if (c := self.communes.get(self._present(ref))) and any(p[:2] in scope or p[:3] in scope for p in c.postal_codes)]

    def _epci_named(self, query: str, key: str) -> LookupResult | None:
        marked = _EPCI_MARKER.match(key) is not None or _EPCI_TAIL.search(key) is not None
        core = epci_core(key)
        sirens = self.epci_cores.get(core, [])
        if not marked and (" " not in core or core != key):
            return None
        if sirens and not marked and self._commune_refs(core):
            return None
        if len(sirens) == 1:
            exact = ("epci", sirens[0]) in self.refs_by_key.get(key, ())
            return self._epci_result(query, sirens[0], understood=None if exact or marked else self.epcis[sirens[0]].name)
        if sirens:
            return self._ambiguous_names(query, [("epci", siren) for siren in sirens])
        if not marked:
            return None
        near = self._inside(core, kinds=("epci",)) if len(core) >= 5 else []
        communes = self._commune_refs(core)
        refs = [*near, *communes][:30]
        hint = f" Noms proches : {self._listed(refs)}." if refs else ""
        return replace(
            self._unknown(
                query,
                f"Je ne reconnais pas l'intercommunalité « {query} » : ma liste ne donne que les noms des intercommunalités qui "
                f"ont été membres d'un Territoire d'industrie, "
                f"et une intercommunalité a pu changer de nom. Je ne peux donc répondre ni oui ni non.{hint} Quelle est la commune ?",
            ),
            candidates=tuple(self._candidate(ref) for ref in refs),
        )

    # --- near names ------------------------------------------------------------------------------------------------------------------------

    @staticmethod
    def reach(key: str) -> int:
        """How many letters may differ: none for very short names, one up to seven letters, then two."""
        return 0 if len(key) < 4 else 1 if len(key) < 8 else 2

    @cached_property
    def _keys_by_length(self) -> dict[int, list[str]]:
        grouped: dict[int, list[str]] = {}
        for key, refs in self.refs_by_key.items():
            if any(kind in ("commune", "former", "territory", "epci") for kind, _ in refs):
                grouped.setdefault(len(key), []).append(key)
        return grouped

    @cached_property
    def _joined_keys(self) -> dict[str, list[str]]:
        joined: dict[str, list[str]] = {}
        for key in self.refs_by_key:
            if " " in key:
                joined.setdefault(key.replace(" ", ""), []).append(key)
        return joined

    @cached_property
    def _keys_of_department(self) -> dict[str, list[str]]:
        grouped: dict[str, list[str]] = {}
        for key, refs in self.refs_by_key.items():
            for code in {self._department_of(ref) for ref in refs if ref[0] in ("commune", "former")} - {None}:
                grouped.setdefault(code or "", []).append(key)
        return grouped

    def warm_up(self) -> None:
        """Build now what the first near-name look-up would build (some 60 ms)."""
        self.look_up("oyonax")
        self.look_up("un nom de lieu qui n'existe pas")

    def near_keys(self, key: str, scope: frozenset[str] | None = None) -> list[tuple[str, int]]:
        """Names within reach of this one, nearest first, with how many letters differ; and always those one letter further than the nearest, its rivals."""
        reach = self.reach(key)
        if reach == 0 or len(key) > 60 or any(c.isdigit() for c in key):  # no name holds a figure
            return []
        found = self._within(key, reach, scope)
        if found and min(found.values()) == reach:
            found = self._within(key, reach + 1, scope)
        return sorted(found.items(), key=lambda item: (item[1], item[0]))

    def _within(self, key: str, letters: int, scope: frozenset[str] | None) -> dict[str, int]:
        if scope is not None:
            pools: Iterable[list[str]] = (self._keys_of_department.get(code, []) for code in scope)
        else:
            pools = (self._keys_by_length.get(length, []) for length in range(len(key) - letters, len(key) + letters + 1))
        return {name: int(distance) for pool in pools for name, distance, _ in process.extract(key, pool, scorer=OSA.distance, score_cutoff=letters, limit=12)}

    def _by_near_name(self, query: str, key: str, scope: frozenset[str] | None) -> LookupResult | None:
        if len(key) < 3:
            return None
        for spelling in (key, _COMMUNE_MARKER.sub("", key)):
            joined = spelling.replace(" ", "")
            keys = [*self._joined_keys.get(joined, ()), *((joined,) if joined != spelling and joined in self.refs_by_key else ())]
            refs = [ref for k in dict.fromkeys(keys) for ref in self.refs_by_key[k]]
            refs = [r for r in self._scoped(refs, scope) if r[0] in ("commune", "former", "epci", "territory")]
            if refs:
                return self._near_result(query, refs, single=True, scope=scope)
        name = _COMMUNE_MARKER.sub("", key)
        attempts: list[tuple[str, frozenset[str] | None]] = [(name, scope)]
        if scope is None and (split := self.split_department(name)):
            attempts.insert(0, split)
        for spelling, within in attempts:
            near = self.near_keys(spelling, within)
            reach = self.reach(spelling)
            hits = [item for item in near if item[1] <= reach]
            if not hits:
                continue
            best, distance = hits[0]
            alone = all(other_distance > distance + 1 for _, other_distance in near[1:])
            sure = alone and ((distance == 1 and len(spelling) >= 6) or (distance == 2 and len(spelling) >= 10))
            kept_keys = [best] if sure else [k for k, _ in hits]
            refs = [ref for k in kept_keys for ref in self.refs_by_key[k] if ref[0] in ("commune", "former", "epci", "territory")]
            refs = list(dict.fromkeys(self._scoped(refs, within)))
            if refs:
                return self._near_result(query, refs, single=sure, scope=within)
        if scope is None and len(key) >= 8 and " " in key:
            inside = self._inside(key, kinds=("territory", "epci"))
            phase_2 = [ref for ref in inside if ref[0] == "territory" and ref[1].startswith("2:")]
            if inside:
                one_thing = len(inside) == 1 or (len(phase_2) == 1 and len({self._candidate(ref).name for ref in inside}) == 1)
                return self._near_result(query, phase_2 if one_thing and phase_2 else inside, single=one_thing, scope=None)
        beginning = list(self._beginning(key)) if len(key) >= 4 else []
        refs = list(dict.fromkeys(ref for k in beginning for ref in self.refs_by_key[k] if ref[0] in ("commune", "former", "territory", "epci")))
        refs = self._scoped(refs, scope)
        return self._near_result(query, refs, single=False, scope=scope) if refs else None

    def _inside(self, key: str, *, kinds: tuple[Kind, ...]) -> list[Ref]:
        """Territories and intercommunalities whose name holds these words in a row (« Plastics Vallée »)."""
        return [ref for name, refs in self._grouping_names for ref in refs if f" {key} " in name and ref[0] in kinds]

    @cached_property
    def _grouping_names(self) -> list[tuple[str, list[Ref]]]:
        pairs = ((f" {key} ", [ref for ref in refs if ref[0] in ("territory", "epci")]) for key, refs in self.refs_by_key.items())
        return [(name, refs) for name, refs in pairs if refs]

    @cached_property
    def first_words(self) -> dict[str, list[str]]:
        first: dict[str, list[str]] = {}
        for key in self.refs_by_key:
            words = key.split(" ")
            for size in (1, 2, 3):
                if len(words) > size:
                    first.setdefault(" ".join(words[:size]), []).append(key)
        return first

    def _beginning(self, key: str) -> list[str]:
        """Names that begin with these words (« Vitry » → « Vitry-le-François », …), when they are not too many to be shown."""
        names = self.first_words.get(key, [])
        return names if len(names) <= 30 else []

    def _near_result(self, query: str, refs: list[Ref], *, single: bool, scope: frozenset[str] | None) -> LookupResult:
        communes = [ref for ref in refs if ref[0] in ("commune", "former")]
        present = {self._present(ref) for ref in communes}
        if communes and all(ref in communes or self._agrees(ref, present) for ref in refs):
            refs = communes  # the commune and the territory or intercommunality that bears its name: naming one is naming the other
        if single and refs and all(ref[0] == "territory" for ref in refs) and len({self._candidate(ref).name for ref in refs}) == 1:
            return self._territory_result(query, self._territories(refs), understood=self._candidate(refs[0]).name)
        places = {self._present(ref) if ref[0] in ("commune", "former") else ref[1] for ref in refs}
        names = list(dict.fromkeys(self._candidate(ref).name for ref in refs))
        if single and len(places) == 1:
            return self._one(query, refs[0], understood=names[0])
        if single and len(names) == 1 and all(ref[0] in ("commune", "former") for ref in refs):
            result = self._resolve(query, refs, scope)
            return replace(result, message=f"J'ai compris : {names[0]}. {result.message}", understood_as=names[0])
        return self._ambiguous(
            query, refs, f"Je ne connais pas « {query} » sous ce nom. Vouliez-vous dire : {self._listed(refs)} ? Précisez la commune et le département."
        )

    # --- results ---------------------------------------------------------------------------------------------------------------------------

    def _present(self, ref: Ref) -> str:
        """INSEE code of today's commune (empty for a commune lost without a successor)."""
        return self.former_communes[int(ref[1])].present_insee if ref[0] == "former" else ref[1]

    def _department_of(self, ref: Ref) -> str | None:
        if ref[0] == "former":
            former = self.former_communes[int(ref[1])]
            return self.communes[former.present_insee].department if former.present_insee else former.department
        return self.communes[ref[1]].department if ref[0] == "commune" else None

    def _resolve(self, query: str, refs: Sequence[Ref], scope: frozenset[str] | None, *, understood: str | None = None) -> LookupResult:
        """One commune, or the question that chooses. A former commune that shares a name with a present one is asked about when the answers differ."""
        present = [ref for ref in refs if ref[0] == "commune"]
        former = [ref for ref in refs if ref[0] == "former"]
        places = {self._present(ref) for ref in refs}
        if len(places) == 1 and "" not in places:
            return self._one(query, (present or former)[0], understood=understood)
        if len(refs) == 1:
            return self._lost(query, self.former_communes[int(refs[0][1])])
        if len(present) == 1 and "" not in places and len({self._verdict(self.communes[i]) for i in places}) == 1:
            result = self._one(query, present[0], understood=understood)
            aside = ", ".join(self._named(self.communes[self._present(ref)]) for ref in former)
            return replace(
                result, message=f"{result.message} Une ancienne commune du même nom existe ailleurs (aujourd'hui {aside}) : la réponse est la même pour elle."
            )
        return self._ambiguous_names(query, list(refs))

    @staticmethod
    def _verdict(commune: Commune) -> tuple[str, str, bool]:
        return commune.phase_1, commune.phase_2, commune.to_check

    def _one(self, query: str, ref: Ref, *, understood: str | None = None) -> LookupResult:
        kind, code = ref
        if kind == "commune":
            return self._commune_result(query, self.communes[code], understood=understood)
        if kind == "former":
            former = self.former_communes[int(code)]
            if not former.present_insee:
                return self._lost(query, former, understood=understood)
            return self._commune_result(query, self.communes[former.present_insee], former=former, understood=understood)
        if kind == "epci":
            return self._epci_result(query, code, understood=understood)
        if kind == "territory":
            return self._territory_result(query, self._territories([ref]), understood=understood)
        return self._department_result(query, [code])

    def status_of(self, commune: Commune) -> Status:
        if commune.to_check:
            return "unknown"
        return "member" if commune.phase_2 else "former_member" if commune.phase_1 else "not_member"

    def epci_of(self, commune: Commune) -> Epci | None:
        """In Greater Paris the établissement public territorial, since it is the member; elsewhere the EPCI."""
        siren = commune.ept or commune.epci
        return self.epcis.get(siren) or (Epci(siren, None, None) if siren else None)

    def _named(self, commune: Commune) -> str:
        department = self.departments[commune.department]
        return f"{commune.name} ({department.name}, {department.code})"

    def _commune_result(self, query: str, commune: Commune, *, former: FormerCommune | None = None, understood: str | None = None) -> LookupResult:
        status, name, epci = self.status_of(commune), self._named(commune), self.epci_of(commune)
        phase_2 = self.territories.get((2, commune.phase_2))
        phase_1 = self.territories.get((1, commune.phase_1))
        day = french_date(self.list_date)
        sentences: list[str] = []
        if understood:
            sentences.append(f"J'ai compris : {understood}.")
        if former is not None and place_key(former.name) != place_key(commune.name):
            if former.kind == "arrondissement-municipal":
                sentences.append(f"{former.name} est un arrondissement de {name}.")
            else:
                sentences.append(f"{former.name} n'est plus une commune de plein exercice : elle fait partie aujourd'hui de {name}.")
        if status == "unknown":
            sentences.append(self._cannot_confirm(name, epci, _as_clause(commune.note)))
        elif phase_2 is not None:
            sentences.append(
                f"{name} fait partie du Territoire d'industrie « {phase_2.name} » ({phase_2.id}), phase 2 (2023-2027), "
                f"{self._way_in(commune, phase_2, epci)} "
                f"(liste de l'ANCT du {day} : {SOURCE_URL})."
            )
        elif phase_1 is not None:
            sentences.append(
                f"{name} n'est plus dans un Territoire d'industrie : cette commune relevait en phase 1 (2018-2022) du "
                f"territoire « {phase_1.name} » ({phase_1.id}), "
                f"mais aucun territoire de la phase 2 (2023-2027) ne la comprend d'après la liste de l'ANCT du {day} ({SOURCE_URL})."
            )
            sentences.append("Une appartenance à la seule phase 1 n'ouvre plus de droit au titre du programme en cours.")
        else:
            sentences.append(
                f"D'après la liste de l'ANCT du {day} ({SOURCE_URL}), {name} ne fait partie d'aucun Territoire d'industrie de la phase 2 (2023-2027)."
            )
            sentences.append("Le périmètre a pu changer depuis cette date.")
        if status == "member" and phase_1 is not None:
            sentences.append(
                f"En phase 1 (2018-2022), {commune.name} relevait du territoire « {phase_1.name} » : les deux phases ont des "
                f"périmètres et des identifiants distincts."
            )
        if commune.note and status != "unknown" and not commune.note.startswith("Commune désignée"):
            sentences.append(f"À noter : {_as_clause(commune.note)}.")
        if status == "member":
            sentences.append(NO_RIGHT)
        if status == "unknown":
            territories: tuple[Territory, ...] = ()
        else:
            territories = tuple(t for t in (phase_2, phase_1) if t is not None)
        return LookupResult(
            status=status, query=query, message=" ".join(sentences), commune=commune, commune_department=self.departments[commune.department], epci=epci,
            territories=territories, list_date=self.list_date, understood_as=understood, kind="commune",
        )  # fmt: skip

    def _way_in(self, commune: Commune, territory: Territory, epci: Epci | None) -> str:
        sirens = {member.siren for member in territory.members}
        if epci is not None and epci.siren in sirens:
            return f"par son intercommunalité, {epci.name}" if epci.name else f"par son intercommunalité (SIREN {epci.siren})"
        if commune.epci in sirens:
            return "par son intercommunalité"
        return "au titre de la commune elle-même, désignée individuellement (son intercommunalité n'en est pas membre)"

    def _cannot_confirm(self, name: str, epci: Epci | None, reason: str) -> str:
        body = f" ({epci.name or f'SIREN {epci.siren}'})" if epci else ""
        reason = reason or "son rattachement a changé depuis"
        return (
            f"Je ne peux pas confirmer que {name} fait partie d'un Territoire d'industrie de la phase 2023-2027. Ma liste "
            f"est celle de l'ANCT {_of_month(self.list_date)} ; {reason}. "
            f"Vérifiez dans le jeu « Programme Territoires d'industrie » sur data.gouv.fr ({SOURCE_URL}), ou demandez à "
            f"votre intercommunalité{body} ou à la sous-préfecture."
        )

    def _lost(self, query: str, former: FormerCommune, *, understood: str | None = None) -> LookupResult:
        department = self.departments[former.department]
        name = f"{former.name} ({department.name}, {department.code})"
        reason = "cette commune a disparu par fusion et je ne connais pas la commune qui lui a succédé"
        message = self._cannot_confirm(name, None, reason) + " Si vous connaissez le nom de la commune nouvelle, indiquez-le."
        if understood:
            message = f"J'ai compris : {understood}. {message}"
        return LookupResult("unknown", query, message, list_date=self.list_date, understood_as=understood)

    def _epci_result(self, query: str, siren: str, *, understood: str | None = None) -> LookupResult:
        epci = self.epcis.get(siren) or Epci(siren, None, None)
        name = _with_article(epci.name) if epci.name else f"L'intercommunalité de SIREN {siren}"
        day = french_date(self.list_date)
        listed = sorted(self._territories_of_siren.get(siren, ()), key=lambda t: -t.phase)
        communes = [self.communes[insee] for insee in self._communes_of_epci.get(siren, ())]
        inside = [c for c in communes if c.phase_2]
        doubtful = [c for c in communes if c.to_check]
        sentences = [f"J'ai compris : {understood}."] if understood else []
        if (past := [label for label in epci.other_names if place_key(re.sub(r"\(.*\)", "", label)) != place_key(epci.name or "")]) and listed:
            sentences.append(f"{name} figure aussi dans les listes sous le nom « {past[0]} ».")
        status: Status
        candidates: tuple[Candidate, ...] = ()
        phase_2 = [t for t in listed if t.phase == 2]
        phase_1 = [t for t in listed if t.phase == 1]
        if phase_2:
            status = "member"
            sentences.append(
                f"{name} est membre du Territoire d'industrie « {phase_2[0].name} » ({phase_2[0].id}), phase 2 (2023-2027) "
                f"(liste de l'ANCT du {day} : {SOURCE_URL})."
            )
            if phase_1:
                sentences.append(
                    f"En phase 1 (2018-2022), {name} relevait du territoire « {phase_1[0].name} » : les deux phases ont des "
                    f"périmètres et des identifiants distincts."
                )
            if doubtful:
                sentences.append(f"Le rattachement de {', '.join(self._named(c) for c in doubtful)} reste à vérifier.")
            sentences.append(NO_RIGHT)
        elif inside or doubtful:
            status = "ambiguous"
            candidates = tuple(self._candidate(("commune", c.insee)) for c in [*inside, *doubtful])
            if siren in {c.epci for c in communes if c.ept}:
                sentences.append(
                    f"{name} n'est pas membre d'un Territoire d'industrie en tant que telle : dans le Grand Paris, ce sont des "
                    f"établissements publics territoriaux (EPT) qui le sont "
                    f"(liste de l'ANCT du {day} : {SOURCE_URL})."
                )
            else:
                sentences.append(
                    f"{name} n'est pas membre d'un Territoire d'industrie de la phase 2 (2023-2027) d'après la liste de l'ANCT du {day} ({SOURCE_URL})."
                )
            if inside:
                sentences.append(f"Pourtant {len(inside)} de ses {len(communes)} communes sont dans un Territoire d'industrie de la phase 2 (2023-2027).")
            if doubtful:
                sentences.append(f"Le rattachement de {', '.join(self._named(c) for c in doubtful)} reste à vérifier.")
            sentences.append("La réponse dépend donc de la commune : laquelle ?")
        elif phase_1:
            status = "former_member"
            sentences.append(
                f"{name} n'est plus dans un Territoire d'industrie : cette intercommunalité était membre en phase 1 (2018-2022) "
                f"du territoire « {phase_1[0].name} » ({phase_1[0].id}), "
                f"mais d'aucun territoire de la phase 2 (2023-2027) d'après la liste de l'ANCT du {day} ({SOURCE_URL})."
            )
            sentences.append("Une appartenance à la seule phase 1 n'ouvre plus de droit au titre du programme en cours.")
        else:
            status = "not_member"
            sentences.append(
                f"D'après la liste de l'ANCT du {day} ({SOURCE_URL}), {name} n'est membre d'aucun Territoire d'industrie de la phase 2 (2023-2027)."
            )
            sentences.append("Le périmètre a pu changer depuis cette date.")
        territories = tuple(phase_2 + phase_1) if status != "ambiguous" else ()
        return LookupResult(
            status,
            query,
            " ".join(sentences),
            epci=epci,
            territories=territories,
            candidates=candidates,
            list_date=self.list_date,
            understood_as=understood,
            kind="epci",
        )

    def _territories(self, refs: Iterable[Ref]) -> list[Territory]:
        """Phase 2 first."""
        found = [self.territories[int(code.split(":", 1)[0]), code.split(":", 1)[1]] for kind, code in refs if kind == "territory"]
        return sorted(dict.fromkeys(found), key=lambda t: (-t.phase, t.id))

    def _territory_result(self, query: str, found: Sequence[Territory], *, understood: str | None = None) -> LookupResult:
        sentences = [f"J'ai compris : le Territoire d'industrie « {found[0].name} »."] if understood else []
        day = french_date(self.list_date)
        first = found[0]
        if first.phase == 2:
            members = ", ".join(member.name for member in first.members)
            sentences.append(
                f"« {first.name} » ({first.id}, {first.region}) est un Territoire d'industrie de la phase 2 (2023-2027) d'après "
                f"la liste de l'ANCT du {day} ({SOURCE_URL})."
            )
            sentences.append(f"Membres de « {first.name} » en phase 2 : {members}.")
            for other in found[1:]:
                if other.phase == 1:
                    sentences.append(f"Un territoire de la phase 1 (2018-2022) portait le même nom ({other.id}) : son périmètre pouvait être différent.")
            sentences.append(NO_RIGHT)
            status: Status = "member"
        else:
            sentences.append(
                f"« {first.name} » ({first.id}, {first.region}) était un Territoire d'industrie de la phase 1 (2018-2022) ; "
                f"aucun territoire de la phase 2 (2023-2027) ne porte ce nom "
                f"d'après la liste de l'ANCT du {day} ({SOURCE_URL})."
            )
            sentences.append("Une partie de ses communes peut relever d'un autre territoire de la phase 2 : indiquez la commune pour le savoir.")
            status = "former_member"
        return LookupResult(status, query, " ".join(sentences), territories=tuple(found), list_date=self.list_date, understood_as=understood, kind="territory")

    @cached_property
    def _communes_of_department(self) -> dict[str, list[Commune]]:
        grouped: dict[str, list[Commune]] = {}
        for commune in self.communes.values():
            grouped.setdefault(commune.department, []).append(commune)
        return grouped

    @cached_property
    def departments_of_territory(self) -> dict[tuple[int, str], frozenset[str]]:
        """(phase, id) → the codes of the départements in which it has a commune; communes to be checked aside."""
        found: dict[tuple[int, str], set[str]] = {}
        for commune in self.communes.values():
            for phase, identifier in ((1, commune.phase_1), (2, commune.phase_2)):
                if identifier and not (phase == 2 and commune.to_check):
                    found.setdefault((phase, identifier), set()).add(commune.department)
        return {key: frozenset(codes) for key, codes in found.items()}

    def _department_result(self, query: str, codes: Sequence[str]) -> LookupResult:
        names = " et ".join(f"{self.departments[code].name} ({code})" for code in codes)
        communes = [c for code in codes for c in self._communes_of_department.get(code, ())]
        return self._area_result(query, f"Département {names}", communes, "department")

    def _region_result(self, query: str, region: str) -> LookupResult:
        codes = [d.code for d in self.departments.values() if d.region_code == region]
        communes = [c for code in codes for c in self._communes_of_department.get(code, ())]
        return self._area_result(query, f"Région {self.regions[region]}", communes, "region")

    def _area_result(self, query: str, label: str, communes: Sequence[Commune], kind: Kind) -> LookupResult:
        """A whole area is a yes or a no only when all of its communes are; otherwise it depends on the commune."""
        day = french_date(self.list_date)
        inside = [c for c in communes if c.phase_2 and not c.to_check]
        doubtful = [c for c in communes if c.to_check]
        ids = sorted({c.phase_2 for c in inside})
        names = ", ".join(f"« {self.territories[2, i].name} » ({i})" for i in ids)
        source = f"d'après la liste de l'ANCT du {day} ({SOURCE_URL})"
        territories: tuple[Territory, ...] = ()
        status: Status
        if not inside and not doubtful:
            status, text = (
                "not_member",
                f"{label} : aucune commune n'est dans un Territoire d'industrie de la phase 2 (2023-2027), {source}. Le "
                f"périmètre a pu changer depuis cette date.",
            )
        elif len(inside) == len(communes):
            status = "member"
            territories = tuple(self.territories[2, i] for i in ids)
            text = f"{label} : toutes les communes sont dans un Territoire d'industrie de la phase 2 (2023-2027), {source} : {names}. {NO_RIGHT}"
        else:
            status = "ambiguous"
            text = (
                f"{label} : {len(inside)} communes sur {len(communes)} sont dans un Territoire d'industrie de la phase 2 (2023-2027), {source}. "
                f"Territoires concernés : {names or 'aucun de façon certaine'}. La réponse dépend de la commune : laquelle ?"
            )
        candidates = tuple(self._candidate(("territory", f"2:{i}")) for i in ids)
        return LookupResult(status, query, text, territories=territories, candidates=candidates, list_date=self.list_date, kind=kind, area=label)

    def _candidate(self, ref: Ref) -> Candidate:
        kind, code = ref
        if kind in ("commune", "former"):
            former = self.former_communes[int(code)] if kind == "former" else None
            insee = self._present(ref)
            if former is not None and not insee:
                department = self.departments[former.department]
                return Candidate("commune", "", former.name, department.code, department.name, "unknown", None, None, "commune disparue")
            commune = self.communes[insee]
            department = self.departments[commune.department]
            status = self.status_of(commune)
            territory = self.territories[2, commune.phase_2].name if status == "member" else None
            remark = f"aujourd'hui {commune.name}" if former is not None else None
            return Candidate(
                "commune", insee, former.name if former else commune.name, department.code, department.name, status, territory, 2 if territory else None, remark
            )
        if kind == "epci":
            epci = self.epcis[code]
            listed = {t.phase: t for t in self._territories_of_siren.get(code, ())}
            epci_status: Status | None = "member" if 2 in listed else "former_member" if 1 in listed else None
            return Candidate("epci", code, epci.name or code, None, None, epci_status, listed[2].name if 2 in listed else None, 2 if 2 in listed else None)
        if kind == "territory":
            territory_ = self._territories([ref])[0]
            return Candidate(
                "territoire",
                territory_.id,
                territory_.name,
                None,
                None,
                "member" if territory_.phase == 2 else "former_member",
                territory_.name,
                territory_.phase,
            )
        if kind == "department":
            return Candidate("departement", code, self.departments[code].name, code, self.departments[code].name, None, None, None)
        return Candidate("region", code, self.regions[code], None, None, None, None, None)

    def _listed(self, refs: Sequence[Ref]) -> str:
        shown = []
        for candidate in (self._candidate(ref) for ref in refs[:MAX_LISTED]):
            if candidate.kind == "commune":
                remark = f", {candidate.remark}" if candidate.remark else ""
                shown.append(f"{candidate.name} ({candidate.department_name}, {candidate.department}{remark})")
            elif candidate.kind == "territoire":
                shown.append(f"le Territoire d'industrie « {candidate.name} » (phase {candidate.phase})")
            elif candidate.kind == "departement":
                shown.append(f"le département {candidate.name} ({candidate.code})")
            elif candidate.kind == "region":
                shown.append(f"la région {candidate.name}")
            else:
                shown.append(candidate.name)
        more = f" et {len(refs) - MAX_LISTED} autres" if len(refs) > MAX_LISTED else ""
        return ", ".join(shown) + more

    def _ambiguous(self, query: str, refs: Sequence[Ref], message: str) -> LookupResult:
        return LookupResult("ambiguous", query, message, candidates=tuple(self._candidate(ref) for ref in refs), list_date=self.list_date)

    def _ambiguous_names(self, query: str, refs: Sequence[Ref]) -> LookupResult:
        return self._ambiguous(query, refs, f"« {query} » peut désigner : {self._listed(refs)}. Duquel s'agit-il ? Précisez le département ou le code postal.")

    def _unknown(self, query: str, message: str) -> LookupResult:
        return LookupResult("unknown", query, message, list_date=self.list_date)

    def _not_found(self, query: str) -> LookupResult:
        return self._unknown(
            query,
            f"Je ne trouve pas « {query} » dans mes listes : je ne peux donc répondre ni oui ni non. Ma liste des "
            f"Territoires d'industrie est celle de l'ANCT {_of_month(self.list_date)}. "
            f"Indiquez la commune et son département, ou vérifiez dans le jeu « Programme Territoires d'industrie » sur data.gouv.fr ({SOURCE_URL}).",
        )
