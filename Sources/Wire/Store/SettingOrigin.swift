/// The origin of a setting's value, the one that takes precedence first.
package enum SettingOrigin: Equatable {
  case flag(String)
  case environment(String)
  case file(line: Int?)
  /// The store records the value, or its place implies it.
  case store
  case standard
}
