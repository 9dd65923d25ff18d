"""The command line: one verb a job, which calls one function and prints. Exit codes: 0 done, 2 bad input, 1 anything else."""

from __future__ import annotations

import argparse
import difflib
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from assistant import __version__
from assistant.documents import AUDIENCES
from assistant.errors import AssistantError, UsageError
from assistant.phrases import phrase
from assistant.wiring import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.company_facts import CompanyFacts
    from assistant.settings import Settings

_ARGPARSE_FRENCH = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"unrecognized arguments: (.*)", r"argument inconnu : \1"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 : \2 n'est pas admis (au choix : \3)"),
    (r"argument (.*): expected one argument", r"\1 attend une valeur"),
    (r"argument (.*): expected at least one argument", r"\1 attend au moins une valeur"),
    (r"one of the arguments (.*) is required", r"il manque l'un de : \1"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 ne va pas avec \2"),
    (r"argument (.*): ignored explicit argument (.*)", r"\1 n'attend pas de valeur (\2)"),
    (r"argument (.*): invalid (?:int|\w+) value: (.*)", r"\1 : \2 n'est pas une valeur admise"),
    (r"argument (.*): (.*)", r"\1 : \2"),
)

# What pydantic says of a setting, by kind of error.
_SETTING_FRENCH = {
    "int_parsing": "un nombre entier est attendu",
    "float_parsing": "un nombre est attendu",
    "greater_than_equal": "la valeur doit être d'au moins {ge}",
    "less_than_equal": "la valeur doit être d'au plus {le}",
    "greater_than": "la valeur doit dépasser {gt}",
    "string_pattern_mismatch": "valeurs admises : {pattern}",
}


