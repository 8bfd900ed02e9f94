//! `effect commence`, `postpone`, `extend`, `shorten`: one move of a beginning or an end.
//!
//! Specification: `docs/in-force.md`, "Effects". Each finds what it can be about by itself where only one thing is
//! possible, refuses what is not such a move, and keeps the rest of the effect. What the rules allow and an officer
//! may not mean is warned of.

use super::Env;
use super::archive_args::day;
use super::change::{begin, target};
use super::commit::SignArgs;
use super::effect::{item, restate};
use super::event::EventArgs;
use super::given::{Item, OpenArgs, begins, items};
use super::no_move::{Kind, NoMove, Odd};
use super::out::{Failure, Out};
use crate::base::effect::{Effect, From};
use crate::base::{Day, Lang};
use crate::timeline::{History, View};

/// The moves.
#[derive(Debug, clap::Subcommand)]
pub enum Moving {
    Commence(CommenceArgs),
    Postpone(PostponeArgs),
    Extend(ExtendArgs),
    Shorten(ShortenArgs),
}

/// What is moved.
#[derive(Debug, clap::Args)]
struct TargetArgs {
    /// The policy's id
    policy: String,
    /// The version (default: the only one possible)
    #[arg(long = "version", value_name = "N", conflicts_with = "entry")]
    version_number: Option<u32>,
    /// The entry: an issue or a repeal (default: the only one possible)
    #[arg(long, value_name = "N")]
    entry: Option<u64>,
    #[command(flatten)]
    events: EventArgs,
    #[command(flatten)]
    sign: SignArgs,
}

/// State the day on which an open beginning took place
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft effect commence house-rules --on 2026-07-01\n  inkraft effect commence house-rules --on 2026-07-01 \\\n      --event \"published 2026-06-30 Official Gazette 12/2026\""
)]
pub struct CommenceArgs {
    /// The first day in force
    #[arg(long, value_name = "DAY")]
    on: String,
    #[command(flatten)]
    target: TargetArgs,
}

/// Let it begin on a later day, or leave its beginning open
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft effect postpone house-rules --to 2026-10-01\n  inkraft effect postpone house-rules --awaits approval --not-before 2026-10-01"
)]
pub struct PostponeArgs {
    /// The first day in force
    #[arg(long, value_name = "DAY", conflicts_with = "awaits", required_unless_present = "awaits")]
    to: Option<String>,
    #[command(flatten)]
    open: OpenArgs,
    #[command(flatten)]
    target: TargetArgs,
}

/// Let a version end later, or not at all
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft effect extend house-rules --last-day 2028-12-31\n  inkraft effect extend house-rules --version 2 --no-end"
)]
pub struct ExtendArgs {
    /// The last day in force
    #[arg(long, value_name = "DAY", conflicts_with = "no_end", required_unless_present = "no_end")]
    last_day: Option<String>,
    /// Without an end
    #[arg(long)]
    no_end: bool,
    #[command(flatten)]
    target: TargetArgs,
}

/// Let a version end earlier
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  inkraft effect shorten house-rules --last-day 2026-06-30")]
pub struct ShortenArgs {
    /// The last day in force
    #[arg(long, value_name = "DAY")]
    last_day: String,
    #[command(flatten)]
    target: TargetArgs,
}

/// Runs one of the moves.
pub fn run(moving: Moving, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let target = match &moving {
        Moving::Commence(CommenceArgs { target, .. })
        | Moving::Postpone(PostponeArgs { target, .. })
        | Moving::Extend(ExtendArgs { target, .. })
        | Moving::Shorten(ShortenArgs { target, .. }) => target,
    };
    let (session, id, history) = begin(&target.policy, &target.sign, env, out)?;
    let (view, today) = (history.latest(), session.now.day());
    let found = chosen(&moving, target, &history, &view, today)?;
    let effect = moved(&moving, &found, today)?;
    let events = target.events.read(today, out)?;
    odd(&found, &effect, today).iter().for_each(|odd| out.warning(odd));
    restate(session, id, found, (effect, events), &target.sign, env, out)
}

