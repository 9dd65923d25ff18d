"""Interim: replaced when the reading of intentions is ready."""
import re
from assistant.french import fold
def asks_what_schemes(text: str) -> bool:
    return bool(re.search(r"\b(?:on a|j'ai|avons-nous|ai-je|nous avons) droit a quoi|quelles? aides? (?:pour|puis|peut|je)|a quoi (?:ai-je|a-t-on|avons-nous) droit|toucher quelque chose", fold(text)))
def asks_for_eligibility(text: str) -> bool:
    return bool(re.search(r"\b(?:suis-je|sommes-nous|est-on|on est|je suis|serais-je) eligibles?", fold(text)))
def find_schemes(text: str, rules: object) -> list[str]:
    return ["c3iv"] if "c3iv" in fold(text) else []