class _Parser(argparse.ArgumentParser):
    """argparse that speaks French."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("add_help", False)
        kwargs.setdefault("allow_abbrev", False)
        super().__init__(*args, **kwargs)
        self._positionals.title, self._optionals.title = "arguments", "options"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        for pattern, french in _ARGPARSE_FRENCH:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, french, message)
                break
        self.exit(2, f"Commande mal formée : {message}.\nAide : {self.prog} --help\n")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "usage :")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "usage :")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une date AAAA-MM-JJ") from error


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 200:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un nombre de 1 à 200")
    return int(text)


def _days(text: str) -> int:
    if not text.isdigit() or int(text) > 36500:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un nombre de jours")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un port (1 à 65535)")
    return int(text)


def build_parser() -> argparse.ArgumentParser:
    folders: Any = argparse.ArgumentParser(add_help=False)
    folders.add_argument("--corpus", type=Path, metavar="DOSSIER", help="dossier des documents (défaut : le corpus livré)")
    folders.add_argument("--data", type=Path, metavar="DOSSIER", help="dossier du modèle et des index (défaut : ~/.local/share/assistant-ti)")

    parser: argparse.ArgumentParser = _Parser(prog="assistant-ti", description="Questions sur les Territoires d'industrie et la loi Industrie verte, avec leurs sources.")
    parser.add_argument("--version", action="version", version=f"assistant-ti {__version__}", help="affiche la version")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMANDE", required=True, title="commandes", parser_class=_Parser)

    def verb(name: str, summary: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=summary, description=summary, parents=[folders])

    index = verb("index", "Indexe les documents nouveaux ou modifiés.")
    index.add_argument("--rebuild", action="store_true", help="relit tous les documents")

    ask = verb("ask", "Répond à une question.")
    ask.add_argument("question", help="la question, entre guillemets")
    ask.add_argument("--audience", choices=AUDIENCES, help="qui pose la question")
    ask.add_argument("--on", type=_day, metavar="DATE", help="répondre d'après les textes en vigueur à cette date (AAAA-MM-JJ)")
    ask.add_argument("--json", action="store_true", help="un objet JSON, et rien d'autre")

    chat = verb("chat", "Conversation dans le terminal.")
    chat.add_argument("--audience", choices=AUDIENCES, help="qui pose les questions")

    search = verb("search", "Montre les passages trouvés, sans composer de réponse.")
    search.add_argument("question", help="la question, entre guillemets")
    search.add_argument("-k", type=_count, default=8, metavar="N", help="nombre de passages (8)")
    search.add_argument("--on", type=_day, metavar="DATE", help="date à laquelle se placer (AAAA-MM-JJ)")
    search.add_argument("--json", action="store_true", help="un objet JSON, et rien d'autre")

    territory = verb("territory", "Dit de quel Territoire d'industrie relève un lieu.")
    territory.add_argument("place", help="commune, code postal, code INSEE, intercommunalité, SIREN ou territoire")
    territory.add_argument("--json", action="store_true", help="un objet JSON, et rien d'autre")

    eligibility = verb("eligibility", "Applique aux faits donnés les règles d'un dispositif, ou de tous.")
    eligibility.add_argument("--scheme", metavar="ID", help="identifiant du dispositif, par exemple pret-vert (sans lui : tous, classés)")
    eligibility.add_argument("--fact", action="extend", nargs="+", default=[], metavar="CHAMP=VALEUR", help="un fait connu, par exemple taille=PME")
    eligibility.add_argument("--place", metavar="LIEU", help="commune ou code postal du projet, au lieu de region=, phase_ti=…")
    eligibility.add_argument("--on", type=_day, metavar="DATE", help="date à laquelle se placer (AAAA-MM-JJ)")
    eligibility.add_argument("--json", action="store_true", help="un objet JSON, et rien d'autre")

    batch = verb("batch", "Répond à un tableau de questions.")
    batch.add_argument("questions", type=Path, help="fichier CSV avec une colonne « question » (et, au besoin, id, audience, on)")
    batch.add_argument("-o", "--output", type=Path, required=True, metavar="FICHIER", help="fichier CSV des réponses ; une commande interrompue reprend où elle était")
    batch.add_argument("--audience", choices=AUDIENCES, help="qui pose les questions")
    batch.add_argument("--on", type=_day, metavar="DATE", help="répondre d'après les textes en vigueur à cette date (AAAA-MM-JJ)")

    corpus = verbs.add_parser("corpus", help="Contrôle les documents.", description="Contrôle les documents.")
    jobs = corpus.add_subparsers(dest="job", metavar="TRAVAIL", required=True, title="travaux", parser_class=_Parser)
    lint = jobs.add_parser("lint", help="Liste les défauts des fiches.", description="Liste les défauts des fiches.", parents=[folders])
    lint.add_argument("--json", action="store_true", help="un objet JSON, et rien d'autre")

    sources = verbs.add_parser("sources", help="Télécharge ou contrôle les sources officielles.", description="Télécharge ou contrôle les sources officielles.")
    jobs = sources.add_subparsers(dest="job", metavar="TRAVAIL", required=True, title="travaux", parser_class=_Parser)
    fetch = jobs.add_parser("fetch", help="Télécharge les sources dans le dossier de données.", description="Télécharge les sources dans le dossier de données.", parents=[folders])
    fetch.add_argument("--only", action="extend", nargs="+", default=[], metavar="ID", help="seulement ces sources")
    check = jobs.add_parser("check", help="Dit l'âge, l'empreinte et le lien de chaque source.", description="Dit l'âge, l'empreinte et le lien de chaque source.", parents=[folders])
    check.add_argument("--json", action="store_true", help="un objet JSON, et rien d'autre")

    feedback = verbs.add_parser("feedback", help="Exporte ou efface les avis enregistrés.", description="Exporte ou efface les avis enregistrés.")
    acts = feedback.add_subparsers(dest="job", metavar="TRAVAIL", required=True, title="travaux", parser_class=_Parser)
    export = acts.add_parser("export", help="Écrit tous les avis en CSV.", description="Écrit tous les avis en CSV.", parents=[folders])
    export.add_argument("-o", "--output", type=Path, metavar="FICHIER", help="fichier CSV (défaut : la sortie standard)")
    erase = acts.add_parser("erase", help="Efface des avis.", description="Efface des avis.", parents=[folders])
    which = erase.add_mutually_exclusive_group(required=True)
    which.add_argument("--older-than", type=_days, metavar="JOURS", help="ceux qui ont plus de tant de jours")
    which.add_argument("--all", action="store_true", help="tous")

    serve = verb("serve", "Ouvre la page et l'interface HTTP.")
    serve.add_argument("--host", help="adresse d'écoute (127.0.0.1)")
    serve.add_argument("--port", type=_port, help="port d'écoute (7860)")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):  # a character that the terminal cannot show, or half a character typed in it, stops nothing
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    options = build_parser().parse_args(arguments)
    try:
        code = int(_VERBS[options.verb](options))
        sys.stdout.flush()
        return code
    except AssistantError as error:
        print(str(error), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("Interrompu. Rien n'est perdu : relancez la commande.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # « | head »
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left to write goes nowhere, in silence
        return 0
    except OSError as error:
        from assistant.adapters.system_errors import french_reason

        print(f"Erreur du système : {french_reason(error)}{f' ({error.filename})' if error.filename else ''}. Vérifiez la place et les droits.", file=sys.stderr)
        return 1
    except ValueError as error:
        from pydantic import ValidationError

        if not isinstance(error, ValidationError):
            raise
        problem = error.errors()[0]
        reason = _SETTING_FRENCH.get(problem["type"], "valeur non admise").format(**problem.get("ctx", {}))
        print(f"Réglage ASSISTANT_{str(problem['loc'][0]).upper()} refusé (« {problem['input']} ») : {reason}.", file=sys.stderr)
        return 2


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar a step, on stderr, and only in a terminal."""
    from tqdm import tqdm

    bar: tqdm[NoReturn] | None = None
    current = ""

    def show(step: str, done: int, total: int) -> None:
        nonlocal bar, current
        if bar is None or step != current:
            if bar is not None:
                bar.close()
            current = step
            bar = tqdm(total=total, desc=step, unit="", file=sys.stderr, leave=True, disable=None, bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt} [{elapsed}]")
        bar.update(done - bar.n)

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()


