"""What a message says of a company and of its project, in free French: « on est 45, on veut investir 600 k€, rien signé ».

Read `read_facts` first. Each reader below finds mentions of one family of facts; the mentions are then settled field by field.
Precision before recall: only what the text says is kept. A range stays a range (`ranges`), « une quarantaine » is marked as approximate, an amount whose
role is not said is left `unplaced`, two values that differ are left out and named in `conflicts`. A question about a rule (« les entreprises de plus
de 250 salariés sont-elles exclues ? ») says nothing of the person who asks. Communes are read by `places`. Pure: no file, no network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

from assistant.company_facts import FIELDS, REGIONS, CompanyFacts, day_in_words, number_in_words
from assistant.french import fold
from assistant.numbers_in_text import FoldedText, Quantity, fold_in_place, quantities
from assistant.sectors import Activity, activities, is_industry, sector_of
from assistant.signs import MONTHS


@dataclass(frozen=True)
class FactsRead:
    """What one message says. `facts` holds only certain values; the rest says how the others are known.

    `ranges`: field → (lowest, highest), None for no bound; for an approximate figure, what « environ » leaves open. `removed`: fields that the message takes
    back. `corrects`: the message opens like a correction (« non, … »). `unplaced`: amounts in euros whose role is not said.
    """

    facts: CompanyFacts = field(default_factory=CompanyFacts)
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    ranges: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    approximate: frozenset[str] = frozenset()
    removed: tuple[str, ...] = ()
    corrects: bool = False
    siren: str | None = None
    siret: str | None = None
    invalid_numbers: tuple[str, ...] = ()
    other_projects: tuple[str, ...] = ()
    project_period: tuple[date, date] | None = None
    unplaced: tuple[float, ...] = ()
    conflicts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans or self.removed)

    def applied_to(self, known: CompanyFacts) -> CompanyFacts:
        """The facts known before, without those taken back or told again as a range, completed by these."""
        gone = {name: None for name in (*self.removed, *self.ranges) if name in FIELDS}
        return replace(known, **gone).with_facts(self.facts)

    def extremes(self, known: CompanyFacts | None = None) -> tuple[CompanyFacts, ...]:
        """The facts at both ends of each range (at most 16): a verdict holds when it is the same for all.

        >>> [f.effectif for f in read_facts("entre 40 et 50 salariés").extremes()]
        [40, 50]
        """
        base = self.applied_to(known or CompanyFacts())
        ends = [[(name, end) for end in dict.fromkeys(bounds)] for name, bounds in sorted(self.ranges.items()) if name in FIELDS][:4]
        return tuple(replace(base, **dict(choice)) for choice in product(*ends))


@dataclass(frozen=True)
class _Mention:
    """A field said once, in the offsets of the folded text. `high` is set when `value` is the lower end of a range."""

    field: str
    value: Any
    start: int
    end: int
    high: Any = None
    is_range: bool = False
    approximate: bool = False
    negated: bool = False


_CORRECTS = re.compile(r"^\s*(?:ah |euh |oups |ha )?(?:non|nan|nn|pardon|erreur|en fait|enfait|plutot|finalement|rectif\w*|correction|je me suis trompe\w*|desole\w*|sorry|je voulais dire|attention)\b")
_CORRECTION_INSIDE = re.compile(r"\b(?:non|nan|pardon|en fait|plutot|enfin|finalement|je voulais dire|correction|erreur|je me trompe)\b")


def read_facts(text: str, *, asked: str = "") -> FactsRead:
    """The facts that a message states. `asked` is the field of the question just put to the person: « 300 » or « oui » alone then answers it.

    >>> read = read_facts("on est 45, on veut investir 600 k€")
    >>> read.facts.effectif, read.facts.investissement_eur, read.shown
    (45, 600000.0, ('45 salariés', 'investissement de 600 000 €'))
    """
    folded = fold_in_place(text)
    source = _Source.of(folded)
    mentions: list[_Mention] = []
    numbers = _company_numbers(folded)
    if source.personal:
        figures = [q for q in source.figures if not any(a < q.end and q.start < b for _, a, b, _ in numbers)]
        headcounts = list(_headcounts(source, figures))
        taken = [(m.start, m.end) for m in headcounts]
        amounts, unplaced = _amounts(source, [q for q in figures if not any(a < q.end and q.start < b for a, b in taken)])
        mentions = [*headcounts, *amounts]
        corrected = {q: again for q in unplaced if (again := _corrected(source, q, amounts))}
        unplaced = [q for q in unplaced if q not in corrected]
        mentions += corrected.values()
        mentions += [again for q in figures if not q.scaled and not q.money and (again := _corrected(source, q, headcounts))]
        for reader in (_sizes, _activity, _green_sector, _projects, _applicant, _legal_form, _works, _difficulty, _age, _place_words, _obligations, _other_flags, _durations):
            mentions += reader(source)
        if unplaced and any(m.field in ("projet", "projet_autre") for m in mentions) and len(unplaced) == 1:
            mentions.append(_amount_mention("investissement_eur", unplaced[0]))
            unplaced = []
    else:
        unplaced = []
    if asked:
        mentions += _answer(source, asked, mentions)
        if mentions and any(m.field == asked for m in mentions):
            unplaced = []
    removed = list(_taken_back(source))
    return _settled(source, mentions, numbers, unplaced, removed)


# ------------------------------------------------------------------------------------------------------------ the message

_POLITE = re.compile(
    r"\b(?:je|j'|nous|on|vous)\s?(?:voudrais|voudrait|aimerais|aimerait|souhaite\w*|souhaiterais|cherche a|cherchons a|veux|veut|aurais besoin de|besoin de|pouvez|peux|pourriez)?[ -]*(?:me |nous |vous )?(?:savoir|connaitre|comprendre|dire|expliquer|renseigner|demande\b|une question)\b"
    r"|\b(?:dites|dis|expliquez|explique|donnez|donne|rappelez)[- ](?:moi|nous)\b|\b(?:pouvez|peux|pourriez)[- ](?:vous|tu) (?:me|nous)\b|\bs'il (?:te|vous) plait\b|\bj'ai une question\b"
)
_SELF = re.compile(
    r"\b(?:j'|je|moi|mon|ma|mes|notre|nos|nous|chez nous)\b|\bon (?!(?:peut|doit|fait pour|appelle|parle|entend|dit|trouve|depose|demande)\b)|\b(?:j|ns|jsuis|chui[st])\b"
    r"|\b(?:une?|cette|cet|ce|la|l'|leur|son|sa)\s?(?:entreprise|societe|pme|tpe|eti|boite|usine|start-?up|site|association|commune|industriel|restaurant|commerce|atelier|groupe)\s(?:\w+ ){0,3}?(?:d[e'] ?\d|qui|avec|\d|en redressement|dans)"
    r"|\bporteur de projet|\b(?:mon|ma|un|une) (?:client|usager|adherent)|\belle (?:a|est|fabrique|emploie|compte)\b|\bil (?:a|emploie|fabrique) (?!y)"
    r"|\b(?:aides?|subventions?|financements?|dispositifs?|prets?)\s(?:\w+ ){0,2}?(?:pour|a un|a une)\b"
)
_ABOUT_RULES = re.compile(
    r"\bqu'?\s?est[- ]ce (?:que|qu')|\bc'?\s?(?:est )?(?:quoi|koi)\b|\bquel(?:le)?s? (?:est|sont|etait|etaient|sera|seront|territoires?|communes?|montants?|plafonds?|taux|conditions?|criteres?|entreprises?|sont)\b|\bqui (?:peut|peuvent|est|sont|decide|a|finance)\b"
    r"|\bque (?:dit|prevoit|finance|contient|fait|signifie)\b|\bdefinition|\bdifference|\bsignifie|\bveut dire|\ba quoi (?:sert|servent)|\bpourquoi\b|\bcombien\b|\bcomment\b|\bquand\b|\bliste d|\best[- ](?:il|elle|ce)\b|\bsont[- ](?:ils|elles)\b|\b(?:peut|doit|faut|a|existe)[- ](?:t-)?(?:on|il|elle)\b"
    r"|\b(?:article|loi|decret|circulaire|phase [12]|dote|enveloppe(?! ?(?::|de \d|projet|travaux|globale|prevue|previsionnelle|totale|max|d'environ|\d))|plafond|seuil|programme)\b|^\s*(?:le|la|les|l'|un|une|des)\s[^,;]{3,60}\?\s*$"
)
_STRONG_SELF = re.compile(r"\bon (?:est|a|fait|fabrique|emploie|produit|veut|va|compte|cherche|n'|existe)\b|\bnous (?:sommes|avons|employons|fabriquons|produisons|voulons|envisageons)\b|\b(?:notre|nos|mon|ma|mes)\b|\bje suis\b|\bj'ai\b")
# « les entreprises de plus de 250 salariés »: a rule about all of them, not a description.
_GENERIC = re.compile(
    r"\b(?:les|des|aux|toutes les|tous les|certaines|quelles?|quels?|entre les)\s(?:\w+ ){0,1}?(?:entreprises|pme|tpe|eti|pmi|societes|industriels|industries|projets|associations|collectivites|communes|porteurs|beneficiaires|intercommunalites|epci)\b[^,.;?!]*"
    r"|\b(?:plafond|plancher|seuil|(?<!au )(?<!a )minimum|(?<!au )maximum|limite)s?\b[^,;?!]{0,40}|\breservee?s? aux\b[^,.;?!]*"
)
_SCHEME_NAMES = re.compile(
    r"\b(?:ibac|pret industrie|france num)[ -]pme\b|\btremplin(?: pour la transition ecologique)?(?: des)?(?: pme)?\b|\bprets? (?:verts?(?: ademe)?|economies? d'energies?|energie\b(?: aura| auvergne[- ]rhone[- ]alpes)?|action climat|croissance industrie|nouvelle industrie|industrie(?: pme)?)"
    r"|\bdiag(?:nostic)?s? (?:decarbon\w*(?:[' ]?action)?|eco[- ]?flux|eco[- ]?conception|adaptation)|\bcredits? d'impots? (?:recherche(?: collaborative)?|innovation|(?:\w+ ){0,6}(?:l')?industrie verte)|\bcontrats? (?:innovation|chaleur renouvelable|entreprise d'avenir)"
    r"|\bfonds? (?:verts?|chaleur)(?: renouvelable| friches?)?|\bfonds pour une transition juste|\bgarantie developpement|\bvisite energie|\bpacte industrie|\bdecarb (?:flash|ind)\w*|\bappels? a projets? [^.?!,]{0,12}premiere usine|\b(?:loi )?(?:relative a l')?industrie verte"
    r"|\bterritoires? d'industrie(?: en transition ecologique)?|\bsites? (?:industriels? )?cles? en mains?|\baide a l'immobilier d'entreprise|\bjeunes? entreprises? innovantes?|\bcompetences et metiers d'avenir|\bcertificats? d'economies? d'energies?|(?<!faire un )(?<!faire notre )(?<!realiser un )(?<!realiser notre )\bbilan (?:carbone|ges|d'emissions)|\baide pour le developpement de l'innovation"
    r"|\bpass (?:transitions?|transformation ecologique)|\bcheque vert|\b(?:aide a la )?reindustrialisation \(?ari\b|\bcedre investissement|\bbanque des territoires|\bchambres? (?:de|d') ?\w+|\bjeune pousse|\brebond industriel|\bagence de l'eau|\bagence nationale\b[^.,;?!]*|\bbooster transformation(?: rev3)?|\betincelles\b|\bassociations? (?:agreee|de mon|syndicale)"
)


# Words of a trade that are part of another name.
_NOT_A_TRADE = re.compile(r"\bcycles? de vie\b|\bconseil(?:s|ler\w*)? (?:departement|region|municip|communaut|general)\w*|\bplaquettes? forestieres?|\bservice (?:eco\w*|developpement)[\w ]*")
# An abbreviation's full stop ends no sentence.
_SENTENCE_END = re.compile(r"[;?!\n]|(?<!\beff)(?<!\beffect)(?<!\bsal)(?<!\bpers)(?<!\benv)(?<!\bnb)(?<!\bmt)(?<!\binv)(?<!\binvest)(?<!\bapprox)\.(?:\s|$)")


@dataclass(frozen=True)
class _Source:
    """The message made ready: what is a name of scheme or a general rule is blanked out in `text`, offsets unchanged."""

    folded: FoldedText
    text: str
    figures: tuple[Quantity, ...]
    activities: tuple[Activity, ...]
    personal: bool
    question: bool

    @classmethod
    def of(cls, folded: FoldedText) -> _Source:
        bare = _POLITE.sub(lambda m: " " * len(m[0]), folded.text)
        about_rules = _ABOUT_RULES.search(bare)
        stated = re.split(r"[,;.!\n]", bare[: about_rules.start()])[:-1] if about_rules else []  # whole clauses before: « chantier démarré, est-ce trop tard ? »
        personal = bool(_SELF.search(bare)) or about_rules is None or any(len(clause.split()) >= 3 for clause in stated)
        blank = _SCHEME_NAMES.sub(lambda m: "_" * len(m[0]), folded.text)
        blank = _GENERIC.sub(lambda m: m[0] if _STRONG_SELF.search(m[0]) else "_" * len(m[0]), blank)
        figures = tuple(q for q in quantities(folded) if "_" not in blank[q.start : q.end])
        trades = _NOT_A_TRADE.sub(lambda m: "_" * len(m[0]), blank)
        return cls(folded, blank, figures, tuple(activities(trades)), personal, "?" in folded.text)

    def before(self, at: int, width: int = 60) -> str:
        """The same clause, up to `at`."""
        return _SENTENCE_END.split(self.text[max(0, at - width) : at])[-1]

    def after(self, at: int, width: int = 45) -> str:
        return _SENTENCE_END.split(self.text[at : at + width])[0]

    def original(self, start: int, end: int) -> str:
        a, b = self.folded.span(start, end)
        return self.folded.raw[a:b]


_NEGATED = re.compile(r"\b(?:pas|plus|ni|jamais|aucune?|sans)\s(?:(?:encore|du tout|vraiment|non plus|dans)\s)?(?:une?\s|d[e']\s?|des\s|du\s|le\s|la\s|les\s|l'\s?|en\s|de la\s|en train d[e']\s?)*$")


def _negated(source: _Source, start: int) -> bool:
    return bool(_NEGATED.search(source.before(start, 40)))


# What a third party does is no project of the person: « nos clients achètent des robots ». « mon client » may be the company an adviser speaks for.
_OTHERS_DO = re.compile(
    r"(?:^|[,;.?!:]\s?|\b(?:et|mais|que|car|comme|si)\s|\bqu')(?:(?:nos|mes|les|des|d'autres|certains) (?:clients?|fournisseurs?|concurrents?|voisins?|confreres?|donneurs? d'ordres?|sous-traitants?|banques?)|(?:une?|le|la|l'|notre|mon|ma|ce|cette) ?(?:concurrent\w*|fournisseu\w+|voisine?|confrere|donneur d'ordres?|banque|banquier|banquiere|assureur|assurance|comptable|expert-comptable|proprietaire|bailleur|ami|copain|frere|cousin))\b"
    r"(?! (?:et (?:moi|nous|on)|pour|d[eu]\b))(?:(?!\b(?:on|nous|je|j'|moi|pour que)\b)[^,;.?!])*$"
)


def _others_do(source: _Source, start: int) -> bool:
    return bool(_OTHERS_DO.search(source.before(start, min(start, 70))))


# ------------------------------------------------------------------------------------------------------------ head-count

_EMPLOYEES = r"(?:s[al]{1,3}r{1,2}[aiy]\w{0,4}|salaires?(?! (?:brut|net|mini|moyen|a )|s)|sal\b\.?|empl?o?y\w{0,4}\b(?<!emploi)|emplye\w*|etp\b|equivalents? temps plein|collab\w*|colab\w*|ouvri\w+|travailleu\w+|workers?\b|staff\b|workforce\b|pax\b|cdi\b|cdd\b|compagnons\b|bonn?s?hommes\b|bonshommes\b|mecs\b|loulous\b|(?:paires? de )?bras\b(?! (?:robot|de |articul|manip))|agents? (?:de (?:prod\w*|fab\w*|maitrise)|technique\w*)|permanents?\b|temps pleins?\b)"
_STAFF = rf"(?:{_EMPLOYEES}|personnes?\b|pers?onn?es\b|presonnes?\b|perso?s?\b\.?|gars\b|gens\b|tetes\b|people\b|p\.?(?=\s*[,;]|$)|p\.(?=\s))"
_STAFF_AFTER = re.compile(rf"^[\s-]?(?:d'|de |x )?(?:seule?s? |petits? |bons? )?(?:(?!ans\b|mois\b)[a-z]+ (?=salari|employe))?{_STAFF}")
_SURE_STAFF = re.compile(rf"^[\s-]?(?:d'|de )?(?:seule?s? |petits? |bons? )?(?:[a-z]+ (?=salari|employe))?{_EMPLOYEES}")
_WHEN = r"(?:(?:fin|debut|mi|au|en|annee|moyen|exercice) ?(?:\d{1,2}/\d{1,2}/)?(?:20\d\d)?|20\d\d|au \d{1,2}/\d{1,2})"
_HEADCOUNT_BEFORE = re.compile(
    r"(?:\bon est|\bc'est|\breste|\bon (?:bosse|travaille|tourne|vit|produit|fonctionne) a|\bon (?:doit|devrait|doit bien) etre|\bon n'est|\bnous sommes|\bns sommes|\bnous etes|\bsommes|\bon emploie|\bj'emploie|\bnous employons|\bemploie|\bemployons|\bheadcount|\beff(?:ectifs?|ectf|ect|ec)?\b\.?(?: (?:total|actuel|moyen|global|salarie|du site|du groupe|de l'entreprise|de la (?:boite|societe)))*|\bn(?:b|bre|ombre|br)\.? ?(?:total )?(?:de |d')?(?:s[al]{1,3}r\w*|sal\.?|emplo\w+|pers\w*|etp|collab\w*)|\b(?:salaries|employes|employees|personnel|staff|headcount|etp|equipe|team)\s?(?=:|=)|\b(?:equipe|team|effectif) (?:de|of)|\b(?:we )?employ(?:s|ing)?\b|\bwe have|\bon est passe a|\bon tourne a|\bon compte|\bnous comptons|\bwe are|\bon etait|\bvous etes|\bils sont|\belle (?:a|emploie|compte)|\bnous (?:ne )?sommes|\bsi (?:on est|nous sommes))"
    rf"(?:\s*(?:\(|\)|{_WHEN}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|pas plus d[e']|pas moins d[e']|atteint|atteignons|avoisine|depasse|n'atteint pas|ne depasse pas|superieur a|inferieur a|compris|grosso modo|a|au moins|au plus|max|about|around|over|de|d'|:|=|est|a|sont|a peu pres|environ|que|plus que|bien|maintenant|actuellement|desormais|deja|aujourd'hui|entre|autour de|dans les|presque|pres de|exactement|plus de|moins de|plutot|en tout|au total|,|un peu))*\s*$"
)
_FREE_AFTER = re.compile(
    r"^\s*(?:$|[,;:!?)/+]|\.(?:\s|$)|(?:(?:dans|ds|en) (?:la|l'|ma|notre|le|mon|les|prod\w*|tout|cdi)\b|en \w+|chez|a (?:faire|fabriquer|produire|plein temps|la prod\w*|y bosser|y travailler|bosser)|au (?:total|bureau|labo|siege|site)|a temps|au total|en tout|a l'atelier|a l'usine|in\b|at\b|and\b|a temps plein|a bosser|a travailler|et\b|mais\b|donc\b|avec\b|pour\b|pers\b|actuellement|aujourd'hui|maintenant|environ|a peu pres|sur le site|sur site|sur place|alors|du coup|en ce moment|en cdi|svp|stp|desormais|ca\b|c'est|on\b|est-ce|dont|ou\b|a ce jour|quoi|ici|permanents|bonjour|merci|apres|dans le groupe|tout compris)\b)"
)
_PLAIN_BEFORE = re.compile(r"(?:^|[,;:(/+-]|\bde|\bd'|\bavec|\ba|\bcompte|\bemploie|\bemployons|\best|\bsommes|\bon a|\bnous avons|\bj'ai|\bentre|\benviron|\bequipe|\ben tout|\bavons|\b(?:pme|tpe|eti|sas|sarl|sasu|eurl|scop|boite|societe|entreprise|usine|site|atelier|association|asso|industrielle?s?|familiale?)|\bet|\bdes|\bmais|\bque|\bfait|\bactuellement|\bplus d[e'](?: une)?|\bmoins d[e'](?: une)?|\b\w+erie|\b(?:y a|ya|il y a|avoir|sa|ca|soit|c'est|with|of|a peu pres|bossons a|boite d'|depasse\w*|les)|\bdizaine|\bnon|\bfait)\s*$")
_NOT_STAFF_BEFORE = re.compile(
    r"\b(?:recrut\w*|embauch\w*|form(?:er|ation|ations|ons|era|e)\b|cre(?:er|ation|ant|ons|era|eront|ait|erait)|supprim\w*|licenci\w*|depart\w*|passer|monter|atteindre|arriver|sera|serons|seront|serait|etait|etions|etaient|avions|avait|avant|perdu|perdre|dont|parmi|reunion|seuil|a plus de|apprenti\w*|interimaire\w*|stagiaire\w*|objectif|d'ici|formons|accueill\w*|reclass\w*|qualifi\w*|moitie|ajouter|besoin de|cherche|recherche|manque|faut)\b(?![^,;]*\b(?:on est|nous sommes|j'ai|de|avec)\s*$)[^,;]*$"
)
_NOT_STAFF_BEFORE_CLOSE = re.compile(r"\b(?:recrut\w*|embauch\w*|former|formation (?:de|pour|des|a)|creer|creation de|supprimer|licencier|pass\w* (?:a|de)|mont\w* a|arriv\w* a|atteindre|dont|serons|sera|seront|serait|etait|etions|etaient|avions|besoin de|manque|cherche|recherche|faut|perdu|parmi|pour former|licenciement de|depart de|accueillir)\s(?:\w+ ){0,2}$")
_COMPANY_JUST_BEFORE = re.compile(r"\b(?:pme|pmi|tpe|eti|sas|sarl|sasu|eurl|scop|boite|societe|entreprise|usine|start-?up|atelier|asso|association)\b(?:\s\w+){0,3}\s*$")
_COMPANY_OF = re.compile(r"\b(?:pme|pmi|tpe|eti|boite|societe|entreprise|equipe|start-?up|usine|atelier)(?: de|,)\s*$")
_COMPANY = r"\b(?:pme|pmi|tpe|eti|boite|societe|entreprise|start-?up|usine|atelier|sas|sarl|scop|site|fabricant|manufacture)\b[^,;.?!\d]{0,25}"
_MAKES_AT = re.compile(r"\b(?:on|nous|ns) (?:fabri\w+|fai\w+|produi\w+|transform\w+|assembl\w+|bosse\w*|travaill\w+|usin\w+|coud\w*|couson\w*|soud\w+|tourn\w+)\s[^,;.?!\d]{0,40}\ba\s*$")
_TRADES_AFTER = re.compile(r"^\s(?!associe|fondat|cofondat|actionn|premiers|derniers|milliers|(?:\w+ )?a(?:ns|nnees)\b)[a-z]+(?:eurs|euses|iers|ieres|istes|iciens|iciennes)\b")
_OTHERS = re.compile(r"\b(?:concurrents?|fournisseurs?|voisins?|donneurs? d'ordres?|maison[- ]mere|ancien (?:patron|proprietaire|exploitant)|predecesseurs?)\b(?: \w+){0,2} (?:a|ont|avait|fai\w+|emploi\w*|compt\w+|est|sont|d[e'])\b[^,;]*$")
_PLACE_OF_WORK = r"(?:a|en|au|aux|dans|ds|sur)\s?(?:la |l'|les |le )?(?:cdi|cdd|prod\w*|atelier\w*|usine|bureaux?|siege|fab\w*|entrepot|depot|magasin|terrain|admin\w*|labo\w*|logistique|conditionnement|vente|chantiers?|administration|be|bureau d'etudes?|commerce|r&d)"
_GROUP = re.compile(rf"^[\s-]?(?:(?:personnes?|pers\.?|salari\w+|sal\.?|gars|gens|employes?)\s)?(?:{_PLACE_OF_WORK}|cdi|cdd|ouvri\w+|administratifs?|cadres|etam|commerciaux|technicien\w*|hommes|femmes|temps (?:pleins?|partiels?)|a temps (?:plein|partiel)|a mi-temps|mi-temps|operat\w+|productifs|indirects|directs|ingenieurs|agents?(?: de \w+)?|productions?|employes(?= (?:et|\+|,|plus) \d))\b")
_SOLO = re.compile(
    r"\b(?:je suis|j'suis|jsuis|chuis|je bosse|je travaille|jtravaille|je tourne|je gere|j'exerce|i am|i work)\s(?:tou[ts]?e? |tt |tte |encore |pour l'instant |a |en |totalement |vraiment )*(?:seule?|solo|alone|on my own)\b(?=\s*(?:$|[,.;:!?()-]|dans|ds|et\b|pour l'instant|sans|sur|a bord|aux commandes|au|a l'atelier|mais|pr\b|actuellement|comme|en\b|chez|depuis))"
    r"|\b(?:tou[ts]?e? |tt )seule? (?:dans|ds|a bord|aux commandes|sur)\b|\b(?:il n'y a|y a|n'y a|ya|c'est) (?:que|juste|personne d'autre que) moi\b|\bpersonne (?:d'autre|sous mes ordres|a part moi|avec moi)\b|\b(?:je n'ai|j'ai|j ai) personne (?!(?:ne|n'|pour|qui|a )\b)|\bone[- ]man\b|(?:^|[,;.]\s*)\s*(?:tou[ts]?e? )?seule?(?= (?:en|dans|ds|a|au|et|avec)\b|\s*[,;])|\b(?:unique|seule?) (?:employee?|salariee?)\b(?! de )"
)
_NO_STAFF = re.compile(
    r"\b(?:pas|aucune?s?|sans|zero|0|ni|no|jamais eu|n'ai pas|without)\s(?:encore |pour l'instant |un seul |une seule |le moindre |la moindre |d'|de |un |any )*(?:s[al]{1,3}rr?i\w{0,3}|employe\w{0,2}|personnel|staff|employees?|collaborat\w+|main d'oeuvre salariee|effectifs?)\b(?!\s(?:supplementaire|de plus|en cdi|qualifie|forme|disponible))"
)


_HEADING = re.compile(r"eff(?!orts?)|n(?:b|bre|ombre|br)\b|headcount|salaries|employes|personnel|staff")


def _headcounts(source: _Source, figures: Iterable[Quantity]) -> Iterator[_Mention]:
    text = source.text
    figures = list(figures)
    groups = _groups(source, figures)
    summed = {q for group in groups for q in group}
    for group in groups:
        yield _Mention("effectif", int(sum(q.value for q in group)), group[0].start, group[-1].end, approximate=any(q.approximate for q in group))
    for q in figures:
        if q in summed or not _may_count_people(q):
            continue
        after, before = source.after(q.end), source.before(q.start)
        unit = _STAFF_AFTER.match(after)
        trades = _TRADES_AFTER.match(after) if not unit else None
        told = _HEADCOUNT_BEFORE.search(before)
        now = re.match(r"\s?(?:aujourd'hui|actuellement|a ce jour|maintenant|pour l'instant|en ce moment|au total|en tout|dans (?:le|tout le) groupe|groupe compris)\b", after) and re.search(rf"\b{_EMPLOYEES}", text)
        introduced = told or now or _COMPANY_OF.search(before) or _MAKES_AT.search(before) or _activity_between(source, q)
        end = q.end + (unit.end() if unit else 0)
        after_unit = text[end : end + 40]
        if _NOT_STAFF_BEFORE_CLOSE.search(before) or _OTHERS.search(before) or re.match(r"\s*(?:a (?:recruter|former|embaucher|licencier|reclasser|accompagner|trouver|gerer)|de plus|en plus|supplementaires?|formees?|en formation|en moins|interimaires?|licencie\w*|par (?:jour|an|mois|heure|semaine)|de \d+ ans|(?:de|du|chez) (?:notre|nos|mon|mes|un|le|la) (?:fournisseur|client|concurrent|voisin|donneur)s?)\b(?! (?:temps|l'atelier|l'usine|ce jour))", after_unit):
            continue
        if re.search(r"\b(?:pas|non pas)\s*$", before) and unit and not q.low_open:
            continue
        if unit:
            named_before = any(a.end <= q.start and not text[a.end : q.start].strip(" ,:;-(") for a in source.activities)
            if not (introduced or named_before or _SURE_STAFF.match(after) or _PLAIN_BEFORE.search(before) or _COMPANY_JUST_BEFORE.search(before)):
                continue
            if not _SURE_STAFF.match(after) and re.search(r"\b(?:reunion|visite|evenement|salon|webinaire|rencontre|seminaire|salle|conference|inscri\w+|invit\w+)\b", before):
                continue
            if re.match(r"^\s?(?:d'|de )?(?:personnes|gens)", after) and re.match(r"\s(?:agees|handicapees|accompagnees|inscrites|par (?:jour|an|mois))", after_unit):
                continue
        elif not introduced or not (_FREE_AFTER.match(after) or (trades and told) or (told and _HEADING.match(told[0]) and re.match(r"\s[a-z]", after))) or (q.high is None and (1900 <= q.value <= 2100 or q.value == 0)):
            continue
        start = q.start
        if told and not unit and told.start() < len(before):
            start = q.start - (len(before) - told.start())
        if q.high is not None:
            yield _Mention("effectif", int(q.value), start, end, int(q.high), is_range=True)
        elif q.low_open or q.high_open:
            low, high = (None, int(q.value)) if q.low_open else (int(q.value), None)
            yield _Mention("effectif", low, start, end, high, is_range=True)
        else:
            yield _Mention("effectif", int(q.value), start, end, approximate=q.approximate)
    for match in _NO_STAFF.finditer(text):
        if not re.search(r"\b(?:trouv\w*|recrut\w*|embauch\w*|licenci\w*|concern\w*)\b[^,;]*$", source.before(match.start())):
            yield _Mention("effectif", 0, match.start(), match.end())
    for match in _SOLO.finditer(text):
        yield _Mention("effectif", 0, match.start(), match.end(), 1, is_range=True)


def _may_count_people(q: Quantity) -> bool:
    return q.money != 2 and not q.scaled and q.value == int(q.value) and q.value <= 500_000


def _groups(source: _Source, figures: list[Quantity]) -> list[list[Quantity]]:
    """« 40 CDI et 10 CDD », « 18 à la prod, 4 au bureau »: the parts of one head-count, to be added. Parts told after « dont » belong to a whole."""
    groups: list[list[Quantity]] = []
    last, whole = -1, False
    for q in figures:
        after = source.after(q.end)
        part = _GROUP.match(after) or _STAFF_AFTER.match(after)
        bare = part is not None and not _GROUP.match(after)  # « 40 personnes »: a part only when « plus » follows
        usable = part and _may_count_people(q) and q.high is None and not (q.low_open or q.high_open)
        before = source.before(q.start)
        if not usable or part is None or re.search(r"\b(?:dont|parmi|sur)\s(?:\w+ ){0,2}$", before) or _NOT_STAFF_BEFORE_CLOSE.search(before) or _OTHERS.search(before):
            last = -1
            continue
        between = source.text[last : q.start] if last >= 0 else ""
        joined = bool(re.fullmatch(r"\s*(?:(?:et|\+|,|plus|puis|/|-|&)\s*)+(?:avec |encore )?", between))
        if joined and not bare and (not whole or re.search(r"\+|\bplus\b", between)):
            groups[-1].append(q)
        else:
            groups.append([q])
        last, whole = q.end + part.end(), bare
    return [group for group in groups if len(group) > 1]


def _activity_between(source: _Source, q: Quantity) -> bool:
    """« on est, dans la maroquinerie, 22 », « une boîte de plasturgie de 35 »: an activity stands between what announces a head-count and its figure."""
    for activity in source.activities:
        gap = source.text[activity.end : q.start] if activity.end <= q.start else None
        if gap is None or not re.fullmatch(r"\s*(?:,|:|-|de|d'|a|avec|on est|environ|\s)*\s*", gap):
            continue
        before = source.before(activity.start)
        told = _HEADCOUNT_BEFORE.search(re.sub(r"(?:,|\b(?:dans|ds|en|de|du|des|la|le|l'|les|une?|pme|boite|d'))*\s*$", "", re.sub(r"(?:[\s,]|\b(?:dans|ds|en|de|du|des|la|le|les|une?)\b|\bl'|\bd')*$", " ", before)))
        if (told and "," in gap + before[-25:]) or (re.search(rf"{_COMPANY}$", before) and (re.search(r"\b(?:de|d'|a|avec)\s*$", gap) or 3 <= q.value <= 5000)):
            return True
    trade = re.match(r"\s(?:dans|ds|en)\s(?:la |le |l'|les )?", source.after(q.end))  # « 45 dans la chaudronnerie »
    opens = re.search(r"(?:^|[,;:.])\s*$", source.text[: q.start])
    return bool(trade and opens and q.value >= 2 and any(a.start == q.end + trade.end() for a in source.activities))


def _corrected(source: _Source, q: Quantity, told: Iterable[_Mention]) -> _Mention | None:
    """« on est 45, pardon, 54 »: a bare figure right after a correction takes the field of the figure before it."""
    before = [m for m in told if m.end <= q.start]
    if not before or any(m.start < q.end and q.start < m.end for m in told):
        return None
    between = source.folded.text[before[-1].end : q.start]
    if not re.fullmatch(r"[\s,.;:…-]*(?:ah |euh |oups )?(?:non|nan|pardon|en fait|enfin|plutot|finalement|je voulais dire|correction|erreur)(?:[\s,:]|c'est|plutot|on est|pardon|en fait)*", between):
        return None
    mention = _amount_mention(before[-1].field, q)
    return replace(mention, value=int(q.value)) if before[-1].field == "effectif" and not mention.is_range else mention


# ---------------------------------------------------------------------------------------------------------------- amounts

_LINK = r"(?:\s|(?:les )?(?:\d|trois|deux) (?:derni\w+ )?(?:ans|annees|exercices)|ne|n'|pas|[<>≥≤~]|excede|atteint pas|maxi?|au plus|de l'ordre|aux alentours|prev\.?|previ|\(?ht\)?|tout compris|de|d'|du|des|la|le|l'|un|une|a|au|est|sont|sera|serait|etait|fait|:|=|-|\(|annuel\w*|total\w*|hors taxes?|ht|ttc|environ|entre|autour|proche|pres|dans les|moins|plus|depasse|superieur a|inferieur a|jusqu'a|au moins|estime\w*|evalue\w*|prevu\w*|previsionnel\w*|d'environ|global\w*|moyen|actuel\w*|en|sur|pour|consolide|quelque|dernier|represente\w*|s'eleve|montant|nous|on|genre|presque|seulement|(?:en |de )?20\d\d|tourne|atteint|avoisine|[(]?hors taxe[)]?|net)"
_ROLES: tuple[tuple[str, int, str], ...] = (  # (field, strength, cue); an empty field is a role that is not a fact
    ("chiffre_affaires_eur", 2, r"(?:ca|c\.a\.?|chif\w*\s?d?\s?'?\s?af+ai?r\w*|chiffre|turnover|revenues?|sales|facturation annuelle|ventes annuelles|recettes)"),
    ("bilan_eur", 2, r"(?:(?:total )?(?:de |du )?bilan(?! (?:carbone|ges|d'emission))|total bilan)"),
    ("aide_demandee_eur", 2, r"(?:(?:demand\w*|solicit\w*|sollicit\w*|obtenir|aurait besoin d|besoin d|cherch\w*)[ '](?:une? |d'?e? ?)?(?:aide|subvention|avance)s?|aide demandee|subvention demandee)"),
    ("minimis_recus_eur", 3, r"(?:aides? )?(?:de |des |du |au titre d\w* )?minimis(?:\s(?:deja|recue?s?|percue?s?|touchee?s?|obtenue?s?|cumulee?s?|consomm\w+))*"),
    ("investissement_eur", 2, r"(?:invest\w*|inv\b\.?|investissemnt|investisement|capex|cout(?:s|e|ent|er|era\w*|erai\w*|ait)?|budg\w*|bugdet\w*|budjet\w*|billet|prix(?! (?:de l'|du |des |de vente|de la ))|ticket|mise de fonds|enveloppe(?: projet| travaux| globale| prevue| previsionnelle| d'investissement| totale)*|facture (?:sera|serait|totale|finale|s'eleve|monte|prevue)|chiffrage|estimation|mt\b\.?|devis|depens\w*|travaux|projets?|chantier|operation|enveloppe projet|montant|montant du projet|mettre|acheter|achats?|acquisition|acquerir)"),
    ("investissement_eur", 1, r"(?:machines?|equipements?|lignes?|robots?|chaudieres?|fours?|extension|agrandissement|batiments?|ateliers?|usine|modernisation|financer|financement|renovation|installation|materiel|presse|centre d'usinage|demenagement|etude|prototype|programme d'investissement|diag\w*)"),
    ("", 2, r"(?:aides?|subventions?|prets?|emprunts?|capital|dettes?|pertes?|salaires?|loyers?|amendes?|plafond\w*|seuil\w*|plancher|enveloppe (?:d'aides?|de subventions?|nationale|regionale|de l'etat|du fonds|du programme)|dotes?|dotee?s?|dotation|programme|levee|leve|tresorerie|resultat|benefices?|marge|ebitda|fonds propres|credits?|cotisations?|impots?|factures? d'(?:energie|electricite|gaz)|minimum|maximum|facture|fonds|avance|garantie|rachete|valorisee?|cheque|prime|milliards?)"),
)  # fmt: skip
_ROLES_BEFORE = [(name, strength, re.compile(rf"(?<![\w]){cue}(?P<gap>{_LINK}*)$")) for name, strength, cue in _ROLES]
_ROLES_BEFORE_FAR = [(name, strength, re.compile(rf"(?<![\w]){cue}(?![\w])(?P<gap>(?:(?!\b{_ROLES[0][2]}\b)[^,;]){{0,45}})$")) for name, strength, cue in _ROLES]
_ROLES_AFTER = [(name, strength, re.compile(rf"^(?P<gap>\s?(?:ht |ttc |hors taxe )?(?:de |d'|du |en |des |pour (?:le |la |les |un |une |l'|des |notre |mon |nos |mes )?|d'un |d'une |dans (?:un |une |des |le |la )?|annuels? de |par an de |annuel de |total de |total d')){cue}(?!\w)")) for name, strength, cue in _ROLES]
_ROLES_RIGHT_AFTER = [(name, strength, re.compile(rf"^(?P<gap>\s?(?:ht |ttc )?){cue}(?!\w)")) for name, strength, cue in _ROLES]
_DOES = re.compile(r"\b(?:on fait|nous faisons|je fais|on realise|nous realisons|je realise|on tourne a|fait|faisons|elle fait|il fait|facturons|on facture)(?:\s(?:dans les|un peu|environ|a peu pres|autour de|pas loin de|presque|plus de|moins de|entre|que))*\s*$")
_SPENDS = re.compile(
    r"\b(?:invest\w*|mettre|met|mets|mettons|depens\w+|inject\w+|debloqu\w+|engag\w+|acheter|achete|prevo\w+|prevu\w*|planifi\w+|envisag\w+|claqu\w+|lach\w+|debours\w+|aligner|cramer|tabl\w+ sur|va chercher|part\w* sur|chiffr\w+|estim\w+|revien\w+|(?:en|on) (?:a|avons|ai|aura|aurait|avoir) pour|financer|sortir|budg\w*)(?:\s(?![^\s]*\b(?:ca|chiffre|pret|aide|subvention)\b)[^\d\s,;.]+){0,4}\s*$"
)
_RECEIVED = re.compile(r"\b(?:deja|recu\w*|touch\w+|percu\w*|obtenu\w*|eu|consomm\w+|utilis\w+|beneficie|cumul\w*)\b")
_CLAIMED = re.compile(r"\b(?:urssaf|impots|fisc|msa|banque)\s(?:nous |me )?(?:reclame|demande|doit)\w*[^,;]*$")
_OWED = re.compile(r"^\s?(?:€|euros? )?\s?(?:a|aux?) (?:l'|la |les )?(?:urssaf|impots|fisc|tresor|banque|msa|dgfip)")


def _amounts(source: _Source, figures: list[Quantity]) -> tuple[list[_Mention], list[Quantity]]:
    """Amounts with their role, and those whose role is not said."""
    mentions: list[_Mention] = []
    unplaced: list[Quantity] = []
    for n, q in enumerate(figures):
        if q.money == 0 and (q.scaled or q.value < 1000) and not (q.scaled and q.value >= 1e4):
            continue
        if q.value < 100 or q.value >= 1e11:
            continue
        left = max((f.end for f in figures[:n] if f.money or f.scaled or f.value >= 100), default=0)
        right = figures[n + 1].start if n + 1 < len(figures) else len(source.text)
        before = source.before(q.start, 60) if q.start - left >= 60 else source.before(q.start, q.start - left)
        after = source.after(q.end, min(50, right - q.end))
        if _OWED.match(after) or _CLAIMED.search(before) or _OTHERS.search(before):
            continue
        role = _role(source, q, before, after)
        if role is None:
            if q.money >= 1 and not _negated(source, q.start):
                unplaced.append(q)
            continue
        if not role or (q.money == 0 and not _plain_amount(after)):
            continue
        if re.search(r"\b(?:pas|non pas|dont)\s*$", before) and not q.low_open:
            continue
        mentions.append(_amount_mention(role, q))
    return mentions, unplaced


def _plain_amount(after: str) -> bool:
    """What may follow a figure that has neither scale nor currency."""
    return bool(re.match(r"\s*(?:$|[,)]|(?:de|d'|en|pour|et|sur|dans|ht|ttc|mais|on|nous|je|environ|par an)\b)", after))


def _amount_mention(role: str, q: Quantity) -> _Mention:
    if q.high is not None:
        return _Mention(role, q.value, q.start, q.end, q.high, is_range=True)
    if q.low_open or q.high_open:
        low, high = (None, q.value) if q.low_open else (q.value, None)
        return _Mention(role, low, q.start, q.end, high, is_range=True)
    return _Mention(role, float(q.value), q.start, q.end, approximate=q.approximate)


def _role(source: _Source, q: Quantity, before: str, after: str) -> str | None:
    """The field that an amount fills: « » for a role that is no fact, None when nothing says it. Nearest cue first, linked cues before loose ones."""
    found: list[tuple[int, int, int, str]] = []  # (rank, distance, -strength, field)
    for name, strength, pattern in _ROLES_BEFORE:
        for match in pattern.finditer(before):
            if name == "chiffre_affaires_eur" and not _is_turnover(source, match[0], q.start - len(before) + match.start()):
                continue
            if q.money == 0 and re.match(r"projets?|montant|operation|chantier", match[0]) and (q.value < 10_000 or re.search(r"\ba\s*$", match[0])):
                continue
            found.append((0, len(match["gap"]), -strength, name))
    for name, strength, pattern in _ROLES_AFTER:
        if linked := pattern.match(after):
            if name == "chiffre_affaires_eur" and not _is_turnover(source, linked[0].split()[-1], q.end + linked.end() - 2, strict=False):
                continue
            found.append((0, len(linked["gap"]), -strength, name))
    if not found and not q.money and q.value >= 10_000 and _SPENDS.search(before):
        return "investissement_eur"
    if not found and q.money:
        if _DOES.search(before) and not re.search(r"\bca (?:nous |me )?fai\w+\s[\w ]*$", before):
            return "chiffre_affaires_eur"
        if _SPENDS.search(before):
            return "investissement_eur"
        for name, strength, pattern in _ROLES_RIGHT_AFTER:
            follows = pattern.match(after)
            if follows and (name != "chiffre_affaires_eur" or source.original(q.end + follows.end() - 2, q.end + follows.end()) == "CA"):
                found.append((1, len(follows["gap"]), -strength, name))
        for name, strength, pattern in _ROLES_BEFORE_FAR:
            for match in pattern.finditer(before):
                if name == "chiffre_affaires_eur" and match[0].startswith("ca"):
                    continue
                found.append((2, len(match["gap"]), -strength, name))
    if not found:
        return None
    best = min(found)[3]
    if best == "minimis_recus_eur" and not _RECEIVED.search(before + after):
        return ""  # the ceiling, not what was received
    asks = re.search(r"\b(?:demand\w*|sollicit\w*|solicit\w*|obtenir|besoin|cherch\w*|voudr\w*)\b", before)
    if best == "" and asks and re.search(r"\b(?:aide|subvention|avance)s?\b", before[asks.start() :] + after[:20]):
        return "aide_demandee_eur"
    return best


def _is_turnover(source: _Source, words: str, at: int, *, strict: bool = True) -> bool:
    """« CA » is turnover, « ça » is not: told apart by the cedilla, the capitals and what follows."""
    if not re.match(r"ca(?:\s|$|:|=)", words.strip() + " "):
        return True
    written = source.original(at, at + 2)
    if "ç" in written.lower():
        return False
    return not (strict and written != "CA" and re.match(r"ca\s+(?:fait|serait|sera|represente|coute|va|tourne|atteint)\b", words))


# ----------------------------------------------------------------------------------------------------------- size, activity

_SIZE = re.compile(r"\b(?P<size>pme|pmi|tpe|eti|grands? groupes?|grandes? entreprises?|petites? et moyennes? entreprises?|entreprise de taille intermediaire|tres petite entreprise)\b")
_SIZES = {"pme": "PME", "pmi": "PME", "tpe": "TPE", "eti": "ETI", "grand": "GE", "petit": "PME", "entre": "ETI", "tres ": "TPE"}
_ASKED_FOR_THEM = re.compile(r"\b(?:aides?|dispositifs?|subventions?|financements?|prets?)\s(?:\w+ ){0,3}?(?:pour|aux|des)\s(?:les )?(?P<size>pme|tpe|eti|pmi)s?\b")


def _sizes(source: _Source) -> Iterator[_Mention]:
    for match in _SIZE.finditer(source.text):
        before = source.before(match.start(), 30)
        if re.search(r"\b(?:les|des|aux|filiale d'une?|filiale d'un|clients?|fournisseurs? de|sous-traitants? d'une?|pour de|appartient a une?|rachete\w* par une?|groupe|vers une?|vers l'|devenir une?|confederation|label|avec une?|avec de|pour un) $", before):
            continue
        size = _SIZES[match["size"][:5] if match["size"].startswith("tres ") else match["size"][:5] if match["size"][:5] in _SIZES else match["size"][:3]]
        yield _Mention("taille", size, match.start(), match.end(), negated=_negated(source, match.start()))
    asked = _ASKED_FOR_THEM.search(source.folded.text) if "_" in source.text else None
    if asked is not None:
        yield _Mention("taille", _SIZES[asked["size"]], asked.start("size"), asked.end("size"))


_MAKES = r"(?:fabri\w+|fab|ger(?:e|ons)|condition(?:ne|nons|nent)|collect(?:e|ons)|tri(?:e|ons)|boss(?:e|ons)|fond(?:s|ons|ent)?|coul(?:e|ons|ent)|jfabri\w+|moul(?:e|es|ons|ent)|taill(?:e|es|ons|ent)|decoup(?:e|es|ons|ent)|soud(?:e|es|ons|ent)|cous(?:ons|ent)|coud|brod\w+|edit(?:e|es|ons|ent)|elabor\w+|prepar(?:e|es|ons|ent)|realis(?:e|es|ons|ent)|(?:y|pour) faire|createurs?|creatrices?|creations? de(?= )|travaill(?:e|es|ons|ent)|(?:on|nous|je) develop\w+|fait|confection\w+|real|maker?s?|making|manufactur\w+|produc(?:e|es|ing|ers?)|build(?:s|ing|ers?)?|factory|plant|produi\w+|productions?|concevons|concoit|concois|conception|constructions?|construi[st]\w*|constructeurs?|on fait|nous faisons|je fais|fait|faisons|transform\w+|assembl\w+|usines?|ateliers?|manufactures?|fabricants?|producteurs?|industriels?|unites? de production|gigafactor\w+)"
_TRADE = r"(?:salari\w+|sal|pers|personnes|employes|ouvriers|gars|people|employees|company|business|industry|supplier|we are|in|labos?|laboratoires?|exploitations?|patrons? d'une|gerante? d'une|travail dans|bosse dans|repren\w+|reprise|repreneur\w*|rachat|rachet\w+|monter|ouvrir|lancer|entreprises?|societes?|boites?|pme|pmi|tpe|eti|start-?up|groupe|secteurs?|activites?|metiers?|specialis\w+|filieres?|industries?|sous-?traitants?|artisans?|leader|domaine|je suis|on est|nous sommes|branche|naf|sas|sarl|sasu|eurl|scop|site|acteur)"
_LINKS = r"(?:\s|\d+ (?:p|pers|personnes|salaries?|sal|etp|employes?|gars)\.?(?= )|\w+ (?=(?:et|ou|en|and) )|equipements?|materiels?|systemes?|surtout|essentiellement|principalement|uniquement|beaucoup|divers(?:es)?|tous types?|toutes sortes|plein|un peu|ou|and|of|for|custom|small|family|a|emballages?|pieces?|produits?|articles?|composants?|objets?|elements?|structures?|accessoires?|de|d'|des|du|la|le|l'|les|dans|en|:|-|un|une|nos|notre|mes|mon|ma|et|sur|dans le|pour|est|industrielle?s?|familiale?s?|specialise\w*|principale?|petits?|petites?|grande?s?|haut de gamme|bio|tout|type|genre|localement|aussi|sur mesure|propres?)"
_ACTIVITY_CUE = re.compile(rf"\b(?:{_MAKES}|{_TRADE})(?:\b|(?<=e)){_LINKS}*$")
_SHOP_CUE = re.compile(r"\b(?P<shop>magasins?|boutiques?|commerces?|vente|revente|vendeur|negoce|grossiste|distributeur)\s(?:\w+ )?(?:de |d'|des |du |en )$")
# A machine, a site or a service is named by what it is for: « centre d'usinage », « ligne de conserverie », « cabinet de conseil en … ».
_MACHINE_FOR = re.compile(r"\b(?:machines?|centres?|lignes?|presses?|fours?|robots?|tours?|bancs?|postes?|cabines?|outils?|equipements?|materiels?|ilots?|cellules?|bacs?|installations?|chaines?|systemes?|logiciels?|bras|table|ponceuse|scie|stations?|tetes?|postes?)\s(?:\w+ )?(?:(?:de |d'|a |pour |en )(?:la |le |les |l')?(?:\w+ (?=(?:de|d'|du|des|pour|en|a)\b))?)+(?:\w+ )?$")
# What a place was before, or somebody else's trade, is not the company's own.
_FORMER = re.compile(
    r"\b(?:ancien(?:ne|s|nes)?|ex|vieille|vieux|friches?|defunte?|feue?)[ -](?:(?:usine|site|locaux|atelier|batiments?|friche|terrain|propriete|siege)s? )?(?:industrielle?s? )?(?:\w+ (?=d))?(?:de |d'|du |des |de la )?(?:la |l'|une? )?$"
    r"|\b(?:(?:c')?etait|etaient|fut|fait avant|servait (?:de|a)|abrit\w+|accueillait|logeait|hebergeait|(?:occup|laiss|abandonn|quitt)\w* par|appartenait a|appartenant a|celui d'|a l'origine)\s(?:avant |autrefois |jadis )?(?:une? |l'|la |le |les |de |d'|des |du )*(?:\w+ (?=d))?(?:de |d')?$"
)
_CLOSED_AFTER = re.compile(r"^\s(?:(?!et |on |nous )\w+ ){0,3}(?:a|ont|est|avait) ferm\w+|^\s(?:\w+ )?(?:fermee?s?|abandonnee?s?|desaffectee?s?|liquidee?s?|en faillite|en friche|disparue?s?|qui a ferme|a l'abandon|avant\b|autrefois|jadis)\b")
_WORKERS_SOUGHT = re.compile(r"\b(?:recrut\w*|embauch\w*|form(?:er|ation|ons)|(?:re)?cherch\w*|trouv\w*|manque|besoin|penurie|poste|metier|apprenti\w*|cap|bac|bts|reunion|avec|par)\b[^,;.?!]{0,30}$")
_ENGLISH_CUE = re.compile(r"\b(?:makes?|making|manufactur(?:e|es|ing)|produc(?:e|es|ing)|builds?|building)\s(?:\w+ ){0,2}$")
_ENGLISH_AFTER = re.compile(r"^\s(?:workshop|factory|company|business|maker|manufacturer|producer|supplier|plant|firm|industry)s?\b")
_OPENING = re.compile(r"^(?:\s(?!pour\b|par\b|est\b|a\b|ou\b)[a-z']+){0,3}\s*(?:$|[,;(/+-]|et\b|\d)")
_REPAIRS = re.compile(r"\b(?:repar\w+|depann\w+|entretien|entreten\w+|maintenance|remise en etat)\s(?:de |des |du |d'|les |nos |la )*$")
_NAMED_ALONE = frozenset([f"{division:02}" for division in (1, 3, *range(10, 25), 31, 32)])  # divisions whose products are not equipment that anybody buys
_BUYS = re.compile(r"\b(?:achet\w+|acquerir|install\w+|remplac\w+|financer|chang\w+|investi\w+ dans|achat|poser|louer|renouvel\w+|equip\w+|raccord\w+|mettre|(?<!aide )(?<!aides )(?<!pret )(?<!subvention )(?<!subventions )(?<!financement )(?<!financements )(?<!dispositifs )pour|visit\w+|tenai\w+|clients?\b[^,;]{0,20}|fourni\w+|fournisseurs?|banque|assurance|convertir|avec|notre|mon|ma|nos|mes)\s(?:(?:de|d'|des|du|le|la|les|l'|un|une|nos|notre|en|dans|a|pour|nouvelle?s?|nouveau|petite?)\s?)*$")
_OWN = re.compile(r"\b(?:notre|mon|ma)\s(?:petite? )?$")


def _activity(source: _Source) -> Iterator[_Mention]:
    """The activity: a code, else the first name of activity that is the company's own."""
    for match in re.finditer(r"\b(?:naf|ape|nace)\b(?:\s(?:rev\.? ?2|code|est|:|=|c'est|de l'entreprise))*\s*:?\s*(\d{2})(?:[. ]?(\d{2})\s?([a-z])?|[. ]?(\d))?\b|\b(\d{2})\.(\d{2})\s?([a-z])\b|(?<![\d.,])(\d{2})(\d{2})([a-jln-z])\b", source.text):
        division = match[1] or match[5] or match[8]
        rest, letter = match[2] or match[6] or match[9] or match[4] or "", match[3] or match[7] or match[10] or ""
        if 1 <= int(division) <= 99 and _known_division(division):
            yield _Mention("naf", division + (f".{rest}{letter.upper()}" if rest else ""), match.start(), match.end())
            return
    candidates: list[tuple[int, _Mention]] = []
    for activity in source.activities:
        before = source.before(activity.start, 70)
        shop = _SHOP_CUE.search(before)
        cue = _ACTIVITY_CUE.search(before + "en " if activity.words.startswith("en ") else before)  # « fenêtres en alu »
        if shop and not activity.division.startswith("47"):
            division = "46" if re.match(r"negoce|gross|distrib", shop["shop"]) else "47"
            candidates.append((0, _Mention("naf", division, activity.start - (len(before) - shop.start()), activity.end, negated=_negated(source, activity.start - (len(before) - shop.start())))))
            continue
        english = bool(_ENGLISH_CUE.search(before) or _ENGLISH_AFTER.match(source.after(activity.end)))
        if _FORMER.search(before) or _CLOSED_AFTER.match(source.after(activity.end)) or ((machine := _MACHINE_FOR.search(before)) and not (cue and cue.start() <= machine.start() and re.match(rf"\b{_MAKES}", cue[0]))):
            continue
        if re.search(r"(?:eur|euse|ier|iere|iste|ien|on)s?$", activity.words) and _WORKERS_SOUGHT.search(before):
            continue  # « recruter deux soudeurs »
        if cue and re.match(r"(?:salari|sal\b|pers|employe|ouvrier|gars)", cue[0]) and _WORKERS_SOUGHT.search(before[: cue.start()]):
            cue = None  # « former 15 salariés à la soudure »
        bought = _BUYS.search(before) and not (activity.strong and _OWN.search(before))
        if bought and not (cue and re.match(rf"\b(?:{_MAKES}|sous-?\s?traitants?)", cue[0])):
            continue
        if activity.division == "38" and re.search(r"\b(?:nos|notre|mes)\s$", before):
            continue  # its own waste is no trade
        if _others_do(source, activity.start) or re.search(r"\b(?:travail\w*|bosse\w*) avec\b[^,;.?!]*$", before):
            continue
        if activity.division >= "84" and re.search(r"\b(?:cre\w+|mont\w+|ouvrir|accueillir|soutenir|implanter) (?:une?|d'une?|des|notre) $", before):
            continue  # « créer une école de production » is a project
        if re.match(r"\s(?:de notre|de nos|de mon|de ma)\b", source.after(activity.end)) and not cue and not activity.strong:
            continue
        alone = activity.division in _NAMED_ALONE and re.search(r"[,;.:]\s*$", before) and re.match(r"\s*(?:[,;.]|$)", source.text[activity.end :])  # « 25 salariés, emballage bois, Landes »
        opens = alone or (not source.text[: activity.start].strip() and (activity.division >= "45" or (activity.division in _NAMED_ALONE and not source.question and bool(_OPENING.match(source.text[activity.end :])))))  # « hôtel 12 chambres, … »
        if not (activity.strong or cue or english or opens):
            continue
        negated = _negated(source, activity.start) or bool(re.search(r"\b(?:n'est|ne sommes|ne suis|ne fabriqu\w+|ne produi\w+|ne fais\w*|fait|est|fabrique|sommes) (?:pas|plus) (?:\w+ ){0,3}$", before))
        name = "naf" if activity.division else "secteur"
        division = "33" if "25" <= activity.division <= "30" and activity.division != "29" and _REPAIRS.search(before) else activity.division
        candidates.append((0 if cue else 1, _Mention(name, division or activity.sector, activity.start, activity.end, negated=negated)))
    kept = sorted((c for c in candidates if not c[1].negated), key=lambda c: (c[0], c[1].start))
    yield from (m for _, m in candidates if m.negated)
    if kept:
        yield kept[0][1]


