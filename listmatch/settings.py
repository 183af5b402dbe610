"""Settings: the environment, read once.

Every setting is an environment variable ``LISTMATCH_<NAME>``; secrets come from there only. Nothing else in the
library reads the environment. An empty variable is as good as none, but for a text that may be empty.
"""

import os
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from listmatch.domain.faults import in_words
from listmatch.errors import SettingsInvalid

CHECKOUT = Path(__file__).resolve().parent.parent
"""The folder that holds this package: the checkout in development, site-packages in an installed wheel."""


def find_home(start: Path) -> Path:
    """The nearest ``.listmatch`` directory at or above *start*, else the user's data folder."""
    for folder in (start, *start.parents):
        if (folder / ".listmatch").is_dir():
            return folder / ".listmatch"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "listmatch"


class Settings(BaseSettings):
    """Where state lives and what a run may use."""

    model_config = SettingsConfigDict(env_prefix="LISTMATCH_", frozen=True, extra="ignore")

    home: Path = Field(default_factory=lambda: find_home(Path.cwd()))
    """catalog, object store, DAGSTER_HOME and scratch of the embedded default"""
    object_store_url: str = ""
    """``file:///path`` or ``s3://bucket/prefix``; empty: a folder under home"""
    s3_endpoint_url: str = ""
    """for S3-compatible servers; credentials come from the standard AWS variables"""
    catalog_url: str = ""
    """an SQLAlchemy URL; empty: SQLite under home"""
    drops_file: Path | None = None
    """the drop rules (YAML); empty: drops.yaml under home"""
    owner: str = "local"
    """the owner for whom the command line works"""
    runner: str = ""
    """entry point (``module:attribute``) that runs jobs; empty: the installed default"""
    threads: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)
    memory_limit_mb: int = Field(default=0, ge=0)
    """memory of one DuckDB connection in MiB; 0: 60 % of the machine's"""
    jobs_at_once: int = Field(default=4, ge=1)
    """jobs that Dagster's sensor launches in parallel, one run each"""
    jobs_per_owner: int = Field(default=2, ge=1)
    """so many of them at most are of one owner"""
    preparations_at_once: int = Field(default=3, ge=1)
    """lists that Dagster's sensor prepares in parallel; hundreds may arrive at once"""
    launch_again_s: float = Field(default=25.0, gt=0)
    """a launch that led to no run within so many seconds is made again; more where each run is a pod to be started"""
    spark_master: str = "local[*]"
    """where ``engine: spark`` runs: ``local[N]``, ``spark://…``, ``yarn``; empty: what spark-submit says"""
    spark_staging: str = ""
    """a folder that all workers of a cluster reach (``s3://…``, ``hdfs://…``); not needed on one machine"""
    spark_conf: dict[str, str] = Field(default_factory=dict)
    """further settings of Spark, as a JSON object"""
    spark_submit: Path | None = None
    """a YAML file that says where Dagster submits the matching stages of ``engine: spark``; empty: this process"""
    signing_secret: SecretStr = SecretStr("")
    """signs local upload and download URLs; empty: a random one kept under home"""
    retention_days: int = Field(default=0, ge=0)
    """lists that no job used for so many days are deleted; 0 keeps them"""
    results_retention_days: int = Field(default=0, ge=0)
    """results of jobs that ended so many days ago are deleted, the job's row stays; 0 keeps them"""
    freshness_hours: int = Field(default=168, ge=0)
    """after so long without a list Dagster's UI shows the installation as late; 0 expects nothing"""
    show_values: bool = False
    """checks of expectations may show values of a list as examples in Dagster's UI"""
    debug: bool = False
    """the command line shows where an error came from"""
    base_url: str = ""
    """where clients reach the API, for upload and download links; empty: where the client that asks reached it"""
    report_owner_name: str = ""
    report_colour: str = "#1f4e79"
    report_logo: Path | None = None
    llm_provider: str = ""
    """``openai`` (any compatible endpoint) or ``anthropic``; empty: narrative by template"""
    llm_base_url: str = ""
    llm_model: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout_s: float = Field(default=30.0, gt=0)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_set(cls, given: dict[str, Any]) -> dict[str, Any]:
        """An empty path would be the folder one happens to be in, and an empty number an error."""
        texts = {name for name, field in cls.model_fields.items() if field.annotation in (str, SecretStr)}
        return {name: value for name, value in given.items() if value != "" or name in texts}

    @cached_property
    def store_url(self) -> str:
        """The object store's URL with the default filled in."""
        return self.object_store_url or (self.home / "objects").absolute().as_uri()

    @cached_property
    def database_url(self) -> str:
        """The catalog's SQLAlchemy URL with the default filled in."""
        return self.catalog_url or f"sqlite:///{self.home.absolute() / 'catalog.db'}"

    @cached_property
    def dagster_home(self) -> Path:
        """The folder of the Dagster instance."""
        return self.home.absolute() / "dagster"

    @cached_property
    def scratch(self) -> Path:
        """Folder for spill files and half-made output; may be emptied when nothing runs."""
        return self.home.absolute() / "scratch"

    @cached_property
    def sql_root(self) -> Path:
        """The folder of the SQL models: the checkout's, or the copy that the wheel ships."""
        shipped = Path(__file__).resolve().parent / "_sql"
        return shipped if shipped.is_dir() else CHECKOUT / "dbt_like_sql"


def read_settings() -> Settings:
    """The settings of the environment. Raises SettingsInvalid, which names the variable but not its value."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        place, message = f"LISTMATCH_{'__'.join(map(str, wrong['loc'])).upper()}", f"it {in_words(wrong)}."
    except SettingsError as error:
        place, message = "the environment", f"{error}."
    raise SettingsInvalid(message, place=place, cure="Correct it, or leave it unset.")
