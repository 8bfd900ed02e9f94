//! The timeline against a slow model, written from the text of `docs/in-force.md` alone.
//!
//! The model works day by day with literal sets and shares nothing with `timeline`: its days are plain
//! numbers, its records plain tuples of options. It checks no records; a history first decides which
//! of the random ones can stand.

use std::collections::BTreeSet;

use inkraft::base::effect::{Awaits, Beside, Effect, Event, EventKind, From, Open};
use inkraft::base::{Day, Period, Time};
use inkraft::format::record::Purpose;
use inkraft::timeline::{Answer, Fact, Flag, History, Known, Verdict};
use proptest::prelude::*;

/// Days run from 0 to this one; an end or a beginning never lies beyond.
const LAST: i64 = 30;
/// Later than every day.
const NEVER: i64 = 1_000_000;
/// Minutes in a day.
const DAY: i64 = 24 * 60;

// ---- the model ------------------------------------------------------------------------------------

#[derive(Clone, Debug, PartialEq)]
struct Eff {
    /// `(day, None)`, or `(not_before, Some(not_after or NEVER))`.
    from: (i64, Option<i64>),
    until: i64,
    /// Version, until.
    beside: Vec<(u32, i64)>,
}

#[derive(Clone, Debug)]
enum What {
    Issue(u32, Eff, bool),
    Effect(u64, Eff),
    Repeal(Eff),
    Withdraw(u64),
    Rendition(u32, bool),
    Review,
    Withhold(u64),
}

