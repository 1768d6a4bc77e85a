"""Where dashboards lead: to one another, keeping monitor, data source and time, and to the runbook."""

AGENCY, PORTAL, NATION = "emc-co-quan", "emc-cong", "emc-quoc-gia"
SERVICES, COMPLIANCE, MONITOR = "emc-dich-vu-cong", "emc-tuan-thu", "emc-bo-giam-sat"
_KEPT = "${datasource:queryparam}&${monitor:queryparam}&${__url_time_range}"


def to_agency(field: str = "Mã cơ quan") -> str:
    """The page of the agency whose id stands in a column of the same row."""
    return f'/d/{AGENCY}?{_KEPT}&var-agency=${{__data.fields["{field}"]}}'


def to_portal(field: str = "Mã cổng") -> str:
    """The page of the portal whose id stands in a column of the same row."""
    return f'/d/{PORTAL}?{_KEPT}&var-agency=$__all&var-portal=${{__data.fields["{field}"]}}'
