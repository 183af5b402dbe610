"""Messages to webhooks: what is queued for them is sent from here too, without any worker of `listmatch serve`.

Whoever attempts a message has taken it before, so a message is not sent twice because two processes send.
"""

from dagster import DefaultSensorStatus, SkipReason, sensor

from listmatch.workflows.notices.messages import send_due
from resources.services import ServicesResource


@sensor(
    name="messages",
    minimum_interval_seconds=5,
    default_status=DefaultSensorStatus.RUNNING,
    description="Sends what is queued for webhooks, and tries again what did not arrive.",
)
def messages(services: ServicesResource) -> SkipReason:
    """Make the attempts that are due."""
    return SkipReason(f"{send_due(services.open())} messages delivered.")
