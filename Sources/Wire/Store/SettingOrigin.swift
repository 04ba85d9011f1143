/// Where a setting's value comes from, strongest first.
package enum SettingOrigin: Equatable {
  case flag(String)
  case environment(String)
  case file(line: Int?)
  /// The store remembers it, or its place tells.
  case store
  case standard
}
