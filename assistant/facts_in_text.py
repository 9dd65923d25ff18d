"""What a message says of a company and of its project, in free French: « on est 45, on veut investir 600 k€, rien signé ».

Read `read_facts` first. Each reader below finds mentions of one family of facts; the mentions are then settled field by field.
Precision before recall: only what the text says is kept. A range stays a range (`ranges`), « une quarantaine » is marked as approximate, an amount whose
role is not said is left `unplaced`, two values that differ are left out and named in `conflicts`. A question about a rule (« les entreprises de plus
de 250 salariés sont-elles exclues ? ») says nothing of the person who asks. Communes are read by `places`. Pure: no file, no network.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from typing import Any

from assistant.company_facts import DEPARTMENTS, FIELDS, OVERSEAS, REGIONS, CompanyFacts, day_in_words, number_in_words
from assistant.equipment import MARK, equipment
from assistant.equipment import marked as equipment_marked
from assistant.french import fold
from assistant.learned_facts import ANY, FIGURES, LABELS, FactsModel, Told, doubted, sure
from assistant.numbers_in_text import ROUND_NUMBERS, FoldedText, Quantity, fold_in_place, quantities, reserved, value_in_words
from assistant.sectors import Activity, activities, is_industry, sector_of
from assistant.signs import MONTHS
from assistant.understanding import detect_language
from assistant.words import activity as activity_cues
from assistant.words import amounts as amount_words
from assistant.words import applicants as applicant_words
from assistant.words import dates as date_words
from assistant.words import headcount as headcount_words
from assistant.words import message as message_words
from assistant.words import places as place_words
from assistant.words import projects as project_words
from assistant.words import situation as situation_words
from assistant.words.shorthand import spelled_out


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


OF_ONESELF = ("effectif", "chiffre_affaires_eur", "departement")  # who tells one of these tells of their own company
NEAR = 40  # characters between where the model points and the figure that it means
_ENGLISH_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")  # « 600,000 euros », which a Frenchman would read as 600
_ENGLISH_PERSONS = re.compile(r"(?<=\d)-(?:person|people)\b")  # « a 300-person company »; what replaces it has its length, so that places in the text stay


def read_facts(text: str, *, asked: str = "", model: FactsModel | None = None) -> FactsRead:
    """The facts that a message states. `asked` is the field of the question just put to the person: « 300 » or « oui » alone then answers it.

    `model` knows more ways to tell things than our expressions do: it adds what it is sure of, drops what it doubts, and points at figures whose role no
    expression found; without it, only what the expressions read is told.

    >>> read = read_facts("on est 45, on veut investir 600 k€")
    >>> read.facts.effectif, read.facts.investissement_eur, read.shown
    (45, 600000.0, ('45 salariés', 'investissement de 600 000 €'))
    """
    english = detect_language(text) == "en"
    folded = fold_in_place(_ENGLISH_PERSONS.sub(" people", _ENGLISH_THOUSANDS.sub(" ", text) if english else text))
    folded = folded if english else spelled_out(folded)
    source = _Source.of(folded)
    mentions: list[_Mention] = []
    told: Mapping[str, Told] = {}
    numbers = _company_numbers(folded)
    personal = source.personal
    if not personal and model and not english and source.states_figures:  # « Faut-il un audit ? Blanchisserie, 33 salariés »
        told = model(text)
        personal = any(sure(name, told[f"{name}={ANY}"].probability) for name in OF_ONESELF if f"{name}={ANY}" in told)
    if personal:
        figures = [q for q in source.figures if not any(a < q.end and q.start < b for _, a, b, _ in numbers)]
        headcounts = list(_headcounts(source, figures))
        bought = [m for m in headcounts if headcount_words.TAKEN_OVER.search(source.before(m.start, 130)) and not source.adviser]
        headcounts = headcounts if len(bought) == len(headcounts) else [m for m in headcounts if m not in bought]  # « on rachète notre voisin, 12 salariés ; nous sommes 40 »
        taken = [(m.start, m.end) for m in headcounts]
        amounts, unplaced = _amounts(source, [q for q in figures if not any(a < q.end and q.start < b for a, b in taken)])
        mentions = [*headcounts, *amounts]
        corrected = {q: again for q in unplaced if (again := _corrected(source, q, amounts))}
        unplaced = [q for q in unplaced if q not in corrected]
        mentions += corrected.values()
        mentions += [again for q in figures if not q.scaled and not q.money and (again := _corrected(source, q, headcounts))]
        for reader in (_sizes, _activity, _green_sector, _projects, _applicant, _legal_form, _works, _difficulty, _age, _place_words, _obligations, _other_flags, _durations, _measures):
            mentions += reader(source)
        if model and not english and (mentions or message_words.SELF.search(source.text)):
            told = told or model(text)
            kept = _reconsidered(source, mentions, told)
            doubtful = [m for m in mentions if m.field.endswith("_eur") and m not in kept]
            unplaced += [q for q in figures if q not in unplaced and _overlaps(q, doubtful) and not _overlaps(q, [m for m in kept if m.field in FIGURES])]
            pointed = _pointed_at(source, kept, told, figures, unplaced)
            mentions, unplaced = kept + pointed, [q for q in unplaced if not _overlaps(q, pointed)]
        if mentions and not any(m.field == "departement" for m in mentions):
            mentions += _postal_codes(source) or _bare_codes(source, mentions)
        if (cost := _cost_alone(source, figures, mentions, unplaced)) and not _doubted(f"investissement_eur={ANY}", told):
            mentions.append(_amount_mention("investissement_eur", cost))
            unplaced = [q for q in unplaced if q != cost and (len(unplaced) == 1 or not _whole_of(source, cost))]
    else:
        unplaced = []
    projects = {m.value for m in mentions if m.field == "projet"}
    if "création d'entreprise" in projects and len(projects) > 1 and any(m.field == "effectif" and not m.is_range and m.value >= 5 for m in mentions):
        mentions = [m for m in mentions if m.value != "création d'entreprise"]  # the company lives already: its creation is told as history
    if project_words.RETIRED.search(source.text) and not any(m.field in ("naf", "secteur", "effectif", "type_demandeur", "forme_juridique", "chiffre_affaires_eur") for m in mentions):
        mentions = [m for m in mentions if m.field not in ("projet", "investissement_eur")]  # what a private person buys
    if project_words.CURIOUS.search(source.text):
        mentions = []
    if project_words.NO_PROJECT.search(source.text):
        mentions = [m for m in mentions if m.field not in ("investissement_eur", "aide_demandee_eur", "date_projet")]
    if any(m.field == "type_demandeur" and m.value not in ("entreprise", "association", "particulier") for m in mentions):
        mentions = [m for m in mentions if not (m.field == "naf" and (m.value >= "69" or not activity_cues.SPEAKS_FOR.search(source.text)))]  # a school's trade is what it is, not what its project is about
        if any(m.field == "type_demandeur" and m.value in (*project_words.BUILDS_FOR_OTHERS, "établissement de formation", "administration") for m in mentions) and not activity_cues.SPEAKS_FOR.search(source.text):
            mentions = [m for m in mentions if not (m.field == "taille" or (m.field == "effectif" and headcount_words.OF_A_PLANT.search(source.before(m.start, 90))))]
        if any(m.field == "type_demandeur" and m.value in project_words.BUILDS_FOR_OTHERS for m in mentions):
            mentions = [m for m in mentions if not (m.field == "projet" and m.value == "investissement productif")]  # walls for others to produce in
        if any(m.field == "type_demandeur" and m.value in ("collectivité", "intercommunalité") for m in mentions):
            mentions = [replace(m, value="foncier ou immobilier") if m.field == "projet" and m.value == "reprise d'entreprise" else m for m in mentions]  # a town buys walls
    if asked:
        mentions += _answer(source, asked, mentions)
        if mentions and any(m.field == asked for m in mentions):
            unplaced = []
    removed = list(_taken_back(source))
    return _settled(source, mentions, numbers, unplaced, removed)


# ------------------------------------------------------------------------------------------------------------ the message


@dataclass(frozen=True)
class _Source:
    """The message made ready: what is a name of scheme or a general rule is blanked out in `text`, offsets unchanged."""

    folded: FoldedText
    text: str
    figures: tuple[Quantity, ...]
    activities: tuple[Activity, ...]
    personal: bool
    question: bool

    @cached_property
    def adviser(self) -> bool:
        """Who writes speaks for another company: then « il emploie 40 personnes » is said of the company that asks."""
        return bool(headcount_words.ADVISER.search(self.text))

    @classmethod
    def of(cls, folded: FoldedText) -> _Source:
        bare = message_words.POLITE.sub(lambda m: " " * len(m[0]), folded.text)
        about_rules = message_words.ABOUT_RULES.search(bare)
        stated = re.split(r"[,;.!\n]", bare[: about_rules.start()])[:-1] if about_rules else []  # whole clauses before: « chantier démarré, est-ce trop tard ? »
        personal = bool(message_words.SELF.search(bare)) or about_rules is None or any(len(clause.split()) >= 3 or any(a.strong for a in activities(clause)) for clause in stated)
        blank = message_words.SCHEME_NAMES.sub(lambda m: "_" * len(m[0]), message_words.LOST_APOSTROPHE.sub("'", folded.text))
        blank = message_words.GENERIC.sub(lambda m: m[0] if message_words.STRONG_SELF.search(m[0]) else "_" * len(m[0]), blank)
        figures = tuple(q for q in quantities(folded) if "_" not in blank[q.start : q.end])
        trades = message_words.NOT_A_TRADE.sub(lambda m: "_" * len(m[0]), blank)
        return cls(folded, blank, figures, tuple(activities(trades)), personal, "?" in folded.text)

    @cached_property
    def no_codes(self) -> list[tuple[int, int]]:
        """Where digits are a telephone, a date, a version…, not the code of a place."""
        return [(a, b) for a, b, kind in reserved(self.folded) if kind != "postal"] + [(a, b) for _, a, b, _ in _company_numbers(self.folded)]

    @cached_property
    def states_figures(self) -> bool:
        """Whether a sentence that is no question holds a trade and a figure."""
        spans = ((m.start(), m.end()) for m in re.finditer(r"[^.?!\n]+\??", self.text) if not m[0].endswith("?"))
        return any(any(a <= q.start < b for q in self.figures) and any(a <= trade.start < b for trade in self.activities) for a, b in spans)

    def before(self, at: int, width: int = 60) -> str:
        """The same clause, up to `at`."""
        n = bisect_right(self._sentence_ends, at)
        return self.text[max(at - width, self._sentence_ends[n - 1] if n else 0, 0) : at]

    def after(self, at: int, width: int = 45) -> str:
        n = bisect_left(self._sentence_stops, at)
        return self.text[at : min(at + width, self._sentence_stops[n] if n < len(self._sentence_stops) else at + width)]

    @cached_property
    def _sentence_ends(self) -> list[int]:
        """Where what closes a sentence stops."""
        return [match.end() for match in message_words.SENTENCE_END.finditer(self.text)]

    @cached_property
    def _sentence_stops(self) -> list[int]:
        """Where what closes a sentence begins."""
        return [match.start() for match in message_words.SENTENCE_END.finditer(self.text)]

    def original(self, start: int, end: int) -> str:
        """What was written there, as far as the text goes."""
        a, b = self.folded.span(start, min(end, len(self.text)))
        return self.folded.raw[a:b]


def _reconsidered(source: _Source, mentions: list[_Mention], told: Mapping[str, Told]) -> list[_Mention]:
    """What the expressions read, without what the model doubts, completed by what it is sure of."""
    label = {m: f"{m.field}={ANY if m.field in FIGURES else m.value[:2] if m.field == 'naf' else m.value}" for m in mentions}
    kept = [m for m in mentions if m.negated or (m.field == "naf" and "." in m.value) or not _doubted(label[m], told)]
    spoken_of = {label[m] for m in kept}
    for field_name in dict.fromkeys(one.partition("=")[0] for one in LABELS if not one.endswith(ANY)):
        likely = sorted((one for one in told if one.startswith(f"{field_name}=") and sure(field_name, told[one].probability)), key=lambda one: -told[one].probability)
        for one in likely if field_name in _MANY else likely[:1]:
            if one in spoken_of:
                continue
            if field_name not in _MANY:
                if any(m.field == field_name and "." in str(m.value) for m in kept):
                    continue  # a code that is written out
                kept = [m for m in kept if m.field != field_name]
            value: Any = one.partition("=")[2]
            start, end = min(source.folded.at(told[one].start), len(source.text) - 1), source.folded.at(told[one].end)
            kept.append(_Mention(field_name, {"True": True, "False": False}.get(value, value), start, max(end, start + 1)))
    return kept


def _doubted(label: str, told: Mapping[str, Told]) -> bool:
    return label in told and doubted(label.partition("=")[0], told[label].probability)


def _overlaps(one: Quantity | _Mention, others: Iterable[_Mention]) -> bool:
    return any(m.start < one.end and one.start < m.end for m in others)


def _pointed_at(source: _Source, mentions: list[_Mention], told: Mapping[str, Told], figures: list[Quantity], unplaced: list[Quantity]) -> list[_Mention]:
    """Figures and dates that the model is sure are told, and that no expression gave a role: the nearest to where it points, among those that can be one."""
    found: list[_Mention] = []
    for name in FIGURES:
        one = told.get(f"{name}={ANY}")
        if one is None or not sure(name, one.probability) or any(m.field == name for m in mentions):
            continue
        at = source.folded.at(one.start)
        amounts = unplaced if name.endswith("_eur") else figures
        free = [m for m in _figures_for(source, name, amounts) if not _overlaps(m, (*mentions, *found))]
        free = [m for m in free if abs(m.start - at) <= NEAR or (len(free) == 1 and name != "departement")]
        if free:
            found.append(min(free, key=lambda m: min(abs(m.start - at), abs(m.end - at))))
    return found


def _figures_for(source: _Source, name: str, figures: list[Quantity]) -> Iterator[_Mention]:
    """What in the message has the shape of a value of the field."""
    if name == "date_projet":
        for when in date_words.PERIOD.finditer(source.text):
            start = when.start() + len(when[0]) - len(when[0].lstrip())
            period = _period(when)
            if period is None or period[0].year < 2026:
                continue
            if when[0].strip().isdigit() and (date_words.NOT_A_TARGET.search(source.before(start)) or not re.match(r"\s*(?:$|[,;.:!?)(-]|\w+ \w)", source.after(when.end())) or any(q.start <= start < q.end for q in figures)):
                continue  # « CA 2027 : 3 M€ », « un panier à 2030 € »
            yield _Mention(name, period[0], start, when.end(), period[1], is_range=True)
    elif name == "anciennete_annees":
        for match in date_words.YEARS.finditer(source.text):
            if mention := _age_in(match, ""):
                yield mention
    elif name == "duree_projet_mois":
        for match in date_words.LENGTH.finditer(source.text):
            if length := _length_in(match):
                yield length
    elif name == "effectif":
        for q in figures:
            if _may_count_people(q) and not q.money and (q.value < 1900 or q.value > 2100) and not re.fullmatch(r"\d{5}", source.text[q.start : q.end].strip()) and not headcount_words.COUNTS_ELSE.match(source.after(q.end)):
                yield _staff(q, q.start, q.end)
    elif name == "departement":
        for code in place_words.CODE_OR_POSTAL.finditer(source.text):
            if any(a <= code.start() < b for a, b in source.no_codes):
                continue
            if (department := place_words.department_of(code[0].upper())) in DEPARTMENTS:
                yield _Mention(name, department, code.start(), code.end())
    elif name.endswith("_eur"):
        for q in figures:
            if q.money and q.value >= 100:
                yield _amount_mention(name, q)


def _negated(source: _Source, start: int) -> bool:
    return bool(message_words.NEGATED.search(source.before(start, 40)))


def _others_do(source: _Source, start: int) -> bool:
    return bool(message_words.OTHERS_DO.search(source.before(start, min(start, 130))))


# ------------------------------------------------------------------------------------------------------------ head-count


def _in_a_place(source: _Source, q: Quantity) -> bool:
    """« nous sommes 12 à Oyonnax »: who is there is counted."""
    place = headcount_words.IN_A_PLACE.match(source.after(q.end, 60)) if headcount_words.WE_ARE.search(source.before(q.start, 20)) else None
    if not place:
        return False
    at = q.end + place.start("place")
    return source.original(at, at + 1).isupper() or (place["ends"] is not None and not headcount_words.NO_PLACE.fullmatch(place["place"]))


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
        unit = headcount_words.STAFF_AFTER.match(after)
        trades = headcount_words.TRADES_AFTER.match(after) if not unit else None
        told = headcount_words.HEADCOUNT_BEFORE.search(before)
        now = re.match(r"\s?(?:aujourd'hui|actuellement|a ce jour|maintenant|pour l'instant|en ce moment|au total|en tout|dans (?:le|tout le) groupe|groupe compris)\b", after) and re.search(rf"\b(?:{headcount_words.EMPLOYEES}|(?:ingenieurs|techniciens|dessinateurs|apprentis|cadres)\b)", text)
        summed_up = not unit and re.search(r"\b(?:salaries?|sal|apprentis?|cdi|cdd|personnes?|pers),? (?:donc|soit|ca fait|=)\s*$", before)
        introduced = told or summed_up or now or headcount_words.COMPANY_OF.search(before) or headcount_words.MAKES_AT.search(before) or _activity_between(source, q)
        trade = headcount_words.TRADE_STAFF.match(after) if not unit and q.value >= 2 and not equipment(after[:30]) and headcount_words.TRADE_BEFORE.search(before) else None
        at_work = not unit and not trade and q.money == 0 and 2 <= q.value < 2000 and headcount_words.WE_WORK.search(source.before(q.start, 130)) and re.search(r", a $", before) and re.match(r"\s*(?:$|[,;.])", after)
        if headcount_words.NOT_EMPLOYEES.match(after) or (headcount_words.WITH_ITS.search(before) and headcount_words.TAKEN_OVER.search(source.before(q.start, 130))):
            continue
        if (unit and re.match(r" tetes", after) and headcount_words.HEADS_OF_MACHINE.search(before)) or (not unit and q.value >= 5000 and q.value % 1000 == 0 and not headcount_words.WE_ARE.search(source.before(q.start, 20))):
            continue
        end = q.end + (unit.end() if unit else 0)
        after_unit = text[end : end + 40]
        if headcount_words.TO_COME_AFTER.match(after_unit) or headcount_words.TO_COME_BEFORE.search(source.before(q.start, 90)):
            continue
        if q.value == 1 and ((re.match(r" personnes?\b", after) and not told) or source.original(max(q.start - 2, 0), q.start) == "à "):
            continue  # « qui prête à un salarié repreneur ? »
        if q.high is not None and unit and headcount_words.WENT_FROM.search(before):  # « on est passés de 40 à 62 salariés »
            yield _Mention("effectif", int(q.high), q.start, end)
            continue
        if headcount_words.SHARE_AFTER.match(after) or (not unit and q.value > 20 and re.search(r"\btpe,? $", before)):
            continue  # « 30 ou 40 % », « TPE, 83 »: a rate, a département
        if headcount_words.NOT_THEIRS_AFTER.match(source.after(end, 60)) or headcount_words.QUOTED.search(source.before(q.start, 130)) or (re.search(r"\ba $", before) and headcount_words.AT_A_LIMIT.match(after_unit)) or (not source.adviser and headcount_words.THEIR_STAFF.search(source.before(q.start, 130))):
            continue  # « vous parlez de 50 salariés », « l'usine d'à côté emploie 300 personnes »
        if headcount_words.KIN.search(source.before(q.start, 130)) or (headcount_words.NOT_STAFF_BEFORE_CLOSE.search(before) and not re.search(r"\b(?:nos|mes) $", before)) or (headcount_words.OTHERS.search(before) and not headcount_words.ADVISER.search(text)) or re.match(r"\s*(?:a (?:recruter|former|embaucher|licencier|reclasser|accompagner|trouver|gerer)|de plus|en plus|supplementaires?|formees?|en formation|en moins|interimaires?|licencie\w*|part(?:ent|iront|is|ants?|iraient)\b|quitt\w+|sur (?:\d+|deux|trois|quatre|cinq|dix|vingt|cent)(?! (?:sites?|usines?|ateliers?|etablissements?|equipes?|lignes?|lieux|postes?))|(?:qui )?(?:sont|ont|vont|etaient|viennent de) (?:deja |tous )?(?:part\w*|quitt\w*|demission\w*|malades?|absents?|en (?:arret|retraite)|decede\w*)|malades?|absents?|en arret|en retraite|au demarrage|a terme|prevues?|l'ete|en (?:pleine |haute )?saison|(?:et on|et nous|qui) (?:rachet|repren)\w*|par (?:jour|an|mois|heure|semaine)|de \d+ ans|(?:de|du|chez) (?:notre|nos|mon|mes|un|le|la) (?:fournisseur|client|concurrent|voisin|donneur)s?)\b(?! (?:temps|l'atelier|l'usine|ce jour))", after_unit):
            continue
        if re.search(r"\b(?:pas|non pas)\s*$", before) and unit and not q.low_open:
            continue
        if trade or at_work:
            wanted = headcount_words.WANTED_STAFF.search(source.before(q.start, 130)) or headcount_words.TO_BE_TRAINED.match(after)
            if not wanted and (not headcount_words.NOT_STAFF_BEFORE.search(before) or re.search(r"\b(?:nos|mes|avec) $|[.:(] ?$|^$", before)):
                yield _Mention("effectif", int(q.value), q.start, q.end, approximate=q.approximate)
            continue
        if unit:
            named_before = any(a.end <= q.start and not text[a.end : q.start].strip(" ,:;-(") for a in source.activities)
            brief = re.match(r"\s?(?:pers\b\.?|gars\b|p\.?(?=\s*[,;]))", after) and not re.search(r"\b(?:pour|a|par|avec|jusqu'a|capacite|d'ici|vise|visons|a l')\s*$", before)
            if not (introduced or brief or named_before or headcount_words.SURE_STAFF.match(after) or headcount_words.PLAIN_BEFORE.search(before) or headcount_words.COMPANY_JUST_BEFORE.search(before)):
                continue
            if not headcount_words.SURE_STAFF.match(after) and re.search(r"\b(?:reunion|visite|evenement|salon|webinaire|rencontre|seminaire|salle|conference|inscri\w+|invit\w+)\b[^,;]*$", before):
                continue
            if re.match(r"^\s?(?:d'|de )?(?:personnes|gens)", after) and re.match(r"\s(?:agees|handicapees|accompagnees|inscrites|par (?:jour|an|mois))", after_unit):
                continue
        elif not introduced or not (headcount_words.FREE_AFTER.match(after) or _in_a_place(source, q) or (trades and told) or (told and headcount_words.HEADING.match(told[0]) and re.match(r"\s[a-z]", after))) or (q.high is None and (1900 <= q.value <= 2100 or q.value == 0)):
            continue
        start = q.start
        if told and not unit and told.start() < len(before):
            start = q.start - (len(before) - told.start())
        if q.high is None and q.high_open and re.match(r"\s?et quelques (?!euros|centimes|milliers)[a-z]", source.after(end)):
            yield _Mention("effectif", int(q.value), start, end)  # « 40 salariés et quelques intérimaires »
        else:
            yield _staff(q, start, end)
    for match in headcount_words.CREW.finditer(text):
        if "emplois" in match[0] and re.search(r"\b(?:collectivite|commune|agglo\w*|mairie|maire|reconversion|implant\w*|1ere usine|1re usine|premiere usine|ouvre|ouvrir|veut|voulons)\b", text):
            continue  # those of a place, or to come
        if not re.search(r"\b(?:creer|cree\w*|creations?|recrut\w*|embauch\w*|cherch\w*|form(?:er|ons|e|ation)|perdu|supprim\w*|maintenir|maintien|sauv\w+|besoin)\b[^.;?!]{0,40}$", text[: match.start()]) and not headcount_words.OTHERS.search(source.before(match.start("n"))) and not headcount_words.KIN.search(source.before(match.start("n"), 130)):
            yield _Mention("effectif", int(match["n"]), match.start("n"), match.end())
    for match in headcount_words.NO_STAFF.finditer(text):
        if not re.search(r"\b(?:trouv\w*|recrut\w*|embauch\w*|licenci\w*|concern\w*)\b[^,;]*$", source.before(match.start())):
            yield _Mention("effectif", 0, match.start(), match.end())
    for match in headcount_words.SOLO.finditer(text):
        yield _Mention("effectif", 0, match.start(), match.end())


def _staff(q: Quantity, start: int, end: int) -> _Mention:
    if q.high is not None:
        return _Mention("effectif", int(q.value), start, end, int(q.high), is_range=True)
    if q.low_open or q.high_open:
        low, high = (None, int(q.value)) if q.low_open else (int(q.value), None)
        return _Mention("effectif", low, start, end, high, is_range=True)
    return _Mention("effectif", int(q.value), start, end, approximate=q.approximate)


def _may_count_people(q: Quantity) -> bool:
    return q.money != 2 and not q.scaled and q.value == int(q.value) and q.value <= 500_000


def _groups(source: _Source, figures: list[Quantity]) -> list[list[Quantity]]:
    """« 40 CDI et 10 CDD », « 18 à la prod, 4 au bureau »: the parts of one head-count, to be added. Parts told after « dont » belong to a whole."""
    groups: list[list[Quantity]] = []
    last, whole = -1, False
    for q in figures:
        after = source.after(q.end)
        part = headcount_words.GROUP.match(after) or headcount_words.STAFF_AFTER.match(after)
        bare = part is not None and not headcount_words.GROUP.match(after)  # « 40 personnes »: a part only when « plus » follows
        usable = part and _may_count_people(q) and q.high is None and not (q.low_open or q.high_open)
        before = source.before(q.start)
        if not usable or part is None or re.search(r"\b(?:dont|parmi|sur)\s(?:\w+ ){0,2}$", before) or headcount_words.NOT_STAFF_BEFORE_CLOSE.search(before) or headcount_words.OTHERS.search(before):
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
        told = headcount_words.HEADCOUNT_BEFORE.search(re.sub(r"(?:,|\b(?:dans|ds|en|de|du|des|la|le|l'|les|une?|pme|boite|d'))*\s*$", "", re.sub(r"(?:[\s,]|\b(?:dans|ds|en|de|du|des|la|le|les|une?)\b|\bl'|\bd')*$", " ", before)))
        if (told and "," in gap + before[-25:]) or (re.search(rf"{headcount_words.COMPANY}$", before) and (re.search(r"\b(?:de|d'|a|avec)\s*$", gap) or 3 <= q.value <= 5000)):
            return bool(told) or bool(re.search(r"\b(?:de|d'|a|avec)\s*$", gap)) or q.value >= 96  # « boîte de nougat, 26 » may be a département
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


def _amounts(source: _Source, figures: list[Quantity]) -> tuple[list[_Mention], list[Quantity]]:
    """Amounts with their role, and those whose role is not said."""
    mentions: list[_Mention] = []
    unplaced: list[Quantity] = []
    for n, q in enumerate(figures):
        if q.money == 0 and (q.scaled or q.value < 1000) and not (q.scaled and q.value >= 1e4):
            continue
        if q.value < 100 or q.value >= 1e11:
            continue
        thousands = re.search(r"\b(\d{2,3}) (?:a|et|ou) $", source.before(q.start, 60)) if q.high is None and q.value >= 10_000 else None
        if thousands and float(thousands[1]) * 1000 < q.value and not re.search(r"\d $", source.before(q.start, 60)[: thousands.start()]):
            q = replace(q, value=float(thousands[1]) * 1000, high=q.value)  # « de 400 à 500 000 € »
        left = max((f.end for f in figures[:n] if f.money or f.scaled or f.value >= 100), default=0) if not thousands else 0
        right = figures[n + 1].start if n + 1 < len(figures) else len(source.text)
        before = source.before(q.start, 60) if q.start - left >= 60 else source.before(q.start, q.start - left)
        after = source.after(q.end, min(50, right - q.end))
        if amount_words.OWED.match(after) or amount_words.CLAIMED.search(before) or (amount_words.GRANTED.search(before) and not re.match(r"\s?(?:d[e'] ?)?(?:minimis|aides? de minimis|ca\b|chiffre|devis)", after)) or (headcount_words.OTHERS.search(before) and not headcount_words.ADVISER.search(source.text)) or headcount_words.KIN.search(source.before(q.start, 130)) or amount_words.ANOTHER_PAYS.search(source.before(q.start, 90)):
            continue
        if amount_words.PART_OF_A_WHOLE.search(source.before(q.start, 90)) and any(m.field == "investissement_eur" for m in mentions) and not amount_words.AID_HOPED_AFTER.match(after):
            continue  # « 900 000 €, dont 300 000 € de bâtiment et 600 000 € d'équipements »
        if (amount_words.OWN_OR_KIN_MONEY.search(before) and not re.match(r"\s?(?:€|euros? )?(?:dans|pour|sur) (?:une?|la|le|l'|des|notre|nos)\b", after)) or amount_words.OWN_MONEY_AFTER.match(after) or amount_words.HAS_COST.search(before) or headcount_words.NEXT_DOOR.search(source.before(q.start, 90)):
            continue  # « mes parents ont mis 30 000 € », « 45 000 € à nous quatre », « le dernier nous a coûté 3 000 € »
        if amount_words.SAVED.search(before) or amount_words.SIZE_OF_FUND.search(before) or (amount_words.HAS_MONEY.search(before) and amount_words.HAS_MONEY_AFTER.match(after)):
            continue
        if amount_words.RECEIVED_AFTER.match(after):
            if "minimis" in source.text:
                mentions.append(_amount_mention("minimis_recus_eur", q))
            continue
        role = "investissement_eur" if q.value >= 5000 and amount_words.OUT_OF.search(source.before(q.start, 60)) else _role(source, q, before, after)
        if amount_words.A_UNIT.match(after) and role not in ("chiffre_affaires_eur", "bilan_eur"):
            continue  # « 300 € la tonne », « 55 000 € par an »
        if role in (None, "investissement_eur") and not _whole_of(source, q) and (amount_words.FUNDER.search(source.before(q.start, 130)) or amount_words.LOST_AFTER.match(after)):
            continue  # « une fondation nous apporte 40 000 € »
        if role is None:
            if q.money >= 1 and not (q.money == 1 and amount_words.COUNTS_THINGS.match(after)) and not _negated(source, q.start) and not amount_words.SPENT_IN.match(after) and not amount_words.OTHER_SUM.search(before) and not amount_words.SPENT_BEFORE.search(source.before(q.start, 90) + "|" + after):
                unplaced.append(q)
            continue
        if role == "investissement_eur" and _others_do(source, q.start):
            continue
        if role == "investissement_eur" and amount_words.SPENT_IN.match(after):
            continue  # « un four (300 k€ en 2021) »
        if role == "investissement_eur" and amount_words.SPENT_BEFORE.search(source.before(q.start, 90) + "|" + after):
            continue  # « l'an dernier on a acheté un robot 300 k€ »
        if role == "chiffre_affaires_eur" and (amount_words.AIMED_AT.search(before) or re.match(r"[^,;.?!]{0,30}\ben 20(?:2[7-9]|[34]\d)\b", after)):
            continue
        told_before = role == "chiffre_affaires_eur" and q.value >= 10_000 and re.search(r"\b(?:ca|chiffre|chiffre d'affaires)\s*:?\s*$", before)
        if not role or (q.money == 0 and not (_plain_amount(after) or told_before or amount_words.CA_AFTER.match(after))):
            continue
        if re.search(r"\b(?:pas|non pas|dont)\s*$", before) and not q.low_open and not (role == "aide_demandee_eur" and before.endswith("dont ")):
            continue
        grown = q.high is not None and re.search(r"\bpassee? de\s*$", before)  # « CA passé de 2 à 3,4 M€ »
        mentions.append(_amount_mention(role, replace(q, value=q.high, high=None) if grown and q.high is not None else q))
    return mentions, unplaced


def _cost_alone(source: _Source, figures: list[Quantity], mentions: list[_Mention], unplaced: list[Quantity]) -> Quantity | None:
    """The amount whose role is not said, that of the project since the message tells of one: « presse plieuse, 90 k€ », « je change le tunnel. 720 000. »"""
    if any(m.field == "investissement_eur" for m in mentions):
        return None
    bare = [q for q in figures if not q.money and not q.scaled and q.high is None and q.value >= 5000 and not q.value % 100 and not any(m.start < q.end and q.start < m.end for m in mentions) and not re.search(r"\($", source.text[: q.start])]
    bare = [q for q in bare if not amount_words.FUNDER.search(source.before(q.start, 130)) and not amount_words.A_UNIT.match(source.after(q.end)) and not amount_words.OTHER_SUM.search(source.before(q.start, 60))]
    alone = unplaced + [q for q in bare if _whole_of(source, q) or (amount_words.ALONE_BEFORE.search(source.before(q.start, 60)) and amount_words.ALONE_AFTER.match(source.after(q.end)))]
    told = any(m.field in ("projet", "projet_autre", "travaux_commences", "duree_projet_mois", "date_projet") for m in mentions) or amount_words.WANTED.search(source.text) or equipment(source.text) or any(m.field in ("naf", "type_demandeur", "forme_juridique") for m in mentions)
    if not told:
        return None
    if len(alone) == 1:
        return alone[0]
    whole = [q for q in alone if _whole_of(source, q)]
    priced = whole or [q for q in unplaced if amount_words.PRICE_OF.search(source.before(q.start, 60))]
    return priced[0] if len(priced) == 1 else None


def _whole_of(source: _Source, q: Quantity) -> bool:
    """« sur un total de 780 000 », « ça fait 160 000 »."""
    before = source.before(q.start, 60)
    return bool(amount_words.WHOLE_BEFORE.search(before) or amount_words.OUT_OF.search(before))


def _plain_amount(after: str) -> bool:
    """What may follow a figure that has neither scale nor currency."""
    return bool(re.match(r"\s*(?:$|[,)]|[.;?!](?:\s|$)|(?:de|d'|en|pour|et|sur|dans|ht|ttc|mais|on|nous|je|environ|par an|dont|pas|non|valide|signe)\b)", after))


def _amount_mention(role: str, q: Quantity) -> _Mention:
    if q.high is not None:
        return _Mention(role, q.value, q.start, q.end, q.high, is_range=True)
    if q.low_open or q.high_open:
        low, high = (None, q.value) if q.low_open else (q.value, None)
        return _Mention(role, low, q.start, q.end, high, is_range=True)
    return _Mention(role, float(q.value), q.start, q.end, approximate=q.approximate)


def _role(source: _Source, q: Quantity, before: str, after: str) -> str | None:
    """The field that an amount fills: « » for a role that is no fact, None when nothing says it. Nearest cue first, linked cues before loose ones."""
    if q.money and (machines := equipment(before)) and re.fullmatch(r"(?: neu(?:f|ve)| d'occasion)? ?(?:\(|de|a|d'|:|,|=)? ?", before[machines[-1][1] :]) and re.search(r"\b(?:aides?|subventions?|financements?|dispositifs?) (?:(?:pour|a l'achat|de|d'|une?|l'|la|le|notre|des) ?)*$", before[: machines[-1][0]]):
        return "investissement_eur"  # « aide pour un réacteur de 300 k€ »
    if re.search(r"\bl'une? (?:est )?(?:a|de) $", before) and re.search(r"\bl'autre\b", after):
        return ""  # two options
    found: list[tuple[int, int, int, str]] = []  # (rank, distance, -strength, field)
    for name, strength, pattern in amount_words.ROLES_BEFORE:
        for match in pattern.finditer(before):
            if name == "chiffre_affaires_eur" and not _is_turnover(source, match[0], q.start - len(before) + match.start()):
                continue
            if match[0].startswith("chiffre ") and source.original(q.start - len(before) + match.start() + 6, q.start - len(before) + match.start() + 7) == "é":
                continue  # « chiffré à 2,9 M€ »
            if q.money == 0 and re.match(r"projets?|montant|operation|chantier", match[0]) and (q.value < 10_000 or (q.value % 5000 and re.search(r"\ba\s*$", match[0]))):
                continue
            found.append((0, len(match["gap"]), -strength, name))
    for name, strength, pattern in amount_words.ROLES_AFTER:
        if linked := pattern.match(after):
            if name == "chiffre_affaires_eur" and not _is_turnover(source, linked[0].split()[-1], q.end + linked.end() - 2, strict=False):
                continue
            found.append((0, len(linked["gap"]), -strength, name))
    if not found and not q.money and q.value >= 10_000 and amount_words.SPENDS.search(before):
        return "investissement_eur"
    if not found and amount_words.CA_AFTER.match(after) and q.value >= 5000 and source.original(q.end, q.end + 12).lower().find("ç") < 0:
        return "chiffre_affaires_eur"
    if amount_words.AID_ASKED_AFTER.match(after) and re.search(r"\b(?:aide|subvention|avance)s? (?:de |d'environ |environ )?$", before):
        return "aide_demandee_eur"  # « subvention de 120 k€ demandée »
    if (q.money or q.value >= 1000) and (amount_words.AID_HOPED.search(before) or amount_words.AID_HOPED_AFTER.match(after)):
        return "aide_demandee_eur"
    metres = q.scaled and not q.money and source.original(q.end - 2, q.end) == " m"
    if metres:
        found = [told for told in found if told[2] == -2]  # « une cuve de 12 m »: metres, unless a budget is told
    if q.money and amount_words.SELLER.search(before):
        return "investissement_eur"
    if q.money and amount_words.LACKED.search(before):
        return ""  # « il manque 14 000 € »: what others leave to be found
    if q.money and amount_words.ASKED.search(before):
        return "aide_demandee_eur"
    if not found and q.money and amount_words.OWN_TURNOVER.search(source.before(q.start, 90)):
        return "chiffre_affaires_eur"  # « mon client fait 2 milliards de CA, moi 1,4 M »
    if not found and not q.money and not metres and q.value >= 3000 and not q.value % 100 and amount_words.PRICE_OF.search(before):
        return "investissement_eur"  # « une presse numérique 380 000 »
    if not found and q.money and amount_words.PRICE_OF.search(before):
        return "investissement_eur"
    if not found and q.money:
        if amount_words.DOES.search(before) and not re.search(r"\bca (?:nous |me )?fai\w+\s[\w ]*$", before):
            return "chiffre_affaires_eur"
        if amount_words.SPENDS.search(before):
            return "investissement_eur"
        for name, strength, pattern in amount_words.ROLES_RIGHT_AFTER:
            follows = pattern.match(after)
            if follows and (name != "chiffre_affaires_eur" or source.original(q.end + follows.end() - 2, q.end + follows.end()) == "CA"):
                found.append((1, len(follows["gap"]), -strength, name))
        for name, strength, pattern in amount_words.ROLES_BEFORE_FAR:
            for match in pattern.finditer(before):
                if name == "chiffre_affaires_eur" and match[0].startswith("ca"):
                    continue
                found.append((2, len(match["gap"]), -strength, name))
    if not found:
        return None
    best = min(found)[3]
    if best == "minimis_recus_eur" and not amount_words.RECEIVED.search(before + after):
        return ""  # the ceiling, not what was received
    if best == "" and source.question and re.search(r"\bune? (?:aide|subvention|avance) (?:d[e'] ?|a hauteur d[e'] ?)(?:environ |l'ordre de )?$", before) and not re.search(r"\b(?:recu|eu|touche|obtenu|accorde|promis|donne)\w*\b", before):
        return "aide_demandee_eur"
    asks = re.search(r"\b(?:esper\w*|demand\w*|sollicit\w*|solicit\w*|obtenir|besoin|cherch\w*|voudr\w*|faut|faudrait)\b", before)
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


def _sizes(source: _Source) -> Iterator[_Mention]:
    for match in activity_cues.SIZE.finditer(source.text):
        before = source.before(match.start(), 30)
        if re.search(r"\b(?:les|des|aux|filiale d'une?|filiale d'un|clients?|fournisseurs? de|sous-traitants? d'une?|pour de|appartient a une?|rachete\w* par une?|groupe|vers une?|vers l'|devenir une?|confederation|label|notion de|definition d'une|definition de|sens|criteres?|statut de|avec une?|avec de|pour un|qualite de|reservee?s? aux|comme une|etre une|etre) $", before) or activity_cues.SIZE_ASKED.search(source.before(match.start(), 90) + "|" + source.after(match.end(), 40)) or headcount_words.OTHERS.search(source.before(match.end()) + " "):
            continue
        if activity_cues.SIZE_DOUBTED.match(source.after(match.end())) or activity_cues.SIZES_HELPED.search(source.before(match.start(), 45)):
            continue  # « une PME ou pas ? », « accompagner 40 PME »
        size = activity_cues.SIZES[match["size"][:5] if match["size"].startswith("tres ") else match["size"][:5] if match["size"][:5] in activity_cues.SIZES else match["size"][:3]]
        yield _Mention("taille", size, match.start(), match.end(), negated=_negated(source, match.start()))
    asked = activity_cues.ASKED_FOR_THEM.search(source.folded.text) if "_" in source.text else None
    if asked is not None and not re.search(r"\b(?:reserve|ouvert|destine|limite|propre)", asked[0]):
        yield _Mention("taille", activity_cues.SIZES[asked["size"]], asked.start("size"), asked.end("size"))


def _activity(source: _Source) -> Iterator[_Mention]:
    """The activity: a code, else the first name of activity that is the company's own."""
    for match in re.finditer(r"\b(?:naf|ape|nace)\b(?:\s(?:rev\.? ?2|code|est|:|=|c'est|de l'entreprise))*\s*:?\s*(\d{2})(?:[. ]?(\d{2})\s?([a-z])?|[. ]?(\d))?\b|\b(\d{2})\.(\d{2})\s?([a-z])\b|(?<![\d.,])(\d{2})(\d{2})([a-dz])\b(?! (?:/|par) ?an\b)", source.text):
        division = match[1] or match[5] or match[8]
        rest, letter = match[2] or match[6] or match[9] or match[4] or "", match[3] or match[7] or match[10] or ""
        if 1 <= int(division) <= 99 and _known_division(division):
            yield _Mention("naf", division + (f".{rest}{letter.upper()}" if rest else ""), match.start(), match.end())
            return
    branch = activity_cues.BRANCH.search(source.text)
    if branch:
        yield _Mention("branche", activity_cues.BRANCHES.get(branch["branch"], "interindustriel"), branch.start("branch"), branch.end("branch"))
    candidates: list[tuple[int, _Mention]] = []
    loose: list[_Mention] = []
    for pattern, division in ((activity_cues.MACHINE_MADE, "28"), (activity_cues.WASTE_TRADE, "38")):
        if (told := pattern.search(source.text)) and not _others_do(source, told.start()) and not _negated(source, told.start()) and (division == "38" or not activities(told["machine"])):
            candidates.append((0, _Mention("naf", division, told.start(), told.end())))
    for activity in source.activities:
        if branch and activity.start == branch.start("branch"):
            continue
        before = source.before(activity.start, 70)
        shop = activity_cues.SHOP_CUE.search(before)
        cue = activity_cues.ACTIVITY_CUE.search(before + "en " if activity.words.startswith("en ") else before)  # « fenêtres en alu »
        if shop and not activity.division.startswith("47"):
            division = "46" if re.match(r"negoce|gross|distrib", shop["shop"]) else "47"
            candidates.append((0, _Mention("naf", division, activity.start - (len(before) - shop.start()), activity.end, negated=_negated(source, activity.start - (len(before) - shop.start())))))
            continue
        if (sold := activity_cues.SELLS.search(before)) and not activity_cues.MAKES_TOO.search(source.text):
            division = "46" if activity_cues.TO_TRADE.search(source.text) or re.match(r"import|distrib|negoc", sold["sells"]) or activity.division == "28" else "47"
            if sold["sells"].startswith("rev") or activity_cues.SHOP.search(source.text) or (division == "46" and not sold["sells"].startswith("v")):
                candidates.append((0, _Mention("naf", division, activity.start, activity.end, negated=_negated(source, activity.start))))
                continue
        if activity.division == "28" and activity_cues.INSTALLS.search(before):
            candidates.append((0, _Mention("naf", "33", activity.start, activity.end, negated=_negated(source, activity.start))))
            continue
        if cue and any(other.start <= activity.start - len(before) + cue.start() < other.end for other in source.activities if other.end <= activity.start):
            cue = None  # « gaz industriels en bouteille »: the cue is a word of another name
        english = bool(activity_cues.ENGLISH_CUE.search(before) or activity_cues.ENGLISH_AFTER.match(source.after(activity.end)))
        cue = cue or activity_cues.WE_REPAIR.search(before) or activity_cues.AGENT.search(source.text[: activity.start]) or activity_cues.MADE_ITSELF.match(source.after(activity.end, 60))
        if cue and activity_cues.ONLY_MADE.fullmatch(activity.words) and not activity_cues.MADE_BEFORE.search(before) and not activity_cues.MADE_ITSELF.match(cue[0]):
            cue = None
        if cue and activity.division == "28" and not activity.strong and re.match(rf"{activity_cues.TRADE}\b", cue[0]) and equipment(activity.words) and re.fullmatch(r"[^,;:]*\b(?!d\b|de\b|des\b|du\b|en\b|dans\b|les\b)\w+\.? ", before[cue.start() - len(before) :] if cue.start() else before):
            cue = None  # « 3 salariés remplisseuse automatique »
        if activity_cues.SOLD_TO.search(before) and activity_cues.PERSONS.fullmatch(activity.words) and activity.words.split()[0].endswith("s"):
            continue
        if activity_cues.CLIENT_IS.search(source.before(activity.start, 90)) and not headcount_words.ADVISER.search(source.text):
            continue
        tool = activity_cues.MACHINE_FOR.search(before)
        if tool and "10" <= activity.division < "40" and activity_cues.WE_MAKE.search(before[: tool.start()]):
            candidates.append((0, _Mention("naf", "28", activity.start - (len(before) - tool.start()), activity.end)))
            continue  # « nous concevons des fours pour les boulangers »
        if activity.words.endswith("euse") and equipment(activity.words) and re.match(r" (?:\d|neuve|d'occ|auto|multi|numerique)", source.text[activity.end :]):
            continue  # « brodeuse 6 têtes » is a machine
        placed = activity.strong and activity_cues.A_PLACE.fullmatch(activity.words) and not re.search(r"\b(?:de|d'|des|du|pour|a|en|la|le|l'|les)\s?$", before)  # « robot de palettisation minoterie 36 »
        made = activity_cues.MADE_BEFORE.search(before)
        if activity_cues.FORMER.search(before) or activity_cues.CLOSED_AFTER.match(source.text[activity.end : activity.end + 60]) or (not placed and (machine := activity_cues.MACHINE_FOR.search(before)) and not (activity_cues.OUR_OVENS.search(before) and activity.strong) and not (activity.strong and (activity_cues.OWN.search(before) or (activity_cues.A_PLACE.fullmatch(activity.words) and activity_cues.ITS_PLACE.search(before)))) and not (cue and cue.start() <= machine.start() and re.match(rf"\b{activity_cues.MAKES}", cue[0])) and not (made and made.start() <= machine.start())):
            continue
        if re.search(r"(?:eur|euse|ier|iere|iste|ien|on)s?$", activity.words) and activity_cues.WORKERS_SOUGHT.search(before) and not activity_cues.MADE_BEFORE.search(before):
            continue  # « recruter deux soudeurs »
        if cue and re.match(r"(?:salari|sal\b|pers|employe|ouvrier|gars)", cue[0]) and activity_cues.WORKERS_SOUGHT.search(before[: cue.start()]):
            cue = None  # « former 15 salariés à la soudure »
        if cue and re.match(r"fait\b", cue[0]) and re.search(r"\b(?:ai|a|avons|avait) (?:deja )?$", before[: cue.start()]):
            cue = None  # « on a fait le pont roulant »
        place = bool(activity.strong and activity_cues.A_PLACE.fullmatch(activity.words) and activity_cues.ITS_PLACE.search(before))
        products = activity.division in activity_cues.NAMED_ALONE | {"25", "27"} and activity_cues.ITS_PRODUCTS.search(before)
        if not cue and (products or activity_cues.ELLIPSIS.search(before)):
            cue = products or activity_cues.ELLIPSIS.search(before)
        told = re.search(r"\b(?:on est|je suis|nous sommes|notre|mon|ma) (?:une? |petite? )*$", before)
        if activity.division >= "69" and activity.division not in ("75", "77", "81", "95", "96") and not english and not told:
            sought = activity_cues.SERVICE_SOUGHT.search(before) if before.strip() else re.match(r"\s(?:pour|a)\b", source.after(activity.end))
            if sought:
                continue
        inside = activity_cues.INSIDE.search(before)
        process = re.search(r"(?:age|ure|tion|ement|ique)s?$", activity.words.split()[0])  # « dans l'atelier de soudure », but « l'atelier de lutherie »
        if inside and re.match(r"l'", inside[0]) and (not process or activity_cues.TAKEN_OVER.search(before[: inside.start()])):
            inside = None
        if activity_cues.IN_TRAINING.search(before) or inside or activity_cues.KIN_BEFORE.search(before):
            continue  # « une formation d'usinage »
        bought = activity_cues.BUYS.search(before) and not place and not products and not (activity.strong and activity_cues.OWN.search(before))
        if bought and not (cue and re.match(rf"\b(?:{activity_cues.MAKES}|sous-?\s?traitants?)", cue[0])):
            continue
        if activity.division == "38" and re.search(r"\b(?:nos|notre|mes)\s$", before):
            continue  # its own waste is no trade
        if _others_do(source, activity.start) or re.search(r"\b(?:travail\w*|bosse\w*) avec\b[^,;.?!]*$", before):
            continue
        if activity.division >= "84" and re.search(r"\b(?:cre\w+|mont\w+|ouvrir|accueillir|soutenir|implanter) (?:une?|d'une?|des|notre) $", before):
            continue  # « créer une école de production » is a project
        if re.match(r"\s(?:de notre|de nos|de mon|de ma)\b", source.after(activity.end)) and not cue and not activity.strong:
            continue
        listed = activity.division in activity_cues.NAMED_ALONE or (activity.division and activity_cues.TOLD_BEFORE_COMMA.search(before))
        alone = listed and re.search(r"[,;.:]\s*$", before) and re.match(r"\s*(?:[,;.]|$|pour (?:l'|la |le |les ))", source.text[activity.end :])  # « 25 salariés, emballage bois, Landes »
        headed = not source.text[: activity.start].strip() and activity.division != "28" and bool(re.match(r" ?:", source.text[activity.end :]))  # « hydroélectricité : notre turbine… »
        headed = headed or bool(activity.division in activity_cues.NAMED_ALONE and activity_cues.NOUN_OF.fullmatch(source.text[: activity.start]) and re.match(r"(?: \w+)? ?[,;]", source.text[activity.end :]))
        opens = alone or headed or (not source.text[: activity.start].strip() and (activity.division >= "45" or activity.division == "33" or (activity.division in activity_cues.NAMED_ALONE and not source.question and bool(activity_cues.OPENING.match(source.text[activity.end :])))))  # « hôtel 12 chambres, … »
        named = not opens and _named_alone(source, activity)
        if not (activity.strong or cue or english or opens or named):
            if _own_product(source, activity, before):
                loose.append(_Mention("naf", activity.division, activity.start, activity.end))
            continue
        negated = _negated(source, activity.start) or bool(re.search(r"\b(?:n'est|ne sommes|ne suis|ne fabriqu\w+|ne produi\w+|ne fais\w*|fait|est|fabrique|sommes) (?:pas|plus) (?:\w+ ){0,3}$", before))
        name = "naf" if activity.division else "secteur"
        theirs = activity_cues.THEIR_MAKER.search(before)
        if theirs and re.search(r"d'un|constructeur|fabricant|groupe", activity.words + theirs[0]) and not activity.words.startswith(("aero", "auto")):
            continue
        if activity.division in ("69", "70") and activity_cues.SPEAKS_FOR.search(source.text):
            continue  # the adviser's own trade is not the company's
        division = "33" if "25" <= activity.division <= "30" and activity.division != "29" and activity_cues.REPAIRS.search(before) else activity.division
        if (division == "33" and activity_cues.HOUSEHOLD.fullmatch(activity.words)) or (activity_cues.HOUSEHOLD.fullmatch(activity.words) and activity_cues.REPAIRS.search(before)):
            division = "95"
        if division == "58" and re.match(r"logiciel|appli", activity.words) and activity_cues.SOFTWARE_MADE.search(before):
            division = "62"
        follows = next((other for other in source.activities if other.start >= activity.end and re.fullmatch(r" (?:de |d'|des |du )(?:\w+ )?", source.text[activity.end : other.start])), None)
        if follows and not activity.strong and activity_cues.PROCESS.fullmatch(activity.words) and follows.division in activity_cues.PRODUCTS and follows.division != division:
            division = follows.division
        made_of = activity_cues.MADE_OF.match(source.after(activity.end, 60)) if division in activity_cues.OF_A_STUFF and not activity.strong else None
        if not made_of and activity_cues.MANY_STUFFS.fullmatch(activity.words) and division in activity_cues.OF_A_STUFF:
            made_of = activity_cues.TRADE_OF_STUFF.match(source.after(activity.end, 60))
        if made_of:
            division = activity_cues.STUFF[made_of["stuff"]]
        if division == "24" and not activity.strong and cue and activity_cues.WORKS_METAL.search(before):
            division = "25"  # « on transforme de l'inox »
        if re.search(r"\bcou[ds]\w*$", activity.words) and (sewn := next((o for o in source.activities if o.start >= activity.end), None)) and sewn.division in ("13", "15", "32") and re.fullmatch(r" (?:(?:des|les|de la|du|surtout|aussi) ?)+", source.text[activity.end : sewn.start]):
            division = sewn.division  # « on coud des sacs »
        spoken = bool(activity.strong and activity_cues.COMPANY_NAME.match(activity.words)) or bool(re.match(r"(?:on|nous|ns|j|je|qui|elles?|ils?) ", activity.words))  # a verb tells more than its object
        sure = cue or spoken or (named and not source.text[: activity.start].strip()) or (activity.strong and (named or opens or activity_cues.OWN.search(before)))
        if activity.division in ("69", "70") or re.match(r"esat|entreprise (?:adaptee|d'insertion)|chantier d'insertion", activity.words) or (activity_cues.CLIENT_SECTOR.fullmatch(re.sub(r"^sous-?\s?traitan\w+ ", "", activity.words)) and (activity.words.startswith("sous") or activity_cues.SUBCONTRACTS_TO.search(before))):
            rank = 3  # an adviser's trade, the sector of the clients: only when nothing else tells
        else:
            rank = (0 if cue or spoken or activity.strong else 1) if sure else 2
        candidates.append((rank, _Mention(name, division or activity.sector, activity.start, activity.end, negated=negated)))
    if activity_cues.MANY.search(source.text):
        return
    if any(not m.negated and m.field == "naf" for _, m in candidates):
        candidates = [c for c in candidates if c[1].field == "naf"]  # « manufacture de cigares »: a division tells more than a sector
    if any(not m.negated and m.value != "64" for _, m in candidates):
        candidates = [c for c in candidates if c[1].value != "64"]  # a holding is known by what its companies do
    kept = sorted((c for c in candidates if not c[1].negated), key=lambda c: (c[0], c[1].start))
    yield from (m for _, m in candidates if m.negated)
    if kept:
        first = kept[0][1]
        corrected = [m for _, m in kept if 0 < m.start - first.end < 35 and re.match(r"[\w' ]{0,14}[,. ]*\b(?:non|pardon|enfin non)\b", source.text[first.end : m.start])]
        yield corrected[0] if corrected else first
    elif loose and not candidates:
        yield loose[0]


