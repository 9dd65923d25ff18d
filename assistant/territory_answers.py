"""« Ma commune en est-elle ? »: a look-up in the official list, said as an answer whose every sentence is checked against the record it cites."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from assistant.answers import ABSTAINED, ANSWERED, CLARIFICATION, Answer, Citation, Sentence
from assistant.company_facts import CompanyFacts
from assistant.documents import Document, Metadata, Source
from assistant.french import fold, sentence_spans, terms
from assistant.places import PlaceMention, find_places
from assistant.territories import NO_RIGHT, YEARS, LookupResult, TerritoryIndex, place_key
from assistant.verifying import foreign_facts

_MEMBERSHIP = re.compile(
    r"\bterritoires? d'?\s?industrie\b|\bti\b|\blabel|\bfait(?:-elle|-il|-on)? partie|\bfont partie|\bfaisons partie|\ben est\b|\by est\b|\by sommes\b|\bdedans\b|\bon est (?:dans|en|ti)\b|\bconcern|\beligib|\bmembre|\bretenue?\b|\bcouvert|\bperimetre|\bquel territoire|\bdans (?:le|un) (?:programme|dispositif|zonage)"
)
# The same said in a hurry, to be read with every other word of the question accounted for.
_ASKS_MEMBERSHIP = re.compile(r"\bterritoires? (?:d'? ?)?industrie\b|\bti\b|\blabel|\bparti(?:e|es)?\b|\bdedans\b|\by est\b|\ben est\b|\best dans\b|\bconcerne|\bmembre|\bperimetre|\bprogramme\b|\bdispositif\b|\bzonage|\beligible|\bretenue?\b")
_ASKING = frozenset(
    "est es et ce que qu c cest sest ca s il elle on ils elles y en dans dedans le la les l un une de du des d a au fait font parti partie parties bien encore toujours tjs tj aussi et deja ti territoire territoires "
    "industrie label labellise labellisee labellises programme dispositif zonage perimetre zone carte liste concerne concernee membre eligible retenu retenue ou pas non oui sinon stp svp merci bonjour salut alors donc "
    "quel quelle lequel si phase 1 2 2023 2024 2025 2026 2027 aujourd hui maintenant actuellement ville commune interco agglo mais je nous moi chez".split()
)
_INSIDE_NAMES = frozenset("de du des d la le les l en et sur a au aux sous y".split())
_TOWNS_TOO = frozenset(("paris", "vienne", "mayenne"))  # départements called like a well-known town
_LONGEST_NAME = 7  # words, those that ask apart
# A question about what a territory does is answered by its plan, not by the list.
_CONTENT = re.compile(
    r"\bprojets?\b|\bplan\b|\bactions?\b|\bfilieres?\b|\bstrateg|\bmontants?\b|\binvestissements?\b|\bhabitants\b|\bemplois?\b|\bsalaries\b|\bindustriels? referents?\b|\bpriorit|\baxes?\b|\bcontrat|\bsigne|\bgouvernance\b|\bpilot|\bcombien\b|\bpourquoi\b|\bchef(?:fe)? de projet\b|\bprojets\b|\bfriche|\bminimum\b|\bmaximum\b|\btaux\b|\bplafond|\bdepenses?\b|\baides?\b|\bfonds\b|\bcredits?\b|\bsubvention|\bexoner|\bprets?\b|\bentreprises\b|\bqui (?:preside|dirige|anime)\b|\bc'est quoi\b|\bvise|\bobjectif|\bdev(?:ient|iennent|enue?s?)\b"
)
_ENTERING = re.compile(r"\b(?:r?entrer|rejoindre|(?:re)?integrer|adherer|candidater|postuler)\b")
_MY_PLACE = re.compile(r"\b(?:ma|notre) (?:commune|ville|communaute|interco\w*|agglo\w*|collectivite)\b|\bmon (?:epci|interco\w*|agglo\w*|village|territoire)\b|\bmon entreprise est-elle dans\b")


def asked_places(text: str, index: TerritoryIndex) -> list[PlaceMention]:
    """The places whose membership the question asks; empty when it asks something else."""
    folded = fold(text)
    mentions = find_places(text, index)
    if not mentions:
        return _left_over(text, index)
    rest = text
    for mention in reversed(mentions):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    only_places = len([t for t in terms(rest) if t not in _EMPTY]) == 0
    if only_places or _names_a_territory(rest, index):
        return mentions
    if _CONTENT.search(fold(rest)) and not re.search(r"\bfait(?:-elle|-il)? partie|\bdedans\b|\ben est[- ]|\best(?:-elle|-il)? (?:dans|en|un)\b|\bquel territoire", folded):
        return []
    return mentions if _MEMBERSHIP.search(folded) else []


def _left_over(text: str, index: TerritoryIndex) -> list[PlaceMention]:
    """The place of a hurried membership question (« oyonnax cest dedans ? »): what is left of it without the words that ask, when that is a place and nothing else."""
    if not _ASKS_MEMBERSHIP.search(fold(text)):
        return []
    left = _without_asking_words(text)
    if left is None:
        return []
    start, end = left
    name = text[start:end]
    key = place_key(name)
    if key in index.region_names or (key in index.department_names and (key not in _TOWNS_TOO or re.search(r"\b(?:la|le)\s+$", text[:start], re.IGNORECASE))):
        return []  # « la Vienne », « Bretagne »: not the communes called so
    found = [mention for mention in find_places(name, index) if (mention.start, mention.end) == (0, len(name))]
    if found:
        return [replace(found[0], start=start, end=end)]
    # One letter wrong: only a word that is no word of the language, and the answer says how it was read.
    if re.fullmatch(r"[^\W\d_]{5,}", name) and key not in index.common_words:
        result = index.look_up(name)
        if result.commune is not None and result.understood_as:
            return [PlaceMention(name, start, end, "commune", result)]
    return []


def _names_a_territory(rest: str, index: TerritoryIndex) -> bool:
    """True for « toujours dans creuse industrie ? », said beside a place: what is left is the name of a territory of the list."""
    left = _without_asking_words(rest)
    # « industrie » is a word that asks, and a part of many names: the name is tried with what follows it.
    return left is not None and any(
        kind == "territory" for end in (left[1], len(rest)) for kind, _ in index.refs_by_key.get(place_key(re.sub(r"[?!.]+\s*$", "", rest[left[0] : end])), ())
    )


def _without_asking_words(text: str) -> tuple[int, int] | None:
    """The one run of words between the words that ask whether a place is in the programme; None when there is none, or more than one."""
    words = [(match.start(), match.end(), fold(match[0]) in _ASKING) for match in re.finditer(r"\w+", text)]
    own = [i for i, (_, _, asks) in enumerate(words) if not asks]
    if not own or len(own) > _LONGEST_NAME:
        return None
    inside = words[own[0] : own[-1] + 1]
    if any(asks and fold(text[a:b]) not in _INSIDE_NAMES for a, b, asks in inside):
        return None
    return inside[0][0], inside[-1][1]


def named_territories(text: str, index: TerritoryIndex) -> frozenset[tuple[int, str]]:
    """(phase, id) of the territories that a question names, by their name or by that of a commune or intercommunality in them."""
    return frozenset((territory.phase, territory.id) for mention in find_places(text, index) for territory in mention.result.territories)


_EMPTY = frozenset(t for word in "commune ville territoire territoires industrie ti est suis dans dept département code postal insee epci siren alors chez".split() for t in terms(word))


_AFTER_PREPOSITION = re.compile(r"\b(?:a|à|sur|vers|près de|pres de|proche de|commune de|ville de|chez nous a|chez nous à)\s+([^\W\d_][\w'’-]{3,})", re.IGNORECASE)


def place_of_project(text: str, index: TerritoryIndex, *, is_word: Callable[[str], bool]) -> PlaceMention | None:
    """Where somebody who tells about their project says it stands, misspelt perhaps (« a oyonax »); None when no single place is meant.

    Only a word that no document knows (`is_word`) is taken for a misspelt name, and the answer says how it was read.
    """
    mentions = [m for m in find_places(text, index) if m.result.commune is not None or m.result.status == "ambiguous"]
    if mentions:
        return mentions[0]
    for match in _AFTER_PREPOSITION.finditer(text):
        if not is_word(match[1]):
            result = index.look_up(match[1])
            if result.commune is not None:
                return PlaceMention(match[1], match.start(1), match.end(1), "commune", result)
    return None


def only_tells_a_place(text: str, index: TerritoryIndex) -> bool:
    """True for « à Oyonnax », « le site est à Thiers »: the answer to « dans quelle commune ? », and no question of its own."""
    mentions = find_places(text, index)
    rest = text
    for mention in reversed(mentions):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    return bool(mentions) and "?" not in text and len([term for term in terms(rest) if term not in _EMPTY]) <= 2


def asks_without_naming(text: str, index: TerritoryIndex) -> bool:
    """True for « ma commune est-elle Territoire d'industrie ? »: the place is missing. Who asks how to enter asks of the procedure, wherever that is."""
    folded = fold(text)
    if _ENTERING.search(folded):
        return False
    return bool(_MY_PLACE.search(folded) and _MEMBERSHIP.search(folded) and not _CONTENT.search(folded) and re.search(r"\b(?:est|sont|fait|suis|sommes)\b|\ben est", folded)) and not find_places(text, index)


