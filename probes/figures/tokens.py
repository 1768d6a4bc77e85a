"""One block of text as words and numbers in a row; dates, levels, decrees, phones and money are words, not numbers."""

import re
from dataclasses import dataclass
from functools import lru_cache

from probes.figures.numbers import PATTERN, Number, from_match, missing
from probes.figures.split_digits import put_together
from probes.figures.words import BREAK, INLINE

_FRACTION = r"\d{1,3}(?:[.,]\d{3})+\s*/\s*\d[\d.,]*\d|\d+\s*/\s*\d{1,3}(?:[.,]\d{3})+|\d+\s*/\s*\d+"
_NOT_FIGURES = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"  # dates
    r"|\d{1,2}\s*:\s*\d{1,2}(?::\d{1,2})?|\d{1,2}h\d{2}"  # clocks
    r"|(?:tháng|thang)\s*:?\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?(?![.,]?\d)"
    r"|(?:quý|quy|kỳ)\s*:?\s*(?:[1-4]|i{1,3}|iv)(?:\s*[/-]\s*\d{4})?(?!\w|[.,]\d)"
    r"|(?:năm|nam)\s*:?\s*\d{4}|(?:ngày|ngay)\s*:?\s*\d{1,2}(?:\s*[/-]\s*\d{1,2})?(?![.,]?\d)"
    r"|\d{1,2}\s+(?:tháng|thang)\s+(?:đầu|cuối|dau|cuoi)"
    r"|(?:mức(?:\s+độ)?|muc(?:\s+do)?|cấp độ|cap do)\s*:?\s*[1-4]"
    r"(?:\s*(?:,|và|va|&|-|/|\+)\s*[1-4])*(?![\d.,]*\d)"
    r"|\d+\s*/\s*\d{4}\s*/\s*[A-ZĐ][\w-]*|\d+\s*/\s*[A-ZĐ]{2,}[\w-]*|\d{4}\s*[-–]\s*\d{4}"
    r"|(?:đề án|de an|quyết định|nghị định|thông tư|"
    r"quyết định số|nghị định số|thông tư số|luật số|công văn số)\s*:?\s*\d+"
    rf"|{_FRACTION}"
    r"|(?:\+84|1[89]00|0\d{2,3})[ .-]?\d{3,4}[ .-]?\d{3,4}"  # phones
    r"|(?:gấp|tăng|giảm|gap|tang|giam)\s+(?:hơn\s+|khoảng\s+|gần\s+)?"
    r"\d+(?:[.,]\d+)?\s*(?:lần|lan|%|điểm)?|\d+(?:[.,]\d+)?\s+(?:lần|lan)(?!\w)"
    r"|\d+\s*[-–]\s*\d+\s*(?:of|trên|trong|/)\s*\d+"  # paging
    r"|(?:trang|page|bước|step|số thứ tự|stt)\s*:?\s*\d+",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\s*(?:\d{1,2}|[ivx]{1,5}|[a-zđ])\s*[.)]\s+(?=\D)|\s*\d{1,2}(?:\.\d{1,2}){1,3}[.)]?\s+(?-i:(?=[A-ZĐÀ-Ỹ]))",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[,;|•·]|\s[-–—]\s|\s/\s|\.\s+(?=[A-ZĐÀ-Ỹ])|(?<=hồ sơ)\s+và\s")
_WHOLE = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){1,4}")
_SHARE_OF = re.compile(rf"\s*(?:{_FRACTION})\s*(?:hồ sơ|thủ tục|dịch vụ công|dịch vụ|dvc|tthc|hs)?\s*", re.IGNORECASE)
_CHANGE = re.compile(r"[\s\x1e\x1f(]*[-−–+▲▼↑↓]\s*\d+(?:[.,]\d+)?\s*%[\s\x1e\x1f).]*")  # against the period before
_SHORT = 60  # characters: cells and labels are asked for more than once
_LIMIT = 600  # characters of one block: figures stand in short ones, running text in long ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A stretch of words (`number` is `None`), a number, a place without a value, or the edge of a statement."""

    text: str
    number: Number | None = None
    empty: bool = False
    edge: bool = False
    colon: bool = False

    @property
    def words(self) -> bool:
        """Whether it is a stretch of words."""
        return self.number is None and not self.empty and not self.edge


