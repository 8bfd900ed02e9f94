//! A policy as it was known at one time: the versions that count, and their periods.
//!
//! Specification: `docs/in-force.md`, "Algorithm". Takes a prefix of a history's records; gives
//! [`Span`]s. Knows no question: the days are asked in `answer`. While records are disputed, it tells them as void, and
//! keeps beside that what else may be true.

use super::dispute::{Ruled, void};
use super::{Fact, Known};
use crate::base::effect::{Awaits, Effect, EventKind, From};
use crate::base::{Day, Period};
use crate::format::record::Purpose;

/// A day, or never; never is later than every day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Limit {
    Day(Day),
    Never,
}

impl Limit {
    /// A limit of which nothing is stated.
    fn stated(day: Option<Day>) -> Self {
        day.map_or(Self::Never, Self::Day)
    }

    pub(super) fn day(self) -> Option<Day> {
        match self {
            Self::Day(day) => Some(day),
            Self::Never => None,
        }
    }

    /// Whether it is reached on that day.
    pub(super) fn by(self, day: Day) -> bool {
        self <= Self::Day(day)
    }
}

/// An issue or a repeal that is not withdrawn, with the effect last stated for it.
#[derive(Debug, Clone)]
pub(super) struct Item<'a> {
    pub(super) entry: u64,
    /// The version's number; `None` for a repeal.
    pub(super) version: Option<u32>,
    pub(super) effect: &'a Effect,
    /// The earliest day on which it can begin.
    pub(super) lo: Day,
    /// The day by which it has begun.
    pub(super) hi: Limit,
    pub(super) signed: Day,
    pub(super) adopted: bool,
    /// The last day of publication that is known.
    pub(super) published: Option<Day>,
    /// The last correction.
    pub(super) text: Option<u64>,
    /// Renditions other than corrections; of one purpose and language only the last.
    pub(super) also: Vec<Also<'a>>,
}

/// A rendition other than a correction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Also<'a> {
    pub(super) entry: u64,
    pub(super) purpose: Purpose,
    language: Option<&'a str>,
}

impl Also<'_> {
    /// Whether the later of two takes the place of the earlier.
    fn replaces(&self, other: &Also<'_>) -> bool {
        let (one, two) = (self.language.unwrap_or_default(), other.language.unwrap_or_default());
        self.purpose == other.purpose && one.eq_ignore_ascii_case(two)
    }
}

impl<'a> Item<'a> {
    fn new(record: &Known, version: Option<u32>, effect: &'a Effect, adopted: bool) -> Self {
        let (lo, hi) = limits(effect);
        let (entry, signed) = (record.entry, record.signed.day());
        let (published, text, also) = (None, None, Vec::new());
        let mut item = Self { entry, version, effect, lo, hi, signed, adopted, published, text, also };
        item.publish(record);
        item
    }

    fn restate(&mut self, record: &Known, effect: &'a Effect) {
        self.effect = effect;
        (self.lo, self.hi) = limits(effect);
        self.publish(record);
    }

    fn publish(&mut self, record: &Known) {
        let days = record.events.iter().filter(|e| e.what == EventKind::Published).map(|e| e.day);
        self.published = self.published.max(days.max());
    }

    /// What it waits for.
    pub(super) fn awaits(&self) -> Option<Awaits> {
        match &self.effect.from {
            From::Day(_) => None,
            From::Open(open) => Some(open.awaits),
        }
    }

    /// Whether it leaves alone what begins on that day, because it is over by then.
    fn over_by(&self, start: Day) -> bool {
        Limit::stated(self.effect.until).by(start)
    }

    /// The first day on which it does not spare that version any longer; `None` if it never spares it.
    fn spares(&self, version: Option<u32>) -> Option<Limit> {
        let named = self.effect.beside.iter().filter(|b| Some(b.version) == version);
        named.map(|b| Limit::stated(b.until)).max()
    }

    /// Whether it spares that version until that day or longer.
    pub(super) fn spares_until(&self, version: u32, day: Day) -> bool {
        self.spares(Some(version)).is_some_and(|spared| Limit::Day(day) <= spared)
    }

