"""British companies through the whole sweep: a home for an office, a factory of LLPs, the default address."""

from pathlib import Path

from tests.sweeps.whole_way import swept

HOME = "14 Rose Lane, Anytown, ZZ1 2AB"
FACTORY = "Suite 2, 71-75 Long Road, Anytown, ZZ9 9ZZ"
DEFAULT = "PO Box 4385, 00000000 - Companies House Default Address, Anytown, ZZ4 4ZZ"


def _write(folder: Path, **tables: list[str]) -> None:
    folder.mkdir()
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_what_only_british_registers_show(tmp_path: Path) -> None:
    firms = ["firm_id,name,country,registered_on,address"]
    holdings = ["firm_id,holder_type,holder_id,holder_name,share"]
    firms += [f'{10_000_000 + i},Alpha{i} Trading Ltd,GB,2024-03-{i + 1:02d},"{HOME}"' for i in range(12)]
    firms += [f'OC{300_000 + i},Beta{i} Partners LLP,GB,2020-01-01,"{FACTORY}"' for i in range(100)]
    holdings += [f"OC{300_000 + i},firm,,Island Partner Inc,0.5" for i in range(100)]
    firms.append(f'19999999,Gamma Ltd,GB,2019-05-06,"{DEFAULT}"')
    firms.append('18888888,Delta Ltd,GB,2019-05-07,"3 Low Road, Anytown, ZZ7 7ZZ"')
    _write(
        tmp_path / "source",
        firms=firms,
        holdings=holdings,
        places=["address,use,exists", f'"{HOME}",residential,true'],
    )
    done = swept(tmp_path / "source", tmp_path)
    found = done.file("findings")
    assert {"address_hijack", "llp_factory", "default_address"} <= set(found["detector"])
    assert {"controller_anomaly", "address_hijack"}.isdisjoint(done.outcome.not_assessed)
    assert done.outcome.not_assessed["related_bidders"] == ["bids"]
    firms_found = done.file("firms").filter(done.file("firms")["n_findings"] > 0)["firm_id"]
    assert len(firms_found) >= 12 + 100 + 1
    assert "18888888" not in firms_found
