"""The library's services as one resource: catalog, object store and compute, opened from plain configuration."""

from functools import lru_cache

from dagster import ConfigurableResource

from listmatch.settings import Settings
from listmatch.workflows.services import Services, open_services


class ServicesResource(ConfigurableResource):
    """What stages work with. Secrets are not configuration: they stay in the environment."""

    home: str
    object_store_url: str
    owner: str
    threads: int
    memory_limit_mb: int

    @classmethod
    def of(cls, settings: Settings) -> "ServicesResource":
        """The resource for these settings."""
        return cls(
            home=str(settings.home),
            object_store_url=settings.object_store_url,
            owner=settings.owner,
            threads=settings.threads,
            memory_limit_mb=settings.memory_limit_mb,
        )

    def open(self) -> Services:
        """The services, opened once per process and configuration."""
        return _open(self.home, self.object_store_url, self.owner, self.threads, self.memory_limit_mb)


@lru_cache(maxsize=4)
def _open(home: str, object_store_url: str, owner: str, threads: int, memory_limit_mb: int) -> Services:
    return open_services(
        Settings(
            home=home,
            object_store_url=object_store_url,
            owner=owner,
            threads=threads,
            memory_limit_mb=memory_limit_mb,
        )
    )
