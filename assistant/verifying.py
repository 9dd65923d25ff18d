"""Is a sentence proved by what it cites? Checked on the displayed text, by rules that anybody can read; closed on failure.

A sentence passes when
- every figure (with its unit), date, duration, reference, phase, address and name in it stands in its evidence;
- each of them keeps its company there: the sentence would not fit better with another fact of the evidence in its place;
- it neither adds nor drops a negation, an obligation, a possibility, a doubt, or a bound of a figure (« au moins », « jusqu'à »);
- it adds no word that decides (who acts, open or closed, grant or loan), and its other words are the evidence's words too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checkable import ADDRESS, DATE, FIGURE, MARK, NAME, ORDINAL, PHASE, REFERENCE, WORD, YEAR, Token, tokens_of
from assistant.french import sentence_spans, squash, stem

MIN_COVERAGE = 0.8  # share of a sentence's content words that its evidence must hold
PIECES = 3  # sentences of the evidence that one displayed sentence may join
_NEAR = 6  # words on each side in which a figure's noun is looked for
_FROM_CONTEXT = 2.5  # likeness above which a fact that only the headings hold is taken for another's
_SCOPE = 2  # content words that a negation or a modal verb bears on


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


# Words that open or join sentences and say nothing of the field.
_CONNECTIVES = _stems(
    "ainsi ailleurs concretement effet noter notez enfin notamment toutefois cependant neanmoins pratique resume rappel rappelons egalement outre precisement savoir cas fait part autrement "
    "dit clair bref particulier general attention bon aujourd hui plus ensuite puis ici cela ceci "
    "compte comptent comprend comprennent s'agit eleve elevent atteint represente represente consiste correspond existe dispose concerne concernent constitue constituent date datent plafonne plafonnee"
)
# Who acts or benefits: replaced by another, the sentence is about somebody else.
_ACTORS = _stems(
    "prefet prefete prefets prefecture sous-prefet sous-prefecture region regions regional departement departements commune communes intercommunalite intercommunalites epci metropole agglomeration etat ministre ministere "
    "ministres parlement gouvernement entreprise entreprises industriel industriels elu elus maire maires president presidente collectivite collectivites association associations pme tpe eti particulier particuliers "
    "exploitant proprietaire bailleur commissaire tribunal juge senat assemblee europe commission banque agence chambre syndicat salarie salaries apprenti apprentis jeunes etudiant etudiants habitants"
)
# Words of which one cannot stand for another.
_DECISIVE = _ACTORS | _stems(
    "ouvert ouverte ouverts ouvertes ferme fermee fermes fermees clos close cloture augmente augmentation hausse baisse diminue diminution reduit reduction minimum maximum avant apres debut fin inclus exclu exclus exclue "
    "exclues exclusion public publique publics prive privee prives interne externe obligatoire facultatif facultative superieur superieure inferieur inferieure autorise autorisee interdit interdite interdits interdiction "
    "gratuit gratuite payant payante national nationale regional regionale departemental departementale local locale europeen europeenne subvention subventions pret prets avance remboursable garantie credit exoneration "
    "impot taxe cree supprime supprimee accepte accepte refuse refusee refus vente achat location individuel collectif annuel annuelle mensuel trimestriel hebdomadaire definitif definitive provisoire temporaire "
    "permanent eligible eligibles ineligible ineligibles impossible automatique renouvelable moitie tiers quart double triple million millions milliard milliards centaine dizaine dizaines centaines milliers "
    "euro euros hectare hectares brut brute net nette ht ttc cumulable cumulables urbain urbaine rural rurale"
)
_RATES = frozenset("an annee mois jour semaine trimestre tonne salarie emploi entreprise projet territoire habitant hectare dossier beneficiaire region departement m2 ha".split())

# Bounds of a figure or a date, read just before it (B) or just after (A).
_BOUNDS_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:{pattern})(?: (?:le|la|les|l|de|du|d|des|a|au|aux|un|une|total|valeur|fin|mi|debut|date))*$"))
    for name, pattern in (
        ("min", r"\bau moins|\bminimum(?: (?:de|est|fixe))?|\ba partir|\bdes|\bau minimum|\bplancher"),
        ("max", r"\bau plus|\bmaximum|\bjusqu a|\bjusqu au|\bau maximum|\bplafon\w+|\bdans la limite|\bn? ?exced\w+(?: pas)?|\b(?:ne )?depasse\w*(?: pas)?|\blimit\w+"),
        ("gt", r"\bplus de|\bsuperieure?s?(?: ou egale?s?)? a|\bau dela|\bau dessus"),
        ("lt", r"\bmoins de|\binferieure?s?(?: ou egale?s?)? a|\bsous|\bau dessous"),
        ("about", r"\benviron|\bpres|\bquelque|\bautour|\bde l ordre|\ba peu pres|\bapproximativement|\bvers|\bpresque"),
        ("before", r"\bavant|\bau plus tard|\bd ici"),
        ("after", r"\bapres"),
        ("from", r"\bdepuis|\ba compter"),
    )
)
_BOUNDS_AFTER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"^(?:{pattern})\b"))
    for name, pattern in (
        ("min", r"(?:\w+ )?(?:au moins|minimum|au minimum|ou plus)"),
        ("max", r"(?:\w+ )?(?:au plus|maximum|au maximum|ou moins)"),
        ("about", r"(?:\w+ )?environ"),
    )
)
_NEGATIVES = frozenset("ne n non aucun aucune aucuns aucunes jamais ni sans nul nulle pas".split())
_ONLY = frozenset("seul seule seuls seules seulement uniquement exclusivement".split())
_EXCEPT = frozenset("sauf hors hormis excepte exception".split())
_MUST = re.compile(r"^(?:doi(?:t|vent|s)|devra|devront|devez|devai(?:t|ent)|faut|faudra|obligatoires?|obligatoirement|obligations?|obligent?|obligee?s?|impose\w*|exige\w*|requi(?:s|ses?|ert)|tenue?s?)$")
_MAY = re.compile(r"^(?:peu(?:t|vent|x)|pouv(?:ons|ez|ait|aient)|pourr(?:a|ont|ez)|possibles?|possibilites?|facultati\w+|eventuel\w*|permis)$")
_CONDITIONAL = re.compile(r"^(?:ser|aur|devr|pourr|faudr|fer|verr|viendr|tiendr|voudr|ir|\w{3,}er|\w{3,}ir)(?:ait|aient)$")
_DOUBT = re.compile(
    r"\ba verifier\b|\bselon\b|\bd ?apres\b|\bdiverge\w*|\bcontradict\w+|\bcontredi\w+|\bsembl\w+|\bprobabl\w+|\bpeut etre\b|\bsans doute\b|\bnon confirme\w*|\bnon date\w*|\bpresente\w* comme\b|\bannonc\w+|\bprevu\w*|\ben principe\b|\bsous reserve\b"
)


@dataclass(frozen=True)
class _Marker:
    """A negation or a modal verb, and the content words that it bears on (first letters)."""

    kind: str
    scope: tuple[str, ...]


def unsupported(sentence: str, evidence: Sequence[str], *, context: Sequence[str] = ()) -> list[str]:
    """Why the sentence is not proved by the evidence, in French; empty when it is.

    `evidence` are the cited quotes; `context` (title, headings, lead-in of the same passages) may supply names and words, never figures.
    """
    if not any(quote.strip() for quote in evidence):
        return ["aucun passage cité"]
    if sentence in evidence:
        return []  # the quote itself
    bare = squash(sentence).rstrip(" .;:")
    if not bare:
        return ["phrase vide"]
    pieces = [piece for quote in evidence for piece in (quote, *_pieces(quote))]
    if any(bare == squash(piece).rstrip(" .;:") for piece in pieces):
        return []
    own = _without_connective(_named(tokens_of(sentence)))
    read = [_named(tokens_of(piece)) for quote in evidence for piece in _pieces(quote)]
    if own and _bare(own) in map(_bare, read):
        return []
    around = [_named(tokens_of(text)) for text in context]
    lead_ins = [_named(tokens_of(text)) for text in context if text.rstrip().endswith(":")]
    used = _pieces_used(own, read)
    reasons = _foreign(own, used, around)
    if not reasons:
        reasons += _misplaced(own, read, used)
    reasons += _markers_changed(own, used, read, around, lead_ins)
    if _doubts_dropped(own, used):
        reasons.append("doute de la source retiré")
    return reasons + _foreign_words(own, used, around)


def foreign_facts(sentence: str, evidence: Sequence[str], *, context: Sequence[str] = ()) -> list[str]:
    """The figures, dates, references, addresses and names of the sentence that its evidence does not hold, in French; empty when it holds all."""
    return _foreign(_named(tokens_of(sentence)), [_named(tokens_of(quote)) for quote in evidence], [_named(tokens_of(text)) for text in context])


# --- reading ---------------------------------------------------------------------------------------------------------------------------------


_LINKS_OF_NAMES = frozenset("de du des d la le les l sur en sous lès et".split())
_OPENS_A_LINK = frozenset("de du des d".split())


@lru_cache(maxsize=4096)
def _named(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Consecutive words with a capital are one name (« Saint-Nazaire », « Banque des Territoires »), whose value is its words."""
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if not _opens_a_name(token):
            result.append(token)
            i += 1
            continue
        end = i + 1
        while end < len(tokens):
            ahead = end
            while ahead < len(tokens) and ahead - end < 2 and _links_a_name(tokens[ahead], first=ahead == end):
                ahead += 1
            if ahead < len(tokens) and tokens[ahead].kind == WORD and tokens[ahead].capital and (tokens[ahead].joined or ahead > end):
                end = ahead + 1
            else:
                break
        alone = end == i + 1 and (token.initial or token.key in _ACTORS)
        words = " ".join(str(t.value) for t in tokens[i:end])
        result.append(token if alone else Token(NAME, words, initial=token.initial))
        i = end
    return tuple(result)