def _named_alone(source: _Source, activity: Activity) -> bool:
    """« nous sommes une ETI, câbles électriques, 640 salariés »: the product stands between two commas, with neither verb nor price."""
    left = re.split(r"[,;:!?(\n]|\.\s|\s-\s", source.text[: activity.start])[-1]
    right = re.split(r"[,;!?()\n=]|\b(?:on|nous|je|j'|ns)\b|\.(?:\s|$)|\s-\s|:", source.text[activity.end :])[0]
    product = activity.division in activity_cues.NAMED_ALONE
    if not (activity_cues.NOTHING_BEFORE.fullmatch(left) or (product and activity_cues.PLACE_BEFORE.fullmatch(left))) or not activity_cues.NO_VERB_AFTER.fullmatch(right):
        return False
    if activity_cues.PURCHASE_BEFORE.search(source.text[: activity.start]) or (activity.division == "38" and activity_cues.ITS_OWN.match(right)):
        return False
    before = source.text[: activity.start]
    if any(q.start >= activity.end and (q.money or q.scaled or q.value >= 10_000) and q.start < activity.end + len(right) for q in source.figures):
        return False
    if activity.division in ("35", "36", "37", "41", "42", "43", "58", "62", "64", "95") and not activity.strong:
        return False
    machine = "26" <= activity.division <= "28" or bool(equipment(activity.words)) or activity.words.startswith("chaudiere")
    return not machine or activity.strong or (activity.words.split()[0].endswith(("s", "x")) and len(before.split()) <= 9)


