public import FreshetCorpus
internal import Glibc

/// Why texts could not be embedded, by what the caller can do about it.
public enum EmbeddingError: Error, Hashable, Sendable {
  /// Split the passage. `count` doesn't include the tokens that the embedder adds.
  case tooManyTokens(count: Int, limit: Int)
  /// Fetch the model: there is no file at `path`.
  case modelMissing(path: String)
  /// The system refused to open the file at `path`, which says nothing about the model. Fix the cause and try again.
  case modelUnreadable(path: String, errno: Int32)
  /// Fetch the model again: the file at `path` is cut short or not what its name says.
  case modelDamaged(path: String, why: ModelDamage)
  /// Fetch the model again: the file at `path` is whole, but has other bytes than those this version was made for.
  case modelOfAnotherRevision(path: String, found: String, expected: String)
  /// Install another BLAS: the one that was loaded gives wrong products.
  case blasUnreliable(provider: String)
}

/// What is wrong with a model file.
public enum ModelDamage: Error, Hashable, Sendable {
  /// The file ends within the size of its header.
  case shorterThanItsHeader(sizeInBytes: Int)
  /// The header would be longer than the file.
  case headerTooLong(headerSizeInBytes: UInt64, fileSizeInBytes: Int)
  /// The header isn't JSON of the expected form.
  case headerNotJSON
  /// The header doesn't name a tensor of the model.
  case tensorMissing(name: String)
  /// A tensor's components aren't 32-bit floats.
  case tensorOfOtherType(name: String, type: String)
  /// A tensor has another shape than the model's.
  case tensorOfOtherShape(name: String, shape: [Int], expected: [Int])
  /// A tensor doesn't lie within the file.
  case tensorOutOfRange(name: String)
  /// The vocabulary lacks a piece that the tokenizer needs.
  case vocabularyWithout(piece: String)
  /// The vocabulary has another number of pieces than the model.
  case vocabularyOfOtherSize(count: Int, expected: Int)
}

extension EmbeddingError: Advising {
  public var message: AdvisedText {
    switch self {
    case .tooManyTokens(let count, let limit):
      "the passage has \(count) tokens, over the model's limit of \(limit): part it"
    case .modelMissing(let path):
      "no model file at \(path); \(run: Self.mend(path))"
    case .modelUnreadable(let path, let errno):
      "the model file \(path) can't be read: \(String(cString: strerror(errno))) (errno \(errno)); fix that, and run the command again"
    case .modelDamaged(let path, let why):
      "the model file \(path) is damaged: \(why); \(run: Self.mend(path))"
    case .modelOfAnotherRevision(let path, let found, let expected):
      "the model file \(path) is of another revision: its sha256 is \(found), not \(expected); \(run: Self.mend(path))"
    case .blasUnreliable(let provider):
      "the BLAS library \(provider) gives wrong products; install libopenblas0-pthread"
    }
  }

  private static func mend(_ file: String) -> Remedy {
    ModelDirectory.cure(in: file.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(file[..<$0]) } ?? ".")
  }
}

extension ModelDamage: CustomStringConvertible {
  public var description: String {
    switch self {
    case .shorterThanItsHeader(let size): "\(size) bytes are too few for a header"
    case .headerTooLong(let header, let file): "a header of \(header) bytes in a file of \(file)"
    case .headerNotJSON: "its header is not the JSON of a safetensors file"
    case .tensorMissing(let name): "it has no tensor \(name)"
    case .tensorOfOtherType(let name, let type): "tensor \(name) is of type \(type), not F32"
    case .tensorOfOtherShape(let name, let shape, let expected):
      "tensor \(name) has the shape \(shape), not \(expected)"
    case .tensorOutOfRange(let name): "tensor \(name) does not lie within the file as its shape says"
    case .vocabularyWithout(let piece): "the vocabulary has no \(piece)"
    case .vocabularyOfOtherSize(let count, let expected): "\(count) pieces, not \(expected)"
    }
  }
}