#[derive(Clone, Debug)]
struct Rec {
    entry: u64,
    /// The day it bears: that of its instant at its offset.
    logged: i64,
    /// Minutes since the beginning of day 0 in UTC, and the offset in minutes.
    at: (i64, i64),
    signed: i64,
    published: Option<i64>,
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum Said {
    /// Version and the entry of its text.
    Versions(Vec<(u32, Option<u64>)>),
    Nothing(&'static str, Option<i64>),
    Open(Vec<u64>, Box<Said>),
}

struct Model {
    seen: Vec<Rec>,
    void: BTreeSet<u64>,
}

impl Model {
    fn as_known(all: &[Rec], known: i64) -> Self {
        // All up to the last one that bears that day or an earlier one.
        let mut seen = all.to_vec();
        while seen.last().is_some_and(|r| r.logged > known) {
            seen.pop();
        }
        let mut void = BTreeSet::new();
        for r in seen.iter().rev() {
            if let What::Withdraw(target) = r.what
                && !void.contains(&r.entry)
            {
                void.insert(target);
            }
        }
        Model { seen, void }
    }

    fn counting(&self) -> impl Iterator<Item = &Rec> {
        self.seen.iter().filter(|r| !self.void.contains(&r.entry))
    }

    /// Entry, version if it is an issue, and the effect last stated; in rank order.
    fn items(&self) -> Vec<(u64, Option<u32>, Eff)> {
        let mut items = Vec::new();
        for r in self.counting() {
            let (version, stated) = match &r.what {
                What::Issue(version, effect, _) => (Some(*version), effect),
                What::Repeal(effect) => (None, effect),
                _ => continue,
            };
            let mut effect = stated.clone();
            for later in self.counting() {
                if let What::Effect(target, anew) = &later.what
                    && *target == r.entry
                {
                    effect = anew.clone();
                }
            }
            items.push((r.entry, version, effect));
        }
        items
    }

    fn force(items: &[(u64, Option<u32>, Eff)], day: i64) -> BTreeSet<u32> {
        let lo = |e: &Eff| e.from.0;
        let hi = |e: &Eff| e.from.1.unwrap_or(e.from.0);
        let mut force = BTreeSet::new();
        for (v_entry, version, v) in items {
            let Some(version) = version else { continue };
            let begun = hi(v) <= day;
            let over = v.until <= day;
            let mut ended = false;
            for (w_entry, _, w) in items {
                let after = w_entry > v_entry && hi(w) <= day;
                let leaves_alone = w.until <= lo(v);
                let spares = w.beside.iter().any(|(named, until)| named == version && day < *until);
                if after && !leaves_alone && !spares {
                    ended = true;
                }
            }
            if begun && !over && !ended {
                force.insert(*version);
            }
        }
        force
    }

    fn settled(&self, day: i64) -> Said {
        let items = self.items();
        let force = Self::force(&items, day);
        if !force.is_empty() {
            let text = |version: &u32| {
                let corrections = self.counting().filter(
                    |r| matches!(r.what, What::Rendition(v, correction) if v == *version && correction),
                );
                corrections.map(|r| r.entry).last()
            };
            return Said::Versions(force.iter().map(|v| (*v, text(v))).collect());
        }
        let issues = |r: &&Rec| matches!(r.what, What::Issue(..));
        if !self.seen.iter().any(|r| issues(&r)) {
            return Said::Nothing("no-record", None);
        }
        if self.counting().filter(issues).count() == 0 {
            return Said::Nothing("withdrawn", None);
        }
        // Walk back to what came last: a repeal that begins, or a version that is in force no longer.
        for past in (0..=day).rev() {
            if items.iter().any(|(_, v, e)| v.is_none() && e.from.1.unwrap_or(e.from.0) == past) {
                return Said::Nothing("repealed", Some(past));
            }
            if !Self::force(&items, past - 1).is_empty() {
                return Said::Nothing("expired", Some(past));
            }
        }
        Said::Nothing("not-yet", None)
    }

    fn answer(&self, day: i64) -> Said {
        let items = self.items();
        let force = Self::force(&items, day);
        let mut awaits = Vec::new();
        for (place, (entry, _, effect)) in items.iter().enumerate() {
            let Some(hi) = effect.from.1 else { continue };
            if effect.from.0 <= day && day < hi {
                let mut begun = items.clone();
                begun[place].2.from = (day, None);
                if Self::force(&begun, day) != force {
                    awaits.push(*entry);
                }
            }
        }
        let settled = self.settled(day);
        if awaits.is_empty() { settled } else { Said::Open(awaits, Box::new(settled)) }
    }

    fn flags(all: &[Rec], day: i64, known: i64) -> BTreeSet<&'static str> {
        let model = Self::as_known(all, known);
        let answer = model.answer(day);
        let mut flags = BTreeSet::new();
        if day > known {
            flags.insert("foreseen");
        } else {
            let then = Self::as_known(all, day).answer(day);
            let both_nothing = matches!((&then, &answer), (Said::Nothing(..), Said::Nothing(..)));
            let both_open_on_nothing = match (&then, &answer) {
                (Said::Open(a, x), Said::Open(b, y)) => {
                    a == b && matches!((&**x, &**y), (Said::Nothing(..), Said::Nothing(..)))
                }
                _ => false,
            };
            if then != answer && !both_nothing && !both_open_on_nothing {
                flags.insert("revised");
            }
        }
        let settled = if let Said::Open(_, otherwise) = &answer { otherwise } else { &answer };
        let items = model.items();
        for (entry, version, effect) in &items {
            let begins = effect.from.1.unwrap_or(effect.from.0);
            let decides = match (settled, version) {
                (Said::Versions(all), Some(version)) => all.iter().any(|(v, _)| v == version),
                // Of two repeals from one day on, the later one.
                (Said::Nothing("repealed", since), None) => {
                    let same = |i: &&(u64, Option<u32>, Eff)| {
                        i.1.is_none() && Some(i.2.from.1.unwrap_or(i.2.from.0)) == *since
                    };
                    items.iter().filter(same).map(|i| i.0).next_back() == Some(*entry)
                }
                _ => false,
            };
            if !decides {
                continue;
            }
            let published = model
                .counting()
                .filter(|r| r.entry == *entry || matches!(r.what, What::Effect(t, _) if t == *entry))
                .filter_map(|r| r.published)
                .max();
            let record = model.seen.iter().find(|r| r.entry == *entry).unwrap();
            let adopted = matches!(record.what, What::Issue(_, _, true));
            if begins < record.signed && !adopted {
                flags.insert("retroactive");
            }
            if published.is_some_and(|published| begins < published) {
                flags.insert("before-publication");
            }
        }
        if matches!(answer, Said::Nothing(..)) {
            let before = (0..day).any(|d| !Self::force(&items, d).is_empty());
            let after = (day..=LAST + 1).any(|d| !Self::force(&items, d).is_empty());
            if before && after {
                flags.insert("gap");
            }
        }
        flags
    }
}

// ---- from the model's words to the crate's ---------------------------------------------------------

fn day(number: i64) -> Day {
    (0..number).fold("2024-02-15".parse().unwrap(), |day: Day, _| day.next())
}

fn number(of: Day) -> i64 {
    day(0).days_until(of)
}

fn effect(e: &Eff) -> Effect {
    let end = |n: i64| (n < NEVER).then(|| day(n));
    let from = match e.from {
        (n, None) => From::Day(day(n)),
        (n, Some(after)) => {
            From::Open(Open { not_before: day(n), not_after: end(after), awaits: Awaits::Publication })
        }
    };
    let beside =
        |(version, until): &(u32, i64)| Beside { version: *version, until: end(*until), for_whom: None };
    Effect { from, until: end(e.until), beside: e.beside.iter().map(beside).collect(), for_whom: None }
}

fn known(r: &Rec) -> Known {
    let (minute, offset) = (r.at.0 + r.at.1, r.at.1);
    let (hour, minute) = (minute.rem_euclid(DAY) / 60, minute.rem_euclid(60));
    let (sign, ahead) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
    let offset = format!("{sign}{:02}:{:02}", ahead / 60, ahead % 60);
    let logged: Time = format!("{}T{hour:02}:{minute:02}:00{offset}", day(r.logged)).parse().unwrap();
    let signed: Time = format!("{}T12:00:00+01:00", day(r.signed)).parse().unwrap();
    let fact = match &r.what {
        What::Issue(version, e, adopted) => {
            Fact::Issue { version: *version, effect: effect(e), adopted: *adopted }
        }
        What::Effect(target, e) => Fact::Effect { target: *target, effect: effect(e) },
        What::Repeal(e) => Fact::Repeal { effect: effect(e) },
        What::Withdraw(target) => Fact::Withdraw { target: *target },
        What::Rendition(version, correction) => {
            let purpose = if *correction { Purpose::Correction } else { Purpose::Accessible };
            Fact::Rendition { version: *version, purpose, language: None }
        }
        What::Review => Fact::Review,
        What::Withhold(target) => Fact::Withhold { target: *target },
    };
    let event = |n| Event { what: EventKind::Published, day: day(n), place: None };
    Known { entry: r.entry, logged, signed, events: r.published.map(event).into_iter().collect(), fact }
}

fn said(verdict: &Verdict) -> Said {
    match verdict {
        Verdict::One(v) => Said::Versions(vec![(v.version, v.text)]),
        Verdict::Several(all) => Said::Versions(all.iter().map(|v| (v.version, v.text)).collect()),
        Verdict::None(absent) => Said::Nothing(absent.code(), absent.since().map(number)),
        Verdict::Undetermined { awaits, otherwise, .. } => {
            Said::Open(awaits.iter().map(|a| a.entry).collect(), Box::new(said(otherwise)))
        }
    }
}

fn names(answer: &Answer) -> BTreeSet<&'static str> {
    answer.flags.iter().map(|f: &Flag| f.code()).collect()
}

