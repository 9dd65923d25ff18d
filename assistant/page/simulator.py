"""The simulator as our own HTML: a form that holds every fact, and the verdicts criterion by criterion. Nothing is decided here.

Everything that comes from a person or a document is escaped, as in `markup`. A result in words comes with a sign, never with a colour alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assistant.company_facts import FIELDS, FactField, in_words
from assistant.eligibility import CLOSED, LIKELY, MET, MISSING, NOT_ELIGIBLE, NOT_MET, TO_CHECK, TO_COMPLETE, CriterionOutcome, NextQuestion, Verdict
from assistant.eligibility_table import VERDICT_WORDS, expected, given, label_of, outcome, tally
from assistant.errors import QuestionError
from assistant.french import sentence_spans
from assistant.page import simulator_texts as words
from assistant.page import texts
from assistant.page.markup import attribute, button, link, safe_url, text, verbatim
from assistant.page.simulator_file import as_file
from assistant.rendering import french_date
from assistant.simulating import FROM_THE_PLACE, Form, Simulation, as_typed
from assistant.territories import LookupResult

SHOWN = 8  # schemes shown at once
FIELD_LENGTH = 200  # characters
MAIN_FIELDS = ("type_demandeur", "forme_juridique", "effectif", "chiffre_affaires_eur", "secteur", "projet", "investissement_eur", "travaux_commences", "en_difficulte")
HALF_WIDTH = frozenset(("type_demandeur", "forme_juridique", "effectif", "chiffre_affaires_eur"))
MORE_FIELDS: Mapping[str, tuple[str, ...]] = {
    words.GROUP_COMPANY: (
        "taille", "bilan_eur", "naf", "branche", "filiere", "date_creation", "anciennete_annees", "micro_entreprise", "regime_reel", "independante", "obligations_a_jour",
        "sortie_difficulte_prouvee", "minimis_recus_eur", "transfert_activite_ue", "laureat_french_tech_2030", "part_rd_pct", "part_ca_hors_zone_pct",
    ),
    words.GROUP_PLACE: ("region", "zone_afr", "zone_zfrr", "zone_ftj", "laureat_rebond", "site_disponible_avant_2030", "ancien_site_icpe_ou_minier", "accord_gouvernance_ti", "deliberation_locale"),
    words.GROUP_PROJECT: (
        "aide_demandee_eur", "duree_projet_mois", "activite_nouvelle", "pret_bancaire_associe", "autre_financement_adapte", "agrement_prealable", "consortium", "etude_prealable", "audit_a_jour",
        "bilan_ges_recent", "soumis_ets", "reduction_co2_t_an", "energie_gwh_an", "methanisation_autoconsommee", "installations",
    ),
}  # fmt: skip
_SIGNS = {MET: "✓", NOT_MET: "✕", MISSING: "?", TO_CHECK: "!", LIKELY: "✓", TO_COMPLETE: "?", NOT_ELIGIBLE: "✕", CLOSED: "✕"}


def read_form(sent: str, *, limit: int) -> Form:
    """What the script sends. Raises QuestionError with a sentence for the reader."""
    try:
        raw = json.loads(sent)
        values = {str(name): str(value) for name, value in dict(raw.get("values") or {}).items() if str(value).strip()}
        place, described, day = (str(raw.get(name) or "").strip() for name in ("place", "described", "on"))
        skipped = tuple(str(name) for name in raw.get("skipped") or ())[: len(FIELDS)]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise QuestionError(words.BAD_FORM) from error
    if len(described) > limit:
        raise QuestionError(words.DESCRIBED_TOO_LONG.format(limit=limit))
    if len(place) > FIELD_LENGTH or any(len(value) > FIELD_LENGTH for name, value in values.items() if name != "projet") or len(values) > len(FIELDS) or len(values.get("projet", "")) > 5 * FIELD_LENGTH:
        raise QuestionError(words.FIELD_TOO_LONG)
    try:
        on = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise QuestionError(words.BAD_DAY) from error
    if not (values or place or described):
        raise QuestionError(words.NOTHING_GIVEN)
    return Form(values, place, described, skipped, on)


# --- the form ------------------------------------------------------------------------------------------------------------------------------


def form() -> str:
    """The whole form. The script reads it, and writes in it what was understood."""
    more = "".join(f'<fieldset><legend>{text(title)}</legend>{"".join(_field(FIELDS[name], asked=True) for name in names)}</fieldset>' for title, names in MORE_FIELDS.items())
    day = _labelled("s-on", words.DAY, '<input type="date" id="s-on" name="on">')
    return (
        f'<form class="simu-formulaire" id="simu-formulaire" aria-label="{attribute(words.FORM_LABEL)}" novalidate>'
        f'<div class="champ decrire"><label for="s-described">{text(words.DESCRIBED)}</label>'
        f'<textarea id="s-described" name="described" rows="3" aria-describedby="a-described"></textarea><p class="aide" id="a-described">{text(words.DESCRIBED_HELP)}</p>'
        f'{button("simu-lire", words.READ)}</div>'
        f'<fieldset class="essentiel"><legend>{text(words.MAIN)}</legend>{_place()}{"".join(_field(FIELDS[name]) for name in MAIN_FIELDS)}</fieldset>'
        f'<details class="plus"><summary>{text(words.MORE)}</summary><p class="aide">{text(words.MORE_HELP)}</p>{more}{day}</details>'
        f'<p class="simu-envoi"><button type="submit" class="principal">{text(words.SUBMIT)}</button>{button("simu-vider", words.CLEAR)}</p></form>'
    )


def _place() -> str:
    return _labelled("s-place", words.PLACE, '<input type="text" id="s-place" name="place" maxlength="200" autocomplete="off" aria-describedby="a-place p-place">', words.PLACE_HELP, wide=True)


def _labelled(identity: str, label: str, control: str, helped: str = "", *, wide: bool = False) -> str:
    name = identity.removeprefix("s-")
    aid = f'<p class="aide" id="a-{name}">{text(helped)}</p>' if helped else ""
    return f'<div class="champ{" large" if wide else ""}"><label for="{identity}">{text(label)}</label>{control}{aid}<p class="probleme" id="p-{name}"></p></div>'


def _field(field: FactField, *, asked: bool = False) -> str:
    """A field with its label: the question itself among the details, a short name among the essentials."""
    name = field.name
    label = words.LABELS.get(name) or (field.question if asked and field.kind == "bool" else _capital(field.label))
    helped = words.HELPS.get(name, field.question if asked and field.kind != "bool" else "")
    if field.kind == "choix_multiple":
        boxes = "".join(_box(f"s-{name}-{n}", name, choice) for n, choice in enumerate(field.choices))
        return (
            f'<div class="champ large" role="group" aria-labelledby="g-{name}"><span class="nom" id="g-{name}">{text(label)}</span>'
            f'<details class="choix-multiple" id="s-{name}"><summary><span class="choisis">{text(words.PROJECTS_OPEN)}</span></summary><div class="cases">{boxes}</div></details></div>'
        )
    described = f' aria-describedby="{f"a-{name} " if helped else ""}p-{name}"'
    return _labelled(f"s-{name}", label, _control(field, f"s-{name}", f' name="{name}"{described}'), helped, wide=name not in HALF_WIDTH)


def _box(identity: str, name: str, choice: str) -> str:
    return f'<label class="case" for="{identity}"><input type="checkbox" id="{identity}" name="{name}" value="{attribute(choice)}">{text(_capital(choice))}</label>'


def _capital(value: str) -> str:
    return f"{value[:1].upper()}{value[1:]}"


def _control(field: FactField, identity: str, more: str) -> str:
    choices = _choices(field)
    if choices:
        options = "".join(f'<option value="{attribute(value)}">{text(shown)}</option>' for value, shown in (("", words.UNKNOWN), *choices))
        return f'<select id="{identity}"{more}>{options}</select>'
    kind = "date" if field.kind == "date" else "text"
    unit = f'<span class="unite">{text(field.unit)}</span>' if field.unit else ""
    mode = ' inputmode="decimal"' if field.kind in ("entier", "nombre") else ""
    return f'<span class="saisie"><input type="{kind}" id="{identity}" maxlength="40" autocomplete="off"{mode}{more}>{unit}</span>'


def _choices(field: FactField) -> tuple[tuple[str, str], ...]:
    """(value, words) of a field with a list, or of a yes or no."""
    if field.kind == "bool":
        return (("oui", words.YES), ("non", words.NO))
    return tuple((choice, _capital(choice)) for choice in field.choices) if field.kind in ("choix", "region") else ()


# --- the result ----------------------------------------------------------------------------------------------------------------------------


def empty() -> str:
    steps = "".join(f"<li>{text(step)}</li>" for step in words.EMPTY_STEPS)
    return f'<section class="simu-vide" data-simulation="vide"><h3>{text(words.EMPTY_TITLE)}</h3><p>{text(words.EMPTY)}</p><ol>{steps}</ol></section>'


def failed(turn: str, message: str) -> str:
    return f'<section class="erreur" id="simu-{turn}" data-simulation="erreur"><h3 class="etat etat-erreur">{text(words.FAILED)}</h3><p class="cause">{text(message)}</p></section>'


def result(turn: str, simulation: Simulation, *, day: date) -> str:
    """What was understood, the territory, the next question, then every scheme."""
    ranking = simulation.ranking
    held = {"values": dict(simulation.values), "place": simulation.place}
    problems = {name: why for name, why in simulation.problems.items() if name in FIELDS}
    on = french_date(ranking.on.isoformat())
    count = _counted(len(ranking.near))
    return (
        f'<section class="simulation" id="simu-{turn}" data-simulation="fini" data-formulaire="{verbatim(json.dumps(held, ensure_ascii=False))}" '
        f'data-problemes="{verbatim(json.dumps(problems, ensure_ascii=False))}" data-compte="{attribute(count)}">'
        f'<p class="titre-imprime">{text(words.PRINT_TITLE.format(day=french_date(day.isoformat())))}</p>'
        f'<p class="perime" hidden>{text(words.STALE)}</p>'
        f"{_given(simulation)}{_balance(turn, simulation)}{_where(simulation)}{_next(turn, ranking.questions)}"
        f'<h3 class="titre-resultat" id="h-{turn}" tabindex="-1">{text(words.NEAR)}</h3>'
        f'<p class="discret">{text(words.SUMMARY_ON.format(day=on))} {text(words.TO_CONFIRM)}</p>'
        f"{_tools(simulation, day)}{_near(turn, ranking.near)}"
        f"{_uncertain(turn, ranking.unknown_status)}"
        f"{_group(turn, words.DISTANT, ranking.distant)}{_group(turn, words.NOT_ELIGIBLE, ranking.not_eligible)}{_group(turn, words.FRAMEWORKS, ranking.frameworks)}"
        f"{_closed(ranking.closed)}</section>"
    )


def _counted(count: int) -> str:
    return words.SCHEME if count == 1 else words.SCHEMES.format(count=count)


def _given(simulation: Simulation) -> str:
    """Each fact with the way to correct it and to take it back; what was read but could not be settled, in words."""
    chips = "".join(_chip(name, words.LABELS.get(name, FIELDS[name].label).rstrip(" ?"), in_words(name, value)) for name, value in simulation.ranking.facts.known().items() if name in simulation.values)
    if simulation.place:
        chips = _chip("place", words.PLACE.split(",")[0], simulation.place) + chips
    unsettled = f'<p class="discret">{text(words.UNSETTLED)} {text(" ; ".join(simulation.unsettled))}.</p>' if simulation.unsettled else ""
    wrong = "".join(f"<li>{text(_short_label(name))} : {text(why)}</li>" for name, why in simulation.problems.items())
    problems = f'<div class="erreur revoir"><p>{text(words.LEFT_OUT)}</p><ul>{wrong}</ul></div>' if wrong else ""
    title = words.UNDERSTOOD if simulation.described else words.GIVEN
    listed = f'<ul class="puces">{chips}</ul><p class="discret conseil">{text(words.UNDERSTOOD_HELP)}</p>' if chips else ""
    return f'<section class="compris"><h3>{text(title)}</h3>{listed}{unsettled}{problems}</section>' if listed or unsettled or problems else ""


def _balance(turn: str, simulation: Simulation) -> str:
    """How many schemes, before the details, and the way to them."""
    ranking = simulation.ranking
    likely = sum(verdict.verdict == LIKELY for verdict in ranking.near)
    parts = [words.BALANCE_NEAR.format(count=_counted(len(ranking.near)))]
    parts += [words.BALANCE_LIKELY.format(count=likely)] if likely else []
    parts += [words.BALANCE_UNKNOWN.format(count=len(ranking.unknown_status))] if ranking.unknown_status else []
    return f'<p class="bilan"><strong>{text(parts[0])}</strong>{text("".join(f" ; {part}" for part in parts[1:]))}. <a href="#h-{turn}">{text(words.BALANCE_SEE)}</a></p>'


def _short_label(name: str) -> str:
    return (words.LABELS.get(name) or FIELDS[name].label).rstrip(" ?")


def _chip(name: str, label: str, value: str) -> str:
    shown = f"{_capital(label)} : {value}"
    correct = button("simu-corriger", f"{words.CORRECT} « {shown} »", fill=name, css="corriger", inside=f'<span aria-hidden="true">{text(shown)}</span>')
    remove = button("simu-retirer", f"{words.REMOVE} « {shown} »", fill=name, css="retirer", inside='<span aria-hidden="true">×</span>')
    return f"<li>{correct}{remove}</li>"


def _where(simulation: Simulation) -> str:
    """The territory with its phase and the date of the list; the establishment, as the register says."""
    parts = ""
    if simulation.company is not None:
        company = simulation.company.company
        source = f'<p class="officielles">{link(company.source_url, words.COMPANY_SOURCE)}</p>' if company else ""
        question = f"<p><strong>{text(simulation.company.question)}</strong></p>" if simulation.company.question else ""
        parts += f'<div class="carte-lieu"><h3>{text(words.COMPANY)}</h3><p>{text(simulation.company.message)}</p>{question}{source}</div>'
    if simulation.territory is not None:
        parts += _territory(simulation.territory)
    return parts


def _territory(found: LookupResult) -> str:
    label = texts.TERRITORY_STATUS.get(found.status, texts.TERRITORY_STATUS["unknown"])
    places = [(f"{c.name} ({c.department})" if c.kind == "commune" and c.department else c.name) for c in found.candidates[:12]]
    choices = "".join(f"<li>{button('simu-lieu', place, fill=place)}</li>" for place in dict.fromkeys(places))
    choose = f'<p class="cadre">{text(words.PLACE_CHOOSE)}</p><ul class="precisions">{choices}</ul>' if choices else ""
    dated = f' <span class="datee">{text(french_date(found.list_date))}</span>' if found.list_date else ""
    message = found.message.replace(f" : {found.source_url})", ")")
    spans = sentence_spans(message)
    cut = spans[0][1] if spans else len(message)
    rest = f'<details class="suite"><summary>{text(words.TERRITORY_MORE)}</summary><p>{text(message[cut:].strip())}</p></details>' if message[cut:].strip() else ""
    return (
        f'<div class="carte-lieu" data-statut="{attribute(found.status)}"><h3>{text(words.TERRITORY)}</h3><p class="etat etat-lieu-{attribute(found.status)}">{text(label)}</p>'
        f'<p>{text(message[:cut])}</p>{choose}{rest}<p class="officielles">{link(found.source_url, texts.TERRITORY_SOURCE)}{dated}</p></div>'
    )


def _next(turn: str, questions: Sequence[NextQuestion]) -> str:
    """The question that settles most, with what answers it."""
    if not questions:
        return ""
    asked = questions[0]
    name, of_the_place = asked.field, asked.field in FROM_THE_PLACE
    title = f"q-{turn}"
    control = _place_answer(title) if of_the_place else _answer(FIELDS[name], title)
    skip = button("simu-passer", words.SKIP, fill=name, css="discret-bouton")
    return (
        f'<section class="suivante" data-champ="{"place" if of_the_place else attribute(name)}"><h3 id="{title}" tabindex="-1"><span class="surtitre">{text(words.NEXT)}</span> {text(asked.question)}</h3>'
        f'<p class="discret">{text(words.NEXT_WEIGHT.format(count=_counted(len(asked.schemes))))}</p><div class="reponses">{control}{skip}</div></section>'
    )


def _place_answer(title: str) -> str:
    return f'<input type="text" class="reponse-libre" maxlength="200" autocomplete="off" aria-labelledby="{title}">{button("simu-valider", words.VALIDATE)}'


def _answer(field: FactField, title: str) -> str:
    choices = _choices(field)
    if field.kind == "choix_multiple":
        boxes = "".join(_box(f"r-{field.name}-{n}", f"r-{field.name}", choice) for n, choice in enumerate(field.choices))
        return f'<div class="cases" role="group" aria-labelledby="{title}">{boxes}</div>{button("simu-valider", words.VALIDATE)}'
    if choices and len(choices) <= 6:
        return "".join(button("simu-repondre", shown, fill=value) for value, shown in choices)
    if choices:
        options = "".join(f'<option value="{attribute(value)}">{text(shown)}</option>' for value, shown in (("", words.UNKNOWN), *choices))
        return f'<select class="reponse-libre" aria-labelledby="{title}">{options}</select>{button("simu-valider", words.VALIDATE)}'
    kind = "date" if field.kind == "date" else "text"
    unit = f'<span class="unite">{text(field.unit)}</span>' if field.unit else ""
    return f'<span class="saisie"><input type="{kind}" class="reponse-libre" maxlength="40" autocomplete="off" aria-labelledby="{title}">{unit}</span>{button("simu-valider", words.VALIDATE)}'


def _tools(simulation: Simulation, day: date) -> str:
    kept = verbatim(as_file(simulation, day=day, shown=SHOWN))
    return f'<p class="outils">{button("simu-imprimer", words.PRINT)}{button("simu-exporter", words.DOWNLOAD, more=f" data-texte={chr(34)}{kept}{chr(34)}")}</p>'


def _near(turn: str, verdicts: Sequence[Verdict]) -> str:
    if not verdicts:
        return f'<p class="cadre">{text(words.NEAR_NONE)}</p>'
    first = "".join(_scheme(turn, verdict, opened=position == 0) for position, verdict in enumerate(verdicts[:SHOWN]))
    rest = verdicts[SHOWN:]
    more = f'<details class="groupe"><summary>{text(words.SEE_MORE.format(count=len(rest)))}</summary>{_list(turn, rest)}</details>' if rest else ""
    return f'<div class="dispositifs proches">{first}</div>{more}'


def _list(turn: str, verdicts: Iterable[Verdict]) -> str:
    return f'<div class="dispositifs">{"".join(_scheme(turn, verdict) for verdict in verdicts)}</div>'


def _uncertain(turn: str, verdicts: Sequence[Verdict]) -> str:
    return _group(turn, words.UNKNOWN_STATUS, verdicts, helped=words.UNKNOWN_STATUS_HELP)


def _group(turn: str, title: str, verdicts: Sequence[Verdict], *, helped: str = "") -> str:
    if not verdicts:
        return ""
    aid = f'<p class="discret">{text(helped)}</p>' if helped else ""
    return f'<details class="groupe"><summary>{text(title)} ({len(verdicts)})</summary>{aid}{_list(turn, verdicts)}</details>'


def _closed(verdicts: Sequence[Verdict]) -> str:
    names = " ; ".join(text(verdict.rule.name) for verdict in verdicts)
    return f'<p class="fermes"><strong>{text(words.CLOSED)}</strong> {names}.</p>' if verdicts else ""


def _scheme(turn: str, verdict: Verdict, *, opened: bool = False) -> str:
    """One scheme: a line, and its details folded."""
    rule = verdict.rule
    badge = f'<span class="etat verdict-{attribute(verdict.verdict)}"><span aria-hidden="true">{_SIGNS[verdict.verdict]}</span> {text(VERDICT_WORDS[verdict.verdict])}</span>'
    tested = [criterion for criterion in verdict.criteria if criterion.field != "autre"]
    points = [criterion for criterion in verdict.criteria if criterion.field == "autre"]
    addresses = list(dict.fromkeys(criterion.source_url for criterion in verdict.criteria if criterion.source_url))
    numbers = {address: number for number, address in enumerate(addresses, start=1)}
    missing = [criterion for criterion in tested if criterion.required and criterion.outcome == MISSING and criterion.question]
    asked = list(dict.fromkeys(criterion.question for criterion in missing))
    parts = [
        f"<p>{text(verdict.message)}</p>",
        _table(rule.name, tested, numbers),
        f"<h4>{text(words.MISSING_TITLE)}</h4><ul>{''.join(f'<li>{text(question)}</li>' for question in asked)}</ul>" if asked else "",
        f"<h4>{text(words.POINTS_TITLE)}</h4><ul>{''.join(f'<li>{text(_point(point))} {_source(point, numbers)}</li>' for point in points)}</ul>" if points else "",
        _apply(verdict),
        _sources(verdict, numbers),
        f'<p class="mention">{text(words.SOURCES_CHECKED.format(day=french_date(rule.checked_on.isoformat())))}</p>',
        f'<p class="outils">{button("demander", words.ASK, fill=words.ASK_QUESTION.format(name=rule.name))}</p>',
    ]
    return (
        f'<details class="dispositif" data-scheme="{attribute(rule.id)}"{" open" if opened else ""}><summary><span class="titre">{text(rule.name)}</span>{badge}'
        f'<span class="compte">{text(tally(verdict))}</span></summary><div class="corps">{"".join(parts)}</div></details>'
    )


def _point(point: CriterionOutcome) -> str:
    return point.explanation.removesuffix(" Ce point est à confirmer par l'instructeur.")


def _apply(verdict: Verdict) -> str:
    rule = verdict.rule
    lines = [f"<p>{text(rule.next_step)}</p>"] if rule.next_step else []
    lines += [f"<p>{text(label)} {text(value)}</p>" for label, value in ((words.OPERATOR, rule.operator), (words.CONTACT, rule.contact if rule.contact != rule.operator else "")) if value]
    return f"<h4>{text(words.WHERE_TITLE)}</h4>{''.join(lines)}" if lines else ""


def _table(name: str, criteria: Sequence[CriterionOutcome], numbers: Mapping[str, int]) -> str:
    """Rows and cells have their roles in full: on a phone each row becomes a card, and stays a row for those who listen."""
    heads = (words.CRITERION, words.EXPECTED, words.ANSWER, words.OUTCOME, words.SOURCE)
    head = "".join(f'<th role="columnheader" scope="col">{text(title)}</th>' for title in heads)
    rows = "".join(_row(criterion, numbers) for criterion in criteria)
    caption = f'<caption class="sr">{text(words.TABLE_CAPTION.format(name=name))}</caption>'
    return f'<table class="criteres" role="table">{caption}<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'


def _row(criterion: CriterionOutcome, numbers: Mapping[str, int]) -> str:
    label = label_of(criterion)
    aside = "" if criterion.required else f' <span class="precision">({text(words.INDICATIVE)})</span>'
    result = f'<span class="issue issue-{criterion.outcome}"><span aria-hidden="true">{_SIGNS[criterion.outcome]}</span> {text(outcome(criterion))}</span>'
    note = f'<span class="precision">{text(_note(criterion))}</span>' if _note(criterion) else ""
    cells = ((words.EXPECTED, text(expected(criterion))), (words.ANSWER, text(given(criterion))), (words.OUTCOME, result + note), (words.SOURCE, _source(criterion, numbers)))
    rest = "".join(f'<td role="cell" data-titre="{attribute(title)}">{cell}</td>' for title, cell in cells)
    return f'<tr role="row"><th role="rowheader" scope="row">{text(_capital(label))}{aside}</th>{rest}</tr>'


def _note(criterion: CriterionOutcome) -> str:
    """Why it is so, where the columns do not say it already."""
    if criterion.field == "date":
        return criterion.explanation
    return criterion.explanation.partition(" : ")[2] if criterion.outcome in (NOT_MET, TO_CHECK) or criterion.reserve else ""


def _source(criterion: CriterionOutcome, numbers: Mapping[str, int]) -> str:
    """A mark that opens the source; its title stands below the table."""
    address, number = safe_url(criterion.source_url), numbers.get(criterion.source_url)
    if not address:
        return f'<span class="discret">{text(words.NO_SOURCE)}</span>'
    return (
        f'<a class="renvoi" href="{attribute(address)}" target="_blank" rel="noopener noreferrer"><span class="sr">{text(words.SOURCE)} </span>[{number}]'
        f'<span class="sr"> ({text(texts.NEW_WINDOW)})</span></a>'
    )


def _sources(verdict: Verdict, numbers: Mapping[str, int]) -> str:
    """Each source of the table in full, under its number."""
    known = {source.url: source for source in verdict.rule.sources}
    rows = []
    for address, number in numbers.items():
        source = known.get(address)
        said = ", ".join(part for part in (source.publisher, french_date(source.date) if source.date else texts.UNDATED) if part) if source else ""
        rows.append(f'<li value="{number}">{link(address, source.title if source and source.title else words.SOURCE)}<span class="datee">{text(said)}</span></li>')
    return f"<h4>{text(texts.SOURCES_MANY if len(rows) > 1 else texts.SOURCES_ONE)}</h4><ol>{''.join(rows)}</ol>" if rows else ""


__all__ = ["as_typed", "empty", "failed", "form", "read_form", "result"]
