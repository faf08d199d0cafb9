"""Ids that keep the order in which they were made."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from db.models.base import new_id, ordered_id


def test_ids_made_one_after_the_other_sort_so() -> None:
    ids = [ordered_id() for _ in range(2000)]
    assert ids == sorted(set(ids))
    assert [UUID(one).version for one in (ids[0], new_id())] == [7, 4]


def test_random_ids_do_not() -> None:
    ids = [new_id() for _ in range(2000)]
    assert ids != sorted(ids)


def test_threads_never_make_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: ordered_id(), range(4000)))
    assert len(set(made)) == 4000
