"""The line to the bridge, the Node program that holds the sockets of WhatsApp Web (``bridge/``)."""
