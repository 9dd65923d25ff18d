"""A prompt: a text, the variables that it declares, filled or refused. Pure: `adapters/prompt_files.py` reads the files."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

import yaml

from assistant.errors import AssistantError
from assistant.front_matter import split_front_matter

_KEYS = {"name", "version", "variables"}


class PromptError(AssistantError):
    """A prompt file is mal-formed, or is filled with other variables than it declares."""


@dataclass(frozen=True)
class Prompt:
    """`$variable` in the text is replaced by its value, once: what a value holds is never read as a variable."""

    name: str
    version: int
    variables: frozenset[str]
    text: str

    @property
    def label(self) -> str:
        """What an answer says of the prompt that made it."""
        return f"{self.name}@{self.version}"

    def fill(self, **values: str) -> str:
        """The text with every variable replaced. Raises PromptError when one is missing or not declared.

        >>> Prompt("salut", 1, frozenset({"nom"}), "Bonjour $nom, 5 $$").fill(nom="$nom")
        'Bonjour $nom, 5 $'
        """
        _refuse_difference(self.variables, set(values), f"La consigne « {self.label} »", "n'a pas reçu", "ne connaît pas")
        return Template(self.text).substitute(values)


def parse_prompt(raw: str, *, path: str) -> Prompt:
    """The prompt of a file: a YAML head (name, version, variables), then the text. Raises PromptError, naming the file."""
    head, body = split_front_matter(raw)
    try:
        fields = yaml.safe_load(head) if head.strip() else None
    except yaml.YAMLError as error:
        raise PromptError(f"{path} : l'en-tête de la consigne est mal formé.") from error
    if not isinstance(fields, dict) or set(fields) != _KEYS:
        raise PromptError(f"{path} : l'en-tête d'une consigne porte exactement {', '.join(sorted(_KEYS))}.")
    name, version, variables = fields["name"], fields["version"], fields["variables"]
    if not (isinstance(name, str) and name and type(version) is int and version > 0 and isinstance(variables, list) and all(isinstance(v, str) for v in variables)):
        raise PromptError(f"{path} : « name » est un mot, « version » un nombre à partir de 1, « variables » une liste de mots.")
    text = body.strip()
    template = Template(text)
    if not text or not template.is_valid():
        raise PromptError(f"{path} : le texte de la consigne est vide, ou porte un « $ » seul (écrivez « $$ »).")
    _refuse_difference(set(variables), set(template.get_identifiers()), path, "déclare sans l'utiliser", "utilise sans la déclarer")
    return Prompt(name, version, frozenset(variables), text)


def _refuse_difference(declared: set[str] | frozenset[str], found: set[str], subject: str, missing: str, extra: str) -> None:
    wrong = [f"{subject} {verb} : {', '.join(sorted(names))}." for verb, names in ((missing, declared - found), (extra, found - declared)) if names]
    if wrong:
        raise PromptError(" ".join(wrong))
