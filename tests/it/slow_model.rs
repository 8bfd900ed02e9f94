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
    /// Disputed, confirmed, voided.
    Ruling(Vec<u64>, Vec<u64>, Vec<u64>),
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
    /// What is disputed, what is awaited, and what is said without both.
    Open(Vec<u64>, Vec<u64>, Box<Said>),
}

struct Model {
    seen: Vec<Rec>,
    void: BTreeSet<u64>,
    disputed: Vec<u64>,
    /// What else may be: one for each choice of disputed records that are void.
    others: Vec<Model>,
}

/// Whether two answers are the same but for why nothing is in force.
fn same(one: &Said, other: &Said) -> bool {
    let nothing = |a: &Said, b: &Said| matches!((a, b), (Said::Nothing(..), Said::Nothing(..)));
    let open = match (one, other) {
        (Said::Open(d, a, x), Said::Open(e, b, y)) => d == e && a == b && nothing(x, y),
        _ => false,
    };
    one == other || open || nothing(one, other)
}

impl Model {
    fn as_known(all: &[Rec], known: i64) -> Self {
        // All up to the last one that bears that day or an earlier one.
        let mut seen = all.to_vec();
        while seen.last().is_some_and(|r| r.logged > known) {
            seen.pop();
        }
        let (mut disputed, mut voided) = (BTreeSet::new(), BTreeSet::new());
        for r in &seen {
            if let What::Ruling(more, confirmed, void) = &r.what {
                disputed.extend(more.iter().copied());
                disputed.retain(|e| !confirmed.contains(e) && !void.contains(e));
                voided.extend(void.iter().copied());
            }
        }
        let others = match disputed.len() {
            0 => Vec::new(),
            _ => Self::choices(&disputed.iter().copied().collect::<Vec<_>>())
                .into_iter()
                .map(|some| Self::with(&seen, &voided.union(&some).copied().collect()))
                .collect(),
        };
        let all = voided.union(&disputed).copied().collect();
        Model { disputed: disputed.into_iter().collect(), others, ..Self::with(&seen, &all) }
    }

    /// All sets of some of these.
    fn choices(of: &[u64]) -> Vec<BTreeSet<u64>> {
        let Some((first, rest)) = of.split_first() else { return vec![BTreeSet::new()] };
        let without = Self::choices(rest);
        let mut all = without.clone();
        all.extend(without.into_iter().map(|mut some| {
            some.insert(*first);
            some
        }));
        all
    }

    /// What is said if these are declared void, and no others are doubted.
    fn with(seen: &[Rec], declared: &BTreeSet<u64>) -> Self {
        let mut void = declared.clone();
        for r in seen.iter().rev() {
            if let What::Withdraw(target) = r.what
                && !void.contains(&r.entry)
            {
                void.insert(target);
            }
        }
        Model { seen: seen.to_vec(), void, disputed: Vec::new(), others: Vec::new() }
    }

    /// The model in which all that is disputed stands.
    fn standing(&self) -> &Self {
        self.others
            .iter()
            .min_by_key(|o| o.void.iter().filter(|e| self.disputed.contains(e)).count())
            .unwrap_or(self)
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
        let certain = self.by_choice(day);
        let doubted = self.others.iter().any(|other| !same(&other.by_choice(day), &certain));
        if !doubted && self.disputed.len() <= 10 {
            return certain;
        }
        let disputed = self.disputed.clone();
        match certain {
            Said::Open(_, awaits, otherwise) => Said::Open(disputed, awaits, otherwise),
            settled => Said::Open(disputed, Vec::new(), Box::new(settled)),
        }
    }

    fn by_choice(&self, day: i64) -> Said {
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
        if awaits.is_empty() { settled } else { Said::Open(Vec::new(), awaits, Box::new(settled)) }
    }

    fn flags(all: &[Rec], day: i64, known: i64) -> BTreeSet<&'static str> {
        let model = Self::as_known(all, known);
        let answer = model.answer(day);
        let mut flags = BTreeSet::new();
        if day > known {
            flags.insert("foreseen");
        } else {
            let then = Self::as_known(all, day).answer(day);
            if !same(&then, &answer) {
                flags.insert("revised");
            }
        }
        let settled = if let Said::Open(.., otherwise) = &answer { otherwise } else { &answer };
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
        What::Ruling(disputed, confirmed, voided) => {
            Fact::Ruling { disputed: disputed.clone(), confirmed: confirmed.clone(), voided: voided.clone() }
        }
    };
    let event = |n| Event { what: EventKind::Published, day: day(n), place: None };
    Known { entry: r.entry, logged, signed, events: r.published.map(event).into_iter().collect(), fact }
}

