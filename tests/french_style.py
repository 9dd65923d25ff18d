"""What is wrong with a French sentence that a user reads: « tu », too long, typography, capitals without their accents. And where such sentences are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

MOST_WORDS = 30  # of a sentence
_SPACE = " \u00a0\u202f"
# What is not prose: an address, a host and its port, an hour, an example of JSON or YAML, a piece of code.
_NOT_PROSE = re.compile(r'https?://\S*|\{"[^}]*\}|\b[\w.]+:\d+\b|\bmachine:port\b|\bfournisseur:modèle\b|\bclé: valeur\b|\btitre de partie: \[textes\]|\b[\w+]+://\S+|\b\d{1,2}:\d\d\b|\[\d+\]|`[^`]*`')
_FAMILIAR = re.compile(r"\b(?:tu|toi|ton|ta|tes|te)\b|\bt'(?=\w)|\b(?:peux|veux|dois|sais)-?tu\b", re.IGNORECASE)
_BARE_CAPITALS = re.compile(
    r"\b(?:Etats?|Etapes?|Etudes?|Etes|Etre|Ecri\w+|Elu\w*|Eligib\w+|Energ\w+|Econom\w+|Ecol\w+|Equip\w+|Egalement|Echange\w*|Echec|Evit\w+|Eta(?:it|blir?)\w*|Enonc\w+|Eole|Iles?|Oter|Ca|Ages?)\b|(?:^|[.!?:] )A (?=[a-zà-ÿ])"
)
_END = re.compile(r"(?<=[.!?…])[\s»)]+(?=[«A-ZÀ-Ý])|\n+")


def faults(text: str, *, most_words: int = MOST_WORDS) -> list[str]:
    """Each fault, in words; [] for a sentence that may be shown."""
    found = []
    prose = _NOT_PROSE.sub("X", text)
    if match := _FAMILIAR.search(prose):
        found.append(f"tutoiement : « {match[0]} »")
    for sentence in _END.split(prose):
        if (count := len(re.findall(r"[\w'’.-]*\w[\w'’.-]*", sentence))) > most_words:
            found.append(f"phrase de {count} mots : « {sentence[:60]}… »")
    if match := re.search(rf"[^{_SPACE}(«\n][?!;:»]|\d[%€]", re.sub(r"[?!]{2,}", "?", prose)):
        found.append(f"pas d'espace avant « {match[0][-1]} » : « {match[0]} »")
    if re.search(rf"«[^{_SPACE}]", prose):
        found.append("pas d'espace après « « »")
    if re.search(r'"', prose):
        found.append("guillemets droits au lieu de « »")
    if prose.count("«") != prose.count("»"):
        found.append("guillemets qui ne se ferment pas")
    if "..." in prose:
        found.append("trois points au lieu de « … »")
    if re.search(r"\w [,.](?:\s|$)", prose):
        found.append("espace avant une virgule ou un point")
    if "  " in prose.strip():
        found.append("deux espaces")
    if "’" in prose:
        found.append("apostrophe courbe : la maison écrit « ' »")
    if match := _BARE_CAPITALS.search(prose):
        found.append(f"capitale sans accent : « {match[0].strip()} »")
    return found


_FOR_DEVELOPERS = frozenset("RuntimeError ValueError TypeError KeyError OSError AssertionError NotImplementedError StopIteration AttributeError LookupError".split())


def error_sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The sentences of the errors of a module that a reader may see, with their line: « X » stands for what varies."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
            calls = [call for call in ast.walk(node) if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "__init__"]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Error") and node.func.id not in _FOR_DEVELOPERS:
            calls = [node]
        else:
            continue
        for call in calls:
            for argument in call.args:
                sentence = _written(argument)
                if " " in sentence.strip():
                    yield call.lineno, sentence


_CODE = re.compile(r"\\\\|\(\?|[<>{}=]|^\W*--|\bSELECT\b")


def answer_sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The whole sentences that a module writes itself (no docstring, no pattern), with their line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        skipped |= {id(part) for part in node.values} if isinstance(node, ast.JoinedStr) else set()
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in skipped:
            sentence = _written(node)
            if len(sentence.split()) >= 4 and re.search(r"[.?!:…]$", sentence.strip()) and not _CODE.search(sentence):
                yield node.lineno, sentence


def _written(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "X" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _written(node.left) + _written(node.right)
    return ""


def strings_in(value: object) -> Iterator[str]:
    """Every text of a table of texts, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from strings_in(inner)
