"""From numbers to sentences, when somebody looks: findings, rings and counter-evidence in zh and en."""

import re
from datetime import date, timedelta

import numpy as np

from detectors.detector import Family
from detectors.rings.features import Feature
from detectors.rings.peers import Comparison
from graph.data import Data
from graph.model import HubKind
from graph.slice import NO_DAY
from graph.words import Text

EPOCH = date(1970, 1, 1)
OPTIONAL = re.compile(r"\[(?P<fact>\w+)\?(?P<words>[^]]*)\]")  # of a template
CALIBRATED = Text("按已办结案件校准", "Calibrated on decided cases")

FAMILIES = {
    Family.PERSON: Text("人员", "people"),
    Family.PLACE: Text("住所", "place"),
    Family.CONTACT: Text("联系方式", "contact"),
    Family.DEVICE: Text("代理与设备", "agent and device"),
    Family.TIME: Text("时间", "time"),
    Family.NAME: Text("名称", "name"),
    Family.BEHAVIOUR: Text("行为", "behaviour"),
}

DATA = {
    Data.DATES: Text("登记日期", "days of registration"),
    Data.ROOMS: Text("到房间的住所", "addresses that name a room"),
    Data.PEOPLE: Text("任职人员", "people in office"),
    Data.PERSON_IDS: Text("人员证件号码", "ids of people"),
    Data.STAFF: Text("联络员或财务负责人", "liaisons or finance officers"),
    Data.AGENTS: Text("代理人", "filing agents"),
    Data.PHONES: Text("联系电话", "phone numbers"),
    Data.DEVICES: Text("申报设备或网络地址", "devices or network addresses"),
    Data.CAPITAL: Text("注册资本", "declared capital"),
    Data.PAID_IN: Text("实缴资本", "paid-in capital"),
    Data.HOLDERS: Text("股东", "shareholders"),
    Data.FILING_ORDER: Text("有顺序的登记编号", "codes in filing order"),
    Data.ENDS: Text("终止日期", "days on which firms ended"),
    Data.OUTCOMES: Text("经营异常、严重违法、吊销记录", "listings, violations or revocations"),
    Data.DECISIONS: Text("吊销或严重违法的决定日期", "dated revocations or serious violations"),
    Data.PROOFS: Text("股东身份核验记录", "records of holders' proof of identity"),
    Data.PLACES: Text("标准地址库", "address library"),
    Data.CHANGES: Text("法定代表人变更记录", "changes of representative"),
    Data.LISTINGS: Text("列入经营异常、严重违法或吊销的日期", "dated listings, violations or revocations"),
    Data.INVOICES: Text("发票领用额度", "invoice quotas"),
    Data.TAX_RETURNS: Text("纳税申报记录", "tax returns"),
    Data.STAKES: Text("企业间持股", "stakes of firms in one another"),
    Data.REPORTS: Text("年度报告记录", "annual reports"),
    Data.GUARANTEES: Text("担保关系", "guarantees"),
    Data.SUPPLIES: Text("购销关系", "supplies"),
    Data.BIDS: Text("投标记录", "bids"),
    Data.HOSTS: Text("托管地址", "hosting addresses"),
    Data.HOME_REGIONS: Text("人员户籍地", "home regions of people"),
    Data.BIRTH_DATES: Text("人员出生日期", "birth dates of people"),
    Data.UK_FIRMS: Text("英国公司", "British companies"),
    Data.HOMES: Text("标准地址库的住宅标记", "places known to be homes"),
    Data.CONTROLLERS: Text("受益所有人或股东", "beneficial owners or shareholders"),
    Data.LLPS: Text("英国有限责任合伙", "British LLPs"),
    Data.REACH: Text("电话、邮箱或申报设备", "phones, mail boxes or devices"),
}

DECISIONS = {
    "PASS": Text("通过", "pass"),
    "ENHANCED_CHECK": Text("加强核验", "enhanced check"),
    "SUPERVISOR_REVIEW": Text("主管复核", "supervisor review"),
}

