internal import FreshetCorpus

extension SourceKeeping {
  /// The reports of a watcher that aren't recorded yet: paths to mark as possibly changed, and scopes to scan.
  ///
  /// The watcher's batches are numbered. One step (a mark or a scan) is in flight at a time, and handles everything
  /// that waits for that kind of step. So all batches that arrive during a long scan together need only one mark and
  /// one scan more. After a mark, a waiting scan has its turn, so that neither kind starves the other.
  struct Intake: Sendable {
    enum Step: Hashable, Sendable {
      case mark([DocumentID])
      case look(Set<ExactPath>)
    }

    /// An announcement that the owner may make once the batch with this number, and all before it, are recorded.
    struct Notice: Sendable {
      var batch: Int
      var upTo: Timestamp?
      var cookies: [String]
    }

    private var touched: Set<DocumentID> = []
    private var scopes: Set<ExactPath> = []
    /// Why the watcher may have missed changes: `doubt` for the scopes that await a scan, `doubtInFlight` for those of
    /// the running scan.
    private var doubt: String?
    private var doubtInFlight: String?
    /// Whether some batches count as recorded only after the next scan (`holdsBack`), or only after the running scan
    /// (`holdsBackInFlight`).
    private var holdsBack = false
    private var holdsBackInFlight = false
    private var notices: [Notice] = []

    private(set) var step: Step?
    private var begunAt = 0
    private var lastStepWasMark = false
    private var taken = 0
    private var marked = 0
    private var looked = 0

    /// Why the watcher may have missed changes; nil if there is no reason to assume so.
    var reasonToDoubt: String? { doubtInFlight ?? doubt }

    var awaitsLook: Bool { !scopes.isEmpty }
    var awaitsWholeLook: Bool {
      if case .look(let scopes) = step, scopes.contains("") { return true }
      return scopes.contains("")
    }

    /// Adds one batch of the watcher to the waiting work: documents to mark, and scopes to scan.
    ///
    /// - Parameter doubt: why the watcher may have missed changes; nil if the batch gives no reason to assume so.
    mutating func take(_ touched: Set<DocumentID>, _ scopes: Set<ExactPath>, doubt: String?) {
      taken += 1
      self.touched.formUnion(touched)
      self.scopes.formUnion(scopes)
      holdsBack = holdsBack || !scopes.isEmpty
      self.doubt = doubt ?? self.doubt
    }

    /// Adds an announcement that the owner may make once the last batch added by `take` is recorded: a new watermark,
    /// and cookies to acknowledge.
    mutating func promise(upTo: Timestamp?, cookies: [String]) {
      if let last = notices.last, step == nil || last.batch > begunAt {
        notices[notices.count - 1] = Notice(
          batch: taken, upTo: upTo ?? last.upTo, cookies: last.cookies + cookies)
      } else {
        notices.append(Notice(batch: taken, upTo: upTo, cookies: cookies))
      }
    }

    /// Requests a scan of the whole source that no batch asked for. This scan delays announcements only if it fails.
    mutating func askForWholeLook() {
      scopes.insert("")
    }

    /// Begins and returns the next step, a mark or a scan. Returns nil if no work waits, or if a step is in flight.
    ///
    /// - Parameter mayLook: false to begin no scan now.
    mutating func begin(mayLook: Bool) -> Step? {
      guard step == nil else { return nil }
      let canLook = mayLook && !scopes.isEmpty
      if touched.isEmpty && !canLook { return nil }
      begunAt = taken
      if touched.isEmpty || (lastStepWasMark && canLook) {
        step = .look(Self.coalesced(scopes))
        (scopes, doubt, doubtInFlight) = ([], nil, doubt)
        (holdsBack, holdsBackInFlight) = (false, holdsBack)
      } else {
        step = .mark(touched.sorted())
        touched = []
      }
      return step
    }

    /// Ends the mark in flight, and returns the documents whose marks are now recorded.
    mutating func endMark() -> [DocumentID] {
      guard case .mark(let ids) = step else { preconditionFailure("\(describedStep) is in flight, no mark") }
      (step, marked, lastStepWasMark) = (nil, begunAt, true)
      return ids
    }

    /// Ends the scan in flight, and returns the scopes that it covered.
    mutating func endLook() -> Set<ExactPath> {
      let scopes = scopesInFlight
      (step, looked, lastStepWasMark) = (nil, begunAt, false)
      (doubtInFlight, holdsBackInFlight) = (nil, false)
      return scopes
    }

    /// Ends the scan in flight as failed: its scopes await a scan again. Until a scan succeeds, no later batch counts
    /// as recorded.
    mutating func failLook() {
      scopes.formUnion(scopesInFlight)
      doubt = doubtInFlight ?? doubt
      holdsBack = true
      (step, lastStepWasMark) = (nil, false)
      (doubtInFlight, holdsBackInFlight) = (nil, false)
    }

    /// Removes and returns the announcements that the owner may make now.
    mutating func takeRecorded() -> [Notice] {
      let onRecord = onRecord
      let recorded = notices.prefix { $0.batch <= onRecord }
      notices.removeFirst(recorded.count)
      return Array(recorded)
    }

    /// The greatest batch number such that this batch and all before it are completely recorded.
    private var onRecord: Int {
      var marked = marked
      if touched.isEmpty { if case .mark = step {} else { marked = taken } }
      return min(marked, holdsBack || holdsBackInFlight ? looked : taken)
    }

    private var scopesInFlight: Set<ExactPath> {
      guard case .look(let scopes) = step else { preconditionFailure("\(describedStep) is in flight, no look") }
      return scopes
    }

    private var describedStep: String { step.map { "\($0)" } ?? "nothing" }

    /// Returns the scopes without those that lie below another scope of the set.
    private static func coalesced(_ scopes: Set<ExactPath>) -> Set<ExactPath> {
      if scopes.contains("") { return [""] }
      return scopes.filter { scope in
        let bytes = scope.string.utf8
        return !bytes.indices.contains {
          bytes[$0] == UInt8(ascii: "/") && scopes.contains(ExactPath(String(scope.string[..<$0])))
        }
      }
    }
  }
}
