public import FreshetCorpus
internal import Glibc

/// Why texts couldn't be embedded. The cases differ in what the caller can do.
public enum EmbeddingError: Error, Hashable, Sendable {
  /// A passage has `count` tokens, more than the `limit` of the embedder: split the passage. `count` doesn't include
  /// the tokens that the embedder itself adds.
  case tooManyTokens(count: Int, limit: Int)
  /// The model file `path` doesn't exist: fetch the model.
  case modelMissing(path: String)
  /// The system refused to open the model file `path` with this error number: fix the cause, and try again.
  case modelUnreadable(path: String, errno: Int32)
  /// The model file `path` is truncated or not in the expected format: fetch the model again.
  case modelDamaged(path: String, why: ModelDamage)
  /// The model file `path` has the SHA-256 hash `found`, but this version of Freshet requires `expected`: fetch the
  /// model again.
  case modelOfAnotherRevision(path: String, found: String, expected: String)
  /// The BLAS library `provider` computes wrong matrix products: install another one.
  case blasUnreliable(provider: String)
}

/// What is wrong with a model file.
public enum ModelDamage: Error, Hashable, Sendable {
  /// The file has fewer than the 8 bytes that contain the header's length.
  case shorterThanItsHeader(sizeInBytes: Int)
  /// The header's stated length exceeds the limit or the rest of the file.
  case headerTooLong(headerSizeInBytes: UInt64, fileSizeInBytes: Int)
  /// The header isn't the JSON that a safetensors file requires.
  case headerNotJSON
  /// The header doesn't list this tensor, which the model needs.
  case tensorMissing(name: String)
  /// A tensor's components aren't 32-bit floats.
  case tensorOfOtherType(name: String, type: String)
  /// A tensor doesn't have the shape that the model requires.
  case tensorOfOtherShape(name: String, shape: [Int], expected: [Int])
  /// A tensor's byte range is outside the file, not aligned, or not as long as its shape requires.
  case tensorOutOfRange(name: String)
  /// The vocabulary lacks a piece that the tokenizer needs.
  case vocabularyWithout(piece: String)
  /// The number of pieces in the vocabulary differs from the model's.
  case vocabularyOfOtherSize(count: Int, expected: Int)
}

extension EmbeddingError: Advising {
  public var message: AdvisedText {
    switch self {
    case .tooManyTokens(let count, let limit):
      "the passage has \(count) tokens, over the model's limit of \(limit): split the passage"
    case .modelMissing(let path):
      "no model file at \(path); \(run: Self.mend(path))"
    case .modelUnreadable(let path, let errno):
      "the model file \(path) can't be read: \(String(cString: strerror(errno))) (errno \(errno)); fix that, and run the command again"
    case .modelDamaged(let path, let why):
      "the model file \(path) is damaged: \(why); \(run: Self.mend(path))"
    case .modelOfAnotherRevision(let path, let found, let expected):
      "the model file \(path) is not the one that this version of Freshet needs: its SHA-256 is \(found), not \(expected); \(run: Self.mend(path))"
    case .blasUnreliable(let provider):
      "the BLAS library \(provider) computes wrong matrix products; install another one, for example, on Debian or Ubuntu: `apt-get install libopenblas0-pthread`"
    }
  }

  private static func mend(_ file: String) -> Remedy {
    ModelDirectory.cure(in: file.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(file[..<$0]) } ?? ".")
  }
}

extension ModelDamage: CustomStringConvertible {
  public var description: String {
    switch self {
    case .shorterThanItsHeader(let size): "it has only \(size) bytes, too few for a header"
    case .headerTooLong(let header, let file):
      "it states a header of \(header) bytes, too long for a file of \(file) bytes"
    case .headerNotJSON: "its header is not the JSON of a safetensors file"
    case .tensorMissing(let name): "it has no tensor \(name)"
    case .tensorOfOtherType(let name, let type): "tensor \(name) is of type \(type), not F32"
    case .tensorOfOtherShape(let name, let shape, let expected):
      "tensor \(name) has the shape \(shape), not \(expected)"
    case .tensorOutOfRange(let name): "the byte range of tensor \(name) does not match the tensor's shape or the file"
    case .vocabularyWithout(let piece): "the vocabulary lacks the piece \(piece)"
    case .vocabularyOfOtherSize(let count, let expected): "the vocabulary has \(count) pieces, not \(expected)"
    }
  }
}
