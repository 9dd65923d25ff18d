"""Which schemes a message names, and whether it asks about the person's own rights or about the documents.

« on a droit à quoi ? » → `asks_what_schemes`, and so does a company that only tells its case (« PME de 80 personnes, on remplace nos fours ») ;
« suis-je éligible au C3IV ? » → `asks_for_eligibility`; « quelles sont les conditions du C3IV ? » is neither, unless the person describes their own case. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from assistant.facts_in_text import FactsRead, read_facts
from assistant.french import fold
from assistant.numbers_in_text import FoldedText, fold_in_place


class NamedScheme(Protocol):
    """A rule, or anything with an id and a name."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True)
class SchemeMention:
    """A name in the text, at `start:end`, and the schemes it may stand for: several when it is ambiguous."""

    ids: tuple[str, ...]
    words: str
    start: int
    end: int

    @property
    def ambiguous(self) -> bool:
        return len(self.ids) > 1


# Acronyms that are also words people write: they count only in capitals, or after « le », « la », « l' », « au », « du », « un ».
_CAPITALS_OR_ARTICLE = frozenset(("pat", "cir", "cii", "cee", "cma", "ari", "adi", "pass", "rui", "tite", "tremplin", "rebond", "opco", "ccr", "bdt", "jei", "afr", "frr", "ftj", "cico", "fnrt", "rgec", "vte", "cedre", "rev3", "ibac"))


class SchemeNames:
    """The names of schemes made ready for reading: built once, used for every message."""

    def __init__(self, schemes: Iterable[NamedScheme], aliases: Mapping[str, Sequence[str]] | None = None) -> None:
        names: dict[str, list[str]] = {}
        self.known: frozenset[str] = frozenset()
        ids = []
        for scheme in schemes:
            ids.append(scheme.id)
            for name in (*_title_names(scheme.name), *(aliases or {}).get(scheme.id, ())):
                key = _key(name)
                if len(key) > 2 and scheme.id not in names.setdefault(key, []):
                    names[key].append(scheme.id)
        self.known = frozenset(ids)
        self._ids = {key: tuple(found) for key, found in names.items() if found}
        # « . » as a separator would join two sentences; each word may be in the plural.
        patterns = [
            (key, r"[ '\"«»:,/()-]*".join(re.escape(word) + ("" if word.endswith(("s", "x")) or len(word) < 4 else "s?") for word in key.split()))
            for key in sorted(self._ids, key=lambda k: (-len(k), k))
        ]
        # The first character stands before the group: `re` then skips the names that begin otherwise without trying them.
        names_in_turn = "|".join(f"{re.escape(key[0])}(?P<n{n}>{pattern.removeprefix(re.escape(key[0]))})" for n, (key, pattern) in enumerate(patterns))
        self._any = re.compile(rf"(?<![\w])(?:{names_in_turn})(?![\w])") if patterns else None
        self._order = [key for key, _ in patterns]
        self.mentions = lru_cache(maxsize=16)(self._mentions)  # one question is read several times on its way

    def _mentions(self, text: str) -> tuple[SchemeMention, ...]:
        """Every scheme named, in the order of the text; the longest name wins (« prêt vert ADEME » is not « prêt vert »)."""
        if self._any is None:
            return ()
        folded = fold_in_place(text)
        found: list[SchemeMention] = []
        for match in self._any.finditer(folded.text):
            key = self._order[int((match.lastgroup or "n0")[1:])]
            if key in _CAPITALS_OR_ARTICLE and not _is_acronym(folded, match.start(), match.end()):
                continue
            ids = self._ids[key]
            start, end = folded.span(match.start(), match.end())
            found.append(SchemeMention(ids, text[start:end], start, end))
        return tuple(_narrowed(found, folded))


def find_schemes(text: str, names: SchemeNames) -> list[str]:
    """Ids of the schemes that a text names, in its order; an ambiguous name gives each of them.

    >>> class Scheme:
    ...     def __init__(self, id, name): self.id, self.name = id, name
    >>> find_schemes("le credit d'impot industrie verte, c3iv", SchemeNames([Scheme("c3iv", "Crédit d'impôt (C3IV)")], {"c3iv": ["crédit d'impôt industrie verte"]}))
    ['c3iv']
    """
    return list(dict.fromkeys(scheme for mention in names.mentions(text) for scheme in mention.ids))


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9+]+", " ", fold(name)).strip()


