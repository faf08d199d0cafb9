"""Relations between points and ranges: the examples of the standard. Source: DMN 1.5 table 78 (range functions)."""

import pytest

from worklist.feel import evaluate, evaluate_with_errors

TRUE = """
before(1, 10); before(1, (1..10]); before(1, [5..10]); before([1..10), 10); before([1..10], 15); before([1..10], [15..20]);
before([1..10), [10..20]); before([1..10], (10..20]); after(10, 5); after(12, [1..10]); after(10, [1..10)); after([11..20], 10);
after((11..20], 11); after([11..20], [1..10]); after([11..20], [1..11)); after((11..20], [1..11]); meets([1..5], [5..10]);
met by([5..10], [1..5]); overlaps([1..5], [3..8]); overlaps([3..8], [1..5]); overlaps([1..8], [3..5]); overlaps([3..5], [1..8]);
overlaps([1..5], [5..8]); overlaps([5..8], [1..5]); overlaps before([1..5], [3..8]); overlaps before([1..5], [5..8]);
overlaps before([1..5), (1..5]); overlaps before([1..5], (1..5]); overlaps after([3..8], [1..5]); overlaps after([5..8], [1..5]);
overlaps after((1..5], [1..5)); overlaps after((1..5], [1..5]); finishes(10, [1..10]); finishes([5..10], [1..10]);
finishes([5..10), [1..10)); finishes([1..10], [1..10]); finishes((1..10], [1..10]); finished by([1..10], 10);
finished by([1..10], [5..10]); finished by([1..10), [5..10)); finished by([1..10], (1..10]); includes([1..10], 5);
includes([1..10], 1); includes([1..10], 10); includes([1..10], [4..6]); includes([1..10], [1..5]); includes((1..10], (1..5]);
includes([1..10], (1..10)); includes([1..10), [5..10)); includes([1..10], [1..10)); includes([1..10], [1..10]);
during(5, [1..10]); during(1, [1..10]); during([4..6], [1..10]); during((1..5], (1..10]); during([1..10], [1..10]);
starts(1, [1..10]); starts([1..5], [1..10]); starts((1..5], (1..10]); starts([1..10], [1..10]); starts([1..10), [1..10]);
starts((1..10), (1..10)); started by([1..10], 1); started by([1..10], [1..5]); started by((1..10], (1..5]);
started by([1..10], [1..10)); coincides(5, 5); coincides([1..5], [1..5])
"""
FALSE = """
before(10, 1); before(1, [1..10]); before([1..10], 10); before([1..10], [10..20]); after(5, 10); after(10, [1..10]);
after([11..20], 12); after([11..20], 11); after([1..10], [11..20]); meets([1..5), [5..10]); meets([1..5], (5..10]);
meets([1..5], [6..10]); met by([5..10], [1..5)); met by((5..10], [1..5]); met by([6..10], [1..5]); overlaps([1..5], [6..8]);
overlaps([6..8], [1..5]); overlaps([1..5], (5..8]); overlaps([1..5), [5..8]); overlaps([1..5), (5..8]); overlaps((5..8], [1..5]);
overlaps([5..8], [1..5)); overlaps before([1..5], [6..8]); overlaps before([1..5], (5..8]); overlaps before([1..5), [5..8]);
overlaps before([1..5), [1..5]); overlaps before([1..5], [1..5]); overlaps after([6..8], [1..5]); overlaps after((5..8], [1..5]);
overlaps after([5..8], [1..5)); overlaps after([1..5], [1..5)); overlaps after([1..5], [1..5]); finishes(10, [1..10));
finishes([5..10), [1..10]); finished by([1..10), 10); finished by([1..10], [5..10)); includes([1..10], 12); includes((1..10], 1);
includes([1..10), 10); during(12, [1..10]); during(1, (1..10]); during(10, [1..10)); starts(1, (1..10]); starts(2, [1..10]);
starts((1..5], [1..10]); starts([1..5], (1..10]); started by((1..10], 1); started by([1..10], 2); started by([1..10], (1..5]);
started by((1..10], [1..5]); coincides(3, 4); coincides((1..5), [1..5]); coincides([1..5], [2..6])
"""


def texts(block: str) -> list[str]:
    return [text.strip() for text in block.split(";")]


@pytest.mark.parametrize("text", texts(TRUE))
def test_a_relation_that_holds(text: str) -> None:
    assert evaluate(text, {}) is True


@pytest.mark.parametrize("text", texts(FALSE))
def test_a_relation_that_does_not_hold(text: str) -> None:
    assert evaluate(text, {}) is False


def test_days_are_related_as_numbers_are() -> None:
    assert evaluate('overlaps([@"2026-01-01"..@"2026-06-30"], [@"2026-06-30"..@"2026-12-31"])', {}) is True


def test_values_of_different_types_have_no_relation() -> None:
    value, errors = evaluate_with_errors('before(1, "a")', {})
    assert (value, errors) == (None, ["before: the values cannot be compared"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1..5].start", 1), ("(1..5].start included", False), ("(< 5).end", 5), ("3 in (>= 3)", True), ("[1..2] = [1..2]", True),
        ("5 in [1..null]", None), ('["a"..1]', None), ('range("[1..10)").end included', False),
    ],
)  # fmt: skip
def test_ranges_are_values(text: str, expected: object) -> None:
    assert evaluate(text, {}) == expected
