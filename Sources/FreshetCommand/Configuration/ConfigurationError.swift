internal import Foundation
internal import Freshet
internal import TOMLKit

/// An error in freshet.toml: what is wrong, and where.
struct ConfigurationError: Error, CustomStringConvertible {
  let file: String
  let line: Int?
  let what: String

  var description: String { file + (line.map { ", line \($0)" } ?? "") + ": " + what }
}