def _title_names(title: str) -> list[str]:
    """The title, the title without its brackets, and an acronym in brackets (« … (C3IV) »)."""
    bare = re.sub(r"\s*\([^)]*\)", "", title).strip()
    names = [title, bare]
    for inner in re.findall(r"\(([^)]*)\)", title):
        names += [part.strip() for part in inner.split(",") if re.fullmatch(r"\s*[A-Z][A-Za-z0-9+]{2,9}\s*", part) and sum(c.isupper() for c in part) >= 2]
    return [name for name in names if _key(name) not in _TOO_GENERAL]


_TOO_GENERAL = frozenset(("ademe", "bpifrance", "aap", "dge", "cci", "anct", "bretagne", "occitanie", "france 2030", "zfrr", "afr"))


def _is_acronym(folded: FoldedText, start: int, end: int) -> bool:
    a, b = folded.span(start, end)
    written = folded.raw[a:b]
    if sum(c.isupper() for c in written) >= max(2, len([c for c in written if c.isalpha()]) - 1):
        return True
    before = folded.text[max(0, start - 14) : start]
    return bool(re.search(r"(?:\b(?:le|la|au|du|un|une|des|les|dispositif|aide|programme|credit)\s|\b[ld]')$", before)) or not re.sub(r"[\s?!.]", "", folded.text[:start] + folded.text[end:])


def _narrowed(found: list[SchemeMention], folded: FoldedText) -> list[SchemeMention]:
    """An ambiguous name followed by a year (« fonds vert … 2025 ») keeps the edition of that year, when there is one."""
    result = []
    for mention in found:
        years = re.findall(r"\b(20[12]\d)\b", folded.raw[mention.end : mention.end + 25])
        ids = tuple(scheme for scheme in mention.ids if years and scheme.endswith(years[0]))
        result.append(SchemeMention(ids, mention.words, mention.start, mention.end) if ids else mention)
    return result


# ------------------------------------------------------------------------------------------------------------ what is asked

