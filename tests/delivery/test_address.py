"""Where a webhook may lead, and that it leads nowhere else."""

import pytest

from watchbill.delivery.address import Pinned, look_up, pin
from watchbill.delivery.failure import NotSentError


def test_the_address_that_was_checked_is_the_one_that_is_used() -> None:
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    pinned = pin(
        "https://hooks.example.org:8443/a?b=1",
        allow_private=False,
        resolve=lambda *_: next(answers),
    )
    assert pinned == Pinned(
        "https://93.184.215.14:8443/a?b=1", "hooks.example.org:8443", "hooks.example.org"
    )


def test_an_address_of_version_six_stands_in_brackets() -> None:
    found = pin("http://six.example.org", allow_private=False, resolve=lambda *_: ["2600:1406::1"])
    assert found == Pinned("http://[2600:1406::1]/", "six.example.org", "six.example.org")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 -- never bound
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
    ],
)
def test_a_private_address_is_refused_unless_that_is_allowed(address: str) -> None:
    for found in ([address], ["93.184.215.14", address]):
        with pytest.raises(NotSentError, match="private network"):
            pin("https://x.example.org", allow_private=False, resolve=lambda *_, f=found: f)
    assert pin("https://x.example.org", allow_private=True, resolve=lambda *_: [address])


@pytest.mark.parametrize("host", ["127.1", "0x7f000001", "2130706433", "localhost"])
def test_other_spellings_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises(NotSentError):
        pin(f"http://{host}/", allow_private=False)


def test_the_system_is_asked_for_the_address() -> None:
    assert "127.0.0.1" in look_up("localhost", 80)
    with pytest.raises(NotSentError, match="no address"):
        pin("http://nowhere.invalid", allow_private=True)