def _own_product(source: _Source, activity: Activity, before: str) -> bool:
    """A product named without a cue, where nothing else tells the activity: « martinique, rhum agricole »; not what is bought, burnt, thrown away or another's."""
    if re.search(r"\bfriches?\b", source.text) or activity.division not in activity_cues.PRODUCTS or activity.start > 160 or equipment(activity.words):
        return False
    if " " not in activity.words and not activity.words.endswith("s"):
        return False
    return not (activity_cues.NOT_A_PRODUCT.search(before) or activity_cues.PURCHASE_BEFORE.search(before) or _negated(source, activity.start) or activity_cues.USED_AFTER.match(source.after(activity.end)))


def _known_division(division: str) -> bool:
    try:
        return bool(sector_of(division)) and division not in ("04", "34", "40", "44", "48", "54", "57", "67", "76", "83", "89")
    except StopIteration:
        return False


def _green_sector(source: _Source) -> Iterator[_Mention]:
    for choice, words in activity_cues.GREEN.items():
        for match in re.finditer(rf"\b{words}\b", source.text):
            before = source.before(match.start(), 70)
            makes = re.search(rf"\b{activity_cues.MAKES}\b[^,;]{{0,35}}$", before)
            if makes and _negated(source, match.start()):
                yield _Mention("filiere", choice, match.start(), match.end(), negated=True)
                break
            makes = makes or (activity_cues.ITS_PRODUCTS.search(before) if not re.search(r"\bproto", before) else None)
            if not makes or (re.match(r"usine|atelier", makes[0]) and re.search(r"\b(?:installer|poser|avec|sur)\b", before)):
                continue
            if _others_do(source, match.start()) or _done_before(source, match.start()) or (not source.adviser and activity_cues.SOLD_TO_MAKERS.search(before)):
                continue
            if re.search(r"\b(?:recycl|repar|install|pos|vend|entret|mainten)\w*\b[^,;]*$", before):
                continue
            part = activity_cues.PART_OF.search(before)
            yield _Mention("filiere", "composant ou matière critique d'une de ces filières" if part and not match[0].startswith(("cellule", "module")) else choice, match.start(), match.end())
            break


