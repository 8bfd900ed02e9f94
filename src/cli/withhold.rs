//! `withhold`: files that must leave every copy, while the log still proves what they were.
//!
//! Specification: `docs/archive-format.md`, "`withhold`". Signs the record first: a file that is taken away without
//! one is a broken archive. Then names the paths, and with `--remove` removes them here, and only them. Says which
//! other files may show the same, and guards every record after which withheld files would have to be there again.

use super::archive_args::NoId;
use super::archive_args::shown;
use super::change::{self, reason, target};
use super::commit::{self, NotSigned, Session, SignArgs, confirm, unlock};
use super::event::{self, EventArgs};
use super::out::{Failure, Out, count};
use super::{Env, rendition, told};
use crate::base::{Id, Lang, Say, lang};
use crate::format::files::{self, Files};
use crate::format::layout::Place;
use crate::format::record::{Body, FileRef, Record, Withhold, WithholdGround};
use crate::timeline::{Known, Why};
use crate::verify::{self, Standing};

/// Let a record's files leave all copies
///
/// For instance because personal data must be erased. These files may then be absent from every copy of the archive; what is still there is checked as before. Hash and entry stay, and so does the proof; no period moves. Translations, corrections and other files of the version are records of their own: the command names those that are not withheld. It names every path that is to be removed from copies; with --remove it removes them here. It does not reach backups and others' copies. The reason is public for good: the data themselves do not belong in it. If it is withdrawn (withdraw), the files must be there again.
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
    events: EventArgs,
    #[command(flatten)]
    sign: SignArgs,
}

/// The grounds as they are typed.
const GROUNDS: [(&str, WithholdGround); 3] = [
    ("erasure", WithholdGround::Erasure),
    ("court", WithholdGround::Court),
    ("decision", WithholdGround::Decision),
];

/// After the record files would have to be there that are not: the archive would hold no more.
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

/// Files are to be removed that are not withheld yet, and it is not said why.
#[derive(Debug)]
struct NotYet(u64);

