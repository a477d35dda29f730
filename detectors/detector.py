"""What every detector declares: its facts for people, its thresholds, its function."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from detectors.findings import Findings
from graph.baselines import Baselines
from graph.data import Data
from graph.slice import RegisterSlice
from graph.words import Text


class Family(IntEnum):
    """Families of evidence; a lead needs two that are independent (domain.md, rule 1)."""

    PERSON = 0
    PLACE = 1
    CONTACT = 2
    DEVICE = 3  # agents and devices: the process of filing
    TIME = 4
    NAME = 5
    BEHAVIOUR = 6

    @property
    def label(self) -> str:
        """The name written into results."""
        return self.name.lower()


class Scope(StrEnum):
    """Whether a neighbourhood is enough to answer, or the sweep's result is looked up."""

    LOCAL = "local"
    GLOBAL = "global"


class DetectorParams(BaseModel):
    """Thresholds of a detector; each names its unit and source."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def threshold(default: float, *, unit: str, source: str) -> Any:
    """A threshold with its unit and where its starting value comes from."""
    return Field(default, description=f"{unit}; {source}", json_schema_extra={"unit": unit, "source": source})


Run = Callable[[RegisterSlice, Baselines, Any], Findings]


@dataclass(frozen=True, kw_only=True)
class Lead:
    """What a kind of finding says of itself.

    `severity` is 1-5 (domain.md section 1), `mistaken_for` names the look-alikes N1-N18 that it must
    not fire on, `weight` is how many nats a sure finding adds to the claim that the firm is false; 0 is a
    lead of another kind - related parties, tenders, lending, a host - which is told and never scored. `hard`
    marks the facts that need no second family. `needs` names the data without which nothing can be said:
    where a register has none of one kind, nothing is looked for, and the result says so. `unread` is what its
    typology goes by and the register layout has no field for.
    """

    name: str
    typologies: tuple[str, ...]
    family: Family
    severity: int
    scope: Scope
    title: Text
    reason: Text
    mistaken_for: tuple[str, ...]
    cleared_by: Text
    basis: tuple[str, ...]
    next_steps: tuple[Text, ...]
    weight: float = 1.0
    hard: bool = False
    needs: tuple[Data, ...] = ()
    unread: Text | None = None

    def __post_init__(self) -> None:
        if not self.mistaken_for:
            raise ValueError(f"{self.name}: a detector must name what it may be mistaken for")
        if not 1 <= self.severity <= 5:
            raise ValueError(f"{self.name}: severity is 1 to 5")


@dataclass(frozen=True, kw_only=True)
class Detector(Lead):
    """One detector. It never reads a file, a store or a clock; `run` is a pure function."""

    params: type[DetectorParams]
    run: Run

    def lacks(self, normal: Baselines) -> tuple[Data, ...]:
        """What the detector needs and the register has none of."""
        return tuple(kind for kind in self.needs if not normal.held[kind])

    def find(
        self, register: RegisterSlice, normal: Baselines, params: DetectorParams | None = None
    ) -> Findings:
        """Run with the given or the default thresholds; nothing where the register lacks what it needs."""
        if self.lacks(normal):
            return Findings.none()
        return self.run(register, normal, params or self.params())


CALL_THE_PERSON = Text("拨打本人实名登记的号码核实其意愿。", "Call the person's own verified number and ask.")
REPEAT_IDENTITY_CHECK = Text("重新进行人脸或电子执照核验。", "Repeat the face or e-licence check.")
PROVE_THE_PLACE = Text(
    "核对标准地址库或要求提供产权、租赁证明。", "Check the address library, or ask for proof of the premises."
)
ASK_FOR_THE_MANDATE = Text("核验代理人的委托书和身份。", "Check the agent's mandate and identity.")
VISIT = Text("实地核查住所。", "Visit the registered address.")
COMPARE_FILINGS = Text("并排调阅同批申请材料。", "Read the filings of the batch side by side.")
