"""Hosts of web addresses: their canonical form, and which of them are no public place.

Pure, and asks no name server: a public name may still lead to a private address, so whoever
fetches a page looks at the address again. Sources: the host parser of the WHATWG's URL Standard,
UTS 46 and RFC 5891 (names), IANA's special-purpose registries (addresses), RFC 6761 (names).
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Network

import idna

from likewise.errors import MalformedUrl

MAX_HOST_LENGTH = 253

_PRIVATE_NAMES = """
localhost localdomain local internal intranet private corp home lan arpa onion alt invalid
"""
"""Last labels that no public server answers for: RFC 6761, 6762, 7686, 8375, 9476, ICANN's own."""

_SPECIAL_ADDRESSES = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3
"""
"""Of IPv4: what IANA has set apart, multicast and all above it."""

_PRIVATE_SUFFIXES = frozenset(_PRIVATE_NAMES.split())
_SPECIAL_V4 = [IPv4Network(each) for each in _SPECIAL_ADDRESSES.split()]
_PUBLIC_V6 = IPv6Network("2000::/3")
_SPECIAL_V6 = [
    IPv6Network(each) for each in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]
"""Within the public range: protocols and Teredo, documentation, 6to4. An IPv4 address in IPv6's
clothes (mapped, compatible, translated) is outside of that range anyway."""

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+", re.ASCII)
_V6 = re.compile(r"[0-9a-fA-F:.]+", re.ASCII)


def canonical_host(text: str) -> str:
    """The host in lower case and punycode, or as the address that browsers take it for.

    Raises MalformedUrl for what is no host, or none that everybody can reach.
    """
    if text.startswith("[") and text.endswith("]"):
        return _ipv6(text[1:-1])
    name = (_mapped(text) if not text.isascii() else text.lower()).removesuffix(".")
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(labels)
    labels = [_canonical_label(each) for each in labels]
    name = ".".join(labels)
    if len(labels) < 2 or labels[-1] in _PRIVATE_SUFFIXES or len(name) > MAX_HOST_LENGTH:
        raise MalformedUrl
    return name


def _mapped(text: str) -> str:
    """UTS 46: one form of case, width and dots; not transitional, as browsers do it."""
    try:
        return idna.uts46_remap(text, std3_rules=False, transitional=False)
    except (idna.IDNAError, UnicodeError):
        raise MalformedUrl from None


def _canonical_label(label: str) -> str:
    """The label in ASCII. Punycode must be what its own text would be written as."""
    try:
        if not label.isascii():
            label = idna.alabel(label).decode()
        elif label.startswith("xn--"):
            _require_same(label, idna.alabel(idna.ulabel(label)).decode())
    except (idna.IDNAError, UnicodeError):
        raise MalformedUrl from None
    if not _LABEL.fullmatch(label):
        raise MalformedUrl
    return label


def _require_same(label: str, rewritten: str) -> None:
    if label != rewritten:
        raise MalformedUrl


def _ipv4(labels: list[str]) -> str:
    """The IPv4 address that browsers read: decimal, octal or hexadecimal, in one to four parts."""
    if len(labels) > 4 or not all(_NUMBER.fullmatch(each) for each in labels):
        raise MalformedUrl
    *first, last = [_number(each) for each in labels]
    if any(each > 255 for each in first) or last >= 256 ** (4 - len(first)):
        raise MalformedUrl
    value = last + sum(each * 256 ** (3 - place) for place, each in enumerate(first))
    address = IPv4Address(value)
    if any(address in network for network in _SPECIAL_V4):
        raise MalformedUrl
    return str(address)


def _number(text: str) -> int:
    if len(text) > 20:
        raise MalformedUrl  # 64 bits would do: what is longer is no address but a joke
    try:
        if text[:2] in ("0x", "0X"):
            return int(text[2:] or "0", 16)
        return int(text, 8) if text.startswith("0") else int(text)
    except ValueError:
        raise MalformedUrl from None


def _ipv6(text: str) -> str:
    if not _V6.fullmatch(text):
        raise MalformedUrl
    try:
        address = IPv6Address(text)
    except AddressValueError:
        raise MalformedUrl from None
    if address not in _PUBLIC_V6 or any(address in network for network in _SPECIAL_V6):
        raise MalformedUrl
    return f"[{address.compressed}]"
