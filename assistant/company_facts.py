"""What is known of a project and of who carries it, and what follows from it without guessing.

`CompanyFacts` has one optional field a fact; None means unknown. `read` gives the value that a criterion sees: the fact itself, or what it
implies (a département gives its region, « effectif = 300 » excludes a PME). Two facts that contradict each other give a `Reading` that says so.
`parse_facts` reads « champ=valeur » as people write it. Pure: standard library only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from assistant.errors import UsageError

PHASE_2_LIST_FROM = date(2023, 11, 9)  # the 183 territories of phase 2 were announced; before that day a territory is one of phase 1
SIZES = ("TPE", "PME", "ETI", "GE")


class FactError(UsageError):
    """A « champ=valeur » that cannot be read."""


@dataclass(frozen=True)
class CompanyFacts:
    """Every field is optional: None is « unknown », never « no ». Amounts in euros, dates are days, shares in %."""

    type_demandeur: str | None = None
    taille: str | None = None  # as declared: TPE, PME, ETI, GE
    effectif: int | None = None
    chiffre_affaires_eur: float | None = None
    bilan_eur: float | None = None
    forme_juridique: str | None = None
    micro_entreprise: bool | None = None
    regime_reel: bool | None = None
    independante: bool | None = None
    naf: str | None = None  # « 25.62B », « 25 » or a section letter
    secteur: str | None = None
    branche: str | None = None
    filiere: str | None = None
    projet: tuple[str, ...] | None = None
    activite_nouvelle: bool | None = None
    region: str | None = None
    departement: str | None = None  # « 2A », « 974 », « 35 »
    territoire_industrie: bool | None = None  # in the list in force on the day (2023-2027 since 9 November 2023)
    phase_ti: int | None = None  # newest phase whose list names the place: 2, 1 (phase 1 only) or 0 (none)
    zone_afr: bool | None = None
    zone_zfrr: str | None = None
    zone_ftj: bool | None = None
    laureat_rebond: bool | None = None
    laureat_french_tech_2030: bool | None = None
    site_disponible_avant_2030: bool | None = None
    ancien_site_icpe_ou_minier: bool | None = None
    investissement_eur: float | None = None
    aide_demandee_eur: float | None = None
    minimis_recus_eur: float | None = None
    duree_projet_mois: float | None = None
    date_creation: date | None = None  # creation, or take-over for a company that was taken over
    anciennete_annees: float | None = None
    travaux_commences: bool | None = None
    en_difficulte: bool | None = None
    sortie_difficulte_prouvee: bool | None = None
    obligations_a_jour: bool | None = None
    accord_gouvernance_ti: bool | None = None
    agrement_prealable: bool | None = None
    transfert_activite_ue: bool | None = None
    soumis_ets: bool | None = None
    consortium: bool | None = None
    pret_bancaire_associe: bool | None = None
    deliberation_locale: bool | None = None
    bilan_ges_recent: bool | None = None
    audit_a_jour: bool | None = None
    etude_prealable: bool | None = None
    autre_financement_adapte: bool | None = None
    reduction_co2_t_an: float | None = None
    energie_gwh_an: float | None = None
    methanisation_autoconsommee: bool | None = None
    installations: int | None = None
    part_rd_pct: float | None = None
    part_ca_hors_zone_pct: float | None = None

    def known(self) -> dict[str, Any]:
        """The facts that are known, in the order of the fields."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name)) is not None}

    def with_facts(self, other: CompanyFacts) -> CompanyFacts:
        """These facts, completed by those of `other`, which win."""
        return replace(self, **other.known())

    def to_json(self) -> dict[str, Any]:
        return {
            key: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value for key, value in self.known().items()
        }


# ---------------------------------------------------------------------------------------------------------------- fields


@dataclass(frozen=True)
class FactField:
    """How a fact is called, asked for and read. `kind`: choix, choix_multiple, entier, montant, nombre, bool, date, naf, region, departement, phase."""

    name: str
    kind: str
    label: str
    question: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


APPLICANTS = (
    "entreprise", "collectivité", "intercommunalité", "association", "groupement d'employeurs", "établissement de formation", "organisme de recherche",
    "établissement public", "SEM ou SPL", "opérateur foncier", "aménageur", "promoteur", "investisseur", "administration", "particulier",
)  # fmt: skip
LEGAL_FORMS = ("SA", "SAS", "SASU", "SARL", "EURL", "SCOP", "SNC", "SCI", "entreprise individuelle", "association", "GIE", "SEM", "autre")
SECTORS = (
    "industrie manufacturière", "industrie", "agroalimentaire", "industries extractives", "énergie", "eau et déchets", "construction", "commerce", "transport",
    "finance", "immobilier", "services", "agriculture", "pêche et aquaculture", "artisanat",
)  # fmt: skip
BRANCHES = ("métallurgie", "chimie", "plasturgie", "interindustriel", "autre")
GREEN_SECTORS = ("batteries", "éolien", "panneaux solaires", "pompes à chaleur", "composant ou matière critique d'une de ces filières", "autre")
PROJECTS = (
    "investissement productif", "création d'entreprise", "reprise d'entreprise", "première industrialisation", "recherche et développement",
    "prototype ou pilote", "décarbonation", "efficacité énergétique", "chaleur renouvelable", "chaleur fatale", "transition écologique", "écoconception",
    "eau", "dépollution de friche", "foncier ou immobilier", "formation ou compétences", "recrutement", "étude ou diagnostic", "conseil ou accompagnement",
    "ingénierie de territoire", "chef de projet", "création d'emplois", "implantation étrangère", "adaptation au climat",
)  # fmt: skip
ZFRR = ("non", "oui", "ZFRR", "ZFRR+")

