/// A condition on the value of a document's field, in a `DocumentFilter`.
///
/// Values are compared as Unicode text, in which two forms of one character are equal. Upper and lower case count.
public enum FieldCondition: Hashable, Sendable {
  /// The value is this text.
  case equals(String)
  /// The value contains this text. In a list from front matter, this finds its items.
  case contains(String)
  /// The document has the field, with any value.
  case exists
  /// The value is one of these texts.
  case `in`(Set<String>)
  /// The value comes before this one. Like the three cases below, it holds only for a value of the same kind: a number
  /// is compared with numbers, a time with times.
  case less(than: OrderedValue)
  /// The value comes before this one or equals it.
  case atMost(OrderedValue)
  /// The value comes after this one.
  case greater(than: OrderedValue)
  /// The value comes after this one or equals it.
  case atLeast(OrderedValue)

  func holds(for value: String) -> Bool {
    switch self {
    case .equals(let text): value == text
    case .contains(let text): text.isEmpty || value.contains(text)
    case .exists: true
    case .in(let texts): texts.contains(value)
    case .less(let bound): bound.order(of: value).map { $0 < 0 } ?? false
    case .atMost(let bound): bound.order(of: value).map { $0 <= 0 } ?? false
    case .greater(let bound): bound.order(of: value).map { $0 > 0 } ?? false
    case .atLeast(let bound): bound.order(of: value).map { $0 >= 0 } ?? false
    }
  }
}