LOOK_ALIKES = {
    "N1": Text("托管地址（集群注册）", "a hosting address"),
    "N2": Text("孵化器或园区", "an incubator or park"),
    "N3": Text("市场摊位、个体户", "market stalls, sole traders"),
    "N4": Text("登记代理、律所、会计机构", "a law, accounting or formation agent"),
    "N5": Text("企业集团", "a corporate group"),
    "N6": Text("连锁加盟", "a franchise chain"),
    "N7": Text("国有控股", "a state holding"),
    "N8": Text("专业联络员", "a professional liaison"),
    "N9": Text("同名不同人", "people who only share a name"),
    "N10": Text("代理记账机构的电话", "a bookkeeping agency's phone"),
    "N11": Text("村集体或高校地址", "a village or university address"),
    "N12": Text("地址只到楼栋", "an address that names no room"),
    "N13": Text("门牌更新、批量迁移", "renumbering or a bulk migration"),
    "N14": Text("号码回收再用", "a recycled phone number"),
    "N15": Text("未开业的初创企业", "a dormant start-up"),
    "N16": Text("政策带动的集中登记", "a policy burst"),
    "N17": Text("家族企业", "a family business"),
    "N18": Text("专项公司、分支机构", "special-purpose firms, branches"),
}

HUBS = {
    HubKind.HOSTING_ADDRESS: ("N1", LOOK_ALIKES["N1"]),
    HubKind.INCUBATOR: ("N2", LOOK_ALIKES["N2"]),
    HubKind.MARKET: ("N3", LOOK_ALIKES["N3"]),
    HubKind.AGENT: ("N4", LOOK_ALIKES["N4"]),
    HubKind.GROUP: ("N5", LOOK_ALIKES["N5"]),
    HubKind.STATE_ROOT: ("N7", LOOK_ALIKES["N7"]),
    HubKind.LIAISON: ("N8", LOOK_ALIKES["N8"]),
    HubKind.AGENCY_PHONE: ("N10", LOOK_ALIKES["N10"]),
    HubKind.COLLECTIVE: ("N11", LOOK_ALIKES["N11"]),
    HubKind.KIOSK_DEVICE: (
        "N4",
        Text("政务大厅或代理机构的公用设备", "a kiosk or an agency's shared device"),
    ),
    HubKind.COARSE_PLACE: ("N12", LOOK_ALIKES["N12"]),
    HubKind.TEMPLATE_TEXT: ("N4", Text("行业通用文本", "a text that a whole trade uses")),
}

FEATURES = {
    Feature.CONTACT: Text(
        "不同法定代表人的企业共用联系方式", "share a contact across different representatives"
    ),
    Feature.DEVICE: Text(
        "不同法定代表人的企业由同一设备申报", "were filed from one device across representatives"
    ),
    Feature.PEOPLE: Text("不同法定代表人的企业有共同人员", "share people across different representatives"),
    Feature.AGENT: Text("由同一代理人申报", "were filed by one agent"),
    Feature.ONE_PERSON: Text("同一法定代表人", "have one representative"),
    Feature.REPEATED: Text(
        "法定代表人在团伙内另有企业", "have a representative with another firm in the ring"
    ),
    Feature.ROOM: Text("登记在同一房间", "are registered at one room"),
    Feature.BUILDING: Text("登记在同一楼栋或门牌", "are registered in one building"),
    Feature.BURST: Text("在 30 天内登记", "were registered within 30 days"),
    Feature.YEAR: Text("在一年内登记", "were registered within a year"),
    Feature.RUN: Text("登记序号相邻", "sit next to each other in filing order"),
    Feature.SCOPE: Text("经营范围文本相同", "have the same business-scope text"),
    Feature.CAPITAL: Text("注册资本相同且少见", "have the same unusual capital"),
    Feature.TRADE: Text("行业相同", "are in the same trade"),
    Feature.ODD_BRAND: Text(
        "字号用字属本登记册中最少见的 5%",
        "have a brand among the 5 % of the register with the oddest characters",
    ),
    Feature.SAME_BRAND: Text("字号相同", "have the same brand"),
    Feature.SURNAME: Text("法定代表人同姓", "have representatives of one surname"),
    Feature.HOME: Text("法定代表人来自同一县区", "have representatives from one county"),
    Feature.STRAW: Text(
        "法定代表人名下企业全在团伙内", "have a representative whose firms are all in the ring"
    ),
    Feature.LOST: Text(
        "曾列入经营异常、严重违法或被吊销", "were listed abnormal, in serious violation or revoked"
    ),
    Feature.UNVERIFIED: Text("有股东未核验身份", "have a holder who has not proved its identity"),
    Feature.FAULT: Text("住所与标准地址库不符", "have a place that the address library refutes"),
    Feature.UNREPORTED: Text("半数以上应报年报未报", "filed at most half of the annual reports they owed"),
    Feature.VIRTUAL: Text("使用虚拟运营商号码", "use a virtual operator's number"),
    Feature.RESOLD: Text("更换过法定代表人", "changed their representative"),
    Feature.REBORN: Text(
        "在关联企业注销或吊销后一年内登记", "were registered within a year after a linked firm ended"
    ),
    Feature.PARENT: Text(
        "与其中另一户有共同的总公司或母公司", "have a head office or parent in common with another of them"
    ),
    Feature.HOSTED: Text("登记在托管地址、园区或市场", "are at a host, park or market"),
    Feature.SOLE: Text("为个体工商户", "are sole traders"),
    Feature.CONFIRMED: Text("已认定为虚假登记", "were confirmed fake"),
}

