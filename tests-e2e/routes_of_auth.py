"""Every route of auth."""

from functools import partial
from typing import Final
from uuid import uuid4

from route import API_KEYS, OWNER, TOTP, WEB, WRONG_STATE, Route, body_of, new_email, wrong_proof
from system import PASSWORD

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission as P

ROUTES: Final = (
    Route(
        "POST",
        "/api/v1/auth/register",
        None,
        lambda _: {"companyName": "Nova", "name": "Ana", "email": new_email(), "password": PASSWORD},
        ends=201,
    ),
    Route(
        "POST",
        "/api/v1/auth/invitations/accept",
        None,
        lambda _: {"token": uuid4().hex, "name": "Ana", "password": PASSWORD},
        ends=404,  # No such invitation: the test gets no mail.
    ),
    Route(
        "POST", "/api/v1/auth/password/reset", None, lambda _: {"email": "nobody@nowhere.example"}, ends=202
    ),
    Route(
        "POST",
        "/api/v1/auth/password/reset/confirm",
        None,
        lambda _: {"token": uuid4().hex, "newPassword": PASSWORD},
        ends=WRONG_STATE,  # No such link: the test gets no mail.
    ),
    Route("POST", "/api/v1/auth/login", None, lambda ids: {"email": ids["email"], "password": PASSWORD}),
    Route(
        "POST",
        "/api/v1/auth/login/company",
        None,
        lambda _: {"choiceToken": uuid4().hex, "companyId": str(uuid7())},
        ends=401,  # No such choice: nobody here belongs to several companies.
    ),
    Route(
        "POST",
        f"{TOTP}/reset/confirm",
        None,
        lambda _: {"token": uuid4().hex, "password": PASSWORD},
        ends=WRONG_STATE,  # No such link: the test gets no mail.
    ),
    Route("GET", "/api/v1/auth/companies", P.SELF),
    # A session that has ended (the tokens here are of none) creates no company.
    Route("POST", "/api/v1/auth/companies", P.SELF, lambda _: {"name": "Filial"}, ends=409),
    Route(
        "POST",
        "/api/v1/auth/register/confirm",
        None,
        lambda _: {"token": uuid4().hex, "password": PASSWORD},
        ends=WRONG_STATE,  # No such registration: the test gets no mail.
    ),
    Route(
        "POST",
        "/api/v1/auth/email",
        P.SELF,
        lambda _: {"email": new_email(), "password": "not the password"},
        ends=422,
    ),
    Route(
        "POST",
        "/api/v1/auth/email/confirm",
        None,
        lambda _: {"token": uuid4().hex, "password": PASSWORD},
        ends=WRONG_STATE,
    ),
    Route("POST", "/api/v1/auth/invitations/inspect", None, lambda _: {"token": uuid4().hex}, ends=404),
    Route(
        "POST",
        "/api/v1/auth/password/reset/revoke",
        None,
        lambda _: {"reviewToken": uuid4().hex, "companyId": str(uuid7())},
        ends=WRONG_STATE,
    ),
    Route("POST", "/api/v1/auth/sessions/switch", P.SELF, lambda _: {"companyId": str(uuid7())}, ends=404),
    Route("POST", "/api/v1/auth/refresh", None, lambda ids: {"refreshToken": ids["refresh_token"]}),
    # --- auth: from a browser
    Route("POST", f"{WEB}/login", None, lambda ids: {"email": ids["email"], "password": PASSWORD}),
    Route(
        "POST",
        f"{WEB}/login/company",
        None,
        lambda _: {"choiceToken": uuid4().hex, "companyId": str(uuid7())},
        ends=401,  # No such choice.
    ),
    Route("POST", f"{WEB}/refresh", None, lambda _: {}, ends=204),  # Without a cookie.
    Route("POST", f"{WEB}/logout", None, lambda _: {}, ends=204),
    Route("POST", f"{WEB}/switch", P.SELF, lambda _: {"companyId": str(uuid7())}, ends=404),
    Route("POST", f"{WEB}/companies", P.SELF, lambda _: {"name": "Filial"}, ends=409),
    Route(
        "POST",
        f"{WEB}/register",
        None,
        lambda _: {"companyName": "Nova", "name": "Ana", "email": new_email(), "password": PASSWORD},
        ends=201,
    ),
    Route(
        "POST",
        f"{WEB}/register/confirm",
        None,
        lambda _: {"token": uuid4().hex, "password": PASSWORD},
        ends=WRONG_STATE,  # No such registration: the test gets no mail.
    ),
    Route(
        "POST",
        f"{WEB}/invitations/accept",
        None,
        lambda _: {"token": uuid4().hex, "name": "Ana", "password": PASSWORD},
        ends=404,
    ),
    Route("GET", "/api/v1/auth/me/preferences", P.SELF),
    Route("PATCH", "/api/v1/auth/me/preferences", P.SELF, lambda _: {"theme": "dark"}),
    Route("GET", "/api/v1/auth/jwks.json", None),
    Route("POST", "/api/v1/auth/logout", P.SELF),
    Route("GET", "/api/v1/auth/sessions", P.SELF),
    Route("DELETE", "/api/v1/auth/sessions", P.SELF),
    Route("DELETE", "/api/v1/auth/sessions/{session_id}", P.SELF, ends=204),
    Route("GET", "/api/v1/auth/me", P.SELF),
    Route("PATCH", "/api/v1/auth/me", P.SELF, lambda _: {"name": "Maria"}),
    Route(
        "POST",
        "/api/v1/auth/password",
        P.SELF,
        lambda _: {"currentPassword": "not the password", "newPassword": PASSWORD + "!"},
    ),
    # Their passwords are wrong: with the right one the test would need an app for every later sign-in.
    Route("POST", TOTP, P.SELF, lambda _: {"currentPassword": "not the password"}, ends=422),
    Route("POST", f"{TOTP}/confirm", P.SELF, lambda _: {"code": "123456"}, ends=WRONG_STATE),
    Route("POST", f"{TOTP}/recovery-codes", P.SELF, wrong_proof, ends=422),
    Route("DELETE", TOTP, P.SELF, wrong_proof, ends=422),
    # No role of a company may what installation administrators do.
    *(
        Route(method, f"/api/v1/installation{path}", P.SELF, partial(body_of, body), only=frozenset())
        for method, path, body in (
            ("GET", "/audit", None),
            ("GET", "/companies", None),
            ("GET", "/companies/{company_id}", None),
            ("POST", "/companies/{company_id}/suspend", {"reason": "test"}),
            ("POST", "/companies/{company_id}/resume", None),
            ("PUT", "/companies/{company_id}/limits", {"limits": {"sockets": 1}}),
        )
    ),
    Route("GET", "/api/v1/companies/current", P.COMPANY_READ),
    Route("PATCH", "/api/v1/companies/current", P.COMPANY_WRITE, lambda _: {"reopenHours": 24}),
    Route("GET", "/api/v1/companies/current/limits", P.COMPANY_READ),
    Route("PUT", "/api/v1/companies/current/limits", P.COMPANY_WRITE, lambda _: {}),
    Route(
        "POST",
        "/api/v1/companies/current/owner",
        P.USERS_WRITE,
        lambda ids: {"userId": ids.get("user_id", str(uuid7()))},
        only=OWNER,
    ),
    Route("GET", "/api/v1/users", P.USERS_READ),
    Route(
        "POST",
        "/api/v1/users",
        P.USERS_WRITE,
        lambda _: {"name": "Bia", "email": new_email(), "password": PASSWORD, "role": "agent"},
    ),
    Route("GET", "/api/v1/users/invitations", P.USERS_WRITE),
    Route(
        "POST", "/api/v1/users/invitations", P.USERS_WRITE, lambda _: {"email": new_email(), "role": "agent"}
    ),
    Route("DELETE", "/api/v1/users/invitations/{invitation_id}", P.USERS_WRITE, ends=204),
    Route("GET", "/api/v1/users/{user_id}", P.USERS_READ),
    Route("PATCH", "/api/v1/users/{user_id}", P.USERS_WRITE, lambda _: {"name": "Beatriz"}),
    Route("GET", "/api/v1/users/{user_id}/leftovers", P.USERS_WRITE),
    Route("POST", "/api/v1/users/{user_id}/leave", P.USERS_WRITE),
    Route("DELETE", "/api/v1/users/{user_id}/totp", P.USERS_WRITE, ends=202),
    Route("GET", "/api/v1/audit", P.AUDIT_READ),
    Route("GET", API_KEYS, P.APIKEYS_READ),
    Route("POST", API_KEYS, P.APIKEYS_WRITE, lambda _: {"name": "Loja", "scopes": ["contacts:read"]}),
    Route("GET", f"{API_KEYS}/{{key_id}}", P.APIKEYS_READ),
    Route("DELETE", f"{API_KEYS}/{{key_id}}", P.APIKEYS_WRITE, ends=204),
)
