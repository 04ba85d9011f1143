import Foundation

/// Figures by name, in the order in which they were taken.
struct Report {
  private var figures: [(name: String, value: Double)] = []

  subscript(_ name: String) -> Double {
    get { figures.first { $0.name == name }?.value ?? .nan }
    set { figures.append((name, newValue)) }
  }

  var json: String { "{" + figures.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ") + "}" }

  func print() {
    for (name, value) in figures { Swift.print(name.padding(toLength: 22, withPad: " ", startingAt: 0), value) }
  }
}