def _links_a_name(token: Token, *, first: bool) -> bool:
    """« de », « de la » between two words with a capital; any small word behind a hyphen (« Chalon-sur-Saône »)."""
    if token.kind != WORD or token.capital or token.value not in _LINKS_OF_NAMES:
        return False
    return token.joined == "-" or token.value in _OPENS_A_LINK or not first


def _opens_a_name(token: Token) -> bool:
    return token.kind == WORD and token.capital and (token.acronym or token.is_content or (len(str(token.value)) == 1 and not token.initial))


@lru_cache(maxsize=1024)
def _pieces(quote: str) -> tuple[str, ...]:
    """The sentences and lines of a quote."""
    return tuple(line[a:b] for line in re.split(r"\n+", quote) for a, b in sentence_spans(line)) or (quote,)


def _without_connective(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """« En effet, … » → what follows."""
    end = next((i for i, token in enumerate(tokens[:6]) if token.kind == MARK and str(token.value) in ",:"), 0)
    opening = tokens[:end]
    joins = opening and all(t.kind == WORD and (t.key in _CONNECTIVES or (not t.is_content and t.value not in _NEGATIVES)) for t in opening)
    return tokens[end + 1 :] if joins else tokens


def _bare(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """The words and facts alone, to compare two ways of writing one sentence."""
    return [("", word) for token in tokens for word in (str(token.value).split() if token.kind in (WORD, NAME) else [token.key]) if token.kind != MARK]


def _words(tokens: Iterable[Token]) -> list[str]:
    """Every word, those of names and references too."""
    return [word for token in tokens if token.kind in (WORD, NAME) for word in str(token.value).split()]


def _content(tokens: Iterable[Token]) -> list[str]:
    """Stems of the content words, names included."""
    found = []
    for token in tokens:
        if token.is_content:
            found.append(token.key)
        elif token.kind == NAME:
            found += [stem(word) for word in str(token.value).split() if word not in _LINKS_OF_NAMES]
    return found


def _keys(tokens: Iterable[Token]) -> set[str]:
    """Content words and facts."""
    listed = list(tokens)
    return {token.key for token in listed if token.kind not in (WORD, MARK, NAME)} | set(_content(listed))


def _pieces_used(own: Sequence[Token], pieces: Sequence[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """The pieces of the evidence that the sentence rests on: the nearest, then those that add to it, at most PIECES."""
    wanted = _keys(own)
    used: list[tuple[Token, ...]] = []
    left = set(wanted)
    held = {piece: _keys(piece) for piece in pieces}
    while len(used) < PIECES:
        remaining = [piece for piece in pieces if piece not in used]
        if not remaining:
            break
        best = max(remaining, key=lambda piece: (len(left & held[piece]), -len(held[piece])))
        gain = len(left & held[best])
        if used and gain < max(2, 0.15 * len(wanted)):
            break
        used.append(best)
        left -= held[best]
    return used


# --- facts that the evidence does not hold ---------------------------------------------------------------------------------------------------


def _foreign(own: Sequence[Token], evidence: Sequence[Sequence[Token]], context: Sequence[Sequence[Token]]) -> list[str]:
    proof = [token for tokens in evidence for token in tokens]
    headings = [token for tokens in context for token in tokens]
    known = set(_words((*proof, *headings)))
    known_stems = {stem(word) for word in known}
    references = {str(token.value) for token in proof if token.kind == REFERENCE}
    references = references or {str(token.value) for token in headings if token.kind == REFERENCE}
    reasons = []
    for i, token in enumerate(own):
        if token.kind in (FIGURE, YEAR) and not any(_same_figure(token, other) for other in proof):
            reasons.append(f"chiffre absent de la source : {_show(token)}")
        elif token.kind == DATE and not any(_same_date(token, other) for other in proof):
            reasons.append(f"date absente de la source : {_show(token)}")
        elif token.kind == REFERENCE and token.value not in references:
            reasons.append(f"référence absente de la source : {token.value}")
        elif token.kind == PHASE and not any(other.kind == PHASE and other.value == token.value for other in (*proof, *headings)):
            reasons.append("phase absente de la source")
        elif token.kind == ORDINAL and not any(other.kind == ORDINAL and other.value == token.value for other in (*proof, *headings)):
            reasons.append(f"rang absent de la source : {_show(token)}")
        elif token.kind == ADDRESS and not any(other.kind == ADDRESS and other.value == token.value for other in proof):
            reasons.append(f"adresse absente de la source : {token.value}")
        elif token.kind == NAME:
            foreign = [word for word in str(token.value).split() if word not in _LINKS_OF_NAMES and word not in known and stem(word) not in known_stems]
            reasons += [f"nom absent de la source : {word}" for word in foreign if not (token.initial and word in _CONNECTIVES)]
        elif token.kind == WORD and token.capital and token.initial and _may_be_a_name(own, i) and token.key not in known_stems:
            reasons.append(f"nom absent de la source : {token.value}")
    return list(dict.fromkeys(reasons))


_NOT_A_NAME = re.compile(r"(?:er|ir|oir|re|ment|ant|ee?s?|is|it|us?|tion|tions|ies?)$")


def _may_be_a_name(own: Sequence[Token], i: int) -> bool:
    """A first word that is neither a connective nor, by its ending or what follows, an ordinary word."""
    token = own[i]
    return token.is_content and token.key not in _CONNECTIVES and not _NOT_A_NAME.search(str(token.value)) and not (i + 1 < len(own) and own[i + 1].value == ":")


def _same_figure(own: Token, other: Token) -> bool:
    """The same value with the same unit; a figure that the sentence writes without its unit may find it in the proof. A year may be that of a date."""
    if other.kind == DATE:
        return own.kind == YEAR and isinstance(other.value, tuple) and own.value == other.value[2]
    if other.kind not in (FIGURE, YEAR) or not isinstance(own.value, float | int) or not isinstance(other.value, float | int):
        return False
    return abs(own.value - other.value) <= 1e-9 * max(1.0, abs(other.value)) and (own.unit == other.unit or not own.unit)


def _same_date(own: Token, other: Token) -> bool:
    if not isinstance(own.value, tuple):
        return False
    if other.kind == YEAR:
        return own.value == (0, 0, other.value)
    return isinstance(other.value, tuple) and all(mine in (0, theirs) for mine, theirs in zip(own.value, other.value, strict=True))


def _same(own: Token, other: Token) -> bool:
    if own.kind in (FIGURE, YEAR):
        return _same_figure(own, other)
    if own.kind == DATE:
        return _same_date(own, other)
    if own.kind == NAME and other.kind == WORD and other.capital:
        return str(other.value) in str(own.value).split()
    if own.kind == NAME and other.kind == NAME:
        mine, theirs = set(str(own.value).split()) - _LINKS_OF_NAMES, set(str(other.value).split()) - _LINKS_OF_NAMES
        return mine <= theirs or theirs <= mine
    return own.kind == other.kind and (own.value == other.value or own.key == other.key)


def _show(token: Token) -> str:
    if isinstance(token.value, tuple):
        return "/".join(str(part) for part in token.value if part)
    value = f"{token.value:,.10g}".replace(",", " ") if isinstance(token.value, float) else str(token.value)
    return value + (f" {token.unit}" if token.unit else "")


# --- facts in another's place ----------------------------------------------------------------------------------------------------------------


def _slot(token: Token) -> str:
    """Facts of one slot may be exchanged for each other in a sentence."""
    if token.kind in (YEAR, DATE):
        return "time"
    if token.kind == WORD:
        return "who" if token.key in _ACTORS else ""
    if token.kind == NAME:
        return "who"
    return "" if token.kind in (MARK, ADDRESS) else token.kind


_Company = tuple[frozenset[tuple[str, str]], frozenset[str]]


@lru_cache(maxsize=16384)
def _company(tokens: tuple[Token, ...], i: int) -> _Company:
    """What stands beside a fact: the nearest words on each side with their side, and the content words of both sides without it."""
    slot = _slot(tokens[i])
    sided: set[tuple[str, str]] = set()
    loose: set[str] = set()
    for side, step in (("L", -1), ("R", 1)):
        at, seen, distance = i + step, 0, 0
        while 0 <= at < len(tokens) and seen < 4:
            token = tokens[at]
            at += step
            if token.kind == MARK:
                if str(token.value) in ".;?!":
                    break
                continue
            distance += 1
            if distance == 1:
                sided.add((f"{side}1", f"#{slot}" if _slot(token) == slot else token.key))
            if _slot(token) == slot:
                sided.add((side, f"#{slot}"))
                seen += 1
            elif token.is_content or token.kind != WORD:
                sided.add((side, token.key[:6] if token.kind == WORD else token.key))
                loose.add(token.key[:6] if token.kind == WORD else token.key)
                seen += 1
    return frozenset(sided), frozenset(loose)


def _likeness(one: _Company, other: _Company) -> float:
    return len(one[0] & other[0]) + 0.5 * len(one[1] & other[1])


def _misplaced(own: tuple[Token, ...], evidence: Sequence[tuple[Token, ...]], used: Sequence[tuple[Token, ...]]) -> list[str]:
    """Facts of the sentence whose surroundings are, in the evidence, those of another fact; figures far from what they count."""
    reasons = []
    flipped = bool(used) and _passive(own) != _passive(used[0])
    bare = [_without_parentheses(tokens) for tokens in evidence]
    for i, token in enumerate(own):
        slot = _slot(token)
        if not slot:
            continue
        mine = _company(own, i)
        if flipped and slot == "who":
            mine = frozenset(({"L": "R", "R": "L"}.get(side, side), word) for side, word in mine[0]), mine[1]
        readings = [pieces for pieces in (evidence, bare) if any(_same(token, other) for tokens in pieces for other in tokens)] or [evidence]
        if all(_rival(token, mine, own, pieces) for pieces in readings) or _once_too_many(token, own, used):
            reasons.append(f"à la place d'un autre dans la source : {_show(token)}")
        elif slot in (FIGURE, "time"):
            places = [(tokens, j) for tokens in used for j, other in enumerate(tokens) if _same(token, other)]
            if places and not any(_bounds(own, i) == _bounds(tokens, j) for tokens, j in places):
                reasons.append(f"limite ajoutée, changée ou retirée : {_show(token)}")
            elif places and slot == FIGURE and not any(_counts_the_same(own, i, tokens, j) for tokens, j in places):
                reasons.append(f"ce qui est compté n'est pas ce que compte la source : {_show(token)}")
    return reasons


def _rival(token: Token, mine: _Company, own: tuple[Token, ...], evidence: Sequence[tuple[Token, ...]]) -> bool:
    """True when another fact of the evidence stands there as this one stands in the sentence, clearly better than this one does.

    A rival that the sentence holds too, and rightly, is none: the sentence only says things in another order.
    """
    slot = _slot(token)
    here, elsewhere, rival = -1.0, -1.0, token
    for tokens in evidence:
        for j, other in enumerate(tokens):
            if _same(token, other):
                here = max(here, _likeness(mine, _company(tokens, j)))
            elif _slot(other) == slot:
                likeness = _likeness(mine, _company(tokens, j))
                if likeness > elsewhere:
                    elsewhere, rival = likeness, other
    if elsewhere <= (here + 0.5 if here >= 0 else _FROM_CONTEXT):
        return False
    return not any(_same(other, rival) and not _fits_here_better(_company(own, k), token, rival, evidence) for k, other in enumerate(own) if _slot(other) == slot)


def _fits_here_better(company: _Company, token: Token, rival: Token, evidence: Sequence[tuple[Token, ...]]) -> bool:
    """True when the rival, where the sentence puts it, stands as the fact does in the evidence: the two were exchanged."""
    as_token = max((_likeness(company, _company(tokens, j)) for tokens in evidence for j, other in enumerate(tokens) if _same(token, other)), default=0.0)
    as_itself = max((_likeness(company, _company(tokens, j)) for tokens in evidence for j, other in enumerate(tokens) if _same(rival, other)), default=0.0)
    return as_token >= as_itself


def _once_too_many(token: Token, own: Sequence[Token], used: Sequence[tuple[Token, ...]]) -> bool:
    """The sentence says a fact more often than its only piece of evidence, and leaves out another of the same kind."""
    if len(used) != 1 or sum(_same(token, other) for other in own) <= sum(_same(token, other) for other in used[0]):
        return False
    return any(_slot(other) == _slot(token) and not any(_same(mine, other) for mine in own) for other in used[0])


@lru_cache(maxsize=4096)
def _without_parentheses(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    kept: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.value == "("
        if not depth:
            kept.append(token)
        depth -= token.value == ")" and depth > 0
    return tuple(kept)


def _passive(tokens: Sequence[Token]) -> bool:
    """« est financé par » : the one who acts comes second."""
    return any(
        first.value in ("est", "sont", "ete", "etait", "etaient", "sera", "seront", "fut") and any(t.value == "par" for t in tokens[i + 2 : i + 5])
        for i, first in enumerate(tokens)
    )


@lru_cache(maxsize=8192)
def _bounds_read(before: str, after: str) -> frozenset[str]:
    found = {name for name, pattern in _BOUNDS_BEFORE if pattern.search(before)} | {name for name, pattern in _BOUNDS_AFTER if pattern.match(after)}
    rate = re.match(r"(?:(?!par )\w+ ){0,2}par (\w+)", after)
    if rate and rate[1] in _RATES:
        found.add(f"par {rate[1]}")
    return frozenset(found)


def _bounds(tokens: Sequence[Token], i: int) -> frozenset[str]:
    before = " ".join(str(t.value) for t in tokens[max(0, i - 6) : i] if t.kind in (WORD, NAME) or str(t.value) in ".:;")
    following: list[str] = []
    for token in tokens[i + 1 : i + 6]:
        if token.kind != WORD:
            break
        following.append(str(token.value))
    return _bounds_read(before.lower(), " ".join(following))


def _counts_the_same(own: Sequence[Token], i: int, tokens: Sequence[Token], j: int) -> bool:
    """What is counted: the first content word after a figure stands near it in the evidence; after a figure with its unit, the next two stand there somewhere."""
    counted: list[Token] = []
    for token in own[i + 1 : i + 8]:
        if token.kind == MARK or token.kind not in (WORD, NAME):
            break
        if token.is_content:
            counted.append(token)
    if own[i].unit:
        held = set(_content(tokens)) | _CONNECTIVES
        return all(token.key in held for token in counted[:2])
    near = {word[:6] for word in _content(tokens[max(0, j - _NEAR) : j + _NEAR + 1])}
    first = own[i + 1 : i + 3]
    return all(token.key[:6] in near for token in counted[:1] if token in first)


# --- negations, obligations, possibilities, doubts -------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _markers(tokens: tuple[Token, ...]) -> tuple[_Marker, ...]:
    found: list[_Marker] = []
    skip_until = -1
    for i, token in enumerate(tokens):
        if token.kind != WORD:
            continue
        word = str(token.value)
        kind = ""
        if word in ("ne", "n"):
            rest = [str(t.value) for t in tokens[i + 1 : i + 9]]
            denied = any(w in ("pas", "plus", "jamais", "aucun", "aucune", "ni", "rien", "personne", "nul", "nulle", "guere", "point") for w in rest)
            kind = "only" if not denied and any(w in ("que", "qu") for w in rest) else "not"
            skip_until = i + 8
        elif word in _NEGATIVES and i >= skip_until and not (i == 0 and _is(tokens, 1, ",")) and not (word == "non" and _is(tokens, i + 1, "seulement")):
            kind = "not"
        elif word in _ONLY:
            kind = "only"
        elif word in _EXCEPT:
            kind = "except"
        elif _MUST.match(word):
            kind = "must"
        elif _MAY.match(word):
            kind = "may"
        elif _CONDITIONAL.match(word):
            kind = "would"
        if kind:
            found.append(_Marker(kind, _scope(tokens, i)))
    return tuple(found)


def _is(tokens: Sequence[Token], i: int, value: str) -> bool:
    return i < len(tokens) and tokens[i].value == value


def _scope(tokens: Sequence[Token], i: int) -> tuple[str, ...]:
    """The content words right after, in the same sentence; the one before when nothing follows."""
    after: list[str] = []
    rest = tokens[i + 1 :]
    end = next((k for k, token in enumerate(rest) if token.kind == MARK and str(token.value) in ".;!?"), len(rest))
    but = next((k for k, token in enumerate(rest[:end]) if token.value == "mais"), 0)  # « ne vient pas de A mais de B »: A alone is denied
    for token in rest[: but or end]:
        if len(after) == (_SCOPE if not but else 8):
            break
        if (token.is_content or token.kind == NAME) and not _MUST.match(str(token.value)) and not _MAY.match(str(token.value)):
            after.append(_short(token))
    if not after:
        after = [_short(token) for token in reversed(tokens[:i]) if token.is_content or token.kind == NAME][:1]
    return tuple(after)


def _short(token: Token) -> str:
    return str(token.value).split()[0][:4] if token.kind == NAME else token.key[:4]


_MARKER_NAMES = {"not": "négation", "only": "restriction", "except": "exception", "must": "obligation", "may": "possibilité", "would": "conditionnel"}


def _markers_changed(
    own: tuple[Token, ...],
    used: Sequence[tuple[Token, ...]],
    evidence: Sequence[tuple[Token, ...]],
    context: Sequence[tuple[Token, ...]],
    lead_ins: Sequence[tuple[Token, ...]],
) -> list[str]:
    mine = _markers(own)
    theirs = [marker for tokens in (*evidence, *context) for marker in _markers(tokens)]
    reasons = [f"{_MARKER_NAMES[m.kind]} ajoutée" for m in mine if not any(_match(m, other) for other in theirs)]
    said = {_short(token) for token in own if token.is_content or token.kind == NAME}
    for tokens in (*used, *lead_ins):
        for marker in _markers(tokens):
            if marker.scope and all(word in said for word in marker.scope) and not any(_match(marker, other) for other in mine):
                reasons.append(f"{_MARKER_NAMES[marker.kind]} retirée")
    for kind in ("not", "must", "may"):  # in the same words, as many times
        if len(used) == 1 and not lead_ins and set(_content(own)) >= set(_content(used[0])) and sum(m.kind == kind for m in mine) != sum(m.kind == kind for m in _markers(used[0])):
            reasons.append(f"{_MARKER_NAMES[kind]} ajoutée ou retirée")
    return list(dict.fromkeys(reasons))


def _match(one: _Marker, other: _Marker) -> bool:
    shared, shorter = len(set(one.scope) & set(other.scope)), min(len(set(one.scope)), len(set(other.scope)))
    return one.kind == other.kind and (one.scope == other.scope or (shared > 0 if shorter <= _SCOPE else shared >= 0.75 * shorter))


def _doubts_dropped(own: Sequence[Token], used: Sequence[Sequence[Token]]) -> bool:
    """The clause that the sentence takes up says a doubt that the sentence does not."""
    if _DOUBT.search(_text(own)) or not used:
        return False
    said = _keys(own)
    for clause in _clauses(used[0]):
        content = _keys(clause)
        if _DOUBT.search(_text(clause)) and len(said & content) >= max(1, 0.3 * len(content)):
            return True
    return False


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == MARK and token.value == ";":
            clauses.append([])
        else:
            clauses[-1].append(token)
    return [clause for clause in clauses if clause]


def _text(tokens: Iterable[Token]) -> str:
    return " ".join(str(token.value).lower() for token in tokens if token.kind in (WORD, NAME))


# --- words -----------------------------------------------------------------------------------------------------------------------------------


def _foreign_words(own: Sequence[Token], used: Sequence[Sequence[Token]], context: Sequence[Sequence[Token]]) -> list[str]:
    wanted = {token.key: str(token.value) for token in own if token.is_content and token.key not in _CONNECTIVES}
    held = {key for tokens in (*used, *context) for key in _content(tokens)}
    openings = {key[:6] for key in held if len(key) >= 6}  # « demander », « demandée »
    missing = [key for key in wanted if key not in held and not (key[:6] in openings and key not in _DECISIVE)]
    decisive = [wanted[key] for key in missing if key in _DECISIVE]
    reasons = [f"mot décisif absent de la source : {word}" for word in decisive]
    total = max(len(wanted) + sum(token.kind == NAME for token in own), 1)
    if not reasons and len(missing) > (1 - MIN_COVERAGE) * total:
        reasons.append("mots absents de la source : " + ", ".join(sorted(wanted[key] for key in missing)[:4]))
    return reasons
