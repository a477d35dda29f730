"""The kinds of tokens that two addresses are compared by, and what the parser's parts become."""

from enum import IntEnum

import numpy as np

from graph.normalise.address_words import Part
from graph.words import Text


class Kind(IntEnum):
    """What a token is: a name before `GROUP`, from there on a designator, coarse to fine."""

    TOWN = 0
    COMMUNITY = 1
    ZONE = 2
    ROAD = 3
    PARK = 4
    NEAR = 5  # beside what is named, not in it
    GROUP = 6  # of a village
    NUMBER = 7
    AREA = 8  # an estate's phase, block or row: 二期, A区
    BUILDING = 9
    UNIT = 10
    FLOOR = 11
    ROOM = 12
    STATION = 13
    REST = 14  # words behind a designator that may tell one place from another: 东侧


# What a designator's unit says beyond its kind. A shop is not the flat of the same number.
BARE, PLAIN, SHOP, STALL, STORE, DOOR = range(6)
SHOP_MARKS = {"铺": SHOP, "摊": STALL, "库": STORE, "门": DOOR}
# A designator whose kind was told by its place in a compound (3-2-101), not by a unit.
IMPLIED = 8
MARK = IMPLIED - 1
# A floor that the room's number repeats: 12层1201室.
REPEATED = 16
# A place name that is one building.
ONE_BUILDING = 32
# From here on a character of a name in Latin script stands for a word: street, house, north.
SYMBOLS = 0xE000

_KINDS = {
    Kind.TOWN: (Part.TOWN, Part.STREET),
    Kind.COMMUNITY: (Part.VILLAGE, Part.RESIDENTS),
    Kind.ZONE: (Part.ZONE,),
    Kind.ROAD: (Part.ROAD,),
    Kind.PARK: (Part.PARK, Part.TOWER),
    Kind.NEAR: (Part.NEAR,),
    Kind.GROUP: (Part.GROUP,),
    Kind.NUMBER: (Part.NUMBER, Part.LANE),
    Kind.BUILDING: (Part.BUILDING,),
    Kind.UNIT: (Part.UNIT,),
    Kind.FLOOR: (Part.FLOOR,),
    Kind.ROOM: (Part.ROOM, Part.SHOP),
    Kind.STATION: (Part.STATION,),
}
KIND_OF_PART = np.full(len(Part), int(Kind.REST), np.int64)
for _kind, _parts in _KINDS.items():
    KIND_OF_PART[list(_parts)] = int(_kind)

# What a bit of a comparison's `agree` and `differ` means: the divisions, then the kinds of tokens.
ADDRESS_PARTS = (
    Text("省", "province"),
    Text("市", "city"),
    Text("区县", "district"),
    Text("乡镇街道", "town"),
    Text("社区、村", "community"),
    Text("开发区", "zone"),
    Text("道路", "road"),
    Text("小区、园区", "park"),
    Text("方位", "position"),
    Text("组", "group"),
    Text("门牌号", "number"),
    Text("分区、期", "area"),
    Text("楼栋", "building"),
    Text("单元", "unit"),
    Text("楼层", "floor"),
    Text("房间", "room"),
    Text("工位", "workstation"),
    Text("其他", "other"),
    Text("邮编", "postcode"),
)
PROVINCE_BIT, CITY_BIT, DISTRICT_BIT, FIRST_KIND_BIT, POSTCODE_BIT = 0, 1, 2, 3, 18