def _known_division(division: str) -> bool:
    try:
        return bool(sector_of(division)) and division not in ("04", "34", "40", "44", "48", "54", "57", "67", "76", "83", "89")
    except StopIteration:
        return False


_GREEN = {"pompes à chaleur": r"(?:pompes? a chaleur|pac|heat pumps?)", "batteries": r"batteries?(?! de cuisine)", "éolien": r"(?:eoliennes?|wind turbines?|eolien|pales? d'eolienne)", "panneaux solaires": r"(?:panneaux? (?:solaires?|photovoltaiques?)|solar panels?|(?:cellules?|modules?) (?:photovoltaiques?|solaires?)|photovoltaique)"}
_PART_OF = re.compile(r"\b(?:composants?|pieces?|materiaux?|matieres?|sous-ensembles?|cellules|anodes?|cathodes?|electrolytes?|pales|mats|nacelles)\s(?:\w+ )?(?:pour |de |d'|des )(?:les |la |l')?$")


def _green_sector(source: _Source) -> Iterator[_Mention]:
    for choice, words in _GREEN.items():
        for match in re.finditer(rf"\b{words}\b", source.text):
            before = source.before(match.start(), 70)
            makes = re.search(rf"\b{_MAKES}\b[^,;]{{0,35}}$", before)
            if makes and _negated(source, match.start()):
                yield _Mention("filiere", choice, match.start(), match.end(), negated=True)
                break
            if not makes or (re.match(r"usine|atelier", makes[0]) and re.search(r"\b(?:installer|poser|avec|sur)\b", before)):
                continue
            part = _PART_OF.search(before)
            yield _Mention("filiere", "composant ou matière critique d'une de ces filières" if part and not match[0].startswith(("cellule", "module")) else choice, match.start(), match.end())
            break


