internal import Metrics
internal import Synchronization

/// One metric series: a counter, a gauge, or a histogram.
///
/// Ignores infinite values and NaN, so that one division by zero doesn't spoil a sum for good.
final class Series: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler, TimerHandler {
  private struct State {
    var number = 0.0
    var isSet = false
    /// For a histogram, the number of values in each bucket. The last bucket is for values above all bounds.
    var counts: [Int]
    var sum = 0.0
  }

  private let kind: MetricFamily.Kind
  private let bounds: [Double]
  private let state: Mutex<State>

  init(kind: MetricFamily.Kind, bounds: [Double]) {
    self.kind = kind
    self.bounds = kind == .histogram ? bounds : []
    state = Mutex(State(counts: kind == .histogram ? Array(repeating: 0, count: bounds.count + 1) : []))
  }

  var value: MetricSample.Value {
    state.withLock { state in
      switch kind {
      case .counter: .number(state.number)
      case .gauge: state.isSet ? .number(state.number) : .unknown
      case .histogram: .histogram(bounds: bounds, counts: state.counts, sum: state.sum)
      }
    }
  }

  func increment(by amount: Int64) { increment(by: Double(amount)) }

  /// Adds to a counter or a gauge. A counter ignores amounts below 0.
  func increment(by amount: Double) {
    guard amount.isFinite, kind == .gauge || amount > 0 else { return }
    state.withLock {
      $0.number += amount
      $0.isSet = true
    }
  }

  func decrement(by amount: Double) { if kind == .gauge { increment(by: -amount) } }

  func set(_ value: Int64) { set(Double(value)) }

  func set(_ value: Double) {
    guard value.isFinite else { return }
    state.withLock {
      $0.number = value
      $0.isSet = true
    }
  }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard kind == .histogram else { return set(value) }
    guard value.isFinite else { return }
    let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
    state.withLock {
      $0.counts[bucket] += 1
      $0.sum += value
    }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func reset() {
    state.withLock { $0 = State(counts: $0.counts.map { _ in 0 }) }
  }
}
