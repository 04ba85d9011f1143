internal import FreshetCoherence
internal import FreshetCorpus

/// A process that has the store open: what it would lose if it were killed.
struct SimulatedProcess {
  static let chunker = "chunker"
  static let watchLease = Duration.seconds(6)
  static let embeddingLease = Duration.seconds(5)

  /// A view of the change log, document by document: what is served, and the vectors by which it is found.
  struct Viewed: Hashable {
    let content: Int
    let keys: [Int?]
  }

  let number: Int
  var isAlive = true
  var isPaused = false
  var crash: CrashPoint?
  /// Of the watch that it believes to hold.
  var fence: Int?
  var renewedAt = Timestamp(nanoseconds: 0)
  var queue = SimulatedQueue()
  var heardAt = Timestamp(nanoseconds: 0)
  var keeping: SourceKeeping?
  /// What the `SourceKeeping` wants done, in its order.
  var actions: [KeepingAction] = []
  var look: SimulatedLook?
  var refreshes: [SimulatedRefresh] = []
  var embeddings: [SimulatedEmbedding] = []
  var barriers: [SimulatedBarrier] = []
  /// Documents that a seeded bug marks too late.
  var lateMarks: [Int] = []
  var viewed: [Viewed?] = Array(repeating: nil, count: SimulatedDocument.count)
  var viewPosition = 0

  init(number: Int) {
    self.number = number
  }

  var isRunning: Bool { isAlive && !isPaused }

  /// Gives up the watch, and what was begun under it.
  mutating func standBy() {
    fence = nil
    keeping = nil
    actions = []
    look = nil
    refreshes.removeAll { $0.origin == .keeping }
    embeddings = []
    lateMarks = []
  }
}

enum CrashPoint { case beforeCommit, afterCommit }

/// A look in progress: the snapshot that it began with, and what it has seen since.
struct SimulatedLook {
  let moment: SimulatedStore.Moment
  let served: [SimulatedStore.Served?]
  let journal: [SimulatedStore.JournalRow?]
  let skips: [SkipRecord?]
  /// How often another folder had replaced the root when the scan began.
  let replacements: Int
  let isWhole: Bool
  let folders: [Int]
  var foldersLeft: [Int]
  var sightings: [(document: Int, stamp: FileStamp)] = []
  var isListed = [false, false, false]
}

/// One document on its way from the source to the store, one step at a time.
struct SimulatedRefresh {
  enum Origin: Hashable {
    case keeping
    /// A command in another process that knows nothing of the watcher.
    case reindex
    case put(Int)
  }

  enum Phase: Hashable {
    case begin, open, close, claim, call
    case wait(until: Timestamp)
    case commit
    case tell(RefreshEnd)
  }

  let document: Int
  let manner: RefreshManner
  let origin: Origin
  var phase = Phase.begin
  var moment = SimulatedStore.Moment(change: 0, observation: 0, step: 0, at: Timestamp(nanoseconds: 0))
  var known: SimulatedStore.Served?
  var stamp: FileStamp?
  var lookedAt = Timestamp(nanoseconds: 0)
  var opened = 0
  var content = 0
  var readEnded = 0
  var isTorn = false
  var action = ReconciliationAction.keep
  var keys: [Int] = []
  var fence = 0
  var expires = Timestamp(nanoseconds: 0)
}

struct SimulatedEmbedding {
  enum Phase: Hashable {
    case claim, call
    case wait(until: Timestamp)
  }

  let limit: Int
  var phase = Phase.claim
  var keys: [Int] = []
  var fence = 0
  var expires = Timestamp(nanoseconds: 0)
}

/// A read that waits for its cookie.
struct SimulatedBarrier {
  let cookie: String
  let step: Int
  let until: Timestamp
}
