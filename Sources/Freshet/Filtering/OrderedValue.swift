public import FreshetCorpus

/// A number or a time, with which a `DocumentFilter` compares the values of a field.
public enum OrderedValue: Hashable, Sendable {
  /// A number. One that isn't finite is neither before nor after any value.
  case number(Double)
  case time(Timestamp)

  /// Reads a decimal number, such as -3.5; a day, such as 2026-11-01, which means its beginning in UTC; or a time, such
  /// as 2026-11-01T08:30:00+01:00, in UTC unless it has an offset. Nil for any other text.
  public init?(_ text: String) {
    if let number = Self.number(text) {
      self = .number(number)
    } else if let time = Timestamp(dayOrTime: text) {
      self = .time(time)
    } else {
      return nil
    }
  }

  private static func number(_ text: String) -> Double? {
    // `Double` also reads "inf", "nan" and hexadecimal numbers.
    guard text.utf8.allSatisfy("0123456789+-.eE".utf8.contains), let number = Double(text), number.isFinite else {
      return nil
    }
    return number
  }

  /// Below 0 if `text` comes before this value, 0 if it equals it, above 0 if it comes after it. Nil if `text` isn't of
  /// the same kind.
  func order(of text: String) -> Int? {
    switch self {
    case .number(let bound):
      guard bound.isFinite, let number = Self.number(text) else { return nil }
      return number < bound ? -1 : number > bound ? 1 : 0
    case .time(let bound):
      guard let time = Timestamp(dayOrTime: text) else { return nil }
      return time < bound ? -1 : time > bound ? 1 : 0
    }
  }
}

extension OrderedValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(floatLiteral value: Double) { self = .number(value) }
}

extension OrderedValue: CustomStringConvertible {
  /// The value as `init(_:)` reads it.
  public var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .time(let time): time.exactText
    }
  }
}
