"""Retrieval on any BEIR-format folder, through the product's own indexing and search: `python -m eval.retrieval --dataset DIR`."""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from tqdm import tqdm

from assistant.adapters.index_files import open_index
from assistant.embedding import QuestionVectors
from assistant.errors import AssistantError, UsageError
from assistant.glossary import Glossary
from assistant.indexing import build_index
from assistant.searching import FusionWeights, Searcher
from assistant.understanding import understand
from assistant.wiring import load_model, load_settings
from eval.metrics import mrr_at_k, ndcg_at_k, percentile, recall_at_k

PASSAGES = 100  # retrieved chunks, of which the distinct documents make the ranking


def read_dataset(folder: Path) -> tuple[list[dict[str, str]], list[dict[str, str]], dict[str, dict[str, int]]]:
    """Documents, queries and relevance judgements. Raises UsageError when a file of the folder is missing or malformed."""
    try:
        documents = [json.loads(row) for row in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines() if row.strip()]
        queries = [json.loads(row) for row in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines() if row.strip()]
        qrels: dict[str, dict[str, int]] = {}
        with (folder / "qrels" / "test.tsv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                qrels.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"« {folder} » n'est pas un jeu au format BEIR (corpus.jsonl, queries.jsonl, qrels/test.tsv) : {error}.") from error
    return documents, queries, qrels


def write_corpus(documents: list[dict[str, str]], folder: Path) -> dict[str, str]:
    """Each document as a text file that the product reads like any other; returns our document id → theirs."""
    folder.mkdir(parents=True, exist_ok=True)
    theirs: dict[str, str] = {}
    for i, document in enumerate(documents):
        ours = f"d{i:06d}"
        theirs[ours] = str(document["_id"])
        head = f"---\nid: {ours}\ntitle: {json.dumps(document.get('title') or '', ensure_ascii=False)}\n---\n"
        (folder / f"{ours}.txt").write_text(head + document["text"], encoding="utf-8")
    return theirs


def rank_documents(searcher: Searcher, model: Any, query: str, *, k: int = 10) -> tuple[list[str], dict[str, float]]:
    """Distinct documents, best chunk first, and the milliseconds of each step."""
    started = perf_counter()
    question = understand(query, glossary=Glossary(), today=date.today(), audience="agent", correct=searcher.correct)
    understood = perf_counter()
    vector = model.embed_query(question.text)
    embedded = perf_counter()
    found = searcher.search(question, QuestionVectors(vector, vector), k=PASSAGES)  # passages alone are ranked: no statement is compared
    searched = perf_counter()
    ranking = list(dict.fromkeys(passage.document.id for passage in found.passages))[:k]
    return ranking, {"understand": (understood - started) * 1e3, "embed": (embedded - understood) * 1e3, "search": (searched - embedded) * 1e3}


def evaluate(folder: Path, *, weights: FusionWeights | None = None, keep: Path | None = None) -> dict[str, float]:
    """Recall@1/5/10, MRR@10, nDCG@10 (0 to 1), milliseconds per query, passages indexed per second."""
    documents, queries, qrels = read_dataset(folder)
    settings = load_settings()
    model = load_model(settings)
    with tempfile.TemporaryDirectory() as scratch:
        work = keep or Path(scratch)
        theirs = write_corpus(documents, work / "corpus")
        report = build_index(work / "corpus", work / "index", model, cache_path=work / "vectors.sqlite", max_statements=0, on_progress=_bar())
        index = open_index(work / "index")
        searcher = Searcher(index, model, weights=weights)
        rankings: dict[str, list[str]] = {}
        times: list[dict[str, float]] = []
        judged = [query for query in queries if str(query["_id"]) in qrels]
        for query in tqdm(judged, desc="Questions", file=sys.stderr, disable=None):
            ranking, ms = rank_documents(searcher, model, query["text"])
            rankings[str(query["_id"])] = [theirs[document] for document in ranking]
            times.append(ms)
        index.close()
    figures = {f"recall@{k}": _mean([recall_at_k(r, qrels[q], k=k) for q, r in rankings.items()]) for k in (1, 5, 10)}
    figures["mrr@10"] = _mean([mrr_at_k(r, qrels[q], k=10) for q, r in rankings.items()])
    figures["ndcg@10"] = _mean([ndcg_at_k(r, qrels[q], k=10) for q, r in rankings.items()])
    totals = [sum(ms.values()) for ms in times]
    own = [ms["search"] for ms in times]
    embedding = [ms["embed"] for ms in times]
    return {
        "documents": len(documents),
        "queries": len(rankings),
        "passages": report.chunks,
        **{name: round(value, 4) for name, value in figures.items()},
        "query_ms_p50": round(percentile(totals, 0.5), 2),
        "query_ms_p95": round(percentile(totals, 0.95), 2),
        "embed_ms_p50": round(percentile(embedding, 0.5), 2),
        "search_ms_p50": round(percentile(own, 0.5), 2),
        "passages_per_second": round(report.embedded / report.embedding_seconds, 1) if report.embedding_seconds else 0.0,
    }


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _bar() -> Any:
    bars: dict[str, Any] = {}

    def show(step: str, done: int, total: int) -> None:
        bar = bars.setdefault(step, tqdm(total=total, desc=step, file=sys.stderr, disable=None))
        bar.update(done - bar.n)

    return show


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval", description="Recherche documentaire sur un jeu au format BEIR.")
    parser.add_argument("--dataset", type=Path, required=True, help="dossier : corpus.jsonl, queries.jsonl, qrels/test.tsv")
    parser.add_argument("--out", type=Path, help="dossier où écrire retrieval.json")
    options = parser.parse_args(arguments)
    try:
        figures = evaluate(options.dataset)
    except AssistantError as error:
        print(str(error), file=sys.stderr)
        return error.exit_code
    for name, value in figures.items():
        print(f"{name:22} {value}")
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "retrieval.json").write_text(json.dumps({"dataset": options.dataset.name, **figures}, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
