public import FreshetCorpus
internal import Foundation

/// A function that returns the current time. Only the module `Freshet` reads the clock; the modules that it uses take
/// the time as an argument.
public typealias WallClock = @Sendable () -> Timestamp

/// Returns the time of the system's clock.
public func systemClock() -> Timestamp {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  return Timestamp(seconds: Int64(now.tv_sec), nanoseconds: Int64(now.tv_nsec))
}
