"""What the service answers about a published town."""

import httpx
import pytest

from tests.api import town


def test_the_list_is_ranked_and_says_why(http: httpx.Client) -> None:
    page = http.get("/v1/rings").json()
    assert [ring["rank"] for ring in page["items"]] == list(range(1, town.RINGS + 1))
    assert page["total"] == town.RINGS
    assert (page["sweep_id"], page["as_of"]) == ("sweep-1", "2024-12-31")
    first = page["items"][0]
    assert (first["score"], first["one_hand"], first["size"]) == (0.95, 0.9, 5)
    assert first["title"] == {"zh": "安字号 5 户企业", "en": "Five firms, number 1"}
    assert [reason["code"] for reason in first["reasons"]] == ["T10", "T07"]
    assert first["counter_evidence"][0]["contribution"] < 0


@pytest.mark.parametrize(
    ("query", "ranks"),
    [
        ({"min_score": 0.8}, [1, 2, 3, 4]),
        ({"district": "福州市台江区"}, [1, 3, 5, 7, 9, 11]),
        ({"family": "time"}, [1, 4, 7, 10]),
        ({"family": "time", "min_score": 0.75}, [1, 4]),
        ({"min_size": 6}, []),
    ],
)
def test_filters(http: httpx.Client, query: dict[str, str], ranks: list[int]) -> None:
    page = http.get("/v1/rings", params=query).json()
    assert ([ring["rank"] for ring in page["items"]], page["total"]) == (ranks, len(ranks))


def test_the_shortlist_holds_the_surest_rings_and_says_what_to_expect(http: httpx.Client) -> None:
    answer = http.get("/v1/shortlist?capacity=2").json()
    scores = sorted((ring["score"] for ring in http.get("/v1/rings").json()["items"]), reverse=True)
    assert [ring["score"] for ring in answer["items"]] == scores[:2]
    assert answer["listed"] == len(scores)
    assert 0 <= answer["low"] <= answer["expected"] <= answer["high"] <= len(answer["items"])
    assert answer["decided"] == 0
    assert http.get("/v1/shortlist?capacity=0").status_code == 422


def test_districts_are_the_values_of_the_filter(http: httpx.Client) -> None:
    items = http.get("/v1/districts").json()["items"]
    assert {item["district"]: item["rings"] for item in items} == {"福州市台江区": 6, "福州市鼓楼区": 6}


def test_a_ring_with_its_case(http: httpx.Client) -> None:
    ring = http.get(f"/v1/rings/{town.ring_id(2)}").json()
    assert [m["firm"]["name"] for m in ring["members"]] == [town.name_of(n) for n in range(5, 10)]
    assert ring["hypothesis_words"]["en"] == "Filed in one go"
    assert ring["runner_up_words"]["en"] == "An ordinary agent's honest clients"
    assert ring["cleared_by"]
    assert ring["next_steps"]
    assert [f["finding_id"] for f in ring["findings"]] == ["finding-1"]
    hub = ring["hubs"][0]
    assert (hub["key"]["hub"], hub["declared"]) == ("hosting_address", True)
    assert len(ring["minimal_evidence"]) == 4


def test_who_is_who_in_a_ring(http: httpx.Client) -> None:
    roles = http.get(f"/v1/rings/{town.ring_id(3)}/roles").json()
    assert {held["key"]["kind"]: held["members"] for held in roles["holds_together"]} == {
        "person": 5,
        "phone": 5,
    }
    assert [(p["key"]["label"], p["members"], p["role"]) for p in roles["people"]] == [("测试昌", 5, "head")]
    assert roles["people"][0]["words"]["en"] == "heads member firms; ask whether in name only"
    assert (roles["core"], roles["fringe"], roles["linked"], roles["truncated"]) == (5, 0, [], False)
    assert http.get("/v1/rings/none/roles").status_code == 404


def test_a_ring_drawn_with_what_its_members_share(http: httpx.Client) -> None:
    graph = http.get(f"/v1/rings/{town.ring_id(2)}/graph").json()
    firms = {node["id"] for node in graph["nodes"] if node["kind"] == "firm"}
    assert firms == {town.firm_id(n) for n in range(5, 10)}
    kinds = {node["kind"] for node in graph["nodes"]}
    assert {"phone", "person", "room"} <= kinds
    assert {node["hub"] for node in graph["nodes"] if node["kind"] == "room"} == {"hosting_address"}
    ids = {node["id"] for node in graph["nodes"]}
    assert all(edge["source"] in firms and edge["target"] in ids for edge in graph["edges"])


def test_a_firm(http: httpx.Client) -> None:
    firm = http.get(f"/v1/firms/{town.firm_id(7)}").json()
    assert firm["facts"]["name"] == town.name_of(7)
    assert firm["facts"]["capital"] == 1_000_000
    assert firm["verdict"]["ring_id"] == town.ring_id(2)
    assert firm["verdict"]["decision"] == "SUPERVISOR_REVIEW"
    by_role = {link["role"]: link["key"] for link in firm["links"]}
    assert by_role["legal_representative"]["label"] == f"测试{town.BRANDS[1]}"
    assert by_role["contact"]["firms"] == town.EACH


