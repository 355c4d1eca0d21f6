"""Which Host is ours, and where a form came from."""

import pytest

from watchbill.web.access import Access

LOCAL = Access()
NAMED = Access(
    is_local=False, hosts=("tasks.lan", "*.example.org"), public_url="https://tasks.example.com"
)
OPEN = Access(is_local=False)
ANY = Access(hosts=("*",))


@pytest.mark.parametrize(
    ("access", "host", "expected"),
    [
        (LOCAL, "localhost:8080", True),
        (LOCAL, "LOCALHOST.", True),
        (LOCAL, "127.0.0.1", True),
        (LOCAL, "[::1]:8080", True),
        (LOCAL, "evil.example", False),
        (LOCAL, "localhost.evil.example", False),
        (LOCAL, "192.168.1.5", False),
        (LOCAL, "", False),
        (LOCAL, "[::1", False),
        (NAMED, "tasks.lan:80", True),
        (NAMED, "a.example.org", True),
        (NAMED, "example.org", False),
        (NAMED, "evilexample.org", False),
        (NAMED, "tasks.example.com", True),
        (NAMED, "192.168.49.2:30080", True),
        (NAMED, "evil.example", False),
        (OPEN, "whatever.lan", True),
        (ANY, "evil.example", True),
    ],
)
def test_a_host_is_ours_by_its_name(access: Access, host: str, *, expected: bool):
    assert access.is_our_host(host) is expected


@pytest.mark.parametrize(
    ("access", "headers", "expected"),
    [
        (LOCAL, {}, False),
        (LOCAL, {"sec-fetch-site": "same-origin"}, False),
        (LOCAL, {"sec-fetch-site": "none"}, False),
        (LOCAL, {"sec-fetch-site": "same-site"}, True),
        (LOCAL, {"sec-fetch-site": "cross-site", "origin": "http://localhost"}, True),
        (LOCAL, {"origin": "http://localhost:8080", "host": "localhost:8080"}, False),
        (LOCAL, {"origin": "http://localhost:3000", "host": "localhost:8080"}, True),
        (LOCAL, {"origin": "null", "host": "localhost:8080"}, True),
        (NAMED, {"origin": "https://tasks.example.com", "host": "inner:8080"}, False),
        (NAMED, {"origin": "http://tasks.example.com", "host": "inner:8080"}, True),
    ],
)
def test_a_write_from_another_sites_page_is_known_as_such(
    access: Access, headers: dict[str, str], *, expected: bool
):
    assert access.is_cross_origin(headers) is expected


def test_cookies_are_for_https_alone_where_people_come_by_it():
    assert (NAMED.is_https, LOCAL.is_https) == (True, False)