REGIONS: Mapping[str, tuple[str, ...]] = {
    "Auvergne-Rhône-Alpes": ("01", "03", "07", "15", "26", "38", "42", "43", "63", "69", "73", "74"),
    "Bourgogne-Franche-Comté": ("21", "25", "39", "58", "70", "71", "89", "90"),
    "Bretagne": ("22", "29", "35", "56"),
    "Centre-Val de Loire": ("18", "28", "36", "37", "41", "45"),
    "Corse": ("2A", "2B"),
    "Grand Est": ("08", "10", "51", "52", "54", "55", "57", "67", "68", "88"),
    "Hauts-de-France": ("02", "59", "60", "62", "80"),
    "Île-de-France": ("75", "77", "78", "91", "92", "93", "94", "95"),
    "Normandie": ("14", "27", "50", "61", "76"),
    "Nouvelle-Aquitaine": ("16", "17", "19", "23", "24", "33", "40", "47", "64", "79", "86", "87"),
    "Occitanie": ("09", "11", "12", "30", "31", "32", "34", "46", "48", "65", "66", "81", "82"),
    "Pays de la Loire": ("44", "49", "53", "72", "85"),
    "Provence-Alpes-Côte d'Azur": ("04", "05", "06", "13", "83", "84"),
    "Guadeloupe": ("971",),
    "Martinique": ("972",),
    "Guyane": ("973",),
    "La Réunion": ("974",),
    "Mayotte": ("976",),
}
OVERSEAS = frozenset(("Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"))
_REGION_OF = {code: region for region, codes in REGIONS.items() for code in codes}
DEPARTMENTS = frozenset(_REGION_OF)
# Other ways to say a choice: « field | choice: other, ways » (folded: no accents, no punctuation).
_OTHER_WAYS = """
region | Provence-Alpes-Côte d'Azur: paca, sud, region sud
region | Auvergne-Rhône-Alpes: aura
region | Île-de-France: idf
region | Hauts-de-France: hdf
region | Bourgogne-Franche-Comté: bfc
region | Centre-Val de Loire: centre
region | La Réunion: reunion
taille | TPE: micro, microentreprise, micro entreprise
taille | PME: petite, petite entreprise, moyenne, moyenne entreprise
taille | GE: grande, grande entreprise, grand groupe
type_demandeur | entreprise: societe, entreprise privee, entreprise industrielle, industriel
type_demandeur | collectivité: commune, mairie, departement, region, collectivite territoriale
type_demandeur | intercommunalité: epci, communaute de communes, communaute d agglomeration, agglomeration, metropole, communaute urbaine
type_demandeur | opérateur foncier: epf
type_demandeur | SEM ou SPL: sem, spl
type_demandeur | établissement de formation: ecole de production, organisme de formation, centre de formation
type_demandeur | organisme de recherche: laboratoire
forme_juridique | entreprise individuelle: ei, entreprise en nom personnel, nom personnel, auto entrepreneur, autoentrepreneur
forme_juridique | SCI: societe civile immobiliere
secteur | industrie: industriel
secteur | industrie manufacturière: manufacturier, manufacture, manufacturing
secteur | construction: btp, batiment
secteur | services: tertiaire
secteur | pêche et aquaculture: peche, aquaculture
secteur | finance: banque
secteur | agriculture: agricole
secteur | eau et déchets: dechets, eau
secteur | artisanat: artisan
projet | recherche et développement: r d, rd, r et d, recherche, innovation
projet | prototype ou pilote: prototype, pilote
projet | investissement productif: extension, modernisation, creation de site, investissement, machine, usine, equipement
projet | première industrialisation: premiere usine
projet | création d'entreprise: creation
projet | reprise d'entreprise: reprise
projet | dépollution de friche: friche, depollution
projet | formation ou compétences: formation, competences
projet | foncier ou immobilier: foncier, immobilier
projet | étude ou diagnostic: etude, diagnostic, audit
projet | conseil ou accompagnement: conseil, accompagnement
projet | recrutement: vte, embauche
projet | transition écologique: transition
projet | efficacité énergétique: energie, economies d energie
projet | ingénierie de territoire: ingenierie
projet | création d'emplois: emplois
projet | adaptation au climat: adaptation
zone_zfrr | ZFRR: frr
zone_zfrr | ZFRR+: frr+, frr plus, zfrr plus
zone_zfrr | oui: zrr, o, true, vrai, yes
zone_zfrr | non: n, false, faux, no
filiere | batteries: batterie
filiere | éolien: eolienne, eoliennes
filiere | panneaux solaires: solaire, photovoltaique
filiere | pompes à chaleur: pompe a chaleur, pac
filiere | composant ou matière critique d'une de ces filières: composant, matiere critique, matieres critiques
filiere | autre: aucune
"""


def _other_ways() -> dict[str, dict[str, str]]:
    ways: dict[str, dict[str, str]] = {}
    for line in _OTHER_WAYS.strip().splitlines():
        head, _, others = line.partition(": ")
        field, _, choice = head.partition(" | ")
        ways.setdefault(field, {}).update({other.strip(): choice for other in others.split(",")})
    return ways


