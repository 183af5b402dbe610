"""Sensors: gather, call a pure function of ``listmatch.workflows``, emit run requests."""
