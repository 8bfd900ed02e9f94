//! `charter amend`: people, keys, certificates, thresholds and publishers, as many changes as are wanted in one record.
//!
//! Specification: `docs/archive-format.md`, "Amending"; `docs/keys.md`, "Changing who may sign". Takes the arguments; gives a
//! list of changes. How they are read is in `charter_asked`, what they make of the charter and who signs it in
//! `charter_change` and `amending`.

use super::Env;
use super::amending::{AmendingArgs, Amendment, Joining, amend, begin};
use super::charter_asked::{
    KeyArgs, PeopleArgs, RestArgs, changed_person, everything_of, find_seal, id, read_keys, read_seals,
    remove_key, specials,
};
use super::charter_change::Change;
use super::commit::Session;
use super::given::line;
use super::key_names;
use super::no_change::NoChange;
use super::out::{Failure, Out};
use crate::base::{Id, lang};
use crate::format::charter::{CharterKey, Person, Role};

/// Change who may sign: a new charter, signed with recovery keys
///
/// Shows what changes and what follows, and asks; then everything is done or nothing. It acts from the next record on: what was signed before is judged by the charter of its time.
///
/// Exit codes: 0 logged; 1 declined, or the archive is not in order; 2 it could not be done. But for 0, everything is as before.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft charter amend --add-person max-muster --name \"Max Muster\" \\\n      --function Deputy --deputy-of erika-muster --add-key keys/max-muster-1.pub\n  inkraft charter amend --change-person max-muster --last-day 2027-12-31\n  inkraft charter amend --remove-person max-muster\n  inkraft charter amend --sign 2 --sign-for-matter review=1\n  inkraft charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster\n  inkraft charter amend --add-recovery keys/recovery-3-1.pub \\\n      --recovery-key /media/safe/recovery-1-1.key"
)]
pub struct AmendArgs {
    #[command(flatten)]
    people: PeopleArgs,
    #[command(flatten)]
    keys: KeyArgs,
    #[command(flatten)]
    rest: RestArgs,
    #[command(flatten)]
    amending: AmendingArgs,
}

/// Runs the command.
pub fn run(args: AmendArgs, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    // What cannot be read is said before the archive is verified.
    let whose: Option<Id> = args.keys.person.as_deref().map(id).transpose()?;
    let seals = read_seals(&args.keys, env)?;
    let added = read_keys(&args.keys, whose.as_ref(), env)?;
    let special = specials(&args.rest)?;
    let (session, charter) = begin(&args.amending, args.amending.acknowledge, env, out)?;
    let origin = session.log.origin();
    let today = session.now.day();

    let mut amendment = Amendment::default();
    let changes = &mut amendment.changes;
    for typed in &args.keys.remove_seal {
        changes.push(Change::RemoveSeal(find_seal(&charter, typed, env)?));
    }
    changes.extend(changed_person(&args.people, &charter, today)?);
    for typed in &args.people.remove_person {
        changes.extend(everything_of(&id(typed)?, &charter, origin));
    }
    for typed in &args.keys.remove_key {
        changes.push(remove_key(key_names::find(&charter, origin, typed)?)?);
    }
    for (role, who, n, public, stem) in added {
        let name = format!("{origin}/{who}/{n}");
        let key = CharterKey { name, public, role };
        let named = |p: &Person| p.id == who;
        let added = args.people.add_person.as_deref() == Some(who.as_str());
        if role == Role::Officer && !added && !charter.people.iter().any(named) {
            let known = charter.people.iter().map(|p| p.id.to_string()).collect();
            return Err(NoChange::Nobody(who, known).into());
        }
        changes.push(Change::AddKey(key.clone()));
        amendment.joining.push(Joining { key, stem, made: None });
    }
    let seal = |found| Change::AddSeal { certificate: Box::new(found), person: whose.clone() };
    let changes = &mut amendment.changes;
    changes.extend(seals.into_iter().map(seal));
    changes.extend(args.rest.sign.map(Change::Sign));
    changes.extend(args.rest.amend.map(Change::Amend));
    amendment.notes.extend(unknown_policies(&special, &session, out));
    changes.extend(special);
    let name = |typed: &String| line(typed);
    changes.extend(args.rest.add_publisher.iter().map(name).map(Change::AddPublisher));
    changes.extend(args.rest.remove_publisher.iter().map(name).map(Change::RemovePublisher));
    amend(&args.amending, None, session, amendment, env, out)?;
    Ok(0)
}

/// Policies that numbers are stated for and that the archive does not have.
fn unknown_policies(special: &[Change], session: &Session, out: &Out) -> Vec<String> {
    let named = special.iter().filter_map(|c| match c {
        Change::Special { policy, sign: Some(_), .. } => policy.as_ref(),
        _ => None,
    });
    let unknown = named.filter(|id| !session.log.state.histories.contains_key(*id));
    let told = unknown.map(|id| {
        lang::say!(
            out.lang,
            "Das Archiv kennt (noch) keine Regelung „{id}“. Ist die Kennung richtig?",
            "The archive has no policy \"{id}\" (yet). Is the id right?"
        )
    });
    told.collect()
}
