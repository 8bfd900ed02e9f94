//! What a record would change, told before it is signed.

use inkraft::base::effect::{Awaits, Effect, Event, EventKind, From, Open};
use inkraft::base::{Day, Lang, Period, Say, Time};
use inkraft::format::record::Purpose;
use inkraft::timeline::Consequence::{self, *};
use inkraft::timeline::{Fact, History, Known, Why};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn effect(from: &str, until: Option<&str>) -> Effect {
    Effect { until: until.map(day), ..Effect::starting(day(from)) }
}

fn issue(version: u32, from: &str, until: Option<&str>) -> Fact {
    Fact::Issue { version, effect: effect(from, until), adopted: false }
}

fn repeal(from: &str) -> Fact {
    Fact::Repeal { effect: effect(from, None) }
}

fn known(entry: usize, logged: &str, fact: Fact) -> Known {
    let logged: Time = format!("{logged}T11:00:00+01:00").parse().unwrap();
    Known { entry: entry as u64, logged, signed: logged, events: Vec::new(), fact }
}

/// What the last of these facts would change, each of them a record of its own day of January 2025.
fn changes(facts: Vec<Fact>) -> Vec<Consequence> {
    let mut records: Vec<Known> = facts
        .into_iter()
        .enumerate()
        .map(|(n, fact)| known(n + 1, &format!("2025-01-{:02}", n + 1), fact))
        .collect();
    let next = records.pop().unwrap();
    History::new(records).unwrap().consequences(next, day("2025-01-20")).unwrap()
}

fn period(from: &str, until: Option<&str>) -> Period {
    Period { from: day(from), until: until.map(day) }
}

#[test]
fn a_new_version_ends_the_one_before_it() {
    let all = changes(vec![issue(1, "2024-01-01", None), issue(2, "2025-03-01", None)]);
    assert_eq!(
        all,
        [
            Ends { version: 1, on: day("2025-03-01") },
            Begins { version: 2, period: period("2025-03-01", None) },
        ]
    );
    let german: Vec<String> = all.iter().map(|c| c.fact(Lang::De).replace('\u{a0}', " ")).collect();
    assert_eq!(
        german,
        ["Fassung 1 endet; ihr letzter Tag ist der 28. Februar 2025.", "Fassung 2 gilt ab 1. März 2025."]
    );
}

#[test]
fn a_version_that_was_still_to_come_never_begins() {
    let all = changes(vec![
        issue(1, "2024-01-01", None),
        issue(2, "2025-06-01", None),
        issue(3, "2025-03-01", None),
    ]);
    assert_eq!(
        all,
        [
            Ends { version: 1, on: day("2025-03-01") },
            NeverBegins { version: 2 },
            Begins { version: 3, period: period("2025-03-01", None) },
        ]
    );
}

#[test]
fn an_end_that_is_not_carried_over_is_named() {
    let limited = || issue(1, "2024-01-01", Some("2026-01-01"));
    let all = changes(vec![limited(), issue(2, "2025-06-01", None)]);
    assert!(all.contains(&EndNotCarried { version: 1, until: day("2026-01-01") }), "{all:?}");
    // Not when the new version has an end, begins after the old one's, or leaves the old one alone.
    let beside = inkraft::base::effect::Beside { version: 1, until: None, for_whom: None };
    let spares = Effect { beside: vec![beside], ..effect("2025-06-01", None) };
    for next in [
        issue(2, "2025-06-01", Some("2027-01-01")),
        issue(2, "2026-01-01", None),
        Fact::Issue { version: 2, effect: spares, adopted: false },
    ] {
        let all = changes(vec![limited(), next]);
        assert!(!all.iter().any(|c| matches!(c, EndNotCarried { .. })), "{all:?}");
    }
}

