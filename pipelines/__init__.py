"""The flows a person can launch, and the entry point of the code location."""

import warnings

# Dagster 1.13 itself passes the beta parameter when it binds resources to any sensor or schedule; nobody here can act.
# The category is left out: the runner of the command line is in here too, and must not import Dagster.
warnings.filterwarnings("ignore", message="Parameter `owners` of initializer")
