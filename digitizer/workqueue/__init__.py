"""Work that machines do by themselves: the same queue on a single desk and in an office.

A job is a page to be read, a paper's copy to be made ready for its signature, or a result to be
looked at before somebody composes it. In an office the jobs lie in its database and any number of
``digitizer worker`` machines take them (``office``); on a single desk they lie in the store and one
thread of the program takes them (``desk``). ``handlers`` by kind do the work itself; who makes them
is no concern of the queue.
"""

from digitizer.workqueue.queue import queue_of
from digitizer.workqueue.values import (
    Handler,
    JobKind,
    QueuedJob,
    QueueState,
    SetAsideError,
    Stage,
    Wanted,
    WorkQueue,
)

__all__ = [
    "Handler",
    "JobKind",
    "QueueState",
    "QueuedJob",
    "SetAsideError",
    "Stage",
    "Wanted",
    "WorkQueue",
    "queue_of",
]
