"""Webhooks about what people write on the phone of a company's number, and of its history."""

import json
import time
from typing import Any
from uuid import uuid4

from system import Company


async def tell(company: Company, field: str, value: dict[str, Any]) -> None:
    """Send a webhook about the company's number."""
    metadata = {"display_phone_number": "552140000000", "phone_number_id": company.number}
    change = {"field": field, "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    entry = {"id": "1", "time": int(time.time()), "changes": [change]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    response = await company.webhook(body)
    assert response.status_code == 200, response.text


def said(phone: str, text: str, *, ours: bool = False, **fields: Any) -> dict[str, Any]:
    number = phone.lstrip("+")
    people = {"from": "552140000000", "to": number} if ours else {"from": number}
    told = {"id": f"wamid.{uuid4().hex}", "timestamp": str(int(time.time())), "type": "text"}
    return {**people, **told, "text": {"body": text}, **fields}