# ----------------------------------------------------------------------------------------------------------------- projects


def _done_before(source: _Source, start: int) -> bool:
    """The clause tells what was done and is over: « on a installé des panneaux en 2019 », « on a fini l'extension »."""
    left = source.before(start, 80)
    left = re.split(r",|\b(?:et|mais) (?=on\b|nous\b|je\b|j'|maintenant\b)", left)[-1]
    clause = left + re.split(r",|\b(?:et|mais) (?=on\b|nous\b|je\b|j'|maintenant\b)", source.after(start, 80))[0]
    done = project_words.DONE.search(clause)
    if project_words.OVER_FIRST.search(source.before(start, 80)):
        return True
    return bool(project_words.HAS_ALREADY.search(left)) or bool(done and (done["over"] or project_words.HISTORY.search(clause)))


def _projects(source: _Source) -> Iterator[_Mention]:
    text = source.text
    found: list[_Mention] = []
    marked = equipment_marked(text)
    own = next((m for m in _activity(source) if m.field == "naf" and not m.negated), None)
    if project_words.NO_PROJECT.search(text):
        return
    for name, families in project_words.COMPILED_PROJECTS:
        for match in (m for in_marked, pattern in families for m in pattern.finditer(marked if in_marked else text)):
            told, before = text[match.start() : match.end()], source.before(match.start(), 40)
            if _negated(source, match.start()) or (project_words.NO_PROJECT_BEFORE.search(before) and not (name == "recherche et développement" and re.search(r"\bprogramme d[e'] ?$", before))) or _others_do(source, match.start()) or _done_before(source, match.start()):
                continue
            if project_words.DONE_AFTER.match(source.after(match.end())) or (re.match(r"(?:mont|cre|embauch|recrut|demenag|fond|agrandi|rachet|lanc)\w*e\b", told) and project_words.HAVE_BEFORE.search(before) and source.original(match.start(), match.start() + len(re.match(r"\w+", told)[0])).endswith("é")):  # type: ignore[index]
                continue
            if name == "eau" and project_words.CALORIES_OF.search(told):
                continue
            if re.search(r"\b(?:ne |n')$", before) and re.match(r"\w+ (?:pas|plus|aucune?|rien|jamais)\b", text[match.start() : match.start() + 40]):
                continue  # « nous ne recrutons pas »
            if name == "recherche et développement" and project_words.A_RESEARCHER.search(before):
                continue
            if name == "formation ou compétences" and ((told.startswith("formation") and project_words.BY_TRAINING.search(before)) or project_words.SCHOOL_TEACHES.search(before)):
                continue
            if name == "foncier ou immobilier" and re.search(r"\bzone$", told) and re.match(r" (?:de |d')(?:\w+(?:age|ement|tion)|stock\w*)\b", source.after(match.end())):
                continue  # « la zone de conditionnement »
            if name == "dépollution de friche" and re.search(r"\b(?:achet|acquer|acqui|rachet|repr)\w*\b[^,;.?!]{0,25}$", before + told) and not project_words.POLLUTED.search(text) and re.search(r"\bpour y\b", source.after(match.end(), 60)):
                continue
            if own and own.value in ("37", "38", "39") and name in ("dépollution de friche", "transition écologique") and any(a.start < match.end() and match.start() < a.end and a.division in ("37", "38", "39") for a in source.activities):
                continue  # its trade
            if own and own.value in ("58", "62") and re.search(r"\b(?:gmao|gpao|erp|logiciels?|wms)\b", told):
                continue
            if name == "investissement productif" and (re.match(r"\s?pilotes?\b", source.after(match.end())) or (told.startswith(("automatis", "robot", "numeris")) and re.search(r"\b(?:conduite|competences?|formations?|former|operateurs?)\b[^,;.]{0,40}$", before))):
                continue
            if told.startswith(("led", "neon")) and project_words.MAKES_LIGHTS.search(before):
                continue
            if told.startswith(("robot", "cobot")) and project_words.LEARNS.search(before):
                continue  # « apprendre à programmer le robot »
            if name == "formation ou compétences" and re.match(r"apprentis?$", told) and not re.search(r"\b(?:recrut|prendre|prend|embauch|accueil|form|cherch|trouv|besoin d')\w*\s?(?:\w+ ){0,2}$", before):
                continue
            if name == "création d'entreprise" and not re.search(r"\b(?:veut|veux|voudr\w+|souhait\w+|projet|envisag\w+|pour|aimerai\w*|compte|en train|je|on|nous|va|vais)\b", before) and not re.match(r"j'|(?:je|on|nous|me|projet|porteur|creations?|creas?|aides?|avant|faut-il|ce sera|mon|ma|veu[tx]|voudr\w+|vais|va|compte|souhait\w+|aimer\w+|envisag\w+|pour|moi|seule?|sasu?|sarl|eurl|scop|monte|\w+er (?:mon|ma)|cree (?:mon|ma))\s|a mon compte|demission|createur", told):
                continue
            if name == "chef de projet" and re.match(r"\s_", source.after(match.end())) and not re.search(r"\b(?:mon|ce|notre|son|le) poste\b", text) and not re.search(r"\b(?:poste|financ\w*|recrut\w*|cherch\w*|besoin|embauch\w*|aide|pour) (?:\w+ ){0,2}$", before):
                continue  # « je suis chef de projet Territoires d'industrie »
            if own and own.start <= match.start() < own.end and match.end() <= own.end + 12 and not project_words.WANTS.search(before):
                continue  # « société de dépollution des sols », « robots de traite »: what it does
            if MARK in marked[match.start() : match.end()] and (name == "recrutement" or project_words.TAUGHT.search(before)):
                continue  # « il faudrait une plieuse », « former nos gars sur les nouvelles machines »
            if name in ("formation ou compétences", "foncier ou immobilier", "dépollution de friche", "recrutement") and project_words.STUDIED.search(source.before(match.start(), 55)) and not re.match(r"(?:achet|rachet|acquer|construi|et\b|plus\b|puis\b|avec\b)", told):
                continue
            if name == "eau" and (project_words.CALORIES.search(before) or re.match(r" chaude\b| (?:de )?geotherm|[^.;?!]{0,30}\b(?:co2|carbone)\b", source.after(match.end()))):
                continue
            if name == "investissement productif" and re.match(r"\s(?:\w+ ){0,2}(?:a louer|locatifs?|relais)\b", source.after(match.end())):
                continue
            if name == "investissement productif" and project_words.TO_SAVE.match(source.after(match.end(), 90)):
                continue  # « changer les fours pour consommer moins »
            if name == "foncier ou immobilier" and re.match(r"terrains?$|parcelles?$|foncier", told) and project_words.OWNS_LAND.search(before):
                continue
            if name == "étude ou diagnostic" and told.startswith("fait ") and re.search(r"\b(?:a|ai|avons|ont|avait)\s(?:deja |bien )?$", before):
                continue
            if project_words.DIFFERENCE.search(source.before(match.start(), 90)):
                continue
            if name == "création d'emplois" and re.search(r"\d emplois$", told) and told[0] not in "mcgro" and not project_words.COMES_HERE.search(text):
                continue
            if name == "investissement productif" and re.match(r"[^.;?!]{0,30}\b(?:de|chez|pour) (?:nos|mes|des|les) clients\b", source.after(match.end())):
                continue
            if name == "transition écologique" and re.search(r"\bconseils?\b[^,;.?!]{0,25}$", before):
                continue
            if name == "recrutement" and re.fullmatch(r"(?:recrut|embauch)ent", told):
                continue  # « les ateliers de la région recrutent »
            if name == "étude ou diagnostic" and (project_words.STUDY_DONE_AFTER.match(source.after(match.end(), 60)) or project_words.STUDY_DONE_BEFORE.search(before)):
                continue
            if name == "prototype ou pilote" and (project_words.PROTOTYPE_MADE.search(before) or project_words.PROTOTYPE_DONE_AFTER.match(source.after(match.end()))):
                continue
            if project_words.AIDS_IN_GENERAL.search(before) and project_words.THEY_EXIST.match(source.after(match.end(), 60)):
                continue
            if project_words.NOT_THE_SUBJECT.match(source.after(match.end(), 90)):
                continue
            if _told_of_the_past(source, match.start(), match.end()) or _another_sense(source, name, match.start(), match.end()):
                continue
            found.append(_Mention("projet", name, match.start(), match.end()))
            break
    if not found and not any(_others_do(source, m.start()) for m in situation_words.CO2_AVOIDED.finditer(text)) and (avoided := project_words.CO2_TO_AVOID.search(text)):
        found.append(_Mention("projet", "décarbonation", avoided.start(), avoided.end()))
    bought = not any(m.value in ("investissement productif", "première industrialisation") for m in found) and _bought(source, marked, own, only=not found)
    found += [bought] if bought else []
    names = {m.value for m in found}
    for mention in found:
        told = text[mention.start : mention.end]
        if mention.value == "investissement productif" and "première industrialisation" in names and re.search(r"premiere|1re|1ere", text[max(0, mention.start - 10) : mention.end]):
            continue
        if mention.value == "investissement productif" and MARK in marked[mention.start : mention.end] and any(_purpose(source, mention, other) for other in found):
            continue  # « un four moins gourmand en énergie »: the purpose of the machine tells the kind of project
        if _second(source, mention, found, told):
            continue
        if mention.value == "investissement productif" and told.startswith("reorganis") and "conseil ou accompagnement" in names:
            continue
        if mention.value == "recrutement" and any(m.value == "création d'emplois" and m.start < mention.end and mention.start < m.end for m in found):
            continue  # « créer trois postes »
        if mention.value == "recrutement" and any(m.value == "chef de projet" and m.start < mention.end + 12 and mention.start < m.end for m in found):
            continue  # « recruter un chef de projet »
        if mention.value == "première industrialisation" and "implantation étrangère" in names and project_words.FOREIGN_FIRST.match(text[mention.start :]):
            continue  # « première usine en France » of a foreign group
        if mention.value == "décarbonation" and "chaleur renouvelable" in names and project_words.LEAVES_FUEL.match(told) and re.search(r"\bpour $", text[: mention.start]):
            continue  # « une chaudière bois pour remplacer le gaz »
        if mention.value == "décarbonation" and re.match(r"(?:reduire|baisser)[^,]*bilan carbone", told):
            names.discard("étude ou diagnostic")
        yield mention
    for name, pattern in project_words.OTHER_PROJECTS:
        for match in pattern.finditer(text):
            before = source.before(match.start(), 40)
            if _negated(source, match.start()) or _others_do(source, match.start()):
                continue
            if re.match(r"vendre|prospect|expos|livrer|demarcher", match[0]) or re.search(r"\b(?:veut|veux|voudr\w+|souhait\w+|projet\w*|envisag\w+|pour|aimerai\w*|develop\w+|part|partir|aller|partons|aide\w*|se lancer|commencer|lancer)\b", before):
                yield _Mention("projet_autre", name, match.start(), match.end())
                break