def _index(options: argparse.Namespace) -> int:
    from assistant.wiring import run_index

    settings = load_settings(corpus=options.corpus, data=options.data)
    with _progress() as show:
        report = run_index(settings, rebuild=options.rebuild, on_progress=show)
    for refused in report.refused:
        print(f"Refusé — {refused}", file=sys.stderr)
    for notice in report.notices:
        print(f"Note — {notice}", file=sys.stderr)
    if report.up_to_date:
        print(f"Rien à faire : {report.documents} documents, {report.chunks} passages déjà à jour.")
        return 0
    speed = f", {report.embedded / report.embedding_seconds:.0f} textes/s" if report.embedded and report.embedding_seconds > 0.5 else ""
    print(
        f"{report.documents} documents indexés ({report.read} lus, {report.unchanged} inchangés, {report.removed} retirés, {len(report.refused)} refusés) : "
        f"{report.chunks} passages en {report.seconds:.1f} s{speed}."
    )
    return 0


def _ask(options: argparse.Namespace) -> int:
    from assistant.rendering import as_text
    from assistant.understanding import clean
    from assistant.wiring import build_assistant

    settings = load_settings(corpus=options.corpus, data=options.data)
    clean(options.question, max_length=settings.max_question_length)  # said before anything is loaded
    answer = build_assistant(settings).ask(options.question, audience=options.audience, on=options.on)
    if options.json:
        _print_json(answer.to_json())
    else:
        print(as_text(answer))
    return 0


def _chat(options: argparse.Namespace) -> int:
    from assistant.rendering import as_text
    from assistant.wiring import build_assistant

    assistant = build_assistant(load_settings(corpus=options.corpus, data=options.data))
    print("Vous échangez avec un programme automatique (IA). Vérifiez ses réponses dans leurs sources. Ligne vide ou Ctrl-D pour quitter.\n")
    conversation = assistant.new_conversation()
    while True:
        try:
            line = input("Vous : ").strip()
        except EOFError:
            print()
            return 0
        if not line:
            return 0
        try:
            answer = assistant.ask(line, audience=options.audience, conversation=conversation)
        except UsageError as error:
            print(f"{error}\n")
            continue
        if answer.standalone_question != line:
            print(f"(Question comprise : {answer.standalone_question})")
        print(f"\n{as_text(answer)}\n")


