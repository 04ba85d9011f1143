internal import Foundation
internal import FreshetWire

/// Reads certificates (the evidence for hits) from a file of answers, hits or certificates.
enum CertificateFile {
  /// Reads either one JSON object that may span several lines, or one object per line, as `query --queries` prints
  /// them.
  static func read(_ path: String) throws -> [StatedCertificate] {
    let lines = try InputLines.read(path).map(\.1)
    if lines.isEmpty { throw CommandError.noCertificate(file: path, why: "it is empty") }
    let isObject = (try? JSONSerialization.jsonObject(with: Data(lines[0].utf8))) is [String: Any]
    let texts = isObject ? lines : [lines.joined(separator: "\n")]
    do {
      return try texts.flatMap { try JSONDecoder().decode(StatedCertificates.self, from: Data($0.utf8)).all }
    } catch let error as DecodingError {
      throw CommandError.noCertificate(
        file: path,
        why: error.sentence(expecting: "a JSON object: an answer, a hit or a certificate"))
    }
  }
}
