internal import Crypto
internal import Foundation

/// Computes a SHA-256 over pieces that arrive one after another, for data too large to copy into memory at once.
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