# ----------------------------------------------------------------------------------------------------------------- projects

_NEW = r"(?:un|une|des|de|d'|le|la|les|nos|notre|mon|ma|mes|du|nouvelles?|nouveaux?|nouvel|autre|deuxieme|seconde?|\d+|deux|trois|grosse?|petite?|petits?|l'|plus)"
_MACHINE = r"(?:machines?|presses?|equipements?|lignes?|robots?|cobots?|centres? d'usinage|outillages?|parc machines?|tours? (?:numeriques?|a commande)|tours?(?= (?:cn|cnc|5 axes|d'occasion|neuf))|imprimantes?|materiels?|commandes? numeriques?|decoupes? laser|lasers?|fraiseuses?|plieuses?|cintreuses?|scies?|poinconneuses?|soudeuses?|poste a souder|rectifieuses?|encolleuses?|fardeleuses?|ensacheuses?|etiqueteuses?|emballeuses?|palettiseurs?|conditionneuses?|convoyeurs?|tapis roulants?|ponts? roulants?|chariots? elevateurs?|fours?|etuves?|autoclaves?|broyeurs?|melangeurs?|malaxeurs?|petrins?|cuves?|pasteurisateurs?|sechoirs?|cabines? de peinture|bancs? d'essai|metiers? a tisser|rotatives?|extrudeuses?|injecteuses?|compresseurs?|groupes? froids?|chambres? froides?|chaines? (?:de|d')|moules?|automates?|trieuses?|degauchisseuses?|raboteuses?|thermoformeuses?|embouteilleuses?|remplisseuses?|tireuses?|emboutisseuses?|cisailles?|tronconneuses?|ebavureuses?|grenailleuses?|sableuses?|camions?|brodeuses?|surjeteuses?|tricoteuses?|alambics?|fermenteurs?|trancheuses?|bains? de|tanks?|silos?|logiciels? de (?:production|gestion|planification)|erp|gpao|gmao|wms|tables? de decoupe|(?:decoupe|decoupes) jet d'eau|(?:cellules?|ilots?) robotis\w+|machines?-outils?|presses?-plieuses?|perceuses?|affuteuses?|bobineuses?|calandres?|deligneuses?|ecorceuses?|calibreuses?|operculeuses?|doseuses?|banderoleuses?|filmeuses?|cribles?|concasseurs?|palans?|potences?|transstockeurs?|agv|nacelles?|graveuses?|plateaux? techniques?)"
_GETS = r"(?:achet\w*|rachet\w*|mise en place|mettre en place|reequip\w*|achats?|acquerir|acquisition|acquerons|investir dans|invest\w+|renouvel\w+|chang\w+|financ\w+|s'equip\w+|s'offr\w+|se pay\w+|equiper|remplac\w+|prend(?:re|s)?|prenons|(?:on|je|nous) command(?:e|es|ons)|commander|se fai\w+ livrer|nous fai\w+ livrer|(?:il )?(?:nous|me|lui) faut|faudrait|besoin|veut|voulons|veux|voudr\w+|souhait\w+|aimer\w+|install\w+|mettre|mettons|met|ajout\w+|rajout\w+|pos(?:er|ons)|projet|cherch\w+|pass\w+ a|recu|arriv\w+|livraison|devis (?:\w+ ){0,2}(?:pour|d'|de)|leasing|credit[- ]bail|budget|subvention pour|aide pour|prix d')"
_PROJECTS: tuple[tuple[str, str], ...] = (
    ("investissement productif", rf"\b(?:extension|agrandi\w*|agrandiss\w*|etendre (?:l'|notre|mon|le site|l'usine))(?! du? (?:reseau|perimetre|delai))|\bmoderni[sz]\w*|(?<!sur le )(?<!sur les )(?<!sur nos )\b(?:ro|co)bot(?:is\w+|ique|s)?\b|\bautomatis\w*|\bnumeris\w*|\bdigitalis\w*|\bindustrie 4\.0|\busine du futur|\b(?:augmenter|accroitre|doubler|developper) (?:la |notre |nos |ma |les )?(?:production|capacites?)|\b(?:nouvel(?:le)?s?|nouveaux?|nvl?l?e?s?|second|seconde|deuxieme|2e|2eme|troisieme|3e) (?:usines?|unites?|chaines?|{_MACHINE})(?!\w)|\b{_MACHINE} (?:(?:de |d'|a )\w+ )?(?:neu(?:f|fs|ve|ves)|d'occasion|5 axes|cnc)\b|\b{_MACHINE} (?:\w+ )?a (?:changer|remplacer|renouveler|acheter|financer)\b|\blignes? de production|\bnouveau site\b|\bnouvel atelier|\bnouveaux equipements"
     rf"|\b{_GETS}\s(?:{_NEW}\s?|d'occasion |neu\w+ |(?:nouvel\w*|beau|vrai|vieu\w+|vieil\w*|ancien\w*|second|sur) )*{_MACHINE}(?!\w)(?! (?:gaz|a gaz|au gaz|fioul|au fioul)\b)|\bmachine a commande numerique|\binvest\w*[^,;.?!]{{0,40}}? dans (?:{_NEW}\s?)*(?:machines?|presses?|equipements?|lignes?|robots?|centres? d'usinage|materiel|outil de production|fours?)\b"
     rf"|\b(?:construire|ouvrir|creer|implanter|monter|batir|lancer|installer|construction d'|creation d'|implantation d'|ouverture d'|construi\w+|mont(?:e|ons)|ouvr(?:e|ons))\s?(?:{_NEW}\s?)*(?:usines?|sites? (?:de production|industriel)|sites?|ateliers?|unites?|fonderies?|scieries?|fromageries?|brasseries?|conserveries?|abattoirs?|distilleries?|acieries?|tanneries?|verreries?|gigafactor\w+|manufactures?)\b(?! cle| internet| web| e-commerce| marchand| vitrine)|\brelocalis\w*|\brapatri(?:er|ons|e) (?:de \w+ |d'\w+ )?(?:la|l'|notre|nos|une|en france)|\breinternalis\w*|\bagrandi\w*|\breindustrialis\w*|\binvestissements? (?:productifs?|industriels?)|\bcreation de site\b|\bcreation d'un site"),
    ("première industrialisation", r"\b(?:premiere|1ere|1re) (?:usine|ligne pilote|unite de production|unite industrielle)|\bpremiere industrialisation|\bpremiere de serie\b|\bpasser a l'echelle industrielle|\bindustrialiser (?:notre|nos|mon|une) (?:innovation|prototype|technologie|procede|invention)"),
    ("décarbonation", r"\bdecarb\w*(?!\w)|\b(?:reduire|baisser|diminuer|limiter) (?:nos|les|notre|mes|l'|leurs) ?(?:emissions?|co2|empreinte|bilan carbone|gaz a effet)|\bbaisse des emissions|\bbas[- ]carbone|\b(?:sortir|se passer|debarrasser|sevrer|liberer|remplac\w+|arreter|abandonner|virer|quitter|stopper) (?:du|le|de notre|notre|nos|l'usage du) (?:\w+ )?(?:a |au )?(?:gaz|fioul|fuel|charbon|propane|gnr)\b(?! par (?:de la |du |des |une |un )?(?:chaudiere )?(?:a )?(?:biomasse|bois|geotherm|pompe))|\b(?:fours?|chaudieres?|bruleurs?|etuves?|sechoirs?|chariots?|camions?) (?:a |au )?(?:gaz|fioul|fuel|diesel|thermiques?|propane|charbon)[^.;?!]{0,40}\b(?:par|en|vers|a|pour) (?:de l'|du |des |un |une |l')?(?:\w+ )?(?:electri\w*|hydrogene|induction|elec)\b|\b(?:passer|passage|passons|basculer|convertir)[^.;?!]{0,30} (?:a l'|en |au |vers l'|vers le )(?:tout[- ])?(?:electrique|elec|hydrogene|induction|electricite)\b|\bfours? (?:electriques?|a induction)\b(?=.*\b(?:gaz|fioul|remplac|a la place)\b)|\belectrifi\w*|\bemissions de co2|\bcaptage (?:de|du) (?:co2|carbone)|\bmoins de co2"),
    ("efficacité énergétique", r"\befficacite energetique|\beconomies? d'energies?|\beconomiser (?:de l'|l')?energie|\b(?:reduire|baisser|diminuer) (?:la |notre |nos |ma |les |mes )?(?:facture|consommations?|conso|factures)\b(?! (?:d'|en |de l')eau)(?: d'| de | en |s? )?(?:energ\w*|gaz|electri\w*|elec\w*)?|\bsobriete energetique|\bperformance energetique|\brenovation energetique|\bisol(?:er|ation) (?:de |du |des |le |la |les |nos |notre |mon )?(?:batiments?|toit\w*|atelier|usine|murs|hangar|locaux)|\bleds?\b|\bneons?\b|\brelamping|\bvariateurs? de vitesse|\bcalorifug\w*|\beclairage performant|\bisol(?:er|ation)\b(?= |$|,|\.)|\bconsomm\w* moins d'(?:energie|elec\w*)|\b(?:notre|nos|mes|ma) conso(?:mmations?)? (?:d'|de |en )(?:gaz|energie|elec\w*)|\bconso(?:mmations?)? (?:d'energie|energetique|electrique|de gaz)|\bfacture (?:d'energie|energetique|de gaz|d'elec\w*)"),
    ("chaleur renouvelable", r"\bchaleur renouvelable|\bchaudieres? (?:a |au )?(?:biomasse|bois)|\bbiomasse\b|\b(?:remplac\w*|pass\w+|bascul\w+|convert\w+|chang\w+|chauff\w+|chaudieres?)\b[^,.;?!]{0,45}\b(?:par|a|au|aux|en|vers) (?:des |du |de la |le |les |une? )?(?:chaudiere )?(?:a |aux )?(?:bois|pellets?|granules?|plaquettes?)\b|\bchaudieres? (?:a |aux )?(?:pellets?|granules?|plaquettes)|\bgeothermie|\bsolaire thermique|\bchaufferie (?:bois|biomasse)|\bbois[- ]energie|\bproduire (?:de la|notre) chaleur|\b(?:installer|poser|mettre|remplac\w+ [^,;]{0,25}par|passer a|financer|acheter)\s(?:\w+ ){0,2}?(?:pompes? a chaleur|pac)\b"),
    ("chaleur fatale", r"\bchaleur fatale|\b(?:recuper\w*|valoris\w*|reutilis\w*) (?:de |la |l'|notre |nos |les )?(?:la )?(?:chaleur|calories)"),
    ("écoconception", r"\beco[- ]?con[cs]e\w*|\beco-design|\becodesign|\b(?:reduire|ameliorer) l'impact (?:environnemental )?de (?:nos|notre|mes) produits?"),
    ("recherche et développement", r"\br\s?(?:&|et|n)\s?d\b|\brecherche et developpement|\brecherche[- ]developpement|\b(?:projets?|programme|travaux|activites?|depenses?|faire|font|fait) (?:de |d'|du )?(?:la )?(?:recherche|innovation)\b(?! d[eu'] ?(?:financ|foncier|terrain|locaux|site|client|salar))|\binnov(?:er|ation|ants?|antes?|ons)\b|\bnouveau procede|\bdevelopper (?:un|une|de|des) (?:nouveaux?|nouvelles?|nouvel) (?:produits?|gammes?|technolog\w*|materiaux?|procedes?)|\bbreveter\b|\bdepos\w* (?:un |de )?brevets?|\bthese cifre|\bdocteurs?\b.*\brecherche"),
    ("prototype ou pilote", r"\bprototyp\w*|\bpilote industriel|\bdemonstrateurs?\b|\bligne pilote|\bunite pilote"),
    ("formation ou compétences", r"\bmont(?:er|ee) [^,;.?!]{0,25}en competences?|\bform(?:er|ons|ations?)\b(?! (?:juridique|des prix|geologique))|\bmonter? en competences?|\bmontee en competences?|\bcompetences\b|\bapprentis?\b|\bapprentissage\b|\balternan\w+|\breconversion"),
    ("recrutement", r"\b(?:besoin|cherch\w*|manque|recherch\w+|il (?:nous|me) (?:faut|manque)|trouve pas|trouver)\b (?:d'|de |des |un |une |deux |trois |\d+ |plusieurs |pas )*(?:soudeu\w+|chaudronni\w+|ajusteu\w+|monteu\w+|cableu\w+|fraiseu\w+|outilleu\w+|fondeu\w+|caristes?|magasini\w+|automaticien\w*|electricien\w*|roboticien\w*|dessinateu\w+|frigoristes?|peintres?|tuyauteu\w+|metalli\w+|boulang\w+|bouch\w+|chefs? d'(?:atelier|equipe)|comptables?|commercia\w+|responsables? (?:qualite|production|hse|maintenance)|ouvri\w+|operat\w+|technicien\w*|regleu\w+|usineu\w+|tourneu\w+|mecanicien\w*|electromecanicien\w*|couturi\w+|chauffeu\w+|menuisi\w+|macon\w*|ingenieu\w+|alternant\w*|conducteurs?|bras\b|main d'oeuvre|monde\b|personnel\b|candidats?)|\brecrut\w*|\bembauch\w*|\b(?:un|une|des) vte\b|\btrouver (?:des|du|de la|un|une) (?:salaries?|personnel|soudeurs?|ouvriers?|main d'oeuvre|operateurs?|technicien\w*|candidats?)|\bmanque de (?:bras|main d'oeuvre|personnel|candidats)|\bpenurie de (?:main|candidats|personnel)"),
    ("foncier ou immobilier", r"\b(?:batiments?|locaux|hangars?|entrepots?|bureaux) (?:neufs?|supplementaires?|plus grands?)|\b(?:rachet\w*|achet\w*|achat|rachat|acquerir|acquisition|reprendre|reprenons|reprend)\s(?:d'|de |du |un |une |le |la |l'|les |des |notre |cette |vieil\w* |vieux |ancien\w* |grande? )*(?:friches?|(?:usines?|sites?|ateliers?|entrepots?|hangars?|locaux|batiments?|halles?|\w+eries?|filatures?|manufactures?)\s(?:industriel\w* )?(?:a l'abandon|abandonn\w*|desaffect\w*|vides?|inoccup\w*|en friche|fermee?s?|en ruines?|inutilis\w*|delaiss\w*)|(?<=ancien )\w+ (?:pour|et) (?:y|en)\b|(?<=ancienne )\w+ (?:pour|et) (?:y|en)\b)|\bhotels? d'entreprises?|\bfonciers?\b|\bterrains?\b(?! d'entente)|\b(?:r?acheter|construire|acquerir|trouver|louer|cherch\w*|agrandir|r?achat|construction|besoin)\s(?:d'|de )?(?:un |une |des |nos |notre |mon |le |nouveau |nouveaux |autre |plus grand )*(?:batiments?|locaux|local|hangar|entrepot|bureaux)\b|\bnouve(?:au|aux|l) (?:batiments?|locaux|local|hangars?|entrepots?)\b|\bimmobilier\b|\bparcelles?\b|\bbatiment (?:industriel|vide|disponible)|\b(?:amenager|extension de la) (?:une |la |notre )?(?:zone|za|zi|zae)\b|\bdemenager\b|\bhotel d'entreprises|\bcles? en main\b"),
    ("dépollution de friche", r"\b(?:usines?|sites?|ateliers?|entrepots?|batiments?|halles?|locaux|terrains?|papeteries?|filatures?|fonderies?|tanneries?|manufactures?|verreries?)\s(?:industriel\w* )?(?:(?:laisse\w*|qui est|reste\w*) )?(?:a l'abandon|abandonn\w*|desaffect\w*|en friche|delaiss\w*|pollue\w*)|\bfriches?\b|\bdepollu\w*|\bsols? pollues?|\brequalifi\w* (?:une |un |le |la )?(?:site|zone|ancien)|\breconversion d'un(?:e)? (?:ancien\w*|site|friche)|\brehabilit\w* (?:une |un |le |la )?(?:ancien\w*|site|usine)"),
    ("eau", r"\bstations? d'epuration|\beaux? (?:de (?:pluie|toiture|process|rincage|lavage|forage|refroidissement|nettoyage|reseau|la riviere)|pluviales?|usees?|industrielles?|recyclee?s?)\b|\b(?:recycl\w+|reutilis\w+|recuper\w+|collect\w+|stock\w+|trait\w+|econom\w+|reduire|reduction|baisser|gaspill\w+|filtr\w+|moins|consomm\w+|conso|trop|reuse)\b[^,;.?!]{0,25}(?:\bd'|\bl'|\bles |\bnos |\bdes |\ben |\bde l'|\bnotre |\b)(?:eau|eaux|effluents?|rejets aqueux)\b(?! de (?:toilette|cologne|vie))|\b(?:boucle|circuit)s? (?:d'eau|ferme\w* d'eau|ferme\w*)|\bfacture d'eau|\bstep\b|\bforage\b|\breut\b|\bpompage|\bprelevements? d'eau|\b(?:economiser|economies? d'|reduire|recycler|reutiliser|gestion de|traiter|traitement (?:de|des)) ?(?:nos |notre |la |les |l'|de l'|d'|consommations? d'|conso d')*(?:eau|eaux|rejets|effluents|eaux usees)\b|\bsobriete hydrique|\bconsommation d'eau|\bstation de traitement"),
    ("étude ou diagnostic", r"\b(?:mesurer|calculer|connaitre|evaluer) (?:notre |nos |l'|les )?(?:empreinte|emissions|bilan)\b|(?:^|[,+;(]\s?)(?:un |une )?(?:audit|diag(?:nostic)?)s?\b(?= (?:energ|carbon|puis|et|pour|de|eau|co2|\+)|\s?[,+;]|$)|\bdiag(?:nostic|s|nostics)?\b(?! (?:immobilier|medical|de territoire))(?: (?:energ\w*|carbone|flux|de flux|eau|co2|decarbonation|environnemental|industriel|numerique|cyber\w*|ges|thermique|de performance|rse|strategique))|\b(?:faire|fait|realiser|lancer|financer|payer|veut|voudr\w+|besoin|projet|aide|prevoit|prevoir|un|le|notre)\s(?:faire |realiser |d'|de |pour |sur )*(?:un |le |notre |des )?(?:diag|diagnostic|audit)s?\b|\baudits? (?:energ\w*|carbone|eau|flux)|\betude (?:energetique|technico|de decarbonation|thermique|hydraulique|prealable|preliminaire)|\b(?:faire|realiser|lancer|financer|payer|besoin d'|demander|mener|commander|aide pour|cherche)\s(?:faire )?(?:une? |des |d'une? |l'|un )?(?:etudes?|diag\w*|audits?|bilan carbone|bilan ges)\b|\betudes? (?:de faisabilite|de marche|prealable|d'opportunite|de sol)|\baudit energetique|\bbilan carbone"),
    ("conseil ou accompagnement", r"\bbesoin d(?:e |')(?:conseils?|accompagnement|un consultant|un expert)\b|\b(?:etre|se faire|nous faire|me faire|besoin d'|cherche un) ?(?:un |etre )?(?:accompagn\w*|conseil\w*)|\bcoaching\b|\baccompagnement (?:strategique|rh|a la)"),
    ("chef de projet", r"\b(?:chefs?|cheffes?) de projets?(?! (?:chez|a la))|\bposte de (?:chef|charge)"),
    ("ingénierie de territoire", r"\bingenierie (?:de territoire|territoriale|de projet|pour|du)|\bappui en ingenierie|\baide en ingenierie|\bbesoin d'ingenierie|\bsoutien en ingenierie"),
    ("création d'entreprise", r"\b(?:je|on|nous) (?:cre|crees|cree|creons|mont(?:e|ons)|lanc(?:e|ons)) (?:mon |ma |notre |une |la )(?:propre )?(?:\w+ )?(?:entreprise|societe|boite|start-?up|sas|sarl|sasu|activite|affaire|marque)\b|\b(?:je|on|nous) (?:cree|creons|mont(?:e|ons)|ouvr(?:e|ons)|lanc(?:e|ons)) (?:une|ma|notre) \w{3,}erie\b|\bcreer (?:ma|notre|une) (?:sas|sarl|sasu|eurl|scop|marque)\b|\b(?:me (?:mettre|mets|lancer|lance|installer|installe)) (?:a mon compte|dans|comme|en)\b|\ba mon compte\b(?=.*\b(?:veux|voudr\w*|projet|lancer|mettre)\b)|\bdemissionn\w* pour\b|\b(?:projet|porteur de projet) (?:de |d')?creation (?:d'entreprise|d'activite|de societe|de (?:ma|notre) \w+)|\b(?:creer|creation de|monter|lancer) (?:mon |ma |notre |une |d'une |d')?(?:propre )?(?:entreprise|societe|boite|start-?up)\b|\bcreation d'(?:une )?entreprise|\bcreateur d'entreprise|\bcreer mon activite"),
    ("reprise d'entreprise", r"\brepreneu\w+ d(?:e|')|\brachat (?:d'|de )(?:une |un |la |l'|notre |mon |ma )?(?:\w+ )?(?:entreprise|societe|concurrent|boite|usine|pme|fonds de commerce|activite)\b(?! (?:desaffect|abandonn|a l'abandon|vide|fermee|en friche))|\b(?:reprendre|reprend|reprends|reprenons|rachet\w+|racheter|reprise|succeder|reprise de|rachat de)\s(?:a |de |d'|l'|la |le |une |un |mon |ma |cette |notre )*(?:\w+ )?(?:affaire|fonds|entreprise|societe|boite|pme|activite|metallerie|menuiserie|imprimerie|chaudronnerie|scierie|fonderie|fromagerie|boulangerie|brasserie|tolerie|serrurerie|coutellerie|maroquinerie|conserverie|biscuiterie|plasturgie|garage|patron|concurrent\w*|confrere)\b(?! (?:desaffect|abandonn|a l'abandon|vide|fermee|en friche))|\breprendre (?:une|la|l'|cette|un|le|notre)\s?(?:\w+ )?(?:entreprise|societe|boite|usine|activite|site|pme|atelier|fonderie|scierie)|\breprise (?:d'une |d'|de l'|de la |de )?(?:entreprise|societe|boite|usine|site|activite|pme)|\breprise d'entreprise|\bracheter (?:une|un|la|le|notre) (?:entreprise|societe|concurrent|boite|usine|pme)|\bcroissance externe"),
    ("création d'emplois", r"\bcre(?:er|ation|ons|era|ant|erait|erons) (?:de |d'|des |environ |une )?(?:\d+ |\w+aine d'|\w+ )?(?:emplois?|postes?|cdi)\b"),
    ("implantation étrangère", r"\b(?:entreprise|groupe|investisseur|societe|maison[- ]mere|actionnaire) (?:etrang\w+|suedois\w*|suisses?|anglais\w*|britanniques?|turc\w*|turque|indien\w*|canadien\w*|neerlandais\w*|hollandais\w*|danois\w*|autrichien\w*|polonais\w*|portugais\w*|allemand\w*|americain\w*|italien\w*|chinois\w*|japonais\w*|belge|espagnol\w*|coreen\w*) (?:veut|souhaite|qui|cherche|s'implant)|\bs'implanter en france"),
    ("adaptation au climat", r"\badapt\w* (?:au |aux |a la |notre \w+ au )(?:changement|climat|canicul\w*|chaleur|secheresse|inondations?)|\badaptation (?:au )?(?:changement )?climat\w*"),
    ("transition écologique", r"\btransition (?:ecologique|environnementale|energetique)|\bverdir\b|\bdemarche rse\b|\brse\b|\beconomie circulaire|\breduire nos dechets|\breemploi\b"),
)  # fmt: skip
# The same kinds of project, as people in workshops and town halls say them.
_OLD = r"(?:vieux|vieil\w*|ancien\w*)"
_WASTE = r"(?:dechets?|rebuts?|chutes?|copeaux|sciures?|coproduits?|invendus|bennes?|deblais|plastiques?|emballages?|palettes?)"
_IN_TRADE_WORDS: tuple[tuple[str, str], ...] = (
    ("investissement productif", rf"\b{_MACHINE}(?!\w)[^.;?!]{{0,50}}\b(?:la|le|les|en) (?:changer|remplacer|renouveler|racheter|moderniser)\b|\b(?:a|s'|nous|de|pour) ?(?:re)?equiper\b(?! de nos clients)|\bpouss(?:er?|ons) les murs|\b(?:doubl|tripl|augment|accroi|agrandi)\w* (?:la |les |l'|notre |nos |de )?(?:surface|superficie|cadences?|volumes?|prod|production|capacites?|atelier|usine)\b"
     rf"|\bnouve(?:au|l|lle)s? (?:hall|halle|aile|travee)s?\b|\b(?:ramen(?:er|ons|e)|rapatri\w+|faire revenir|refaire|internaliser|reprendre)\b[^,.;?!]{{0,40}}\b(?:en france|en interne|chez nous|dans nos murs)\b|\b(?:re)?internalis(?:er|ation|ons)\b|\boutil (?:de prod\w*|industriel) (?:a |plus |neuf)|\bretrofit\w*|\busine 4\.0|\bpass\w+ (?:de (?:\d+|une?) )?a (?:\d+|deux|trois) {_MACHINE}(?!\w)|\b{_MACHINE} d'occase\b"),
    ("création d'entreprise", r"\b(?:je|on|nous) (?:demarr|debut|lanc|mont|ouvr|cre)\w+ (?:mon|ma|notre) (?:propre |petite? )?(?:activite|affaire|atelier|fabrique|micro\S*|auto\S*)|\b(?:ouvrir|monter|creer|lancer|demarrer) (?:mon|ma) (?:propre |petite? )?(?:\w{3,}erie|atelier|affaire|activite|fabrique|micro\S*|auto\S*)\b|\b(?:m'installer|me mettre|je me mets) (?:a mon compte|a son compte|comme)\b"),
    ("reprise d'entreprise", r"\brepris\w* (?:a la barre|au tribunal)|\b(?:plan|offre|projet|dossier|candidat\w*) (?:de |a la |a une )(?:reprise|cession)|\bprendre la (?:suite|succession|releve) d|\breprendre l'affaire|\b(?:affaire|entreprise|boite|societe|patron|parents|pere|mere|\w{3,}erie)\b[^.;?!]{0,50}\b(?:je|on|nous) (?:la |le |l')(?:repren|rachet)\w+|\bje prends la (?:suite|releve)|\brachat (?:de|des) (?:parts|actions)|\bracheter (?:les|des) (?:parts|actions)"),
    ("foncier ou immobilier", rf"\bdemenag(?:er|e|eons|ement|ements)\b|\btransfer\w* (?:la |le |notre |nos |l'|une partie de la )(?:production|atelier|activites?|site|usine|fabrication)\b|\d\s?m(?:2|²|etres? carres?) (?:de plus|supplementaires?|en plus)|\b(?:hectares?|ha) (?:de plus|supplementaires?|en plus|a amenager|a viabiliser)|\bfaire construire\b|\bnouve(?:au|l|lle)s? (?:hall|halle|entrepot|siege)s?\b|\b{_OLD} (?:moulins?|usines?|ateliers?|hangars?|entrepots?|halles?|batiments?|sites?|\w{{3,}}eries?|filatures?)\b[^,.;?!]{{0,25}} a (?:racheter|acheter|acquerir|vendre)\b|\bviabilis\w+|\bcredit[- ]bail immobilier|\bhotels? industriels?|\bateliers?[- ]relais|\bpepinieres? d'entreprises? (?:a|pour)"),
    ("dépollution de friche", rf"\bdesamiant\w*[^.;?!]{{0,30}}\b(?:demol\w+|{_OLD}|sites?|friches?)|\bdemol(?:ir|ition d\w*|issons|it) ?(?:la |l'|une? |le |les |nos )?{_OLD}|\b(?:remise en etat|remettre en etat|nettoy\w+|rehabilit\w+|reconver\w+|amenager)\s?(?:de l'|d'une? |du |des |une? |le |la |l'|d')?{_OLD} (?:sites?|usines?|moulins?|\w{{3,}}eries?|filatures?|terrains?|zones?|halles?|batiments?|carrieres?|ateliers?)\b|\bterres? polluee?s?|\bpollution (?:des sols|du sol|historique|du site)"),
    ("recherche et développement", r"\b(?:mettre|mise) au point\b(?! (?:avec vous|sur))|\b(?:ans|mois|annees) de recherche\b|\b(?:travail\w*|bosse\w*|collabor\w*|projet|partenariat|programme) (?:\w+ ){0,2}?avec (?:un |une |le |la |l'|des )?(?:labos?|laboratoires?|cnrs|cea|inrae|universite|chercheu\w+)\b|\bcifre\b|\bbrevets? a deposer|\bdepots? de brevets?|\bthese avec\b|\bdevelopp(?:ons|e|ement d'une?|ement de|er) ?(?:une? |de |des |nos )?(?:nouve\w+) (?:produits?|gammes?|technolog\w*|materiaux?|procedes?|alliages?|formul\w+|recettes?|matieres?)"),
    ("prototype ou pilote", r"\bpocs?\b|\bpreuves? de concept|\bpre-?series?\b|\bmaquettes? (?:fonctionnelles?|a l'echelle|grandeur)|\b(?:essais?|tests?) (?:a l'echelle|grandeur nature)"),
    ("écoconception", r"(?<!des )\banalyses? (?:de |du )?cycles? de vie|(?<!des )\bacv\b|\b(?:integrer|utiliser|incorporer|passer (?:a|sur)) (?:du |de la |des |de |une? )(?:\w+ ){0,2}?(?:recycle|biosource)\w*|\b(?:rendre|concevoir|refaire|repenser) (?:nos|notre|mes|mon|les) (?:\w+ ){1,3}?(?:plus )?(?:recyclables?|reparables?|durables?|demontables?|ecolo\w*|verts?)\b|\b(?:nos|notre|mes) (?:\w+ )?(?:emballages?|produits?) (?:\w+ )?(?:recyclables?|reparables?|sans plastique|moins polluants?)"),
    ("transition écologique", rf"\b(?:valoris|revaloris|recycl|redui|reduc|tri|reutilis|reemplo|limit|dimin)\w*(?: (?:et|ou|mieux) \w+)? (?:de |tous |toutes )?(?:nos|notre|mes) {_WASTE}\b|\btransformer (?:nos|mes) {_WASTE}\b|\b{_WASTE}\b[^.;?!]{{0,40}}\b(?:les|en|mieux) (?:valoris|revaloris|recycl|trier|reduire|reutilis|reemploy)\w*|\bzero dechet|\bmoins de (?:dechets|rebuts|chutes)\b|\becologie industrielle"),
    ("décarbonation", r"\bcapt(?:er|ure) (?:le |du |de |notre |nos )?(?:co2|carbone)|\bpasse\w* (?:nos |notre |les |la |le |l'|tous nos )?\w+ (?:au gaz |a l'essence |diesel )?(?:a l'(?:electrique|hydrogene|induction|electricite)|au biogaz)\b"),
    ("efficacité énergétique", r"\b(?:notes?|factures?|depenses?) (?:d'|de |en )(?:elec\w*|gaz|energ\w*|chauffage)\b|\b(?:moins|plus) (?:energivores?|econom\w+ en energie|gourmand\w+ en (?:elec\w*|energie|gaz))|\benergivores?\b|\bgt[bc]\b|\bmoins de (?:courant|kwh|jus)\b|\bmoteurs? (?:haut rendement|ie[345])"),
    ("chaleur renouvelable", r"\b(?:raccord|connect|branch|reli|cre|etend|exten|projet)\w*[^,.;?!]{0,30} reseaux? de chaleur\b|\bplaquettes? forestieres?|\bsondes? geothermi\w+|\bse chauffer au (?:bois|solaire)"),
    ("chaleur fatale", r"\b(?:recup|recuper|valoris|reutilis|reinject|recycl|rejet|perd)\w*\b[^,.;?!]{0,20}\b(?:la |les |de |l'|notre )(?:chaleur|calories)\b(?! renouv)|\bchaleur (?:perdue|degagee|rejetee|(?:des|du|de nos) (?:fours?|compresseurs?|fumees|groupes? froids?|process|sechoirs?))|\b(?:recup|recuperat(?:ion|eurs?)) (?:de |des |sur )?(?:la |les )?(?:chaleur|calories|fumees)"),
    ("eau", r"\b(?:pomper|prelever|puiser) (?:moins|dans)\b|\bmoins (?:pomper|prelever|puiser)\b|\bnappes? phreatiques?|\bfuites? d'eau|\bosmoseurs?\b|\b(?:creer|installer|poser|construire|mettre|financer|creuser|faire) (?:une? |des )?(?:bassins?|cuves?|citernes?) (?:de|d'|pour) ?(?:retention|recuperation|l'eau|eau)\b"),
    ("adaptation au climat", r"\b(?:proteg\w+|protection|prepar\w+|resist\w+|mettre a l'abri)\b[^,.;?!]{0,25}\b(?:des|aux?|contre les|contre la|de la|du|face aux?) (?:crues?|inondations?|canicules?|secheresses?|grele|tempetes?|fortes chaleurs|changement climatique|risques? climatiques?)\b|\bresilien\w+ climat\w*|\brafraichir l(?:'|es? )(?:atelier|usine|batiment)"),
    ("formation ou compétences", r"\bapprendre (?:a |aux )(?:nos |mes |notre |les )?(?:operat\w+|gars|salari\w+|equipes?|ouvri\w+|techni\w+|jeunes|personnel|soudeu\w+)|\b(?:mont|cre|ouvr)\w+ (?:une? |notre )(?:centre de formation|ecole (?:interne|d'entreprise))|\bcontrats? (?:pro|de professionnalisation)\b|\bgpec\b|\bgepp\b|\bplan de (?:formation|developpement des competences)|\bafest\b|\bcqp\b"),
    ("recrutement", r"\bvolontaires? territori\w+|\bvte\b(?! (?:c'est|est|sont))|\bpostes? (?:a pourvoir|non pourvus?|vacants?)|\b(?:prendre|engager) (?:une?|\d+|deux|trois) (?:salari\w+|ouvri\w+|operat\w+|techni\w+|ingenieu\w+|jeunes? diplome\w*)|\battirer (?:des |les |plus de )(?:jeunes|candidats|talents)|\bpremier salarie\b|\b(?:etoffer|renforcer|agrandir) (?:l'|notre |mon )equipe"),
    ("création d'emplois", r"\b\d+ (?:nouveaux )?(?:emplois?|postes?) (?:crees?|a creer|a la cle|de plus|en plus|supplementaires?)|\bcreations? (?:de |d')(?:\d+ )?(?:emplois?|postes?)\b"),
    ("conseil ou accompagnement", r"\b(?:faire venir|faire appel a|payer|financer|prendre|besoin d')\s?(?:une?|des) (?:consultant\w*|coach|expert\w*)\b|\b(?:(?:une?|d'une?|des) )(?:consultant\w*|coach|expert\w*) (?:pour|afin|qui)\b|\b(?:nous|me|m') ?(?:aider|accompagner|conseiller|guider) (?:sur|dans|pour) (?:la |notre |ma |l')?(?:strateg\w+|organisation|transformation|gestion|developpement)"),
    ("étude ou diagnostic", r"\betats? des lieux\b|\b(?:etudier|etude de|verifier|tester|mesurer|regarder) (?:la |de la )?faisabilite|\bpre-?diag\w*|\bschema directeur\b|\bcartograph\w+ (?:nos|notre|les) "),
    ("ingénierie de territoire", r"\b(?:financement|poste|renfort|appui|aide|moyens) (?:d'|en |de l'|pour l')ingenierie\b"),
    ("chef de projet", r"\bpostes? d(?:e |')(?:animat\w+|charge\w* de mission|manager|coordinat\w+)|\b(?:co)?(?:financ|recrut|embauch)\w* (?:une? |le |la |notre |l')?(?:animat\w+|charge\w* de mission|manager de territoire|coordinat\w+)\b"),
)  # fmt: skip
_COMPILED_PROJECTS = [(name, re.compile(pattern)) for name, pattern in (*_PROJECTS, *_IN_TRADE_WORDS)]
_COUNTRY = r"(?:allemagne|italie|espagne|belgique|suisse|angleterre|europe|asie|afrique|chine|pologne|portugal|amerique|inde)"
_OTHER_PROJECTS = [("export", re.compile(rf"\bexport(?:er|ation|ations)?\b|\ba l'international|\bmarches? etrangers?|\b(?:vendre|prospecter|exposer|livrer|demarcher) (?:\w+ )?(?:en {_COUNTRY}|a l'etranger|hors de france|aux etats-unis|au (?:canada|maroc|royaume-uni|japon))\b|\bprospection (?:en {_COUNTRY}|a l'etranger)"))]
_NO_PROJECT_BEFORE = re.compile(r"\b(?:organismes?|centres?|ecoles?|services?|responsables?|charges?|chargees?|directeur|directrice|bureaux? d'|cabinets?|entreprise|usine|metier|ministere|pole|salons?|deja (?:fait|realise|recu|eu|fini|termine)\b[^,;]{0,15}|a deja|selon|priorites?|axes?|dispositifs?|loi|programme|plan)\s(?:de la |de l'|de |d'|des |du |la |l')?$")
_HISTORY = re.compile(r"\b(?:l'an dernier|l'an passe|l'annee (?:derniere|passee)|en 20(?:0|1|20|21|22|23|24)\d?|il y a (?:\d+|deux|trois|quelques|longtemps)|depuis 20\d\d|avant le covid|a l'epoque)\b")
_DONE = re.compile(r"\b(?:a|ai|avons|ont|avait|avions)\s(?:deja |bien |tout juste )*(?:(?P<over>fini|termine|acheve)|install|achet|fait|realise|constru|recrut|embauch|forme|demenag|investi|rachet|repris|chang|remplac|agrandi|modernis|ouvert|mis|monte|pose|pass|refait|isol|double|equip|cree)\w*")
_HAS_ALREADY = re.compile(r"\b(?:a|ai|avons) deja (?:une?|des|notre|nos|deux|trois|\d+) (?:\w+ )?$")
_LEARNS = re.compile(r"\b(?:programm\w+|pilot\w+|condui\w+|utilis\w+|maitris\w+|apprend\w*)\b[^,;.?!]{0,25}$")