_MAY_I = re.compile(
    r"\b(?:ai|a|avons|aurais|aura|aurons|aurait|auriez|as)[- ](?:t-)?(?:je|on|nous|elle|il) (?:bien |aussi |encore |toujours )?droit|\b(?:j'ai|on a|nous avons|on aurait|j'aurais|on aura|on as|jai|ai je|a t on|elle a|il a) (?:bien |aussi |encore |toujours )?(?:le )?droit|\bdroit (?:a|au|aux) (?:\w+ ){0,4}(?:avec|si on|si je)"
    r"|\b(?:suis|serais|sommes|serions|est|sera|serait|seront)[- ](?:t-)?(?:je|nous|on) (?:bien |aussi |encore )?(?:elig\w*|concern\w*|admissible\w*|exclu\w*)|\b(?:je suis|on est|on serait|je serais|nous sommes|nous serions|serait on|chuis|jsuis|suis je|est on|sommes nous) (?:bien |donc |aussi |toujours |quand meme )?(?:elig\w*|elligible\w*|concern\w*|admissible\w*)"
    r"|\b(?:puis|peux|pourrais|pourrai|pouvons|pourrions|peut|pourrait|pourra)[- ]?(?:t-)?(?:je|nous|on|elle|il) (?:\w+ ){0,3}?(?:avoir|toucher|obtenir|benefici\w+|pretendre|demander|profiter|recevoir|en beneficier|solliciter|candidater|postuler|cumuler|deduire)|\b(?:je|on|nous|j) ?(?:peux|peut|pouvons|pourrais|pourrait|pourrions|pe)\s(?:\w+ ){0,3}?(?:avoir|toucher|obtenir|benefici\w*|pretendre|demander|profiter|recevoir|solliciter|candidater|postuler)"
    r"|\b(?:mon|ma|notre|nos|mes|cette|cet|une|un|l')\s?(?:\w+[ -]){1,6}?(?:est|serait|sont|sera)[- ](?:il|elle|ils|elles) (?:bien |aussi |encore )?(?:elig\w*|concern\w*|admissible\w*|exclu\w*)|\b(?:mon|ma|notre|nos|cette|une|un|l')\s?[^?.!]{2,110}?(?:peut|pourrait|pourra)[- ]?(?:t-)?(?:il|elle|on) (?:\w+ ){0,3}?(?:avoir|toucher|obtenir|benefici\w+|pretendre|demander|profiter)"
    r"|\b(?:mon|ma|notre|nos|cette|une|un)\s(?:\w+[ -]){1,6}?(?:a-t-elle|a-t-il|aurait-elle|aurait-il|a t elle|a t il) (?:bien )?droit|\b(?:mon|ma|notre|cette) (?:\w+ ){1,4}(?:est|serait) (?:bien |donc )?elig\w*|\bca (?:marche|passe|colle|fonctionne) pour (?:moi|nous|mon|ma|notre)|\bj'y ai droit|\by ai-je droit|\bon y a droit|\bnous y avons droit|\by a-t-on droit|\by a droit\b(?=.*\b(?:on|nous|je|notre)\b)"
    r"|\b(?:am i|are we|is my company|would we be|could we be) eligible|\b(?:can|could|may) (?:we|i) (?:get|apply|claim|receive|benefit)|\bverifi\w* (?:mon|notre) eligibilite|\btester (?:mon|notre) eligibilite|\b(?:mon|notre) eligibilite\b|\belle a droit\b|\bil a droit\b|\bdo (?:we|i) qualify"
)
_GENERAL_SUBJECT = re.compile(
    r"\bqui (?:peut|pourrait|est|sont|a droit|a le droit|peuvent)\b|\bquel(?:le)?s? (?:entreprises?|pme|societes?|projets?|collectivites?|communes?|beneficiaires?|types? d|territoires?|depenses?|couts?) (?:\w+ ){0,3}?(?:sont|est|peu\w*|ont)\b|\b(?:les|des) (?:\w+ ){0,2}?(?:entreprises|pme|tpe|eti|collectivites|communes|epci|associations|depenses|investissements|projets|couts)\b(?:[^?.!,]{0,40})(?:sont|peuvent|ont)\b"
)
_DOCUMENT_QUESTION = re.compile(r"\bquel(?:le)?s? (?:sont|est) (?:les |la |le |l')?(?:conditions?|criteres?|montants?|taux|plafonds?|depenses?|dates?|pieces?|documents?|etapes?|duree|definition|objectifs?|priorites)|\bqu'est[- ]ce que\b|\bc'?est quoi\b|\bc koi\b|\bcomment (?:fonctionne|marche)\b|\ba quoi sert")
_WHAT = re.compile(
    r"\b(?:droit|pretendre) a (?:quoi|koi|quelque chose|qqch|qq chose|quelles?|quels?|des aides|une aide|quel)|\ba (?:quoi|koi|quelles? aides?|quels? dispositifs?|quelles? subventions?) (?:\w+[ -]?){0,2}(?:ai|a|avons|pouvons|puis|peut|pourr\w+|j'ai|on a|nous avons|aurais|pretendre)\b"
    r"|\b(?:toucher|avoir|obtenir|recevoir|demander|beneficier d|aurais|aurai)\s?'?e?\s?(?:quoi|koi|quelque chose|qqch|qq chose|qlq chose|qqchose|une aide|des aides|des sous|de l'argent|un coup de pouce|un financement|des financements|une subvention|des subventions|quelles aides|quels financements|quelles subventions|d'aides?)\b"
    r"|\bquel(?:le)?s? (?:\w+ ){0,2}?(?:aides?|subventions?|financements?|dispositifs?|prets?|soutiens?|accompagnements?|credits? d'impots?)\s(?:\w+ ){0,3}?(?:pour|pr|puis|peut|peux|pouvons|pourr\w+|possibles?|existent|y a|avons|ai-je|demander|mobiliser|avec|quand|si|me|nous|disponibles?|accessibles?)"
    r"|\b(?:y a[- ]?t[- ]?il|il y a|ya|y a|existe[- ]t[- ]il|il existe|est ce qu'il y a|est-ce qu'il existe|il ya)\s(?:-t-il )?(?:\w+ ){0,3}?(?:aides?|subventions?|financements?|dispositifs?|prets?|quelque chose|qqch|un truc|des sous|moyen d'etre aide)"
    r"|\b(?:qui|qu'est[- ]ce qui|quoi) (?:peut|pourrait|va) (?:m'|nous |me )?(?:aider|financer|accompagner|soutenir)|\bcomment (?:\w+ ){0,2}?(?:financer|faire financer|etre aide|se faire aider|me faire aider)|\b(?:cherch\w*|recherch\w*|besoin d|trouver|voudr\w+|voul\w+|je veux|on veut|demand\w+|souhait\w+)\s?'?e?\s?(?:une? |des |d'|de l'|un |du |de )?(?:\w+ )?(?:aides?|subventions?|financements?|subsides?|coup de pouce|sous)\b"
    r"|\b(?:aides?|subventions?|financements?|subvention) (?:possibles?|dispo\w*|existantes?|publiques? )?\s?(?:pour|pr) (?:une?|mon|ma|mes|notre|nos|des|les|l'|la|le|investir|acheter|agrandir|former|recruter|decarboner|isoler|embaucher|installer|construire|moderniser|renover|remplacer|changer|creer)|^\s*(?:les )?aides? (?:\w+ ){0,3}\?|\bwhat (?:funding|grants?|schemes?|support|aid|help)\b|\bwhich (?:schemes?|grants?|aids?)\b|\bon (?:a|aurait) droit (?:a|o|au) ?(?:quoi|koi|qu)|\bdroit a koi|\bavoir koi|\bme proposez|\bvous me conseillez quoi|\bque(?:l\w*)? (?:peut|pouvez)[- ]vous (?:me |nous )?propos"
)
_WHAT_AT_THE_END = re.compile(r"\bquel(?:le)?s? (?:aides?|subventions?|financements?|dispositifs?|prets?|credits? d'impots?|garanties?|exonerations?|soutiens?)\s*\W*$")
# « quelles aides de l'ADEME pour remplacer un four »: the operator is a filter, the project is what counts.
_FOR_A_PROJECT = re.compile(
    r"\bquel(?:le)?s? (?:aides?|subventions?|financements?|dispositifs?|prets?|garanties?|exonerations?|diag\w*|audits?|credits? d'impots?)\s(?:(?:de|du|des) |de la |de l'|d'|propose\w* (?:par )?)?(?:la |les |le |l')?(?:bpi|bpifrance|ademe|regions?|banque des territoires|bdt|cci|agence de l'eau|anct|etat) (?:pour|pr|afin de|quand|si)\b"
    r"|\bquel(?:le)?s? (?:garanties?|exonerations?|diag\w*|audits?) (?:pour|pr) "
)
_TO_DO = re.compile(r"\b(?:pour|pr|afin d[e']) ?(?:l')?(?:investir|acheter|agrandir|former|recruter|decarboner|isoler|embaucher|installer|construire|moderniser|renover|remplacer|changer|creer|innover|robotiser|automatiser|reduire|economiser)\b")
_ABOUT_A_DOCUMENT = re.compile(r"\b(?:aides?|dispositifs?|financements?|mesures?|subventions?|prets?) (?:\w+ ){0,2}?(?:du|de la|de l'|prevu\w*|prevoit|propose\w*|prevues par|dans le cadre|au titre|pour les territoires|pour territoires|finance\w* par)\s?(?:\w+ ){0,2}?(?:loi|fonds|programme|plan|france 2030|territoires? d'industrie|ademe|region|phase|territoires)\b")


