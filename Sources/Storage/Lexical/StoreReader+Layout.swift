internal import Foundation
internal import GRDB

extension StoreReader {
  /// The lengths and places of all served passages.
  ///
  /// - Complexity: O(*n*) for *n* placements when a state is asked for the first time, then O(1).
  func lexicalLayout() throws -> LexicalLayout {
    guard let memory else { return try readLexicalLayout() }
    let state = try token()
    if let layout = memory.layout(in: state) { return layout }
    let layout = try readLexicalLayout()
    memory.keep(layout, of: state)
    return layout
  }

  /// Reads the lengths and the placements, both in the order of passages. Omits passages whose length the index has
  /// lost.
  private func readLexicalLayout() throws -> LexicalLayout {
    let lengths = try passageLengths()
    var (layout, next, placements) = (LexicalLayout(), 0, [(document: Int64, headings: Int64?)]())
    func finish(before passage: Int64) {
      while next < lengths.count, lengths[next].row < passage {
        layout.append(lengths[next].row, length: lengths[next].length, in: placements)
        placements.removeAll(keepingCapacity: true)
        next += 1
      }
    }
    try database.eachRawRow(
      "SELECT chunk, document, heading FROM placements INDEXED BY placements_by_chunk ORDER BY chunk"
    ) {
      let passage = $0.integer(0)
      finish(before: passage)
      if next < lengths.count, lengths[next].row == passage {
        placements.append(($0.integer(1), $0.isNull(2) ? nil : $0.integer(2)))
      }
    }
    finish(before: .max)
    return layout
  }

  /// The numbers of words of all passages of the index, in the order of rows. FTS5 keeps each as an integer of variable
  /// length (https://www.sqlite.org/fts5.html, "The %_docsize table").
  private func passageLengths() throws -> [(row: Int64, length: Int)] {
    var lengths: [(row: Int64, length: Int)] = []
    let lengthsOfPassages = "SELECT id, sz FROM lexical_docsize WHERE id >= 0 ORDER BY id"
    try database.eachRawRow(lengthsOfPassages) { row in
      if let length = VariableInteger.first(in: row.bytes(1)), length >= 0 {
        lengths.append((row.integer(0), min(length, Int(Int32.max))))
      }
    }
    return lengths
  }
}
