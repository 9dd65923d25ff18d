"""Personal data that has a shape (e-mail, phone, IBAN, social security number) is masked before anything leaves for a model or is stored.

A name or an address in words has no such shape, and stays: the page asks not to write any.
"""

from __future__ import annotations

import re

_PERSONAL = re.compile(
    r"[\w.+-]+ ?(?:@|\(at\)|\[at\]) ?[\w-]+(?:\.[\w-]+)+"  # e-mail
    r"|\b[A-Z]{2}\d\d(?:[ -]?(?=[A-Z]*\d)[\dA-Z]{4}){3,7}(?:[ -]?\d[\dA-Z]{0,3})?(?![\dA-Z])"  # IBAN
    r"|(?<!\d)[12][ .-]?\d\d[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d\d|2[AB])[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?\d\d)?(?!\d)"  # social security number
    r"|(?<![\d+])(?:(?:\+|00)33[ .]?(?:\(0\)[ .]?)?|0)[1-9](?:[ ./-]?\d\d){4}(?!\d)"  # French phone
    r"|(?<!\d)\+\d(?:[ .-]?\d){8,13}(?!\d)",  # a phone of elsewhere
    re.IGNORECASE,
)
_SPACES = re.compile("[\u00a0\u202f\u2007\u2009]")


def masked(text: str) -> str:
    """The text where e-mails, phones, IBAN and social security numbers are « … ».

    >>> masked("Écrivez à jean@example.fr ou au 06 12 34 56 78 (SIREN 552 100 554).")
    'Écrivez à … ou au … (SIREN 552 100 554).'
    """
    spans = [match.span() for match in _PERSONAL.finditer(_SPACES.sub(" ", text))]
    for start, end in reversed(spans):
        text = f"{text[:start]}…{text[end:]}"
    return text
