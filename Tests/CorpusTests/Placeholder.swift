import Testing
import Corpus
@Test func `sha matches`() { #expect(Fingerprint(hashing: "abc").hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); #expect(NormalizedText(normalizing: "\r\n a \r\nb\t\r\n\n").string == " a\nb"); #expect(Timestamp(nanoseconds: 1_500_000_000).description == "1970-01-01T00:00:01.500Z") }