# What the rules never answer: whether two aids add up, another country's aids, aids to households.
_CUMULATION = re.compile(r"\bcumul\w*")
_COUNTRIES = r"(?:quebec|canada|belgique|wallonie|flandre|suisse|luxembourg|allemagne|espagne|italie|portugal|pologne|roumanie|royaume[- ]uni|angleterre|irlande|pays[- ]bas|autriche|etats[- ]unis|usa|chine|inde|japon|turquie|maroc|algerie|tunisie|senegal|cameroun|cote d'ivoire|bresil|mexique|monaco)"
_ELSEWHERE = re.compile(rf"\b(?:au|aux|en|a)\s{_COUNTRIES}\b")
_COMING_BACK = re.compile(r"\bfrance\b|\b(?:re)?localis\w*|\brapatri\w*|\breindustrialis\w*|\bexport\w*|\bimplant\w*|\b(?:fabriqu|produi|sous-?trait|achet|import)\w*[^,;.?!]{0,25}\b(?:au|aux|en)\s")
_HOUSEHOLDS = re.compile(
    r"\bcheques? energie\b|\bma ?prime ?(?:renov|adapt)\w*|\bprime (?:renov\w*|d'activite|a la conversion|de noel|de rentree)|\bapl\b|\baah\b|\brsa\b|\bcaf\b|\bbonus (?:ecologique|velo|reparation)|\beco[- ]?ptz\b|\bpret a taux zero pour (?:ma|une) maison|\b(?:allocations?|indemnites?) (?:chomage|logement|familiales?)"
    r"|\bbourses? (?:etudiante?|scolaire|du crous)|\bma (?:maison|retraite|voiture|residence)\b|\bmon (?:logement|appartement|appart)\b|\bpermis de conduire\b|\b(?:cpf|compte personnel de formation)\b"
)
_DOCUMENT_NOUN = re.compile(r"\bquel(?:le)?s? (?:est |sont |serait |etait |sera )?(?:le |la |les |l')?(?:taux|montants?|plafonds?|planchers?|seuils?|delais?|durees?|dates?|pieces?|documents?|conditions?|criteres?|assiette|differences?|calendrier)\b")
_ASKS_SOMETHING = re.compile(
    r"\bquel(?:le)?s?\b|\bquoi\b|\bcombien\b|\bcomment\b|\bpourquoi\b|\bquand\b|\bqu'?est[- ]ce\b|\best[- ]ce qu|\bc'?est quoi\b|\bqui (?:est|sont|peut|peuvent|a|decide|finance)\b|\b(?:faut|peut|doit|existe|est|sont|a)[- ](?:t-)?(?:il|elle|on|ils|elles)\b|\b(?:what|which|how|when|who|why)\b|\b(?:article|loi|decret|circulaire|reglement)\b"
)
# A question that names nothing: « une idée ? », « c'est possible ? », « des pistes ? ».
_VAGUE = re.compile(r"(?:^|[,.;:!]\s*|\s)(?:et )?(?:une idee|des idees|des pistes|possible|c'est (?:possible|jouable|bon|faisable)|aidables?|qu'en pensez[- ]vous|que faire|quoi faire|vous (?:avez|auriez) (?:quelque chose|une piste)|ca (?:passe|marche|le fait)|des conseils|une piste|un avis)\s*\?+\s*\W*$")
_COMPANY = frozenset(("effectif", "taille", "chiffre_affaires_eur", "bilan_eur", "forme_juridique", "naf", "secteur"))
_PROJECT = frozenset(("projet", "investissement_eur", "travaux_commences"))
_NOT_A_COMPANY = frozenset(("collectivité", "intercommunalité", "administration", "particulier"))


