"""Dịch vụ công: what agencies publish of services and dossiers, and how far it can be trusted."""

from grafana.source.doubts import changed, differences, doubts, jumps, stale
from grafana.source.frame import Board, Section, chosen
from grafana.source.links import SERVICES
from grafana.source.published import (
    dossiers_of_agencies,
    dossiers_over_time,
    from_how_many,
    levels,
    published_ratios,
    services_of_agencies,
    services_over_time,
)
from grafana.source.queries import metric

PERIODS = chosen(
    "period", "Kỳ của hồ sơ", "label_values(" + metric("emc_published_dossiers") + ", period)", several=True
)

BOARD = Board(
    uid=SERVICES,
    title="EMC · Dịch vụ công",
    about="Published counts of services and dossiers, by agency and added up, with what speaks against them.",
    order=4,
    since="now-7d",
    variables=(PERIODS,),
    sections=(
        Section(title="Dịch vụ", panels=(levels(), from_how_many(), services_of_agencies())),
        Section(title="Hồ sơ", panels=(dossiers_of_agencies(), published_ratios())),
        Section(title="Qua thời gian", panels=(services_over_time(), dossiers_over_time())),
        Section(title="Độ tin cậy", panels=(doubts(), jumps(), stale(), differences(), changed())),
    ),
)