// ---- random histories ------------------------------------------------------------------------------

fn random_effect() -> impl Strategy<Value = Eff> {
    let open = prop_oneof![
        4 => Just(None),
        1 => Just(Some(NEVER)),
        1 => (0i64..8).prop_map(Some),
    ];
    let until = prop_oneof![2 => Just(NEVER), 1 => 1i64..12];
    let beside = prop::collection::vec((1u32..5, prop_oneof![Just(NEVER), 0i64..LAST]), 0..3);
    (2i64..20, open, until, beside, 0..3u8).prop_map(|(from, open, until, beside, some)| {
        let open = open.map(|n| if n == NEVER { NEVER } else { from + n });
        let latest = open.filter(|n| *n < NEVER).unwrap_or(from);
        let until = if until == NEVER { NEVER } else { (latest + until).min(LAST) };
        Eff { from: (from, open), until, beside: if some == 0 { beside } else { Vec::new() } }
    })
}

/// The kind is a number so that targets and version numbers can be chosen when the record's place is
/// known: `(kind, pick, effect, (minutes since the last record, offset, days since it was signed), published, adopted)`.
type Draft = (u8, usize, Eff, (i64, i64, i64), Option<i64>, bool);

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    let published = prop_oneof![3 => Just(None), 1 => (0i64..20).prop_map(Some)];
    // From an hour's work to days apart; mostly at home, now and then at the other end of the world, so that
    // a later record can bear an earlier day.
    let later = prop_oneof![1 => 0i64..60, 2 => 0i64..5 * DAY];
    let offset = prop_oneof![4 => Just(60i64), 2 => Just(120), 1 => -12i64 * 60..=14 * 60];
    let when = (later, offset, prop_oneof![3 => Just(0i64), 1 => 0i64..3]);
    let draft = (0u8..13, 0usize..100, random_effect(), when, published, prop::bool::weighted(0.1));
    prop::collection::vec(draft, 1..14)
}

