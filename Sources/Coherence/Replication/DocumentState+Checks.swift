package import FreshetCorpus

extension DocumentState {
  /// - Throws: `ExchangeLie` for a state that no store has: a name that leads out of its source, a text with a NUL, or
  ///   fields or tags by writes that the state has not seen.
  package func check() throws(ExchangeLie) {
    guard document.isPlausible else { throw ExchangeLie("a document named \("\(document)".prefix(100))") }
    let versions = versions.siblings.values
    guard versions.allSatisfy({ $0.content?.holdsNUL != true }) else {
      throw ExchangeLie("a NUL in the state of \(document)")
    }
    let areSeen = attributes.dots.allSatisfy(self.versions.context.covers)
    guard areSeen else { throw ExchangeLie("fields or tags of \(document) by writes that it has not seen") }
  }

  /// An upper bound of the state's length in a message, in bytes.
  package var sizeAsJSON: Int {
    let dots = versions.context.dots.count + versions.context.vector.counts.count + attributes.dots.count
    let fields = attributes.fields.reduce(0) {
      $0 + JSONBounds.length(of: $1.key) + JSONBounds.length(of: $1.value.value ?? "") + 160
    }
    let tags = attributes.tags.reduce(0) { $0 + JSONBounds.length(of: $1.key) + 8 }
    let contents = versions.siblings.values.reduce(0) { $0 + 200 + ($1.content?.sizeAsJSON ?? 0) }
    let reached = (attributes.reached?.dots.count ?? 0) + (attributes.reached?.vector.counts.count ?? 0)
    return 200 + JSONBounds.length(of: document.path) + 96 * (dots + reached) + fields + tags + contents
  }
}

extension VersionContent {
  /// Whether a text column has a NUL, which it can't hold. The other columns are JSON.
  fileprivate var holdsNUL: Bool { title?.utf8.contains(0) == true || chunker.utf8.contains(0) }

  fileprivate var sizeAsJSON: Int {
    let metadata = metadata.reduce(0) { $0 + JSONBounds.length(of: $1.key) + JSONBounds.length(of: $1.value) + 2 }
    let placements = placements.reduce(0) { sum, placement in
      sum + 160 + placement.headingPath.reduce(0) { $0 + JSONBounds.length(of: $1) + 1 }
    }
    return 300 + JSONBounds.length(of: title ?? "") + JSONBounds.length(of: chunker) + metadata + placements
  }
}

extension DocumentID {
  /// Whether this can name a document: a name from another store must not lead out of a folder.
  fileprivate var isPlausible: Bool {
    let isName = source == Self.pushed || Self.isSourceName(source)
    guard isName, !path.utf8.contains(0), (1...4_096).contains(path.utf8.count) else { return false }
    if source == Self.pushed { return true }
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return !parts.contains { $0.isEmpty || $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
  }

  private static func isSourceName(_ name: String) -> Bool { ReplicaID(name).isPossible }
}

extension [DocumentState] {
  /// How many of the first states fit one message; at least one.
  package func countInMessage() -> Int {
    var size = 0
    for (index, state) in enumerated() {
      size += state.sizeAsJSON
      if size > ExchangeLimits.fullMessage, index > 0 { return index }
    }
    return count
  }
}
