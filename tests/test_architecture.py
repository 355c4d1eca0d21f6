"""The law of the house that no linter knows."""

import grimp

from watchbill.domain import errors

DOMAIN_MAY_IMPORT = {
    "base64", "bisect", "calendar", "collections", "dataclasses", "dateutil", "datetime", "difflib", "enum", "functools",
    "hashlib", "hmac", "importlib", "itertools", "json", "re", "typing", "unicodedata", "uuid", "zoneinfo", "watchbill",
}  # fmt: skip


def test_the_domain_imports_the_standard_library_and_dateutil_alone() -> None:
    graph = grimp.build_graph("watchbill", include_external_packages=True)
    rooms = {m for m in graph.modules if m.startswith("watchbill.domain")}
    imported = {name for room in rooms for name in graph.find_modules_directly_imported_by(room)}
    assert {name.split(".")[0] for name in imported} - DOMAIN_MAY_IMPORT == set()
    assert {name for name in imported if name.startswith("watchbill")} <= rooms


def test_every_error_of_the_tree_is_drawn_in_its_page() -> None:
    page = errors.__doc__ or ""
    classes = errors.WatchbillError.__subclasses__()
    assert [name.__name__ for name in classes if name.__name__ not in page] == []
