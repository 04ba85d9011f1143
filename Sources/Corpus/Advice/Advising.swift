/// A value, mostly an error, that states a problem and how to solve it.
public protocol Advising: CustomStringConvertible {
  var message: AdvisedText { get }
}

extension Advising {
  /// The message as text, with its remedies in words that fit every interface.
  public var description: String { message.description }
}