def _done_before(source: _Source, start: int) -> bool:
    """The clause tells what was done and is over: « on a installé des panneaux en 2019 », « on a fini l'extension »."""
    left = source.before(start, 80)
    left = re.split(r",|\b(?:et|mais) (?=on\b|nous\b|je\b|j'|maintenant\b)", left)[-1]
    clause = left + re.split(r",|\b(?:et|mais) (?=on\b|nous\b|je\b|j'|maintenant\b)", source.after(start, 80))[0]
    done = _DONE.search(clause)
    return bool(_HAS_ALREADY.search(left)) or bool(done and (done["over"] or _HISTORY.search(clause)))


def _projects(source: _Source) -> Iterator[_Mention]:
    text = source.text
    found: list[_Mention] = []
    for name, pattern in _COMPILED_PROJECTS:
        for match in pattern.finditer(text):
            before = source.before(match.start(), 40)
            if _negated(source, match.start()) or _NO_PROJECT_BEFORE.search(before) or _others_do(source, match.start()) or _done_before(source, match.start()):
                continue
            if match[0].startswith(("robot", "cobot")) and _LEARNS.search(before):
                continue  # « apprendre à programmer le robot »
            if name == "formation ou compétences" and re.match(r"apprentis?$", match[0]) and not re.search(r"\b(?:recrut|prendre|prend|embauch|accueil|form|cherch|trouv|besoin d')\w*\s?(?:\w+ ){0,2}$", before):
                continue
            if name == "création d'entreprise" and not re.search(r"\b(?:veut|veux|voudr\w+|souhait\w+|projet|envisag\w+|pour|aimerai\w*|compte|en train|je|va|vais)\b", before) and not re.match(r"(?:je|on|nous|me|projet|porteur|\w+er (?:mon|ma))\s|a mon compte|demission|createur", match[0]):
                continue
            if name == "chef de projet" and re.match(r"\s_", source.after(match.end())) and not re.search(r"\b(?:poste|financ\w*|recrut\w*|cherch\w*|besoin|embauch\w*|aide|pour) (?:\w+ ){0,2}$", before):
                continue  # « je suis chef de projet Territoires d'industrie »
            found.append(_Mention("projet", name, match.start(), match.end()))
            break
    names = {m.value for m in found}
    for mention in found:
        if mention.value == "investissement productif" and "première industrialisation" in names and re.search(r"premiere|1re|1ere", text[mention.start : mention.end]):
            continue
        if mention.value == "décarbonation" and re.match(r"(?:reduire|baisser)[^,]*bilan carbone", text[mention.start : mention.end]):
            names.discard("étude ou diagnostic")
        yield mention
    for name, pattern in _OTHER_PROJECTS:
        for match in pattern.finditer(text):
            before = source.before(match.start(), 40)
            if _negated(source, match.start()) or _others_do(source, match.start()):
                continue
            if re.match(r"vendre|prospect|expos|livrer|demarcher", match[0]) or re.search(r"\b(?:veut|veux|voudr\w+|souhait\w+|projet\w*|envisag\w+|pour|aimerai\w*|develop\w+|part|partir|aller|partons|aide\w*|se lancer|commencer|lancer)\b", before):
                yield _Mention("projet_autre", name, match.start(), match.end())
                break


