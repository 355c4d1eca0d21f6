"""The word for a workspace's content, on both databases."""

from pathlib import Path

from tests.conftest import Clock

from watchbill.services.bundle import Services
from watchbill.services.drafting import TaskDraft
from watchbill.storage.database import Database


def test_it_is_another_after_every_change_and_after_a_restored_backup(
    database: Database, clock: Clock, tmp_path: Path
):
    services = Services.over(database, clock)
    owner = services.users.owner()
    seen = [services.journal.state("default")]

    def add(title: str) -> None:
        services.tasks.add(owner, [TaskDraft(title=title)])
        assert services.journal.state("default") == services.journal.state("default")
        seen.append(services.journal.state("default"))

    add("Milk")
    services.backups.write(tmp_path / "backup")
    add("Eggs")
    services.journal.undo(owner)
    seen.append(services.journal.state("default"))
    services.backups.restore(tmp_path / "backup", replace=True)
    assert services.journal.state("default") == seen[1]
    add("Rent")
    assert len(set(seen)) == 5
    assert seen[0] == "0"