_CHOICE_ALIASES: Mapping[str, Mapping[str, str]] = _other_ways()


def _field(name: str, kind: str, label: str, question: str, unit: str = "", choices: tuple[str, ...] = (), *aliases: str) -> FactField:
    return FactField(name, kind, label, question, unit, choices, aliases)


FIELDS: Mapping[str, FactField] = {
    field.name: field
    for field in (
        _field(
            "type_demandeur",
            "choix",
            "porteur du projet",
            "Qui porte le projet : une entreprise, une collectivité, une association, un autre organisme ?",
            "",
            APPLICANTS,
            "demandeur",
            "porteur",
            "type_porteur",
        ),
        _field(
            "taille",
            "choix",
            "taille de l'entreprise",
            "Quelle est la taille de l'entreprise (TPE, PME, ETI ou grande entreprise), en comptant les sociétés liées de son groupe ?",
            "",
            SIZES,
            "taille_entreprise",
        ),
        _field(
            "effectif",
            "entier",
            "effectif",
            "Combien de salariés compte l'entreprise, sociétés liées de son groupe comprises ?",
            "salariés",
            (),
            "salaries",
            "nombre_de_salaries",
            "headcount",
        ),
        _field(
            "chiffre_affaires_eur",
            "montant",
            "chiffre d'affaires",
            "Quel est le chiffre d'affaires annuel de l'entreprise, en euros, sociétés liées de son groupe comprises ?",
            "€",
            (),
            "ca",
            "chiffre_affaires",
            "chiffre_d_affaires",
            "ca_eur",
        ),
        _field(
            "bilan_eur",
            "montant",
            "total du bilan",
            "Quel est le total du bilan annuel de l'entreprise, en euros, sociétés liées de son groupe comprises ?",
            "€",
            (),
            "bilan",
            "total_bilan",
        ),
        _field(
            "forme_juridique",
            "choix",
            "forme juridique",
            "Quelle est la forme juridique du demandeur (SAS, SARL, SCI, entreprise individuelle, association…) ?",
            "",
            LEGAL_FORMS,
            "statut_juridique",
        ),
        _field("micro_entreprise", "bool", "micro-entreprise", "L'entreprise est-elle une micro-entreprise ?", "", (), "micro"),
        _field("regime_reel", "bool", "régime réel d'imposition", "L'entreprise est-elle imposée selon un régime réel ?"),
        _field(
            "independante",
            "bool",
            "indépendance",
            "L'entreprise est-elle indépendante ?",
        ),
        _field("naf", "naf", "code NAF", "Quel est le code NAF (APE) de l'entreprise ou du site ?", "", (), "ape", "code_naf", "secteur_naf"),
        _field(
            "secteur",
            "choix",
            "secteur d'activité",
            "Quel est le secteur d'activité du site (industrie manufacturière, énergie, agriculture, services…) ?",
            "",
            SECTORS,
            "activite",
        ),
        _field(
            "branche",
            "choix",
            "branche professionnelle",
            "De quelle branche l'entreprise relève-t-elle : métallurgie, chimie, plasturgie, interindustriel ou autre ?",
            "",
            BRANCHES,
        ),
        _field(
            "filiere",
            "choix",
            "filière verte",
            "Le projet fabrique-t-il des batteries, des éoliennes, des panneaux solaires, des pompes à chaleur ou leurs composants et matières critiques ?",
            "",
            GREEN_SECTORS,
        ),
        _field(
            "projet",
            "choix_multiple",
            "type de projet",
            "Quel est le projet (investissement productif, décarbonation, recherche et développement, formation, foncier, recrutement…) ?",
            "",
            PROJECTS,
            "type_projet",
            "projets",
        ),
        _field(
            "activite_nouvelle",
            "bool",
            "activité nouvelle",
            "Le projet crée-t-il une activité nouvelle (nouvel établissement, ou diversification avec changement de code NACE) ?",
        ),
        _field("region", "region", "région", "Dans quelle région (ou quel département) se trouve le site du projet ?", "", tuple(REGIONS)),
        _field("departement", "departement", "département", "Dans quel département se trouve le site du projet ?", "", (), "dept", "dep"),
        _field(
            "territoire_industrie",
            "bool",
            "Territoire d'industrie",
            "Le site se trouve-t-il dans un Territoire d'industrie de la période 2023-2027 ? Indiquez la commune pour le vérifier.",
            "",
            (),
            "ti",
        ),
        _field(
            "phase_ti",
            "phase",
            "phase du programme",
            "Le territoire du site figure-t-il dans la liste 2023-2027 (phase 2) des Territoires d'industrie ? Indiquez la commune pour le vérifier.",
            "",
            (),
            "phase",
        ),
        _field("zone_afr", "bool", "zone AFR", "La commune du site est-elle classée en zone d'aide à finalité régionale (AFR) 2022-2027 ?", "", (), "afr"),
        _field(
            "zone_zfrr",
            "choix",
            "zone France Ruralités Revitalisation",
            "La commune est-elle classée France Ruralités Revitalisation (non, ZFRR ou ZFRR+) ?",
            "",
            ZFRR,
            "zfrr",
            "zone_frr",
            "frr",
        ),
        _field(
            "zone_ftj",
            "bool",
            "zone du Fonds pour une transition juste",
            "Le site se trouve-t-il dans une zone du Fonds pour une transition juste ?",
            "",
            (),
            "ftj",
        ),
        _field(
            "laureat_rebond",
            "bool",
            "territoire lauréat Rebond industriel",
            "Le site se trouve-t-il dans un territoire lauréat de l'appel « Rebond industriel » ?",
        ),
        _field("laureat_french_tech_2030", "bool", "lauréat French Tech 2030", "L'entreprise est-elle lauréate du programme French Tech 2030 ?"),
        _field("site_disponible_avant_2030", "bool", "site disponible avant 2030", "Le site pourra-t-il accueillir une usine avant 2030 ?"),
        _field("ancien_site_icpe_ou_minier", "bool", "ancien site ICPE ou minier", "La friche est-elle un ancien site ICPE ou un ancien site minier ?"),
        _field(
            "investissement_eur",
            "montant",
            "dépenses du projet",
            "Quel est le montant total des dépenses du projet, en euros ?",
            "€",
            (),
            "investissement",
            "montant",
            "cout",
            "depenses",
            "depenses_eur",
            "cout_projet",
        ),
        _field("aide_demandee_eur", "montant", "aide demandée", "Quel montant d'aide est demandé, en euros ?", "€", (), "aide_demandee"),
        _field(
            "minimis_recus_eur",
            "montant",
            "aides de minimis reçues sur trois ans",
            "Quel est le total des aides de minimis de l'entreprise unique sur trois ans glissants, aide demandée comprise, en euros ?",
            "€",
            (),
            "minimis",
        ),
        _field("duree_projet_mois", "nombre", "durée du projet", "Combien de mois durera la réalisation du projet ?", "mois", (), "duree_mois"),
        _field(
            "date_creation",
            "date",
            "date de création ou de reprise",
            "À quelle date l'entreprise a-t-elle été créée ou reprise (AAAA-MM-JJ) ?",
            "",
            (),
            "creation",
            "date_de_creation",
        ),
        _field(
            "anciennete_annees", "nombre", "ancienneté", "Depuis combien d'années l'entreprise exerce-t-elle son activité ?", "ans", (), "anciennete", "age"
        ),
        _field(
            "travaux_commences",
            "bool",
            "projet déjà engagé",
            "Le projet est-il déjà engagé (commande, devis accepté, marché signé, travaux commencés) ?",
            "",
            (),
            "projet_commence",
            "projet_engage",
            "travaux_engages",
        ),
        _field(
            "en_difficulte",
            "bool",
            "entreprise en difficulté",
            "L'entreprise est-elle « en difficulté » au sens européen (procédure collective, pertes de plus de la moitié du capital…) ?",
            "",
            (),
            "difficulte",
            "entreprise_en_difficulte",
        ),
        _field(
            "sortie_difficulte_prouvee",
            "bool",
            "preuve de sortie de difficulté",
            "Si l'entreprise a été en difficulté, peut-elle prouver qu'elle en est sortie ?",
        ),
        _field(
            "obligations_a_jour",
            "bool",
            "obligations fiscales et sociales à jour",
            "L'entreprise est-elle à jour de ses impôts et de ses cotisations ?",
            "",
            (),
            "a_jour",
        ),
        _field(
            "accord_gouvernance_ti",
            "bool",
            "accord de la gouvernance du Territoire d'industrie",
            "La gouvernance du Territoire d'industrie a-t-elle donné son accord au projet ?",
        ),
        _field("agrement_prealable", "bool", "agrément préalable", "L'agrément a-t-il été demandé ou obtenu avant tout engagement ?", "", (), "agrement"),
        _field(
            "transfert_activite_ue",
            "bool",
            "transfert récent d'activité",
            "L'entreprise a-t-elle transféré une activité depuis un autre pays de l'Union européenne dans les deux exercices précédents ?",
        ),
        _field(
            "soumis_ets",
            "bool",
            "site soumis aux quotas européens (ETS)",
            "Le site est-il soumis au système européen de quotas d'émission (ETS) ?",
            "",
            (),
            "ets",
        ),
        _field("consortium", "bool", "consortium", "Le projet est-il porté par un consortium ?"),
        _field(
            "pret_bancaire_associe",
            "bool",
            "financement associé",
            "Un prêt bancaire ou un autre financement extérieur accompagne-t-il la demande ?",
            "",
            (),
            "cofinancement",
        ),
        _field(
            "deliberation_locale",
            "bool",
            "délibération locale",
            "La commune ou l'intercommunalité a-t-elle voté cette aide ou cette exonération ?",
            "",
            (),
            "deliberation",
        ),
        _field(
            "bilan_ges_recent",
            "bool",
            "bilan d'émissions depuis moins de cinq ans",
            "L'entreprise a-t-elle déjà fait un bilan de ses émissions de gaz à effet de serre dans les cinq dernières années ?",
        ),
        _field("audit_a_jour", "bool", "audit énergétique réglementaire à jour", "L'audit énergétique réglementaire du site est-il à jour ?"),
        _field(
            "etude_prealable",
            "bool",
            "étude ou diagnostic préalable",
            "L'étude ou le diagnostic préalable demandé est-il déjà fait ?",
            "",
            (),
            "diagnostic_prealable",
        ),
        _field("autre_financement_adapte", "bool", "autre financement public adapté", "Un autre dispositif public adapté peut-il financer le projet ?"),
        _field(
            "reduction_co2_t_an",
            "nombre",
            "baisse des émissions",
            "De combien de tonnes de CO2e par an le projet réduit-il les émissions, à production égale ?",
            "t CO2e par an",
            (),
            "reduction_co2",
        ),
        _field(
            "energie_gwh_an",
            "nombre",
            "chaleur produite ou valorisée",
            "Combien de GWh de chaleur par an le projet produira-t-il ou valorisera-t-il ?",
            "GWh par an",
            (),
            "energie_gwh",
        ),
        _field("methanisation_autoconsommee", "bool", "méthanisation autoconsommée", "Le projet est-il une méthanisation dont le gaz est autoconsommé ?"),
        _field(
            "installations",
            "entier",
            "nombre d'installations",
            "Combien d'installations de chaleur renouvelable le projet regroupe-t-il ?",
            "installations",
            (),
            "nombre_installations",
        ),
        _field(
            "part_rd_pct",
            "nombre",
            "part des dépenses de R&D",
            "Quelle part des charges de l'entreprise est consacrée à la recherche et développement, en % ?",
            "%",
            (),
            "part_rd",
        ),
        _field(
            "part_ca_hors_zone_pct",
            "nombre",
            "part du chiffre d'affaires hors zone",
            "Quelle part du chiffre d'affaires est réalisée hors de la zone, en % ?",
            "%",
        ),
    )
}

