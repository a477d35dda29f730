"""Firm names taken apart, and what made-up spellings and neighbours of them are drawn from.

Nothing here knows how ringwatch reads names: a name is taken apart by the register's own columns, the
commonest legal forms and a short list of trades, and only names that come apart cleanly are used.
"""

import random
from dataclasses import dataclass

FORMS = ("有限责任公司", "股份有限公司", "有限公司")
TRADES = (
    "贸易 商贸 科技 实业 建材 物流 食品 服饰 广告 电子 建筑工程 装饰工程 网络科技 电子商务 文化传媒 "
    "文化传播 信息咨询 企业管理 物业管理 餐饮管理 信息科技 信息技术 建设工程 房地产开发 生物科技 "
    "农业科技 农业发展 农业开发 环保科技 汽车销售 汽车租赁 汽车服务 建筑劳务 商务咨询 投资管理 "
    "医疗器械 机械设备 教育咨询 教育科技 酒店管理 电子科技 智能科技 新能源科技 科技发展 实业发展 "
    "文化发展 旅游开发 园林绿化 市政工程 水利工程 土石方工程 机电设备 人力资源 劳务派遣 健康管理 "
    "财务咨询 营销策划 供应链管理 国际贸易 进出口 进出口贸易 服装 珠宝 家具 药业 木业 石材 包装 机械 "
    "运输 汽车维修 房地产经纪 投资 广告传媒 体育文化 商务服务 家政服务 保洁服务 物业服务 技术服务 "
    "知识产权代理 国际旅行社 工贸 经贸 农资 工程咨询"
).split()
_IN_TRADES = {t[i : i + 2] for t in TRADES for i in range(len(t) - 1)}
# Characters that are taken for one another by their shape.
ALIKE = (
    "己已巳 未末 土士 日曰 大太犬 人入 天夭 千干于 由甲申 王玉主 工土 目自 友发 治冶 睛晴 侯候 东车 "
    "乌鸟 兔免 拔拨 析折 历厉 宜宣 哀衷 诚城成 清青 铭名 源原 达迖 秦泰奉 恒桓 辉晖 样祥 瑞端 盛威 "
    "杨扬 伟纬 博搏 洁结 腾滕 锦绵 嘉喜 弘宏 贸贺 易昜 科料 技枝 网冈 络洛 术木 建健 筑巩 设没 材村 "
    "流硫 信倍 息想 咨资 询洵 商啇 务各 电申 子孑 汽气 贝见 鑫淼 森林 圣坚 远运 永水 利和 华毕 福褔 "
    "明朋 安案 金全 顺须 昌昂 丰韦 荣茕 兴头 隆降"
).split()
# Characters that brands are made of.
BRANDISH = (
    "鑫源达福恒盛泰华瑞安金顺昌丰荣兴隆信诚德和美佳嘉宏伟鼎宇博天海龙凯润泽创联通正元亿万众康祥腾飞博远航星辰"
)
DIGITS = "一二三四五六七八九"


@dataclass(frozen=True)
class Firm:
    """A firm's name in its parts, and where it is registered."""

    city: str  # 福州
    city_suffix: str  # 市, or nothing where the name goes without
    brand: str
    trade: str
    form: str
    province: str  # 福建
    branch: str = ""

    @property
    def name(self) -> str:
        return f"{self.city}{self.city_suffix}{self.brand}{self.trade}{self.form}{self.branch}"


@dataclass(frozen=True)
class World:
    """What a rule may draw from."""

    rng: random.Random
    cities: tuple[tuple[str, str], ...]  # province and city
    sounds: dict[str, list[str]]  # a syllable's characters
    brands: tuple[str, ...]

    def other(self, options: str | tuple[str, ...] | list[str], *than: str) -> str:
        """One of the options that is none of `than`."""
        return self.rng.choice([o for o in options if o not in than])


def take_apart(name: str, province: str, city: str) -> Firm | None:
    """A register's name by its own columns; None where it does not come apart cleanly."""
    form = next((form for form in FORMS if name.endswith(form)), "")
    if not form or not name.startswith(city) or not city:
        return None
    rest = name[len(city) : -len(form)]
    suffix = "市" if rest.startswith("市") and len(rest) > 4 else ""
    rest = rest[len(suffix) :]
    trade = max((t for t in TRADES if rest.endswith(t)), key=len, default="")
    brand = rest[: len(rest) - len(trade)]
    if not trade or not 2 <= len(brand) <= 4 or any(not "一" <= c <= "鿿" for c in brand):
        return None
    if any(brand[i : i + 2] in _IN_TRADES for i in range(len(brand) - 1)) or brand[0] in "县区地市盟州":
        return None  # 光电|科技, or more of the region
    return Firm(city, suffix, brand, trade, form, province)
