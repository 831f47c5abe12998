"""How the identifier is made from text that is not in this repository; nothing here runs in the service."""
