/// The folder of the installed model as JSON, as `freshet model fetch` prints it.
package struct ModelObject: Encodable {
  let folder: String
  let fetched: Bool

  /// - Parameter isNew: whether this call installed the model.
  package init(folder: String, isNew: Bool) {
    self.folder = folder
    fetched = isNew
  }
}
