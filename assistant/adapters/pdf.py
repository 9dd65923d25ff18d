"""PDF, by pypdf in a child process with limits: a small hostile file may burn a processor for minutes without an exception.

The child (`pdf_child.py`) opens the file, lays its text out and gives a verdict; this side never parses a byte of it.
A PDF that is only images is sent to `ocrmypdf` or `tesseract` when one of them is installed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.documents import without_hidden_characters
from assistant.errors import DocumentError
from assistant.plain_structure import Line, lines_of

WALL_SECONDS = 120.0  # the child limits its processor time to 60 s; a busy machine may share it
OCR_SECONDS = 600.0
OCR_PAGE_SECONDS = 60.0
OCR_MEMORY_BYTES = 4 * 2**30
OCR_LANGUAGES = ("fra+eng", "fra", "eng")  # the first that is installed
_ROOT = Path(__file__).resolve().parent.parent.parent

ADVICE = {
    "chiffré": "le PDF est protégé par un mot de passe : enregistrez-en une copie sans mot de passe.",
    "image seule": "le PDF ne contient que des images : il faut une reconnaissance de caractères (OCR), par exemple avec ocrmypdf.",
    "endommagé": "le PDF est endommagé ou n'en est pas un : ouvrez-le et enregistrez-le de nouveau, ou téléchargez-le une autre fois.",
    "trop coûteux": "le PDF demande trop de calcul ou de mémoire : découpez-le, ou imprimez-le dans un nouveau PDF.",
    "vide": "le PDF ne contient aucun texte visible.",
}


@dataclass(frozen=True)
class PdfContent:
    lines: tuple[Line, ...]
    title: str = ""
    notices: tuple[str, ...] = ()


def read_pdf(path: Path, name: str) -> PdfContent:
    """The lines of a PDF in reading order. Raises DocumentError with the reason, and what to do, when it cannot be read."""
    result = _in_child([str(path)])
    notices: list[str] = []
    if result["verdict"] == "image seule":
        recognised = _recognise(path)
        if recognised is not None:
            result, notices = recognised
    if result["verdict"] != "ok":
        detail = result.get("detail") or ""
        advice = ADVICE.get(result["verdict"], ADVICE["endommagé"])
        raise DocumentError(name, advice if not detail or result["verdict"] == "chiffré" else f"{advice.removesuffix('.')} ({detail}).")
    lines = tuple(Line(text, size, bold, gap, page, kind, level) for text, size, bold, gap, page, kind, level in result["lines"])
    return PdfContent(lines, result.get("title", ""), tuple(f"{name} : {notice}" for notice in (*notices, *result.get("notices", ()))))


def _in_child(arguments: Sequence[str], *, wall_seconds: float = WALL_SECONDS) -> dict[str, Any]:
    """What the child says of a file; what killed it becomes a verdict too."""
    command = [sys.executable, "-m", "assistant.adapters.pdf_child", *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", "")))), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=wall_seconds, env=environment, check=False)
    except subprocess.TimeoutExpired:
        return {"verdict": "trop coûteux", "detail": f"arrêté après {wall_seconds:.0f} secondes"}
    if done.returncode < 0:
        # Killed by the system: by its processor limit (SIGXCPU), for want of memory (SIGKILL), or by a crash.
        return {"verdict": "endommagé" if done.returncode == -11 else "trop coûteux", "detail": "temps de calcul épuisé" if done.returncode == -24 else "arrêté"}
    try:
        result = json.loads(done.stdout)
    except ValueError:
        memory = b"MemoryError" in done.stderr or b"MemoryError" in done.stdout
        return {"verdict": "trop coûteux", "detail": "mémoire"} if memory else {"verdict": "endommagé", "detail": "lecture interrompue"}
    return result if isinstance(result, dict) and "verdict" in result else {"verdict": "endommagé", "detail": "réponse inattendue"}


def _recognise(path: Path) -> tuple[dict[str, Any], list[str]] | None:
    """The text that a character recognition finds, when a tool is installed and succeeds; None otherwise."""
    with tempfile.TemporaryDirectory(prefix="assistant-ocr-") as folder:
        if tool := shutil.which("ocrmypdf"):
            output = Path(folder, "recognised.pdf")
            for language in OCR_LANGUAGES:
                if _run_limited([tool, "--skip-text", "--quiet", "-l", language, str(path), str(output)], seconds=OCR_SECONDS) and output.is_file():
                    result = _in_child([str(output)])
                    return (result, ["texte reconnu par ocrmypdf."]) if result["verdict"] == "ok" else None
        if tool := shutil.which("tesseract"):
            return _recognise_pictures(tool, path, Path(folder))
    return None


def _recognise_pictures(tool: str, path: Path, folder: Path) -> tuple[dict[str, Any], list[str]] | None:
    """tesseract reads pictures only: the child takes them out of the pages first."""
    if _in_child(["--images", str(folder), str(path)])["verdict"] != "ok":
        return None
    language = next((each for each in OCR_LANGUAGES if set(each.split("+")) <= _installed_languages(tool)), "eng")
    lines: list[Line] = []
    deadline = time.monotonic() + OCR_SECONDS
    for picture in sorted(p for p in folder.iterdir() if p.stem.isdigit()):
        output = folder / f"text-{picture.stem}"
        if time.monotonic() < deadline and _run_limited([tool, str(picture), str(output), "-l", language], seconds=OCR_PAGE_SECONDS):
            text, _ = without_hidden_characters(output.with_suffix(".txt").read_text(encoding="utf-8", errors="replace"))
            rows = lines_of(text)
            lines += [Line(row.text, gap=row.gap or i == 0, page=int(picture.stem)) for i, row in enumerate(rows)]
    if sum(len(row.text) for row in lines) < 20:
        return None
    plain = [[row.text, row.size, row.bold, row.gap, row.page, row.kind, row.level] for row in lines]
    notice = "texte reconnu par tesseract (OCR) : il peut contenir des fautes de lecture."
    return {"verdict": "ok", "title": "", "lines": plain, "notices": []}, [notice]


def _installed_languages(tool: str) -> set[str]:
    try:
        listed = subprocess.run([tool, "--list-langs"], stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return set()
    return set(listed.decode("utf-8", "replace").split())


def _run_limited(command: Sequence[str], *, seconds: float) -> bool:
    """Runs an outside tool with a clock and a memory limit, in its own process group, so that its children end with it."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, preexec_fn=_limit_memory)
    except OSError:
        return False
    try:
        return process.wait(timeout=seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 9)
            process.wait()


def _limit_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (OCR_MEMORY_BYTES, OCR_MEMORY_BYTES))
