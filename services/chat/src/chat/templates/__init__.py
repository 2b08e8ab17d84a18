"""WhatsApp's templates as agents choose them."""
