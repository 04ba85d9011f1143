/// Where the value of a setting comes from, in order of precedence, highest first.
package enum SettingOrigin: Equatable {
  case flag(String)
  case environment(String)
  case file(line: Int?)
  /// The store's database records the value, or the store's location implies it.
  case store
  case standard
}
