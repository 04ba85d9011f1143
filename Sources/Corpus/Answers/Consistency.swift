/// What a read asks for.
public enum Consistency: Hashable, Sendable {
  /// What to do when a bound isn't met.
  public enum Fallback: String, Hashable, Sendable, CaseIterable {
    /// Throw at once.
    case fail
    /// Bring the index in step first.
    case revalidate
  }

  /// What the index holds now, with the evidence.
  case any
  /// Nothing that was seen to change more than the duration ago is not indexed yet, and the source was watched until then.
  case bounded(Duration, onViolation: Fallback)
  /// At least everything up to the token.
  case session(SessionToken)
  /// Every file operation that ended before the call is seen.
  case barrier(timeout: Duration)
  /// The same, and every hit is compared with the source's bytes before it is returned.
  case strict(timeout: Duration)
}