# ------------------------------------------------------------------------------------------------------------- derivations


@dataclass(frozen=True)
class Reading:
    """What a criterion sees of the facts. `possible` holds every value that the facts allow; `value` the one to compare, None when unknown.

    `ask` is the field whose answer would settle it, `reserve` what remains to be confirmed, `conflict` a contradiction between two facts.
    """

    value: Any = None
    possible: frozenset[Any] | None = None
    ask: str = ""
    reserve: str = ""
    conflict: str = ""


# Head-count below, then turnover or balance sheet at most, in euros. TPE and PME: recommendation 2003/361/CE, annex, article 2 (a micro-enterprise is
# a « TPE » here, small and medium ones a « PME »); ETI: décret n° 2008-1354, article 3. Beyond: « GE ».
SIZE_LIMITS: Mapping[str, tuple[int, float, float]] = {
    "TPE": (10, 2e6, 2e6),
    "PME": (250, 50e6, 43e6),
    "ETI": (5000, 1500e6, 2000e6),
}
SIZE_RESERVE = "sous réserve du chiffre d'affaires (50 M€ au plus) ou du bilan (43 M€ au plus) de l'entreprise et de ses sociétés liées, non précisés"


def _either(left: bool | None, right: bool | None) -> bool | None:
    return True if left or right else None if left is None or right is None else False


