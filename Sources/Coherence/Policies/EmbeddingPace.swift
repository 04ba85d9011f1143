internal import FreshetCorpus

/// When the next batch of passages is embedded: when it is full, or in time for the passage that waits longest to have
/// its vector after `maxLag`, going by what a batch took so far. One batch at a time.
///
/// The backlog is a level. It still holds what is being embedded, so after a batch has landed it must be measured anew,
/// before its end or after, or the next batch doesn't begin.
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

  /// Nil while a batch is in flight, and when none is needed.
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

  /// Retries go on for as long as it takes: what waits for vectors is found by its words meanwhile.
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
