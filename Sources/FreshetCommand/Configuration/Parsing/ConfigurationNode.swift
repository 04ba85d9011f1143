internal import TOMLKit

/// A value of a TOML document, independent of the parser that made it.
enum ConfigurationNode {
  case text(String)
  case integer(Int)
  case number(Double)
  case list([ConfigurationNode])
  case table([String: ConfigurationNode])
  case flag(Bool)
  /// A value of another type, such as a date or a time, as text.
  case other(String)

  init(_ value: any TOMLValueConvertible) {
    if let text = value.string {
      self = .text(text)
    } else if let flag = value.bool {
      self = .flag(flag)
    } else if let integer = value.int {
      self = .integer(integer)
    } else if let number = value.double {
      self = .number(number)
    } else if let list = value.array {
      self = .list(list.map { ConfigurationNode($0) })
    } else if let table = value.table {
      self = .table(Self.members(of: table))
    } else {
      self = .other(value.debugDescription)
    }
  }

  static func members(of table: TOMLTable) -> [String: ConfigurationNode] {
    Dictionary(table.map { ($0.0, ConfigurationNode($0.1)) }) { first, _ in first }
  }

  /// The value as error messages show it: lists and tables only by their kind.
  var description: String {
    switch self {
    case .text(let text): "\"\(text)\""
    case .integer(let integer): "\(integer)"
    case .number(let number): "\(number)"
    case .flag(let flag): "\(flag)"
    case .list: "a list"
    case .table: "a table"
    case .other(let text): text
    }
  }
}
