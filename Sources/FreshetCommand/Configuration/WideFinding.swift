internal import FreshetFiles
internal import Foundation
internal import Freshet

/// A root that commands refuse unless the caller names it.
struct WideFinding: Equatable {
  let root: String
  /// The store, or the freshet.toml, because of which `root` would be indexed.
  let path: String
  /// Whether the store or file lies in the folder where the search began.
  let isHere: Bool
}
