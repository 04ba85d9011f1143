internal import Freshet

/// The value of one metric series (a name with its labels) at one moment.
package struct MetricSample: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    /// A gauge that was never set.
    case unknown
    case number(Double)
    /// `bounds` are the upper bounds of the buckets, and `counts` the numbers of values in them. `counts` has one more
    /// element, for the values above all bounds.
    case histogram(bounds: [Double], counts: [Int], sum: Double)

    var hasValue: Bool { self != .unknown }
  }

  package struct Label: Hashable, Comparable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }

    package static func < (one: Label, other: Label) -> Bool {
      (one.name, one.value) < (other.name, other.value)
    }
  }

  package let labels: [Label]
  package let value: Value

  package init(labels: [Label], value: Value) {
    self.labels = labels
    self.value = value
  }
}
