"""A number whose digits stand in elements of their own ("<b>3</b><b>7</b>"), put together where it is sure."""

import re

from probes.figures.words import BREAK, INLINE

_EDGE = f"{INLINE}+"
_OPENS = rf"(?:^|(?<=[{INLINE}{BREAK}]))"  # at the start of an element: "Mức độ 2" ends with a digit too
# One sign in each element, as counters that turn their digits have it.
_DIGIT_BY_DIGIT = re.compile(rf"{_OPENS}\d(?:{_EDGE}[\d.,](?![\d.,]))+")
_GROUP = re.compile(rf"(?<=\d){_EDGE}(?=[.,]\d{{3}}(?!\d))|(?<=\d[.,]){_EDGE}(?=\d{{3}}(?!\d))")
_SIDE_BY_SIDE = re.compile(rf"[\d.,]{_EDGE}[\d.,]")
_YEAR = re.compile(rf"((?:năm|nam)[\s{INLINE}]+(?:19|20)){_EDGE}(\d\d)(?!\d)", re.IGNORECASE)
_UNSURE = re.compile(rf"{_OPENS}[\d.,]*\d{_EDGE}\d[\d.,]*(?![\d.,]|\s*%)")
_NONE = "#"  # before digits: tied to a sign they are no number


def put_together(text: str) -> str:
    """The text with such numbers whole; digits side by side that may be one number or two are tied to a sign.

    "<b>12</b><b>34</b>" may be 12 and 34 in two columns, or 1234: neither is read. A share behind a count is no doubt.
    """
    if INLINE not in text or not _SIDE_BY_SIDE.search(text):
        return text
    text = _DIGIT_BY_DIGIT.sub(lambda found: found[0].replace(INLINE, ""), text)
    text = _YEAR.sub(r"\1\2", _GROUP.sub("", text))
    return _UNSURE.sub(lambda found: re.sub(r"(?<![\d.,])(?=\d)", _NONE, found[0]), text)