def _both(left: bool | None, right: bool | None) -> bool | None:
    return False if left is False or right is False else None if left is None or right is None else True


def possible_sizes(facts: CompanyFacts) -> frozenset[str]:
    """Every size that head-count, turnover and balance sheet allow. Unknown figures exclude nothing.

    >>> sorted(possible_sizes(CompanyFacts(effectif=45, chiffre_affaires_eur=6e6)))
    ['PME']
    >>> sorted(possible_sizes(CompanyFacts(effectif=300)))
    ['ETI', 'GE']
    >>> sorted(possible_sizes(CompanyFacts(effectif=45)))
    ['ETI', 'GE', 'PME']
    """
    sizes: set[str] = set()
    for size, (headcount, turnover, balance) in SIZE_LIMITS.items():
        fits = _both(
            None if facts.effectif is None else facts.effectif < headcount,
            _either(
                None if facts.chiffre_affaires_eur is None else facts.chiffre_affaires_eur <= turnover,
                None if facts.bilan_eur is None else facts.bilan_eur <= balance,
            ),
        )
        if fits is not False:
            sizes.add(size)
        if fits:
            return frozenset(sizes)
    return frozenset(sizes | {"GE"})


def _size(facts: CompanyFacts) -> Reading:
    sizes = possible_sizes(facts)
    if facts.taille is not None:
        declared = frozenset(("TPE", "PME")) if facts.taille == "PME" else frozenset((facts.taille,))  # the European PME includes the TPE
        if not declared & sizes:
            figures = ", ".join(
                f"{FIELDS[name].label} : {in_words(name, getattr(facts, name))}"
                for name in ("effectif", "chiffre_affaires_eur", "bilan_eur")
                if getattr(facts, name) is not None
            )
            return Reading(conflict=f"la taille indiquée ({facts.taille}) ne correspond pas aux autres chiffres ({figures})")
        sizes &= declared
        return Reading(facts.taille if facts.taille in sizes else next(iter(sizes)), sizes)
    if len(sizes) == 1:
        return Reading(next(iter(sizes)), sizes)
    ask = next((name for name in ("effectif", "chiffre_affaires_eur", "bilan_eur") if getattr(facts, name) is None), "taille")
    if facts.effectif is not None and facts.effectif < 250 and facts.chiffre_affaires_eur is None and facts.bilan_eur is None:
        return Reading("TPE" if facts.effectif < 10 else "PME", sizes, ask, SIZE_RESERVE)
    return Reading(None, sizes, ask)


def _headcount(facts: CompanyFacts) -> Reading:
    """The head-count, or its bounds (lowest, highest) when only a declared size is known."""
    if facts.effectif is not None:
        return Reading(facts.effectif)
    limits = SIZE_LIMITS.get(facts.taille or "")
    return Reading(None, frozenset((0, limits[0] - 1)) if limits else None)