# ---------------------------------------------------------------------------------------------------- who, what legal form

_APPLICANTS: tuple[tuple[str, str], ...] = (
    ("intercommunalité", r"(?:^|[,;.!]\s*|\b(?:je|on|moi|bonjour|bjr|ici)\s)(?:suis |sommes |un |une |le |la )*(?:(?:agent\w*|charge\w*|chef\w* de projet|elue?s?|dgs|dga|technicien\w*|direct\w+|responsable\w*|dev ?eco\w*|animat\w+|manager|referent\w*|vice-president\w*|president\w*)\b[^,;.?!]{0,45}?\b(?:a|dans|pour|au sein de|chez)|(?:bosse|travaille?)\b[^,;.?!]{0,25}?\b(?:a|pour|au sein de|chez)|(?<=suis )a|(?<=est )a)\s?(?:la |l'|une |notre |ma )(?:epci|communaute de communes|comcom|com com|communaute d'agglo\w*|agglo\w*|communaute urbaine|metropole|interco\w*|cc\b)(?! (?:me|m'|nous|a |n'a|propose|veut bien|refuse))|\b(?:je suis|on est|nous sommes|je represente|nous representons|notre|mon|ma|president\w* d\w*|vice-president\w* d\w*|dgs d\w*|pour (?:la|notre|une)|elu\w* d\w*|^)\s?(?:(?!(?:dans|avec|pme|tpe|eti|sur|pres|boite|entreprise|usine|via|par|selon)\b)\w+ ){0,3}?(?:l'|un |une |d'une |la |de la |d'un )?(?:epci|communaute de communes|comcom|communaute d'agglo\w*|agglo\w*|communaute urbaine|metropole|interco\w*|(?<=la )cc\b|(?<=notre )cc\b|(?<=une )cc\b)(?! (?:d'industrie|territoire|me dit|m'a|nous a|propose|a refuse))"),
    ("collectivité", r"(?:^|[,;.!]\s*|\b(?:je|on|moi|bonjour|bjr|ici)\s)(?:suis |un |une )*(?:(?:agent\w*|charge\w*|elue?s?|dgs|dga|technicien\w*|direct\w+|responsable\w*|bosse|travaille?|adjoint\w*|conseill\w+|secretaire)\b[^,;.?!]{0,35}?\b(?:a|pour|au sein de)|(?<=suis )a)\s?(?:la |l'|une |notre |ma )(?:mairie|commune|ville|collectivite)\b|\b(?:je suis (?:le |la |l')?(?:maire|adjoint\w*|elue? municipal\w*|elue?\b(?! d'une? (?:epci|agglo|comm))|conseill\w+ (?:municipal|departemental|regional)\w*|secretaire de mairie|dgs)|(?:je represente|nous representons) (?:une|la|ma) (?:petite )?(?:commune|ville|mairie|collectivite)|maire d[e'u]|(?:dgs|dga|adjoint\w*|elue?|secretaire) d(?:'une|e la|e) (?:petite )?(?:ville|commune|mairie)|nous sommes une (?:petite )?(?:commune|ville|collectivite|mairie)|on est une (?:petite )?(?:commune|ville|collectivite|mairie)|(?:notre|ma|la|une) (?:petite )?(?:commune|ville|mairie|collectivite)\s(?:\w+ )?(?:veut|souhaite|possede|porte|cherche|envisage|voudrait|a un projet|aimerait|a une friche|rachete|qui (?:veut|souhaite|cherche|possede|porte))|pour (?:ma|notre) (?:commune|collectivite|ville))"),
    ("association", r"\bloi (?:de )?1901\b|\b(?:asso|association)s?\b(?! (?:de commercants|des maires|professionnelle|agreee|syndicale|patronale|d'idees))"),
    ("groupement d'employeurs", r"\bgroupements? d'employeurs?"),
    ("établissement de formation", r"\b(?:je suis|on est|nous sommes|dirige|notre|pour|^)\s?(?:\w+ ){0,2}?(?:un |une |l')?(?:cfa|organisme de formation|centre de formation|ecole de production|lycee professionnel|lycee|universite|ecole d'ingenieurs?)\b"),
    ("SEM ou SPL", r"\b(?:une|la|notre) (?:sem|spl)\b|\bsociete d'economie mixte|\bsociete publique locale"),
    ("opérateur foncier", r"\betablissement public foncier|\b(?:un|l'|notre|nous sommes un) ?epf\b"),
    ("aménageur", r"\b(?:je suis|on est|nous sommes|un) (?:un )?amenageurs?\b"),
    ("promoteur", r"\b(?:je suis|on est|nous sommes) (?:un )?promoteurs?\b"),
    ("organisme de recherche", r"\b(?:je suis|on est|nous sommes|notre|un) (?:\w+ )?(?:laboratoire (?:de recherche|public|universitaire)|organisme de recherche|centre de recherche)"),
    ("particulier", r"\b(?:je suis|en tant que|pour) (?:un |simple )?(?:simple )?particuliere?\b"),
    ("entreprise", r"\b(?:entreprise|boite|societe|start[ -]?up|usine)\b(?! (?:publique locale|d'economie mixte|de travaux|de nettoyage qui|etrang|a qui))(?!s)|\bje suis (?:un |une )?(?:chef\w* d'entreprise|industriel\w*|dirigeante?|entrepreneur\w*|patronn?e?|gerante?)\b|\bmon (?:usine|atelier|site)\b|\b(?:ma|mon|notre) (?:petite? )?(?:affaire|manufacture|fabrique)\b|\bnous sommes un industriel"),
)  # fmt: skip
# The same kinds of applicant told by who writes (« je suis à la CCI », « proviseur d'un lycée pro ») or opening the message (« syndicat mixte, nous … »).
_I_AM = (
    r"\b(?:je suis|j'?suis|chui[st]?|je (?:travaille|bosse|represente|dirige|preside)|j'anime|on (?:est|travaille|represente)|nous (?:sommes|representons)|(?<!\b[ld]es )(?<!\b[ld]e )(?<!\bla )(?<!l')(?<!\bdu )(?<!\bune )(?<!\bun )(?<!\bpar )(?<!tre )(?<!\bson )(?<!\bmon )(?<!\bma )(?<!\bau )(?:elue?s?|(?:vice-)?president\w*|direct(?:eur|rice)|proviseu\w+|principal\w*|dgs|dga|agente?|technicien\w*|chargee?s?|conseill\w+|responsable|animat\w+|chercheu\w+|ingenieu\w+|enseignant\w*|prof\w*|doctorant\w*))\b"
    r"(?:\s(?!(?:avec|par|via|contre|selon|comme|et|ou|mais|qui|que|suivi\w*|accompagn\w*|aide\w*|pres|passe\w*|alle\w*|inscrit\w*|adherent\w*|membre\w*|client\w*|locataire\w*|fournisseu\w+|sous-traitant\w*|prestataire\w*|voisine?s?|entreprise|pme|tpe|eti|societe|boite|contact|lien|cote|face|loin|km|diplome\w*|ancien\w*|issue?s?|sorti\w*|apprentissage|etudiant\w*|stage|formation)\b)[\w'-]+){0,5}?\s(?:(?:au|a|chez|dans|pour|de|du|d'une?|d'|le|la|l'|une?|notre|mon|ma)\s?)*"
)
_OPENS = r"^(?:bonjour|bjr|ici)?[\s,]*(?:(?:nous|notre|une?|petite?)\s)*"
_OPENS_UNTIL = r"(?=(?:\s(?!(?:nous|me|ne|est|sont|a|ont|dit|propose|refuse|finance|peut|doit|veut bien|ou)\b|m'|n')[\w'-]+){0,5}\s*(?:$|[,;.:(!]|\?))"
_NOT_SPEAKING = r"(?! (?:et (?:\w+ ){1,2})?(?:me|ne|nous (?:a|ont|dit|propose|demande|refuse)|refuse|propose)\b| m'| n')"
_BODIES: tuple[tuple[str, str], ...] = (
    ("établissement public", r"(?:syndicat (?:mixte|intercommunal|departemental)|cci\b|cma\b|chambre (?:de commerce|de metiers?|d'agriculture|consulaire|d'industrie|regionale)(?: (?:et )?(?:d'industrie|de l'artisanat))?|etablissement public(?! foncier)\b|petr\b|pole d'equilibre|grand port\b)"),
    ("intercommunalité", r"(?:intercom\w*|interco\b|com(?:mu\w*)?\.? d'agglo\w*|communaute (?:de com\w*|urbaine)|comcom|epci)"),
    ("collectivité", r"(?:conseil (?:departemental|regional|municipal)|conseill\w+ (?:municipal|departemental|regional)\w*|mairie|(?<=suis )maire)"),
    ("établissement de formation", r"(?:lycee(?: (?:pro|tech|gen|agri|poly|indus)\w*)?|cfa|afpa|greta|iut|universite|ecole (?:de prod\w*|d'ingenieu\w+|technique)|organisme de formation|centre de formation|mfr|campus des metiers)\b"),
    ("groupement d'employeurs", r"(?:geiq|groupement d'employeurs?)\b"),
    ("SEM ou SPL", r"(?:spl|sem|saem\w*)\b"),
    ("opérateur foncier", r"(?:epf\w?|etablissement public foncier|safer)\b"),
    ("aménageur", r"amenageurs?\b"),
    ("promoteur", r"promoteurs?\b"),
    ("investisseur", r"(?:investisseurs?|fonds d'investissement|business angels?)\b(?! (?:qui|nous|m'|a|veut|veulent))"),
    ("organisme de recherche", r"(?:cnrs|inrae|cea|inserm|ifpen|onera|labo(?:ratoire)? (?:de recherche|public|universitaire)|unite de recherche|centre de recherche)\b"),
    ("administration", r"(?:(?:sous-)?prefecture|dreets|dreal|ddt\w?|ministere)\b"),
)  # fmt: skip
_IN_FULL = (
    *((name, rf"(?:{_I_AM}{noun}|{_OPENS}{noun}{_OPENS_UNTIL}){_NOT_SPEAKING}") for name, noun in _BODIES),
    ("collectivité", r"(?:^|[,;.!]\s*|\bje suis )(?:elue?s?|adjoint\w*|maire|secretaire|agente?|technicien\w*) (?:\w+ )?(?:dans|d')\s?(?:une|ma|la) (?:petite )?(?:commune|ville)\b"),
)
_COMPILED_APPLICANTS = [(name, re.compile(pattern)) for name, pattern in (*_APPLICANTS[:-1], *_IN_FULL, _APPLICANTS[-1])]
_NOT_THE_APPLICANT = re.compile(r"\b(?:chambre|filiale d'une|chef d'|cheffe d'|cre(?:er|e|es|ons) (?:une|mon|ma|notre)|achat d'une|rachat d'une|rachat de l'|acheter (?:une|l'|la)|achete\w* (?:une|l')|repreneu\w+ d'une|creation (?:d'une|d'|de mon|de ma)|reprendre (?:une|la|l')|reprise d'une?|reprise d'|racheter une|premiere|nouvelle|seconde|deuxieme|construire (?:une|notre|la)|ouvrir (?:une|notre)|implanter (?:une|notre)|batir une|ancienne|une autre|zone d'|immobilier d'|territoire d'|hotel d'|vie en|en|membre d'une|avec une|dans une|mont(?:er|e|ons) (?:une|ma|mon|notre)|lanc(?:er|e|ons) (?:une|ma|notre)|une seule|friche d'une|apprentis en|voisine|accueillir une|qu'une|d'une ancienne|faire venir une|veut une|projet d'|implantation d'une)\s?(?:petite |nouvelle |premiere |1ere )?$")


