/// The effective settings and their origins as JSON, as `freshet config show` prints them.
package struct SettingsObject: Encodable {
  package struct Line: Encodable {
    let key: String
    let value: SettingValue
    let origin: String
    let name: String?
    let line: Int?
  }

  let file: String?
  let settings: [Line]

  /// - Parameters:
  ///   - file: the path of freshet.toml; nil if there is none.
  ///   - settings: the settings, one element each.
  package init(file: String?, _ settings: [Line]) {
    self.file = file
    self.settings = settings
  }
}

extension SettingsObject.Line {
  package init(_ key: String, _ value: SettingValue, from origin: SettingOrigin) {
    let (word, name, line): (String, String?, Int?) =
      switch origin {
      case .flag(let name): ("flag", name, nil)
      case .environment(let name): ("environment", name, nil)
      case .file(let line): ("file", nil, line)
      case .store: ("store", nil, nil)
      case .standard: ("default", nil, nil)
      }
    self.init(key: key, value: value, origin: word, name: name, line: line)
  }
}
