internal import Foundation
internal import Freshet
internal import Synchronization

package enum MetricsFileError: Error, Hashable, CustomStringConvertible {
  case notOurs(String)
  case failed(String, Int32)
  case inSource(String, root: String)

  package var description: String {
    switch self {
    case .notOurs(let path):
      "\(path) holds something other than Freshet's metrics, so Freshet doesn't overwrite it: name another file"
    case .failed(let path, let code):
      "cannot write the metrics file \(path): \(String(cString: strerror(code))); Freshet keeps trying"
    case .inSource(let path, let root):
      "\(path) lies in \(root), whose files are documents, and would be indexed at each change: name a file elsewhere"
    }
  }
}
