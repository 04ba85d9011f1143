internal import FreshetCorpus

/// The SHA-256 hashes of the model's weights and vocabulary files that this version of Freshet requires.
enum MiniLMDigest {
  static let weights = digest("53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db")
  static let vocabulary = digest("07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3")

  private static func digest(_ hex: String) -> Fingerprint {
    Fingerprint(hex: hex)!  // both literals have 64 hexadecimal digits
  }
}
