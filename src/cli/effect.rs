//! `effect`: when a version (or a repeal) takes effect, stated anew and whole.
//!
//! Specification: `docs/in-force.md`, "Effects". Takes the fields that are to change, or one of the moves in `moving`;
//! what is not given stays as it was last stated. Shows what it changes, asks, then does everything or nothing.

use super::Env;
use super::archive_args::day;
use super::change::{self, NoTarget};
use super::commit::{self, Session, SignArgs};
use super::event::{self, EventArgs};
use super::given::{self, Item, OpenArgs, line};
use super::moving::{self, Moving};
use super::out::{Failure, Out};
use super::told::beginning;
use crate::base::Id;
use crate::base::effect::{Effect, Event, From};
use crate::timeline::{View, Why};

/// State anew when a version (or a repeal) takes effect
///
/// commence, postpone, extend and shorten say what is meant and find the version by themselves where only one is possible. Without one of them the fields that are given are stated anew; what is not given stays as it was.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:\n  inkraft effect commence house-rules --on 2026-07-01 \\\n      --event \"published 2026-06-30 Official Gazette 12/2026\"\n  inkraft effect house-rules --version 3 --from 2026-07-01\n  inkraft effect house-rules --version 2 --last-day 2027-12-31\n  inkraft effect house-rules --version 3 --beside \"1 until 2027-12-31 for pending cases\""
)]
pub struct Args {
    #[command(subcommand)]
    moving: Option<Moving>,
    #[command(flatten)]
    whole: WholeArgs,
}

/// The fields of an effect.
#[derive(Debug, clap::Args)]
struct WholeArgs {
    /// The policy's id
    #[arg(required = true)]
    policy: Option<String>,
    /// The version whose effect is stated
    #[arg(long = "version", value_name = "N", conflicts_with = "entry", required_unless_present = "entry")]
    version_number: Option<u32>,
    /// The entry whose effect is stated: an issue or a repeal
    #[arg(long, value_name = "N")]
    entry: Option<u64>,
    /// The first day in force
    #[arg(long, value_name = "DAY", conflicts_with = "awaits")]
    from: Option<String>,
    /// The last day in force
    #[arg(long, value_name = "DAY", conflicts_with = "no_end")]
    last_day: Option<String>,
    /// Without an end
    #[arg(long)]
    no_end: bool,
    #[command(flatten)]
    open: OpenArgs,
    /// For whom or what it applies
    #[arg(long = "for", value_name = "TEXT", conflicts_with = "for_all")]
    for_whom: Option<String>,
    /// It applies to all
    #[arg(long)]
    for_all: bool,
    /// An earlier version that stays in force beside it, as "VERSION[ until LAST DAY][ for WHOM]"; can be given more than once, and none for none
    #[arg(long, value_name = "VERSION")]
    beside: Vec<String>,
    #[command(flatten)]
    events: EventArgs,
    #[command(flatten)]
    sign: SignArgs,
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    match args.moving {
        Some(moving) => moving::run(moving, env, out),
        None => state(args.whole, env, out),
    }
}

fn state(args: WholeArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let policy = args.policy.ok_or(NoTarget::Nothing)?;
    let (session, id, history) = change::begin(&policy, &args.sign, env, out)?;
    let view = history.latest();
    let item = item(&view, change::target(&history, args.version_number, args.entry)?)?;
    let mut effect = item.effect.clone();
    let today = session.now.day();
    if let Some(from) = &args.from {
        effect.from = From::Day(day(from, today)?);
    }
    if let Some(open) = args.open.read(today)? {
        effect.from = open;
    }
    if let Some(last) = &args.last_day {
        effect.until = Some(day(last, today)?.next());
    }
    if args.no_end {
        effect.until = None;
    }
    if let Some(whom) = args.for_whom.as_deref().map(line).filter(|whom| !whom.is_empty()) {
        effect.for_whom = Some(whom);
    }
    if args.for_all {
        effect.for_whom = None;
    }
    if !args.beside.is_empty() {
        effect.beside = given::beside(&args.beside, today)?;
    }
    let said = [&args.from, &args.last_day, &args.for_whom].iter().any(|field| field.is_some());
    let said = said || args.no_end || args.for_all || !args.beside.is_empty();
    if !said && !args.open.is_given() && !args.events.is_given() {
        return Err(NoTarget::Nothing.into());
    }
    let events = args.events.read(today, out)?;
    restate(session, id, item, (effect, events), &args.sign, env, out)
}

/// The issue or repeal at an entry.
pub fn item<'a>(view: &View<'a>, entry: u64) -> Result<Item<'a>, Failure> {
    if view.is_withdrawn(entry) {
        return Err(Why::TargetWithdrawn { target: entry }.into());
    }
    let effect = view.effect(entry).ok_or(NoTarget::Entry(entry))?;
    let version = view.spans().iter().find(|s| s.entry == entry).map(|s| s.version);
    Ok(Item { entry, version, effect })
}

/// Signs the effect that is stated anew, unless it is what is stated already.
pub fn restate(
    session: Session,
    id: Id,
    item: Item<'_>,
    (effect, events): (Effect, Vec<Event>),
    sign: &SignArgs,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    // An event may be all that there is to say.
    if effect == *item.effect && events.is_empty() {
        return Err(NoTarget::Same.into());
    }
    commit::ends_after_beginning(&effect)?;
    event::warn_if_open(&events, &effect, out);
    let lang = out.lang;
    let mut rows = vec![
        (lang.pick("Regelung", "Policy"), id.to_string()),
        (lang.pick("Betrifft", "Concerns"), item.told(lang)),
        (lang.pick("Bisher", "So far"), beginning(item.effect, lang)),
        (lang.pick("Künftig", "From now"), beginning(&effect, lang)),
    ];
    rows.extend(event::rows(&events, lang));
    change::finish(session, sign, given::restated(id, item.entry, effect, events), rows, env, out)
}
