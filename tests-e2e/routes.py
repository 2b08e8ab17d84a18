"""Every route, what it takes to call it, and a body that it takes."""

from typing import Final

import routes_of_auth
import routes_of_campaign
import routes_of_chat
import routes_of_gateway
import routes_of_reporting
from route import CAMPAIGNS

ROUTES: Final = (
    *routes_of_auth.ROUTES,
    *routes_of_chat.ROUTES,
    *routes_of_campaign.ROUTES,
    *routes_of_gateway.ROUTES,
    *routes_of_reporting.ROUTES,
)

PUBLIC: Final = [route for route in ROUTES if route.permission is None]

GUARDED: Final = [route for route in ROUTES if route.permission is not None]

ONE_OF_EACH_SERVICE: Final = {
    f"GET {path}"
    for path in ("/api/v1/auth/me", "/api/v1/tickets", CAMPAIGNS, "/api/v1/channels", "/api/v1/reports/daily")
}

TRIED_EVERYWHERE: Final = (
    "garbage",
    "alg none",
    "HS256 with the public key, raw",
    "unknown kid",
    "expired",
    "wrong audience",
    "wrong issuer",
    "missing typ",
)
"""The rest of `DEFECTS` is tried on `ONE_OF_EACH_SERVICE`: one verifier serves all routes of a service."""

WITH_IDS: Final = [route for route in ROUTES if route.parameters and route.only]
