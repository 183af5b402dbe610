"""The lineage as software-defined assets: one thin module per stage; what a stage does is in ``listmatch.workflows``."""
