"""The lineage as software-defined assets, a thin module per stage; what a stage does is in ``listmatch.workflows``."""
