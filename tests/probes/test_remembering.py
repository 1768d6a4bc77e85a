"""Results stand by identity, not equality, and are bounded."""

from probes.remembering import ByIdentity


def test_the_same_object_finds_its_result_and_an_equal_one_does_not() -> None:
    results: ByIdentity[str] = ByIdentity(4)
    value = [1]
    assert results.find(value) is None
    assert results.put(value, "one") == "one"
    assert results.find(value) == "one"
    assert results.find([1]) is None


def test_what_is_not_asked_for_is_forgotten() -> None:
    results: ByIdentity[int] = ByIdentity(3)
    values = [[number] for number in range(10)]
    for number, value in enumerate(values):
        results.put(value, number)
        assert results.find(values[0]) == 0
    assert [number for number, value in enumerate(values) if results.find(value) is None]
    assert results.find(values[-1]) == 9


def test_an_object_that_is_gone_lends_its_place_to_nobody() -> None:
    results: ByIdentity[int] = ByIdentity(1000)
    for number in range(1000):
        assert results.find([number]) is None
        results.put([number], number)
