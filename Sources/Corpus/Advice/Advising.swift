/// What says what is the matter and what helps: most errors of Freshet do.
public protocol Advising: CustomStringConvertible {
  var message: AdvisedText { get }
}

extension Advising {
  /// The message in words that fit every interface.
  public var description: String { message.description }
}
