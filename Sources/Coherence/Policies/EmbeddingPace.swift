internal import FreshetCorpus

/// Decides when to embed the next batch of passages: when it is full, or in time for the passage that waits longest to
/// get its vector within `maxLag`, going by what a batch took so far. One batch is in flight at a time.
///
/// The backlog is a level, and includes the passages that are being embedded. So after the vectors of a batch are
/// stored, the backlog must be measured again, before the batch ends or after; else the next batch doesn't begin.
struct EmbeddingPace: Sendable {
  private let maxLag: Duration
  private let batch: Int
  private let retries: RetrySchedule
  private let chance: SeededChance

  private(set) var backlog = Backlog.empty
  private var isInFlight = false
  private var isMeasured = true
  private var took = LearnedDuration()
  private var attempts = 0
  private var notBefore = Timestamp(nanoseconds: .min)

  init(maxLag: Duration, batch: Int, retries: RetrySchedule, seed: UInt64) {
    precondition(maxLag >= .zero && batch > 0, "a lag of \(maxLag), a batch of \(batch)")
    self.maxLag = maxLag
    self.batch = batch
    self.retries = retries
    chance = SeededChance(seed: seed)
  }

  /// Nil while a batch is in flight, until the backlog is measured again, and when it is empty.
  var dueAt: Timestamp? {
    guard !isInFlight, isMeasured, backlog.passages > 0 else { return nil }
    if backlog.passages >= batch { return notBefore }
    guard let oldest = backlog.oldest else { return notBefore }
    return max(notBefore, oldest + (maxLag - (took.average ?? .zero)))
  }

  mutating func measure(_ level: Backlog) {
    backlog = level
    isMeasured = true
  }

  mutating func beginDue(now: Timestamp) -> [RefreshAction] {
    // The clock may have been set back.
    notBefore = min(notBefore, now + retries.cap)
    guard let dueAt, dueAt <= now else { return [] }
    isInFlight = true
    isMeasured = false
    return [.embed(passages: batch)]
  }

  /// Ends the batch in flight. Retries never stop: passages that await vectors are found by their words meanwhile.
  mutating func end(failure: String?, took: Duration, now: Timestamp) {
    precondition(isInFlight, "no embedding is in flight that can end")
    isInFlight = false
    if failure == nil {
      self.took.learn(took)
      attempts = 0
      notBefore = Timestamp(nanoseconds: .min)
    } else {
      isMeasured = true
      attempts += 1
      notBefore = now + retries.delay(after: attempts, chance: chance.draw(UInt64(attempts)))
    }
  }
}
