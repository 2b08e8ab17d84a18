"""Who asks and what they may do: tokens, API keys, the rights that auth publishes, and the audit log."""
