internal import FreshetCoherence
internal import FreshetCorpus
import Testing

/// Looks that fail, and looks that nobody asked for.
extension SourceKeepingTests {
  static let gone = WatchHealth.blind(why: "the root is gone")

  @Test func `a look that fails is repeated, later each time, and proves nothing`() {
    var run = Run.started()
    _ = run.notice(scopes: ["f"], cookies: ["one"], upTo: 1)
    #expect(run.tell(.unseen(why: "the root is gone")) == [Self.announce(Self.gone, 0)])
    for (wake, next) in [(1, 3), (3, 7), (7, 11), (11, 15)] as [(Int64, Int64)] {
      #expect(run.keeping.nextWake == Self.moment(wake))
      run.seconds = wake
      #expect(run.tell(.refresh(.timePassed)) == [.look(["f"])])
      #expect(run.tell(.unseen(why: "the root is gone")) == [])
      #expect(run.keeping.nextWake == Self.moment(next))
    }
    run.seconds = 15
    #expect(run.tell(.refresh(.timePassed)) == [.look(["f"])])
    #expect(run.looked() == [.acknowledge(["one"]), Self.announce(.watching, 1)])
    #expect(run.keeping.nextWake == Self.moment(60))
  }

  @Test func `while the source can't be seen, marks go on and the watermark rests`() {
    var run = Run.started()
    _ = run.notice(scopes: ["f"], upTo: 1)
    _ = run.tell(.unseen(why: "the root is gone"))
    #expect(run.notice(["a"], upTo: 2) == [Self.mark("a")])
    #expect(run.tell(.marked) == [Self.refresh("a")])
    #expect(run.notice(upTo: 3) == [Self.announce(Self.gone, 0)])
  }

  @Test func `a watcher that names a folder again is reason enough to look at once`() {
    var run = Run.started()
    _ = run.notice(scopes: ["f"], upTo: 1)
    _ = run.tell(.unseen(why: "the root is gone"))
    #expect(run.notice(scopes: [""], upTo: 2) == [.look([""])])
    #expect(run.looked() == [Self.announce(.watching, 2)])
  }

  @Test func `a watcher that is blind is taken at its word`() {
    var run = Run.started()
    #expect(run.notice(health: Self.gone) == [Self.announce(Self.gone, 0)])
    #expect(run.notice(upTo: 4) == [Self.announce(.watching, 4)])
  }

  @Test func `folders that are polled are no sign of a loss`() {
    var run = Run()
    let polling = WatchHealth.polling(every: .seconds(5), why: "it is a network folder")
    #expect(run.notice(scopes: [""], health: polling) == [Self.announce(Run.catchingUp, nil), .look([""])])
    #expect(run.looked() == [Self.announce(polling, nil)])
    #expect(run.notice(scopes: [""], health: polling) == [.look([""])])
  }

  @Test func `a look at everything comes in time, and while that goes well it holds nothing back`() {
    var run = Run.started()
    #expect(run.keeping.nextWake == Self.moment(60))
    run.seconds = 60
    #expect(run.tell(.refresh(.timePassed)) == [.look([""])])
    #expect(run.keeping.nextWake == nil)
    #expect(run.notice(cookies: ["one"], upTo: 60) == [.acknowledge(["one"]), Self.announce(.watching, 60)])
    run.seconds = 61
    #expect(run.looked() == [])
    #expect(run.keeping.nextWake == Self.moment(121))
  }

  @Test func `a look in time that fails holds back what comes after it`() {
    var run = Run.started()
    run.seconds = 60
    _ = run.tell(.refresh(.timePassed))
    #expect(run.tell(.unseen(why: "the root is gone")) == [Self.announce(Self.gone, 0)])
    #expect(run.notice(upTo: 60) == [Self.announce(Self.gone, 0)])
    run.seconds = 61
    #expect(run.tell(.refresh(.timePassed)) == [.look([""])])
    #expect(run.looked() == [Self.announce(.watching, 60)])
  }

  @Test func `a clock that goes back puts no look off`() {
    var run = Run.started()
    run.seconds = -3_600
    _ = run.tell(.refresh(.timePassed))
    #expect(run.keeping.nextWake == Self.moment(-3_540))
    _ = run.notice(scopes: ["f"])
    run.seconds = -3_500
    _ = run.tell(.unseen(why: "the root is gone"))
    run.seconds = -7_200
    _ = run.tell(.refresh(.timePassed))
    #expect(run.keeping.nextWake == Self.moment(-7_199))
  }
}
