"""Sends what Kafka and the retry schedule order: each ``send_id`` at most once.

For each channel of a batch: rate tokens, then the intent is committed (T1), then one POST without any
retry, then the outcome is committed with its event (T2). T1 and T2 are one statement for many sends.
A crash leaves either no row, and Kafka brings the order again, or a row in ``sending``, which nothing
ever sends again: the sweep turns it into ``unknown`` and the provider's status resolves it.

Outcomes are recorded in groups while slower POSTs go on. For replies a call returns, and the offset commits,
only when all of its own are recorded, so that none overtakes another; for campaigns when all of its own are
claimed, so that a channel's rate goes on from batch to batch. What these claim ahead of the rate stands in
blocks (`gateway.sender.pump`), of which is known what was surely not posted: that is sent after a crash.
"""

from gateway.sender.sending import Sender

__all__ = ["Sender"]
