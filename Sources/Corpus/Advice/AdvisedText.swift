/// A sentence that states a problem and, where possible, how to solve it.
///
/// The sentence contains remedies as values, and each interface puts them into words: the command-line tool as command
/// lines, `description` in words that fit every interface. In a string literal, `\(remedy)` only mentions a remedy, and
/// `\(run: remedy)` tells the reader to apply the remedy.
public struct AdvisedText: Hashable, Sendable {
  /// A piece of the sentence. Two pieces of text never follow each other, so equal sentences have equal pieces.
  package enum Part: Hashable, Sendable {
    case text(String)
    /// The sentence asks the reader to apply the remedy.
    case run(Remedy)
    /// The sentence only mentions the remedy.
    case named(Remedy)
  }

  package private(set) var parts: [Part] = []

  public init(_ text: String) {
    append(text)
  }

  /// Makes the message of an error, with the error's remedies if it has any.
  public init(_ error: any Error) {
    self = (error as? any Advising)?.message ?? AdvisedText("\(error)" as String)
  }

  /// The remedies that the sentence contains, in the order in which they occur.
  public var remedies: [Remedy] {
    parts.compactMap { part in
      switch part {
      case .text: nil
      case .run(let remedy), .named(let remedy): remedy
      }
    }
  }

  package var isEmpty: Bool { parts.isEmpty }

  public static func + (left: AdvisedText, right: AdvisedText) -> AdvisedText { "\(left)\(right)" }

  /// The sentence as text, with the remedies in the words of an interface.
  ///
  /// - Parameters:
  ///   - run: returns the words for a remedy that the reader should apply.
  ///   - named: returns the words for a remedy that the sentence only mentions.
  package func worded(run: (Remedy) -> String, named: (Remedy) -> String) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .run(let remedy): run(remedy)
      case .named(let remedy): named(remedy)
      }
    }.joined()
  }

  private mutating func append(_ text: String) {
    if text.isEmpty { return }
    if case .text(let before)? = parts.last {
      parts[parts.count - 1] = .text(before + text)
    } else {
      parts.append(.text(text))
    }
  }

  private mutating func append(_ part: Part) {
    if case .text(let text) = part { append(text) } else { parts.append(part) }
  }
}

extension AdvisedText: CustomStringConvertible, CustomDebugStringConvertible {
  public var description: String { worded(run: \.imperative, named: \.noun) }
  public var debugDescription: String { description.debugDescription }
}

extension AdvisedText: ExpressibleByStringInterpolation {
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = AdvisedText("")

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) {
      text.append(literal)
    }

    /// Appends an interpolated value. Remedies that the value contains stay remedies, so that each interface can put
    /// them into words.
    public mutating func appendInterpolation(_ value: some Any) {
      switch value {
      case let sentence as AdvisedText: for part in sentence.parts { text.append(part) }
      case let advising as any Advising: for part in advising.message.parts { text.append(part) }
      case let remedy as Remedy: text.append(.named(remedy))
      default: text.append("\(value)" as String)
      }
    }

    public mutating func appendInterpolation(run remedy: Remedy) {
      text.append(.run(remedy))
    }
  }

  public init(stringLiteral text: String) {
    self.init(text)
  }

  public init(stringInterpolation: StringInterpolation) {
    self = stringInterpolation.text
  }
}

extension Sequence<AdvisedText> {
  /// Joins the sentences, with `separator` between them.
  package func joined(separator: String) -> AdvisedText {
    let sentences = Array(self)
    guard let first = sentences.first else { return "" }
    return sentences.dropFirst().reduce(first) { "\($0)\(separator)\($1)" }
  }
}
