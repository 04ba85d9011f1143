internal import Freshet

/// Series of one name: what a scrape gets of them.
package struct MetricFamily: Hashable, Sendable {
  package enum Kind: String, Sendable {
    case counter, gauge, histogram
  }

  package struct Head: Hashable, Sendable {
    package let name: String
    package let help: String
    package let kind: Kind

    package init(name: String, help: String, kind: Kind) {
      self.name = name
      self.help = help
      self.kind = kind
    }
  }

  package let head: Head
  package let samples: [MetricSample]

  package init(head: Head, samples: [MetricSample]) {
    self.head = head
    self.samples = samples
  }
}

extension MetricFamily.Head {
  /// - Parameter unit: that the values are turned into, where the name doesn't tell it.
  init(of label: String, _ kind: MetricFamily.Kind, unit: String?) {
    var name = PrometheusName.legal(label, withColons: true)
    for suffix in [unit, kind == .counter ? "total" : nil] {
      if let suffix, !name.hasSuffix("_" + suffix) { name += "_" + suffix }
    }
    self.init(name: name, help: MetricName(rawValue: label)?.meaning ?? "\(label).", kind: kind)
  }
}

/// One series at a moment.
package struct MetricSample: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    /// A gauge that was never set.
    case unknown
    case number(Double)
    /// `counts` has one more than `bounds`: what lies over all of them.
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

/// What tells a series from others: its family's name, and its labels in order.
struct SeriesKey: Hashable, Comparable {
  let name: String
  let labels: [MetricSample.Label]

  /// Of two labels with one name the last counts.
  init(_ name: String, _ dimensions: [(String, String)]) {
    self.name = name
    let named = Dictionary(dimensions.map { (PrometheusName.legal($0.0), $0.1) }) { $1 }
    labels = named.map { MetricSample.Label($0.key, $0.value) }.sorted()
  }

  static func < (one: SeriesKey, other: SeriesKey) -> Bool { one.labels.lexicographicallyPrecedes(other.labels) }
}

/// Names in Prometheus's grammar.
enum PrometheusName {
  /// Letters of ASCII, digits and "_", with none of the digits first; everything else becomes "_".
  static func legal(_ name: String, withColons: Bool = false) -> String {
    let text = String(
      name.unicodeScalars.map { scalar -> Character in
        let character = Character(scalar)
        let isLegal = scalar.isASCII && (character.isLetter || character.isNumber) || withColons && character == ":"
        return isLegal ? character : "_"
      })
    return text.first?.isNumber ?? true ? "_" + text : text
  }
}
