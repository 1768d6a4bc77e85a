"""Vietnamese text in the fonts of before Unicode: TCVN3 (ABC), VNI, and the Icelandic ETH in place of Đ."""

import re
import unicodedata
from functools import cache

# TCVN 5712:1993 VN3 ("ABC" fonts), what a Latin-1 reader sees → what is meant.
_TCVN3 = str.maketrans(
    dict(
        zip(
            "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
            "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            strict=True,
        )
    )
)
_TCVN3_MARKS = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾"  # no letters in Latin-1: inside a word they give TCVN3 away

_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
_CLOSED = "iê|yê|uô|ươ|oa|oă|oe|oo|uâ|uê|uyê|uy|[aăâeêioôơuưy]"  # what a final consonant may follow
_OPEN = (
    "ia|ya|uya|ua|ưa|a[iouy]|âu|ây|eo|êu|iu|o[ai]|oe|ôi|ơi|u[iơêy]|ưi|ưu|iêu|yêu|uôi|ươi|ươu|oai|oay|oao|oeo|uây|uêu|uyu|"
    "[aeêioôơuưy]"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:(?:{_CLOSED})(?:ch|ng|nh|[cmnpt])|(?:{_OPEN}))")
_TONE = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_WORD_WITH_MARK = re.compile(rf"(?<![\wÀ-ỹ])[A-Za-zÀ-ÿ]*[{_TCVN3_MARKS}][A-Za-zÀ-ÿ{_TCVN3_MARKS}]*")
_WORD_WITH_PAIR = re.compile(r"(?<!\w)[A-Za-zñöôæóòíìî]*[aeouyöôAEOUYÖÔ][ùøûõïâáàåãäêéèúüë][A-Za-zñöô]*(?!\w)")
_LETTER = re.compile("[A-Za-z]")
_ETH = re.compile(r"(?<!\w)[Ðð][a-zà-ỹ]{1,5}(?!\w)|(?<!\w)Ð[A-ZÀ-Ỹ]{1,5}(?!\w)")
_UNICODE_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")

_AT_LEAST = 3  # distinct words; two are enough on a page without one letter that only Unicode Vietnamese has


def legacy_problems(text: str) -> tuple[str, ...]:
    """`tcvn3`, `vni` or `eth_for_d` with the words that show it; nothing for plain Unicode text."""
    needed = _AT_LEAST if _UNICODE_VIETNAMESE.search(text) else _AT_LEAST - 1
    marked = (word for word in _WORD_WITH_MARK.findall(text) if _LETTER.search(word))
    tcvn3 = {word for word in marked if _is_syllable(word.translate(_TCVN3))}
    if len(tcvn3) >= needed:
        return (f"tcvn3: text in a TCVN3 font, such as {_some(tcvn3)}",)
    vni = {word for word in _WORD_WITH_PAIR.findall(text) if not _is_syllable(word) and _is_syllable(from_vni(word))}
    if len(vni) >= needed:
        return (f"vni: text in a VNI font, such as {_some(vni)}",)
    eth = {word for word in _ETH.findall(text) if _is_syllable(word.replace("Ð", "Đ").replace("ð", "đ"))}
    return (f"eth_for_d: the Icelandic letter ETH in place of Đ, such as {_some(eth)}",) if eth else ()


def from_vni(word: str) -> str:
    """A word of two characters a vowel (VNI) in Unicode, lower case."""
    out: list[str] = []
    for letter in word.lower():
        before = out[-1] if out else ""
        if before in "aeo" and letter in _VNI_CIRCUMFLEX:
            out[-1] = {"a": "â", "e": "ê", "o": "ô"}[before] + _VNI_CIRCUMFLEX[letter]
        elif before == "a" and letter in _VNI_BREVE:
            out[-1] = "ă" + _VNI_BREVE[letter]
        elif before in {*"aeouyơư"} and letter in _VNI_TONES:
            out[-1] = before + _VNI_TONES[letter]
        else:
            out.append(_VNI_SINGLE.get(letter, letter))
    return unicodedata.normalize("NFC", "".join(out))


@cache
def _decomposed() -> dict[int, str]:
    """Every Vietnamese letter with its tone taken off, its shape kept."""
    plain = "aăâeêioôơuưy"
    toned = [
        "àằầèềìòồờùừỳ",
        "áắấéếíóốớúứý",
        "ảẳẩẻểỉỏổởủửỷ",
        "ãẵẫẽễĩõỗỡũữỹ",
        "ạặậẹệịọộợụựỵ",
    ]
    return {ord(letter): base for row in toned for letter, base in zip(row, plain, strict=True)}


def _is_syllable(word: str) -> bool:
    """Whether a word can be one Vietnamese syllable, tones aside."""
    bare = word.lower().translate(_TONE).translate(_decomposed())
    return bool(_SYLLABLE.fullmatch(bare)) and not word.isascii()


def _some(words: set[str]) -> str:
    return ", ".join(f"“{word}”" for word in sorted(words)[:3])
