"""The tracks between two layers: each bundle of segments that is not straight has its own, so that none is lost."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from studytui.layout.code.diagrams.flowchart.layers import Segment


class Net(Struct, eq=False):
    """A bundle in the room between two layers: where it comes in from above, and where it leaves below."""

    segments: list[Segment]
    uppers: list[int]
    lowers: list[int]
    track: int = -1
    """-1 for one that goes straight down."""
    upper_net: Net | None = None
    """The net that a detour continues."""
    goes_on: bool = False
    """True if a detour continues it, so that it does not go down itself."""

    @property
    def straight(self) -> bool:
        """True if it needs no track."""
        return len({*self.uppers, *self.lowers}) == 1

    @property
    def span(self) -> tuple[int, int]:
        """The cells of its track, from first to last."""
        return min(*self.uppers, *self.lowers), max(*self.uppers, *self.lowers)


def nets_of(segments: list[Segment], avoided: set[int]) -> list[Net]:
    """The nets of the segments between two layers, with their tracks; detours avoid some columns."""
    bundles: dict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        bundles[segment.bundle].append(segment)
    nets = [
        Net(
            bundle,
            sorted({segment.upper.at + segment.upper_port for segment in bundle}),
            sorted({segment.lower.at + segment.lower_port for segment in bundle}),
        )
        for bundle in bundles.values()
    ]
    return _tracked(nets, avoided)


def _tracked(nets: list[Net], avoided: set[int]) -> list[Net]:
    """Give out tracks: a net above another wherever it comes down on the column that the other leaves by."""
    done: list[Net] = [net for net in nets if net.straight]
    waiting = [net for net in nets if not net.straight]
    taken = {*avoided, *(column for net in nets for column in (*net.uppers, *net.lowers))}
    tracks: list[list[Net]] = []
    while waiting:
        free = [net for net in waiting if not _over(net, waiting)]
        if free:
            net = min(free, key=lambda net: (_cost(net, waiting), net.span))
            waiting.remove(net)
            net.track = _track(net, tracks, done)
            done.append(net)
            continue
        # Each waits for another: one of them goes around by a column that no other uses, and lets the others go then.
        whole = [net for net in waiting if net.upper_net is None]
        net = min(whole, key=lambda net: (len(net.uppers) + len(net.lowers), net.span))
        waiting.remove(net)
        column = _free_column(net, taken)
        taken.add(column)
        first = Net(net.segments, net.uppers, [column], goes_on=True)
        second = Net(net.segments, [column], net.lowers, upper_net=first)
        waiting += [first, second]
    return done


def _over(net: Net, waiting: list[Net]) -> bool:
    """True if another net must have a track above this one's."""
    return any(other is not net and _before(other, net) for other in waiting)


def _before(net: Net, other: Net) -> bool:
    """True if the first must have a track above the other's."""
    if other.upper_net is net or net.upper_net is other:
        return other.upper_net is net
    return bool(set(net.uppers) & set(other.lowers))


def _track(net: Net, tracks: list[list[Net]], done: list[Net]) -> int:
    least = 0
    for other in done:
        if other.track >= 0 and _before(other, net):
            least = max(least, other.track + 1)
    start, end = net.span
    for number in range(least, len(tracks)):
        if all(end < other.span[0] - 1 or start > other.span[1] + 1 for other in tracks[number]):
            tracks[number].append(net)
            return number
    tracks.append([net])
    return len(tracks) - 1


def _cost(net: Net, waiting: list[Net]) -> int:
    """Crossings that come of it if this one gets its track before the others, less those if after."""
    count = 0
    start, end = net.span
    for other in waiting:
        if other is net:
            continue
        left, right = other.span
        # Above: what the other has above crosses it, and what it has below crosses the other's.
        count += sum(start < column < end for column in other.uppers) + sum(
            left < column < right for column in net.lowers
        )
        count -= sum(start < column < end for column in other.lowers) + sum(
            left < column < right for column in net.uppers
        )
    return count


def _free_column(net: Net, taken: set[int]) -> int:
    start, end = net.span
    middle = (start + end) // 2
    free = (column for column in range(max(start - 3, 0), max(end, *taken) + 4) if column not in taken)
    return min(free, key=lambda column: abs(column - middle))
