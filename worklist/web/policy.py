"""Who may use which route. Deny by default: a route without a policy answers nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from worklist.errors import NotPermitted, Phrase
from worklist.web import current

#: Roles that work on cases.
STAFF = (
    "case_worker", "clerk", "partner", "finance", "compliance", "client_liaison", "manager", "process_owner",
)  # fmt: skip
#: Roles that may record what comes in and open cases.
RECORDERS = ("case_worker", "clerk", "partner", "manager")

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Policy:
    """Who may use a route. `roles`: one of them is needed (an admin has them all), empty: every user.

    `objects` says in words what else is asked of the object the route names; the command asks it.
    """

    public: bool = False
    roles: tuple[str, ...] = ()
    objects: str = ""


def public(view: View) -> View:
    """Let everybody in, logged in or not."""
    return _declared(view, Policy(public=True))


def everyone(view: View) -> View:
    """Let every logged-in user in."""
    return _declared(view, Policy())


def allow(*roles: str, objects: str = "") -> Callable[[View], View]:
    """Let users with one of the roles in."""
    return lambda view: _declared(view, Policy(roles=roles, objects=objects))


def _declared(view: View, policy: Policy) -> View:
    view.policy = policy  # type: ignore[attr-defined]
    return view


def of(endpoint: str | None) -> Policy | None:
    """Return the policy of a route, None for one that has none."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "policy", None)


def may(endpoint: str) -> bool:
    """Return whether the user of this request may use a route; menus show only what may be used."""
    policy, actor = of(endpoint), g.get("actor")
    if policy is None or policy.public:
        return policy is not None
    return actor is not None and (not policy.roles or "admin" in actor.roles or not actor.roles.isdisjoint(policy.roles))


def enforce() -> Response | None:
    """Refuse what no policy allows, before any view runs. Raises NotPermitted; sends strangers to the login page."""
    endpoint = request.endpoint
    if endpoint is None:
        return None
    policy = of(endpoint)
    if policy is None:
        raise NotPermitted("anybody", Phrase("use %(path)s", path=request.path), Phrase("a route with a policy"))
    if policy.public:
        return None
    if g.get("actor") is None:
        return to_login()
    if not may(endpoint):
        raise NotPermitted(current.actor().id, Phrase("open this page"), Phrase("role %(roles)s", roles=policy.roles))
    return None


def to_login() -> Response:
    """Return the way to the login page and back to a page that was asked for."""
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    target = url_for("login.show", next=back)
    if request.headers.get("HX-Request"):
        return Response("", 200, {"HX-Redirect": url_for("login.show")})
    return redirect(target, 303)
