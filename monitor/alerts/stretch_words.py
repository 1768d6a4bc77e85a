"""The stretches of an incident in words: from when to when its duty was seen to fail, and what lay before and after.

What is not a time of the incident itself is kept in the reasons of its events; it is written and read here. Pure.
"""

from dataclasses import replace
from datetime import datetime

from monitor.alerts.phrases import Says, moment, on_one_line, reason_of, speaker
from monitor.alerts.records import Language
from monitor.incidents.records import Event, Happening, Incident

_AGAIN = ("lại từ ", "again since ")
_LAST_FAILED = ("lần cuối thấy lỗi ", "last seen to fail ")
_CLOSES = ("): ", "; ")  # what follows is the reason of the round
# as `monitor.rules.findings` begins the reasons of failures
_JUDGEMENTS = ("Chưa tuân thủ: ", "Dưới ngưỡng theo dõi: ", "Not compliant: ", "Below the watched threshold: ")
_VIETNAMESE, _ENGLISH = speaker(Language.VIETNAMESE), speaker(Language.ENGLISH)


def again(event: Event, before: Incident, *, since: datetime) -> Event:
    """The event of an incident that goes on at `since`, naming the stretch that it had `before`."""
    ended = before.ended or before.resolved or before.opened
    first = [(moment(before.since, says), moment(ended, says), moment(since, says)) for says in (_VIETNAMESE, _ENGLISH)]
    (begin, end, now), (begin_en, end_en, now_en) = first
    return replace(
        event,
        reason=f"{_AGAIN[0]}{now} (lần trước từ {begin} đến {end}{_CLOSES[0]}{event.reason}",
        reason_en=f"{_AGAIN[1]}{now_en} (before that from {begin_en} to {end_en}{_CLOSES[0]}{event.reason_en}",
    )


def unseen_end(event: Event, *, last_failed: datetime, good: datetime) -> Event:
    """The event of an end that nobody saw: between the last failed and the first good round something else was
    seen, or nothing."""
    last, last_en = moment(last_failed, _VIETNAMESE), moment(last_failed, _ENGLISH)
    met, met_en = moment(good, _VIETNAMESE), moment(good, _ENGLISH)
    return replace(
        event,
        reason=f"{_LAST_FAILED[0]}{last}, thấy bình thường từ {met}{_CLOSES[1]}{event.reason}",
        reason_en=f"{_LAST_FAILED[1]}{last_en}, seen to work since {met_en}{_CLOSES[1]}{event.reason_en}",
    )


def begin_words(incident: Incident, says: Says) -> str:
    """Since when it fails: `từ 07:50 …`, or `lại từ … (lần trước từ … đến …)`."""
    since = moment(incident.since, says)
    for event in reversed(incident.events):
        if event.happening is Happening.WENT_ON:
            told = _head(says(event.reason, event.reason_en), says(*_AGAIN), _CLOSES[0])
            return f"{told})" if told else says(f"lại từ {since}", f"again since {since}")
    return says(f"từ {since}", f"since {since}")


def stretch_words(incident: Incident, says: Says) -> str:
    """The stretch that is over; no longer than it was seen to fail."""
    event = incident.events[-1] if incident.events else None
    if event is not None and event.happening is Happening.CLOSED:
        return f"{begin_words(incident, says)}; {on_one_line(says(event.reason, event.reason_en))}"
    if event is not None:
        told = _head(says(event.reason, event.reason_en), says(*_LAST_FAILED), _CLOSES[1])
        if told:
            return f"{begin_words(incident, says)}; {told}"
    since, ended = moment(incident.since, says), moment(incident.ended or incident.resolved or incident.opened, says)
    return says(f"từ {since} đến {ended}", f"from {since} to {ended}")


def now_words(event: Event, says: Says) -> str:
    """What the round that ended it said, without the times."""
    said = says(event.reason, event.reason_en)
    told = _head(said, says(*_LAST_FAILED), _CLOSES[1])
    return on_one_line(said[len(told) + len(_CLOSES[1]) :] if told else said)


def bare_reason(incident: Incident, says: Says) -> str:
    """What was seen, without the judgement that its verdict begins with: for where that has just been said."""
    reason = reason_of(incident, says)
    begins = next((word for word in _JUDGEMENTS if reason.startswith(word)), "")
    return reason[len(begins) :] or reason


def _head(text: str, begins: str, closes: str) -> str:
    """What stands before `closes` in a text that begins so; empty for any other text."""
    return on_one_line(text.partition(closes)[0]) if text.startswith(begins) and closes in text else ""
