internal import FreshetCorpus

extension SourceKeeping {
  /// What a watcher named, until it is recorded.
  ///
  /// Batches are numbered. One step is in flight at a time and takes everything that waits for its kind: what comes
  /// during a long look adds one step, not many. After a mark, a waiting look has its turn, so neither starves the
  /// other.
  struct Intake: Sendable {
    enum Step: Hashable, Sendable {
      case mark([DocumentID])
      case look(Set<ExactPath>)
    }

    /// What the owner may announce once every batch up to this one is recorded.
    struct Notice: Sendable {
      var batch: Int
      var upTo: Timestamp?
      var cookies: [String]
    }

    private var touched: Set<DocumentID> = []
    private var scopes: Set<ExactPath> = []
    /// Why changes may have been missed in the scopes that await a look, and in those of the present look.
    private var doubt: String?
    private var doubtInFlight: String?
    private var holdsBack = false
    private var holdsBackInFlight = false
    private var notices: [Notice] = []

    private(set) var step: Step?
    private var begunAt = 0
    private var lastStepWasMark = false
    private var taken = 0
    private var marked = 0
    private var looked = 0

    /// Why changes may have been missed; nil if neither the scopes that await a look nor the present look give a
    /// reason.
    var reasonToDoubt: String? { doubtInFlight ?? doubt }

    var awaitsLook: Bool { !scopes.isEmpty }
    var awaitsWholeLook: Bool {
      if case .look(let scopes) = step, scopes.contains("") { return true }
      return scopes.contains("")
    }

    mutating func take(_ touched: Set<DocumentID>, _ scopes: Set<ExactPath>, doubt: String?) {
      taken += 1
      self.touched.formUnion(touched)
      self.scopes.formUnion(scopes)
      holdsBack = holdsBack || !scopes.isEmpty
      self.doubt = doubt ?? self.doubt
    }

    /// Adds what the owner may announce once the last batch taken is recorded.
    mutating func promise(upTo: Timestamp?, cookies: [String]) {
      if let last = notices.last, step == nil || last.batch > begunAt {
        notices[notices.count - 1] = Notice(
          batch: taken, upTo: upTo ?? last.upTo, cookies: last.cookies + cookies)
      } else {
        notices.append(Notice(batch: taken, upTo: upTo, cookies: cookies))
      }
    }

    /// Asks for a look at the whole source that no batch asked for. Unless it fails, it delays no announcement.
    mutating func askForWholeLook() {
      scopes.insert("")
    }

    /// Begins the next step; nil when nothing waits, or a step is in flight.
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

    /// Ends the mark in flight, and returns the documents that are recorded now.
    mutating func endMark() -> [DocumentID] {
      guard case .mark(let ids) = step else { preconditionFailure("\(describedStep) is in flight, no mark") }
      (step, marked, lastStepWasMark) = (nil, begunAt, true)
      return ids
    }

    mutating func endLook() -> Set<ExactPath> {
      let scopes = scopesInFlight
      (step, looked, lastStepWasMark) = (nil, begunAt, false)
      (doubtInFlight, holdsBackInFlight) = (nil, false)
      return scopes
    }

    /// Returns the scopes of the failed look to those that await one. Until a look succeeds, no later batch counts as
    /// recorded.
    mutating func failLook() {
      scopes.formUnion(scopesInFlight)
      doubt = doubtInFlight ?? doubt
      holdsBack = true
      (step, lastStepWasMark) = (nil, false)
      (doubtInFlight, holdsBackInFlight) = (nil, false)
    }

    /// Takes out the notices that the owner may announce now.
    mutating func takeRecorded() -> [Notice] {
      let onRecord = onRecord
      let recorded = notices.prefix { $0.batch <= onRecord }
      notices.removeFirst(recorded.count)
      return Array(recorded)
    }

    /// The number of the last batch that is recorded in full, as are all before it.
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

    /// The scopes without those that lie below another of them.
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