def _search(options: argparse.Namespace) -> int:
    from assistant.wiring import build_assistant

    settings = load_settings(corpus=options.corpus, data=options.data)
    passages = build_assistant(settings).search(options.question, k=options.k, on=options.on)
    rows = [
        {
            "rank": rank,
            "document_id": passage.document.id,
            "chunk_id": passage.chunk.id,
            "title": passage.document.metadata.title,
            "heading_path": list(passage.chunk.heading_path),
            "page": passage.chunk.page,
            "text": passage.text,
            "score": passage.score,
            "scores": {"lexical": passage.scores.get("lexical"), "dense": passage.scores.get("dense"), "rerank": passage.scores.get("rerank")},
        }
        for rank, passage in enumerate(passages, start=1)
    ]
    if options.json:
        _print_json({"question": options.question, "passages": rows})
        return 0
    for row in rows:
        print(f"{row['rank']:>2}. {row['title']}  [{row['document_id']}]  score {row['score']:.4f}")
        print("    " + str(row["text"]).replace("\n", "\n    ") + "\n")
    if not rows:
        print("Aucun passage trouvé.")
    return 0


def _territory(options: argparse.Namespace) -> int:
    from assistant.wiring import load_territory_index

    settings = load_settings(corpus=options.corpus, data=options.data)
    if not options.place.strip():
        raise UsageError("Le lieu est vide : donnez une commune, un code postal, une intercommunalité ou un Territoire d'industrie.")
    if len(options.place) > settings.max_question_length:
        raise UsageError("Le lieu est trop long : donnez seulement le nom d'une commune, d'une intercommunalité ou d'un Territoire d'industrie.")
    result = load_territory_index(settings).look_up(options.place)
    if options.json:
        _print_json(result.to_json())
    else:
        print(result.message)
    return 0


def _eligibility(options: argparse.Namespace) -> int:
    from assistant.eligibility import evaluate, parse_facts
    from assistant.eligibility_table import ranking_table, verdict_table
    from assistant.simulating import rank
    from assistant.wiring import load_rules

    settings = load_settings(corpus=options.corpus, data=options.data)
    rules, facts, on = load_rules(settings), parse_facts(options.fact), options.on or date.today()
    if options.scheme is not None and options.scheme not in rules:
        near = difflib.get_close_matches(options.scheme, rules, n=4, cutoff=0.4)
        hint = f" Voulez-vous dire : {', '.join(near)} ?" if near else f" Dispositifs connus : {', '.join(sorted(rules))}."
        raise UsageError(f"Aucune règle pour « {options.scheme} ».{hint}")
    territory = _place_of_project(options.place, settings) if options.place is not None else None
    if territory is not None:
        facts = facts.with_facts(territory[0])
    width = shutil.get_terminal_size((110, 24)).columns
    if options.scheme is None:
        ranking = rank(rules, facts, on=on)
        _print_json(ranking.to_json()) if options.json else print(ranking_table(ranking, width=width))
    else:
        verdict = evaluate(rules[options.scheme], facts, on=on)
        _print_json(verdict.to_json()) if options.json else print(verdict_table(verdict, width=width))
    if not options.json:
        print("".join(f"\n{sentence}" for sentence in ([territory[1]] if territory else []) + [phrase("indicative", "fr")]))
    return 0


def _place_of_project(place: str, settings: Settings) -> tuple[CompanyFacts, str]:
    """What a commune tells the rules, and the sentence of the list. A place that is not one commune is refused: nothing is guessed."""
    from assistant.territory_answers import facts_of_place
    from assistant.wiring import load_territory_index

    result = load_territory_index(settings).look_up(place)
    facts = facts_of_place(result)
    if not facts.known():
        raise UsageError(f"Le lieu ne désigne pas une seule commune. {result.message}")
    return facts, result.message


def _batch(options: argparse.Namespace) -> int:
    from assistant.adapters.batch_files import answer_all, read_questions
    from assistant.wiring import build_assistant

    read_questions(options.questions, audience=options.audience, on=options.on)  # said before anything is loaded
    assistant = build_assistant(load_settings(corpus=options.corpus, data=options.data))
    with _progress() as show, assistant.parts() as parts:
        report = answer_all(
            options.questions,
            options.output,
            lambda question, audience, on: assistant.ask(question, audience=audience, on=on),
            index=f"{parts.searcher.index.name} {assistant.model.signature}",
            audience=options.audience,
            on=options.on,
            tell=lambda done, total: show("Réponses", done, total),
        )
    again = f", dont {report.resumed} déjà faites" if report.resumed else ""
    unread = f" ; {report.errors} questions illisibles (colonne « error »)" if report.errors else ""
    print(f"{report.rows} réponses dans {options.output}{again}{unread}.")
    return 0


