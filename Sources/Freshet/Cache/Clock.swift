public import FreshetCorpus
internal import Foundation

/// Tells what time it is. Everything below `Freshet` takes the time as an argument; here it is asked for.
public typealias WallClock = @Sendable () -> Timestamp

/// The system's clock.
public func systemClock() -> Timestamp {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  return Timestamp(seconds: Int64(now.tv_sec), nanoseconds: Int64(now.tv_nsec))
}
