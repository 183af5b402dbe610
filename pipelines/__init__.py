"""The flows a person can launch, and the entry point of the code location."""

import warnings

from dagster import BetaWarning

# Dagster 1.13 itself passes the beta parameter when it binds resources to any sensor or schedule; nobody here can act.
warnings.filterwarnings("ignore", message="Parameter `owners` of initializer", category=BetaWarning)
