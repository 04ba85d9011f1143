internal import Crypto
internal import Foundation

/// A SHA-256 over parts that arrive one after another, for sources too large to hold twice.
package struct RunningFingerprint {
  private var hash = SHA256()

  package init() {}

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    hash.update(bufferPointer: bytes)
  }

  package func finish() -> Fingerprint {
    hash.finalize().withUnsafeBytes { Fingerprint(bytes: $0)! }  // a SHA-256 has 32 bytes
  }
}