_LABEL = re.compile(r"\b(?:territoires? d'? ?industrie|ti|labellis\w+|label)\b")
_BECAUSE = re.compile(r"\bautomatiqu\w*|\bd'office\b|\bde droit\b|\bparce qu|\bpuisqu|\bvu qu|\bdu (?:seul )?fait\b|\bcomme (?:je|on|nous|ma|notre)\b|\bsuffit\b|\bautomatic\w*|\bbecause\b")


def leans_on_the_label(text: str) -> bool:
    """True for « j'ai droit automatiquement à … parce que je suis en TI »: being in a territory is given as what opens the right.

    >>> leans_on_the_label("j'ai droit d'office à une aide, je suis en TI ?"), leans_on_the_label("ai-je droit au VTE Territoires d'industrie ?")
    (True, False)
    """
    folded = fold(text)
    return bool(_LABEL.search(folded) and _BECAUSE.search(folded))


def ask_which_place(base: Answer) -> Answer:
    question = "Quelle est votre commune ? Donnez son nom et son département, ou son code postal."
    return replace(base, status=CLARIFICATION, clarifications=(question,))


def answer_places(base: Answer, mentions: list[PlaceMention], *, today: date) -> Answer:
    """The answer for the places, in the order of the question; at most three."""
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    clarifications: list[str] = []
    statuses: list[str] = []
    for mention in mentions[:3]:
        result = mention.result
        statuses.append(result.status)
        if result.status == "ambiguous":
            clarifications.append(result.message)
            continue
        record = record_of(result, today)
        number = len(citations) + 1
        evidence = [record.text]
        text = result.message.replace(NO_RIGHT, "").strip()
        proved = [text[a:b] for a, b in sentence_spans(text) if not foreign_facts(text[a:b], evidence)]
        if proved:
            citations.append(Citation(number, record, record.text, 0, len(record.text)))
            sentences += [Sentence(sentence, "fact", (number,)) for sentence in proved]
    answered = any(status in ("member", "former_member", "not_member") for status in statuses)
    status = ANSWERED if answered else CLARIFICATION if clarifications else ABSTAINED
    first = mentions[0].result
    return replace(
        base,
        status=status,
        sentences=tuple(sentences),
        citations=tuple(citations),
        clarifications=tuple(clarifications),
        territory=first.to_json(),
        notices=(NO_RIGHT,) if "member" in statuses else (),
        engine={**base.engine, "composer": "territory"},
    )


