internal import FreshetCorpus

/// The work that a keeper has decided on, for its tasks to perform.
///
/// `SourceKeeping` bounds it: one look and one embedding are in flight, and each document is in one refresh at most.
struct KeeperWork: Sendable {
  let looks = AsyncStream.makeStream(of: Set<ExactPath>.self)
  let refreshes = AsyncStream.makeStream(of: DueRefresh.self)
  let embeddings = AsyncStream.makeStream(of: Int.self)
  var alarm = Alarm()
}
