internal import FreshetCorpus

/// What a keeper has decided and its tasks are to do.
///
/// Bounded by the machine: it has one look and one embedding in flight, and each document in one refresh at most.
struct KeeperWork: Sendable {
  let looks = AsyncStream.makeStream(of: Set<ExactPath>.self)
  let refreshes = AsyncStream.makeStream(of: DueRefresh.self)
  let embeddings = AsyncStream.makeStream(of: Int.self)
  var alarm = Alarm()
}
