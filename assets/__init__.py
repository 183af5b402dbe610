"""The lineage as software-defined assets, one thin module per stage; the work is done by ``listmatch.workflows``."""
