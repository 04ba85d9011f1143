internal import FreshetCommand
import Testing

@Suite struct LagWindowTests {
  private func window(_ milliseconds: some Sequence<Int>) -> LagWindow {
    var window = LagWindow()
    for lag in milliseconds { window.add(.milliseconds(lag)) }
    return window
  }

  @Test func `a percentile is the shortest lag that the share doesn't exceed`() {
    let hundred = window((1...100).reversed())
    for percent in 1...100 {
      #expect(hundred.percentile(percent) == .milliseconds(percent), "\(percent) %")
    }
    #expect(window([7]).percentile(50) == .milliseconds(7))
    #expect(window([1, 2]).percentile(50) == .milliseconds(1))
    #expect(window([1, 2]).percentile(51) == .milliseconds(2))
    #expect(window([]).percentile(99) == nil)
  }

  @Test func `the last thousand count, and the oldest makes room`() {
    let window = window(1...2500)
    #expect(window.count == 1000)
    #expect(window.percentile(1) == .milliseconds(1510))
    #expect(window.percentile(50) == .milliseconds(2000))
    #expect(window.percentile(100) == .milliseconds(2500))
  }
}
