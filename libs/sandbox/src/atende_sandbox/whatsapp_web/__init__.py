"""The other side of WhatsApp Web: a stub for real, unmodified clients of it (tests-e2e/whatsapp_web)."""
