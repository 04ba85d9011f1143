internal import Foundation
internal import Freshet
internal import TOMLKit

/// What is wrong with freshet.toml, and where.
struct ConfigurationError: Error, CustomStringConvertible {
  let file: String
  let line: Int?
  let what: String

  var description: String { file + (line.map { ", line \($0)" } ?? "") + ": " + what }
}
