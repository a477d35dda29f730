"""How two firms hang together, as the command line tells it."""

from typing import Final

from graph.errors import NotFound
from graph.store.port import GraphView
from graph.store.records import Node, Path, Paths
from graph.words import Lang, Text

MORE: Final = Text("可能还有其他同样短的路径。", "There may be other ways as short.")
KINDS: Final = {
    "room": Text("房间", "Room"),
    "building": Text("楼栋", "Building"),
    "person": Text("人员", "Person"),
    "phone": Text("电话", "Phone"),
    "email": Text("邮箱", "E-mail"),
    "device": Text("设备", "Device"),
    "ip": Text("IP 地址", "IP address"),
    "account": Text("账户", "Account"),
    "agent": Text("代理人", "Agent"),
    "owner": Text("股东企业", "Owner firm"),
    "scope": Text("经营范围文本", "Scope text"),
    "brand": Text("字号", "Brand"),
}
ROLES: Final = {
    "address": Text("住所", "address"),
    "legal_representative": Text("法定代表人", "legal representative"),
    "director": Text("董事", "director"),
    "supervisor": Text("监事", "supervisor"),
    "manager": Text("经理", "manager"),
    "secretary": Text("秘书", "secretary"),
    "liaison": Text("联络员", "liaison"),
    "finance_officer": Text("财务负责人", "finance officer"),
    "agent": Text("代理人", "agent"),
    "beneficial_owner": Text("受益所有人", "beneficial owner"),
    "shareholder": Text("股东", "shareholder"),
    "contact": Text("企业联系方式", "contact"),
    "contact_of_person": Text("人员联系方式", "contact of a person"),
    "contact_of_agent": Text("代理联系方式", "contact of the agent"),
    "text": Text("文本", "text"),
}


def related(view: GraphView, firm_id: str, other_id: str, keys: int) -> Paths:
    """The shortest ways between two firms over at most `keys` keys.

    Raises NotFound when this sweep lacks one of them.
    """
    found = view.related_paths(firm_id, other_id, keys=keys)
    if found is None:
        raise NotFound(
            f"Sweep {view.info.sweep_id} lacks one of these two firms; copy ids from a result file.",
            f"结果 {view.info.sweep_id} 中缺少这两户企业之一；请从结果文件复制企业编号。",
        )
    return found


def lines(found: Paths, lang: Lang) -> list[str]:
    """The ways as lines for a terminal: each firm, and beneath it what it shares with the next."""
    if not found.found:
        return [
            Text(
                "两户企业之间没有不经过枢纽的短路径。", "No short way over anything but hubs joins them."
            ).in_(lang)
        ]
    out = [line for path in found.found for line in (*_way(path, lang), "")][:-1]
    return [*out, "", MORE.in_(lang)] if found.truncated else out


def _way(path: Path, lang: Lang) -> list[str]:
    roles: dict[tuple[str, str], list[str]] = {}
    for edge in path.edges:
        roles.setdefault((edge.source, edge.target), []).append(ROLES[edge.role].in_(lang))
    out = []
    for place, node in enumerate(path.nodes):
        if place % 2 == 0:
            out.append(f"{node.id}  {node.label}")
            continue
        sides = (path.nodes[place - 1], path.nodes[place + 1])
        held = [", ".join(dict.fromkeys(roles[firm.id, node.id])) for firm in sides]
        out.append(f"  | {_key(node, lang)} ({' | '.join(dict.fromkeys(held))})")
    return out


def _key(node: Node, lang: Lang) -> str:
    firms = Text(f"{node.degree} 户", f"{node.degree} firms")
    return f"{KINDS[node.kind].in_(lang)} {node.label}, {firms.in_(lang)}"
