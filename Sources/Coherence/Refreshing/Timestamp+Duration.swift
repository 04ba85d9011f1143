package import FreshetCorpus

extension Timestamp {
  /// Returns the moment `duration` later. A sum out of range becomes the earliest or latest possible timestamp.
  package static func + (moment: Timestamp, duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    let step = Timestamp(seconds: seconds, nanoseconds: attoseconds / 1_000_000_000).nanoseconds
    let (sum, isOver) = moment.nanoseconds.addingReportingOverflow(step)
    return Timestamp(nanoseconds: isOver ? (step < 0 ? .min : .max) : sum)
  }
}
