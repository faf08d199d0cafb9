"""Log in, log out, choose a language."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask import session as visit
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from worklist.cases.accounts import passwords, sessions, users
from worklist.errors import NotFound
from worklist.web import current
from worklist.web.policy import everyone, public
from worklist.web.security import own_path

bp = Blueprint("login", __name__)

CSRF = "_csrf"


def cookie_name() -> str:
    """Return the name of the login cookie; browsers keep a `__Host-` cookie to this host and https."""
    return "__Host-writ" if current.installation().settings.secure_cookies else "writ"


def load() -> None:
    """Find out who is asking; the form token of the login is the one that posts must carry."""
    g.actor = g.login = None
    if request.endpoint in {"static", "healthz"}:
        return
    settings = current.installation().settings
    with current.reading() as session:
        login = sessions.find(session, request.cookies.get(cookie_name()), current.now(), settings)
    g.actor = login.actor if login else None
    g.login = login
    if login is None:
        return
    if visit.get(CSRF) != login.csrf_token:
        visit[CSRF] = login.csrf_token
    if login.to_be_marked:
        with current.transaction() as session:
            sessions.mark(session, login, current.now())


@bp.get("/login")
@public
def show() -> BaseResponse | str:
    """Show the login form, in a demo a card for each role."""
    if g.actor is not None:
        return redirect(url_for("front.door"))
    return _page()


def _page(error: str = "", user_id: str = "") -> str:
    demo = current.installation().settings.demo
    with current.reading() as session:
        cards = users.one_per_role(session) if demo else []
        names = {group.id: group for group in users.groups(session)}
        groups = {person.user.id: person.groups for person in users.everybody(session)} if demo else {}
    target = own_path(request.values.get("next")) or ""
    return render_template(
        "login.html", cards=cards, groups=groups, group_names=names, error=error, user_id=user_id, target=target
    )


@bp.post("/login")
@public
def log_in() -> BaseResponse | tuple[str, int]:
    """Check user and password and begin a login."""
    user_id, password = request.form.get("user", "").strip()[:100], request.form.get("password", "")
    address = request.remote_addr or ""
    with current.reading() as session:
        passwords.must_not_hurry(session, user_id, address, current.now())
        user = passwords.check(session, user_id, password)
    if user is None:
        with current.transaction() as session:
            passwords.note_failure(session, user_id, address, current.now())
        return _page(gettext("User name and password do not belong together."), user_id), 422
    with current.transaction() as session:
        passwords.forget_failures(session, user_id)
    return begin(user_id)


@bp.post("/login/demo/<user_id>")
@public
def demo(user_id: str) -> BaseResponse:
    """Log in by one click. Only in demo mode."""
    if not current.installation().settings.demo:
        raise NotFound("Expected demo mode; log in with user name and password")
    with current.reading() as session:
        if not users.get(session, user_id).active:
            raise NotFound("Expected an active user, got '%(user)s'", user=user_id)
    return begin(user_id)


def begin(user_id: str) -> Response | BaseResponse:
    """Begin a login with a new token, whatever the browser brought; the old login ends."""
    with current.transaction() as session:
        if g.login is not None:
            sessions.end(session, g.login.token_hash, current.now())
        token, csrf_token = sessions.begin(session, user_id, current.now())
    visit.clear()
    visit[CSRF] = csrf_token
    settings = current.installation().settings
    response = redirect(own_path(request.form.get("next")) or url_for("front.door"), 303)
    response.set_cookie(
        cookie_name(), token, max_age=settings.absolute_minutes * 60, secure=settings.secure_cookies,
        httponly=True, samesite="Lax", path="/",
    )  # fmt: skip
    return response


@bp.post("/logout")
@everyone
def log_out() -> BaseResponse:
    """End this login."""
    with current.transaction() as session:
        sessions.end(session, g.login.token_hash, current.now())
    return _gone()


@bp.post("/logout/everywhere")
@everyone
def log_out_everywhere() -> BaseResponse:
    """End all logins of the user."""
    with current.transaction() as session:
        sessions.end_all(session, current.actor().id, current.now())
    return _gone()


def _gone() -> BaseResponse:
    visit.clear()
    response: Response | BaseResponse = redirect(url_for("login.show"), 303)
    response.delete_cookie(cookie_name(), path="/", secure=cookie_name().startswith("__"), httponly=True)
    return response


@bp.post("/language")
@everyone
def language() -> BaseResponse:
    """Set the language of the user's pages and go back."""
    with current.transaction() as session:
        users.set_language(session, current.actor().id, request.form.get("language", ""))
    return redirect(own_path(request.form.get("next")) or url_for("front.door"), 303)


@bp.get("/account")
@everyone
def account() -> str:
    """Show what is kept about the user's login."""
    return render_template("account.html")


@bp.post("/account/password")
@everyone
def change_password() -> BaseResponse | tuple[str, int]:
    """Set a new password; all logins end."""
    actor, form = current.actor(), request.form
    with current.reading() as session:
        passwords.must_not_hurry(session, actor.id, request.remote_addr or "", current.now())
        right = passwords.check(session, actor.id, form.get("old", "")) is not None
    if not right:
        with current.transaction() as session:
            passwords.note_failure(session, actor.id, request.remote_addr or "", current.now())
        return render_template("account.html", error=gettext("The present password is not right.")), 422
    with current.transaction() as session:
        users.set_password(session, actor.id, form.get("new", ""), current.now())
    flash(gettext("The password was changed. Log in again."))
    return _gone()
