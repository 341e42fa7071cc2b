"""The one canonical form of a web address, so that one page is one page however it is written.

Pure. Sources: docs/words.md, "Likes"; the URL Standard of the WHATWG (how browsers read hosts), RFC
3986 section 6 (path and percent-encoding). An address that browsers would repair (a backslash, a
missing slash, a tab in the middle) is refused instead: what is unclear should not carry money.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from likewise.community.web_hosts import canonical_host
from likewise.errors import MalformedUrl

MAX_URL_LENGTH = 2000

TRACKING_PREFIXES = ("utm_", "mtm_", "hsa_")
"""Campaign parameters of Google Analytics (and who copied it), Matomo and HubSpot."""

_ADVERTISERS = """
gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid fbclid igsh igshid msclkid yclid
ysclid twclid ttclid li_fat_id epik rdt_cid sccid irclickid ef_id s_kwcid
"""
_ANALYTICS = """
_ga _gl pk_campaign pk_kwd pk_keyword _hsenc _hsmi __hstc __hssc __hsfp hsctatracking _openstat
"""
_NEWSLETTERS = """
mc_cid mc_eid mkt_tok vero_id vero_conv oly_anon_id oly_enc_id ml_subscriber ml_subscriber_hash
_kx __s
"""

TRACKING_NAMES = frozenset((_ADVERTISERS + _ANALYTICS + _NEWSLETTERS).split())
"""Parameters that say who led a reader to a page, and nothing about the page."""

_FORM = re.compile(r"(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.IGNORECASE)
_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\\\\]")
"""Controls, lone surrogates, and the backslash that some take for a slash."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PERCENT_OR_OTHER = re.compile("%([0-9A-Fa-f]{2})|.", re.DOTALL)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH = _UNRESERVED | frozenset("!$&'()*+,;=:@/")
_QUERY = _PATH | frozenset("?")


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A canonical URL, and the host of its site with the port if it is not the scheme's own."""

    url: str
    host: str


def canonical_url(text: str) -> WebAddress:
    """The canonical form of a public http or https address. Raises MalformedUrl.

    Scheme and host in lower case, names in punycode; without default port, fragment and tracking
    parameters; percent-encoding in its one normal form, dots in the path resolved. Making it twice
    is making it once.
    """
    text = text.strip(" \t\r\n")
    found = _FORM.fullmatch(text)
    if len(text) > MAX_URL_LENGTH or _REFUSED.search(text) or found is None:
        raise MalformedUrl
    scheme, authority, path, query = found[1].lower(), found[2], found[3], found[4]
    host = _with_port(authority, _DEFAULT_PORTS[scheme])
    path = _without_dots(_normal(path, _PATH))
    query = _without_tracking(_normal(query or "", _QUERY))
    url = f"{scheme}://{host}{path}{'?' if query else ''}{query}"
    if len(url) > MAX_URL_LENGTH:
        raise MalformedUrl("This address is too long.")
    return WebAddress(url, host)


def _with_port(authority: str, default_port: int) -> str:
    """Host and port. Credentials are refused with every other `@`, zones with every `%`."""
    host, colon, port = authority.rpartition(":")
    if not colon or port.endswith("]"):
        host, port = authority, ""
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) <= 65535):
        raise MalformedUrl
    name = canonical_host(host)
    return name if not port or int(port) == default_port else f"{name}:{int(port)}"


def _normal(text: str, allowed: frozenset[str]) -> str:
    """Percent-encoding in its one form: what needs none has none, hexadecimals are upper case."""

    def one(found: re.Match[str]) -> str:
        character = chr(int(found[1], 16)) if found[1] else found[0]
        if character in (_UNRESERVED if found[1] else allowed):
            return character
        if found[1]:
            return found[0].upper()
        return "".join(f"%{byte:02X}" for byte in character.encode())

    return _PERCENT_OR_OTHER.sub(one, text)


def _without_dots(path: str) -> str:
    """The path with `.` and `..` resolved (RFC 3986, 5.2.4); an empty one is `/`."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _without_tracking(query: str) -> str:
    return "&".join(each for each in query.split("&") if each and not _is_tracking(each))


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)
