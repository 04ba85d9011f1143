internal import FreshetCorpus
internal import FreshetSeededNumbers

/// Vectors among which a bound that is wrong by little, or a place that is cut too early, shows.
enum AdversarialVectors: String, CaseIterable, Sendable {
  /// All but equal: some components differ in their last bits.
  case nearTies
  case duplicates
  /// All one vector, which is the centre of the codes too: the bound has nothing to give but what rounding is allowed.
  case equal
  case clusters
  /// One component that is all but 1, and many tiny ones.
  case spikes
  /// The tiny ones are no normal numbers any more.
  case denormals
  case opposites
  case commonMean
  /// Those that set the centre of the codes lie elsewhere than the rest.
  case latecomers
  /// As short and as long as a unit vector may be.
  case unevenNorms

  typealias Maker = (_ number: Int, _ generator: inout SplitMix64) -> UnitVector

  func maker(_ dimension: Int, _ generator: inout SplitMix64) -> Maker {
    let centres = (0..<20).map { _ in generator.direction(dimension) }
    return switch self {
    case .nearTies: { _, generator in centres[0].nudged(&generator) }
    case .duplicates: { _, generator in generator.pick(centres) }
    case .equal: { _, _ in centres[0] }
    case .clusters: { _, generator in generator.pick(centres).blurred(by: 0.2, &generator) }
    case .spikes: { _, generator in Self.spike(dimension, others: 1e-4, &generator) }
    case .denormals: { _, generator in Self.spike(dimension, others: 0x1p-130, &generator) }
    case .opposites:
      { number, generator in
        centres[0].blurred(by: 1e-3, &generator).scaled(by: number.isMultiple(of: 2) ? 1 : -1)
      }
    case .commonMean: { _, generator in centres[0].blurred(by: 0.3, &generator) }
    case .latecomers:
      { number, generator in
        centres[number < 2_048 ? 0 : 1 + number % 3].blurred(by: 0.1, &generator)
      }
    case .unevenNorms:
      { number, generator in
        generator.pick(centres).blurred(by: 0.01, &generator).scaled(
          by: number.isMultiple(of: 2) ? 1 + 9.5e-6 : 1 - 9.5e-6)
      }
    }
  }

  private static func spike(_ dimension: Int, others: Float, _ generator: inout SplitMix64) -> UnitVector {
    var components = generator.floats(dimension, in: -others...others)
    components[Int.random(in: 0..<min(dimension, 5), using: &generator)] = Bool.random(using: &generator) ? 1 : -1
    return direction(components)
  }
}

extension UnitVector {
  /// Every other component moved by up to three units in the last place: by less than the norm's tolerance.
  fileprivate func nudged(_ generator: inout SplitMix64) -> UnitVector {
    exact(
      components.map { component in
        let step = UInt32.random(in: 0...3, using: &generator)
        return Bool.random(using: &generator) ? component : Float(bitPattern: component.bitPattern + step)
      })
  }

  func scaled(by factor: Float) -> UnitVector { exact(components.map { $0 * factor }) }

  private func exact(_ components: [Float]) -> UnitVector {
    guard let vector = UnitVector(components) else { preconditionFailure("\(components) have not the norm 1") }
    return vector
  }
}