#[test]
fn a_repeal_that_no_longer_reaches_is_named() {
    let facts = |next| vec![issue(1, "2024-01-01", None), repeal("2025-10-01"), next];
    let all = changes(facts(issue(2, "2025-06-01", None)));
    assert!(all.contains(&RepealOverridden { entry: 2, on: Some(day("2025-10-01")) }), "{all:?}");
    // A version that ends before the repeal, or begins after it, leaves it standing.
    for next in [issue(2, "2025-06-01", Some("2025-10-01")), issue(2, "2025-11-01", None)] {
        let all = changes(facts(next));
        assert!(!all.iter().any(|c| matches!(c, RepealOverridden { .. })), "{all:?}");
    }
}

#[test]
fn a_gap_that_it_leaves_is_named_once() {
    let mut facts = vec![issue(1, "2024-01-01", Some("2025-03-01")), issue(2, "2025-04-01", None)];
    let gap = Gap { period: period("2025-03-01", Some("2025-04-01")) };
    assert!(changes(facts.clone()).contains(&gap));
    facts.push(issue(3, "2026-01-01", None));
    assert!(!changes(facts).contains(&gap));
}

#[test]
fn a_withdrawal_lets_the_predecessor_go_on_and_changes_past_answers() {
    let all = changes(vec![
        issue(1, "2024-01-01", None),
        issue(2, "2025-01-10", None),
        Fact::Withdraw { target: 2 },
    ]);
    assert_eq!(
        all,
        [
            Withdrawn { version: 2 },
            Continues { version: 1, until: None },
            ChangesPast { from: day("2025-01-10") },
        ]
    );
}

#[test]
fn a_correction_changes_past_answers_and_no_period() {
    let correction = Fact::Rendition { version: 1, purpose: Purpose::Correction, language: None };
    let all = changes(vec![issue(1, "2024-01-01", None), correction]);
    assert_eq!(all, [Wording { version: 1, entry: 2 }, ChangesPast { from: day("2024-01-01") }]);
    let translation =
        Fact::Rendition { version: 1, purpose: Purpose::Translation, language: Some("en".into()) };
    assert_eq!(changes(vec![issue(1, "2024-01-01", None), translation]), []);
}

#[test]
fn what_is_offered_in_its_place_is_named() {
    let rendition = |purpose, language: Option<&str>| Fact::Rendition {
        version: 1,
        purpose,
        language: language.map(str::to_owned),
    };
    let english = || rendition(Purpose::Translation, Some("en"));
    let mut facts = vec![issue(1, "2024-01-01", None), english(), english()];
    let replaced = NoLongerOffered { purpose: Purpose::Translation, entry: 2 };
    assert_eq!(changes(facts.clone()), [replaced]);
    facts.push(Fact::Withdraw { target: 3 });
    let again = OfferedAgain { purpose: Purpose::Translation, entry: 2 };
    assert_eq!(changes(facts.clone()), [again]);
    assert_eq!(again.fact(Lang::De), "Die Übersetzung in Eintrag 2 wird wieder angeboten.");
    // The withdrawal withdrawn: all is as it was before.
    facts.push(Fact::Withdraw { target: 4 });
    assert_eq!(changes(facts), [replaced, OfferedAgain { purpose: Purpose::Translation, entry: 3 }]);
    // Without an earlier one nothing is offered in its place.
    assert_eq!(changes(vec![issue(1, "2024-01-01", None), english(), Fact::Withdraw { target: 2 }]), []);
    let correction = || rendition(Purpose::Correction, None);
    let facts = vec![issue(1, "2024-01-01", None), correction(), correction(), Fact::Withdraw { target: 3 }];
    assert_eq!(changes(facts)[0], Wording { version: 1, entry: 2 });
    let facts = vec![issue(1, "2024-01-01", None), correction(), Fact::Withdraw { target: 2 }];
    assert_eq!(changes(facts)[0], Wording { version: 1, entry: 1 });
}