def test_a_firm_of_its_own_has_no_ring(http: httpx.Client) -> None:
    verdict = http.get(f"/v1/firms/{town.firm_id(town.FIRMS - 1)}").json()["verdict"]
    assert (verdict["ring_id"], verdict["one_hand"], verdict["decision"]) == (None, None, "PASS")


def test_resident_ids_never_leave_the_service(http: httpx.Client) -> None:
    text = http.get(f"/v1/firms/{town.firm_id(7)}").text + http.get(f"/v1/rings/{town.ring_id(2)}").text
    assert '"P1"' not in text
    assert "row" not in http.get(f"/v1/firms/{town.firm_id(7)}").json()["links"][0]["key"]


def test_the_surroundings_of_a_firm_stay_within_the_limit(http: httpx.Client) -> None:
    near = http.get(f"/v1/firms/{town.firm_id(0)}/graph", params={"hops": 2}).json()
    assert {town.firm_id(n) for n in range(5)} <= {node["id"] for node in near["nodes"]}
    few = http.get(f"/v1/firms/{town.firm_id(0)}/graph", params={"limit": 3}).json()
    assert len(few["nodes"]) <= 3
    assert town.firm_id(0) in {node["id"] for node in few["nodes"]}


def test_two_members_of_a_ring_hang_together_by_what_they_share(http: httpx.Client) -> None:
    a, b = town.firm_id(10), town.firm_id(12)
    ways = http.get(f"/v1/firms/{a}/paths/{b}").json()
    assert (ways["sweep_id"], ways["as_of"], ways["truncated"]) == ("sweep-1", "2024-12-31", False)
    assert {way["nodes"][1]["kind"]: way["nodes"][1]["degree"] for way in ways["items"]} == {
        "phone": town.EACH,
        "person": town.EACH,
        "scope": town.FIRMS,
    }
    for way in ways["items"]:
        key = way["nodes"][1]
        assert [node["id"] for node in way["nodes"]] == [a, key["id"], b]
        assert [(edge["source"], edge["target"]) for edge in way["edges"]] == [(a, key["id"]), (b, key["id"])]
    one = http.get(f"/v1/firms/{a}/paths/{b}", params={"limit": 1}).json()
    assert (one["items"], one["truncated"]) == (ways["items"][:1], True)


def test_a_key_leads_to_everyone_on_it(http: httpx.Client) -> None:
    links = http.get(f"/v1/firms/{town.firm_id(5)}").json()["links"]
    room = next(link["key"] for link in links if link["key"]["kind"] == "room")
    key = http.get(f"/v1/keys/{room['id']}").json()
    assert {firm["firm_id"] for firm in key["firms"]} == {town.firm_id(n) for n in range(5, 10)}
    assert key["why_hub"]["en"] == "A registered hosting address."


def test_a_finding_with_its_records(http: httpx.Client) -> None:
    finding = http.get("/v1/findings/finding-2").json()
    assert finding["title"]["en"] == "One phone number, many firms"
    assert finding["evidence"] == {"n": 5}
    assert (finding["firms"], len(finding["members"])) == (5, 5)
    assert finding["basis"] == ["R9"]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        (town.name_of(3), "firm", town.firm_id(3)),
        (town.firm_id(3)[:15], "firm", town.firm_id(3)),
        ("安扪", "firm", town.firm_id(3)),
        (town.ring_id(4), "ring", town.ring_id(4)),
    ],
)
def test_search(http: httpx.Client, text: str, kind: str, found: str) -> None:
    hits = http.get("/v1/search", params={"q": text, "limit": 50}).json()["items"]
    assert (kind, found) in {(hit["kind"], hit["id"]) for hit in hits}


def test_sweeps_and_health(http: httpx.Client) -> None:
    sweeps = http.get("/v1/sweeps").json()["items"]
    assert [(s["sweep_id"], s["live"], s["firms"], s["rings"]) for s in sweeps] == [
        ("sweep-1", True, town.FIRMS, town.RINGS)
    ]
    lacking = sweeps[0]["not_assessed"]
    assert [(n["detector"], n["typologies"], n["lacks"]) for n in lacking] == [
        ("shared_device", ["T11"], ["devices"])
    ]
    assert lacking[0]["words"] == {
        "zh": "未评估：缺少申报设备或网络地址",
        "en": "not assessed: no devices or network addresses",
    }
    assert http.get("/healthz").json()["status"] == "ok"
    assert http.get("/readyz").json() == {"status": "ready", "sweep_id": "sweep-1"}


def test_an_answer_already_held_is_not_sent_again(http: httpx.Client) -> None:
    first = http.get("/v1/rings")
    tag = first.headers["etag"]
    again = http.get("/v1/rings", headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert http.get("/v1/rings", headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_answers_as_get_without_the_content(http: httpx.Client) -> None:
    got, head = http.get("/v1/rings"), http.head("/v1/rings")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", got.headers["etag"])


def test_what_is_not_there_is_not_unchanged(http: httpx.Client) -> None:
    assert http.get("/v1/rings/none", headers={"If-None-Match": "*"}).status_code == 404


def test_the_page_may_load_nothing_from_elsewhere(http: httpx.Client) -> None:
    page = http.get("/")
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
