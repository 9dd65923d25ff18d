"""The check of a build, run as a child process: it reads a folder's path on stdin and exits 0 when that build can be served.

`count()` alone proves nothing (a store that lost its vectors still counts its rows): every passage must come out of a search for
n neighbours, and each must find itself first (in a large corpus a sample of them, and all that were put in a copied store). A store begun as a copy of the
former one goes through the same: its ids, texts and metadata must all be those of the new index, and its vectors answer for themselves.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from assistant.adapters.index_files import open_store
from assistant.adapters.lexical_index import Bm25Index

SELF_SEARCHES = 5000  # passages that must find themselves, at most: about a millisecond each
BATCH = 250


def problem_with(build: Path) -> str:
    """What is wrong with the build, "" when nothing is."""
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    with (build / "chunks.jsonl").open(encoding="utf-8") as rows:
        ids = [json.loads(row)["id"] for row in rows]
    vectors = np.load(build / "vectors.npy")
    if len(ids) != manifest["chunks"] or vectors.shape[0] != len(ids):
        return "le nombre de passages et celui des vecteurs diffèrent"
    for name in ("parents", "chunks"):
        if Bm25Index.load(build / "lexical" / name).size != manifest["lexical"][name]:
            return "l'index lexical est incomplet"
    if not ids:
        return ""
    store = open_store(build, manifest["chroma"])
    try:
        if store.count() != len(ids):
            return f"{store.count()} passages dans Chroma pour {len(ids)} attendus"
        if store.rows_digest() != manifest["rows"]:
            return "les passages que Chroma a gardés ne sont pas ceux de l'index"
        found = {key for key, _ in store.nearest(vectors[0], k=len(ids))}
        if len(found) < 0.99 * len(ids):
            return f"une recherche ne voit que {len(found)} passages sur {len(ids)}"
        position = {key: i for i, key in enumerate(ids)}
        sample = np.linspace(0, len(ids) - 1, min(len(ids), SELF_SEARCHES)).astype(int)
        checked = np.union1d(sample, np.array(manifest["added"], dtype=int))
        for a in range(0, len(checked), BATCH):
            part = checked[a : a + BATCH]
            for i, nearest in zip(part, store.nearest_of_each(vectors[part], k=1), strict=True):
                if not nearest or nearest[0][1] < 0.999 or not _same(vectors, i, position.get(nearest[0][0])):
                    return f"le passage {ids[i]} ne se retrouve pas lui-même"
    finally:
        store.close()
    return ""


def _same(vectors: np.ndarray, i: int, found: int | None) -> bool:
    """True when what was found is the passage itself, or one that says the same and so has the same vector."""
    return found is not None and (found == i or float(vectors[i] @ vectors[found]) >= 0.999 * float(vectors[i] @ vectors[i]))


def main() -> int:
    build = sys.stdin.readline().strip()
    if not build:
        return 0  # the parent had nothing to verify
    problem = problem_with(Path(build))
    print(problem)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