fn said(verdict: &Verdict) -> Said {
    match verdict {
        Verdict::One(v) => Said::Versions(vec![(v.version, v.text)]),
        Verdict::Several(all) => Said::Versions(all.iter().map(|v| (v.version, v.text)).collect()),
        Verdict::None(absent) => Said::Nothing(absent.code(), absent.since().map(number)),
        Verdict::Undetermined { disputed, awaits, otherwise } => {
            Said::Open(disputed.clone(), awaits.iter().map(|a| a.entry).collect(), Box::new(said(otherwise)))
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
    let draft = (0u8..15, 0usize..100, random_effect(), when, published, prop::bool::weighted(0.1));
    prop::collection::vec(draft, 1..14)
}

/// Most records that are disputed at once: each of them doubles the work.
const DISPUTED: usize = 4;

/// A charter that disputes some records, and confirms or voids some of those that are disputed.
fn ruling(records: &[Rec], pick: usize) -> What {
    let (mut open, mut gone) = (BTreeSet::new(), BTreeSet::new());
    for r in records {
        if let What::Ruling(disputed, confirmed, voided) = &r.what {
            open.extend(disputed.iter().copied());
            open.retain(|e| !confirmed.contains(e) && !voided.contains(e));
            gone.extend(voided.iter().copied());
        }
    }
    let mut disputed = Vec::new();
    for (place, r) in records.iter().enumerate() {
        let can = !matches!(r.what, What::Ruling(..)) && !gone.contains(&r.entry) && !open.contains(&r.entry);
        if can && open.len() < DISPUTED && (pick + 7 * place).is_multiple_of(3) {
            disputed.push(r.entry);
            open.insert(r.entry);
        }
    }
    let (mut confirmed, mut voided) = (Vec::new(), Vec::new());
    for (place, entry) in open.iter().enumerate() {
        match (pick / 3 + 5 * place) % 6 {
            0 => confirmed.push(*entry),
            1 => voided.push(*entry),
            _ => {}
        }
    }
    What::Ruling(disputed, confirmed, voided)
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
            12 => What::Withhold(of(&|_| true)),
            _ => ruling(&records, *pick),
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

/// Whether there is a day on which an issue can begin and be in force.
fn comes(items: &[(u64, Option<u32>, Eff)], entry: u64) -> bool {
    let place = items.iter().position(|i| i.0 == entry).unwrap();
    let (from, open) = items[place].2.from;
    (from..=open.unwrap_or(from).min(2 * LAST)).any(|d| {
        let mut begun = items.to_vec();
        begun[place].2.from = (d, None);
        items[place].1.is_some_and(|version| Model::force(&begun, d).contains(&version))
    })
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
        let (there, others): (Vec<_>, Vec<_>) =
            history.latest().spans().iter().copied().partition(|s| items.iter().any(|i| i.0 == s.entry));
        let issues_in = |m: &Model| -> BTreeSet<u64> {
            m.items().iter().filter(|i| i.1.is_some()).map(|i| i.0).collect()
        };
        prop_assert_eq!(there.iter().map(|s| s.entry).collect::<BTreeSet<_>>(), issues_in(&model));
        // Those that are there by another choice only are told as disputed, and nothing else of them.
        let elsewhere: BTreeSet<u64> = model.others.iter().flat_map(issues_in).collect();
        let elsewhere: BTreeSet<u64> = elsewhere.difference(&issues_in(&model)).copied().collect();
        prop_assert_eq!(others.iter().map(|s| s.entry).collect::<BTreeSet<_>>(), elsewhere);
        prop_assert!(others.iter().all(|s| s.disputed && s.period.is_none() && !s.never));
        // What hangs on a choice is told as disputed.
        let told = |m: &Model, entry: u64| {
            let items = m.items();
            let (_, version, effect) = items.iter().find(|i| i.0 == entry)?.clone();
            let days = (0..=LAST + 1).filter(|d| Model::force(&items, *d).contains(&version.unwrap_or(0)));
            Some((effect.from.1.is_none(), days.collect::<Vec<_>>(), comes(&items, entry)))
        };
        for span in &there {
            let same = model.others.iter().all(|m| told(m, span.entry) == told(&model, span.entry));
            prop_assert_eq!(span.disputed, !same, "{:?} in {:#?}", span, records);
        }
        for span in there {
            for d in 0..=LAST {
                let there = span.period.is_some_and(|p| p.contains(day(d)));
                prop_assert_eq!(there, Model::force(&items, d).contains(&span.version), "{} {:?}", d, span);
            }
            // It never comes into force if no day it can begin on would put it there.
            prop_assert_eq!(span.never, !comes(&items, span.entry), "{:?} in {:#?}", span, items);
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
        // Disputed withholdings stand.
        let model = model.standing();
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
