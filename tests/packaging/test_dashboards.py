"""The dashboards are what the code says, and keep to the rules of the house."""

import json
import re
import unicodedata
from dataclasses import fields
from typing import Any

import pytest
import yaml

from grafana.source.look_words import LOOK, PHASE
from grafana.source.provinces import ARCHIPELAGOS, PLACES
from grafana.source.words import OUTCOME
from grafana.source.writing import documents
from monitor.configuration import load_configuration
from probes.exchange import Phases
from probes.failures import SEEN, FailureKind
from tests.support.dashboards import FOLDER, ROOT, Asked, asked, boards, metrics_of, panels, variables

BOARDS, PANELS, ASKED = boards(), panels(), list(asked())
VIETNAMESE = re.compile("[àáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ]", re.IGNORECASE)
RULES = ROOT / "config" / "prometheus"
OF_PROMETHEUS = {"up", "scrape_duration_seconds", "scrape_samples_scraped"}
NUMBERS = ("stat", "table", "bargauge", "timeseries", "state-timeline", "canvas")


def panels_of(uid: str) -> list[Any]:
    return [panel for board, panel in PANELS if board == uid]


def queries_of(uid: str) -> list[Asked]:
    return [query for query in ASKED if query.board == uid]


def recorded() -> set[str]:
    files = (yaml.safe_load(path.read_text("utf-8")) for path in RULES.glob("*.rules.yml"))
    rules = [rule for file in files for group in file["groups"] for rule in group["rules"]]
    return {rule["record"] for rule in rules if "record" in rule}


def test_every_way_in_which_a_look_can_end_has_a_word_of_its_own() -> None:
    assert set(LOOK) == {SEEN, *(kind.value for kind in FailureKind)}
    assert len(set(LOOK.values())) == len(LOOK)
    assert {field.name for field in fields(Phases)} == set(PHASE)
    assert all(unicodedata.normalize("NFC", text) == text for text in (*LOOK.values(), *PHASE.values()))


@pytest.mark.parametrize("uid", BOARDS)
def test_a_series_is_never_named_by_a_word_of_ours_that_people_do_not_read(uid: str) -> None:
    """Where a legend is a key, an outcome, a phase or a window, the panel says it in Vietnamese."""
    for panel in panels_of(uid):
        legends = " ".join(target.get("legendFormat", "") for target in panel["targets"])
        told = {step["id"] for step in panel.get("transformations", ())}
        if re.search(r"\{\{(key|phase|window|state|cause|severity|kind)\}\}", legends):
            named = {item["matcher"]["options"] for item in panel["fieldConfig"].get("overrides", ())}
            assert "renameByRegex" in told or named, panel["title"]


@pytest.mark.parametrize("uid", BOARDS)
def test_what_portals_say_is_shown_as_text_alone(uid: str) -> None:
    """No panel and no cell makes markup, pictures or scripts of a label."""
    for panel in panels_of(uid):
        assert panel["type"] not in ("text", "html", "news", "dashlist")
        cells = re.findall(r'"cellOptions": \{"?[^}]*"type": "([\w-]+)"', json.dumps(panel["fieldConfig"]))
        assert set(cells) <= {"auto", "color-text", "color-background"}
        assert "javascript:" not in json.dumps(panel).lower()


def test_the_committed_files_are_what_the_code_writes() -> None:
    assert documents() == {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}


def test_there_are_six_with_uids_of_their_own() -> None:
    assert {uid: board["uid"] for uid, board in BOARDS.items()} == {uid: uid for uid in BOARDS}
    assert set(BOARDS) == {
        "emc-quoc-gia",
        "emc-co-quan",
        "emc-cong",
        "emc-dich-vu-cong",
        "emc-tuan-thu",
        "emc-bo-giam-sat",
    }


