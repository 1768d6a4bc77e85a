"""Tables as OpenAPI tells them: a model of the row, of the page and of the question, made from the columns."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from monitor.reports.exports.contract import Column, Kind, Option, Table

MOST = 1000  # rows of one page
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ].+")
_TYPES: dict[Kind, Any] = {
    Kind.TEXT: str,
    Kind.COUNT: int,
    Kind.NUMBER: float,
    Kind.RATIO: Annotated[float, Field(ge=0)],
    Kind.POINTS: Annotated[float, Field(ge=0, le=100)],
    Kind.SECONDS: float,
    Kind.FLAG: bool,
    Kind.DAY: date,
    Kind.MOMENT: AwareDatetime,
    Kind.TREE: Any,
}


def _written_as(form: re.Pattern[str], expected: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, str) and not form.fullmatch(value):
            raise ValueError(f"expected {expected}")
        return value

    return BeforeValidator(check)


Day = Annotated[date, _written_as(_DAY, "YYYY-MM-DD")]
Moment = Annotated[AwareDatetime, _written_as(_MOMENT, "an ISO 8601 time with its zone")]
Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


class Paged(BaseModel):
    """What every page can be asked."""

    model_config = ConfigDict(extra="forbid")

    limit: int | None = Field(None, ge=1, le=MOST, description="Rows of a page; 100 where nothing is said")
    cursor: Text | None = Field(None, description="`next` of the page before")
    format: Literal["json", "csv", "xlsx"] = Field("json", description="Files hold all rows unless `limit` is given")


def row_model(table: Table) -> type[BaseModel]:
    """One row."""
    fields: dict[str, Any] = {item.name: (_type(item), Field(description=_said(item))) for item in table.columns}
    return create_model(f"{_camel(table)}Row", __doc__=table.en, **fields)


def page_model(table: Table) -> type[BaseModel]:
    """Some rows; `next` is the cursor of the following page, null on the last one."""
    fields: dict[str, Any] = {
        "simulated": (bool, Field(description="The estate is invented")),
        "table": (Literal[table.name], Field(description="Name of the table")),
        "rows": (list[row_model(table)], Field(description=table.en)),  # type: ignore[misc] # made from the columns
        "next": (str | None, Field(description="Cursor of the following page, null on the last one")),
    }
    return create_model(f"{_camel(table)}Page", __doc__=table.en, **fields)


def query_model(table: Table, *, paged: bool) -> type[BaseModel]:
    """What the table can be asked for; whatever it does not know is refused."""
    fields: dict[str, Any] = {name: _filter(table.column(name)) for name in table.filters} | _options(table)
    name = f"{_camel(table)}{'Query' if paged else 'Export'}"
    if paged:
        return create_model(name, __base__=Paged, **fields)
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def _options(table: Table) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if Option.ON in table.options:
        told["on"] = (Day | None, Field(None, description="As of the end of that legal day; now where not given"))
    if Option.CHANGED_SINCE in table.options:
        told["changed_since"] = (Moment | None, Field(None, description="Only what began at that time or later"))
    if Option.DAYS in table.options:
        told["from"] = (Day | None, Field(None, description="First day"))
        told["to"] = (Day | None, Field(None, description="Last day"))
    return told


def _filter(column: Column) -> Any:
    kind: Any = _TYPES[column.kind] if column.kind is not Kind.TEXT else Text
    wanted = Literal[column.choices] if column.choices else kind
    return wanted | None, Field(None, description=f"Only these: {_lower(column.en)}")


def _type(column: Column) -> Any:
    kind = Literal[column.choices] if column.choices else _TYPES[column.kind]
    return kind if column.always else kind | None


def _said(column: Column) -> str:
    unit = {Kind.RATIO: "ratio 0..1", Kind.POINTS: "points 0..100", Kind.SECONDS: "seconds"}.get(column.kind)
    return f"{column.en} ({unit}; {column.vi})" if unit else f"{column.en} ({column.vi})"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _camel(table: Table) -> str:
    return "".join(part.capitalize() for part in table.name.split("_"))