def _for_the_documents(folded: str) -> bool:
    """True for what the rules hold nothing about, whatever the message tells."""
    return bool(_CUMULATION.search(folded) or _HOUSEHOLDS.search(folded) or (_ELSEWHERE.search(folded) and not _COMING_BACK.search(folded)))


def tells_a_case(text: str) -> bool:
    """Whether a message tells a company and its project, and asks nothing of the documents: it wants to know what there is for them.

    >>> tells_a_case("PME 80 pers, on remplace nos fours gaz par de l'électrique"), tells_a_case("comment se calcule l'effectif de 80 salariés ?")
    (True, False)
    """
    folded = _plain(text)
    if _for_the_documents(folded) or _ASKS_SOMETHING.search(folded) or ("?" in folded and not _VAGUE.search(folded)):
        return False
    read = read_facts(text)
    if read.facts.type_demandeur in _NOT_A_COMPANY:
        return False
    told = {*read.facts.known(), *read.ranges}
    company = told & _COMPANY or read.facts.type_demandeur is not None
    return bool((company and told & _PROJECT) or {"projet", "investissement_eur"} <= told)


# « y a quoi ? », « quoi comme aide ? » ask for aids only from who has just told a project.
_WHAT_IS_THERE = re.compile(r"(?:\by ?a(?:[- ]t[- ]il)?|\b(?:avez|auriez)[- ]vous|\bvous (?:avez|auriez)) (?:quoi|koi)(?= comme (?:aide|subvention|financement)| pour (?:nous|moi)\b|\W*$)|\b(?:quoi|koi) comme (?:aide|subvention|financement)s?\b")


# « qui paie le nettoyage ? », « une aide ? » asks for aids from who tells of oneself and of a project.
_WHO_PAYS = re.compile(
    r"\bqui (?:\w+ ){0,2}?(?:paie|paye|payera?|paiera?|payer|finance|financera?|financer|prend en charge|met au pot|mettrait au pot)\b(?! (?:la |les? |l')?(?:region|bpi\w*|ademe|etat|agglo\w*|banque|programme|fonds|dispositif))"
    r"|(?:^|[,;.:!?]|\by ?a[- ]?(?:t[- ]il)?|\bpossible)\s*(?:(?:une?|des|d'|de l'|quelles?|un peu d[e'] ?) ?)?(?:aides?|aidee?s?|subventions?|subventionnee?s?|subventionnables?|financements?|financables?|coup de pouce|soutien)"
    r"(?: (?:possibles?|pour (?:ca|cela)|la-dessus|dessus|dispo\w*|ou pas|ou non|quelque part))?\s*\?\W*$"
)