def _region(facts: CompanyFacts) -> Reading:
    implied = _REGION_OF.get(facts.departement or "")
    if facts.region and implied and facts.region != implied:
        return Reading(conflict=f"le département {facts.departement} n'est pas en région {facts.region}")
    return Reading(facts.region or implied)


def _zone(facts: CompanyFacts) -> Reading:
    region = _region(facts)
    if region.value is None:
        return Reading(conflict=region.conflict, ask="region")
    return Reading("outre-mer" if region.value in OVERSEAS else "Corse" if region.value == "Corse" else "métropole")


def _labelled(facts: CompanyFacts, on: date) -> Reading:
    implied: bool | None = None
    if facts.phase_ti == 0:
        implied = False
    elif facts.phase_ti == 1:
        implied = on < PHASE_2_LIST_FROM
    elif facts.phase_ti == 2 and on >= PHASE_2_LIST_FROM:
        implied = True
    if facts.territoire_industrie and facts.phase_ti == 1 and on >= PHASE_2_LIST_FROM:
        return Reading(False)  # « nous sommes Territoire d'industrie » is often said by a territory of phase 1 that left
    if facts.territoire_industrie is not None and implied is not None and facts.territoire_industrie != implied:
        return Reading(conflict="l'appartenance à un Territoire d'industrie et la phase indiquée se contredisent")
    return Reading(implied if facts.territoire_industrie is None else facts.territoire_industrie)


def _phase(facts: CompanyFacts, on: date) -> Reading:
    label = _labelled(facts, on)
    if label.conflict:
        return label
    if facts.phase_ti is None and facts.territoire_industrie is False and on >= PHASE_2_LIST_FROM:
        return Reading(0)  # not in the list in force, so not of phase 2
    if facts.phase_ti is None and facts.territoire_industrie and on >= PHASE_2_LIST_FROM:
        return Reading(2, ask="phase_ti", reserve="sous réserve que la commune figure dans la liste 2023-2027 (et non dans la seule liste 2018-2022)")
    return Reading(facts.phase_ti)


_NEVER_COMPANIES = frozenset(("collectivité", "intercommunalité", "administration", "particulier"))


def _applicant(facts: CompanyFacts) -> Reading:
    commercial = facts.forme_juridique in ("SA", "SAS", "SASU", "SARL", "EURL", "SCOP", "SNC", "entreprise individuelle")
    company = facts.taille is not None or facts.chiffre_affaires_eur is not None or facts.micro_entreprise is True or commercial
    if company and facts.type_demandeur in _NEVER_COMPANIES:
        return Reading(conflict=f"le porteur indiqué ({facts.type_demandeur}) ne va pas avec les chiffres ou la forme d'une entreprise")
    if facts.type_demandeur is None and company:
        return Reading("entreprise", frozenset(APPLICANTS) - _NEVER_COMPANIES)  # an association or a SEM has a turnover too
    return Reading(facts.type_demandeur)


def _micro(facts: CompanyFacts) -> Reading:
    if facts.micro_entreprise is None and facts.effectif is not None and facts.effectif >= 10:
        return Reading(False)
    if facts.micro_entreprise is None and facts.taille in ("ETI", "GE"):
        return Reading(False)
    return Reading(facts.micro_entreprise)


def _age(facts: CompanyFacts, on: date) -> Reading:
    """Whole years since the creation, when its date is known; else the years as told."""
    born = facts.date_creation
    if born is None:
        return Reading(facts.anciennete_annees)
    years = max(0, on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
    if facts.anciennete_annees is not None and abs(facts.anciennete_annees - years) > 1:
        return Reading(conflict="la date de création et l'ancienneté indiquées ne correspondent pas")
    return Reading(years)


_DIVISIONS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "A": ((1, 3),), "B": ((5, 9),), "C": ((10, 33),), "D": ((35, 35),), "E": ((36, 39),), "F": ((41, 43),), "G": ((45, 47),), "H": ((49, 53),),
    "I": ((55, 56),), "J": ((58, 63),), "K": ((64, 66),), "L": ((68, 68),), "M": ((69, 75),), "N": ((77, 82),), "O": ((84, 84),), "P": ((85, 85),),
    "Q": ((86, 88),), "R": ((90, 93),), "S": ((94, 96),), "T": ((97, 98),), "U": ((99, 99),),
    "industrie": ((5, 39),), "industrie manufacturière": ((10, 33),), "agroalimentaire": ((10, 11),), "industries extractives": ((5, 9),),
    "énergie": ((35, 35),), "eau et déchets": ((36, 39),), "construction": ((41, 43),), "commerce": ((45, 47),), "transport": ((49, 53),),
    "finance": ((64, 66),), "immobilier": ((68, 68),), "services": ((55, 63), (69, 99)), "agriculture": ((1, 2),), "pêche et aquaculture": ((3, 3),),
    "artisanat": ((1, 99),),
}  # fmt: skip


def divisions(code: str) -> frozenset[int]:
    """The NAF divisions (first two digits) that a code, a section letter, a sector or a range « 10-33 » covers.

    >>> sorted(divisions("64-66")), sorted(divisions("25.62B")), sorted(divisions("D"))
    ([64, 65, 66], [25], [35])
    """
    if code in _DIVISIONS:
        return frozenset(n for first, last in _DIVISIONS[code] for n in range(first, last + 1))
    if match := re.fullmatch(r"(\d{2})-(\d{2})", code):
        return frozenset(range(int(match[1]), int(match[2]) + 1))
    return frozenset((int(code[:2]),))


