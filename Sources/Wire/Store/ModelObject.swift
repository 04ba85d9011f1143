/// Where the model is, as JSON: docs/commands, "model fetch".
package struct ModelObject: Encodable {
  let folder: String
  let fetched: Bool

  /// - Parameter isNew: whether this call put it there.
  package init(folder: String, isNew: Bool) {
    self.folder = folder
    fetched = isNew
  }
}
