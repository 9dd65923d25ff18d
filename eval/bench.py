"""How fast the product is, as ratios measured in one run on the shipped corpus: `python -m eval.bench [--out DIR] [--quick]`.

A ratio holds on another machine, or on this one when it is busy; a time alone does not. Each pair of a ratio is measured turn by turn on the same
questions or texts. The report goes to `eval/reports/bench-YYYY-MM-DD.md`.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import numpy as np

from assistant import __version__
from assistant.adapters.embeddings import SentenceTransformerEmbeddings, load_embeddings
from assistant.adapters.index_files import SearchIndex, open_index
from assistant.chunking import embedded_text, short_statement_text, statement_text
from assistant.composing import compose
from assistant.eligibility import evaluate, parse_facts, search_schemes
from assistant.embedding import QuestionVectors
from assistant.errors import AssistantError
from assistant.indexing import build_index
from assistant.settings import Settings
from assistant.understanding import embedded_form, understand
from assistant.wiring import Assistant, build_assistant, load_glossary, load_precedents, load_rules, load_settings, run_index
from eval import bench_territories
from eval.metrics import percentile
from eval.run import load_items

HERE = Path(__file__).resolve().parent
BARE_SHARE = 6  # one text in so many goes through the bare `encode`: the whole would take another two minutes
QUESTION = "Quelles sont les quatre priorités de la phase 2 ?"
# A process between us and the command: a child's peak starts at the size of the process that forked it, and ours is large.
PEAK_OF = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
FACTS = ("taille=PME", "effectif=45", "projet=decarbonation", "investissement_eur=600000", "territoire_industrie=oui")


@dataclass
class Report:
    """Rows of the report: what, figure, unit, remark."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, name: str, value: float, unit: str = "", remark: str = "", *, digits: int | None = None) -> None:
        digits = digits if digits is not None else 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
        self.rows.append((name, f"{value:.{digits}f}{f' {unit}' if unit else ''}", remark))
        print(f"{name:58} {self.rows[-1][1]:>12}  {remark}", flush=True)

    def section(self, title: str) -> None:
        self.rows.append((f"**{title}**", "", ""))
        print(f"\n{title}", flush=True)

    def markdown(self, day: date) -> str:
        lines = [
            f"# Banc d'essai du {day.isoformat()}",
            "",
            f"Version {__version__}, Python {platform.python_version()}, {_processors()} processeurs ({platform.machine()}), charge {os.getloadavg()[0]:.1f}. "
            "Une durée dépend de la machine et de sa charge ; un rapport beaucoup moins : les deux termes sont mesurés dans la même exécution.",
            "",
            "| mesure | valeur | remarque |",
            "| --- | ---: | --- |",
            *(f"| {name} | {value} | {remark} |" for name, value, remark in self.rows),
        ]
        return "\n".join(lines) + "\n"


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def milliseconds(job: Callable[[], object]) -> float:
    started = perf_counter()
    job()
    return (perf_counter() - started) * 1e3


def p50(values: Sequence[float]) -> float:
    return percentile(list(values), 0.5)