def _told_of_the_past(source: _Source, start: int, end: int) -> bool:
    """« quatre formations sont déjà passées », « nous avions demandé une aide pour un prototype, refusée », « la fac d'à côté a un pilote »."""
    after = source.after(end, 110)
    if project_words.OVER_AFTER.match(after) or headcount_words.NEXT_DOOR.search(source.before(start, 90) + source.text[start:end]):
        return True
    return bool(project_words.HAD_ASKED.search(source.before(start, 90)) and project_words.TURNED_DOWN.search(after))


def _another_sense(source: _Source, name: str, start: int, end: int) -> bool:
    """The words of a kind of project used for something else: the person's own status, a trade, a damage, a place, a patent already filed."""
    text, told, before, after = source.text, source.text[start:end], source.before(start, 60), source.after(end, 80)
    if name == "formation ou compétences":
        return bool(re.match(r"altern|apprenti", told) and project_words.THEIR_STATUS.search(before))
    if name == "dépollution de friche":
        return bool(project_words.CLEANS.match(told) and project_words.FOR_CLIENTS.match(after))
    if name == "eau":
        return told.startswith("forage") and bool(re.search(r"\b(?:geotherm|mini(?:er|ere)|mines?\b|petrol)\w*", text))
    if name == "chaleur fatale":
        return bool(re.search(r"\b(?:chaleur|calories)$", told) and project_words.OF_A_NETWORK.match(after))
    if name == "chaleur renouvelable":
        return bool(project_words.OWN_INVENTION.search(before))
    if name == "foncier ou immobilier":
        return bool(re.search(r"\b(?:terrains?|foncier|place)$", told) and re.match(r" (?:ne (?:manqu|pos)(?:e|ent)|n'est pas (?:un|le) (?:probleme|souci))\b", after))
    if name == "première industrialisation":
        if project_words.TRIAL_LINE.search(text[start : end + 25]):
            return True
        return bool(re.search(r"\bvraie usine$", told) and re.search(r"\b(?:a|ai|avons|ont|dirige|tient|possede)\w* (?:deja )?$", before))
    if name == "adaptation au climat":
        return bool(project_words.DAMAGE.search(told + after[:40]) and not project_words.PROTECTS.search(text))
    if name == "prototype ou pilote":
        return bool(re.match(r"(?:ligne|unite|chaine|installation) ", told) and re.search(r"\b(?:a|ai|avons|ont|notre|nos|mon|ma|la) (?:deja )?(?:une |des )?$", before))
    if name == "recherche et développement":
        patent = re.match(r"depose\b", told)
        return bool(patent and source.original(start, start + 6).endswith("é"))
    if name == "reprise d'entreprise":
        return bool(re.search(r"\b(?:a|ai|avons|avait|avions|avais) (?:deja |enfin )?(?:trouve|eu|perdu|refuse)e?s? (?:une? |des |deux |le |notre )?repreneu\w+$", before + told))
    return False


def _second(source: _Source, mention: _Mention, found: list[_Mention], told: str) -> bool:
    """A second kind of project read in the words of the first: « créer mon atelier » is no investment beside the creation, the soil to clean no land to buy."""
    kinds = {m.value for m in found}
    overlaps = {m.value for m in found if m is not mention and m.start < mention.end and mention.start < m.end}
    before = source.before(mention.start, 60)
    if mention.value == "investissement productif":
        if "création d'entreprise" in overlaps or ("première industrialisation" in overlaps and re.search(r"\b(?:usines?|lignes?|chaines?|unites?|ateliers?|production)\b", told)):
            return True
        if "prototype ou pilote" in kinds and project_words.TRIAL_LINE.search(source.text[mention.start : mention.end + 25]):
            return True  # a trial line is a pilot
        return "adaptation au climat" in kinds and bool(re.match(r"(?:rehauss|surelev|elargi)", told))
    if mention.value == "dépollution de friche":
        return len(kinds) > 1 and bool(re.fullmatch(r"friches?", told) and re.search(r"\bsur (?:une?|la|l'|cette|notre|des) ?(?:ancienne )?$", before)) and not project_words.POLLUTED.search(source.text)
    if mention.value == "recrutement" and "investissement productif" in kinds:
        return bool(project_words.HARD_TO_HIRE.search(before) and re.match(r"[^.?!]{0,60}\b(?:alors|donc|du coup|d'ou|c'est pourquoi|c'est pour ca)\b", source.text[mention.end :]))
    if mention.value == "foncier ou immobilier":
        return "reprise d'entreprise" in overlaps or ("dépollution de friche" in kinds and bool(re.fullmatch(r"(?:terrains?|parcelles?|fonciers?|batiments? \w+)", told)) and not project_words.ACQUIRES.search(before))
    if mention.value == "prototype ou pilote" and "première industrialisation" in kinds:
        return not project_words.WANTS_A_PROTOTYPE.search(before + told[:12])
    if mention.value not in ("étude ou diagnostic", "conseil ou accompagnement") and any(m.value in ("étude ou diagnostic", "conseil ou accompagnement") and m.start > mention.start for m in found) and re.search(r"\bavant (?:de|d')[^,;.?!]{0,40}$", before):
        return True  # « avant de lancer la R&D nous voulons une étude »
    if mention.value == "étude ou diagnostic":
        return bool(project_words.KNOWN_STUDY.search(before[-12:] + told)) and not project_words.STUDY_WANTED.search(before + told)
    if mention.value == "implantation étrangère" and "étude ou diagnostic" in kinds:
        return not project_words.COMES_FROM_ABROAD.search(source.text)
    return False


def _purpose(source: _Source, machine: _Mention, other: _Mention) -> bool:
    """Whether `other` is what the machine is for: saving energy, carbon, heat or water, told in the same sentence and not joined by « et »."""
    if other.value not in project_words.PURPOSES:
        return False
    first, last = sorted((machine, other), key=lambda m: m.start)
    between = source.text[first.end : last.start]
    return not message_words.SENTENCE_END.search(between) and not re.search(r"\b(?:et|puis|plus)\b|\+", between) and len(between) < 90


def _bought(source: _Source, marked: str, own: _Mention | None, *, only: bool) -> _Mention | None:
    """A machine with its price (« séchoir à 260 000 € »), or named alone between two commas (« nouvelle ligne CMS ») when it is the only project."""
    prices = [q for q in source.figures if q.money or (q.scaled and q.value >= 1000) or q.value >= 10_000]
    for match in project_words.EQUIPMENT.finditer(marked):
        before = source.before(match.start(), 70)
        if own and own.start <= match.start() < own.end:
            continue
        if activity_cues.MAKER_BEFORE.search(before) or project_words.NO_PURCHASE.search(before) or source.text.startswith(" pilote", match.end()) or _negated(source, match.start()) or _others_do(source, match.start()) or _done_before(source, match.start()):
            continue
        bare = re.split(r"[,;:.!?(\n]|\b\d+[ab]?\b(?: (?:pers\w*|sal\w*|p|gars|employes?|etp|ouvriers?)\b\.?)?(?= )", source.text[max(0, match.start() - 60) : match.start()])[-1]
        if bare.strip() and any(a.strong and a.end <= match.start() and match.start() - a.end < len(bare) and not source.text[a.end : match.start()].strip() for a in source.activities if not re.search(r"usinage|soud|mecan|decoup", a.words)):
            bare = " "  # « distillation alambic »
        following = re.split(r"[,;:.!?(\n]", source.text[match.end() :])[0]
        alone = bool(project_words.PURCHASE_OPENS.fullmatch(bare)) and source.text[: match.start()].strip() != "" and not project_words.VERB_AFTER.search(following)
        alone = alone and only and not re.match(r"\s(?:fabricants?|constructeurs?|a vendre)\b", following) and (bool(re.search(r"[a-z]", bare)) or not source.text[match.start() : match.end()].split()[0].endswith(("s", "x")) or bool(project_words.TO_REPLACE.match(following)))
        plural_opening = not source.text[: match.start()].strip() and match[0].isalpha() and source.text[: match.end()].endswith("s")
        priced = any(0 <= q.start - match.end() < 110 and project_words.PRICE_AFTER.fullmatch(source.text[match.end() : q.start]) for q in prices) and not plural_opening
        priced = priced or any(0 <= match.start() - q.end < 60 and project_words.PRICE_BEFORE.fullmatch(source.text[q.end : match.start()]) for q in prices)
        if priced or alone:
            return _Mention("projet", "investissement productif", match.start(), match.end())
    return None