@pytest.mark.parametrize("uid", BOARDS)
def test_a_dashboard_has_the_schema_of_grafana_11_and_is_tagged(uid: str) -> None:
    board = BOARDS[uid]
    assert board["schemaVersion"] == 41
    assert board["tags"] == ["emc"]
    assert "id" not in board or board["id"] is None
    assert VIETNAMESE.search(board["title"])
    assert board["description"]
    assert not VIETNAMESE.search(board["description"])
    assert board["timezone"] == "Asia/Ho_Chi_Minh"
    assert board["links"][0]["type"] == "dashboards"
    assert board["links"][0]["includeVars"]


@pytest.mark.parametrize("uid", BOARDS)
def test_a_dashboard_lets_the_data_source_be_chosen_and_tells_simulated_data_first(uid: str) -> None:
    board = BOARDS[uid]
    assert [item["name"] for item in board["templating"]["list"]][:2] == ["datasource", "monitor"]
    banner = board["panels"][0]
    assert 'simulated="true"' in banner["targets"][0]["expr"]
    assert "SIMULATED" in json.dumps(banner["fieldConfig"]["defaults"]["mappings"])


def test_no_data_source_is_named() -> None:
    for uid, board in BOARDS.items():
        sources = re.findall(r'"uid": "([^"]+)"', json.dumps(board))
        assert set(sources) <= {"${datasource}", uid}


@pytest.mark.parametrize("uid", BOARDS)
def test_a_panel_says_what_it_is_in_vietnamese_and_in_english(uid: str) -> None:
    for panel in panels_of(uid):
        title, about = panel["title"], panel["description"]
        assert title == unicodedata.normalize("NFC", title)
        assert VIETNAMESE.search(title)
        assert about.endswith(".")
        assert not VIETNAMESE.search(about)
        assert not re.search("sập|vi phạm|kết nối đầy đủ", json.dumps(panel, ensure_ascii=False), re.IGNORECASE)


@pytest.mark.parametrize("uid", BOARDS)
def test_a_panel_has_a_unit_thresholds_and_a_word_for_no_data(uid: str) -> None:
    for panel in panels_of(uid):
        assert panel["type"] in NUMBERS
        defaults = panel["fieldConfig"]["defaults"]
        assert defaults["unit"]
        assert VIETNAMESE.search(defaults["noValue"])
        assert defaults["thresholds"]["steps"][0].get("value") is None


@pytest.mark.parametrize("uid", BOARDS)
def test_series_have_names(uid: str) -> None:
    for panel in panels_of(uid):
        for target in panel["targets"]:
            alone = panel["type"] == "stat" and len(panel["targets"]) == 1
            assert target["format"] == "table" or target["legendFormat"] != "__auto" or alone


@pytest.mark.parametrize("uid", BOARDS)
def test_panels_stand_side_by_side_and_never_on_one_another(uid: str) -> None:
    taken: dict[tuple[int, int], str] = {}
    for panel in BOARDS[uid]["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        for cell in (
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        ):
            assert cell not in taken, (panel["title"], taken[cell])
            taken[cell] = panel["title"]
    numbers = [panel["id"] for panel in BOARDS[uid]["panels"]]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("uid", BOARDS)
def test_links_lead_to_dashboards_and_variables_that_are_there(uid: str) -> None:
    for target, rest in re.findall(r'"/d/([\w-]+)\?([^"\\]*)', json.dumps(BOARDS[uid])):
        names = {item["name"] for item in BOARDS[target]["templating"]["list"]}
        assert set(re.findall(r"var-(\w+)=", rest)) | set(re.findall(r"\{(\w+):queryparam\}", rest)) <= names
        assert "${__url_time_range}" in rest


@pytest.mark.parametrize("uid", BOARDS)
def test_a_column_that_leads_somewhere_is_there(uid: str) -> None:
    for panel in panels_of(uid):
        titles = {item["matcher"]["options"] for item in panel["fieldConfig"].get("overrides", ())}
        assert set(re.findall(r'__data\.fields\[\\?"([^"\\]+)', json.dumps(panel, ensure_ascii=False))) <= titles