def _activity(facts: CompanyFacts) -> Reading:
    """The NAF divisions that the code and the sector allow together."""
    known = [code for code in (facts.naf, facts.secteur) if code]
    if not known:
        return Reading(ask="naf")
    possible = frozenset.intersection(*(divisions(code) for code in known))
    if not possible:
        return Reading(conflict=f"le code NAF {facts.naf} et le secteur « {facts.secteur} » ne correspondent pas")
    return Reading(known[0], possible, "naf")


def read(facts: CompanyFacts, field: str, *, on: date) -> Reading:
    """What is known of a field on a day: the fact, or what the other facts imply."""
    match field:
        case "taille":
            return _size(facts)
        case "effectif":
            return _headcount(facts)
        case "region":
            return _region(facts)
        case "zone":
            return _zone(facts)
        case "territoire_industrie":
            return _labelled(facts, on)
        case "phase_ti":
            return _phase(facts, on)
        case "type_demandeur":
            return _applicant(facts)
        case "micro_entreprise":
            return _micro(facts)
        case "anciennete_annees":
            return _age(facts, on)
        case "naf":
            return _activity(facts)
        case _:
            return Reading(getattr(facts, field))


# -------------------------------------------------------------------------------------------------------------- wording


def number_in_words(value: float) -> str:
    """French digits: « 600 000 », « 1,5 ».

    >>> number_in_words(600000), number_in_words(1.5)
    ('600 000', '1,5')
    """
    whole = round(value, 6)
    text = f"{int(whole):,}" if whole == int(whole) else f"{whole:,}"
    return text.replace(",", " ").replace(".", ",")


def day_in_words(day: date) -> str:
    """« 1er juillet 2025 »."""
    months = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
    return f"{'1er' if day.day == 1 else day.day} {months[day.month - 1]} {day.year}"


