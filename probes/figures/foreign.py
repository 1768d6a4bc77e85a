"""Whether words over figures tell of another subject: petitions, contests, aims of a plan; not what was reached."""

import re

from probes.figures.labels import LabelBook
from probes.figures.words import fold, plain

_ASKED = re.compile(r"khảo sát|thăm dò|bình chọn|khao sat|tham do|binh chon")
# "Sở Kế hoạch và Đầu tư" and "Phòng Tài chính - Kế hoạch" are names of offices, a report of a plan tells what it gave.
_PLAN = re.compile(r"(?<!- )(?<!tai chinh )ke hoach (?!va dau tu|va tai chinh|- |dau tu)\w|phan dau|de ra den nam")
_OUTCOME = re.compile(r"ket qua (?:thuc hien|dat duoc|da dat)")
_AIMS = re.compile(r"(?:các |cac )?(?:chỉ tiêu|mục tiêu|kế hoạch|chi tieu|muc tieu|ke hoach)")
_AIM = re.compile(r"(?:mục tiêu|chỉ tiêu|phấn đấu|định hướng|muc tieu|chi tieu|phan dau|dinh huong)(?!\w)")
_REACHED = re.compile(r"ket qua|bao cao|tinh hinh|dat duoc|tien do|so voi")


def of_another(text: str, labels: LabelBook) -> bool:
    """Whether the words say that something else is counted, or aimed at; a survey of who was served is no poll."""
    if _ASKED.search(plain(text)) and labels.says("satisfaction", text) and labels.says("procedural", text):
        text = _ASKED.sub(" ", plain(text))
    if _OUTCOME.search(fold(plain(text))):
        text = _AIMS.sub(" ", plain(text))
    return labels.says("foreign", text) or is_plan(text)


def is_aim(text: str) -> bool:
    """Whether the words lead to aims: "Mục tiêu đến 2030"."""
    return _AIM.match(plain(text)) is not None and not _OUTCOME.search(fold(plain(text)))


def is_plan(text: str) -> bool:
    """Whether the words are the title of a plan, whose figures are aims."""
    bare = fold(plain(text))
    return _PLAN.search(bare) is not None and _REACHED.search(bare) is None