def _corpus(options: argparse.Namespace) -> int:
    from assistant.adapters.lint_files import lint_folder

    report = lint_folder(load_settings(corpus=options.corpus).corpus_dir)
    if options.json:
        _print_json(report.to_json())
    else:
        for fault in report.faults:
            print(fault)
        print(report.summary)
    return 1 if report.faults else 0


def _sources(options: argparse.Namespace) -> int:
    return _fetch_sources(options) if options.job == "fetch" else _check_sources(options)


def _fetch_sources(options: argparse.Namespace) -> int:
    from assistant.sources import plural
    from assistant.wiring import fetch_official_sources

    settings = load_settings(corpus=options.corpus, data=options.data)
    with _progress() as show:
        outcomes, said = fetch_official_sources(settings, only=options.only, on_progress=show)
    words = {"new": "nouvelle", "changed": "modifiée", "unchanged": "inchangée"}
    for outcome in outcomes:
        if outcome.status == "failed":
            print(f"Échec — {outcome.source.id} : {outcome.reason}. ({outcome.source.url})", file=sys.stderr)
        elif outcome.status != "unchanged":
            print(f"{words[outcome.status].capitalize()} — {outcome.source.id} ({outcome.size / 1000:.1f} ko)")
    for sentence in said:
        print(f"Territoires — {sentence}")
    count = {status: sum(outcome.status == status for outcome in outcomes) for status in (*words, "failed")}
    each = ", ".join(plural(count[status], word, f"{word}s") for status, word in words.items())
    print(
        f"{plural(len(outcomes), 'source demandée', 'sources demandées')} : {each}, {count['failed']} en échec"
        f"{' (leur copie précédente, quand il y en a une, est gardée)' if count['failed'] else ''}."
    )
    if any(outcome.source.indexed and outcome.status in ("new", "changed") for outcome in outcomes):
        print("Lancez « assistant-ti index » pour que les réponses s'appuient sur elles.")
    return 1 if count["failed"] else 0


def _check_sources(options: argparse.Namespace) -> int:
    from assistant.sources import check_summary, check_table
    from assistant.wiring import check_official_sources

    settings = load_settings(corpus=options.corpus, data=options.data)
    with _progress() as show:
        checks, online = check_official_sources(settings, on_progress=show)
    if options.json:
        _print_json({"checked_on": date.today().isoformat(), "network": online, "sources": [check.to_json() for check in checks]})
    else:
        print(check_table(checks))
        if not online:
            print("Pas de réseau : les liens et les contenus n'ont pas été vérifiés, seulement les âges et les empreintes des copies.")
        print(check_summary(checks))
    return 1 if online and any(check.faulty for check in checks) else 0


def _feedback(options: argparse.Namespace) -> int:
    from assistant.adapters.database import open_database
    from assistant.adapters.feedback_store import FeedbackStore

    settings = load_settings(corpus=options.corpus, data=options.data)
    database = open_database(settings.data_dir, database_url=settings.database_url)
    try:
        store = FeedbackStore(database, days=settings.feedback_days)
        if options.job == "erase":
            print(f"{store.erase(older_than=None if options.all else options.older_than)} avis effacés.")
        elif options.output is None:
            store.export(sys.stdout)
        else:
            with options.output.open("w", encoding="utf-8-sig", newline="") as file:  # the mark by which spreadsheets read the accents
                print(f"{store.export(file)} avis dans {options.output}.")
    finally:
        database.close()
    return 0


def _serve(options: argparse.Namespace) -> int:
    from app import serve
    from assistant.page.shelf import Shelf
    from assistant.wiring import build_assistant, load_feedback, load_history, load_seal_key

    settings = load_settings(corpus=options.corpus, data=options.data)
    assistant = build_assistant(settings)
    shelf, feedback, history = Shelf(load_seal_key(settings)), load_feedback(settings), load_history(settings)
    if stores := [store for store in (feedback, history) if store]:
        from assistant.adapters.database import purge_daily

        purge_daily(stores)
    host, port = options.host or settings.host, options.port or settings.port
    serve(assistant, host=host, port=port, limit=settings.max_question_length, shelf=shelf, feedback=feedback, history=history)
    return 0


_VERBS = {"index": _index, "ask": _ask, "chat": _chat, "search": _search, "territory": _territory, "eligibility": _eligibility, "batch": _batch, "corpus": _corpus, "sources": _sources, "feedback": _feedback, "serve": _serve}