# The same of those who do not show it, where "none of them" would deny twice.
CONTRARY = {
    Feature.UNREPORTED: Text(
        "已报送半数以上应报年报", "filed more than half of the annual reports they owed"
    ),
    Feature.UNVERIFIED: Text("股东均已核验身份", "have no holder who has yet to prove its identity"),
    Feature.FAULT: Text("住所与标准地址库相符", "have a place that the address library knows"),
}

# Whom a group is compared with (detectors.rings.peers).
PEERS = {
    Comparison.TRADE: Text("同机关同年登记的企业", "firms of the same offices and years"),
    Comparison.NAMES: Text("本登记册的企业", "firms of this register"),
}


def day(number: int) -> date | None:
    """A day column's value as a date, None where unknown."""
    return None if number == NO_DAY else EPOCH + timedelta(days=int(number))


def sentence(template: Text, facts: dict[str, object]) -> Text:
    """Fill a reason; facts that end in `_on` are day numbers, arrays' numpy scalars become plain. A part
    `[fact?words]` is told only where that fact is not 0."""
    plain: dict[str, object] = {}
    for name, fact in facts.items():
        value = fact.item() if isinstance(fact, np.generic) else fact
        plain[name] = day(value) if name.endswith("_on") and isinstance(value, int) else value

    def told(words: str) -> str:
        return OPTIONAL.sub(lambda part: part["words"] if plain[part["fact"]] else "", words)

    return Text(told(template.zh), told(template.en)).format(**plain)


def counted(feature: Feature, hits: float, of: float) -> Text:
    """What so many of a ring's members show."""
    words = FEATURES[feature]
    return Text(f"{of:.0f} 户中 {hits:.0f} 户{words.zh}", f"{hits:.0f} of {of:.0f} firms {words.en}")


def _few(feature: Feature, hits: float, of: float) -> Text:
    """That few of a ring's members show something, or none."""
    words = FEATURES[feature]
    if feature in CONTRARY:
        others = CONTRARY[feature]
        return Text(
            f"{of:.0f} 户中 {of - hits:.0f} 户{others.zh}", f"{of - hits:.0f} of {of:.0f} firms {others.en}"
        )
    if round(hits) == 0:
        return Text(f"{of:.0f} 户中没有一户{words.zh}", f"Not one of {of:.0f} firms {words.en}")
    return Text(f"{of:.0f} 户中仅 {hits:.0f} 户{words.zh}", f"Only {hits:.0f} of {of:.0f} firms {words.en}")


def counted_unlike(feature: Feature, hits: float, of: float) -> Text:
    """What too few members show for the honest explanation."""
    told = _few(feature, hits, of)
    return Text(f"{told.zh}，与正当解释不符", f"{told.en}, unlike what the honest explanation expects")


def counted_against(feature: Feature, hits: float, of: float) -> Text:
    """The same as counter-evidence: too few show it for a ring, or an honest explanation expects it too."""
    if hits * 2 < of:
        return _few(feature, hits, of)
    told = counted(feature, hits, of)
    return Text(f"{told.zh}，正当解释也符合", f"{told.en}, as the honest explanation expects")


def compared(told: Text, test: Comparison, one_in: float, *, more: bool) -> Text:
    """What a ring shows, with how rarely as many of its peers would: one group in so many, or in `more`."""
    peers, times = PEERS[test], f"{float(f'{one_in:.1e}'):,.0f}"
    zh, en = ("以上", "more than ") if more else ("", "")
    return Text(
        f"{told.zh}；从{peers.zh}中任取同样多户，约 {times} 次{zh}才有 1 次如此",
        f"{told.en}; of groups of as many {peers.en}, about one in {en}{times} would show as much by chance",
    )
