internal import Foundation
internal import Freshet

/// Relevance judgements: for each query id, the grades of the relevant documents.
struct Judgements {
  private(set) var grades: [String: [ExactPath: Int]] = [:]

  /// Reads lines of "query<TAB>document<TAB>grade", with or without BEIR's header line, or lines of TREC's four
  /// columns. Leaves out documents with a grade of 0 or less.
  ///
  /// - Throws: `CommandError.malformed` for a line with other fields. `CommandError.unreadable` if the file can't be
  ///   read.
  static func read(_ path: String) throws -> Judgements {
    var judgements = Judgements()
    for (number, line) in try InputLines.read(path) {
      let fields = line.split(separator: "\t").flatMap { line.contains("\t") ? [$0] : $0.split(separator: " ") }
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard fields.count == 3 || fields.count == 4 else {
        throw CommandError.malformed(
          file: path, line: number, expected: "a query, a document and a grade, separated by tabs")
      }
      guard let grade = Int(fields[fields.count - 1]) else {
        if number == 1 { continue }
        throw CommandError.malformed(file: path, line: number, expected: "a whole number as the grade")
      }
      if grade > 0 { judgements.grades[fields[0], default: [:]][ExactPath(fields[fields.count - 2])] = grade }
    }
    return judgements
  }
}
