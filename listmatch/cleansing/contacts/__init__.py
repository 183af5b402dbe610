"""E-mail addresses, telephone numbers and web domains."""
