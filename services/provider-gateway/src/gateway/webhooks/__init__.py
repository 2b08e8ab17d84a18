"""The providers' webhooks: answered within milliseconds, and with 200 only when all of it is safe in Kafka.

``/webhooks/whatsapp/{channel_id}`` is a channel's own URL; ``/webhooks/whatsapp`` serves all channels of
one Meta app. In both, an update counts for the channel that owns its number, and only if the body is
signed with that channel's secret: one company's secret never speaks for another's number.

plain       most webhooks, on a short way; all others are for the routes
routes      what is answered
admission   companies that bring too much have to wait
throttle    addresses that are refused again and again have to wait
updates     what a body says, and of how much of it
publisher   the events' way into Kafka
"""

from gateway.webhooks.routes import install

__all__ = ["install"]
