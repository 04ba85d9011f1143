/// How up to date an answer must be.
public enum Consistency: Hashable, Sendable {
  /// What a read does if the index is older than the bound allows.
  public enum Fallback: String, Hashable, Sendable, CaseIterable {
    /// Throw an error at once.
    case fail
    /// Bring the index up to date first.
    case revalidate
  }

  /// The answer reflects the present index, however old. The certificate of each hit says how fresh the hit is.
  case any
  /// The answer includes every change of the sources that is older than the duration. If the index can't guarantee
  /// this, `onViolation` says what the read does.
  case bounded(Duration, onViolation: Fallback)
  /// The answer includes at least every change up to the positions in the store's history that the token contains.
  case session(SessionToken)
  /// The answer includes every file operation that ended before the call. The read waits at most `timeout` for this.
  case barrier(timeout: Duration)
  /// The answer includes every file operation that ended before the call, and Freshet compares every hit with the
  /// source's bytes before it returns the hit. The read waits at most `timeout` for this.
  case strict(timeout: Duration)
}
