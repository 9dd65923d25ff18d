"""The corpus folder: which files it holds, and each read as a Document by the reader of its format."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from assistant.adapters.docx import read_docx
from assistant.adapters.html import decode_html, read_html
from assistant.adapters.pdf import read_pdf
from assistant.adapters.system_errors import french_reason
from assistant.documents import Document, TextBuilder, content_hash, without_hidden_characters
from assistant.errors import CorpusError, DocumentError
from assistant.front_matter import parse_metadata, split_front_matter
from assistant.markdown_text import write_markdown
from assistant.plain_structure import lines_of, write_lines
from assistant.signs import dated_by_its_text, title_in_text

logger = logging.getLogger("assistant.corpus")
READERS_VERSION = "3"  # raise it when a reader changes what it makes of the same bytes
MAX_BYTES = 60_000_000
MAX_CHARACTERS = 20_000_000
SUFFIXES = (".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx")
NOT_DOCUMENTS = ("rules", "territories", "pdf_sources")  # data of ours beside the documents
FETCHED = "sources officielles"  # how a copy of an official source is named: « sources officielles/ID.html »


@dataclass(frozen=True)
class DocumentFile:
    """A file of the corpus: `name` is its path inside the folder, with slashes; `hash` covers its bytes and its .meta.yaml."""

    path: Path
    name: str
    hash: str


def documents_folder(corpus: Path) -> Path:
    """`corpus/documents` when there is one, else the folder itself: any folder of documents will do."""
    if not corpus.is_dir():
        raise CorpusError(f"Le dossier de documents « {corpus} » n'existe pas : vérifiez --corpus ou ASSISTANT_CORPUS_DIR.")
    inner = corpus / "documents"
    return inner if inner.is_dir() else corpus


def _walk(folder: Path, on_error: Callable[[OSError], None]) -> Iterator[Path]:
    for root, directories, names in os.walk(folder, onerror=on_error):
        directories[:] = sorted(d for d in directories if not d.startswith((".", "__")) and d not in NOT_DOCUMENTS)
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES and (path.is_file() or path.is_symlink()):
                yield path


def list_files(corpus: Path, *, fetched: Sequence[Path] = ()) -> tuple[list[DocumentFile], list[DocumentError]]:
    """Every document file, by name, with its hash, then the fetched copies; those that cannot be opened are refused one by one."""
    folder = documents_folder(corpus)
    files: list[DocumentFile] = []
    refused: list[DocumentError] = []

    def closed(error: OSError) -> None:
        name = os.path.relpath(error.filename or folder, folder)
        refused.append(DocumentError(name, f"le dossier ne peut pas être lu ({french_reason(error)}). Vérifiez ses droits d'accès."))

    named = ((path, path.relative_to(folder).as_posix()) for path in _walk(folder, closed))
    for path, name in chain(named, ((path, f"{FETCHED}/{path.name}") for path in fetched)):
        try:
            size = path.stat().st_size
            if size > MAX_BYTES:
                raise DocumentError(name, f"le fichier pèse {size / 1e6:.0f} Mo ; la limite est de {MAX_BYTES // 1_000_000} Mo. Découpez-le.")
            beside = sidecar(path)
            files.append(DocumentFile(path, name, content_hash(READERS_VERSION, name, path.read_bytes(), beside.read_bytes() if beside else b"")))
        except OSError as error:
            refused.append(DocumentError(name, f"le fichier ne peut pas être lu ({french_reason(error)}). Vérifiez ses droits d'accès."))
        except DocumentError as error:
            refused.append(error)
    return files, refused


def sidecar(path: Path) -> Path | None:
    beside = path.with_suffix(".meta.yaml")
    return beside if beside.is_file() else None


def read_document(file: DocumentFile) -> Document:
    """The document of a file. Raises DocumentError when it is empty, damaged, encrypted, only images, or its front matter is wrong."""
    builder = TextBuilder()
    notices: list[str] = []
    head, title = "", ""
    suffix = file.path.suffix.lower()
    if suffix == ".pdf":
        content = read_pdf(file.path, file.name)
        write_lines(content.lines, builder, wrapped=True)
        title, notices = content.title, list(content.notices)
    elif suffix == ".docx":
        title = read_docx(file.path, file.name, builder)
    else:
        raw = file.path.read_bytes()
        if suffix in (".html", ".htm"):
            title = read_html(decode_html(raw), file.name, builder)
        else:
            head, body = split_front_matter(_decode(raw, file.name))
            if suffix == ".txt":
                body, hidden = without_hidden_characters(body)
                write_lines(lines_of(body), builder, wrapped=False)
            else:
                hidden = write_markdown(body, builder)
            if hidden > 20:
                notices.append(f"{file.name} : {hidden} caractères invisibles ont été retirés.")
    beside = sidecar(file.path)
    if beside:
        head = _decode(beside.read_bytes(), beside.name).removeprefix("---\n")
    plain = builder.text()
    if not any(c.isalpha() for c in plain):
        raise DocumentError(file.name, "le document ne contient aucun texte lisible.")
    if len(plain) > MAX_CHARACTERS:
        raise DocumentError(file.name, f"le document dépasse {MAX_CHARACTERS // 1_000_000} millions de caractères. Découpez-le.")
    first_heading = next((plain[b.start : b.end] for b in builder.blocks if b.kind == "heading"), "")
    written = title_in_text([plain[b.start : b.end] for b in builder.blocks[:12]]) if suffix == ".txt" else ""
    default_title = title or written or first_heading or file.path.stem.replace("_", " ").replace("-", " ")
    metadata = parse_metadata(head, path=file.name, default_title=default_title, first_line=1 if beside else 2)
    metadata = dated_by_its_text(metadata, plain)
    return Document(metadata, plain, tuple(builder.blocks), file.name, file.hash, tuple(notices))


def _decode(raw: bytes, name: str) -> str:
    """Text in UTF-8 or UTF-16, else in the encoding of old Windows files."""
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.count("\x00") * 100 <= len(text):  # more: not a text at all
            return text
    raise DocumentError(name, "l'encodage du fichier n'est pas reconnu : enregistrez-le en UTF-8.")


def read_corpus(
    files: list[DocumentFile], *, known: dict[str, Document] | None = None, on_progress: Callable[[str], None] | None = None
) -> tuple[list[Document], list[DocumentError]]:
    """Documents of the files; `known` holds documents already read, by content hash. A second document of the same id is refused."""
    documents: list[Document] = []
    refused: list[DocumentError] = []
    path_of: dict[str, str] = {}
    for file in files:
        try:
            document = (known or {}).get(file.hash) or read_document(file)
            if document.id in path_of:
                raise DocumentError(file.name, f"l'identifiant « {document.id} » est déjà celui de {path_of[document.id]}.")
            path_of[document.id] = file.name
            documents.append(document)
        except DocumentError as error:
            refused.append(error)
        except OSError as error:
            refused.append(DocumentError(file.name, f"le fichier ne peut pas être lu ({french_reason(error)})."))
        except Exception as error:  # a reader that stumbles on one file does not stop the others
            logger.exception("Lecture de %s", file.path)
            refused.append(DocumentError(file.name, f"le document ne peut pas être lu (erreur interne : {type(error).__name__})."))
        if on_progress:
            on_progress(file.name)
    return documents, refused
