"""What is remembered of wrong passwords is bounded."""

from tests.conftest import Clock

from watchbill.services import attempt
from watchbill.services.attempt import Attempts


def test_a_flood_of_addresses_pushes_out_the_oldest(clock: Clock):
    attempts = Attempts(clock)
    for _ in range(attempt.FREE + 4):
        attempts.add_failure("first")
    for number in range(attempt.REMEMBERED):
        attempts.add_failure(str(number))
    attempts.check("first")
