"""What all metrics share."""

from collections.abc import Iterable
from itertools import product

from prometheus_client.metrics import MetricWrapperBase


def begin_at_zero(metric: MetricWrapperBase, *labels: Iterable[str]) -> None:
    """Serve a metric with each combination of labels from the start.

    Prometheus sees no increase of a series that appears with its first event: the first dead letter, the
    first channel that is stopped would alert nobody.
    """
    for values in product(*labels):
        metric.labels(*values)