def in_words(field: str, value: Any) -> str:
    """A value as a reader expects it: « 600 000 € », « oui », « 12 mars 2025 »."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, list | tuple):
        return ", ".join(in_words(field, item) for item in value)
    if field == "phase_ti":
        return {0: "aucune", 1: "phase 1 (2018-2022)", 2: "phase 2 (2023-2027)"}.get(value, str(value))
    if isinstance(value, int | float):
        unit = FIELDS[field].unit if field in FIELDS else ""
        singular = abs(value) < 2 and unit in ("ans", "salariés")
        return f"{number_in_words(value)} {unit[:-1] if singular else unit}".strip()
    return str(value)


# -------------------------------------------------------------------------------------------------------------- parsing


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9+]+", " ", bare).strip()


_NAMES: Mapping[str, str] = {_fold(name): field.name for field in FIELDS.values() for name in (field.name, field.label, *field.aliases)}
_UNKNOWN = frozenset(("", "inconnu", "inconnue", "je ne sais pas", "ne sais pas", "nsp", "non precise", "non renseigne", "unknown"))
_YES = frozenset(("oui", "o", "vrai", "true", "yes", "y", "1"))
_NO = frozenset(("non", "n", "faux", "false", "no", "0"))
_SCALES = {"k": 1e3, "millier": 1e3, "milliers": 1e3, "m": 1e6, "million": 1e6, "millions": 1e6, "md": 1e9, "mds": 1e9, "milliard": 1e9, "milliards": 1e9}
_UNITS = frozenset(
    ("", "salaries", "salarie", "personnes", "personne", "etp", "employes", "ans", "an", "annees", "mois", "tonnes", "t", "t par an", "gwh", "gwh par an")
)
_NUMBER = re.compile(r"([+-]?)(\d[\d\s.,']*)\s*([^\d\s][^\d]*)?")


def _suggest(name: str) -> str:
    return f"« {name} » n'est pas un champ connu. Champs connus : {', '.join(FIELDS)}."


def _number(field: FactField, text: str) -> float:
    def refuse(reason: str) -> FactError:
        return FactError(f"« {field.name}={text} » : {reason}")

    match = _NUMBER.fullmatch(re.sub(r"[\u00a0\u202f\u2009]", " ", text).strip())
    if not match:
        raise refuse("un nombre est attendu, par exemple « 600000 », « 600 000 € » ou « 1,5 M€ ».")
    sign, digits, words = match[1], re.sub(r"[\s']", "", match[2]), match[3] or ""
    unit = re.sub(r"(?:\b(?:d|de|en)\b *)?\b(?:euros?|eur)\b.*$", "", _fold(words.replace("€", " euros"))).strip()
    scale = _SCALES.get(unit, 1.0)
    if unit not in _SCALES and unit not in _UNITS:
        raise refuse(f"l'unité « {words.strip()} » n'est pas comprise. Écrivez par exemple « 600 000 € », « 600 k€ » ou « 1,5 M€ ».")
    if "," in digits and "." in digits:
        raise refuse("le nombre est ambigu : écrivez « 1234,50 » ou « 1234.50 ».")
    separator = "," if "," in digits else "."
    groups = digits.split(separator)
    if len(groups) > 2:
        if not all(len(group) == 3 for group in groups[1:]):
            raise refuse("le nombre est mal écrit.")
        digits = "".join(groups)
    elif len(groups) == 2:
        if separator == "." and scale == 1 and len(groups[1]) == 3 and field.kind in ("montant", "entier"):
            raise refuse("le nombre est ambigu : écrivez « 1500 » pour mille cinq cents, ou « 1,5 » pour un et demi.")
        digits = f"{groups[0]}.{groups[1]}"
    if len(digits) > 18:
        raise refuse("le nombre est trop long.")
    try:
        value = float(digits.rstrip(".") or "x") * scale
    except ValueError as error:
        raise refuse("un nombre est attendu.") from error
    if sign == "-" and value:
        raise refuse("un nombre positif est attendu.")
    return round(value, 6)


def _date(field: FactField, text: str) -> date:
    for pattern, order in ((r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)), (r"(\d{1,2})/(\d{1,2})/(\d{4})", (3, 2, 1))):
        if match := re.fullmatch(pattern, text.strip()):
            try:
                return date(*(int(match[group]) for group in order))
            except ValueError:
                break
    raise FactError(f"« {field.name}={text} » : une date est attendue, par exemple « 2025-03-12 » ou « 12/03/2025 ».")


def _choice(field: FactField, text: str) -> str:
    folded = _fold(text)
    aliases = _CHOICE_ALIASES.get(field.name, {})
    for choice in field.choices:
        if _fold(choice) == folded:
            return choice
    if folded in aliases:
        return aliases[folded]
    raise FactError(f"« {field.name}={text} » : valeur inconnue. Valeurs admises : {', '.join(field.choices)}.")


def _boolean(field: FactField, text: str) -> bool:
    folded = _fold(text)
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise FactError(f"« {field.name}={text} » : répondez par « oui » ou « non ».")


def _naf(field: FactField, text: str) -> str:
    bare = re.sub(r"[\s.]", "", text).upper()
    if re.fullmatch(r"[A-U]", bare):
        return bare
    if re.fullmatch(r"\d{2}(\d{1,2}[A-Z]?)?", bare) and 1 <= int(bare[:2]) <= 99:
        return bare[:2] + (f".{bare[2:]}" if len(bare) > 2 else "")
    raise FactError(f"« {field.name}={text} » : un code NAF est attendu, par exemple « 25.62B », « 25 » ou la lettre de section « C ».")


def _region_name(field: FactField, text: str) -> str:
    folded = _fold(text)
    named = next((region for region in REGIONS if _fold(region) == folded), None) or _CHOICE_ALIASES["region"].get(folded)
    if not named:
        raise FactError(f"« {field.name}={text} » : région inconnue. Régions : {', '.join(REGIONS)}.")
    return named


def _department(field: FactField, text: str) -> str:
    code = text.strip().upper()
    code = code.zfill(2) if code.isdigit() else code
    if code not in _REGION_OF:
        raise FactError(f"« {field.name}={text} » : un numéro de département est attendu, par exemple « 35 », « 2A » ou « 974 ».")
    return code


def _phase_number(field: FactField, text: str) -> int:
    folded = _fold(text).removeprefix("phase ").strip()
    if folded in ("0", "aucune", "non"):
        return 0
    if folded in ("1", "2"):
        return int(folded)
    raise FactError(f"« {field.name}={text} » : répondez « 2 » (2023-2027), « 1 » (2018-2022 seulement) ou « aucune ».")


def _whole(field: FactField, text: str) -> int:
    value = _number(field, text)
    if value != int(value):
        raise FactError(f"« {field.name}={text} » : un nombre entier est attendu.")
    return int(value)


_READERS: Mapping[str, Callable[[FactField, str], Any]] = {
    "choix": _choice,
    "choix_multiple": lambda field, text: tuple(dict.fromkeys(_choice(field, part) for part in re.split(r"[;|+]|,(?!\d)", text) if part.strip())),
    "entier": _whole,
    "montant": _number,
    "nombre": _number,
    "bool": _boolean,
    "date": _date,
    "naf": _naf,
    "region": _region_name,
    "departement": _department,
    "phase": _phase_number,
}


def parse_fact(text: str) -> tuple[str, Any]:
    """« investissement_eur=600 000 € » → ("investissement_eur", 600000.0). An unknown value (« inconnu », « ? ») gives None.

    >>> parse_fact("CA = 1,5 M€"), parse_fact("territoire_industrie=oui")
    (('chiffre_affaires_eur', 1500000.0), ('territoire_industrie', True))
    """
    name, sign, value = text.partition("=")
    if not sign:
        raise FactError(f"« {text} » : écrivez « champ=valeur », par exemple « investissement_eur=600000 » ou « taille=PME ».")
    field = FIELDS.get(_NAMES.get(_fold(name), ""))
    if field is None:
        raise FactError(_suggest(name.strip()))
    value = value.strip()
    if not value.strip("?") or _fold(value) in _UNKNOWN:
        return field.name, None
    return field.name, _READERS[field.kind](field, value)


def parse_facts(texts: Iterable[str]) -> CompanyFacts:
    """Facts from a list of « champ=valeur ». A field given twice with two values is refused."""
    known: dict[str, Any] = {}
    for text in texts:
        name, value = parse_fact(text)
        if value is None:
            continue
        if name in known and known[name] != value:
            raise FactError(f"« {name} » est donné deux fois, avec deux valeurs ({in_words(name, known[name])} et {in_words(name, value)}).")
        known[name] = value
    return CompanyFacts(**known)
