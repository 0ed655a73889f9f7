"""What can go wrong between Earshot and its graph. Each message says what, where and what to do next."""


class GraphError(Exception):
    """Base of everything the graph raises."""


class GraphUnreachable(GraphError):
    """No server answers, or it stopped answering and didn't come back in time."""


class SignInRefused(GraphError):
    """The server answers, and doesn't know this user name and password."""


class ServerTooOld(GraphError):
    """The server is older than Neo4j 5, or isn't one that the driver can speak to."""


class FolderNotWritable(GraphError):
    """The data folder can't be made or written to."""


class FolderRemoved(GraphError):
    """The data folder was removed or replaced while it was in use."""


class EngineFailed(GraphError):
    """The embedded engine didn't start; the message quotes why."""


class AnotherVersionRuns(GraphError):
    """An Earshot with another schema holds the embedded graph at this moment."""


class QueryFailed(GraphError):
    """The engine refused a query: a mistake in Earshot, not in anybody's input."""


class ConstraintBroken(GraphError):
    """A write would have made the same id twice; nothing of it was kept."""


class WriteIdReused(GraphError):
    """A write id that is already in the change log for another action: ids are minted once per write."""


class NotATestGraph(GraphError):
    """A wipe, or a mark as test graph, was asked of a graph that holds somebody's data."""


class Refused(GraphError):
    """What somebody asked for can't be recorded; the message says why and what to do next.

    ``field`` names the input it is about, when it is about one; ``code`` names it for programs.
    """

    code = "refused"

    def __init__(self, message: str, field: str | None = None, *, next_step: str = "") -> None:
        super().__init__(f"{message} {next_step}".strip())
        self.field = field
        self.message = message
        self.next_step = next_step


class NoSuchImport(Refused):
    """Nobody stored an import under that id."""

    code = "no_such_import"


class NothingDecided(Refused):
    """No decision about that row can be taken back."""

    code = "nothing_decided"