def facts_of_place(result: LookupResult) -> CompanyFacts:
    """What the place of a project tells the rules; nothing when the place is doubtful."""
    if result.status not in ("member", "former_member", "not_member") or result.commune_department is None:
        return CompanyFacts()
    phase = {"member": 2, "former_member": 1, "not_member": 0}[result.status]
    return CompanyFacts(
        departement=result.commune_department.code, region=result.commune_department.region or None, phase_ti=phase, territoire_industrie=result.status == "member"
    )


def record_of(result: LookupResult, today: date) -> Document:
    """What the list holds about one place, as a document that can be cited."""
    lines = [f"Liste des Territoires d'industrie (ANCT), {_day(result.list_date)} : {result.source_url}."]
    if result.commune is not None:
        department = result.commune_department
        where = f" ({department.name}, {department.code})" if department else ""
        lines.append(f"Commune : {result.commune.name}{where}, code INSEE {result.commune.insee}, codes postaux {', '.join(result.commune.postal_codes)}.")
        if result.commune.note:
            lines.append(f"Remarque de la liste : {result.commune.note}.")
    if result.epci is not None:
        lines.append(f"Intercommunalité : {result.epci.name or 'nom non établi'} (SIREN {result.epci.siren}).")
    for territory in result.territories:
        lines.append(f"Territoire d'industrie de phase {territory.phase} ({YEARS[territory.phase]}) : {territory.name} ({territory.id}), région {territory.region}, {territory.commune_count} communes.")
        lines.append(f"Membres de {territory.name} : {', '.join(member.name for member in territory.members)}.")
    phases = {territory.phase for territory in result.territories}
    lines += [f"Aucun Territoire d'industrie de la phase {phase} ({YEARS[phase]})." for phase in (1, 2) if phase not in phases and result.commune is not None]
    if result.area and result.status in ("member", "not_member"):
        held = "toutes les communes sont" if result.status == "member" else "aucune commune n'est"
        lines.append(f"{result.area} : {held} dans un Territoire d'industrie de la phase 2 (2023-2027).")
    if result.kind == "territory" and 2 not in phases:
        lines.append("Aucun territoire de la phase 2 (2023-2027) ne porte ce nom. Une partie de ses communes peut relever d'un autre territoire de la phase 2.")
    if result.status == "unknown":
        lines.append("Appartenance à la phase 2023-2027 : à vérifier, dans le jeu « Programme Territoires d'industrie » sur data.gouv.fr ou auprès de l'intercommunalité ; « Je » désigne le programme.")
    lines.append(f"Demande lue : {result.query}{f' (compris : {result.understood_as})' if result.understood_as else ''}.")
    source = Source("Programme Territoires d'industrie, listes des territoires, groupements et communes", "ANCT, data.gouv.fr", result.list_date, result.source_url)
    key = result.commune.insee if result.commune else result.epci.siren if result.epci else result.territories[0].id if result.territories else "inconnu"
    metadata = Metadata(
        id=f"liste-anct-{key}",
        title="Liste des Territoires d'industrie, table du projet",
        kind="donnees",
        publisher="synthèse du projet",
        sources=(source,),
        published_on=date.fromisoformat(result.list_date) if result.list_date else None,
        checked_on=date.fromisoformat(result.list_date) if result.list_date else today,
        phase=2 if 2 in phases else 1 if 1 in phases else None,
        licence="Licence Ouverte 2.0",
    )
    return Document(metadata, "\n".join(lines), ())


def _day(iso: str) -> str:
    from assistant.rendering import french_date

    return french_date(iso) if iso else "sans date"