#[test]
fn a_beginning_before_the_publication_is_named_once() {
    let published = |day_: &str| Event { what: EventKind::Published, day: day(day_), place: None };
    let first = known(1, "2025-01-01", issue(1, "2024-01-01", None));
    let next = |from: &str, on: &str| {
        let fact = issue(2, from, None);
        Known { events: vec![published(on)], ..known(2, "2025-01-02", fact) }
    };
    let all =
        |records: Vec<Known>, next| History::new(records).unwrap().consequences(next, day("2025-01-20"));
    let early = all(vec![first.clone()], next("2025-03-01", "2025-03-02")).unwrap();
    let found = BeforePublication { version: Some(2), from: day("2025-03-01"), published: day("2025-03-02") };
    assert!(early.contains(&found), "{early:?}");
    let on_the_day = all(vec![first.clone()], next("2025-03-01", "2025-03-01")).unwrap();
    assert!(!on_the_day.iter().any(|c| matches!(c, BeforePublication { .. })), "{on_the_day:?}");
    // An end that is stated later has nothing to do with it.
    let fact = Fact::Effect { target: 2, effect: effect("2025-03-01", Some("2026-01-01")) };
    let records = vec![first, next("2025-03-01", "2025-03-02")];
    let later = all(records, known(3, "2025-01-03", fact)).unwrap();
    assert!(!later.contains(&found), "{later:?}");
}

#[test]
fn a_version_without_a_day_waits() {
    let open = Open { not_before: day("2025-02-01"), not_after: None, awaits: Awaits::Publication };
    let effect = Effect { from: From::Open(open), ..effect("2025-02-01", None) };
    let next = Fact::Issue { version: 2, effect: effect.clone(), adopted: false };
    let all = changes(vec![issue(1, "2024-01-01", Some("2026-01-01")), next]);
    assert_eq!(all, [Waits { version: 2 }, EndNotCarried { version: 1, until: day("2026-01-01") }]);
    // The day by which it has begun is not the day on which it begins.
    let latest = Some(day("2025-06-01"));
    let open = Open { not_before: day("2025-02-01"), not_after: latest, awaits: Awaits::Publication };
    let effect = Effect { from: From::Open(open), ..effect };
    let next = Fact::Issue { version: 2, effect, adopted: false };
    assert!(changes(vec![issue(1, "2024-01-01", None), next]).contains(&Waits { version: 2 }));
}

#[test]
fn a_record_that_cannot_stand_is_refused_and_nothing_changes() {
    let history = History::new(vec![known(1, "2025-01-01", issue(1, "2024-01-01", None))]).unwrap();
    let mut other = history.clone();
    let next = known(2, "2025-01-02", Fact::Withdraw { target: 7 });
    let refused = history.consequences(next.clone(), day("2025-01-20")).unwrap_err();
    assert_eq!(refused.why, Why::TargetMissing { target: 7 });
    assert_eq!(refused.fact(Lang::De), "Eintrag 2: Eintrag 7 ist keine frühere Erklärung zu diesem Dokument");
    assert_eq!(other.push(next), Err(refused));
    assert_eq!(other, history);
}

/// Not a measurement: a thousand versions that all stay beside one another must not take minutes.
#[test]
fn a_thousand_versions_beside_one_another_are_answered() {
    let mut history = History::default();
    for version in 1..=1000u32 {
        let beside = |v| inkraft::base::effect::Beside { version: v, until: None, for_whom: None };
        let beside = version.checked_sub(1).filter(|v| *v > 0).map(beside).into_iter().collect();
        let open = Open { not_before: day("2025-02-01"), not_after: None, awaits: Awaits::Day };
        let from = if version % 2 == 0 { From::Open(open) } else { From::Day(day("2025-02-01")) };
        let effect = Effect { from, beside, ..effect("2025-02-01", None) };
        let fact = Fact::Issue { version, effect, adopted: false };
        history.push(known(version as usize, "2025-01-01", fact)).unwrap();
    }
    let answer = history.answer(day("2025-03-01"), day("2025-04-01"));
    assert_eq!(answer.flags, []);
}
