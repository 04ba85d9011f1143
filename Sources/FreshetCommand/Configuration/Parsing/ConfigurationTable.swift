internal import Foundation
internal import Freshet

/// Reads a table of a configuration file key by key. The methods throw `ConfigurationError` for a value of a wrong
/// type; `refuseOthers` throws it for an unknown key.
struct ConfigurationTable {
  let document: ConfigurationDocument
  let path: [String]
  private let members: [String: ConfigurationNode]

  init(_ document: ConfigurationDocument) {
    self.init(document, [], document.members)
  }

  private init(_ document: ConfigurationDocument, _ path: [String], _ members: [String: ConfigurationNode]) {
    self.document = document
    self.path = path
    self.members = members
  }

  func has(_ key: String) -> Bool { members[key] != nil }

  func text(_ key: String, expected: String = "a text in quotes") throws -> String? {
    try value(key, expected) { if case .text(let text) = $0 { text } else { nil } }
  }

  /// The value of `key` as a case of `Name`; nil if the key is missing. The error for an unknown word suggests a
  /// similar name.
  func name<Name: RawRepresentable & CaseIterable>(_ key: String, _: Name.Type) throws -> Name?
  where Name.RawValue == String {
    guard let node = members[key] else { return nil }
    if case .text(let text) = node, let name = Name(rawValue: text) { return name }
    let names = Name.allCases.map(\.rawValue)
    let expected = names.map { "\"\($0)\"" }.formatted(.list(type: .or).locale(Locale(identifier: "en_GB")))
    let meant = if case .text(let text) = node { Suggestion.nearest(to: text, among: names) } else { String?.none }
    throw wrong(
      key,
      what: "expected \(expected), not \(node.description)" + (meant.map { "; did you mean \"\($0)\"?" } ?? ""))
  }

  func patterns(_ key: String) throws -> [String]? {
    try value(key, #"a list of patterns, such as ["*.md"]"#) { node in
      guard case .list(let elements) = node else { return nil }
      let patterns = elements.compactMap { if case .text(let text) = $0, !text.isEmpty { text } else { nil } }
      return patterns.count == elements.count ? patterns : nil
    }
  }

  func duration(_ key: String, mayBeZero: Bool = false) throws -> Duration? {
    try value(key, DurationText.expectation + (mayBeZero ? "" : ", over 0")) { node in
      guard case .text(let text) = node, let duration = DurationText(text)?.duration else { return nil }
      return duration > .zero || mayBeZero ? duration : nil
    }
  }

  func count(_ key: String) throws -> Int? {
    try value(key, "a whole number from 1 to \(Self.maximumCount)") { node in
      if case .integer(let count) = node, (1...Self.maximumCount).contains(count) { count } else { nil }
    }
  }

  /// The sizes of passages in a table such as { target = 160, maximum = 254 }; nil if the key is missing.
  func passageSizes(_ key: String) throws -> PassageSizes? {
    guard let table = try self.table(key) else { return nil }
    try table.refuseOthers(than: ["target", "maximum"])
    guard let target = try table.count("target"), let maximum = try table.count("maximum") else {
      throw wrong(key, "expected both sizes, such as { target = 160, maximum = 254 }, in tokens of the embedder")
    }
    guard let sizes = PassageSizes(target: target, maximum: maximum) else {
      let allowed = PassageSizes.allowed
      throw wrong(
        key,
        "expected sizes from \(allowed.lowerBound) to \(allowed.upperBound) tokens, and a target of at most the maximum"
      )
    }
    return sizes
  }

  func flag(_ key: String) throws -> Bool? {
    try value(key, "true or false") { if case .flag(let flag) = $0 { flag } else { nil } }
  }

  private static let maximumCount = 1_000_000_000
  private static let maximumFactor = 1e6

  func factor(_ key: String) throws -> Double? {
    try value(key, "a number over 0, at most 1000000") { node in
      let factor: Double? =
        switch node {
        case .integer(let factor): Double(factor)
        case .number(let factor): factor
        default: nil
        }
      return factor.flatMap { $0 > 0 && $0 <= Self.maximumFactor ? $0 : nil }
    }
  }

  /// The table `key`; nil if there is none.
  func table(_ key: String) throws -> ConfigurationTable? {
    guard let node = members[key] else { return nil }
    guard case .table(let members) = node else {
      throw wrong(key, "expected a table [\(key)], not \(node.description)")
    }
    return ConfigurationTable(document, path + [key], members)
  }

  /// The subtables of the table `key`, sorted by name.
  func tables(_ key: String) throws -> [(name: String, table: ConfigurationTable)] {
    guard let node = members[key] else { return [] }
    guard case .table(let tables) = node else {
      throw wrong(key, "expected tables [\(key).NAME], not \(node.description)")
    }
    return try tables.sorted { $0.key < $1.key }.map { name, node in
      guard case .table(let members) = node else {
        throw wrong(key, name, "expected a table [\(key).\(name)], not \(node.description)")
      }
      return (name, ConfigurationTable(document, path + [key, name], members))
    }
  }

  func refuseOthers(than known: [String]) throws {
    let unknown = members.keys.filter { !known.contains($0) }.map { ($0, document.line(of: path + [$0]) ?? 0) }
    guard let key = unknown.min(by: { ($0.1, $0.0) < ($1.1, $1.0) })?.0 else { return }
    let meant = Suggestion.nearest(to: key, among: known).map { "did you mean \($0)?" }
    throw wrong(key, "there is no such key; " + (meant ?? "the known keys are \(known.joined(separator: ", "))"))
  }

  /// Makes an error about `key`, with its line number. Several keys are a path from this table to a value in a
  /// subtable.
  func wrong(_ key: String..., what: String) -> ConfigurationError {
    let key = path + key
    let name = key.isEmpty ? "" : key.joined(separator: ".") + ": "
    return ConfigurationError(file: document.path, line: document.line(of: key), what: name + what)
  }

  private func wrong(_ key: String, _ what: String) -> ConfigurationError { wrong(key, what: what) }

  private func wrong(_ key: String, _ name: String, _ what: String) -> ConfigurationError {
    wrong(key, name, what: what)
  }

  private func value<Value>(
    _ key: String, _ expected: String, _ read: (ConfigurationNode) -> Value?
  ) throws -> Value? {
    guard let node = members[key] else { return nil }
    guard let value = read(node) else { throw wrong(key, "expected \(expected), not \(node.description)") }
    return value
  }
}
