"""The prompts of the folder `prompts/`, one Markdown file each."""

from __future__ import annotations

from pathlib import Path

from assistant.prompting import Prompt, PromptError, parse_prompt

PROMPTS_DIR = Path(__file__).resolve().parent.parent.parent / "prompts"


def read_prompt(name: str, folder: Path = PROMPTS_DIR) -> Prompt:
    """The prompt of `NAME.md`, which must bear that name. Raises PromptError."""
    path = folder / f"{name}.md"
    try:
        raw = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"La consigne {path} est introuvable ou illisible.") from error
    prompt = parse_prompt(raw, path=path.name)
    if prompt.name != name:
        raise PromptError(f"{path.name} : la consigne s'appelle « {prompt.name} », son fichier devrait porter ce nom.")
    return prompt
