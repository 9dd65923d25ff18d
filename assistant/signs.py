"""Plain signs of time in documents that came without front matter: their own date, and what they replace.

Only what the text says outright is read; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.documents import Metadata
from assistant.french import fold

MONTHS = {
    name: number
    for number, name in enumerate("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(), start=1)
}
_DATE = rf"(1er|\d{{1,2}})\s+({'|'.join(MONTHS)})\s+(\d{{4}})"
_OWN_DATE = (
    re.compile(rf"(?:version|mise? a jour|maj|publiee?|date de publication|edition|en date)\s*(?:du|le|:)?\s*:?\s*{_DATE}"),
    re.compile(rf"(?:circulaire|instruction|decret|arrete|loi|note|avenant|convention|decision|deliberation)\b[^.\n]{{0,80}}?\bdu\s+{_DATE}"),
)
_KINDS = (("circulaire", r"circulaire|instruction"), ("decret", r"decret|arrete"), ("loi", r"loi"), ("faq", r"foire aux questions|faq"))


def day_of(groups: tuple[str, str, str]) -> date | None:
    day, month, year = groups
    try:
        return date(int(year), MONTHS[month], 1 if day == "1er" else int(day))
    except ValueError:
        return None


def dated_by_its_text(metadata: Metadata, text: str) -> Metadata:
    """The metadata with `published_on` and `kind` read in the first lines, where front matter left them out."""
    if metadata.published_on is not None:
        return metadata
    head = fold(f"{metadata.title}\n{text[:1500]}")
    for pattern in _OWN_DATE:
        match = pattern.search(head)
        if match and (day := day_of((match[1], match[2], match[3]))):
            metadata = replace(metadata, published_on=day)
            break
    if metadata.kind == "guide" and not metadata.sources:
        title = fold(metadata.title)
        kind = next((kind for kind, pattern in _KINDS if re.match(rf"(?:{pattern})\b", title)), "guide")
        metadata = replace(metadata, kind=kind)
    return metadata
