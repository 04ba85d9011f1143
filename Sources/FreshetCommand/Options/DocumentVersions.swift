internal import Freshet

/// The versions of a document that the store keeps, and the lookup of a version that the command line names.
struct DocumentVersions {
  let document: DocumentID
  /// The versions, newest first; never empty.
  let all: [VersionRecord]

  /// Finds the first document that the argument may mean and of which the store keeps a version.
  ///
  /// - Throws: `CommandError.unknownDocument` if the store keeps no version of any document that the caller may mean.
  init(of named: DocumentArgument, in cache: RetrievalCache) throws {
    let (name, names) = (named.document, try named.names(in: cache))
    for id in names.candidates(for: name) {
      let versions = try cache.history(of: id)
      if versions.isEmpty { continue }
      (document, all) = (id, versions)
      return
    }
    throw CommandError.unknownDocument(name, hint: names.hint(for: name))
  }

  /// Finds the version that `name` means: by its write (replica and number), by the first digits of its revision (the
  /// hash of its bytes), or by the token of a store state that served it.
  ///
  /// - Throws: `CommandError.notServed` if no version was served in the token's store state, `.noVersion` if `name`
  ///   matches no version, `.severalVersions` if it matches different revisions.
  func version(_ name: String, in cache: RetrievalCache) throws -> VersionRecord {
    if let token = SessionToken(name) {
      guard let version = try cache.version(of: document, servedAt: token) else {
        throw CommandError.notServed(document.description, token: name)
      }
      return version
    }
    if let dot = Dot(name), let version = all.first(where: { $0.write == dot }) { return version }
    return try version(ofRevision: name)
  }

  /// The newest version with a revision (the hash of its bytes) that begins with `prefix`.
  ///
  /// - Throws: `CommandError.noVersion` if there is none or `prefix` has fewer than four hexadecimal digits,
  ///   `.severalVersions` if such versions have different revisions.
  private func version(ofRevision prefix: String) throws -> VersionRecord {
    let isDigits = prefix.count >= 4 && prefix.allSatisfy { $0.isHexDigit && !$0.isUppercase }
    let found = all.filter { $0.content.map { $0.revision.description.hasPrefix(prefix) } ?? false }
    guard isDigits, let newest = found.first else {
      throw CommandError.noVersion(prefix, of: document.description, known: all.map(\.write.description))
    }
    if Set(found.map(\.content?.revision)).count > 1 {
      throw CommandError.severalVersions(prefix, found.map { "\($0.write)" })
    }
    return newest
  }

  /// The two newest of several concurrent versions, or otherwise the newest version and the one before it.
  ///
  /// - Throws: `CommandError.soleVersion` if the store keeps only one version.
  func newestTwo() throws -> (old: VersionRecord, new: VersionRecord) {
    let current = all.filter(\.isCurrent)
    let two = current.count > 1 ? current : all
    guard two.count > 1 else { throw CommandError.soleVersion(document.description) }
    return (two[1], two[0])
  }
}
