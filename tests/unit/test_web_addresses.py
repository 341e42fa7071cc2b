"""One page is one page, however its address is written; and no private place can be liked."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from likewise.community.web_addresses import MAX_URL_LENGTH, canonical_url
from likewise.errors import MalformedUrl

SAME_PAGE = [
    ("HTTP://Example.ORG", "http://example.org/"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org:80", "http://example.org/"),
    ("http://example.org:0080/", "http://example.org/"),
    ("http://example.org:/", "http://example.org/"),
    ("https://example.org:80/", "https://example.org:80/"),
    ("https://example.org/a#part", "https://example.org/a"),
    ("https://example.org?x=1", "https://example.org/?x=1"),
    ("https://example.org/a?", "https://example.org/a"),
    ("https://example.org./a", "https://example.org/a"),
    (" https://example.org/a\n", "https://example.org/a"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
    ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
    ("https://straße.example/", "https://xn--strae-oqa.example/"),
    ("https://ｅｘａｍｐｌｅ。org/", "https://example.org/"),
    ("https://my_band.example.org/", "https://my_band.example.org/"),
    ("https://r3---sn-4g5e.example.org/", "https://r3---sn-4g5e.example.org/"),
    ("https://example.org/%7euser/%c3%a9", "https://example.org/~user/%C3%A9"),
    ("https://example.org/é x", "https://example.org/%C3%A9%20x"),
    ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
    ("https://example.org/100%", "https://example.org/100%"),
    ("https://example.org/a/./b/../c", "https://example.org/a/c"),
    ("https://example.org/a/%2E%2e/b", "https://example.org/b"),
    ("https://example.org/../../a/..", "https://example.org/"),
    ("https://example.org/a//b/", "https://example.org/a//b/"),
    ("http://8.8.8.8/", "http://8.8.8.8/"),
    ("http://0x8.8.2056/", "http://8.8.8.8/"),
    ("http://134744072/", "http://8.8.8.8/"),
    ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/"),
    ("http://[2606:4700:0:0::0:1111]/", "http://[2606:4700::1111]/"),
    ("https://example.org/?utm_source=x&id=7&fbclid=y", "https://example.org/?id=7"),
    ("https://example.org/?UTM_Source=x&gclid=1", "https://example.org/"),
    ("https://example.org/?%75tm%5Fsource=x", "https://example.org/"),
    ("https://example.org/?b=2&a=1&b=3", "https://example.org/?b=2&a=1&b=3"),
    ("https://example.org/?q=utm_source&r=a+b", "https://example.org/?q=utm_source&r=a+b"),
]


@pytest.mark.parametrize(("written", "canonical"), SAME_PAGE)
def test_one_page_has_one_url(written: str, canonical: str) -> None:
    assert canonical_url(written).url == canonical.replace("100%", "100%25")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Example.org/a", "example.org"),
        ("https://example.org:8443/a", "example.org:8443"),
        ("http://[2606:4700::1111]:80/", "[2606:4700::1111]"),
    ],
)
def test_a_site_is_a_host_with_the_port_that_is_not_its_schemes_own(url: str, host: str) -> None:
    assert canonical_url(url).host == host


PRIVATE_HOSTS = [
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "printer.local",
    "db.internal",
    "router.home.arpa",
    "intranet",
    "127.0.0.1",
    "127.1",
    "127.0.0.1.",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "１２７.0.0.1",
    "127。0。0。1",
    "0",
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:8.8.8.8]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[2001:db8::1]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[fe80::1%25eth0]",
    "[2606:4700::1%eth0]",
]


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
def test_private_hosts_are_refused_in_every_way_of_writing_them(host: str) -> None:
    for url in (f"http://{host}/", f"https://{host}:8080/a", f"http://{host}"):
        with pytest.raises(MalformedUrl):
            canonical_url(url)


NO_ADDRESSES = [
    "",
    "example.org",
    "//example.org/",
    "ftp://example.org/",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "http:example.org",
    "http:/example.org",
    "http://",
    "http:///a",
    "http://ada@example.org/",
    "http://ada:secret@example.org/",
    "http://@example.org/",
    "http://ada%40example.org/",
    "http://example.org\\@8.8.8.8/",
    "http://example.org\\a",
    "http://example.org/a\x00b",
    "http://example.org/a\tb",
    "http://example.org/a\nb",
    "http://example.org/\x7f",
    "http://example.org/\ud800",
    "http://\ud800.example.org/",
    "http://exa mple.org/",
    "http://exa%6dple.org/",
    "http://example..org/",
    "http://.example.org/",
    "http://example.org../",
    "http://-example.org/",
    "http://example-.org/",
    "http://example.org:0/",
    "http://example.org:65536/",
    "http://example.org:http/",
    "http://example.org:8０/",
    "http://example.org:-1/",
    "http://example.org:80:80/",
    "http://1.2.3.4.5/",
    "http://256.8.8.8/",
    "http://8.8.8.08/",
    "http://8.8.16777216/",
    "http://example.123/",
    "http://[::1/",
    "http://::1/",
    "http://[2606:4700::1111]a/",
    "http://[]/",
    "http://xn--a.example/",
    "http://xn--example-.org/",
    "http://xn--bücher-.example/",
    "http://a℀b.example/",
    "http://" + "a" * 64 + ".example/",
    "http://" + ".".join(["abcdefg"] * 32) + ".org/",
    "http://example.org/" + "a" * MAX_URL_LENGTH,
    "http://example.org/" + "é" * (MAX_URL_LENGTH // 3),
]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_public_web_address_is_refused(text: str) -> None:
    with pytest.raises(MalformedUrl):
        canonical_url(text)


def test_an_address_of_exactly_the_longest_length_is_taken() -> None:
    longest = "https://example.org/".ljust(MAX_URL_LENGTH, "a")
    assert canonical_url(longest).url == longest


_hosts = st.sampled_from(
    ["example.org", "Bücher.example", "8.8.8.8", "0x08.010.8.8", "[2606:4700::1]", "日本.example"]
) | st.from_regex(r"[a-zA-Z0-9_-]{1,9}\.[a-zA-Z]{2,6}", fullmatch=True)
_ports = st.sampled_from(["", ":", ":80", ":443", ":08080"])
_marks = st.text(st.sampled_from("/.%?&=;+ 2eEfF5bB~aé\\utm_#:@'\"|{"), max_size=40)
_addresses = st.builds(
    "{}://{}{}/{}".format, st.sampled_from(["http", "HTTPS"]), _hosts, _ports, _marks | st.text()
)


@given(_addresses | st.text())
@example("https://example.org/%%32%65%2e/a")
@example("https://example.org/a?&&x&")
@example("https://example.org/a/..//..")
def test_making_an_address_canonical_twice_is_making_it_once(text: str) -> None:
    try:
        once = canonical_url(text)
    except MalformedUrl:
        return
    assert canonical_url(once.url) == once
    assert once.url.isascii()
    assert len(once.url) <= MAX_URL_LENGTH
    assert once.url.startswith((f"http://{once.host}/", f"https://{once.host}/"))
    assert "#" not in once.url
    assert "/../" not in once.url
