/// What says what is the matter and what helps: most errors of Freshet do.
public protocol Advising: CustomStringConvertible {
  var message: AdvisedText { get }
}

extension Advising {
  /// The message in words that suit every face.
  public var description: String { message.description }
}