# ---------------------------------------------------------------------------------------------------- who, what legal form


def _applicant(source: _Source) -> Iterator[_Mention]:
    raw = message_words.LOST_APOSTROPHE.sub("'", source.folded.text)  # « école de production » is also the name of a scheme: read in full
    for name, pattern in applicant_words.COMPILED_APPLICANTS:
        for match in pattern.finditer(source.text if name == "entreprise" else raw):
            before = raw[max(0, match.start() - 40) : match.start()]
            if (applicant_words.NOT_THE_APPLICANT.search(before) and not (name == "entreprise" and applicant_words.ITS_OWN_FIRM.search(before))) or _others_do(source, match.start()) or re.search(r"\b(?:avec|via|par|selon|contre)\b", match[0]) or (name != "entreprise" and re.match(r" (?:nous|me|m')\b", raw[match.end() :])) or (match[0] == "usine" and not re.search(r"^\s*(?:(?:bonjour|bjr|notre|une|petite|on est|nous sommes|je suis),? )*$|\b(?:on est|nous sommes|c'est) (?:une )(?:petite )?$", before)) or (name == "entreprise" and re.search(r"\b(?:micro|auto)[ -]$", before)):
                continue
            if name == "association" and not match[0].startswith("loi") and not re.search(r"\b(?:une|notre|mon|l'|d'une|(?:presid\w*|direct\w+|salarie\w*|benevole|tresori\w+|respo\w*|coordin\w*) d'|je suis|on est|en|petite|cette)\s?(?:petite )?$|^\s*$|[,;.]\s*$", before):
                continue
            if name == "association" and applicant_words.WRITES_FOR_KIN.search(raw):
                continue  # « je suis trésorier d'une asso, ma fille a une usine, c'est pour elle que j'écris »
            if name == "entreprise" and re.search(r"\bpour (?:une|les) $", before) and re.match(r"\s*\?", source.text[match.end() :]):
                continue  # « quelles aides pour une entreprise ? »
            negated = _negated(source, match.start()) or bool(re.search(r"\b(?:suis|est|sommes) pas\b", match[0]))
            if name in ("collectivité", "intercommunalité", "établissement public") and not negated and applicant_words.FOR_A_COMPANY.search(source.text):
                name = "entreprise"
            yield _Mention("type_demandeur", name, match.start(), match.end(), negated=negated)
            if not negated:
                return
            break


def _legal_form(source: _Source) -> Iterator[_Mention]:
    for name, pattern in applicant_words.COMPILED_FORMS:
        for match in pattern.finditer(source.text):
            if re.search(r"\b(?:les|des|aux|entre|ou)\s$", source.before(match.start(), 15)) or applicant_words.ALREADY_CHANGED.search(source.before(match.start(), 30)):
                continue
            if name == "SEM" and source.original(match.end() - 3, match.end()) != "SEM" and "mixte" not in match[0]:
                continue
            negated = _negated(source, match.start())
            yield _Mention("forme_juridique", name, match.start(), match.end(), negated=negated)
            if re.match(r"auto|micro", match[0]) and not negated:
                yield _Mention("micro_entreprise", True, match.start(), match.end())
            break
    for match in re.finditer(r"\bmicro[- ]?entreprises?\b", source.text):
        if not re.search(r"\b(?:les|des|aux)\s$", source.before(match.start(), 15)):
            left = re.search(r"\b(?:quitt\w+|sort\w* de|abandonn\w+|ferm\w+) (?:la |ma |mon |en )?$", source.before(match.start(), 30))
            yield _Mention("micro_entreprise", True, match.start(), match.end(), negated=bool(left) or _negated(source, match.start()))
            break
    shouted = source.folded.raw.isupper()
    for name, letters in (("SA", r"\bsa\b(?!\.\w)"), ("entreprise individuelle", r"\bei\b")):
        for match in re.finditer(letters, source.text):
            written, before = source.original(match.start(), match.end()), source.before(match.start(), 20)
            told = re.search(r"\b(?:une|en|forme|statut|d'une)\s$|^\s*$|[,(]\s*$", before) and re.match(r"\s(?:de \d|au capital|familiale?|industrielle?|cotee?)|\s*(?:,|$|\d)", source.after(match.end()))
            if (written.isupper() and not shouted) or (name == "SA" and told and "," not in source.after(match.end())[:1]):
                yield _Mention("forme_juridique", name, match.start(), match.end(), negated=_negated(source, match.start()))
                break
    for match in re.finditer(r"\bs\.\s?a\.?(?![\w.])|\bsociete anonyme\b", source.text):
        yield _Mention("forme_juridique", "SA", match.start(), match.end())
        break


# ---------------------------------------------------------------------------------------------- works, difficulty, age, place


def _works(source: _Source) -> Iterator[_Mention]:
    no = [m for pattern in (situation_words.NOT_STARTED, situation_words.NOT_STARTED_EITHER, situation_words.NOT_STARTED_MORE, situation_words.NOT_BEFORE) for m in pattern.finditer(source.text) if not situation_words.HYPOTHESIS.search(source.before(m.start(), 45))]
    no = [m for m in no if not situation_words.NO_WORKS_AFTER.match(source.after(m.end()))]
    for match in no:
        yield _Mention("travaux_commences", False, match.start(), match.end())
    for match in (m for pattern in (situation_words.STARTED, situation_words.STARTED_OTHERWISE, situation_words.STARTED_MORE, situation_words.BEGUN_BY_OTHERS) for m in pattern.finditer(source.text)):
        before = source.before(match.start(), 45)
        if any(n.start() < match.end() and match.start() < n.end() + 12 for n in no) or situation_words.HYPOTHESIS.search(before) or _negated(source, match.start()):
            continue
        if re.search(r"\b(?:pas|rien|jamais|aucune?|sans)\b[^,;.]{0,30}$", before) or situation_words.CONDITIONAL.search(match[0]):
            continue
        if situation_words.NO_WORKS_AFTER.match(source.after(match.end())) or re.search(r"\b(?:une?|l'|des|notre) ?(?:etudes?|audits?|diagnostics?|rapport)$", match[0]):
            continue
        if _others_do(source, match.start()) or situation_words.SOLD.search(source.before(match.start(), 30) + match[0] + source.after(match.end(), 40)):
            continue
        if re.search(r"\binstallee?s?$", match[0]) and not re.search(r"deja|vient|viennent|tout juste", match[0]) and re.match(r"\s(?:dans|a|en|au|chez|sur|depuis)\b", source.after(match.end())):
            continue  # « nos machines sont installées dans un vieux hangar »
        if re.match(r"projets?\b.*(?:fini|termine|boucle|realise)", match[0]) or _long_ago(source, match.start(), match.end()):
            continue  # over: another question than « begun too early »
        if re.search(r"\b(?:demarre|commence|lance|engage|debute)$", match[0]) and source.original(match.end() - 1, match.end()) == "e" and not re.search(r"\b(?:a|ont|est|sont|ete|avons|ai)\s(?:\w+ )?\w+$", match[0]) and situation_words.TO_COME.match(source.after(match.end())):
            continue  # « le chantier démarre en mars 2027 »
        if re.search(r"\b(?:n'|ne |quand|lorsque|une fois|apres|des que|seront|sera|serait|avant que|si (?:les?|la|on|nous|je|j'|mon|notre)|fois que)\s?(?:\w+ ){0,2}$", before):
            continue
        if re.search(r"\b(?:pas|rien|jamais)\b", match[0]) or re.match(r"\s(?:bientot|prochainement|demain|l'an prochain|le mois prochain|la semaine prochaine)\b", source.after(match.end())):
            continue
        if no and re.search(r"\b(?:promesse|compromis)\b", source.text[max(0, match.start() - 12) : match.end()]):
            continue  # the land is promised, the works are not begun
        yield _Mention("travaux_commences", True, match.start(), match.end())


def _long_ago(source: _Source, start: int, end: int) -> bool:
    """The clause tells of an earlier year: « l'an dernier on a acheté un robot »."""
    left = re.split(r"[,;]|\b(?:et|mais)\b", source.before(start, 60))[-1]
    return bool(situation_words.EARLIER.search(left + source.text[start:end] + re.split(r"[,;.?!]|\b(?:et|mais)\b", source.text[end : end + 50])[0]))


def _difficulty(source: _Source) -> Iterator[_Mention]:
    for match in situation_words.LOST_CAPITAL.finditer(source.text):
        yield _Mention("en_difficulte", not _negated(source, match.start()), match.start(), match.end())
    if proved := situation_words.PROVED.search(source.text):
        yield _Mention("sortie_difficulte_prouvee", True, proved.start(), proved.end())
    for match in re.finditer(r"\b(?:pas|aucune|jamais|hors)\s(?:eu |de |en |d')*procedures?\b(?! (?:d'|de |icpe|admin|simpl|compl|collective))", source.text):
        yield _Mention("en_difficulte", False, match.start(), match.end())
    for match in situation_words.IN_TROUBLE.finditer(source.text):
        before = source.before(match.start(), 60)
        if not situation_words.IS_OUT_OF.search(before) and re.search(r"\b(?:sort\w*|sorti\w*|fini|apres|termine\w*|fin d[eu]|ancien\w*|(?<!jamais )ete(?! (?:mise?|placee?|declaree?|admise?)\b)|etait|eviter|risque\w*|reprend\w* (?:une|un)|reprise|racheter|rachat|client\w*|concurrent\w*|fournisseur\w*|reprendre|reprenons|definition|voisine?\w*|confrere|maison[- ]mere|menace\w*|frole|peur|si (?:on|je|nous|l'entreprise)|locataire|predecesseur|vendeur|cedant|cible|donneur\w*|failli|manque de|presque)\b[^,;]*$", before):
            continue
        if situation_words.IS_OUT_OF.search(before):
            yield _Mention("en_difficulte", False, match.start(), match.end())
            continue
        if situation_words.ANOTHER_FIRM.search(before) or (situation_words.SAID_NOT.search(before) and situation_words.CONFESSED_AFTER.match(source.after(match.end(), 90))):
            continue
        if re.match(r"en diffic", match[0]) and re.search(r"\b(?:plus|pas|jamais)\s(?:\w+ )?$", before) and not re.search(r"\b(?:si|client\w*|fournisseur\w*|concurrent\w*)\b[^,;]*$", before):
            yield _Mention("en_difficulte", False, match.start(), match.end())
            continue
        if re.match(r"en diffic", match[0]) and re.search(r"\b(?:secteur|filiere|marche|branche|region|territoire|metier|commune|economie|dispositif\w*|aides?|fonds) (?:\w+ ){0,3}$", before):
            continue
        if re.match(r"en diffic", match[0]) and re.match(r"\s(?:pour|a|de|avec|dans)\b", source.after(match.end())):
            continue
        if re.search(r"\bsauvegarde\b", match[0]) and not re.search(r"procedure|plan", match[0]) and not re.search(r"\b(?:en|sous)\s$", before):
            continue
        over = re.match(r"\s(?:est |maintenant |desormais )*(?:terminee?|close|cloturee?|finie?|levee?|soldee?|derriere nous)\b", source.text[match.end() :])
        no = bool(over) or bool(re.search(r"\b(?:pas|ni|aucune?|sans|jamais|hors|plus|non|zero)\s(?:\w+ ){0,2}(?:d'une |d'|de l')?$", before)) or bool(situation_words.SAID_NOT.search(before) or situation_words.DENIED_AFTER.match(source.after(match.end(), 90))) or bool(situation_words.NO_AFTER.match(source.text[match.end() :])) or bool(re.search(r"\b(?:pas|aucune|zero|sans|jamais)\b.*diff|bonne sante|sain|solide", match[0]))
        if _asked_of_anyone(source, match.start(), match.end()):
            continue
        yield _Mention("en_difficulte", not no, match.start(), match.end())


def _asked_of_anyone(source: _Source, start: int, end: int) -> bool:
    """The words stand in a question about any company: « une entreprise en redressement peut-elle … ? ». « en RJ depuis mai, a-t-on droit … ? » tells a fact first."""
    rest = re.match(r"[^,;:.!?\n]*[,;:.!?\n]?", source.text[end : end + 200])
    if rest is None or not rest[0].endswith("?"):
        return False
    clause = re.split(r"[,;:.!?\n]", source.text[:start])[-1]
    own = re.search(r"\b(?:on est|nous sommes|je suis|est mise?|notre|nos|mon|ma|mes|nous|je suis|j'ai|depuis \d)\b", clause + source.text[start:end] + rest[0][:12]) or re.search(r"\b(?:une|mon|ma|notre) \w+ (?:de \d+ \w+ )?$", clause)
    return not own or bool(re.search(r"\b(?:si|quand|lorsque) (?:on|nous|je|j'|notre|une?)\b", clause))


def _age(source: _Source) -> Iterator[_Mention]:
    text = source.text
    for match in date_words.BORN.finditer(text):
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
                year, month = int(match["year"]) + (1900 if len(match["year"]) == 2 else 0), MONTHS.get(match["month"] or "")
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
    for match in date_words.CREATED_ON.finditer(text):
        try:
            born = date(int(match["year"]), MONTHS[match["month"]], 1 if match["day"] == "1er" else int(match["day"]))
        except ValueError:
            continue
        yield _Mention("date_creation", born, match.start(), match.end())
    for match in date_words.YEARS.finditer(text):
        if mention := _years_of_age(source, match):
            yield mention
            break