def _applicant(source: _Source) -> Iterator[_Mention]:
    raw = source.folded.text  # « école de production » is also the name of a scheme: read in full
    for name, pattern in _COMPILED_APPLICANTS:
        for match in pattern.finditer(source.text if name == "entreprise" else raw):
            before = raw[max(0, match.start() - 40) : match.start()]
            if _NOT_THE_APPLICANT.search(before) or _others_do(source, match.start()) or re.search(r"\b(?:avec|via|par|selon|contre)\b", match[0]) or (name != "entreprise" and re.match(r" (?:nous|me|m')\b", raw[match.end() :])) or (match[0] == "usine" and re.search(r"l'$", before)):
                continue
            if name == "association" and not match[0].startswith("loi") and not re.search(r"\b(?:une|notre|mon|l'|d'une|je suis|on est|en|petite|cette)\s?(?:petite )?$|^\s*$|[,;.]\s*$", before):
                continue
            negated = _negated(source, match.start()) or bool(re.search(r"\b(?:suis|est|sommes) pas\b", match[0]))
            yield _Mention("type_demandeur", name, match.start(), match.end(), negated=negated)
            if not negated:
                return
            break


_FORMS: tuple[tuple[str, str], ...] = (
    ("SASU", r"sasu"), ("SAS", r"sas|s\.a\.s\.?"), ("SARL", r"sarl|s\.a\.r\.l\.?"), ("EURL", r"eurl|e\.u\.r\.l\.?"), ("SCOP", r"scop|scic"), ("SNC", r"snc"), ("SCI", r"sci"), ("GIE", r"gie"),
    ("entreprise individuelle", r"auto[- ]?entrepr\w+|eirl|micro[- ]?entrepr\w+|entreprise individuelle|entrepreneur individuel|en nom propre"),
    ("association", r"(?:association )?loi (?:de )?1901|une? (?:petite )?association|notre (?:association|asso)|une asso|on est une asso\w*|association(?= de \d)|association d'insertion"),
    ("SEM", r"(?:une|la|notre) sem|societe d'economie mixte"),
)  # fmt: skip
_COMPILED_FORMS = [(name, re.compile(rf"\b(?:{pattern})\b")) for name, pattern in _FORMS]


def _legal_form(source: _Source) -> Iterator[_Mention]:
    for name, pattern in _COMPILED_FORMS:
        for match in pattern.finditer(source.text):
            if re.search(r"\b(?:les|des|aux|entre|ou)\s$", source.before(match.start(), 15)):
                continue
            if name == "SEM" and source.original(match.end() - 3, match.end()) != "SEM" and "mixte" not in match[0]:
                continue
            negated = _negated(source, match.start())
            yield _Mention("forme_juridique", name, match.start(), match.end(), negated=negated)
            if re.match(r"auto|micro", match[0]) and not negated:
                yield _Mention("micro_entreprise", True, match.start(), match.end())
            break
    shouted = source.folded.raw.isupper()
    for name, letters in (("SA", r"\bsa\b(?!\.)"), ("entreprise individuelle", r"\bei\b")):
        for match in re.finditer(letters, source.text):
            written, before = source.original(match.start(), match.end()), source.before(match.start(), 20)
            told = re.search(r"\b(?:une|en|forme|statut|d'une)\s$|^\s*$|[,(]\s*$", before) and re.match(r"\s(?:de \d|au capital|familiale?|industrielle?|cotee?)|\s*(?:,|$|\d)", source.after(match.end()))
            if (written.isupper() and not shouted) or (name == "SA" and told and "," not in source.after(match.end())[:1]):
                yield _Mention("forme_juridique", name, match.start(), match.end(), negated=_negated(source, match.start()))
                break
    for match in re.finditer(r"\bs\.\s?a\.?(?![\w.])", source.text):
        yield _Mention("forme_juridique", "SA", match.start(), match.end())
        break


# ---------------------------------------------------------------------------------------------- works, difficulty, age, place

_WORK = r"(?:travaux|terrassements?|gros[- ]oeuvre|fondations?|demolition|maconnerie|dalle|amenagements?|coup de pioche|premiere pierre|1ere pierre|chantier|projet|operation|commande|investissement|construction|demarrage)"
_SIGNED = r"(?:devis|bon de commande|commande|contrat|marche|compromis|marches|bons de commande|achat|acte de vente|acte|promesse)"
_NOT_STARTED = re.compile(
    rf"\b(?:pas|rien|aucune?|jamais)\s(?:encore |ete )*(?:de )?(?:commenc\w*|demarr\w*|sign\w*|engag\w*|lanc\w*|command\w*|entam\w*|debut\w*|fait de travaux|valid\w* (?:de|le|les) {_SIGNED})|\b(?:pas|aucune?)\s(?:encore )?(?:de |d')?(?:{_SIGNED}|travaux) (?:sign\w*|pass\w*|engag\w*|commenc\w*)|\b{_SIGNED}s?\s(?:pas|non)\s(?:encore )?(?:sign\w*|pass\w*)"
    rf"|\b{_WORK}s?\s(?:pas|non)\s(?:encore )?(?:commenc\w*|demarr\w*|lanc\w*|engag\w*|entam\w*)|\brien (?:n'est|n'a ete|d'|encore|de)\s?(?:encore )?(?:ete )?(?:commenc\w*|demarr\w*|sign\w*|engag\w*|lanc\w*|command\w*|fait|acte)\b|\bavant (?:de|d') (?:signer|commencer|demarrer|lancer|engager|commander)|\bencore rien (?:sign\w*|command\w*|commenc\w*|engag\w*|fait)|\bn'(?:a|ont|avons|ai|est) (?:toujours )?(?:pas|rien) (?:encore )?(?:ete )?(?:commenc\w*|demarr\w*|sign\w*|engag\w*|lanc\w*|command\w*)"
)
_STARTED = re.compile(
    rf"\b(?:a|ai|avons|est|sont|ont|j'ai)\s(?:deja |bien |tout juste |juste )*(?:commence|demarre|signe|lance|engage|entame|commande|passe|debute|valide|accepte|paye|verse)\w*\s(?:le |la |les |un |une |des |nos |notre |mon |l')?(?:deja )?(?:gros |premiers? |premieres? )?(?:{_WORK}|{_SIGNED}|machines?|equipements?|acompte|four|chaudiere|ligne|presse|robot|materiel)s?"
    rf"|\b(?:{_WORK}|{_SIGNED})s?\s(?:(?:de|du|des|d'une?|pour) (?:\w+ ){{1,3}}(?=est|sont|a ete))?(?:(?:est|sont|ont|a|ete|deja|bien|en partie|vient d'etre|viennent d'etre)\s)*(?:commences?|commencees?|demarr(?:e|es|ee|ees)|signe(?:s|e|es)?|lances?|lancees?|engages?|engagees?|en cours|passee?s?(?! a\b)|entames?|acceptes?|faits?|finis?|termines?|realises?)\b"
    rf"|\bdeja (?:commence|demarre|signe|command|engage|lance|entame|achete|paye|investi)\w*|\b(?:acompte|arrhes) (?:est |a ete |deja )*(?:verse|paye)\w*|\b(?:machine|ligne|presse|chaudiere|robot|four|materiel|equipement)s? (?:est |sont |a ete |deja )+(?:command|achet|livr|install)\w*|\bc'est (?:deja )?signe\b|\bon vient de (?:signer|commencer|commander|lancer|demarrer)|\bcommence\w* (?:les )?travaux (?:en|le|il y a|depuis|hier|la semaine|le mois)"
)
_NOT_STARTED_EITHER = re.compile(
    rf"\bni (?:le |la |les |un |une |l'|d'|de )?(?:{_SIGNED}|{_WORK})?s?\s?(?:encore |ete )*(?:sign|command|engag|commenc|demarr|lanc|vers|pass|entam|debut|pay)\w*\b|\b(?:au stade|a l'etat|stade) (?:de |du |d')(?:la |l')?(?:simple )?(?:projet|devis|idee|reflexion|etude|ebauche|avant[- ]projet)s?\b"
    rf"|\bpas (?:encore )?(?:donne|pose|coule|fait|creuse) (?:le |la |les )?(?:premier |premiere |1er |1ere )?(?:coup|pierre|dalle|fondations|trou)\b|\bpas (?:un|une|le moindre|la moindre) (?:coup de pioche|pelletee|centime|bon de commande|devis|commande)\b|\baucun(?:e)? (?:engagement|commande|signature|acompte|coup de pioche)\b|\b(?:on n'a|on a|n'avons|n'ai|j'ai) (?:toujours )?(?:rien|pas) (?:encore )?(?:attaqu|touch|bouge|debut|vers)\w*|\brien (?:n'est |n'a )?(?:encore )?(?:attaqu|debut|entam|vers|achet|pay)\w*|\b(?:j'attends|on attend|attendons) [^,;.?!]{{0,40}}\b(?:pour|avant de) (?:signer|commencer|demarrer|lancer|commander|attaquer)\b"
)
_STARTED_OTHERWISE = re.compile(
    rf"\b(?:a|avons|ai) (?:deja )?tout (?:signe|commande|lance|engage|achete)\b|\b(?:machines?|equipements?|fours?|presses?|lignes?|robots?|materiels?|chaudieres?) (?:est |sont |viennent d'|vient d')*(?:deja )?(?:arrivee?s?|recue?s?|montee?s?|livree?s?)\b(?! (?:en fin|a bout|d'occasion|au bout))|\b(?:{_SIGNED})s? (?:est |sont |ont ete |a ete |deja )*(?:envoye|parti|transmis|valide)\w*\b(?! par la (?:banque|region))|\b(?:acompte|arrhes) (?:est |a ete |deja )*(?:regle|vire|debite)\w*|\b(?:a|ont|avons|ai|j'ai)\s(?:deja |bien |tout juste )*(?:attaque|entame|debute|demarre|commence|ouvert)\s(?:le |la |les |l'|a |par |nos )*(?:{_WORK}|creuser|construire|demolir|demonter|casser|couler|terrasser|chantier|travaux)\b|\b(?:pelleteuses?|engins?|tractopelles?|macons|bulldozers?|grues?|ouvriers|entreprises?|artisans) (?:est |sont )?(?:deja )?(?:sur place|arrive\w*|sur (?:le )?site|au travail|a l'oeuvre|en action|a pied d'oeuvre|creus\w+)\b"
    rf"|\b(?:{_WORK}) (?:est |sont |a |ont |ete |deja |bien )*(?:coule\w*|donne\w*|posee?s?|attaque\w*|debut\w*|entam\w*|achev\w*)\b|\bpremiers? coups? de pioche\b(?! (?:prevu|en 20[3-9]|l'an prochain|bientot))|\bc'est (?:deja )?(?:parti|lance|commence|en cours|en route)\b|\bca a (?:deja )?(?:commence|demarre|debute)\b|\ben plein(?:s)? (?:travaux|chantier)\b|\b(?:chantier|travaux) (?:est |sont )?(?:deja )?(?:ouverts?|bien avances?|a moitie|en route)\b|\b(?:j'ai|on a|avons) (?:deja )?(?:verse|paye|regle) (?:l'|un |des |les )?(?:acompte|arrhes|avance)s?\b"
)
_TO_COME = re.compile(r"^\s(?:en (?!20(?:[01]\d|2[0-5])\b)|au |a partir|debut |fin |mi-|dans |bientot|prochainement|l'an prochain|le mois prochain|la semaine prochaine|demain|lundi|apres|quand|des que|d'ici)")
_HYPOTHESIS = re.compile(r"\b(?:peut|peux|puis|faut|doit|dois|pouvons|devons|pourra\w*)[- ]?(?:t-)?(?:on|il|je|nous)?\b[^,;]{0,40}$")