@pytest.mark.parametrize("uid", BOARDS)
def test_a_query_names_no_range_and_only_metrics_that_are_promised(uid: str) -> None:
    for query in queries_of(uid):
        assert re.findall(r"\[(?!\$__rate_interval\]|\$__range\])[^]\"]*\]|offset (?!\$__range\b)\S+", query.expr) == []
        told = set(re.findall(r"(?:emc|process)_[a-z_0-9]+", (ROOT / "docs" / "metrics.md").read_text("utf-8")))
        named = {re.sub("_bucket$", "", name) for name in metrics_of(query.expr)}
        assert named
        assert named - OF_PROMETHEUS - recorded() - told - {"process_resident_memory_bytes"} == set()


@pytest.mark.parametrize("uid", BOARDS)
def test_a_query_that_shows_names_joins_them_on(uid: str) -> None:
    for query in queries_of(uid):
        joined = re.findall(r"group_left \(([^)]*)\)", query.expr)
        assert all("on (instance, " in query.expr for _ in joined)
        if "agency_name" in query.expr:
            assert "emc_portal_info" in query.expr
        if "duty" in re.findall(r"by \(([^)]*)\)", query.expr)[:1]:
            assert "emc_duty_info" in query.expr


@pytest.mark.parametrize("uid", BOARDS)
def test_a_query_asks_the_chosen_monitors_alone(uid: str) -> None:
    for query in queries_of(uid):
        joined = r"(?:emc_portal_info|emc_duty_info|emc_target_info|emc_build_info)(?!\{)"
        assert (
            re.findall(
                r"(?:emc_|process_|rule:|agency:)[\w:]+(?![\w:{(])",
                re.sub(joined, "", query.expr.replace("group_left", "")),
            )
            == []
        )


def test_a_goal_is_drawn_where_there_is_one() -> None:
    goals = {
        ("emc-quoc-gia", "Tỷ lệ hoạt động trung bình của các cổng"): 0.99,
        ("emc-co-quan", "Tỷ lệ hoạt động 7 và 30 ngày"): 0.99,
        ("emc-cong", "Hoạt động"): 0.99,
        ("emc-bo-giam-sat", "Độ trễ của lượt xem kế tiếp"): 10,
    }
    for uid, panel in PANELS:
        if (uid, panel["title"]) in goals:
            goal = goals.pop((uid, panel["title"]))
            assert goal in [step.get("value") for step in panel["fieldConfig"]["defaults"]["thresholds"]["steps"]]
    assert goals == {}


def test_the_recorded_number_of_an_outcome_is_the_one_that_the_dashboards_read() -> None:
    text = (RULES / "dashboards.rules.yml").read_text("utf-8")
    told = {outcome: int(code) for outcome, code in re.findall(r'outcome="(\w+)"\} \* (\d)', text)}
    assert told == {outcome: word.code for outcome, word in OUTCOME.items()}


def test_the_tile_map_has_a_box_for_every_province_in_force_and_both_archipelagos() -> None:
    catalogue = load_configuration(ROOT / "config", {}).catalogue
    provinces = {
        agency.id for agency in catalogue.agencies if agency.kind.level == "provinces" and agency.valid_to is None
    }
    assert set(PLACES) == provinces
    assert len(PLACES) == 34
    places = [place[:2] for place in PLACES.values()]
    assert len(set(places)) == 34
    told = json.dumps(BOARDS["emc-quoc-gia"], ensure_ascii=False)
    assert "Quần đảo Hoàng Sa" in told
    assert "Quần đảo Trường Sa" in told
    corners = {(x + dx, y + dy) for x, y in ARCHIPELAGOS.values() for dx in (0, 1) for dy in (0, 1)}
    assert not corners & set(places)


def test_variables_ask_the_chosen_source_anew_when_the_range_changes() -> None:
    found = list(variables())
    assert len(found) >= 9
    for _, item in found:
        assert item["datasource"]["uid"] == "${datasource}"
        assert item["refresh"] == 2
        assert VIETNAMESE.search(item["label"])
