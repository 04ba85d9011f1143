/// The value of a setting, as JSON.
package enum SettingValue: Encodable {
  case text(String)
  case integer(Int)
  case number(Double)
  case list([String])
  case flag(Bool)

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .integer(let integer): try container.encode(integer)
    case .number(let number): try container.encode(number)
    case .list(let list): try container.encode(list)
    case .flag(let flag): try container.encode(flag)
    }
  }
}