    /// The first day on which it keeps that version out of force, given that it begins on `begins`.
    fn ends(&self, version: Option<u32>, begins: Limit) -> Limit {
        self.spares(version).map_or(begins, |spared| spared.max(begins))
    }
}

/// The earliest day on which the effect can begin, and the day by which it has begun.
fn limits(effect: &Effect) -> (Day, Limit) {
    match &effect.from {
        From::Day(day) => (*day, Limit::Day(*day)),
        From::Open(open) => (open.not_before, Limit::stated(open.not_after)),
    }
}

/// When a version is in force, as known at one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Entry of its issue.
    pub entry: u64,
    /// Its number.
    pub version: u32,
    /// Whether its beginning is a day, not open.
    pub fixed: bool,
    /// The period in which it is in force for certain.
    pub period: Option<Period>,
    /// It never comes into force, whenever it may begin.
    pub never: bool,
    /// Whether all of this, or that there is the version at all, hangs on records that are disputed. It is told as it is
    /// if they are void; of a version that there is not then, neither beginning nor end.
    pub disputed: bool,
}

impl Span {
    /// Whether it says the same of the version, be it for certain or not.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        *self == Self { disputed: self.disputed, ..*other }
    }
}

/// A policy as it was known at one time.
#[derive(Debug, Clone)]
pub struct View<'a> {
    seen: &'a [Known],
    pub(super) items: Vec<Item<'a>>,
    spans: Vec<Span>,
    /// Entries of the records that are withdrawn or declared void.
    withdrawn: Vec<u64>,
    ruled: Ruled,
    /// While records are disputed: the policy by every other choice of those that are void; first the one in which all
    /// stand, which is the only one if there are too many.
    others: Vec<View<'a>>,
    /// Entries of the records whose files are withheld, each with that of what withholds them.
    withheld: Vec<(u64, u64)>,
    /// Whether a version was ever recorded, withdrawn or not.
    pub(super) recorded: bool,
}

impl<'a> View<'a> {
    /// What these records, checked by a history, say together.
    pub(super) fn new(seen: &'a [Known]) -> Self {
        let ruled = Ruled::by(seen);
        let mut view = Self::chosen(seen, &ruled.all_void());
        if !ruled.disputed.is_empty() {
            view.others = ruled.choices().map(|declared| Self::chosen(seen, &declared)).collect();
            view.mark_disputed(ruled.too_many());
        }
        view.ruled = ruled;
        view
    }

    /// What these records say if those of these entries are declared void.
    fn chosen(seen: &'a [Known], declared: &[u64]) -> Self {
        let mut items: Vec<Item<'a>> = Vec::new();
        let (mut withdrawn, mut withheld) = (Vec::new(), Vec::new());
        for (record, void) in seen.iter().zip(void(seen, declared)) {
            if void {
                withdrawn.push(record.entry);
                continue;
            }
            match &record.fact {
                Fact::Issue { version, effect, adopted } => {
                    items.push(Item::new(record, Some(*version), effect, *adopted));
                }
                Fact::Repeal { effect } => items.push(Item::new(record, None, effect, false)),
                Fact::Effect { target, effect } => {
                    let place = items.binary_search_by_key(target, |i| i.entry);
                    if let Some(item) = place.ok().and_then(|p| items.get_mut(p)) {
                        item.restate(record, effect);
                    }
                }
                Fact::Rendition { version, purpose, language } => {
                    let item = items.iter_mut().rev().find(|i| i.version == Some(*version));
                    let (entry, purpose, language) = (record.entry, *purpose, language.as_deref());
                    match (item, purpose) {
                        (Some(item), Purpose::Correction) => item.text = Some(entry),
                        (Some(item), _) => {
                            let also = Also { entry, purpose, language };
                            item.also.retain(|earlier| !also.replaces(earlier));
                            item.also.push(also);
                        }
                        (None, _) => {}
                    }
                }
                Fact::Withhold { target } => withheld.push((*target, record.entry)),
                Fact::Withdraw { .. } | Fact::Review | Fact::Ruling { .. } => {}
            }
        }
        let recorded = seen.iter().any(|r| matches!(r.fact, Fact::Issue { .. }));
        let (spans, ruled, others) = (Vec::new(), Ruled::default(), Vec::new());
        let mut view = Self { seen, items, spans, withdrawn, ruled, others, withheld, recorded };
        view.spans = (0..view.items.len()).filter_map(|rank| view.span(rank)).collect();
        view
    }

