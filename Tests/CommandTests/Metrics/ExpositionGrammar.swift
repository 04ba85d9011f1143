import Foundation
internal import FreshetCommand
import Testing

/// What a scrape may look like: the exposition format 0.0.4, read by its own rules rather than by what writes it.
struct ExpositionGrammar {
  /// By name, with the labels as they stand.
  private(set) var values: [String: Double] = [:]
  private(set) var types: [String: String] = [:]

  init(_ text: String) throws {
    try #require(text.hasSuffix("\n"))
    var helped: Set<String> = []
    var current = ""
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      if let match = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)/) {
        current = String(match.1)
        try #require(helped.insert(current).inserted, "\(current) has two heads")
      } else if let match = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/) {
        try #require(current == match.1 && types[current] == nil)
        types[current] = String(match.2)
      } else {
        try take(line, of: current)
      }
    }
    for (name, type) in types where type == "histogram" { try checkHistogram(name) }
  }

  private mutating func take(_ line: Substring, of family: String) throws {
    let pattern =
      /([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*")*\})? (\S+)/
    let match = try #require(line.wholeMatch(of: pattern), "no sample: \(line)")
    let type = try #require(types[family], "a sample before its head: \(line)")
    let suffixes = type == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
    try #require(suffixes.contains { family + $0 == match.1 }, "\(line) is not of \(family)")
    let value = try #require(Double(match.3.replacingOccurrences(of: "+Inf", with: "inf")))
    let series = String(match.1) + String(match.2 ?? "")
    try #require(values.updateValue(value, forKey: series) == nil, "twice: \(series)")
    if type == "counter" { #expect(value >= 0 && family.hasSuffix("_total")) }
  }

  /// Buckets only rise, and the last holds all.
  private func checkHistogram(_ name: String) throws {
    let buckets = values.filter { $0.key.hasPrefix(name + "_bucket{") }
    let groups = Dictionary(grouping: buckets) { $0.key.replacing(/,?le="[^"]*"/, with: "") }
    for (group, members) in groups {
      let sorted = try members.map { key, value in
        let bound = try #require(key.firstMatch(of: /le="([^"]*)"/)).1
        return (try #require(Double(bound.replacingOccurrences(of: "+Inf", with: "inf"))), value)
      }.sorted { $0.0 < $1.0 }
      #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0.1 <= $1.1 }, "\(group)")
      #expect(sorted.last?.0 == .infinity)
      let count = group.replacing("_bucket", with: "_count").replacing("{}", with: "")
      #expect(sorted.last?.1 == values[count], "\(count)")
    }
  }
}
