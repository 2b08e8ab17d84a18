"""Graph API errors, which answers and status webhooks carry in the same shape."""

from typing import Any

from atende_contracts.event import ProviderError
from gateway.domain import OWN_ERROR


def read_error(error: dict[str, Any]) -> ProviderError:
    """Return an error in our words. Its ``code`` decides, never its title or the HTTP status."""
    code, data = error.get("code"), error.get("error_data")
    details = data.get("details") if isinstance(data, dict) else None
    title = error.get("title") or error.get("message") or "Unknown error"
    return ProviderError(
        code=code if isinstance(code, int) else OWN_ERROR,
        title=str(title)[:500],
        details=str(details)[:1000] if details else None,
    )
