"""What of a letter was accepted already, where one letter is several sendings: these are not sent a second time."""

from collections import OrderedDict

_REMEMBERED = 1000  # letters; those that are tried again are far fewer


class Parts:
    """The accepted parts of letters that were accepted in part, by the letter's id; for one channel."""

    def __init__(self) -> None:
        """Nothing was accepted yet."""
        self._accepted: OrderedDict[str, set[str]] = OrderedDict()

    def left(self, letter: str, parts: list[str]) -> list[str]:
        """The parts that were not accepted yet."""
        return [part for part in parts if part not in self._accepted.get(letter, ())]

    def accepted(self, letter: str, part: str) -> None:
        """This part need not be sent again."""
        self._accepted.setdefault(letter, set()).add(part)
        while len(self._accepted) > _REMEMBERED:
            self._accepted.popitem(last=False)

    def over(self, letter: str) -> None:
        """The whole letter was accepted."""
        self._accepted.pop(letter, None)
