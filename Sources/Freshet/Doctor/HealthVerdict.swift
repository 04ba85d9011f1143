/// How bad a finding is.
public enum HealthVerdict: String, Hashable, Sendable, CaseIterable {
  /// Nothing is to be done.
  case ok
  /// Worth knowing; nothing has to be done.
  case note
  /// What was examined works, but worse than it could, or not for long.
  case warning
  /// What was examined doesn't work, or what is stored is in danger.
  case problem
}