def _works(source: _Source) -> Iterator[_Mention]:
    no = [m for pattern in (_NOT_STARTED, _NOT_STARTED_EITHER) for m in pattern.finditer(source.text) if not _HYPOTHESIS.search(source.before(m.start(), 45))]
    for match in no:
        yield _Mention("travaux_commences", False, match.start(), match.end())
    for match in (m for pattern in (_STARTED, _STARTED_OTHERWISE) for m in pattern.finditer(source.text)):
        before = source.before(match.start(), 45)
        if any(n.start() < match.end() and match.start() < n.end() + 12 for n in no) or _HYPOTHESIS.search(before) or _negated(source, match.start()):
            continue
        if re.search(r"\b(?:pas|rien|jamais|aucune?|sans)\b[^,;.]{0,30}$", before):
            continue
        if re.search(r"\b(?:demarre|commence|lance|engage|debute)$", match[0]) and source.original(match.end() - 1, match.end()) == "e" and not re.search(r"\b(?:a|ont|est|sont|ete|avons|ai)\s(?:\w+ )?\w+$", match[0]) and _TO_COME.match(source.after(match.end())):
            continue  # « le chantier démarre en mars 2027 »
        if re.search(r"\b(?:n'|ne |quand|lorsque|une fois|apres|des que|seront|sera|serait|avant que|si (?:les?|la|on|nous|je|j'|mon|notre)|fois que)\s?(?:\w+ ){0,2}$", before):
            continue
        if re.search(r"\b(?:pas|rien|jamais)\b", match[0]) or re.match(r"\s(?:bientot|prochainement|demain|l'an prochain|le mois prochain|la semaine prochaine)\b", source.after(match.end())):
            continue
        yield _Mention("travaux_commences", True, match.start(), match.end())


_NO_AFTER = re.compile(r"\s?[:?=]\s*(?:non|nan|aucune?|jamais|pas du tout)\b")
_TROUBLE = r"(?:redressement(?: judiciaire)?|liquidation(?: judiciaire)?|procedures? (?:de )?(?:sauvegarde|collectives?)|sauvegarde(?! de(?:s)? (?:l'|emploi|donnees|patrimoine))|cessation de paie?ments?|(?<=en )[rl]\.?j\b\.?|depot de bilan|depose (?:le |son |notre )?bilan|plan de sauvegarde(?! de l'emploi))"


def _difficulty(source: _Source) -> Iterator[_Mention]:
    for match in re.finditer(r"\b(?:pas|aucune|jamais|hors)\s(?:eu |de |en |d')*procedures?\b(?! (?:d'|de |icpe|admin|simpl|compl|collective))", source.text):
        yield _Mention("en_difficulte", False, match.start(), match.end())
    for match in re.finditer(rf"\b{_TROUBLE}\b|\b(?:entreprise |societe |boite |pme )?en (?:grosses? |grande )?difficultes?\b(?: financieres?)?|\bn'?\s?(?:a|avons|est|sommes)\s?(?:pas|aucune) (?:de )?difficultes? (?:financieres?)", source.text):
        before = source.before(match.start(), 40)
        if re.search(r"\b(?:sort\w*|sorti\w*|fini|apres|termine\w*|fin d[eu]|ancien\w*|ete|etait|eviter|risque\w*|reprend\w* (?:une|un)|reprise|racheter|client\w*|concurrent\w*|fournisseur\w*|reprendre|definition)\b[^,;]*$", before):
            continue
        if re.match(r"en diffic", match[0]) and re.match(r"\s(?:pour|a|de|avec|dans)\b", source.after(match.end())):
            continue
        if re.search(r"\bsauvegarde\b", match[0]) and not re.search(r"procedure|plan", match[0]) and not re.search(r"\ben\s$", before):
            continue
        no = bool(re.search(r"\b(?:pas|ni|aucune|sans|jamais|hors|plus|non|zero)\s(?:\w+ ){0,2}$", before)) or bool(_NO_AFTER.match(source.text[match.end() :])) or "pas de diff" in match[0] or "aucune diff" in match[0]
        if source.question and not _STRONG_SELF.search(source.text) and not re.search(r"\b(?:une|mon|ma|notre) \w+ en (?:redress|liquid|proced|sauve|diff)", source.text):
            continue
        yield _Mention("en_difficulte", not no, match.start(), match.end())


_MONTH_NAMES = "|".join(MONTHS)
_CREATED = r"(?:cree(?:e|es|s)?|creee|creer|fonde(?:e|es|s)?|lance(?:e|es)?|immatricule(?:e|s)?|nee|montee?s?(?: (?:ma|la|notre|mon) (?:boite|societe|entreprise))?|repris(?:e)?|reprise de l'entreprise|existe\w*|existons|creation|date de creation|ouvert(?:e)?|demarre (?:mon|notre) activite|installee?s?|immatriculation|depuis)"
_BORN = re.compile(
    rf"\b(?P<cue>{_CREATED})\b(?:\s(?:l'entreprise|la societe|la boite|ma boite|ma societe|mon entreprise|notre societe|notre entreprise|nous|depuis|en|le|est|a|ete|date|de|:|du|dans|au mois|fin|debut|mi|l'usine|on|par|mon|pere|grand|industriels?|familiale?|il|c'est))*\s*:?\s*(?:(?P<day>1er|\d{{1,2}})\s)?(?:(?P<month>{_MONTH_NAMES})\s)?(?P<year>19\d\d|20[0-3]\d)\b(?!\s?(?:€|k|sala|euro))"
    r"|\b(?P<cue2>cree\w*|fonde\w*|creation|immatricul\w*)\s(?:\w+ ){0,2}?(?:le |du )?(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})\b"
)
_YEARS_OLD = re.compile(
    r"\b(?:on a|j'ai|nous avons|entreprise de|societe de|boite de|pme de|a tout juste|a|existe depuis|existons depuis|depuis|age de|agee de|ca fait|fait|il y a|cree\w* il y a|y a|a moins de)\s(?:a peu pres |environ |plus de |bientot |deja |seulement |que |tout juste |moins de )?(?P<n>\d{1,3}|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|vingt|trente)\s(?P<unit>ans?|annees?|mois)\b(?P<after>[^,;.?!]{0,45})"
)