impl Say for NotYet {
    fn fact(&self, lang: Lang) -> String {
        let entry = self.0;
        lang::say!(
            lang,
            "die Dateien von Eintrag {entry} sind noch nicht gesperrt, und es fehlt --ground oder --reason",
            "the files of entry {entry} are not withheld yet, and --ground or --reason is missing"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(lang::say!(
            lang,
            "Beides angeben, um sie zu sperren; --remove allein entfernt nur, was schon gesperrt ist.",
            "Give both to withhold them; --remove alone only removes what is withheld already."
        ))
    }
}

/// A record that is not withheld, and whose file may show what is withheld in another.
#[derive(Debug)]
struct Left {
    record: Box<Standing>,
    /// It is the very same file.
    same: bool,
    /// The command that withholds it too, but for the policy and the entry.
    with: String,
}

impl Say for Left {
    fn fact(&self, lang: Lang) -> String {
        let entry = self.record.index;
        let what = match &self.record.record.body {
            Body::Rendition(r) => {
                let (what, id, version) = (rendition::told(r, lang), &r.policy, r.version);
                lang::say!(
                    lang,
                    "{what} zu Fassung {version} von {id}",
                    "{what} of version {version} of {id}"
                )
            }
            Body::Issue(i) => {
                let (id, version) = (&i.policy, i.version);
                lang::say!(lang, "Fassung {version} von {id}", "version {version} of {id}")
            }
            _ => String::new(),
        };
        let why = match self.same {
            true => lang.pick("byte für byte dieselbe Datei", "byte for byte the same file"),
            false => lang.pick("vielleicht steht darin dasselbe", "it may show the same"),
        };
        lang::say!(
            lang,
            "nicht mit gesperrt ist Eintrag {entry} ({what}): {why}",
            "entry {entry} ({what}) is not withheld with it: {why}"
        )
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let (entry, with) = (self.record.index, &self.with);
        let id = Files::of(&self.record.record.body, entry)?.policy;
        Some(lang::say!(
            lang,
            "Sperren lässt er sich mit `inkraft withhold {id} --entry {entry} {with}`.",
            "To withhold it: `inkraft withhold {id} --entry {entry} {with}`."
        ))
    }
}

/// Refuses a record after which withheld files must be there again, and are not: nothing could be signed any more.
///
/// What is withheld before and after it is compared, so that no chain of withdrawals is missed.
pub fn files_are_back(session: &Session, record: &Record) -> Result<(), Failure> {
    if let Body::Charter(charter) = &record.body {
        let ruled = verify::next_rulings(&session.log, charter).map_err(NotSigned::WouldNotStand)?;
        let (entry, logged, signed) = (session.log.tree().size, session.logged(), record.signed_at);
        let known = |fact| Known { entry, logged, signed, events: Vec::new(), fact };
        return ruled.into_iter().try_for_each(|(id, fact)| files_are_back_after(session, &id, known(fact)));
    }
    session.known(record).map_or(Ok(()), |(id, known)| files_are_back_after(session, &id, known))
}

fn files_are_back_after(session: &Session, id: &Id, known: Known) -> Result<(), Failure> {
    let before = session.history(id);
    let mut after = before.clone();
    after.push(known).map_err(|refused| refused.why)?;
    let required = |e: &u64| before.withheld_by(*e).is_some() && after.withheld_by(*e).is_none();
    let entries = before.records().iter().map(|r| r.entry).filter(required);
    let standing = entries.filter_map(|entry| session.log.state.standing.get(&entry));
    let dir = session.workspace.archive();
    let is_there =
        |f: &files::Expected| dir.read(&f.place, f.limit).is_ok_and(|bytes| FileRef::of(&bytes) == f.content);
    let needed = standing.flat_map(|s| files::all(&s.record.body, s.index));
    let gone: Vec<Place> = needed.filter(|f| !is_there(f)).map(|f| f.place).collect();
    if gone.is_empty() { Ok(()) } else { Err(Gone(gone).into()) }
}

/// The records, not withheld themselves, that are files of the same version, or have the same file anywhere.
fn left(session: &Session, target: &Standing, ground: WithholdGround, remove: bool) -> Vec<Left> {
    let Some(of) = Files::of(&target.record.body, target.index) else { return Vec::new() };
    let state = &session.log.state;
    let ground = GROUNDS.iter().find(|(_, known)| *known == ground).map_or("", |(name, _)| *name);
    let remove = if remove { " --remove" } else { "" };
    let with = format!("--ground {ground} --reason \"…\"{remove}");
    let others = state.standing.values().filter(|s| s.index != target.index && state.withheld(s).is_none());
    let found = others.filter_map(|s| {
        let files = Files::of(&s.record.body, s.index)?;
        let same = files.pdf == of.pdf;
        let beside = (files.policy, files.version) == (of.policy, of.version);
        (same || beside).then(|| Left { record: Box::new(s.clone()), same, with: with.clone() })
    });
    found.collect()
}

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let reason = args.reason.as_deref().map(reason).transpose()?;
    let ground = GROUNDS.iter().find(|(name, _)| Some(*name) == args.ground.as_deref());
    let stated = ground.map(|(_, ground)| *ground).zip(reason);
    let (session, policy, known) = {
        let id: Id = args.policy.parse().map_err(NoId)?;
        // Where a file is lost, this is what can be done about it.
        change::of_policy(id, Session::begin_without_files(&args.sign, env, out)?)?
    };
    let target = target(&known, args.version_number, args.entry)?;
    let in_policy = known.records().iter().any(|r| r.entry == target);
    let of = session.log.state.standing.get(&target).filter(|_| in_policy);
    let Some(of) = of else { return Err(Why::TargetMissing { target }.into()) };
    let places: Vec<Place> = files::all(&of.record.body, target).into_iter().map(|f| f.place).collect();
    if places.is_empty() {
        return Err(Why::TargetNoFiles { target }.into());
    }
    if let Some((by, withhold)) = session.log.state.withheld(of).filter(|_| args.remove) {
        // An interrupted removal is finished, and another copy is cleared, without a second record.
        already(by, args.ground.is_some() || args.reason.is_some(), out);
        left(&session, of, withhold.ground, true).iter().for_each(|left| out.warning(left));
        return finish(&session, &places, true, env, out);
    }
    let Some((ground, reason)) = stated else { return Err(NotYet(target).into()) };
    let events = args.events.read(session.now.day(), out)?;
    let told = event::rows(&events, out.lang);
    let withhold = Withhold { policy: policy.clone(), target, ground, reason, events };
    let (lang, files) = (out.lang, files(&places, out.lang));
    let mut rows = vec![
        (lang.pick("Regelung", "Policy"), policy.to_string()),
        (
            lang.pick("Sperrung", "Withholds"),
            lang::say!(lang, "{files} von Eintrag {target}", "{files} of entry {target}"),
        ),
        (lang.pick("Begründung", "Reason"), told::withheld(&withhold, lang)),
    ];
    rows.extend(told);
    rows.extend(session.agent_row(lang));
    let record = session.record(Body::Withhold(withhold));
    record.text()?;
    let consequences = session.consequences(&record)?;
    out.rows(&rows);
    commit::show(out, &session, &record, &consequences);
    left(&session, of, ground, args.remove).iter().for_each(|left| out.warning(left));
    confirm(lang.pick("Unterschreiben?", "Sign?"), args.sign.yes, out)?;
    let keys = unlock(&session, &record.body, None, &args.sign, out)?;
    match commit::told(out, env, session.commit(&record, Vec::new(), &keys)?) {
        Some(session) => finish(&session, &places, args.remove, env, out),
        None => {
            out.say(out.lang.pick(
                "Erst wenn sie eingetragen ist, dürfen die Dateien fehlen; dann mit --remove wiederholen.",
                "Only when it is logged may the files be absent; then run again with --remove.",
            ));
            Ok(0)
        }
    }
}

/// Says that nothing is signed, and that what was stated for a record is not used.
fn already(by: u64, stated: bool, out: &mut Out) {
    let lang = out.lang;
    out.say(&lang::say!(
        lang,
        "Schon gesperrt durch Eintrag {by}; es wird nichts unterschrieben.",
        "Withheld already by entry {by}; nothing is signed."
    ));
    if stated {
        out.say(lang.pick(
            "--ground und --reason werden nicht verwendet: Es bleibt bei dem, was dort steht.",
            "--ground and --reason are not used: what that entry says stays.",
        ));
    }
}

/// How many files: `1 Datei`.
fn files(places: &[Place], lang: Lang) -> String {
    count(places.len() as u64, lang.pick("Datei", "file"), lang.pick("Dateien", "files"))
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
        let there: Vec<Place> = places.iter().filter(|place| dir.has(place)).cloned().collect();
        dir.remove(there.iter().map(Place::to_string))?;
        let (files, root) = (files(&there, lang), shown(dir.root(), env));
        let root = root.display();
        out.say(&lang::say!(lang, "Hier entfernt: {files} in {root}.", "Removed here: {files} in {root}."));
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
