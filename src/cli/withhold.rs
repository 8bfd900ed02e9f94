//! `withhold`: files that must leave every copy, while the log still proves what they were.
//!
//! Specification: `docs/archive-format.md`, "`withhold`". Signs the record first: a file that is taken away without
//! one is a broken archive. Then names the paths, and with `--remove` removes them here, and only them.

use super::archive_args::shown;
use super::change::{NoTarget, begin, target};
use super::commit::{self, Session, SignArgs, confirm, unlock};
use super::out::{Failure, Out};
use super::{Env, told};
use crate::base::{Lang, Say, lang};
use crate::format::files;
use crate::format::layout::Place;
use crate::format::record::{Body, Withhold, WithholdGround};
use crate::timeline::Why;

/// Let a record's files leave all copies
///
/// For instance because personal data must be erased. These files may then be absent from every copy of the archive; what is still there is checked as before. Hash and entry stay, and so does the proof; no period moves. The command names every path that is to be removed from copies; with --remove it removes them here. It does not reach backups and others' copies. The reason is public for good: the data themselves do not belong in it. If it is withdrawn (withdraw), the files must be there again.
///
/// Exit codes: 0 logged; 1 declined, or the archive is not in order; 2 it could not be done.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft withhold house-rules --version 1 --ground erasure \\\n      --reason \"erasure under Art. 17 GDPR, file 12-3\" --remove\n  inkraft withhold house-rules --entry 7 --remove"
)]
pub struct Args {
    /// The policy's id
    policy: String,
    /// The version whose files are withheld
    #[arg(long = "version", value_name = "N", conflicts_with = "entry", required_unless_present = "entry")]
    version_number: Option<u32>,
    /// The entry whose files are withheld: an issue, a rendition or a review
    #[arg(long, value_name = "N")]
    entry: Option<u64>,
    /// On what ground
    #[arg(long, value_name = "GROUND", value_parser = ["erasure", "court", "decision"], required_unless_present = "remove")]
    ground: Option<String>,
    /// Why, in words; it becomes public
    #[arg(long, value_name = "TEXT", required_unless_present = "remove")]
    reason: Option<String>,
    /// Remove the files here; also afterwards, when they are withheld already
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    sign: SignArgs,
}

/// A withholding cannot be withdrawn yet: the archive would lack a file that it then needs.
#[derive(Debug)]
struct Gone(Vec<Place>);

impl Say for Gone {
    fn fact(&self, lang: Lang) -> String {
        let paths = self.0.iter().map(Place::to_string).collect::<Vec<_>>().join(", ");
        lang::say!(
            lang,
            "ohne die Sperrung müssen diese Dateien wieder im Archiv liegen: {paths}",
            "without the withholding these files must be in the archive again: {paths}"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Erst die Dateien zurücklegen und mit `inkraft verify` prüfen, dann zurücknehmen.",
            "Put the files back first and check with `inkraft verify`, then withdraw."
        ))
    }
}

/// Refuses to withdraw a withholding whose files are not here: nothing could be signed afterwards.
pub fn files_are_back(session: &Session, entry: u64) -> Result<(), Failure> {
    let standing = &session.log.state.standing;
    let Some(Body::Withhold(withhold)) = standing.get(&entry).map(|s| &s.record.body) else { return Ok(()) };
    let Some(target) = standing.get(&withhold.target) else { return Ok(()) };
    let dir = session.workspace.archive();
    let places = files::all(&target.record.body, target.index).into_iter().map(|f| f.place);
    let gone: Vec<Place> = places.filter(|place| !dir.has(place)).collect();
    if gone.is_empty() { Ok(()) } else { Err(Gone(gone).into()) }
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    if args.reason.as_ref().is_some_and(|r| r.trim().is_empty()) {
        return Err(NoTarget::NoReason.into());
    }
    let (session, policy, known) = begin(&args.policy, &args.sign, env, out)?;
    let target = target(&known, args.version_number, args.entry)?;
    let in_policy = known.records().iter().any(|r| r.entry == target);
    let body = session.log.state.standing.get(&target).filter(|_| in_policy).map(|s| &s.record.body);
    let Some(body) = body else { return Err(Why::TargetMissing { target }.into()) };
    let places: Vec<Place> = files::all(body, target).into_iter().map(|f| f.place).collect();
    if places.is_empty() {
        return Err(Why::TargetNoFiles { target }.into());
    }
    if let Some(by) = known.withheld_by(target).filter(|_| args.remove) {
        // An interrupted removal is finished, and another copy is cleared, without a second record.
        let lang = out.lang;
        out.say(&lang::say!(
            lang,
            "Schon gesperrt durch Eintrag {by}; es wird nichts unterschrieben.",
            "Withheld already by entry {by}; nothing is signed."
        ));
        return finish(&session, &places, true, env, out);
    }
    let ground = match args.ground.as_deref() {
        Some("erasure") => WithholdGround::Erasure,
        Some("court") => WithholdGround::Court,
        Some(_) => WithholdGround::Decision,
        None => return Err(NoTarget::NoReason.into()),
    };
    let Some(reason) = args.reason else { return Err(NoTarget::NoReason.into()) };
    let withhold = Withhold { policy: policy.clone(), target, ground, reason, events: Vec::new() };
    let (lang, n) = (out.lang, places.len());
    let rows = [
        (lang.pick("Regelung", "Policy"), policy.to_string()),
        (
            lang.pick("Sperrung", "Withholds"),
            lang::say!(lang, "{n} Dateien von Eintrag {target}", "{n} files of entry {target}"),
        ),
        (lang.pick("Begründung", "Reason"), told::withheld(&withhold, lang)),
    ];
    let record = session.record(Body::Withhold(withhold));
    record.text()?;
    let consequences = session.consequences(&record)?;
    out.rows(&rows);
    commit::show(out, &consequences);
    confirm(lang.pick("Unterschreiben?", "Sign?"), args.sign.yes, out)?;
    let keys = unlock(&session, &args.sign, out)?;
    let (appended, session) = session.commit(&record, Vec::new(), &keys)?;
    commit::done(out, &appended);
    finish(&session, &places, args.remove, env, out)
}

/// Removes the files here if asked to, and names what is to be removed elsewhere; the session holds the lock.
fn finish(
    session: &Session,
    places: &[Place],
    remove: bool,
    env: &Env,
    out: &mut Out,
) -> Result<u8, Failure> {
    let (lang, dir) = (out.lang, session.workspace.archive());
    if remove {
        dir.remove(places.iter().map(Place::to_string))?;
        let (n, root) = (places.len(), shown(dir.root(), env));
        let root = root.display();
        out.say(&lang::say!(
            lang,
            "Hier entfernt: {n} Dateien in {root}.",
            "Removed here: {n} files in {root}."
        ));
    }
    out.say(lang.pick(
        "Aus allen Kopien des Archivs zu entfernen, auch aus Sicherungen:",
        "To be removed from every copy of the archive, and from backups:",
    ));
    for place in places {
        out.say(&format!("  {place}"));
    }
    out.say(lang.pick(
        "`inkraft attach` nimmt die Dateien von der veröffentlichten Seite.",
        "`inkraft attach` takes the files from the published page.",
    ));
    Ok(0)
}
