"""Cases with a title made in the Mainland: from the client's letter to the enforcement that is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tests.processes import answers
from tests.processes.file_note import Case
from worklist import engine


@dataclass(frozen=True)
class Matter:
    """A domestic title: who enforces it against whom for how much (CNY), and since when. `title`: further paths of case.title."""

    client: str
    debtors: Sequence[Mapping[str, Any]]
    amount: int
    effective: date
    court: str
    instrument: str = "JUDGMENT_MONEY"
    title: Mapping[str, Any] = field(default_factory=dict)

    def registered(self) -> dict[str, Any]:
        """What the clerk registers."""
        money = {"amount": Decimal(self.amount), "currency": "CNY"}
        return {
            "case.client.name": self.client, "case.client.kind": "COMPANY", "case.client.country_or_region": "CN",
            "case.client.domicile_cn": "YES", "case.client.domicile": "Mainland", "case.debtors": list(self.debtors),
            "case.title.instrument_type": self.instrument, "case.title.origin": "CN", "case.title.body": self.court,
            "case.title.effective_date": self.effective, "case.title.amount": Decimal(self.amount),
            "case.title.currency": "CNY", "case.title.items": [{"kind": "PRINCIPAL", **money}],
            "case.title.default_judgment": False, "case.title.matter": "GENERAL", "case.title.maritime": "NO",
            "case.title.language": "zh", "case.title.made_in": "CN", **{f"case.title.{name}": value for name, value in self.title.items()},
        }  # fmt: skip


def debtor(name: str, **more: Any) -> dict[str, Any]:
    """A company at home in the Mainland."""
    return {
        "name": name, "role": "DEBTOR", "kind": "COMPANY", "company_form": "LLC", "country_or_region": "CN",
        "domicile_cn": "YES", "domicile": "Mainland", **more,
    }  # fmt: skip


def taken_in(case: Case, matter: Matter, asked: date) -> Case:
    """The case is registered, cleared and classified, and the partner signs the direct route."""
    case.on(asked).open_case(client_name=matter.client, source="letter of the client")
    case.does("register_case", matter.registered()).does("conflict_and_sanctions_check", answers.cleared(asked))
    in_force = answers.foreign_judgment_in_force() | {"case.title.instrument_type": matter.instrument}
    case.does("confirm_classification", in_force).does("sign_off_route", answers.signed_off("DIRECT"))
    return case


def enforced(case: Case, matter: Matter, docketed: date, opened: date) -> Case:
    """The court has docketed the enforcement, and the lawyer opens the file."""
    title = case.facts()["title"]["id"]
    begun = {"title_id": title, "docketed_date": docketed, "court": matter.court, "case_no": "执1号"}
    engine.open_by_message(case.on(opened).session, "start_compulsory_enforcement", case.case_id, begun, case.people["intake"], case.now)
    case.session.commit()
    file = {"case.enforcement.court": matter.court, "case.enforcement.case_no": "执1号", "case.enforcement.docketed_date": docketed}
    return case.does("open_enforcement_file", file)


def deadlocked(case: Case, acts: Sequence[Mapping[str, Any]], **findings: str) -> Case:
    """Enforcement is stuck; the investigator has the acts together. `findings`: fields of case.findings that are not NO."""
    title = case.facts()["title"]["id"]
    begun = {"title_id": title, "finding": "DEADLOCK"}
    engine.open_by_message(case.session, "start_remedies_escalation", case.case_id, begun, case.people["intake"], case.now)
    case.session.commit()
    first, *_ = case.ids("debtors")
    standing = ("capital_unpaid", "sole_shareholder", "deregistered")
    if "review_shareholders_directors" in case.open_tasks():
        known = {f"case.findings.{name}": findings.get(name, "NO") for name in standing}
        case.does("review_shareholders_directors", known, shareholders="See the register", directors="See the register")
    asked = ("hidden_assets", "idle_receivable", "debtor_insufficient", "cannot_pay")
    values = {f"case.findings.{name}": findings.get(name, "NO") for name in asked}
    return case.does("collect_facts", {"case.acts": [{"party_id": first, **act} for act in acts], **values})


def chooses(case: Case, *remedies: tuple[str, str | None, str | None]) -> Case:
    """The partner chooses remedies: each with its target and the act it is about."""
    chosen = [
        {"remedy": remedy, **({"target_party_id": target} if target else {}), **({"act_id": act} if act else {})}
        for remedy, target, act in remedies
    ]
    return case.does("choose_remedies", chosen_remedies=chosen, reason="The best that the facts give")
