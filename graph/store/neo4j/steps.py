"""What drawings are made of, read from Neo4j; what one drawing asks twice is read once."""

from collections.abc import Mapping, Sequence
from typing import Final

from graph.neighbourhood import NEIGHBOURHOOD_CAP
from graph.store.drawing import Handle, Held
from graph.store.neo4j import profiles, rings
from graph.store.neo4j.answers import Found, firm_ref, key_link, place, role_order
from graph.store.neo4j.pinned import Pinned
from graph.store.records import KeyRef, Node

_MOST_LINKS: Final = 100_000  # of the firms asked for at once


class Neo4jSteps:
    """`graph.store.drawing.Steps` for one drawing; handles are ids."""

    def __init__(self, pinned: Pinned) -> None:
        self._pinned = pinned
        self._links: dict[Handle, list[Held]] = {}
        self._keys: dict[Handle, KeyRef] = {}
        self._nodes: dict[Handle, Node] = {}

    def firm(self, firm_id: str) -> Handle | None:
        """A firm's id, if it is known."""
        self._read_nodes([firm_id])
        return firm_id if firm_id in self._nodes else None

    def members(self, ring_id: str, most: int) -> list[Handle] | None:
        """A ring's members, strongest first."""
        page = rings.members(self._pinned, ring_id, None, most)
        return None if page is None else [member.firm.firm_id for member in page.items]

    def links_of(self, firms: Sequence[Handle]) -> list[Held]:
        """All links of these firms, by firm in the order of ids, then the key's place, then role."""
        fresh = [firm for firm in firms if firm not in self._links]
        if fresh:
            self._links |= {firm: [] for firm in fresh}
            for found in self._pinned.one("links_of_firms", ids=fresh, most=_MOST_LINKS)["links"]:
                self._links[found["firm"]].append(self._held(found))
            for firm in fresh:
                self._links[firm].sort(key=lambda held: (held.place, role_order(held.role)))
        return [held for firm in sorted(firms, key=str) for held in self._links[firm]]

    def firms_on(self, keys: Sequence[Handle]) -> Mapping[Handle, Sequence[Handle]]:
        """All firms on each of these keys, in filing order."""
        if not keys:
            return {}
        found = self._pinned.one("firms_on_keys", ids=list(keys), cap=NEIGHBOURHOOD_CAP)["keys"]
        return {each["key"]: each["firms"] for each in found}

    def firm_nodes(self, firms: Sequence[Handle]) -> list[Node]:
        """Firms as nodes, in the order asked."""
        self._read_nodes([firm for firm in firms if firm not in self._nodes])
        return [self._nodes[firm] for firm in firms]

    def keys(self, keys: Sequence[Handle]) -> list[KeyRef]:
        """Keys in the order asked."""
        fresh = [key for key in keys if key not in self._keys]
        if fresh:
            self._keys |= {key.id: key for key in profiles.keys(self._pinned, fresh)}
        return [self._keys[key] for key in keys]

    def _read_nodes(self, firms: Sequence[Handle]) -> None:
        if not firms:
            return
        for found in self._pinned.one("firm_nodes", ids=list(firms))["firms"]:
            firm = firm_ref(self._pinned, found)
            self._nodes[firm.firm_id] = Node(
                firm.firm_id,
                "firm",
                firm.name,
                found["keys"],
                score=firm.score,
                grade=firm.grade,
                ring_id=firm.ring_id,
            )

    def _held(self, found: Found) -> Held:
        link = key_link(found)
        self._keys[link.key.id] = link.key
        return Held(
            firm=found["firm"],
            key=link.key.id,
            place=place(link.key),
            degree=link.key.firms,
            hub=link.key.hub != "none",
            role=link.role,
            since=link.since,
            until=link.until,
            strength=link.strength,
        )
