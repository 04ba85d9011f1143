internal import Corpus

extension ModelDirectory {
  /// Hashes the model's two files, whatever a stamp beside them vouches for, and leaves no stamp.
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
}