def _years_of_age(source: _Source, match: re.Match[str]) -> _Mention | None:
    """« depuis 4 ans », « la boîte a 6 ans », « 10 ans d'existence », « créée il y a 18 mois »: how old the company is, not its owner nor its machines."""
    left = source.before(match.start(), 110)
    right = source.text[match.end() : match.end() + 60]
    clauses = re.split(r"[,(:]|\b(?:et|mais) (?=on\b|nous\b|je\b|j'|la\b|le\b|les\b|il\b|l')", left)
    clause = clauses[-1]
    if not clause.strip() and not match["since"] and len(clauses) > 1 and re.search(r"\b(?:boite|societe|entreprise|pme|tpe|start-?up|usine|sas|sarl|sasu|eurl)\s*$", clauses[-2]):
        clause = clauses[-2]  # « jeune société, 2 ans, … »
    since = match["since"] or ""
    lasts = date_words.WHO_LASTS.match(right) or (date_words.MAKERS_VERB.match(right) and any(match.end() <= a.start <= match.end() + 40 for a in source.activities))
    makes = since == "depuis" and date_words.MAKES_SINCE.search(clause)
    aged = not since and date_words.OPENS_AGED.match(clause)
    trades = _without(clause, match.start() - len(clause), [a for a in source.activities if a.strong])  # « fabricant de chaudières »: the boilers do not age
    if date_words.WHERE_I_WORK.search(clause) or (date_words.AGE_OF_ELSE.search(trades) and not makes and not aged) or (date_words.TIME_OF_ELSE.match(right) and not lasts):
        return None
    told = bool(date_words.OF_EXISTENCE.match(right)) and not re.search(r"\b(?:j'ai|il a|chef|responsable|salarie|ouvrier|directeur|comptable|soudeur|collegue|patron)\b[^,;]*$", clause) and not re.match(r"[^,;.]{0,20}\b(?:chez|dans (?:une?|le|la)|minimum|exigee?s?|requis\w*|demandee?s?|_+)\b", right)
    told = told or bool(lasts) or bool(makes and not re.match(r" (?:que |qu'|d)", right))
    told = told or bool((aged or (not since and date_words.FIRM_AGED.search(clause))) and not re.match(r"\s*(?:d[e'u]|et \d)", right))
    told = told or bool(not clause.strip() and not since and not match["about"] and match["unit"] != "mois" and len(clauses) > 1 and date_words.AFTER_ITS_FORM.search(clauses[-2]) and re.match(r"\s*(?:$|[,;.])", right))
    told = told or bool(not since and re.match(r"a\b", clause.strip()) and len(clauses) > 2 and clauses[-2].strip() == "elle" and re.search(r"\bqui\s*$", clauses[-3]) and not re.match(r"\s*d[e']", right))
    told = told or bool(re.search(r"\b(?:anciennete|age de (?:la boite|l'entreprise|la societe)) ?:? ?(?:de )?$", clause) and re.match(r"\s*(?:$|[,;.)])", right))
    if since:
        verbs = date_words.LIVES.search(clause)
        if since.startswith("depuis"):
            alone = not clause.strip() and not date_words.AGE_OF_ELSE.search(clauses[-2] if len(clauses) > 1 else "") and match.start() > 0
            opens = not clause.strip() and (date_words.LIVES.search(re.split(r"[,;.?!]", right)[0]) is not None or any(match.end() <= a.start <= match.end() + 40 for a in source.activities)) and re.match(r" (?:on|nous|je|la (?:boite|societe)|l'(?:entreprise|atelier|usine))\b", right)
            own = opens or verbs or date_words.A_FIRM.search(clause) or any(match.start() - len(clause) <= a.start and a.end <= match.start() for a in source.activities)
            told = told or bool((alone or own) and not (date_words.PERSON_SINCE.search(clause) and not verbs) and re.match(r"\s*(?:$|[,;.!?)(:-]|en\b|dans\b|a\b|on\b|nous\b|et\b|avec\b|le\b|la\b|mais\b|pour\b|sur\b|je\b|chez\b|au\b|c'est\b|\d|les\b|sans\b|ici\b|il\b|maintenant\b|deja\b|environ\b|sous\b|comme\b)", right))
        else:
            told = told or bool(date_words.SINCE_WHEN.match(right) or (re.match(r"il y a|y'?\s?a|voila|voici", since) and date_words.BEGUN_AGO.search(clause)))
    elif not told:
        told = bool(re.search(r"\b(?:(?:la |notre |ma |une |cette |l')?(?:boite|societe|entreprise|pme|tpe|start[ -]?up|usine|affaire|sas|sasu|sarl|eurl|scop)(?: familiale| industrielle)?|elle) (?:a|de|agee de|vieille de|fete ses|va avoir|aura|depasse les)? ?(?:bientot |deja |presque |tout juste |seulement |environ |a peine |que )*$", clause)) and bool(re.match(r"\s*(?:$|[,;.!?)(-]|et\b|cette annee|maintenant|aujourd'hui|mais\b|on\b|nous\b|elle\b|avec\b|qui\b|a\b|dans\b|en\b|pour\b|specialisee?\b)", right))
        told = told or bool(re.search(r"\b(?:fete(?:ra|rons)? (?:ses|nos)|cree\w* depuis|existe\w* depuis|vieille de|agee de) (?:\w+ )?$", clause))
        told = told or bool(re.search(r"(?:^\s*|\b)(?:on a|nous avons) (?:tout juste |deja |bientot |presque |seulement |a peine )*$", clause) and re.match(r"\s*(?:$|[,;.!?)]|qu'on|et demi)", right))
        told = told or bool(clause.strip() == "a" and re.match(r"\W*(?:notre|la|ma|cette|mon|l') ?(?:\w+ )?(?:boite|societe|entreprise|pme|tpe|start-?up|usine|affaire|atelier|maison)\b", left.lstrip()))
        told = told or bool(clause.strip() == "" and re.search(r"\b(?:boite|societe|entreprise|pme|start-?up|jeune \w+)\s*$", clauses[-2] if len(clauses) > 1 else ""))
        told = told or bool(re.search(r"\b(?:boite|societe|entreprise|pme|tpe|sarl|sasu?|eurl|scop|start-?up)(?:(?: \w+){0,2} qui a(?: \w+)?)? $", clause.rstrip() + " ") and not since and not re.match(r"\s?d[e']", right))
    if not told or _asked_of_anyone(source, match.start(), match.end()):
        return None
    return _age_in(match, right)


def _age_in(match: re.Match[str], right: str) -> _Mention | None:
    """The years that `date_words.YEARS` found, followed by `right`; None when nothing lives so long."""
    count = match["n"] or ""
    number = _count(count) if count else float(ROUND_NUMBERS[match["round"]])
    if match["half"] or re.match(r" et demie?\b", right):
        number += 0.5
    if match["unit"] == "mois":
        number = round(number / 12, 2)
    if not 0 < number < 400:
        return None
    start, end = match.start("n") if count else match.start("round"), match.end("unit")
    about = match["about"] or ""
    if "plus d" in about:
        return _Mention("anciennete_annees", number, start, end, None, is_range=True)
    if "moins d" in about:
        return _Mention("anciennete_annees", None, start, end, number, is_range=True)
    return _Mention("anciennete_annees", number, start, end, approximate=not count or bool(re.search(r"environ|peu pres|presque|pres d|quasi|bientot|une? (?:bonne |petite )?$", about)) or bool(re.match(r"\s(?:environ|a peu pres)\b", right)))


def _without(clause: str, at: int, hidden: Iterable[Activity]) -> str:
    """The clause that begins at `at`, the names of activities that lie in it blanked out."""
    for activity in hidden:
        first, last = max(activity.start - at, 0), activity.end - at
        if 0 < last <= len(clause):
            clause = clause[:first] + "_" * (last - first) + clause[last:]
    return clause


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _place_words(source: _Source) -> Iterator[_Mention]:
    """Regions and départements named in words; a commune is read elsewhere."""
    regions = []
    for match in place_words.REGION.finditer(source.folded.text):
        words = re.sub(r"[ '-]+", " ", match["region"])
        written = source.original(match.start(), match.end())
        if words == "aura" and not re.search(r"\b(?:region|en)\s$", source.before(match.start(), 12)) and written != "AURA" and not (written == "Aura" and re.search(r"[,(]\s*$", source.text[: match.start()])):
            continue  # « aura » is also a verb
        if words == "corse" and (re.match(r"[ -]du[ -]sud\b", source.folded.text[match.end() :]) or (written == "corse" and not re.search(r"\ben $", source.folded.text[: match.start()]))):
            continue  # a département, or an adjective
        if words in ("normandie", "bretagne", "corse", "occitanie", "martinique", "guyane", "mayotte", "guadeloupe") and re.search(r"[-]\s?$|\b(?:grande|saint)\s$", source.folded.text[: match.start()]):
            continue
        if place_words.elsewhere(source.before(match.start(), 70)):
            continue  # « on livre la Bretagne »
        if (named := place_words.REGION_WORDS[words]) in OVERSEAS:  # a région and a département: the second tells both
            yield _Mention("departement", REGIONS[named][0], match.start(), match.end(), negated=_negated(source, match.start()))
            continue
        regions.append(_Mention("region", named, match.start(), match.end(), negated=_negated(source, match.start())))
    yield from regions if len({m.value for m in regions}) == 1 else []
    places = place_words.departments(source.folded.text, source.original, shouted=source.folded.raw.isupper())
    departments = [(p, _Mention("departement", p.code, p.start, p.end, negated=_negated(source, p.start))) for p in places]
    adjectives = []
    for name, value, stem, pattern in place_words.ADJECTIVES if place_words.ANY_ADJECTIVE.search(source.text) else ():
        for match in pattern.finditer(source.text) if stem in source.text else ():
            if place_words.OF_ANOTHER_GROUP.search(source.text[max(0, match.start("adjective") - 40) : match.start("adjective")]):
                continue
            trade = next((activity for activity in source.activities if activity.end == match.start("adjective") - 1), None)
            if match["company"] or (trade and not (name == "region" and trade.sector in ("agroalimentaire", "services"))):  # « crêperie bretonne » may stand anywhere
                adjectives.append(_Mention(name, value, match.start("adjective"), match.end("adjective"), negated=_negated(source, match.start())))
    departments += [(place_words.Place(m.value, m.start, m.end), m) for m in adjectives if m.field == "departement"]
    if not regions:
        yield from [m for m in adjectives if m.field == "region"][:1]
    for kept in (departments, [d for d in departments if not d[0].weak], [d for d in departments if d[0].strong and not d[0].weak]):  # the works, not the head office
        if len({m.value for _, m in kept}) == 1:
            yield from (m for _, m in kept)
            return


def _obligations(source: _Source) -> Iterator[_Mention]:
    """Up to date with taxes and social contributions, or in debt to whoever collects them."""
    for match in situation_words.LATE.finditer(source.text):
        none = re.search(r"\b(?:pas|aucune?|sans|ni|zero|jamais|plus)\s(?:\w+ ){0,3}(?:de |d')?$", source.before(match.start(), 30)) or re.match(r"(?:(?!\b(?:pas|plus|jamais)\b)[^,;.?!]){0,20}\b(?:eteint|sold|apur|regl|pay)ee?s?\b", source.text[match.end() :]) or situation_words.NO_AFTER.match(source.text[match.end() :])
        yield _Mention("obligations_a_jour", bool(none), match.start(), match.end())
        return
    if paid := situation_words.ALL_PAID.search(source.text):
        yield _Mention("obligations_a_jour", True, paid.start(), paid.end())
        return
    for match in situation_words.UP_TO_DATE.finditer(source.text):
        late = match["late"] or _negated(source, match.start()) or re.search(r"\b(?:pas|plus|non)\s(?:\w+ ){0,2}$", source.before(match.start(), 25))
        if source.question and re.search(r"\b(?:faut|doit[- ]on|dois[- ]je|doivent|etre)\b", source.text):
            return
        yield _Mention("obligations_a_jour", not late, match.start(), match.end())
        return


def _measures(source: _Source) -> Iterator[_Mention]:
    """Energy used or saved in a year, tonnes of CO2 avoided in a year."""
    for name, pattern in (("energie_gwh_an", situation_words.ENERGY), ("reduction_co2_t_an", situation_words.CO2_AVOIDED)):
        found = [match for match in pattern.finditer(source.text) if not _others_do(source, match.start())]
        if len(found) == 1 and (value := _number(found[0]["n"])) is not None:
            per_unit = {"mwh": 0.001, "kwh": 0.000001, "kt": 1000.0}.get(found[0]["unit"], 1.0)
            yield _Mention(name, round(value * per_unit, 6), found[0].start("n"), found[0].end("unit"))
    if share := situation_words.RD_SHARE.search(source.text):
        yield _Mention("part_rd_pct", float((share["n"] or share["n2"]).replace(",", ".")), share.start(), share.end())


def _number(digits: str) -> float | None:
    try:
        return float(digits.replace(" ", "").replace(",", "."))
    except ValueError:
        return None


def _bare_codes(source: _Source, told: list[_Mention]) -> list[_Mention]:
    """« ferrailleur 06 », « Dijon, 21 »: a code of département that nothing announces, where it is no other figure of the message."""
    codes = place_words.bare_codes(source.folded.text, source.original, counted=any(m.field == "effectif" for m in told))
    if not codes:
        codes = place_words.codes_after(source.folded.text, [a.end for a in source.activities if not equipment(a.words)], [m.end for m in told if m.field == "effectif"])
    free = [p for p in codes if not any(m.start < p.end and p.start < m.end for m in told if m.field not in ("region", "projet", "naf", "secteur"))]
    return [_Mention("departement", p.code, p.start, p.end) for p in free] if len({p.code for p in free}) == 1 else []


def _named_town(text: str, code: str) -> bool:
    """« thiers 63300 », « troyes 10000 »: in small letters, a round code counts after the name of its main town only, since it may be a price."""
    town = place_words.A_TOWN_ALONE.search(text)
    return town is not None and (bool(int(code) % 500) or any(place_words.PREFECTURES.get(re.sub("-", " ", name)) == code[:2] for name in (town["town"], town["town"].split(" ")[-1])))


def _postal_codes(source: _Source) -> list[_Mention]:
    """The département of a postal code written beside its commune. A message that says nothing else names a place, which `places` reads."""
    for match in place_words.POSTAL_CODE.finditer(source.folded.text):
        code = match["bracket"] or match["named"] or match["first"] or match["after"]
        beside = match.end() + 1 if match["first"] else match.start("town") if match["town"] else -1
        if beside >= 0 and not source.original(beside, beside + 1).isupper() and not (code.startswith("0") or _named_town(source.folded.text[: match.end()], code)):
            continue
        if (match["town"] or "") in place_words.NO_TOWN:
            continue
        return [_Mention("departement", place_words.department_of(code), match.start(), match.end())]
    return []


def _other_flags(source: _Source) -> Iterator[_Mention]:
    interrogative = source.question and re.search(r"\b(?:est[- ]ce|sommes[- ]nous|est[- ]on|suis[- ]je|comment savoir|si (?:on|je|nous|ma|notre)|est[- ]elle)\b|^\s*on est\b", source.text)
    for name, pattern in situation_words.COMPILED_FLAGS:
        whole = name in situation_words.DONE_ONCE or name == "territoire_industrie"  # « bilan carbone », « Territoire d'industrie » are names of schemes too
        for match in pattern.finditer(source.folded.text if whole else source.text):
            if interrogative and name in ("zone_afr", "soumis_ets"):
                continue
            if name in situation_words.DONE_ONCE and (_asked_of_anyone(source, match.start(), match.end()) or re.search(r"\bsi (?:on|je|nous|l'|j'|la|le)[^,;.?!]*$", source.text[: match.start()]) or _others_do(source, match.start())):
                continue
            yes = not (_negated(source, match.start()) or (re.search(r"\b(?:pas|plus|jamais|rien|aucune?|ni|sans|perime|obsolete|expire|depasse|trop vieux)\b", match[0]) and name != "independante") or re.search(r"\b(?:pas|plus|hors|non)\s(?:\w+ )?$", source.before(match.start(), 20)))
            yield _Mention(name, yes, match.start(), match.end())
            break
    told = {name for name, pattern in situation_words.COMPILED_FLAGS if pattern.search(source.folded.text)}
    told |= {"independante"} if situation_words.NOT_INDEPENDENT.search(source.text) else set()
    for name, said, pattern in situation_words.COMPILED_TOLD:
        hit = pattern.search(source.folded.text) if name not in told else None
        if hit is None or situation_words.NOT_TOLD_OF_US.search(source.folded.text[max(0, hit.start() - 60) : hit.start()]) or (said and _negated(source, hit.start())) or _asked_of_anyone(source, hit.start(), hit.end()):
            continue
        told.add(name)
        yield _Mention(name, said, hit.start(), hit.end())
    yield from _bank_loan(source)
    yield from _prior_study(source)
    if dependent := situation_words.NOT_INDEPENDENT.search(source.text):
        yield _Mention("independante", False, dependent.start(), dependent.end())
    owned = re.search(r"\bfiliale d'un (?:grand|gros|tres grand) groupe|\bfiliale d'une grande entreprise|\bdetenue? (?:a \d+ ?% )?par un (?:grand|gros) groupe", source.text)
    if owned:
        yield _Mention("independante", False, owned.start(), owned.end())
    for match in re.finditer(r"\b(?P<no>pas |hors |hors d'un |plus )?(?:en|dans un|dans le|d'un|territoire labellise|labellise\w*)\s(?:territoires? d'industrie|ti)\b", source.folded.text):
        lead = source.folded.text[max(0, match.start() - 40) : match.start()]
        if re.search(r"\bsi (?:ma|mon|notre|la|le|on|je|nous)\b[^,;]*$", lead):
            continue
        if not interrogative and not source.question and re.search(r"\b(?:on est|nous sommes|je suis|situe\w*|site|commune|communaute|agglo\w*|base\w*|installe\w*|implante\w*|usine|pas|est)\b[^,;]{0,25}$", lead + (match["no"] or "")):
            yes = not (match["no"] or re.search(r"\b(?:pas|plus|hors)\s*$", lead))
            yield _Mention("territoire_industrie", yes, match.start(), match.end())
    if (ours := re.search(r"\b(?:notre|mon) territoire d'industrie\b(?! (?:n'|ne|est-il))", source.folded.text)) and not source.question and not _negated(source, ours.start()):
        yield _Mention("territoire_industrie", True, ours.start(), ours.end())
    for match in re.finditer(r"(?:\b(?:en|zone|classee?s?|commune|territoire|secteur|usine|site|entreprise|boite|atelier|bourg|village)\s|(?:^|[,;.(]\s?))(?P<zone>zfrr\s?\+|zfrr plus|zfrr|frr plus|frr|zrr)(?!\w)", source.text):
        if not interrogative and not source.question:
            plus = "+" in match["zone"] or "plus" in match["zone"]
            value = "non" if _negated(source, match.start()) else "ZFRR+" if plus else "oui" if match["zone"] == "zrr" else "ZFRR"
            yield _Mention("zone_zfrr", value, match.start(), match.end())


