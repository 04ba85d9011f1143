package import FreshetCorpus

extension DocumentState {
  /// Validates a state that another store sent.
  ///
  /// - Throws: `ExchangeLie` (a protocol violation) for a state that no correct store sends: a path that leads out of
  ///   its source, a text with a NUL character, or fields or tags whose writes are missing from the state's causal
  ///   context.
  package func check() throws(ExchangeLie) {
    guard document.isPlausible else {
      throw ExchangeLie("a document with the invalid name \("\(document)".prefix(100))")
    }
    let versions = versions.siblings.values
    guard versions.allSatisfy({ $0.content?.holdsNUL != true }) else {
      throw ExchangeLie("a NUL character in the state of \(document)")
    }
    let areSeen = attributes.dots.allSatisfy(self.versions.context.covers)
    guard areSeen else {
      throw ExchangeLie("a state of \(document) with fields or tags by writes that the state has not seen")
    }
  }

  /// An upper bound of the state's length as JSON in a message, in bytes.
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
  /// Whether the title or the chunker's name contains a NUL character. The database stores these two values in text
  /// columns, which can't contain NUL; it stores the other values as JSON.
  fileprivate var holdsNUL: Bool { title?.utf8.contains(0) == true || chunker.utf8.contains(0) }

  fileprivate var sizeAsJSON: Int {
    let metadata = metadata.reduce(0) { $0 + JSONBounds.length(of: $1.key) + JSONBounds.length(of: $1.value) + 2 }
    let placements = placements.reduce(0) { sum, placement in
      (placement.headingPath + placement.columns).reduce(sum + 160) { $0 + JSONBounds.length(of: $1) + 1 }
    }
    return 300 + JSONBounds.length(of: title ?? "") + JSONBounds.length(of: chunker) + metadata + placements
  }
}

extension DocumentID {
  /// Whether this is a valid document name. A name from another store must not lead out of the source's folder.
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
  /// Returns how many of the first states fit into one message: at least 1 if there are any.
  package func countInMessage() -> Int {
    var size = 0
    for (index, state) in enumerated() {
      size += state.sizeAsJSON
      if size > ExchangeLimits.fullMessage, index > 0 { return index }
    }
    return count
  }
}
