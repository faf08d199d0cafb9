"""The people of the demo: one for each role, two case workers. All names are invented; nobody has a password."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from db.models import User
from worklist.cases import people
from worklist.identity import Actor

CASE_WORK = ("enforcement_lawyer", "foreign_desk", "litigator", "investigator")


@dataclass(frozen=True)
class Person:
    """Somebody of the demo's team, with name in English and Chinese, role and groups."""

    id: str
    name: str
    name_zh: str
    role: str
    groups: tuple[str, ...] = ()

    @property
    def actor(self) -> Actor:
        """Return the person as somebody who acts."""
        return Actor(self.id, self.name, frozenset({self.role}), frozenset(self.groups))


LI_WEI = Person("li.wei", "Li Wei", "李伟", "case_worker", CASE_WORK)
ZHANG_YU = Person("zhang.yu", "Zhang Yu", "张玉", "case_worker", CASE_WORK)
WANG_JING = Person("wang.jing", "Wang Jing", "王静", "clerk", ("intake",))
CHEN_XI = Person("chen.xi", "Chen Xi", "陈曦", "partner", ("partner",))
ZHOU_LAN = Person("zhou.lan", "Zhou Lan", "周兰", "finance", ("finance",))
XU_NING = Person("xu.ning", "Xu Ning", "徐宁", "compliance", ("compliance",))
LIN_YA = Person("lin.ya", "Lin Ya", "林雅", "client_liaison", ("client_liaison",))
HE_MIN = Person("he.min", "He Min", "何敏", "manager", ("manager",))
SUN_QI = Person("sun.qi", "Sun Qi", "孙琪", "process_owner")
ADMIN = Person("admin", "Admin", "管理员", "admin")

PEOPLE = (LI_WEI, ZHANG_YU, WANG_JING, CHEN_XI, ZHOU_LAN, XU_NING, LIN_YA, HE_MIN, SUN_QI, ADMIN)


def seed(session: Session, now: datetime) -> None:
    """Add the people who are missing."""
    known = set(session.exec(select(User.id)))
    for person in PEOPLE:
        if person.id not in known:
            people.add(
                session, person.id, person.name, now, name_zh=person.name_zh, roles=[person.role], groups=person.groups
            )


def cast(owner: str) -> Mapping[str, Actor]:
    """Return who acts for which group in a case of `owner`."""
    first = sorted(PEOPLE, key=lambda person: person.id != owner)
    return {group: next(p.actor for p in first if group in p.groups) for group in people.GROUPS}
