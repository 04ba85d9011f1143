/// How many capitals, small letters and digits a sequence has. In Base64 of any data, each is frequent; in words, paths
/// and hexadecimal digits, one of them is rare.
struct CharacterMix {
  private var (capitals, smallLetters, digits, count) = (0, 0, 0, 0)

  mutating func add(_ byte: UInt8) {
    count += 1
    if byte.isDigit {
      digits += 1
    } else if byte.isLowercase {
      smallLetters += 1
    } else if byte.isLetter {
      capitals += 1
    }
  }

  /// At least a twentieth each are capitals and small letters, a fiftieth are digits, and few are other signs.
  var isOfBase64: Bool {
    capitals * 20 >= count && smallLetters * 20 >= count && digits * 50 >= count
      && (capitals + smallLetters + digits) * 10 >= count * 9
  }
}
