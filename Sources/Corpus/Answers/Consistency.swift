/// How current the answer of a read must be.
public enum Consistency: Hashable, Sendable {
  /// What a read does if it can't keep the bound.
  public enum Fallback: String, Hashable, Sendable, CaseIterable {
    /// Throw at once.
    case fail
    /// Bring the index up to date first.
    case revalidate
  }

  /// The present content of the index, without further demands; each hit has its evidence.
  case any
  /// Every change that is older than the duration is indexed, as far as Freshet has seen it; and the sources were
  /// watched or scanned at least until then.
  case bounded(Duration, onViolation: Fallback)
  /// At least every change up to the token's positions.
  case session(SessionToken)
  /// Every file operation that ended before the call.
  case barrier(timeout: Duration)
  /// Like `barrier`; in addition, Freshet compares every hit with the source's bytes before it returns it.
  case strict(timeout: Duration)
}
