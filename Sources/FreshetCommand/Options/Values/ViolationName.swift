internal import ArgumentParser
internal import Freshet

enum ViolationName: String, ExpressibleByArgument, CaseIterable {
  case fail, revalidate

  var violation: Consistency.Fallback { self == .fail ? .fail : .revalidate }
}