/// The records that can stand, as the model and as the crate have them.
fn build(drafts: &[Draft]) -> (Vec<Rec>, History) {
    let (mut records, mut history) = (Vec::<Rec>::new(), History::default());
    let mut now = DAY;
    let mut entry = 3;
    for (kind, pick, e, (later, offset, since), published, adopted) in drafts {
        let issues = records.iter().filter(|r| matches!(r.what, What::Issue(..))).count() as u32;
        let of = |some: &dyn Fn(&Rec) -> bool| {
            let some: Vec<u64> = records.iter().filter(|r| some(r)).map(|r| r.entry).collect();
            some.get(pick % some.len().max(1)).copied().unwrap_or(1)
        };
        let effect_target = of(&|r| matches!(r.what, What::Issue(..) | What::Repeal(_)));
        let repeals = matches!(
            records.iter().find(|r| r.entry == effect_target).map(|r| &r.what),
            Some(What::Repeal(_))
        );
        let only_from = Eff { from: e.from, until: NEVER, beside: Vec::new() };
        let what = match kind {
            0..=4 => {
                let beside = e.beside.iter().filter(|(v, _)| *v <= issues).copied().collect();
                What::Issue(issues + 1, Eff { beside, ..e.clone() }, *adopted)
            }
            5 | 6 => What::Effect(effect_target, if repeals { only_from } else { e.clone() }),
            7 => What::Repeal(only_from),
            8 | 9 => What::Withdraw(of(&|_| true)),
            10 => What::Rendition(1 + (*pick as u32) % issues.max(1), *adopted || pick % 2 == 0),
            11 => What::Review,
            _ => What::Withhold(of(&|_| true)),
        };
        let at = (now + later, *offset);
        let logged = (at.0 + at.1).div_euclid(DAY);
        let record = Rec { entry, logged, at, signed: (logged - since).max(0), published: *published, what };
        if history.push(known(&record)).is_ok() {
            now += later;
            entry += 1 + later.unsigned_abs() % 4;
            records.push(record);
        }
    }
    (records, history)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_and_flags_are_the_models(drafts in drafts()) {
        let (records, history) = build(&drafts);
        let last = records.last().map_or(0, |r| r.logged);
        let bears: BTreeSet<i64> = records.iter().map(|r| r.logged).collect();
        for k in (0..=last + 1).step_by(5).chain(bears) {
            let model = Model::as_known(&records, k);
            for d in 0..=LAST {
                let answer = history.answer(day(d), day(k));
                prop_assert_eq!(said(&answer.verdict), model.answer(d), "on {} known {}: {:#?}", d, k, records);
                let flags = Model::flags(&records, d, k);
                prop_assert_eq!(names(&answer), flags, "on {} known {}: {:#?}", d, k, records);
            }
        }
    }

    #[test]
    fn periods_are_the_days_that_the_model_puts_in_force(drafts in drafts()) {
        let (records, history) = build(&drafts);
        let model = Model::as_known(&records, NEVER);
        let items = model.items();
        let spans = history.latest().spans().to_vec();
        let issues: Vec<u64> = items.iter().filter(|i| i.1.is_some()).map(|i| i.0).collect();
        prop_assert_eq!(spans.iter().map(|s| s.entry).collect::<Vec<_>>(), issues);
        for span in spans {
            for d in 0..=LAST {
                let there = span.period.is_some_and(|p| p.contains(day(d)));
                prop_assert_eq!(there, Model::force(&items, d).contains(&span.version), "{} {:?}", d, span);
            }
            // It never comes into force if no day it can begin on would put it there.
            let place = items.iter().position(|i| i.0 == span.entry).unwrap();
            let (from, open) = items[place].2.from;
            let comes = (from..=open.unwrap_or(from).min(2 * LAST)).any(|d| {
                let mut begun = items.clone();
                begun[place].2.from = (d, None);
                Model::force(&begun, d).contains(&span.version)
            });
            prop_assert_eq!(span.never, !comes, "{:?} in {:#?}", span, items);
        }
    }

    #[test]
    fn answers_and_periods_say_the_same_of_every_day(drafts in drafts(), k in 0i64..40) {
        let (_, history) = build(&drafts);
        let spans = history.periods(day(k));
        for d in 0..=LAST {
            let there: Vec<u32> = spans
                .iter()
                .filter(|s| s.period.is_some_and(|p| p.contains(day(d))))
                .map(|s| s.version)
                .collect();
            let settled = match history.answer(day(d), day(k)).verdict {
                Verdict::Undetermined { otherwise, .. } => *otherwise,
                settled => settled,
            };
            let told = match settled {
                Verdict::One(v) => vec![v.version],
                Verdict::Several(all) => {
                    prop_assert!(all.len() > 1, "several are two or more");
                    all.iter().map(|v| v.version).collect()
                }
                Verdict::None(_) => Vec::new(),
                Verdict::Undetermined { .. } => return Err(TestCaseError::fail("open twice")),
            };
            prop_assert_eq!(told, there, "on {} known {}", d, k);
        }
    }

    #[test]
    fn a_later_record_changes_no_answer_for_an_earlier_day_of_knowledge(drafts in drafts(), cut in 0usize..14) {
        let (records, _) = build(&drafts);
        let cut = cut % records.len().max(1);
        let Some(next) = records.get(cut) else { return Ok(()) };
        let earlier = History::new(records[..cut].iter().map(known).collect()).unwrap();
        let with = History::new(records[..=cut].iter().map(known).collect()).unwrap();
        for d in 0..=LAST {
            for k in 0..next.logged {
                prop_assert_eq!(earlier.answer(day(d), day(k)), with.answer(day(d), day(k)));
            }
        }
    }

    #[test]
    fn a_withdrawn_record_might_as_well_never_have_been_made(drafts in drafts(), pick in 0usize..14) {
        let (mut records, mut history) = build(&drafts);
        let Some(target) = records.get(pick % records.len().max(1)).map(|r| r.entry) else { return Ok(()) };
        let last = records.last().unwrap().clone();
        let withdrawal = Rec { entry: last.entry + 1, published: None, what: What::Withdraw(target), ..last };
        if history.push(known(&withdrawal)).is_err() {
            return Ok(());
        }
        records.retain(|r| r.entry != target);
        let model = Model::as_known(&records, NEVER);
        for d in 0..=LAST {
            let got = match said(&history.latest().on(day(d))) {
                // The one difference: that there was something is still known.
                Said::Nothing("withdrawn", _) if records.iter().all(|r| !matches!(r.what, What::Issue(..))) => {
                    Said::Nothing("no-record", None)
                }
                other => other,
            };
            prop_assert_eq!(got, model.answer(d), "on {}, without {}: {:#?}", d, target, records);
        }
    }

    #[test]
    fn stretches_are_the_answers_of_all_their_days(
        drafts in drafts(),
        k in 0i64..40,
        from in 0i64..20,
        length in prop_oneof![3 => (1i64..20).prop_map(Some), 1 => Just(None)],
    ) {
        let (_, history) = build(&drafts);
        let range = Period { from: day(from), until: length.map(|n| day(from + n)) };
        let stretches = history.stretches(range, day(k));
        // They touch, and together are the range; no two neighbours say the same.
        prop_assert_eq!(stretches.first().map(|s| s.period.from), Some(range.from));
        prop_assert_eq!(stretches.last().map(|s| s.period.until), Some(range.until));
        for pair in stretches.windows(2) {
            prop_assert_eq!(pair[0].period.until, Some(pair[1].period.from));
            let (one, two) = (&pair[0].answer, &pair[1].answer);
            prop_assert!((&one.verdict, &one.flags) != (&two.verdict, &two.flags));
        }
        for d in from..from + length.unwrap_or(2 * LAST) {
            let at = stretches.iter().find(|s| s.period.contains(day(d))).unwrap();
            let asked = history.answer(day(d), day(k));
            prop_assert_eq!(&at.answer.verdict, &asked.verdict, "on {} known {}", d, k);
            prop_assert_eq!(&at.answer.flags, &asked.flags, "on {} known {}", d, k);
        }
    }

    #[test]
    fn files_are_withheld_while_a_record_that_counts_says_so(drafts in drafts(), pick in 0usize..14) {
        let (records, mut history) = build(&drafts);
        let Some(record) = records.get(pick % records.len().max(1)) else { return Ok(()) };
        let model = Model::as_known(&records, NEVER);
        let by = |entry| model.counting().find(|r| matches!(r.what, What::Withhold(t) if t == entry));
        for r in &records {
            let by = by(r.entry).map(|r| r.entry);
            prop_assert_eq!(history.withheld_by(r.entry), by, "{} in {:#?}", r.entry, records);
            prop_assert_eq!(history.latest().withheld_by(r.entry), by);
        }
        // A second time, or where there is nothing to withhold, it is refused.
        let (entry, at, logged) = records.last().map(|r| (r.entry + 1, r.at, r.logged)).unwrap();
        let what = What::Withhold(record.entry);
        let again = Rec { entry, at, logged, signed: logged, published: None, what };
        let can = by(record.entry).is_none()
            && matches!(record.what, What::Issue(..) | What::Rendition(..) | What::Review);
        prop_assert_eq!(history.push(known(&again)).is_ok(), can, "{} in {:#?}", record.entry, records);
    }

    #[test]
    fn answers_change_on_change_days_only(drafts in drafts()) {
        let (_, history) = build(&drafts);
        let view = history.latest();
        let days = view.change_days();
        for d in 1..=LAST {
            if !days.contains(&day(d)) {
                prop_assert_eq!(said(&view.on(day(d - 1))), said(&view.on(day(d))), "on {}", d);
            }
        }
    }
}