def spread(values: Sequence[Any], count: int) -> list[Any]:
    """`count` of the values, evenly."""
    return [values[i * len(values) // count] for i in range(count)] if len(values) > count else list(values)


def bench_questions(assistant: Assistant, questions: Sequence[str], report: Report) -> None:
    """Each step of a documentary question, and the whole of any question."""
    steps: dict[str, list[float]] = {name: [] for name in ("understand", "embed", "embed_statements", "search", "chroma", "exact", "compose")}
    with assistant.parts() as parts:
        searcher, model = parts.searcher, parts.model
        vectors = np.load(_folder(searcher.index) / "vectors.npy")

        def once(text: str, *, keep: bool) -> None:
            started = perf_counter()
            question = understand(text, glossary=parts.glossary, today=date.today(), correct=searcher.correct)
            times = {"understand": (perf_counter() - started) * 1e3}
            started = perf_counter()
            vector = model.embed_query(question.embedded)
            times["embed"] = (perf_counter() - started) * 1e3
            started = perf_counter()
            vectors_of_question = QuestionVectors(vector, model.statements.embed_query(question.embedded))
            times["embed_statements"] = (perf_counter() - started) * 1e3
            started = perf_counter()
            found = searcher.search(question, vectors_of_question, k=parts.passages)
            times["search"] = (perf_counter() - started) * 1e3
            times["compose"] = milliseconds(lambda: compose(question, found, searcher))
            times["chroma"] = milliseconds(lambda: searcher.index.dense.nearest(vector, k=100))
            times["exact"] = milliseconds(lambda: np.argpartition(-(vectors @ vector), min(100, len(vectors) - 1)))
            for name, ms in times.items() if keep else ():
                steps[name].append(ms)

        for keep in (False, True):
            for text in questions:
                once(text, keep=keep)
    report.section("Recherche et composition, par question")
    report.add("comprendre la question, p50", p50(steps["understand"]), "ms")
    report.add("vecteur de la question (int8), p50", p50(steps["embed"]), "ms")
    report.add("vecteur de la question pour les énoncés, p50", p50(steps["embed_statements"]), "ms")
    report.add("recherche sans le vecteur, p50", p50(steps["search"]), "ms", f"{searcher.index.manifest['chunks']} passages")
    report.add("recherche / vecteur de la question", p50(steps["search"]) / p50(steps["embed"]))
    report.add("part de Chroma dans la recherche", p50(steps["chroma"]) / p50(steps["search"]), "", f"{p50(steps['chroma']):.1f} ms pour 100 voisins ; balayage exact {p50(steps['exact']):.2f} ms")
    report.add("composition, p50", p50(steps["compose"]), "ms")
    report.add("composition / vecteur de la question", p50(steps["compose"]) / p50(steps["embed"]))

    whole, outside = [], []
    for keep in (False, True):
        for text in questions:
            started = perf_counter()
            answer = assistant.ask(text)
            ms = (perf_counter() - started) * 1e3
            if keep:
                whole.append(ms)
                outside.append(1 - answer.timings_ms.get("embed", 0.0) / ms)
    report.section("Réponse entière")
    report.add("réponse, p50", percentile(whole, 0.5), "ms", f"{len(questions)} questions de référence")
    report.add("réponse, p95", percentile(whole, 0.95), "ms")
    report.add("part qui n'est pas le calcul des vecteurs de la question, p50", p50(outside))


def _folder(index: SearchIndex) -> Path:
    assert index.folder is not None
    return index.folder


def bench_engines(int8: SentenceTransformerEmbeddings, fp32: SentenceTransformerEmbeddings, questions: Sequence[str], texts: Sequence[str], report: Report) -> None:
    """int8 against fp32 on the same questions and passages."""
    times: dict[str, list[float]] = {"int8": [], "fp32": []}
    speed: dict[str, float] = {}
    vectors: dict[str, np.ndarray] = {}
    for text in questions:
        for name, model in (("int8", int8), ("fp32", fp32)):
            times[name].append(milliseconds(lambda: model.embed_query(text)))  # noqa: B023
    for name, model in (("int8", int8), ("fp32", fp32)):
        started = perf_counter()
        vectors[name] = model.embed_documents(texts)
        speed[name] = len(texts) / (perf_counter() - started)
    same = []
    for text in questions:
        best = {name: set(np.argsort(-(vectors[name] @ model.embed_query(text)))[:5].tolist()) for name, model in (("int8", int8), ("fp32", fp32))}
        same.append(len(best["int8"] & best["fp32"]) / 5)
    report.section("Moteur int8 (par défaut) contre fp32")
    report.add("une question, int8, p50", p50(times["int8"]), "ms", f"fp32 : {p50(times['fp32']):.1f} ms")
    report.add("une question, fp32 / int8", p50(times["fp32"]) / p50(times["int8"]), "fois plus rapide")
    report.add("passages par seconde, int8", speed["int8"], "/s", f"fp32 : {speed['fp32']:.1f} /s, {len(texts)} mêmes passages")
    report.add("passages par seconde, int8 / fp32", speed["int8"] / speed["fp32"])
    report.add("cosinus int8-fp32 d'un passage, minimum", float((vectors["int8"] * vectors["fp32"]).sum(axis=1).min()), digits=4)
    report.add("mêmes cinq premiers passages", sum(same) / len(same), "", f"dense seul, parmi {len(texts)}")


def bench_indexing(model: SentenceTransformerEmbeddings, settings: Settings, report: Report, *, documents: int) -> None:
    """A new index of some sheets, nothing known beforehand, against the bare `encode` of sentence-transformers on the very same texts."""
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus"
        corpus.mkdir()
        for path in spread(sorted((settings.corpus_dir / "documents").rglob("*.md")), documents):
            shutil.copy(path, corpus / path.name)
        built = build_index(corpus, Path(scratch) / "index", model, cache_path=Path(scratch) / "vectors.sqlite")
        texts = _texts_of(Path(scratch) / "index", model)
        bare = [_bare_encode(texts)]
        again = build_index(corpus, Path(scratch) / "index", model, cache_path=Path(scratch) / "vectors.sqlite", rebuild=True)
        nothing = build_index(corpus, Path(scratch) / "index", model, cache_path=Path(scratch) / "vectors.sqlite")
        once_more = build_index(corpus, Path(scratch) / "index-2", model, cache_path=Path(scratch) / "vectors-2.sqlite")
        bare.append(_bare_encode(texts))
    ours = [one.embedded / one.embedding_seconds for one in (built, once_more)]
    entire = [one.embedded / one.seconds for one in (built, once_more)]
    report.section("Indexation")
    report.add("textes par seconde, calcul des vecteurs", sum(ours) / 2, "/s", f"{built.embedded} textes de {built.documents} fiches, deux fois")
    report.add("débit du calcul / `encode` nu", sum(ours) / sum(bare), "", f"`encode` nu : {sum(bare) / 2:.1f} /s")
    report.add("débit de toute l'indexation / `encode` nu", sum(entire) / sum(bare), "", f"{built.seconds:.1f} s en tout, lecture, Chroma et vérification comprises")
    report.add("reconstruction, vecteurs en cache", again.seconds, "s", f"{again.embedded} textes recalculés")
    report.add("rien n'a changé", nothing.seconds, "s")


def bench_whole_corpus(model: SentenceTransformerEmbeddings, settings: Settings, report: Report, *, from_nothing: bool) -> None:
    """One sheet changed in the whole corpus; and, unless told otherwise, the whole corpus with no vector known beforehand, against the bare `encode`."""
    with tempfile.TemporaryDirectory() as scratch:
        corpus, index = Path(scratch) / "corpus", Path(scratch) / "index"
        shutil.copytree(settings.corpus_dir, corpus)
        cache = Path(scratch) / "vectors.sqlite"
        if not from_nothing and (settings.data_dir / "vectors.sqlite").is_file():
            shutil.copy(settings.data_dir / "vectors.sqlite", cache)
        report.section("Tout le corpus")
        build = partial(build_index, corpus, index, model, cache_path=cache, precedents=load_precedents(settings), as_embedded=partial(embedded_form, glossary=load_glossary(settings)))
        whole = build()
        if from_nothing:
            report.add("indexation depuis rien", whole.seconds, "s", f"{whole.documents} documents, {whole.chunks} passages, {whole.embedded} textes")
            rate = whole.embedded / whole.seconds
            report.add("textes par seconde, tout compris", rate, "/s")
            sample = [(one, prompt, texts[::BARE_SHARE]) for one, prompt, texts in _texts_of(index, model)]
            bare = _bare_encode(sample)
            report.add("débit de toute l'indexation / `encode` nu", rate / bare, "", f"`encode` nu : {bare:.1f} /s, un texte sur {BARE_SHARE} des mêmes")
        sheet = sorted((corpus / "documents").rglob("*.md"))[0]
        times = []
        for n in range(3):
            sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\nUne phrase ajoutée, la numéro {n}.\n", encoding="utf-8")
            changed = build()
            times.append(changed.seconds)
        report.add("une fiche change", p50(times), "s", f"modèle déjà chargé, vérification comprise ; {changed.embedded} textes recalculés, {changed.documents} documents")


def _texts_of(index_folder: Path, model: SentenceTransformerEmbeddings) -> list[tuple[SentenceTransformerEmbeddings, str, list[str]]]:
    """(model, prompt, distinct texts) of all that an index had to embed: passages, statements, keys, precedents."""
    index = open_index(index_folder)
    as_text = statement_text if model.statements is model else short_statement_text
    passages = [embedded_text(index.documents[chunk.document_id], chunk) for chunk in index.chunks]
    statements = [as_text(index.documents[document_id], statement) for document_id, statement in index.statements]
    keys, precedents = [key.text for key in index.keys], [one.question for one in index.precedents.standing]
    index.close()
    by_model = [
        (model, model.document_prompt, passages),
        (model.statements, model.statements.document_prompt, statements),
        (model, model.query_prompt, keys),
        (model.statements, model.statements.query_prompt, precedents),
    ]
    return [(one, prompt, list(dict.fromkeys(texts))) for one, prompt, texts in by_model]


def _bare_encode(work: Sequence[tuple[SentenceTransformerEmbeddings, str, list[str]]]) -> float:
    """Texts a second of sentence-transformers' own `encode`, without anything of ours around it."""
    started = perf_counter()
    for model, prompt, texts in work:
        model._model.encode(texts, prompt=prompt, batch_size=64, normalize_embeddings=True, show_progress_bar=False)
    return sum(len(texts) for *_, texts in work) / (perf_counter() - started)


def bench_processes(settings: Settings, report: Report) -> None:
    """Peak memory of `ask`; start of `serve` to its first answer, the second time."""
    environment = {**os.environ, "ASSISTANT_DATA_DIR": str(settings.data_dir), "ASSISTANT_CORPUS_DIR": str(settings.corpus_dir)}
    command = [sys.executable, "-m", "assistant"]
    started = perf_counter()
    told = subprocess.run([sys.executable, "-c", PEAK_OF, *command, "ask", QUESTION, "--json"], stdout=subprocess.PIPE, text=True, env=environment, cwd=HERE.parent, check=True)
    seconds = perf_counter() - started
    report.section("Processus")
    report.add("mémoire au plus de `ask`", int(told.stdout) * (1 if sys.platform == "darwin" else 1024) / 1e6, "Mo")
    report.add("`ask`, de la commande à la réponse", seconds, "s", "presque tout : importer torch et sentence-transformers")
    starts = [_serve_once(command, environment) for _ in range(2)]
    report.add("`serve` : du lancement à la première réponse", starts[1], "s", f"second lancement (premier : {starts[0]:.1f} s)")


def _serve_once(command: list[str], environment: dict[str, str]) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = perf_counter()
    server = subprocess.Popen([*command, "serve", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=HERE.parent)
    body = json.dumps({"question": QUESTION}).encode()
    try:
        while server.poll() is None and perf_counter() - started < 180:
            request = urllib.request.Request(f"http://127.0.0.1:{port}/api/ask", body, {"content-type": "application/json"})
            with suppress(urllib.error.URLError, ConnectionError, TimeoutError), urllib.request.urlopen(request, timeout=60) as response:
                json.load(response)
                return perf_counter() - started
            sleep(0.05)
        raise AssistantError("Le serveur n'a pas répondu en 180 s.")
    finally:
        server.terminate()
        server.wait(timeout=30)


def bench_rules(settings: Settings, report: Report) -> None:
    """The rules on one project."""
    rules = load_rules(settings)
    facts = parse_facts(FACTS)
    today = date.today()
    one = [milliseconds(lambda: evaluate(rule, facts, on=today)) for _ in range(5) for rule in rules.values()]  # noqa: B023
    everything = [milliseconds(lambda: search_schemes(rules.values(), facts, on=today)) for _ in range(10)]
    report.section("Éligibilité")
    report.add("un dispositif, p50", p50(one), "ms")
    report.add(f"les {len(rules)} dispositifs, p50", p50(everything), "ms")


def bench_places(report: Report) -> None:
    figures = bench_territories.run()
    report.section("Territoires")
    report.add("chargement des listes", figures["load_s"], "s")
    for name, label in (("commune", "une commune par son nom"), ("misspelt", "un nom mal écrit"), ("random", "un texte au hasard"), ("question", "lieux d'une question libre")):
        report.add(f"{label}, p50", figures[f"{name}_p50_ms"], "ms", f"p95 {figures[f'{name}_p95_ms']:.2f} ms")


def run(settings: Settings, *, quick: bool = False) -> Report:
    """Every measure, in one process; the index of the settings is brought up to date first."""
    report = Report()
    run_index(settings)
    items: Iterable[dict[str, Any]] = load_items(HERE / "questions")
    questions = spread([str(item["question"]) for item in items if "question" in item], 20 if quick else 80)
    assistant = build_assistant(settings)
    try:
        bench_questions(assistant, questions, report)
        with assistant.parts() as parts:
            index = parts.searcher.index
            texts = [embedded_text(index.documents[chunk.document_id], chunk) for chunk in spread(index.chunks, 16 if quick else 64)]
        fp32 = load_embeddings(settings.embedding_model, engine="torch", data_dir=settings.data_dir)
        bench_engines(assistant.model, fp32, spread(questions, 20), texts, report)
        del fp32  # half a gigabyte that no index has beside it
        gc.collect()
        bench_indexing(assistant.model, settings, report, documents=4 if quick else 16)
        bench_whole_corpus(assistant.model, settings, report, from_nothing=not quick)
    finally:
        assistant.close()
    bench_places(report)
    bench_rules(settings, report)
    bench_processes(settings, report)
    return report


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description="Mesure la vitesse du produit, en rapports.")
    parser.add_argument("--out", type=Path, default=HERE / "reports", help="dossier du rapport (eval/reports)")
    parser.add_argument("--quick", action="store_true", help="moins de questions et de textes")
    options = parser.parse_args(arguments)
    try:
        report = run(load_settings(), quick=options.quick)
    except AssistantError as error:
        print(str(error), file=sys.stderr)
        return error.exit_code
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / f"bench-{date.today().isoformat()}.md"
    path.write_text(report.markdown(date.today()), encoding="utf-8")
    print(f"\n{path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