def is_whole(text: str) -> bool:
    """Whether the text is a whole number and nothing else, as most cells of tables are."""
    return (text.isdecimal() and len(text) < 16) or _WHOLE.fullmatch(text) is not None


def tokens_of(text: str) -> tuple[tuple[Token, ...], ...]:
    """The statements of a block: the block itself, then each parenthesis that holds words and numbers."""
    if len(text) > _LIMIT:
        return ()
    return _tokens(text) if len(text) <= _SHORT else _read(text)


@lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[tuple[Token, ...], ...]:
    return _read(text)


def _read(text: str) -> tuple[tuple[Token, ...], ...]:
    text = put_together(text)
    if is_whole(text):
        return ((Token(text=text, number=Number(raw=text, digits=text)),),)
    if not any(char.isdigit() for char in text):
        return (_without_digits(text),)
    body = _RUNNING.sub("", text, count=1) if _RUNNING.match(text) else text
    outer, inner = _parentheses(body)
    return (_row(outer), *(_row(part) for part in inner))


def _without_digits(text: str) -> tuple[Token, ...]:
    """A block without any digit: words, or the sign of a missing number."""
    if missing(text.replace(INLINE, " ").replace(BREAK, " ")):
        return (Token(text="", empty=True),)
    tokens: list[Token] = []
    _append(tokens, text)
    return tuple(tokens)


def _parentheses(text: str) -> tuple[str, list[str]]:
    """The text without the parentheses that make statements of their own, and those; one level deep."""
    inner: list[str] = []

    def take(match: re.Match[str]) -> str:
        content = match[1]
        if not _has_number(content):
            return BREAK if _SHARE_OF.fullmatch(content) else match[0]
        words = re.search(r"[^\W\d_]{2,}", content)
        before = text[: match.start()].rstrip(" \x1f\x1e")
        if words is None and "%" not in content and not before[-1:].isdigit():
            return f"{INLINE}{content}{INLINE}"  # a count in parentheses after its label
        if words is not None:
            inner.append(content)
        return BREAK

    return re.sub(r"\(([^()]{1,300})\)", take, text), inner


def _has_number(text: str) -> bool:
    return PATTERN.search(_NOT_FIGURES.sub(" ", text)) is not None


def _row(text: str) -> tuple[Token, ...]:
    row: list[Token] = []
    at = 0
    spans = [match.span() for match in _NOT_FIGURES.finditer(text)]
    for match in PATTERN.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in spans) or not _alone(text, match):
            continue
        row.extend(_stretches(text[at : match.start()], between=bool(row), behind=bool(row)))
        number = from_match(match)
        row.append(Token(text=number.raw, number=number))
        at = match.end()
    row.extend(_stretches(text[at:], between=False, behind=bool(row)))
    if not any(token.number for token in row) and missing(text.replace(INLINE, " ").replace(BREAK, " ")):
        return (Token(text="", empty=True),)
    return tuple(row)


def _alone(text: str, match: re.Match[str]) -> bool:
    """A number tied to letters or signs around it (codes, versions, ranges) is none."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 2]
    return before not in ("-", "#", "@", "№") and not re.match(r"[-–/:]\d|:\d|[.,]\d", after)


def _stretches(text: str, *, between: bool, behind: bool) -> list[Token]:
    """Words cut at separators; a comma cuts only between two numbers, a full stop only behind one."""
    tokens: list[Token] = []
    at = 0
    for match in _SEPARATORS.finditer(text):
        if not between and match[0] not in ";|•" and not (behind and match[0][0] == "."):
            continue
        if any(span.start() <= match.start() < span.end() for span in _NOT_FIGURES.finditer(text)):
            continue
        _append(tokens, text[at : match.start()])
        tokens.append(Token(text=match[0], edge=True))
        at = match.end()
    _append(tokens, text[at:])
    return tokens


def _append(tokens: list[Token], text: str) -> None:
    bare = text.strip(" \t\r\n\x1f\x1e\u00a0().:–-+=*")
    if any(char.isalnum() for char in bare) and not _CHANGE.fullmatch(text):
        colon = text.rstrip(" \t\r\n\x1f\x1e\u00a0").endswith((":", "："))
        tokens.append(Token(text=text.strip(" \t\r\n\x1f\x1e\u00a0"), colon=colon))