def _speaks_of_oneself(text: str, read: FactsRead | None = None) -> bool:
    """True when the message describes a case: facts beyond a bare size or kind of applicant, or « mon entreprise », « notre projet »."""
    facts = (read or read_facts(text)).facts.known()
    ranges = (read or read_facts(text)).ranges
    if set(facts) - {"taille", "type_demandeur", "secteur"} or ranges:
        return True
    return bool(re.search(r"\b(?:mon|ma|mes|notre|nos) (?!(?:region|departement|question|conseiller|banque|banquier|comptable|expert)\b)\w+|\bje suis une? |\bon est une? |\bnous sommes une? ", fold(text)))


def asks_for_eligibility(text: str, *, named: bool = True) -> bool:
    """Whether the person asks if they (or the company they describe) may have an aid; `named`: whether a scheme is named.

    To apply for what is no scheme (« candidater au label ») is a question to the documents.

    >>> asks_for_eligibility("suis-je éligible au C3IV ?"), asks_for_eligibility("quelles sont les conditions du C3IV ?")
    (True, False)
    >>> asks_for_eligibility("on est 45, quelles sont les conditions du C3IV pour nous ?"), asks_for_eligibility("qui peut bénéficier du fonds vert ?")
    (True, False)
    """
    folded = _plain(text)
    if _for_the_documents(folded):
        return False
    if (may := _MAY_I.search(folded)) and (named or not re.search(r"(?:candidater|postuler|apply)$", may[0])):
        if _GENERAL_SUBJECT.search(folded) and not _speaks_of_oneself(text):
            return False
        third = re.search(r"\b(?:une|un)\s(?:\w+[ -]){1,6}?(?:est|serait|peut|pourrait|a)[- ]?(?:t-)?(?:il|elle)\b", folded)
        if third and not re.search(r"\b(?:je|j'|on|nous|notre|nos|mon|ma|mes|moi)\b", folded):
            return _speaks_of_oneself(text)
        return True
    if _DOCUMENT_QUESTION.search(folded):
        return bool(read_facts(text).facts.known()) and _told_of_oneself(folded)
    return bool(re.search(r"\belig\w*\b|\bdroit a\b", folded)) and _told_of_oneself(folded) and not _GENERAL_SUBJECT.search(folded)


def asks_what_schemes(text: str, read: FactsRead | None = None) -> bool:
    """Whether the person asks which aids there are for their case, without naming one, or only tells the case. `read`: what the message tells, when it has been read.

    >>> asks_what_schemes("on a droit à quoi ?"), asks_what_schemes("quelles aides pour décarboner une fonderie ?")
    (True, True)
    >>> asks_what_schemes("quelles sont les aides prévues par la loi industrie verte ?"), asks_what_schemes("fonderie de 45 salariés, four à induction de 2 M€")
    (False, True)
    """
    folded = _plain(text)
    if _for_the_documents(folded):
        return False
    if _FOR_A_PROJECT.search(folded) and (_TO_DO.search(folded) or read_facts(text).facts.projet):
        return True
    if (_ABOUT_A_DOCUMENT.search(folded) or _DOCUMENT_NOUN.search(folded)) and not _told_of_oneself(folded):
        return False
    if _WHAT_AT_THE_END.search(folded) and set(read_facts(text).facts.known()) & (_COMPANY | _PROJECT):
        return True
    if read and read.facts.projet and (read.facts.type_demandeur or _told_of_oneself(folded) or set(read.facts.known()) & _COMPANY) and _WHO_PAYS.search(folded):
        return True
    return bool(_WHAT.search(folded)) or tells_a_case(text) or bool(_WHAT_IS_THERE.search(folded) and _speaks_of_oneself(text))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text)).strip()


def _told_of_oneself(folded: str) -> bool:
    return bool(re.search(r"\bon est\b|\bnous sommes\b|\bje suis\b|\bmon (?:entreprise|usine|projet|site|atelier)\b|\bma (?:boite|societe|pme|tpe|start-?up)\b|\bnotre (?:entreprise|societe|usine|projet|pme|site|groupe|boite)\b|\bpour (?:nous|moi|mon|ma|notre)\b|\bon (?:fabrique|fait|emploie|veut|voudrait|produit)\b|\bj'emploie\b", folded))