    /// Tells which spans hang on what is disputed, and adds those that are there by another choice only.
    fn mark_disputed(&mut self, too_many: bool) {
        let Self { spans, others, withdrawn, withheld, .. } = self;
        for span in spans.iter_mut() {
            let same = |other: &View<'_>| other.span_of(span.entry).is_some_and(|s| s.says_the_same(span));
            span.disputed = too_many || !others.iter().all(same);
        }
        for other in others.iter() {
            for span in &other.spans {
                if let Err(place) = spans.binary_search_by_key(&span.entry, |s| s.entry) {
                    spans.insert(place, Span { period: None, never: false, disputed: true, ..*span });
                }
            }
        }
        withdrawn.retain(|entry| others.iter().all(|o| o.is_withdrawn(*entry)));
        // Files may be absent as long as a record that stands says so, disputed or not.
        if let Some(standing) = others.first() {
            withheld.clone_from(&standing.withheld);
        }
    }

    /// What is told of a version.
    fn span_of(&self, entry: u64) -> Option<&Span> {
        self.spans.binary_search_by_key(&entry, |s| s.entry).ok().and_then(|p| self.spans.get(p))
    }

    /// The period of each version that is not withdrawn, in the order of versions.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The item of a version.
    pub(super) fn item(&self, entry: u64) -> Option<&Item<'a>> {
        self.items.binary_search_by_key(&entry, |i| i.entry).ok().and_then(|p| self.items.get(p))
    }

    /// The effect last stated for an issue or a repeal that is not withdrawn: without what is disputed, unless the issue or
    /// the repeal itself hangs on it.
    pub fn effect(&self, entry: u64) -> Option<&'a Effect> {
        let standing = || self.others.first().and_then(|all| all.item(entry));
        self.item(entry).or_else(standing).map(|i| i.effect)
    }

    /// The current renditions of a version that is not withdrawn, given the entry of its issue: the entry of
    /// its last correction, and those of the others.
    pub fn renditions(&self, issue: u64) -> (Option<u64>, Vec<u64>) {
        self.item(issue).map_or((None, Vec::new()), |i| (i.text, i.also.iter().map(|a| a.entry).collect()))
    }

    /// Whether an issue or a repeal counts, even if all that is disputed is void.
    pub fn counts(&self, entry: u64) -> bool {
        self.item(entry).is_some()
    }

    /// Whether a record, of whatever kind, is withdrawn or declared void, for certain.
    pub fn is_withdrawn(&self, entry: u64) -> bool {
        self.withdrawn.binary_search(&entry).is_ok()
    }

    /// Whether a charter has declared a record void.
    pub fn is_voided(&self, entry: u64) -> bool {
        self.ruled.voided.binary_search(&entry).is_ok()
    }

    /// Whether a record is disputed.
    pub fn is_disputed(&self, entry: u64) -> bool {
        self.ruled.disputed.binary_search(&entry).is_ok()
    }

    /// Entry of the last charter that disputes, confirms or voids a record.
    pub fn ruled_by(&self, entry: u64) -> Option<u64> {
        let names = |r: &&Known| match &r.fact {
            Fact::Ruling { disputed, confirmed, voided } => {
                [disputed, confirmed, voided].into_iter().any(|list| list.contains(&entry))
            }
            _ => false,
        };
        self.seen.iter().rev().find(names).map(|r| r.entry)
    }

    /// Entries of the records that are disputed, in log order.
    pub fn disputed(&self) -> &[u64] {
        &self.ruled.disputed
    }

    /// The same policy by every other choice of disputed records that are void; `None` if there are too many.
    pub(super) fn others(&self) -> Option<&[View<'a>]> {
        (!self.ruled.too_many()).then_some(&self.others)
    }

    /// Entry of the record by which the files of a record are withheld, if they are.
    pub fn withheld_by(&self, entry: u64) -> Option<u64> {
        self.withheld.iter().find(|(target, _)| *target == entry).map(|(_, by)| *by)
    }

    /// Entries of the repeals that are neither withdrawn nor disputed.
    pub fn repeals(&self) -> impl Iterator<Item = u64> {
        self.items.iter().filter(|i| i.version.is_none()).map(|i| i.entry)
    }

    /// The versions in force for certain on that day.
    pub(super) fn in_force(&self, day: Day) -> impl Iterator<Item = &Span> {
        self.spans.iter().filter(move |s| s.period.is_some_and(|p| p.contains(day)))
    }

    fn span(&self, rank: usize) -> Option<Span> {
        let item = self.items.get(rank)?;
        let end = self.end(rank, item.lo);
        let period = (item.hi < end).then_some(item.hi).and_then(Limit::day);
        Some(Span {
            entry: item.entry,
            version: item.version?,
            fixed: item.awaits().is_none(),
            period: period.map(|from| Period { from, until: end.day() }),
            never: period.is_none() && !self.can_begin(rank),
            disputed: false,
        })
    }

    /// The first day on which the item of that rank is out of force for good, had it begun on `start`:
    /// its own end, or what ranks after it and has begun.
    fn end(&self, rank: usize, start: Day) -> Limit {
        let Some((item, later)) = self.items.get(rank..).and_then(<[Item<'_>]>::split_first) else {
            return Limit::Never;
        };
        let others = later.iter().filter(|w| !w.over_by(start)).map(|w| w.ends(item.version, w.hi));
        others.fold(Limit::stated(item.effect.until), Limit::min)
    }

    /// Whether there is a day on which the item of that rank can begin and be in force.
    fn can_begin(&self, rank: usize) -> bool {
        let Some((item, later)) = self.items.get(rank..).and_then(<[Item<'_>]>::split_first) else {
            return false;
        };
        // What keeps it out of force does so from one day until it is over itself; swept once, by that first day.
        let mut barring: Vec<_> =
            later.iter().map(|w| (w.ends(item.version, w.hi), Limit::stated(w.effect.until))).collect();
        barring.sort_unstable();
        let mut day = item.lo;
        for (from, over) in barring {
            if !from.by(day) {
                break;
            }
            match over {
                Limit::Never => return false,
                Limit::Day(over) => day = day.max(over),
            }
        }
        Limit::Day(day) <= item.hi && !item.over_by(day)
    }

    /// The days on which an answer can differ from that of the day before; sorted, each once.
    pub fn change_days(&self) -> Vec<Day> {
        let items = self.others.iter().flat_map(|o| &o.items).chain(&self.items);
        let mut days: Vec<Day> = items.flat_map(|i| i.effect.days()).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The open items that could have begun by that day, and with them the answer would be another.
    pub(super) fn awaited(&self, day: Day) -> Vec<&Item<'a>> {
        let changes = |rank: usize, open: &Item<'_>| {
            let enters = open.version.is_some() && !self.end(rank, day).by(day);
            let ended = |v: &Span| {
                let start = self.item(v.entry).map(|i| i.lo);
                v.entry < open.entry
                    && !start.is_some_and(|start| open.over_by(start))
                    && open.ends(Some(v.version), Limit::Day(day)).by(day)
            };
            enters || self.in_force(day).any(ended)
        };
        let waiting = |i: &Item<'_>| i.lo <= day && !i.hi.by(day);
        let open = self.items.iter().enumerate().filter(|(_, item)| waiting(item));
        open.filter(|(rank, item)| changes(*rank, item)).map(|(_, item)| item).collect()
    }

    /// For whom or what a version goes on that day: as the latest version that spares it says, else as
    /// its own effect says.
    pub(super) fn for_whom(&self, item: &Item<'_>, day: Day) -> Option<String> {
        let begun = self.items.iter().rev().filter(|w| w.entry > item.entry && w.hi.by(day));
        let said = begun.map(|w| {
            let alive = w
                .effect
                .beside
                .iter()
                .filter(|b| Some(b.version) == item.version && !Limit::stated(b.until).by(day));
            alive.filter_map(|b| b.for_whom.as_deref()).collect::<Vec<_>>().join("; ")
        });
        said.into_iter().find(|said| !said.is_empty()).or_else(|| item.effect.for_whom.clone())
    }
}
