internal import FreshetCorpus

/// Queues of work that a `SourceKeeper` has decided on and that its tasks perform.
///
/// `SourceKeeping` limits their length: at most one scan and one embedding are pending, and each document is in at most
/// one refresh.
struct KeeperWork: Sendable {
  let looks = AsyncStream.makeStream(of: Set<ExactPath>.self)
  let refreshes = AsyncStream.makeStream(of: DueRefresh.self)
  let embeddings = AsyncStream.makeStream(of: Int.self)
  var alarm = Alarm()
}
