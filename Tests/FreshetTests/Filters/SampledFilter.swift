import FreshetCorpus
import Foundation
import Freshet
import FreshetSeededNumbers

/// A document as a test knows it: what it wrote, with no help of the code under test.
struct SampledDocument: Hashable {
  var id: DocumentID
  var status: String?
  var priority: Int?
  var due: String?
  var tags: Set<String> = []
  /// The day of the year 2026 on which its file changed; nil for a pushed document, which changed later than that year's
  /// first half.
  var day: Int?

  static let statuses = ["draft", "final", "in review", "or"]
  static let tagNames = ["on-call", "ops", "Ops", "q\"uote"]
  static let dues = ["2026-02-01", "2026-05-01T10:00:00Z", "2026-03-01 08:00"]

  static func random(_ id: DocumentID, isPushed: Bool, _ random: inout SplitMix64) -> SampledDocument {
    SampledDocument(
      id: id, status: random.chance(20) ? nil : random.pick(statuses),
      priority: random.chance(30) ? nil : random.pick([-1, 2, 10, 100]),
      due: random.chance(50) ? nil : random.pick(dues), tags: Set(tagNames.filter { _ in random.chance(30) }),
      day: isPushed ? nil : Int.random(in: 1...150, using: &random))
  }

  var fields: [String: String] {
    var fields: [String: String] = [:]
    fields["status"] = status
    fields["priority"] = priority.map { "\($0)" }
    fields["due"] = due
    return fields
  }

  /// A Markdown text with the fields, and with the tags in one of the three forms of YAML.
  func markdown(_ random: inout SplitMix64) -> String {
    var lines = fields.sorted { $0.key < $1.key }.map { "\($0): \($1)" }
    let tags = tags.sorted().map { random.chance(30) ? "'#\($0)'" : "'\($0)'" }
    if !tags.isEmpty {
      switch Int.random(in: 0..<3, using: &random) {
      case 0: lines.append("tags: [\(tags.joined(separator: ", "))]")
      case 1: lines.append("tags:\n" + tags.map { "  - \($0)" }.joined(separator: "\n"))
      default: lines.append("tags: " + self.tags.sorted().joined(separator: " ,  "))
      }
    }
    let matter = lines.isEmpty ? "" : "---\n\(lines.joined(separator: "\n"))\n---\n\n"
    return "\(matter)The gate of \(id.path) opens at dawn.\n"
  }

  static func moment(ofDay day: Int) -> Date {
    Date(timeIntervalSince1970: 1_767_225_600 + Double(day - 1) * 86_400)
  }
}

/// A random filter, with what it means for a document that a test knows.
struct SampledFilter {
  let filter: DocumentFilter
  let admits: (SampledDocument) -> Bool

  static func random(depth: Int, _ random: inout SplitMix64) -> SampledFilter {
    if depth == 0 || random.chance(30) { return condition(&random) }
    let (one, other) = (self.random(depth: depth - 1, &random), self.random(depth: depth - 1, &random))
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return SampledFilter(filter: one.filter && other.filter) { one.admits($0) && other.admits($0) }
    case 1: return SampledFilter(filter: one.filter || other.filter) { one.admits($0) || other.admits($0) }
    default: return SampledFilter(filter: !one.filter) { !one.admits($0) }
    }
  }

  private static func condition(_ random: inout SplitMix64) -> SampledFilter {
    switch Int.random(in: 0..<10, using: &random) {
    case 0:
      let status = random.pick(SampledDocument.statuses)
      return SampledFilter(filter: .field("status", .equals(status))) { $0.status == status }
    case 1:
      let statuses = Set(SampledDocument.statuses.filter { _ in random.chance(50) })
      return SampledFilter(filter: .field("status", .in(statuses))) { $0.status.map(statuses.contains) ?? false }
    case 2: return SampledFilter(filter: .field("due", .exists)) { $0.due != nil }
    case 3:
      return SampledFilter(filter: .field("status", .contains("r"))) { $0.status.map { $0.contains("r") } ?? false }
    case 4:
      let bound = random.pick([-1, 3, 10])
      return SampledFilter(filter: .field("priority", .atLeast(.number(Double(bound))))) {
        $0.priority.map { $0 >= bound } ?? false
      }
    case 5:
      return SampledFilter(filter: .field("due", .less(than: OrderedValue("2026-03-01T08:00:00Z")!))) {
        $0.due == "2026-02-01"
      }
    case 6:
      let tag = random.pick(SampledDocument.tagNames)
      return SampledFilter(filter: .tag(random.pick([tag, " #\(tag) "]))) { $0.tags.contains(tag) }
    case 7: return SampledFilter(filter: .path("ops/**")) { $0.id.path.hasPrefix("ops/") }
    case 8:
      let source = random.pick(["files", "handbook", "pushed", "nowhere"])
      return SampledFilter(filter: .source(source)) { $0.id.source == source }
    default:
      let day = Int.random(in: 1...150, using: &random)
      let moment = Int64(SampledDocument.moment(ofDay: day).timeIntervalSince1970) * 1_000_000_000
      return SampledFilter(filter: .changed(since: Timestamp(nanoseconds: moment))) { $0.day.map { $0 >= day } ?? true }
    }
  }
}
