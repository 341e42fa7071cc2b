"""The papers of a registration: what is asked for, checked and brought into one form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from likewise.errors import InvalidInput

_LONGEST_NAME = 140
_TAX_NUMBER = re.compile(r"(?=.*[0-9])[A-Z0-9][A-Z0-9 ./-]{2,38}[A-Z0-9]", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_LONGEST_IBAN_AS_WRITTEN = 60


@dataclass(frozen=True, slots=True)
class Papers:
    """Who somebody is, where she pays taxes, and where her money goes."""

    legal_name: str
    country: str
    tax_number: str
    iban: str


def checked_papers(*, legal_name: str, country: str, tax_number: str, iban: str) -> Papers:
    """The papers in one form: blanks as they should be, codes in capitals, the IBAN without any.

    Raises InvalidInput, which names the field.
    """
    return Papers(
        legal_name=_legal_name(legal_name),
        country=_country(country),
        tax_number=_tax_number(tax_number),
        iban=_iban(iban),
    )


def _legal_name(text: str) -> str:
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not (name.isprintable() and any(map(str.isalpha, name)) and len(name) <= _LONGEST_NAME):
        raise InvalidInput(
            f"A legal name has letters, and at most {_LONGEST_NAME} characters.", field="legalName"
        )
    return name


def _country(text: str) -> str:
    """ISO 3166-1, two letters."""
    # Imported when needed: lists of the world, which most processes never ask.
    import pycountry

    code = text.strip().upper()
    if not _COUNTRY.fullmatch(code) or pycountry.countries.get(alpha_2=code) is None:
        raise InvalidInput("A country is two letters of ISO 3166, DE for example.", field="country")
    return code


def _tax_number(text: str) -> str:
    number = " ".join(text.split()).upper()
    if not _TAX_NUMBER.fullmatch(number):
        raise InvalidInput(
            "A tax number is 4 to 40 digits, letters and marks between them.", field="taxNumber"
        )
    return number


def _iban(text: str) -> str:
    """ISO 13616: country, length, check digits, and the country's own if it has any."""
    # Imported when needed: 80 ms.
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException

    if not text.isascii() or len(text) > _LONGEST_IBAN_AS_WRITTEN:
        raise InvalidInput("This is no valid IBAN.", field="iban")
    try:
        return IBAN(text, validate_bban=True).compact
    except SchwiftyException:
        raise InvalidInput("This is no valid IBAN.", field="iban") from None
