package import FreshetCorpus

extension ModelDirectory {
  /// Verifies the SHA-256 hashes of the model's two files, even if a stamp records an earlier verification. Writes no
  /// stamp.
  ///
  /// - Throws: `EmbeddingError.modelMissing`, `.modelUnreadable` or `.modelOfAnotherRevision`.
  /// - Complexity: reads both files, 90 MB.
  package func check() throws(EmbeddingError) {
    for (path, expected) in [(weights, MiniLMDigest.weights), (vocabulary, MiniLMDigest.vocabulary)] {
      let found = try MappedFile(path: path).fingerprint
      guard found == expected else {
        throw .modelOfAnotherRevision(path: path, found: found.hex, expected: expected.hex)
      }
    }
  }

  /// Whether both model files exist and have the expected hashes.
  package var isSound: Bool {
    do throws(EmbeddingError) {
      try check()
      return true
    } catch {
      return false
    }
  }

  /// Verifies the SHA-256 hashes of those model files that the stamp (the record of an earlier verification) doesn't
  /// record as verified. If there were any, writes a new stamp, so that the next start needn't compute the hashes.
  ///
  /// - Throws: `EmbeddingError.modelMissing`, `.modelUnreadable` or `.modelOfAnotherRevision`.
  package func verify() throws(EmbeddingError) {
    let (weights, vocabulary) = (try MappedFile(path: weights), try MappedFile(path: vocabulary))
    try VerifiedStamp(path: stamp).verify([(weights, MiniLMDigest.weights), (vocabulary, MiniLMDigest.vocabulary)])
  }

  /// Returns the remedy for missing or wrong model files in `folder`: to fetch the model.
  package static func cure(in folder: String) -> Remedy {
    .fetchModel(into: folder == standard.path ? nil : folder)
  }
}
