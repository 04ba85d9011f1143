internal import ArgumentParser
internal import Freshet

/// The document that a command is about.
struct DocumentArgument: ParsableArguments {
  @Argument(
    help: "Path of the document, from the current folder or from its source's folder, or source:path.",
    completion: .file())
  var document: String

  @Option(
    help: ArgumentHelp(
      "The document's source, even one whose documents came by sync.",
      valueName: "name"))
  var source: String?

  /// The documents that the argument may mean.
  ///
  /// - Throws: `FreshetError.noSuchSource` if the store doesn't know the source given by `--source`.
  func names(in cache: RetrievalCache) throws -> DocumentNames {
    if let source {
      let known = try cache.sourceNames
      guard known.contains(where: { $0.isExactly(source) }) else {
        throw FreshetError.noSuchSource(source, known: known)
      }
    }
    return DocumentNames(roots: cache.roots, source: source)
  }
}
