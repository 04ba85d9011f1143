public import FreshetCorpus
internal import Foundation

/// A function that returns the current time. The modules below `Freshet` take the time as an argument; this module
/// reads the clock and passes it on.
public typealias WallClock = @Sendable () -> Timestamp

/// The system's clock.
public func systemClock() -> Timestamp {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  return Timestamp(seconds: Int64(now.tv_sec), nanoseconds: Int64(now.tv_nsec))
}