def _age(source: _Source) -> Iterator[_Mention]:
    text = source.text
    for match in _BORN.finditer(text):
        before = source.before(match.start(), 50)
        cue = match["cue"] or match["cue2"] or ""
        context = before[-40:] + cue
        if cue == "depuis" and not re.search(r"\b(?:existe\w*|existons|activite|la|fabri\w+|produi\w+|installe\w*|en affaires|ouvert\w*)\s*$", before):
            continue
        if re.fullmatch(r"montee?s?", cue) and not re.search(r"\b(?:boite|societe|entreprise|pme|tpe|start[ -]?up|affaire)\s*$", before):
            continue
        if cue.startswith("lance") and re.search(r"\b(?:projet|travaux|programme|appel|dispositif|fonds|chantier)\b", context):
            continue
        if re.search(r"\b(?:loi|programme|dispositif|fonds|aide|aides|territoires?|zone|ti|credit|mesure|emplois?|postes?|travaux|chantier)\b[^,;]{0,30}$", before) or re.search(r"\b(?:sera|va etre|veut|veux|voudr\w*|projet de|souhaite\w*|pour)\s*$", before):
            continue
        if cue == "creer" and not re.search(r"\b(?:boite|entreprise|societe|sas|sarl|sasu|eurl|on a|usine|pme|tpe)\s*$|^\s*$|,\s*$", before):
            continue
        try:
            if match["y"]:
                low = high = date(int(match["y"]), int(match["m"]), int(match["d"]))
            else:
                year, month = int(match["year"]), MONTHS.get(match["month"] or "")
                if match["day"] and month:
                    low = high = date(year, month, 1 if match["day"] == "1er" else int(match["day"]))
                elif month:
                    low, high = date(year, month, 1), _month_end(year, month)
                else:
                    low, high = date(year, 1, 1), date(year, 12, 31)
        except ValueError:
            continue
        if low == high:
            yield _Mention("date_creation", low, match.start(), match.end())
        else:
            yield _Mention("date_creation", low, match.start(), match.end(), high, is_range=True)
    for match in _YEARS_OLD.finditer(text):
        head, after = match[0].split()[0], match["after"]
        told = re.match(r"\s*(?:$|d'existence|d'anciennete|d'activite|d'age|qu'on (?:existe|est|a (?:cree|monte))|que (?:l'entreprise|la (?:boite|societe)|je suis|nous existons|la boite)|et\b|et demi)", after)
        lead = source.before(match.start(), 30)
        own = re.search(r"\b(?:entreprise|societe|boite|pme|start-?up|usine|sas|sarl|elle|cree\w*|existe\w*|existons)\s*(?:qui )?$", lead) or re.match(r"(?:existe|cree|age|entreprise|societe|boite|pme)", head)
        if not (told and (own or head in ("on", "j'ai", "nous", "ca", "fait") or re.match(r"\s*(?:d'existence|d'anciennete|d'activite|qu'on|que)", after))):
            continue
        if head == "j'ai" and not re.match(r"\s*d'(?:existence|anciennete|activite)", after):
            continue  # the age of a person
        if re.search(r"\b(?:jusqu'en|pendant|sur|contrat|duree|amorti\w*|garantie|dans|projet|travaux|loi|aide)\b", lead):
            continue
        digits = {"un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "vingt": 20, "trente": 30}
        n = int(match["n"]) if match["n"].isdigit() else digits[match["n"]]
        end = match.end("unit")
        if match["unit"] == "mois":
            n //= 12
        if "plus de" in match[0]:
            yield _Mention("anciennete_annees", float(n), match.start(), end, None, is_range=True)
        elif "moins de" in match[0]:
            yield _Mention("anciennete_annees", None, match.start(), end, float(n), is_range=True)
        else:
            yield _Mention("anciennete_annees", float(n), match.start(), end, approximate="environ" in match[0] or "peu pres" in match[0])
        break


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


_DEPARTMENTS = {
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
_DEPARTMENT_CODES = {re.sub(r"[ '-]+", " ", name): code for code, name in _DEPARTMENTS.items()}
_DEPARTMENT = re.compile(
    r"\b(?P<where>dans (?:le |la |les |l')|en |departement (?:de la |de l'|des |du |de |d'|: )?)(?P<name>"
    + "|".join(re.sub(r"[ '-]", "[ '-]", re.escape(name).replace(r"\-", "-")) for name in sorted(_DEPARTMENTS.values(), key=len, reverse=True))
    + r")(?![\w'-])"
)
# A name without « dans », « en »: after a comma, in brackets, or after what is there (« PME de la Sarthe »); in several words, anywhere.
_DEPARTMENT_ALONE = re.compile(
    r"(?P<where>^|,\s?|\(|\b(?:pme|pmi|tpe|eti|usine|entreprise|boite|societe|site|atelier|sud|nord|est|ouest|base\w*) (?:du |de la |de l'|des |de |d')|\s)(?P<name>"
    + "|".join(re.sub(r"[ '-]", "[ '-]", re.escape(name).replace(r"\-", "-")) for name in sorted(_DEPARTMENTS.values(), key=len, reverse=True))
    + r")(?=\s*(?:$|[,.;!?)(/:]|\d|on\b|nous\b|avec\b|pour\b|et\b|qui\b|je\b))"
)
_NOT_A_DEPARTMENT = re.compile(r"\b(?:pays|val|vallee|porte|portes|coeur|rives|grand|grande|haut|haute|bas|communaute|agglo\w*|rue|avenue|place|quai|saint|sainte|sur|la|le|les|de|du|des|d')\s?$")
_NOT_ALONE = frozenset("59 46 18 86 80 42 50".split())  # also common words, or a commune (Vienne)
_PLAIN_NAMES = frozenset("02 03 07 08 09 12 14 15 19 24 25 29 30 33 34 38 39 40 48 53 54 55 56 57 58 61 68 72 73 81 84 85 88 89 91".split())
_REGION_WORDS = {re.sub(r"[^a-z0-9]+", " ", fold(name)): name for name in REGIONS} | {
    "paca": "Provence-Alpes-Côte d'Azur", "aura": "Auvergne-Rhône-Alpes", "auvergne rhone alpes": "Auvergne-Rhône-Alpes", "hdf": "Hauts-de-France", "region sud": "Provence-Alpes-Côte d'Azur",
    "ile de france": "Île-de-France", "idf": "Île-de-France", "bourgogne franche comte": "Bourgogne-Franche-Comté", "centre val de loire": "Centre-Val de Loire", "a la reunion": "La Réunion",
}  # fmt: skip
_REGION_WORDS.pop("la reunion", None)
_REGION = re.compile(r"(?<![\w'-])(?P<region>" + "|".join(re.sub(" ", "[ '-]+", re.escape(words).replace(r"\ ", " ")) for words in sorted(_REGION_WORDS, key=len, reverse=True)) + r")(?![\w-])")


def _place_words(source: _Source) -> Iterator[_Mention]:
    """Regions and départements named in words; a commune is read elsewhere."""
    regions = []
    for match in _REGION.finditer(source.folded.text):
        words = re.sub(r"[ '-]+", " ", match["region"])
        if words == "aura" and not re.search(r"\b(?:region|en)\s$", source.before(match.start(), 12)) and source.original(match.start(), match.end()) != "AURA":
            continue  # « aura » is also a verb
        if words in ("normandie", "bretagne", "corse", "occitanie", "martinique", "guyane", "mayotte", "guadeloupe") and re.search(r"[-]\s?$|\b(?:grande|saint)\s$", source.folded.text[: match.start()]):
            continue
        regions.append(_Mention("region", _REGION_WORDS[words], match.start(), match.end(), negated=_negated(source, match.start())))
    yield from regions if len({m.value for m in regions}) == 1 else []
    departments = []
    for match in _DEPARTMENT.finditer(source.folded.text):
        code = _DEPARTMENT_CODES[re.sub(r"[ '-]+", " ", match["name"])]
        if code in ("59", "46", "18", "83", "42", "86", "80") and not match["where"].startswith("departement") and not (match["where"].startswith("dans") and code != "59"):
            continue
        if match["where"] == "en " and code not in ("07", "09", "16", "19", "23", "24", "33", "35", "37", "38", "43", "44", "48", "53", "54", "55", "57", "61", "71", "72", "73", "74", "85", "91", "31", "87", "52", "70", "93", "76", "77", "49", "36", "47", "82", "41", "28"):
            continue
        if re.match(r"[ -](?:de|du|d'|et|atlantique|maritime|alpes|rhone)\b", source.folded.text[match.end() :]) and not match["where"].startswith("departement") and code in ("42", "16", "36", "27", "37"):
            continue
        departments.append(_Mention("departement", code, match.start("name"), match.end("name"), negated=_negated(source, match.start())))
    for match in _DEPARTMENT_ALONE.finditer(source.folded.text):
        name = re.sub(r"[ '-]+", " ", match["name"])
        code, one_word = _DEPARTMENT_CODES[name], " " not in name
        where = match["where"].strip()
        if one_word and (code in _NOT_ALONE or (not where and match.start("name") > 0 and (code not in _PLAIN_NAMES or not source.original(match.start("name"), match.end("name"))[0].isupper() or _NOT_A_DEPARTMENT.search(source.folded.text[: match.start("name")]))) or (code not in _PLAIN_NAMES and not source.original(match.start("name"), match.end("name"))[0].isupper())):
            continue
        if not any(m.start == match.start("name") for m in departments):
            departments.append(_Mention("departement", code, match.start("name"), match.end("name"), negated=_negated(source, match.start())))
    for match in re.finditer(r"\b(?:dans le|departement(?: du)?|dept|dpt|dep) (0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-46])(?=\s*(?:$|[,.;!?)]|on\b|avec|et\b|qui|pour|nous))|(?<=[a-z] )\((0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-46])\)", source.folded.text):
        departments.append(_Mention("departement", (match[1] or match[2]).upper(), match.start(), match.end()))
    yield from departments if len({m.value for m in departments}) == 1 else []


_FLAGS: tuple[tuple[str, str], ...] = (
    ("consortium", r"\b(?:en|un|notre) consortium|\bprojet collaboratif|\bavec (?:un |des )?partenaires? (?:industriels?|academiques?)"),
    ("soumis_ets", r"\bsoumis(?:e|es)? (?:aux|a l'|au) ?(?:quotas?|ets|eu ets|systeme (?:d'echange|europeen))|\bsite ets\b|\bdans l'ets\b|\bquotas? (?:de )?co2"),
    ("independante", r"\b(?:entreprise|societe|pme|on est|nous sommes|boite|familiale et)\s(?:\w+ ){0,2}?(?:totalement |completement |entierement )?independante?s?\b(?! d[eu] l'energie)|\b(?:n'appartient|n'appartenons|pas filiale|pas de groupe)\b"),
    ("zone_afr", r"\b(?:en|dans une|dans la|classee?s?) zone afr\b|\bcommune afr\b|\bzone d'aide a finalite regionale"),
    ("consortium", r"\bproject? porte par un consortium"),
)  # fmt: skip
_COMPILED_FLAGS = [(name, re.compile(pattern)) for name, pattern in _FLAGS]


_BODY = r"(?:urssaf|ursaf|ursaff|impots?|tva|fisc\b|fiscal\w*|social(?:e|es|ement)?\b|charges|cotisations?|cotis\b|dgfip|msa\b|obligations|tresor public|caisses? de retraite|taxes)"
_UP_TO_DATE = re.compile(
    rf"\b(?:a jour|en regle|carres?|reglo)\s(?:cote |niveau |au niveau |sur |avec |aupres |dans |pour |de |des |du |d'|tout |toutes? |tous |nos |mes |ses |leurs |les |le |la |l'|paiements? )*{_BODY}|\b{_BODY}(?:[\s,/+&-]|\bet\b|\bla\b|\bles\b|\bl'|patronales|cote|au niveau|tout\w*|tous|sont|est|on est|bien|parfaitement|ca|{_BODY})*?\s?:?\s?(?P<late>pas )?(?:a jour|ok|okay|payee?s?|reglee?s?|en regle|nickel|carres?|ras|soldee?s?)\b"
    rf"|\b(?:doi[ts]|devons|dois)\s(?:plus )?rien (?:a |aux? )(?:l'|la |les )?{_BODY}|\ba jour (?:partout|de tout|sur tout)\b"
)
_LATE = re.compile(
    rf"\b{_BODY}\s(?:nous |me |lui )?(?:reclame|poursuit|relance|court apres)\w*|\b(?:retards?|dettes?|ardoises?|arrieres?|impayes?|moratoire|etalement|echeancier|plan d'apurement|en defaut|redevables?)\b[^,;.?!\d]{{0,30}}{_BODY}|\b{_BODY}\s(?:\w+ )?(?:en retard|impayee?s?|en souffrance|pas (?:a jour|payee?s?|reglee?s?))\b|\b(?:doi[ts]|devons)\s(?:encore |toujours )?(?:\d[\d .,]*\s?(?:k€|k|m€|€|ke|euros?)?|de l'argent|des sous|un paquet|pas mal)[^,;.?!]{{0,20}}{_BODY}|\b(?:dettes?|retards?) (?:fiscale|sociale)s?\b"
)


def _obligations(source: _Source) -> Iterator[_Mention]:
    """Up to date with taxes and social contributions, or in debt to whoever collects them."""
    for match in _LATE.finditer(source.text):
        none = re.search(r"\b(?:pas|aucune?|sans|ni|zero|jamais|plus)\s(?:\w+ ){0,2}(?:de |d')?$", source.before(match.start(), 30)) or _NO_AFTER.match(source.text[match.end() :])
        yield _Mention("obligations_a_jour", bool(none), match.start(), match.end())
        return
    for match in _UP_TO_DATE.finditer(source.text):
        late = match["late"] or _negated(source, match.start()) or re.search(r"\b(?:pas|plus|non)\s(?:\w+ ){0,2}$", source.before(match.start(), 25))
        if source.question and re.search(r"\b(?:faut|doit[- ]on|dois[- ]je|doivent|etre)\b", source.text):
            return
        yield _Mention("obligations_a_jour", not late, match.start(), match.end())
        return


def _other_flags(source: _Source) -> Iterator[_Mention]:
    interrogative = source.question and re.search(r"\b(?:est[- ]ce|sommes[- ]nous|est[- ]on|suis[- ]je|comment savoir|si (?:on|je|nous|ma|notre)|est[- ]elle)\b|^\s*on est\b", source.text)
    for name, pattern in _COMPILED_FLAGS:
        for match in pattern.finditer(source.text):
            if interrogative and name in ("zone_afr", "soumis_ets"):
                continue
            yes = not (_negated(source, match.start()) or (re.search(r"\b(?:pas|plus)\b", match[0]) and name != "independante") or re.search(r"\b(?:pas|plus|hors|non)\s(?:\w+ )?$", source.before(match.start(), 20)))
            yield _Mention(name, yes, match.start(), match.end())
            break
    owned = re.search(r"\bfiliale d'un (?:grand|gros|tres grand) groupe|\bfiliale d'une grande entreprise|\bdetenue? (?:a \d+ ?% )?par un (?:grand|gros) groupe", source.text)
    if owned:
        yield _Mention("independante", False, owned.start(), owned.end())
    for match in re.finditer(r"\b(?P<no>pas |hors |hors d'un |plus )?(?:en|dans un|dans le|d'un|territoire labellise|labellise\w*)\s(?:territoires? d'industrie|ti)\b", source.folded.text):
        lead = source.folded.text[max(0, match.start() - 40) : match.start()]
        if not interrogative and not source.question and re.search(r"\b(?:on est|nous sommes|je suis|situe\w*|site|commune|base\w*|installe\w*|implante\w*|usine|pas|est)\b[^,;]{0,25}$", lead + (match["no"] or "")):
            yes = not (match["no"] or re.search(r"\b(?:pas|plus|hors)\s*$", lead))
            yield _Mention("territoire_industrie", yes, match.start(), match.end())
    for match in re.finditer(r"\b(?:en|zone|classee?s?)\s(?P<zone>zfrr\s?\+|zfrr plus|zfrr|frr plus|frr|zrr)(?!\w)", source.text):
        if not interrogative and not source.question:
            plus = "+" in match["zone"] or "plus" in match["zone"]
            value = "non" if _negated(source, match.start()) else "ZFRR+" if plus else "oui" if match["zone"] == "zrr" else "ZFRR"
            yield _Mention("zone_zfrr", value, match.start(), match.end())


_SEASON = {"debut": (1, 4), "fin": (9, 12), "mi": (5, 8), "courant": (1, 12), "premier semestre": (1, 6), "second semestre": (7, 12), "deuxieme semestre": (7, 12), "premier trimestre": (1, 3), "deuxieme trimestre": (4, 6), "troisieme trimestre": (7, 9), "quatrieme trimestre": (10, 12)}
_PERIOD = re.compile(
    rf"(?P<season>{'|'.join(sorted(_SEASON, key=len, reverse=True))})?[ -]?(?:de |d'|en )?(?:(?P<day>1er|\d{{1,2}}) )?(?:(?P<month>{_MONTH_NAMES}) )?(?P<year>20[2-4]\d)\b"
)
_PROJECT_DATE = re.compile(
    r"\b(?:travaux|demarr\w*|commenc\w*|debut\w*|lanc\w*|livr\w*|mise en service|prevu\w*|projet\w*|chantier|invest\w*|realis\w*|construire|installer|d'ici|horizon|ouverture|ouvrir|planifi\w*|achat|achet\w*)\b[^,;.?!\d]{0,40}?(?:\ben |\ba partir de |\bpour |\bd'ici |\bau |\bhorizon |\ble |\bfin |\bdebut |\bcourant |\bmi-?|\ba l'automne |\bl'horizon |\bprevue?s? )"
)


def _durations(source: _Source) -> Iterator[_Mention]:
    for match in re.finditer(r"\b(?:projet|travaux|chantier|duree|programme|realisation|dure\w*|etale\w*|operation|s'etal\w*)\b[^,;.?!]{0,40}?\b(?:sur|de|:|durer\w*|pendant|en)\s(?:environ )?(\d{1,3})\s(mois|ans?|annees?)\b", source.text):
        if re.search(r"\bil y a|depuis\b", match[0]):
            continue
        months = int(match[1]) * (1 if match[2] == "mois" else 12)
        yield _Mention("duree_projet_mois", float(months), match.start(), match.end())
        break
    for match in _PROJECT_DATE.finditer(source.text):
        if re.search(r"\b(?:loi|fonds|programme|appel|dispositif|france|plan|decret|cree\w*)\b[^,;]{0,25}$", source.before(match.start() + 1, 40)):
            continue
        at = max(match.end() - 12, match.start())
        when = _PERIOD.search(source.text, at)
        if when is None or when.start() > match.end() + 3 or re.match(r"\s?(?:€|k|m€|sala)", source.text[when.end() :]):
            continue
        try:
            year, month = int(when["year"]), MONTHS.get(when["month"] or "")
            if month and when["day"]:
                low = high = date(year, month, 1 if when["day"] == "1er" else int(when["day"]))
            elif month:
                low, high = date(year, month, 1), _month_end(year, month)
            else:
                first, last = _SEASON.get(when["season"] or "", (1, 12))
                low, high = date(year, first, 1), _month_end(year, last)
        except ValueError:
            continue
        yield _Mention("date_projet", low, match.start(), when.end(), high, is_range=True)
        break


# -------------------------------------------------------------------------------------------------------- company numbers

_COMPANY_NUMBER = re.compile(r"(?<![\d.,])\d(?:[ .-]?\d){13}(?![\d]|[.,]\d)|(?<![\d.,])\d(?:[ .-]?\d){8}(?!\d|[.,]\d|\s?(?:€|euros?|k€|eur\b))")
_LA_POSTE = "356000000"


def luhn(number: str) -> bool:
    """The check on SIREN and SIRET: from the right, every second digit doubled (its digits added), the sum is a multiple of 10.

    >>> luhn("732829320"), luhn("732829321")
    (True, False)
    """
    total = 0
    for n, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if n % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_company_number(number: str) -> bool:
    """True for a SIREN (9 digits) or a SIRET (14) whose check digit is right. Establishments of La Poste: the sum of the digits is a multiple of 5.

    >>> is_company_number("35600000000048"), is_company_number("35600000049837"), is_company_number("12345678901234")
    (True, True, False)
    """
    if not number.isascii() or not number.isdigit() or len(number) not in (9, 14) or not int(number):
        return False
    if len(number) == 14 and number.startswith(_LA_POSTE):
        return luhn(number) or sum(int(digit) for digit in number) % 5 == 0
    return luhn(number) and luhn(number[:9])


def _company_numbers(folded: FoldedText) -> list[tuple[str, int, int, bool]]:
    """(digits, start, end, valid). Without the word SIREN or SIRET, nine digits count only when their check is right and they are no round figure."""
    found = []
    for match in _COMPANY_NUMBER.finditer(folded.text):
        digits = re.sub(r"\D", "", match[0])
        named = bool(re.search(r"\b(?:siren|siret|sirene|immatricul\w*|rcs)\b[^\d]{0,25}$", folded.text[max(0, match.start() - 40) : match.start()]))
        valid = is_company_number(digits)
        plausible = valid and not digits.endswith("000") and not re.search(r"\b(?:tel|telephone|portable|mobile|fax)\b[^\d]{0,12}$|\+\s?33\s?$", folded.text[: match.start()])
        if plausible or (named and (valid or len(digits) in (9, 14))):
            found.append((digits, match.start(), match.end(), valid))
    return found


# --------------------------------------------------------------------------------------------------------- answers, take-backs

_YES_ANSWER = re.compile(r"^\s*(?:oui|ouais|ouep|yes|tout a fait|exact\w*|c'est (?:le cas|ca)|bien sur|effectivement|o)\b")
_NO_ANSWER = re.compile(r"^\s*(?:non|nan|pas du tout|aucun\w*|no|pas (?:encore|le cas)|jamais|n)\b")
_LABELS = {
    "effectif": r"effectif|nombre de salaries|salaries", "chiffre_affaires_eur": r"ca|chiffre d'affaires", "bilan_eur": r"bilan", "investissement_eur": r"montant|investissement|budget",
    "taille": r"taille", "naf": r"activite|secteur|code naf", "projet": r"projet", "region": r"region", "departement": r"departement", "forme_juridique": r"forme juridique|statut",
}  # fmt: skip


def _answer(source: _Source, asked: str, already: list[_Mention]) -> list[_Mention]:
    """The answer to the question that was just put: a bare figure, « oui », « non », or a choice by its name."""
    spec = FIELDS.get(asked)
    if spec is None or any(m.field == asked for m in already):
        return []
    text = source.text
    if spec.kind in ("entier", "montant", "nombre"):
        free = [q for q in source.figures if not any(m.start < q.end and q.start < m.end for m in already)]
        if len(free) == 1 and len(text.split()) <= 8 and (spec.kind == "montant" or free[0].money == 0):
            q = free[0]
            mention = _amount_mention(asked, q)
            return [replace(mention, value=int(q.value), high=q.high) if spec.kind == "entier" and not mention.is_range else mention]
        bare = re.fullmatch(r"\s*(\d{1,3}(?:[ .]\d{3})+|\d+)\s*\.?\s*", text)
        if bare and spec.kind == "entier" and len(bare[1]) <= 7:
            return [_Mention(asked, int(re.sub(r"\D", "", bare[1])), bare.start(1), bare.end(1))]
    if spec.kind == "bool":
        for pattern, value in ((_YES_ANSWER, True), (_NO_ANSWER, False)):
            if match := pattern.match(text):
                return [_Mention(asked, value, match.start(), match.end())]
    if spec.kind == "choix":
        for choice in sorted(spec.choices, key=len, reverse=True):
            if match := re.search(rf"(?<![\w-]){re.escape(fold(choice))}s?(?![\w-])", source.folded.text):
                return [_Mention(asked, choice, match.start(), match.end(), negated=_negated(source, match.start()))]
    return []


def _taken_back(source: _Source) -> Iterator[tuple[str, int, int]]:
    for name, labels in _LABELS.items():
        for match in re.finditer(rf"\b(?:oubli\w*|enlev\w*|retir\w*|effac\w*|supprim\w*|ignor\w*|ne tiens? pas compte d\w*)\s(?:la |le |les |l'|mon |ma |notre |du |de la |de l'|aussi )*(?:{labels})\b(?! (?:pas|de gaz|de co2))", source.text):
            if re.match(r"supprim|retir", match[0]) and name in ("effectif", "projet", "investissement_eur"):
                continue
            yield name, match.start(), match.end()


# ------------------------------------------------------------------------------------------------------------ settling

_MANY = ("projet", "projet_autre")


def _settled(source: _Source, mentions: list[_Mention], numbers: list[tuple[str, int, int, bool]], unplaced: list[Quantity], removed: list[tuple[str, int, int]]) -> FactsRead:
    known: dict[str, Any] = {}
    spans: dict[str, tuple[int, int]] = {}
    ranges: dict[str, tuple[Any, Any]] = {}
    approximate: set[str] = set()
    conflicts: list[str] = []
    gone = {name: source.folded.span(start, end) for name, start, end in removed}
    by_field: dict[str, list[_Mention]] = {}
    for mention in sorted(mentions, key=lambda m: (m.start, m.end)):
        if mention.negated:
            gone.setdefault(mention.field, source.folded.span(mention.start, mention.end))
        else:
            by_field.setdefault(mention.field, []).append(mention)
    for name, told in by_field.items():
        if name in _MANY:
            known[name] = tuple(dict.fromkeys(m.value for m in told))
            spans[name] = source.folded.span(told[0].start, told[0].end)
            continue
        chosen = _chosen(source, name, told)
        if chosen is None:
            conflicts.append(f"{FIELDS[name].label if name in FIELDS else name} : {' ou '.join(dict.fromkeys(_figure(name, m) for m in told))}")
            continue
        spans[name] = source.folded.span(chosen.start, chosen.end)
        if chosen.is_range:
            ranges[name] = (chosen.value, chosen.high)
            continue
        known[name] = chosen.value
        if chosen.approximate:  # « une quarantaine », « environ 45 »: within 10 %, rounded outwards
            approximate.add(name)
            ranges[name] = (chosen.value * 9 // 10, -(-chosen.value * 11 // 10)) if name == "effectif" else (round(chosen.value * 0.9, 2), round(chosen.value * 1.1, 2))
    others = tuple(known.pop("projet_autre", ()))
    period = ranges.pop("date_projet", None)
    naf = known.get("naf")
    if naf:
        known["secteur"] = sector_of(naf)
        spans.setdefault("secteur", spans["naf"])
    elif "secteur" in known:
        gone.setdefault("naf", spans["secteur"])
    siren = siret = None
    invalid = []
    for digits, start, end, valid in numbers:
        if not valid:
            invalid.append(digits)
        elif len(digits) == 14:
            siret, siren = digits, digits[:9]
            spans["siret"] = source.folded.span(start, end)
        else:
            siren = siren or digits
            spans.setdefault("siren", source.folded.span(start, end))
    certain = {name: value for name, value in known.items() if name not in approximate}
    facts = CompanyFacts(**certain, **{name: known[name] for name in approximate})
    removed_names = tuple(name for name in gone if name in FIELDS and name not in known)
    read = FactsRead(
        facts, spans, (), ranges, frozenset(approximate), removed_names, bool(_CORRECTS.match(source.folded.text)), siren, siret,
        tuple(invalid), others, period, tuple(q.value for q in unplaced), tuple(conflicts),
    )  # fmt: skip
    return replace(read, shown=_shown(source, read))


def _chosen(source: _Source, name: str, told: list[_Mention]) -> _Mention | None:
    """The mention that counts: the only value, the last after a correction, the group's head-count (sizes are counted with linked companies); else None."""
    values = {(m.value, m.high) for m in told}
    if len(values) == 1:
        return told[0]
    last, before = told[-1], told[-2]
    if _CORRECTION_INSIDE.search(source.folded.text[before.end : last.start]) or (name == "effectif" and re.search(r"\bpas\s*$", source.text[: before.start])):
        return last
    if name == "effectif":
        exact = {m.value for m in told if not m.is_range}
        if len(exact) == 1 and all((m.value or 0) <= min(exact) <= (m.high if m.high is not None else min(exact)) for m in told if m.is_range):
            return next(m for m in told if not m.is_range)  # « je suis seul, pas de salarié »
        group = [m for m in told if re.match(r"[^,;.]{0,15}\b(?:dans|pour|au niveau d\w*|avec) (?:le|tout le|du) ?groupe|[^,;.]{0,5}\bau total|[^,;.]{0,5}\ben tout", source.text[m.end : m.end + 40]) or re.search(r"\b(?:groupe|au total|en tout)\s*:?\s*(?:de |fait |compte )?$", source.text[: m.start][-25:])]
        return group[0] if len({m.value for m in group}) == 1 else None
    if name in ("travaux_commences", "en_difficulte"):
        return None
    if name in ("taille", "forme_juridique", "naf", "filiere", "type_demandeur"):
        return told[0] if name in ("naf", "filiere") else None
    return None


def _figure(name: str, mention: _Mention) -> str:
    return _range_in_words(name, mention.value, mention.high) if mention.is_range else _value_in_words(name, mention.value)


def _value_in_words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, int | float):
        unit = FIELDS[name].unit if name in FIELDS else ""
        if value <= 1 and unit.endswith("s") and unit != "mois":
            unit = unit[:-1]
        return f"{number_in_words(value)} {unit}".strip()
    return str(value)


def _range_in_words(name: str, low: Any, high: Any) -> str:
    if isinstance(low, date) and isinstance(high, date):
        if (low.month, low.day, high.month, high.day) == (1, 1, 12, 31) and low.year == high.year:
            return str(low.year)
        return f"entre le {day_in_words(low)} et le {day_in_words(high)}"
    if low is None:
        return f"au plus {_value_in_words(name, high)}"
    if high is None:
        return f"au moins {_value_in_words(name, low)}"
    return f"entre {number_in_words(low)} et {_value_in_words(name, high)}"


_PHRASES = {
    "effectif": "{}", "chiffre_affaires_eur": "chiffre d'affaires de {}", "bilan_eur": "total de bilan de {}", "investissement_eur": "investissement de {}", "aide_demandee_eur": "aide demandée : {}",
    "taille": "taille : {}", "forme_juridique": "forme juridique : {}", "filiere": "filière : {}", "region": "région {}", "departement": "département {}", "anciennete_annees": "ancienneté : {}",
    "date_creation": "création : {}", "duree_projet_mois": "projet de {}", "type_demandeur": "porteur : {}",
}  # fmt: skip
_YES_NO = {
    "travaux_commences": ("projet déjà engagé", "projet pas encore engagé"), "en_difficulte": ("entreprise en difficulté", "entreprise qui n'est pas en difficulté"),
    "micro_entreprise": ("micro-entreprise", "pas une micro-entreprise"), "obligations_a_jour": ("obligations fiscales et sociales à jour", "obligations fiscales ou sociales pas à jour"),
    "territoire_industrie": ("site en Territoire d'industrie", "site hors Territoire d'industrie"), "zone_afr": ("commune en zone AFR", "commune hors zone AFR"),
    "independante": ("entreprise indépendante", "entreprise liée à un grand groupe"), "consortium": ("projet en consortium", "projet sans consortium"), "soumis_ets": ("site soumis aux quotas ETS", "site non soumis aux quotas ETS"),
}  # fmt: skip


def _shown(source: _Source, read: FactsRead) -> tuple[str, ...]:
    """« J'ai compris : … », in the order of the fields."""
    phrases: list[str] = []
    known = read.facts.known()
    for name in FIELDS:
        if name in known and name not in read.approximate:
            value = known[name]
            if name == "naf":
                words = re.sub(r"\s+", " ", source.folded.raw[slice(*read.spans["naf"])]).strip()
                code = f"NAF {value}" if "." in value else f"NAF division {value}"
                phrases.append(f"activité : {code}" if re.search(r"\d", words) else f"activité : {words} ({code}{'' if is_industry(value) else ', hors industrie'})")
            elif name == "secteur":
                if "naf" not in known:
                    phrases.append(f"secteur : {value}")
            elif name == "projet":
                phrases.append(f"projet : {', '.join(value)}")
            elif name in _YES_NO:
                phrases.append(_YES_NO[name][0 if value else 1])
            elif name == "effectif" and value == 0:
                phrases.append("aucun salarié")
            else:
                phrases.append(_PHRASES.get(name, f"{FIELDS[name].label} : {{}}").format(_value_in_words(name, value)))
        elif name in read.approximate:
            phrases.append(_PHRASES.get(name, f"{FIELDS[name].label} : {{}}").format(f"environ {_value_in_words(name, known[name])}"))
        elif name in read.ranges:
            phrases.append(_PHRASES.get(name, f"{FIELDS[name].label} : {{}}").format(_range_in_words(name, *read.ranges[name])))
    phrases += [f"projet : {other}" for other in read.other_projects]
    if read.project_period:
        phrases.append(f"projet prévu : {_range_in_words('date_projet', *read.project_period)}")
    if read.siret:
        phrases.append(f"SIRET {_spaced(read.siret)}")
    elif read.siren:
        phrases.append(f"SIREN {_spaced(read.siren)}")
    return (*phrases, *_unclear(read))


def _unclear(read: FactsRead) -> list[str]:
    phrases = [f"le numéro {_spaced(number)} n'est pas un {'SIRET' if len(number) == 14 else 'SIREN'} valide (chiffre de contrôle)" for number in read.invalid_numbers]
    return phrases + [f"{number_in_words(amount)} € (à quoi correspond ce montant ?)" for amount in read.unplaced]


def left_open(read: FactsRead) -> tuple[str, ...]:
    """What a message says that is not one certain value: ranges, amounts whose role is not said, two values that differ, numbers that are not valid.

    >>> left_open(read_facts("entre 40 et 50 salariés, PME"))
    ('effectif : entre 40 et 50 salariés',)
    """
    ranges = [f"{FIELDS[name].label} : {_range_in_words(name, *bounds)}" for name, bounds in read.ranges.items() if name in FIELDS and name not in read.approximate]
    ranges += [f"{FIELDS[name].label} : environ {_value_in_words(name, getattr(read.facts, name))}" for name in FIELDS if name in read.approximate]
    return (*ranges, *read.conflicts, *(f"projet : {other}" for other in read.other_projects), *_unclear(read))


def _spaced(number: str) -> str:
    return " ".join(part for part in (number[:3], number[3:6], number[6:9], number[9:]) if part)
