package import FreshetCorpus

extension ModelDirectory {
  /// Hashes the model's two files, even if a stamp beside them vouches for them, and leaves no stamp.
  ///
  /// - Throws: `.modelMissing`, `.modelDamaged`, `.modelOfAnotherRevision`.
  /// - Complexity: O(size of the files), 90 MB.
  package func check() throws(EmbeddingError) {
    for (path, expected) in [(weights, MiniLMDigest.weights), (vocabulary, MiniLMDigest.vocabulary)] {
      let found = try MappedFile(path: path).fingerprint
      guard found == expected else {
        throw .modelOfAnotherRevision(path: path, found: found.hex, expected: expected.hex)
      }
    }
  }

  /// Whether both files exist and have the right bytes.
  package var isSound: Bool {
    do throws(EmbeddingError) {
      try check()
      return true
    } catch {
      return false
    }
  }

  /// Like `check`, but believes an existing stamp, and leaves one, so that the next start needs no hashing.
  package func verify() throws(EmbeddingError) {
    let (weights, vocabulary) = (try MappedFile(path: weights), try MappedFile(path: vocabulary))
    try VerifiedStamp(path: stamp).verify([(weights, MiniLMDigest.weights), (vocabulary, MiniLMDigest.vocabulary)])
  }

  /// The remedy for missing or wrong files in `folder`.
  package static func cure(in folder: String) -> Remedy {
    .fetchModel(into: folder == standard.path ? nil : folder)
  }
}
