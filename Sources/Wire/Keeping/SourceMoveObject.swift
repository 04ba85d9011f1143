package import Freshet

/// The move of a source to another folder, as JSON; docs/commands/source.md documents the keys.
package struct SourceMoveObject: Encodable {
  /// The change that a person must make in freshet.toml.
  package struct Edit: Encodable {
    let file: String
    let line: Int?
    let setting: String

    /// - Parameter line: the line to change; nil if the setting must be added.
    package init(file: String, line: Int?, setting: String) {
      self.file = file
      self.line = line
      self.setting = setting
    }
  }

  let source, from, to: String
  let documents, missing, new: Int
  let moved: Bool
  let change: Edit?

  package init(_ move: SourceMove, isDone: Bool, _ change: Edit?) {
    (source, from, to) = (move.source, move.from, move.to)
    (documents, missing, new) = (move.documents, move.missing, move.new)
    moved = isDone
    self.change = change
  }
}
