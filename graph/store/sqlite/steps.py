"""What drawings are made of, read from a published file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.model import HubKind, LinkRole
from graph.store.drawing import Handle, Held
from graph.store.records import KeyRef, Node
from graph.store.sqlite import packing
from graph.store.sqlite.reader import Reader, day, listed


@dataclass(frozen=True)
class SqliteSteps:
    """`graph.store.drawing.Steps` on one connection; handles are rows."""

    reader: Reader

    def firm(self, firm_id: str) -> int | None:
        """A firm's row."""
        row = self.reader.row_of("firm", firm_id)
        return row if row >= 0 else None

    def members(self, ring_id: str, most: int) -> list[Handle] | None:
        """A ring's members, strongest first."""
        ring = self.reader.one("ring", ring_id=ring_id)
        if ring is None:
            return None
        return [row for row, _ in self.reader.all("ring_members", ring=ring[0], limit=most, skip=0)]

    def links_of(self, firms: Sequence[Handle]) -> list[Held]:
        """All links of these firms, by row, then as in the slice."""
        rows, links = self.reader.links_of(int(firm) for firm in firms)
        columns = (links[n].tolist() for n in ("key", "key_degree", "key_hub", "role", "since", "until"))
        return [
            Held(
                firm=firm,
                key=key,
                place=(key, ""),
                degree=degree,
                hub=hub != HubKind.NONE,
                role=LinkRole(role).name.lower(),
                since=day(since),
                until=day(until),
                strength=round(strength, 6),
            )
            for firm, key, degree, hub, role, since, until, strength in zip(
                rows.tolist(), *columns, links["strength"].tolist(), strict=True
            )
        ]

    def firms_on(self, keys: Sequence[Handle]) -> Mapping[Handle, Sequence[Handle]]:
        """All firms on each of these keys, in filing order."""
        found = self.reader.firms_on(int(key) for key in keys)
        return {key: firms.tolist() for key, firms in found.items()}

    def firm_nodes(self, firms: Sequence[Handle]) -> list[Node]:
        """Firms as nodes, in the order asked."""
        found = self.reader.all("firms_by_row", rows=listed(int(firm) for firm in firms))
        keys = {row: int(packing.unpack(record, packing.FIRM)[0]["held"]) for row, _, _, record in found}
        return [
            Node(f.firm_id, "firm", f.name, keys[row], score=f.score, grade=f.grade, ring_id=f.ring_id)
            for row, f in zip(firms, self.reader.firm_refs([int(firm) for firm in firms]), strict=True)
        ]

    def keys(self, keys: Sequence[Handle]) -> list[KeyRef]:
        """Keys in the order asked."""
        return self.reader.key_refs(int(key) for key in keys)
