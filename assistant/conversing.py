"""A follow-up → a stand-alone question, without a model: fixed rules over an explicit, bounded state.

The state holds what was asked and shown, never the text of documents; « on recommence » empties it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.companies import RegisterAnswer
from assistant.company_facts import CompanyFacts
from assistant.french import fold, terms

MAX_TURNS = 12
MAX_EACH = 3  # choices of which a follow-up is asked, one after the other


@dataclass(frozen=True)
class Turn:
    """One exchange: what was asked, as it was understood, and what was shown."""

    asked: str
    standalone: str
    status: str
    subject: str = ""  # the scheme, place or document that the answer was about
    kind: str = "documentary"  # documentary | territory | eligibility | talk
    choices: tuple[str, ...] = ()  # what « le deuxième » may point to, in the order shown
    language: str = "fr"


@dataclass
class Conversation:
    """The state of one conversation: the last turns and the facts that the person gave. Mutable, one per visitor, never shared."""

    turns: list[Turn] = field(default_factory=list)
    facts: CompanyFacts = field(default_factory=CompanyFacts)  # what the person said of the project, until corrected or reset
    asked: tuple[str, ...] = ()  # fields of the questions just put to the person
    schemes: tuple[str, ...] = ()  # schemes under assessment, none for a search among all
    companies: dict[str, RegisterAnswer] = field(default_factory=dict)  # what the register said, by number
    language: str = ""  # "en" after « en anglais », "" when nothing was asked

    @property
    def last(self) -> Turn | None:
        return next((turn for turn in reversed(self.turns) if turn.kind != "talk"), None)

    def remember(self, turn: Turn) -> None:
        self.turns = [*self.turns, turn][-MAX_TURNS:]

    def reset(self) -> None:
        self.turns, self.facts, self.asked, self.schemes, self.companies, self.language = [], CompanyFacts(), (), (), {}, ""


_CONNECTIVE = re.compile(r"^(?:et|mais|ou|donc|alors|sinon|ok|oui|d'accord|and|what about|ah|euh|bon)\b[ ,]*(?:et |mais |alors |donc |du coup |sinon )*", re.IGNORECASE)
_STARTS_LIKE_FOLLOW_UP = re.compile(r"^(?:(?:ok|d'accord|oui|ah|bon)\b[ ,]*(?:et|mais|alors|donc|du coup)|et|mais|sinon|donc|alors|and|what about|pareil|meme question|idem|(?:du coup|dans ce cas))\b")
_POINTS_BACK = re.compile(
    r"\b(?:ca|cela|celui[- ]ci|celle[- ]ci|celui[- ]la|celle[- ]la|ceux[- ]ci|lequel|laquelle|ce dispositif|cette aide|cette mesure|ce fonds|ce programme|cette loi|ce pret|ce credit|cette procedure|y a droit|en beneficie\w*|on (?:le|la|les|l')|qui (?:le|la|les|l')|en beneficier|en profiter|les demander|la demander|le demander|l'obtenir|la meme|le meme)\b"
    r"|^(?:il|elle|ils|elles|it|they|is it|are they|does it)\b|\bcette? aide existe|^quelle difference avec\b|\b(?:ses|leurs) \w+|^(?:\W*\w+){0,2}?\W*\b(?:est|sont|fait|peut|dure|s'applique|coute|concerne)[- ](?:il|elle|ils|elles)\b|^c'est (?:ou|quand|combien|qui|pour qui|a qui|ouvert|ferme|obligatoire)\b"
)
_ORDINAL = re.compile(r"\b(?:le|la|du|de la|au|pour le|pour la|l'|en)\s*(premi(?:er|ere)|1er|1re|deuxieme|2e|2eme|second|seconde|troisieme|3e|3eme|quatrieme|4e|4eme|cinquieme|5e|dernier|derniere)\b(?! (?:phase|vague|fois|etape|trimestre|semestre|alinea|annee))")
_ORDINALS = {"premier": 0, "premiere": 0, "1er": 0, "1re": 0, "deuxieme": 1, "2e": 1, "2eme": 1, "second": 1, "seconde": 1, "troisieme": 2, "3e": 2, "3eme": 2, "quatrieme": 3, "4e": 3, "4eme": 3, "cinquieme": 4, "5e": 4, "dernier": -1, "derniere": -1}  # fmt: skip
_IN_ENGLISH = re.compile(r"^(?:et )?(?:en anglais|in english|(?:can you |please )?(?:say|answer|translate)(?: it| that)? in english|tu peux (?:le )?(?:traduire|repondre) en anglais|traduis)[ ,.!?]*(?:svp|stp|please|s'il vous plait)?[ .!?]*$")
_IN_FRENCH = re.compile(r"^(?:et )?(?:en francais|in french)[ .!?]*$")
_CORRECTION = re.compile(r"^(?:non|nan|pardon|erreur|en fait|je me suis trompe\w*|rectification|plutot|je voulais dire|correction)\b[ ,:;.]*(?:(?:c'est|on est|nous sommes|je voulais dire|plutot|je parle|il s'agit)\s+(?:de |du |d')?)?")
# Words that say what is wanted to know, not about what.
_ASPECT = frozenset(
    term
    for word in (
        "demander demande déposer dépôt dossier montant combien maximum minimum plafond taux pourcentage date délai quand ouvert ouverte fermé fermée encore toujours valable condition conditions critère critères "
        "éligible éligibilité obtenir toucher bénéficier contact contacter adresser joindre aide aides euros entreprise entreprises pourquoi comment décide décider décision étape étapes durée dure "
        "exemple précision précise détail détails lien source sources document documents pièces pièce qui où coûte coût faire marche fonctionne obligatoire possible jusque exclus exclu exclusion concerné concernés "
        "financement finance financer payer paye liste autre autres différence avantage inconvénient clôture calendrier loi texte base légale cumul cumuler cumulable résumé résume signifie veut prix démarche procédure "
        "budget enveloppe assez suffit suffisant partir vigueur entre entrée applique "
        "fin début temps hauteur article prend pendant délivre paie existe après suite ensuite prendre droit open still apply much many cost deadline eligible more example closed"
    ).split()
    for term in terms(word)
)
_SLOTS = (  # what a follow-up replaces in the question before it
    re.compile(r"\b(?:pour |si on est |si c'est |dans )?(?:une? |les |des )?(?:tpe|pme|eti|grandes? entreprises?|grands? groupes?|petites? entreprises?|moyennes? entreprises?|associations?|collectivites?|start-?ups?|artisans?)\b"),
    re.compile(r"\b(?:en |pour |dans |pendant |avant |apres |depuis )?(?:la |le )?(?:phase (?:1|2|une|deux)|premiere phase|deuxieme phase|seconde phase|nouvelle phase|20[12]\d(?:\s?-\s?20[12]\d)?)\b"),
    re.compile(r"\b(?:avant|apres|depuis|en|au|fin|debut)\s+(?:le\s+)?(?:1er |\d{1,2} )?(?:janvier |fevrier |mars |avril |mai |juin |juillet |aout |septembre |octobre |novembre |decembre )?20[12]\d\b"),
    *(
        _IN_PLACE := (  # a value for a value, where it stands
            re.compile(r"\b\d+ (?:salaries|personnes|employes)\b|\bon est \d+\b"),
            _AMOUNT := re.compile(r"\b\d[\d ]*(?:,\d+)? ?(?:k€|m€|€|euros?|millions?(?: d'euros)?|k)(?!\w)"),
            re.compile(r"\barticles? (?:[lrd]\.? ?)?\d[\d-]*"),
        )
    ),
)
_AT_A_PLACE = re.compile(r"\b[àa] [A-ZÀ-Þ][\w'’]+(?:[ -](?:(?:en|de|du|des|la|le|les|sur|sous)[ -])?[A-ZÀ-Þ][\w'’]+)*")
# Who and what there is in one territory: asked just after a look-up, it is asked of that place.
_LOCAL = re.compile(r"^(?:et )?(?:qui (?:est|sont)|c'est qui|quel(?:le)?s?(?: (?:est|sont))?|a-t-(?:il|elle)|y a-t-il|il y a) (?:le |la |les |l'|un |une |des )?(?:chef(?:fe)? de projet|industriels?|elus?|binome|referent|plan|projets|actions|priorites|filieres|contrat)\b(?!.*\b(?:territoires? d'industrie|programme|phase|loi)\b)")
# A new subject said like the name of a scheme takes the place of the former one; anything else is a new case of it.
_LIKE_A_SCHEME = re.compile(r"\b(?:fonds|prets?|credits?|aides?|primes?|appels?|garanties?|contrats?|cheques?|audits?|diag\w*|pass|volontariats?|certificats?|zon(?:es?|age)|exonerations?|subventions?|dispositifs?|programmes?|label|statut|plan|loi|decret|article)\b")
_INTERROGATIVE = re.compile(
    r"^(?:est[- ]ce que|qu'?est[- ]ce que c'est que|qu'?est[- ]ce que|qu'?est[- ]ce qu'|c'?est quoi|que dit|que prevoit|qui (?:peut|decide|pilote|gere|finance)|quel(?:le)?s? (?:est|sont|etait|sera)|quel(?:le)?s?|comment (?:fait-on pour|faire pour|marche|fonctionne|on fait pour|demander|obtenir)?|combien (?:de|d'|y a-t-il de)?|pourquoi|quand|ou|parle[zs]?[- ]moi (?:de |du |d')|expliquez[- ]moi|explique[- ]moi|a quoi sert|je voudrais (?:savoir|connaitre)|what is|how does)\s*"
)


@dataclass(frozen=True)
class Resolved:
    """A stand-alone question; `inherits` is True when it leans on the turns before."""

    text: str
    inherits: bool = False
    language: str = ""


def resolve(text: str, conversation: Conversation) -> Resolved:
    """The question as it would be asked alone. A question that already stands alone comes back unchanged."""
    last = conversation.last
    folded = fold(text).strip()
    if last is None:
        return Resolved(text)
    if _IN_ENGLISH.match(folded):
        return Resolved(last.standalone, True, "en")
    if _IN_FRENCH.match(folded):
        return Resolved(last.standalone, True, "fr")
    if (match := _ORDINAL.search(folded)) and last.choices and len(folded.split()) <= 12:
        place = _ORDINALS[match[1]]
        if place < len(last.choices):
            rest = _without(text, match.start(), match.end()).strip(" ?.,!:;")
            rest = _CONNECTIVE.sub("", rest).strip()
            chosen = last.choices[place]
            return Resolved(f"{rest} : {chosen} ?" if len(terms(rest)) else f"Qu'est-ce que {chosen} ?", True)
    if match := _CORRECTION.match(folded):
        rest = text[match.end() :].strip(" .!?")
        if rest and len(terms(rest)) <= 5:
            return Resolved(_with_replaced_slots(last.standalone, rest), True)
    if _is_follow_up(folded, last):
        return Resolved(_complete(text, last), True)
    return Resolved(text)


def _is_follow_up(folded: str, last: Turn) -> bool:
    """True for a text that cannot be understood alone: it opens like a sequel, points back, or names no subject of its own."""
    own = [term for term in terms(_AMOUNT.sub(" ", folded)) if term not in _ASPECT]
    if len(folded.split()) > 16:
        return False
    if last.kind == "territory" and last.subject and len(own) <= 2 and _LOCAL.match(folded) and fold(last.subject) not in folded:
        return True
    if _STARTS_LIKE_FOLLOW_UP.match(folded):
        return True
    if (match := _POINTS_BACK.search(folded)) and len(own) <= 3:
        # « Thiers est-il … ? » names its own subject before the pronoun; « qui peut-il toucher ? » does not.
        named_before = terms(folded[: match.end()]) if re.search(r"[- ](?:il|elle)s?$", match[0]) else []
        return not any(term in own for term in named_before)
    return not own


def _complete(text: str, last: Turn) -> str:
    """The follow-up with what it leaves unsaid taken from the question before."""
    rest = _CONNECTIVE.sub("", text).strip()
    folded = fold(rest)
    new_slot = any(pattern.search(folded) for pattern in _SLOTS)
    own = [term for term in terms(folded) if term not in _ASPECT]
    asks = bool(re.search(r"\b(?:combien|quand|comment|qui|ou|pourquoi|quel(?:le)?s?|est[- ]ce|jusqu|how|when|who|where|why|c'est)\b", folded))
    if _POINTS_BACK.search(folded):
        asks = True
    if new_slot and not asks:
        return _with_replaced_slots(last.standalone, rest)
    if not asks and own and (match := re.match(r"(?:pour |chez |a |au |aux |en |dans |avec |sans |for |in |with |la |le |les |l'|du |des |de la )", folded)):
        subject = rest[match.end() :] if match[0].strip() in ("la", "le", "les", "l'", "du", "des", "de la") else rest
        return _with_new_subject(last, subject, preposition=rest[: match.end()].strip())
    if not asks and own:
        return _with_new_subject(last, rest, preposition="")
    if last.kind == "eligibility" and last.choices and not last.subject:
        # « combien au maximum ? » after a list of schemes is asked of each of those that come first.
        asked = rest.strip(" ?.!")
        return " ".join(f"{asked} : {choice} ?" for choice in last.choices[:MAX_EACH])
    subject = last.subject or topic_of(_own_part(last.standalone))
    question = re.sub(r"\b(?:ce dispositif|cette aide|cette mesure|ce fonds|ce programme|cette loi|celui-ci|celle-ci|ça|cela)\b", "", rest, flags=re.IGNORECASE)
    question = re.sub(r"\s+", " ", question).strip(" ?.!")
    return f"{question} : {subject} ?" if fold(subject) not in fold(question) else f"{question} ?"


def _own_part(standalone: str) -> str:
    """What a completed follow-up was about: « qui décide : un PINM ? » → « un PINM ? »."""
    return standalone.rsplit(" : ", 1)[-1] or standalone


def _with_replaced_slots(question: str, new: str) -> str:
    """The former question where a size, a phase, a date or an amount gives way to the new one; else the new part is added to it."""
    folded_new = fold(new)
    base = question.rstrip(" ?!.")
    for pattern in _IN_PLACE:
        given, held = pattern.search(folded_new), pattern.search(fold(base))
        if given and held and len(fold(base)) == len(base) and len(folded_new) == len(new) and not [t for t in terms(folded_new.replace(given[0], " ")) if t not in _ASPECT]:
            return f"{base[: held.start()]}{new[given.start() : given.end()].strip()}{base[held.end() :]} ?"
    for pattern in _SLOTS:
        if pattern.search(folded_new):
            match = pattern.search(fold(base))
            if match and len(fold(base)) == len(base):
                base = _without(base, match.start(), match.end())
    return f"{re.sub(r'  +', ' ', base).strip(' ,')} {new.strip(' ?.!')} ?"


def _with_new_subject(last: Turn, subject: str, *, preposition: str) -> str:
    """The former question asked about something else."""
    subject = subject.strip(" ?.!")
    base = last.standalone.rstrip(" ?!.")
    old = last.subject
    if old and fold(old) in fold(base):
        if last.choices and subject.islower() and not _LIKE_A_SCHEME.search(fold(subject)):
            return f"{base} : {subject} ?"
        start = fold(base).index(fold(old))
        if len(fold(base)) == len(base):
            return f"{base[:start]}{subject}{base[start + len(old) :]} ?"
    if preposition in ("à", "a") and (place := _AT_A_PLACE.search(base)):
        return f"{base[: place.start()]}{preposition} {subject.removeprefix(preposition).strip()}{base[place.end() :]} ?"
    if preposition in ("pour", "avec", "sans", "en", "dans", "chez", "à", "a", "au", "aux", "for", "in", "with"):
        return f"{base} {subject if subject.lower().startswith(preposition) else f'{preposition} {subject}'} ?"
    topic = topic_of(base)
    asked = base[: len(base) - len(topic)] if topic and base.endswith(topic) else ""
    return f"{asked}{preposition + ' ' if preposition else ''}{subject} ?" if asked else f"{subject} : {base} ?"


def topic_of(question: str) -> str:
    """What a question is about: its words after the interrogative.

    >>> topic_of("Quelles sont les quatre priorités de la phase 2 ?")
    'les quatre priorités de la phase 2'
    """
    text = question.strip(" ?.!")
    match = _INTERROGATIVE.match(fold(text))
    return text[match.end() :].strip() if match and len(fold(text)) == len(text) and match.end() < len(text) else text


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]} {text[end:]}"


_SPLIT = re.compile(r"(?<=\?)\s+(?=\S)")


def questions_in(text: str) -> list[str]:
    """The separate questions of one message, at most three; a message that only sets a context before its question stays whole.

    >>> questions_in("C'est quoi le crédit d'impôt C3IV ? Et qui décide au fonds vert ?")
    ["C'est quoi le crédit d'impôt C3IV ?", 'Et qui décide au fonds vert ?']
    """
    parts = [part.strip() for part in _SPLIT.split(text) if part.strip()]
    if not 2 <= len(parts) <= 3 or not parts[-1].endswith("?") or any(len([t for t in terms(part) if t not in _ASPECT]) < 2 for part in parts):
        return [text]
    return parts