/// What is meant: what was named, or the only thing that such a move can be about.
fn chosen<'a>(
    moving: &Moving,
    asked: &TargetArgs,
    history: &History,
    view: &View<'a>,
    today: Day,
) -> Result<Item<'a>, Failure> {
    if asked.version_number.is_some() || asked.entry.is_some() {
        return item(view, target(history, asked.version_number, asked.entry)?);
    }
    let is_over = |i: &Item<'_>| {
        let span = view.spans().iter().find(|s| s.entry == i.entry);
        span.and_then(|s| s.period?.until).is_some_and(|until| until <= today)
    };
    let fits = |i: &Item<'a>| match moving {
        Moving::Commence(_) => matches!(i.effect.from, From::Open(_)),
        Moving::Postpone(_) => begins(i.effect).1.is_none_or(|day| day > today),
        Moving::Extend(_) => i.version.is_some() && i.effect.until.is_some() && !is_over(i),
        Moving::Shorten(_) => i.version.is_some() && !is_over(i),
    };
    let found: Vec<Item<'a>> = items(view).into_iter().filter(fits).collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(NoMove::Nothing(moving.into()).into()),
        _ => {
            Err(NoMove::Several(found.iter().map(|i| (i.told(Lang::De), i.told(Lang::En))).collect()).into())
        }
    }
}

/// The effect after the move, if it is one.
fn moved(moving: &Moving, item: &Item<'_>, today: Day) -> Result<Effect, Failure> {
    let mut effect = item.effect.clone();
    match moving {
        Moving::Commence(args) => {
            if let From::Day(since) = effect.from {
                return Err(NoMove::Settled(since).into());
            }
            effect.from = From::Day(day(&args.on, today)?);
        }
        Moving::Postpone(args) => {
            effect.from = match (&args.to, args.open.read(today)?) {
                (Some(to), _) => From::Day(day(to, today)?),
                (None, Some(open)) => open,
                (None, None) => return Err(NoMove::NotLater.into()),
            };
            // Never is later than every day.
            let limits = |effect: &Effect| {
                let (lo, hi) = begins(effect);
                (lo, hi.is_none(), hi)
            };
            let (was, now) = (limits(item.effect), limits(&effect));
            if now.0 < was.0 || (now.1, now.2) < (was.1, was.2) || now == was {
                return Err(NoMove::NotLater.into());
            }
        }
        Moving::Extend(ExtendArgs { last_day, .. }) => {
            let was = ends(item)?.ok_or(NoMove::NoEnd)?;
            effect.until = last_day.as_deref().map(|last| day(last, today)).transpose()?.map(Day::next);
            if effect.until.is_some_and(|until| until <= was) {
                return Err(NoMove::EndNotLater(was.previous()).into());
            }
        }
        Moving::Shorten(ShortenArgs { last_day, .. }) => {
            let was = ends(item)?;
            let until = day(last_day, today)?.next();
            if let Some(was) = was.filter(|was| until >= *was) {
                return Err(NoMove::EndNotEarlier(was.previous()).into());
            }
            effect.until = Some(until);
        }
    }
    Ok(effect)
}

/// The stated end of a version; a repeal has none that could be moved.
fn ends(item: &Item<'_>) -> Result<Option<Day>, Failure> {
    match item.version {
        Some(_) => Ok(item.effect.until),
        None => Err(NoMove::Repeal.into()),
    }
}

/// What the rules allow and the officer may not mean.
fn odd(item: &Item<'_>, effect: &Effect, today: Day) -> Vec<Odd> {
    let mut all = Vec::new();
    if let (From::Open(open), From::Day(on)) = (&item.effect.from, &effect.from)
        && (*on < open.not_before || open.not_after.is_some_and(|last| last < *on))
    {
        all.push(Odd::Outside(*on, open.clone()));
    }
    let later = effect.from != item.effect.from;
    if let Some(since) = begins(item.effect).1.filter(|since| later && *since <= today) {
        all.push(Odd::Begun(since));
    }
    let extended = item.effect.until != effect.until;
    if let Some(until) = item.effect.until.filter(|until| extended && *until <= today) {
        all.push(Odd::Over(until.previous()));
    }
    all
}

impl std::convert::From<&Moving> for Kind {
    fn from(moving: &Moving) -> Self {
        match moving {
            Moving::Commence(_) => Self::Commence,
            Moving::Postpone(_) => Self::Postpone,
            Moving::Extend(_) => Self::Extend,
            Moving::Shorten(_) => Self::Shorten,
        }
    }
}