def _bank_loan(source: _Source) -> Iterator[_Mention]:
    """A bank lends beside the aid, or there is no loan. What is awaited, asked for or conditional says nothing."""
    for value, pattern in ((False, situation_words.NO_LOAN), (True, situation_words.LOAN)):
        for match in pattern.finditer(source.text):
            before = source.before(match.start(), 60)
            if situation_words.LOAN_TO_COME.search(re.split(r"[,;]", before)[-1]) or situation_words.LOAN_IF.match(source.after(match.end(), 60)):
                continue
            if value and (_negated(source, match.start()) or re.search(r"\b(?:pas|aucune?|jamais|sans|plus|ni)\b", match[0])):
                continue
            if _asked_of_anyone(source, match.start(), match.end()) or situation_words.OTHERS_LOAN.search(before):
                continue
            yield _Mention("pret_bancaire_associe", value, match.start(), match.end())
            return
    for match in situation_words.FUNDER_JOINS.finditer(source.text):
        sentence = source.before(match.start(), 120) + match[0] + source.after(match.end(), 120)
        if not source.text[match.end() :].lstrip(" ").startswith("?") and not re.search(r"\b(?:est-ce|si|quand|client\w*|voisin\w*|concurrent\w*|pas|plus|jamais|refus\w*|attend\w*|autre|avait)\b", sentence):
            yield _Mention("pret_bancaire_associe", True, match.start(), match.end())
            return


def _prior_study(source: _Source) -> Iterator[_Mention]:
    """A study or a diagnosis of the project has been made, or none was."""
    text = source.folded.text
    for value, pattern in ((False, situation_words.NO_STUDY), (True, situation_words.STUDY_DONE), (True, situation_words.DIAGNOSIS_DONE)):
        for match in pattern.finditer(text):
            clause = re.split(r"[,;.?!]", text[max(0, match.start() - 60) : match.start()])[-1]
            if _asked_of_anyone(source, match.start(), match.end()) or _others_do(source, match.start()) or re.search(r"\b(?:si|faut|doit|dois|avant de|pour|veut|veux|voudr\w*|souhait\w*|aimer\w*|cherch\w*|besoin|projet de|client\w*|une fois|apres|quand)\b[^,;]*$", clause):
                continue
            if situation_words.OTHER_STUDY.search(match[0] + re.split(r"[,;.?!]", text[match.end() : match.end() + 30])[0]) or (value and re.search(r"\b(?:pas|aucune?|jamais|sans|ni)\b", clause + match[0])):
                continue
            yield _Mention("etude_prealable", value, match.start(), match.end())
            return


def _project_length(source: _Source) -> _Mention | None:
    """« sur 24 mois », « durée : neuf mois », « six mois de travaux », « …, 18 mois, 400 k€ »: how long the project lasts."""
    told_long = {match.start("n") for match in date_words.DURATION.finditer(source.text) if not re.search(r"\bil y a|depuis\b", match[0]) and not re.search(r"\b(?:minimis|invest\w*|ca|chiffre\w*|pret|emprunt|rembours\w*|leasing)\b[^,;]*$", source.before(match.start() + 1, 60))}
    for match in date_words.LENGTH.finditer(source.text):
        before, after = source.before(match.start(), 90), source.after(match.end(), 60)
        clause = re.split(r"[,:(]", before)
        months = match["unit"] == "mois"
        lead = clause[-1].strip()
        alone = lead in ("", "sur", "pour", "pendant", "durant", "environ") and re.match(r"\s*(?:$|[,;.?!)])", after) and (len(clause) > 1 or (months and match.start() > 0))
        if alone and len(clause) > 1:  # an age stands alone too: « SAS, 5 ans »
            held = months or lead == "sur" or date_words.RESEARCH.search(before) or date_words.HELD_FOR.search(f"{clause[-2]} ")
            alone = held and not date_words.AFTER_ITS_FORM.search(clause[-2]) and not date_words.LENGTH_OF_ELSE.search(f"{clause[-2]} ")
        if match.start("n") not in told_long:
            if date_words.NO_LENGTH.match(after) or date_words.LENGTH_OF_ELSE.search(before):
                continue
            if not (alone or date_words.LENGTH_OF.match(after) or date_words.LASTS.search(before) or date_words.HELD_FOR.search(before)):
                continue
        if length := _length_in(match):
            return length
    return None


def _length_in(match: re.Match[str]) -> _Mention | None:
    """The months that `date_words.LENGTH` found; None when no project lasts so long."""
    scale = 1 if match["unit"] == "mois" else 12
    number = (_count(match["n"]) + (0.5 if match["half"] else 0)) * scale
    if number > 120:
        return None
    if low := match["low"] or match["from"]:
        return _Mention("duree_projet_mois", _count(low) * scale, match.start("low") if match["low"] else match.start("from"), match.end(), number, is_range=True)
    return _Mention("duree_projet_mois", number, match.start("n"), match.end())


def _count(words: str) -> float:
    return float(words) if words.isdigit() else float(value_in_words(words) or 0)


def _durations(source: _Source) -> Iterator[_Mention]:
    if length := _project_length(source):
        yield length
    for span in date_words.BETWEEN_MONTHS.finditer(source.text):
        if not date_words.NOT_A_START.search(source.before(span.start(), 60)) and not _done_before(source, span.start()):
            year = int(span["year"])
            first = date(int(span["first_year"] or year), MONTHS[span["first"]], 1)
            yield _Mention("date_projet", first, span.start(), span.end(), _month_end(year, MONTHS[span["last"]]), is_range=True)
            return
    for match in date_words.PROJECT_DATE.finditer(source.text):
        if re.search(r"\b(?:loi|fonds|programme|appel|dispositif|france|plan|decret|cree\w*)\b[^,;]{0,25}$", source.before(match.start() + 1, 40)) or _done_before(source, match.start()):
            continue
        if re.match(r"(?:achet|install|investi|construit|agrandi|realis|livr|amenag|recu|demenag|recept|command|sign|lanc|demarr|commenc|debut)\w*", match[0]) and re.search(r"\b(?:a|ai|avons|ont|est|sont|ete) (?:deja |tout |bien )?$", source.before(match.start(), 30)):
            continue  # « on a acheté un robot en mars 2024 »
        if date_words.DATE_OF_ELSE.search(source.before(match.start(), 60) + match[0]):
            continue
        if re.search(r"\b(?:recue?s?|finie?s?|termine\w*|factures?|obtenu\w*|cloture\w*|paye\w*)\b", match[0]):
            continue
        if re.search(r"\b(?:ca|chiffre|ventes|salari\w+|emplois?|croissance)\b", match[0]) and re.match(r"vis|souhait|compt", match[0]):
            continue  # « on vise 5 M€ de chiffre d'affaires en 2029 »
        at = max(match.end() - 12, match.start())
        when = date_words.PERIOD.search(source.text, at)
        if when is None or when.start() > match.end() + 3 or re.match(r"\s?(?:€|k|m€|sala)", source.text[when.end() :]):
            continue
        if (period := _period(when)) and period[0].year >= 2026:
            yield _Mention("date_projet", period[0], match.start(), when.end(), period[1], is_range=True)
            return
    for when in date_words.MONTH_ALONE.finditer(source.text):
        if date_words.TOLD_OF_THEN.match(source.after(when.end())):
            continue  # « en août 2026 nous avons dû arrêter »
        if not date_words.NOT_A_START.search(source.before(when.start(), 60)) and not date_words.DATE_OF_ELSE.search(source.before(when.start(), 60)) and not _done_before(source, when.start()) and (period := _period(when)):
            yield _Mention("date_projet", period[0], when.start(), when.end(), period[1], is_range=True)
            return
    for when in date_words.WORKS_IN.finditer(source.text):
        if not date_words.DATE_OF_ELSE.search(source.before(when.start("year"), 60)) and not re.search(r"\b(?:ca|chiffre|loi|fonds|programme|aides?)\b[^,;]{0,20}$", source.before(when.start(), 30)):
            yield _Mention("date_projet", date(int(when["year"]), 1, 1), when.start(), when.end(), date(int(when["year"]), 12, 31), is_range=True)
            return
    for when in date_words.YEAR_ALONE.finditer(source.text):
        if not date_words.DATE_OF_ELSE.search(source.before(when.start(), 60)) and not date_words.NOT_A_START.search(source.before(when.start(), 60)) and (date_words.HIRES.search(source.before(when.start("year") - 3, 60)) or not date_words.NOT_A_TARGET.search(source.before(when.start(), 60))) and not _asked_of_anyone(source, when.start(), when.end()):
            yield _Mention("date_projet", date(int(when["year"]), 1, 1), when.start("year"), when.end("year"), date(int(when["year"]), 12, 31), is_range=True)
            return
    for when in date_words.TERM.finditer(source.text):  # « rentrée 2027 », « S1 2027 » need no verb
        before = source.before(when.start(), 60)
        if when["season"] in ("debut", "fin", "mi", "courant") and (int(when["year"]) < 2026 or date_words.NOT_A_TARGET.search(before) or date_words.NOT_A_START.search(before)):
            continue
        if not re.search(r"\b(?:cree\w*|fonde\w*|depuis|loi|ca|chiffre\w*)\b[^,;]{0,25}$", source.before(when.start(), 40)) and (period := _period(when)):
            yield _Mention("date_projet", period[0], when.start(), when.end(), period[1], is_range=True)
            return


def _period(when: re.Match[str]) -> tuple[date, date] | None:
    """The first and the last day that a date, a month, a term or a year names; None when there is no such day."""
    told = when.groupdict()
    try:
        if told.get("month_no"):
            return date(int(when["year_no"]), int(when["month_no"]), 1), _month_end(int(when["year_no"]), int(when["month_no"]))
        if told.get("short_year"):
            first_day = date(2000 + int(when["short_year"]), MONTHS[when["short_month"]], 1)
            return first_day, _month_end(first_day.year, first_day.month)
        if told.get("y"):
            day = date(int(when["y"]), int(when["m"]), int(when["d"]))
            return day, day
        year, month = int(when["year"]), MONTHS.get(told.get("month") or "")
        if month and told.get("day"):
            day = date(year, month, 1 if when["day"] == "1er" else int(when["day"]))
            return day, day
        if month:
            return date(year, month, 1), _month_end(year, month)
        first, last = date_words.SEASON.get(told.get("season") or "", (1, 12))
        return date(year, first, 1), _month_end(year, last)
    except ValueError:
        return None


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
        for pattern, value in ((message_words.YES_ANSWER, True), (message_words.NO_ANSWER, False)):
            if match := pattern.match(text):
                return [_Mention(asked, value, match.start(), match.end())]
    if spec.kind == "choix":
        for choice in sorted(spec.choices, key=len, reverse=True):
            if match := re.search(rf"(?<![\w-]){re.escape(fold(choice))}s?(?![\w-])", source.folded.text):
                return [_Mention(asked, choice, match.start(), match.end(), negated=_negated(source, match.start()))]
    return []


def _taken_back(source: _Source) -> Iterator[tuple[str, int, int]]:
    for name, labels in message_words.LABELS.items():
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
        facts, spans, (), ranges, frozenset(approximate), removed_names, bool(message_words.CORRECTS.match(source.folded.text)), siren, siret,
        tuple(invalid), others, period, tuple(q.value for q in unplaced), tuple(conflicts),
    )  # fmt: skip
    return replace(read, shown=_shown(source, read))


def _chosen(source: _Source, name: str, told: list[_Mention]) -> _Mention | None:
    """The mention that counts: the only value, the last after a correction, the group's head-count (sizes are counted with linked companies); else None."""
    values = {(m.value, m.high) for m in told}
    if len(values) == 1:
        return told[0]
    last, before = told[-1], told[-2]
    if message_words.CORRECTION_INSIDE.search(source.folded.text[before.end : last.start]) or (name == "effectif" and re.search(r"\bpas\s*$", source.text[: before.start])):
        return last
    if name == "effectif":
        exact = {m.value for m in told if not m.is_range}
        if len(exact) == 1 and all((m.value or 0) <= min(exact) <= (m.high if m.high is not None else min(exact)) for m in told if m.is_range):
            return next(m for m in told if not m.is_range)
        alone = [m for m in told if m.value == 0 and headcount_words.SOLO.search(source.text[m.start : m.end])]
        if alone and len(exact) == 2 and not any(m.is_range for m in told):
            return next(m for m in told if m.value != 0)  # « seule aux commandes, 24 salariés »
        if 0 in exact and len(exact) == 2 and max(exact) <= 5:
            return next(m for m in told if not m.is_range and m.value == 0)  # « nous sommes deux, pas encore de salarié »
        group = [m for m in told if re.match(r"[^,;.]{0,15}\b(?:dans|pour|au niveau d\w*|avec) (?:le|tout le|du) ?groupe|[^,;.]{0,5}\bau total|[^,;.]{0,5}\ben tout", source.text[m.end : m.end + 40]) or re.search(r"\b(?:groupe|au total|en tout|donc|soit)\s*:?\s*(?:de |fait |compte )?$", source.text[: m.start][-25:])]
        return group[0] if len({m.value for m in group}) == 1 else None
    if name == "en_difficulte" and last.value is False and re.search(r"\b(?:plus|sorti\w*|termine\w*|derriere)\b", source.text[before.end : last.end]):
        return last  # « un plan de continuation, nous ne sommes plus en difficulté »
    if name in ("travaux_commences", "en_difficulte"):
        return None
    if name in ("taille", "forme_juridique"):  # « SARL, nous livrons une coopérative agricole », « ETI, conseil à une petite entreprise »
        told = [m for m in told if m.value != "autre" and "petite" not in source.text[m.start : m.end]]
        return told[0] if len({m.value for m in told}) == 1 else None
    if name in ("naf", "filiere"):
        return told[0]
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
